import { testMistakes } from '../support';

testMistakes([
  [
    'imports: { data.aws_vpc.x: y }',
    '8:12 imports["data.aws_vpc.x"]: is a data source: only resources can be imported',
  ],
  [
    'imports: { database: y }',
    '8:12 imports.database: is not a Terraform address (allowed such as aws_db_instance.database, aws_x.name["key"])',
  ],
  [
    `imports: { 'aws_x.y[key]': y }`,
    '8:12 imports["aws_x.y[key]"]: is not a Terraform address (allowed such as aws_db_instance.database, aws_x.name["key"])',
  ],
  ['imports: { aws_x.y: 3 }', '8:21 imports["aws_x.y"]: must be an id in quotes (got 3)'],
  ['imports: { aws_x.y: "" }', '8:21 imports["aws_x.y"]: is not an id (got "", allowed text)'],
]);
