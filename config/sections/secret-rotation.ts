import { otherPartition } from '../aws-names';
import { about, choice, compare, list, section, text, wholeNumber } from '../fields';
import { subnetId } from './network';

/** Defaults. Not of the schema: what is given is refused where it has no effect. */
export const ROTATION_DAYS = 30;
export const NETWORK_PATH = 'endpoint';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html (2026-11-22) */
const functionArn = text(
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}$/,
  "is not a Lambda function's ARN (got {got}, allowed such as arn:aws:lambda:us-east-1:123456789012:function:rotation, without a version or alias)",
  otherPartition,
);

export const secretRotation = section(
  {
    automatically_after_days: about(wholeNumber(1, 1000, 'days').optional(), {
      what: 'Days from one rotation to the next, 1 to 1000. AWS counts from when the secret last changed, so after the tier went up an old secret is due on the next day, at any hour (UTC). RDS rotates its own secret every seven days.',
      derived: String(ROTATION_DAYS),
      why: "the plan's figure.",
    }),
    function_arn: about(functionArn.optional(), {
      what: 'A rotation function that is there already, in aws.region, with its own way to the database and to Secrets Manager.',
      derived: 'none',
      why: "AWS's own function is deployed from the Serverless Application Repository.",
      samples: ['arn:aws:lambda:us-east-1:123456789012:function:SecretsManagerRDSPostgreSQLRotationSingleUser'],
    }),
    network_path: about(choice('endpoint', 'existing').optional(), {
      what: "How AWS's function reaches Secrets Manager. `endpoint`: an interface endpoint in one availability zone, about 7.30 USD a month. `existing`: the NAT gateway, or the endpoint with private DNS, that the subnets have.",
      derived: NETWORK_PATH,
      why: 'it works in every network, and touches nothing else in it.',
    }),
    subnet_ids: about(list(subnetId).optional(), {
      what: "Subnets of network.vpc_id in which AWS's function runs.",
      derived: 'those of the database',
      why: 'from there it reaches the database.',
    }),
  },
  compare(['function_arn', 'network_path', 'subnet_ids'], (value, report) => {
    if (value.function_arn === undefined) return;
    for (const key of ['network_path', 'subnet_ids'] as const) {
      if (value[key] === undefined) continue;
      report([key], "is for AWS's function, and function_arn names another, which has its own: remove it");
    }
  }),
  compare(['subnet_ids'], (value, report) => {
    if (value.subnet_ids?.length === 0) report(['subnet_ids'], 'names no subnet: name one, or remove it');
  }),
);
