import { blocksOf } from '../arguments';
import { type Charge, DAYS_PER_MONTH, type Rule, type RuleContext } from '../rule';
import { at } from '../terraform-json';

/** Each run's time by its memory, and each run. https://aws.amazon.com/lambda/pricing/ (2026-11-23) */
const lambda: Rule = (context) => {
  if (!context.isOfPalier) return [UNKNOWN_RUNS];
  const runs = HOURLY_RUNS + DAYS_PER_MONTH;
  const gigabytes = context.number('memory_size', 128) / 1024;
  const isArm = JSON.stringify(context.resource.arguments.architectures ?? []).includes('arm64');
  return [
    { what: 'runs', price: 'lambda.requests', quantity: runs },
    {
      what: isArm ? 'compute, arm64' : 'compute',
      price: isArm ? 'lambda.compute.arm64' : 'lambda.compute.x86-64',
      quantity: runs * gigabytes * context.usage('function_seconds'),
    },
    ...copiesOf(context),
  ];
};

/** It looks every hour, and copies once a day. */
const HOURLY_RUNS = 24 * DAYS_PER_MONTH;

/** What the function keeps in the recovery region, and sends there: modules/enterprise/snapshot-copies.ts. */
function copiesOf(context: RuleContext): ReturnType<Rule> {
  const variables = at(blocksOf(context.value('environment'))[0], ['variables']);
  const region = at(variables, ['RECOVERY_REGION']);
  const count = Number(at(variables, ['RETAIN_COUNT']));
  if (typeof region !== 'string' || !(count > 0)) return [];
  const changed = context.usage('database_gb') * context.usage('daily_change');
  return [
    { what: 'its metrics', price: 'cloudwatch.metric', quantity: METRICS },
    {
      what: `${count} copies kept in ${region}`,
      price: 'rds.backup',
      region,
      quantity: context.usage('database_gb') + (count - 1) * changed,
    },
    { what: `transfer to ${region}`, price: 'transfer.between-regions', quantity: changed * DAYS_PER_MONTH },
  ];
}

/** The age of the newest copy. */
const METRICS = 1;

const UNKNOWN_RUNS: Charge = { what: 'runs', unpriced: 'the JSON does not say how often it runs' };

/** The rotation function, which AWS's application makes: four runs of seconds in a rotation. */
const application: Rule = ({ isOfPalier }) =>
  isOfPalier ? [{ what: "runs of AWS's rotation function", price: 'lambda.requests', quantity: 4 }] : [UNKNOWN_RUNS];

/** Only what fails reaches a queue of dead letters. */
const queue: Rule = ({ isOfPalier }) =>
  isOfPalier
    ? [{ what: 'dead letters', price: 'sqs.requests', quantity: 100 }]
    : [{ what: 'messages', unpriced: 'the JSON does not say how many there are' }];

export const FUNCTION_RULES: Readonly<Record<string, Rule>> = {
  aws_lambda_function: lambda,
  aws_serverlessapplicationrepository_cloudformation_stack: application,
  aws_sqs_queue: queue,
};
