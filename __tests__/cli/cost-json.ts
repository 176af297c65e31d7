import schema from '../../cli/schemas/cost.v1.schema.json';
import { strictly } from './strict-schema';
import { palier } from './support';

const validate = strictly(schema);

/** What `palier cost --json` prints, held to its schema. */
export async function costJson(...args: string[]) {
  const { stdout, exitCode } = await palier(['cost', '--json', ...args]);
  const json = JSON.parse(stdout);
  expect(validate(json) || validate.errors).toBe(true);
  expect(exitCode).toBe(0);
  return json;
}
