import type { AuditAlarm } from '../../modules/production-ga/audit-trail-alarms';
import { otherPartition } from '../aws-names';
import { bucketName } from '../bucket-name';
import { about, choice, compare, keysOf, list, section, text, wholeNumber } from '../fields';

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html (2026-11-23) */
const trailName = text(
  /^(?=.{3,128}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/,
  'is not a name of a trail (got {got}, allowed 3 to 128 letters, digits and single ._-, a letter or digit first and last)',
  (value) => (/^(\d+\.){3}\d+$/.test(value) ? 'is an IP address, not a name of a trail (got {got})' : undefined),
);

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html (2026-11-23) */
const functionArn = text(
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}$/,
  "is not a Lambda function's ARN (got {got}, allowed such as arn:aws:lambda:us-east-1:123456789012:function:api, without a version or alias)",
  otherPartition,
);

/** All that there are, in Security Hub's order. */
export const AUDIT_ALARM_NAMES = [
  'root-use',
  'unauthorized-calls',
  'console-login-without-mfa',
  'iam-policy-changes',
  'trail-changes',
  'console-login-failures',
  'key-deletion',
  'bucket-policy-changes',
  'config-changes',
  'security-group-changes',
  'network-acl-changes',
  'gateway-changes',
  'route-table-changes',
  'vpc-changes',
] as const satisfies readonly AuditAlarm[];

/** 90 days in S3 Standard, and the 90 days that Glacier Instant Retrieval is charged for at least. */
const LEAST_RETENTION_DAYS = 180;
/** A hundred years. */
const MOST_DAYS = 36_500;

const objectLock = keysOf({
  mode: about(choice('GOVERNANCE', 'COMPLIANCE'), {
    what: '`GOVERNANCE`: who has s3:BypassGovernanceRetention may still delete. `COMPLIANCE`: nobody may, not even the root user or AWS.',
    why: 'COMPLIANCE cannot be taken back, so nobody should get it without choosing it.',
  }),
  days: about(wholeNumber(1, MOST_DAYS, 'days'), {
    what: 'Days from its delivery in which a file can be neither deleted nor overwritten: 1 to retention_days.',
    why: 'it is for who has to prove it to say how long.',
    samples: [365],
  }),
});

const dataEvents = section(
  {
    s3_buckets: about(list(bucketName).prefault([]), {
      what: 'Buckets of which every read and write of an object is recorded.',
      why: 'each costs, and the plan warns of them.',
      samples: [['acme-invoices']],
    }),
    lambda_functions: about(list(functionArn).prefault([]), {
      what: "ARNs of functions of which every invocation is recorded. A function's own log has most of that for less.",
      why: 'each costs, and the plan warns of them.',
      samples: [['arn:aws:lambda:us-east-1:123456789012:function:acme-api']],
    }),
  },
  compare(['s3_buckets', 'lambda_functions'], (value, report) => {
    const count = value.s3_buckets.length + value.lambda_functions.length;
    if (count > 250) report([], `names ${count} resources, and a trail records the data events of 250 at most`);
  }),
);

export const auditTrail = section(
  {
    mode: about(choice('managed', 'existing', 'off').default('managed'), {
      what: "The CloudTrail trail, from production-ga. `managed` creates it. `existing` relies on another one that records this account, the organization's for example, and lets go of one that was managed here, which goes on. `off` does without, and deletes one that was managed here, but never its files.",
      why: "on the plan's checklist for production-ga. The first copy of an account's management events is free; each further one costs 2.00 USD per 100,000 events.",
    }),
    name: about(trailName.optional(), {
      what: "The trail's name. Another name replaces the trail.",
      derived: '<name>-audit-trail',
      why: 'it says whose it is.',
      samples: ['huntaze-audit-trail'],
    }),
    bucket: about(bucketName.optional(), {
      what: 'The bucket that the trail delivers to. It is created, and cannot get another name later.',
      derived: '<name>-audit-trail-<account_id>-<region>',
      why: "a bucket's name is the whole world's: account and region keep two apart.",
      samples: ['huntaze-cloudtrail-logs'],
    }),
    retention_days: about(wholeNumber(LEAST_RETENTION_DAYS, MOST_DAYS, 'days').default(365), {
      what: `Days that files are kept, ${LEAST_RETENTION_DAYS} or more; from the 90th in cheaper storage; and 90 days more, in which a deleted file can be had back. A lower value deletes what is older.`,
      why: 'auditors of SOC 2 and PCI DSS look back a year.',
    }),
    object_lock: about(objectLock.optional(), {
      what: 'Retention by S3 Object Lock: for new files only, and a bucket that has it once has it for good.',
      derived: 'none',
      why: 'it cannot be taken back, and whoever fills a locked bucket pays for it until the end.',
    }),
    data_events: about(dataEvents.prefault({}), {
      what: 'What is recorded besides the management events, for 0.10 USD per 100,000 events.',
    }),
    alarms: about(list(choice(...AUDIT_ALARM_NAMES)).optional(), {
      what: `Which alarms of the CIS benchmark there are: ${AUDIT_ALARM_NAMES.join(', ')}. Each costs 0.10 USD a month.`,
      derived: 'all',
      why: 'the benchmark asks for each. A deployment sets some of them off, too.',
      samples: [['root-use', 'trail-changes', 'key-deletion']],
    }),
  },
  compare(['object_lock', 'retention_days'], (value, report) => {
    if (value.object_lock !== undefined && value.object_lock.days > value.retention_days) {
      const allowed = `allowed 1 to retention_days ${value.retention_days}`;
      report(['object_lock', 'days'], `keeps files for longer than the trail does (got {got}, ${allowed})`);
    }
  }),
);
