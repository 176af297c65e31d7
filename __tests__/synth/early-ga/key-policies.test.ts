import { earlyGaJson, KEYS } from '../../support/early-ga';
import { allows, type Policy, parsePolicy, type Request } from '../../support/policy';
import type { Json } from '../../support/stack-json';

const ACCOUNT = '123456789012';
const ELSEWHERE = '999999999999';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const PUBLISHERS = ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com', 'costalerts.amazonaws.com'];
const USE = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/** The keys of which whoever may use a service has the use, through it. */
const THROUGH = [
  ['database', 'rds'],
  ['secrets', 'secretsmanager'],
  ['notifications', 'sns'],
] as const;

/** What an intruder would want, of data and of the key. */
const DATA = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:CreateGrant'];
const CONTROL = ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:UpdateAlias'];

let policies: Record<string, Policy>;
let narrowed: Record<string, Policy>;
let topicPolicy: Policy;

function policiesOf(stack: Json): Record<string, Policy> {
  return Object.fromEntries(KEYS.map((key) => [key, parsePolicy(stack.resource.aws_kms_key[key].policy)]));
}

beforeAll(async () => {
  const [earlyGa, iam] = await Promise.all([earlyGaJson(), earlyGaJson({ encryption_keys: { access: 'iam' } })]);
  policies = policiesOf(earlyGa);
  narrowed = policiesOf(iam);
  topicPolicy = parsePolicy(earlyGa.resource.aws_sns_topic_policy.alerts.policy);
});

function policy(key: string): Policy {
  return policies[key] as Policy;
}

/** Those of the actions that a policy lets that request do. */
function allowed(policy: Policy, actions: readonly string[], request: Omit<Request, 'action'>): string[] {
  return actions.filter((action) => allows(policy, { ...request, action }));
}

/** Somebody whose call a service passes on to KMS. */
function caller(account: string, via?: string): Omit<Request, 'action'> {
  const context = { 'kms:CallerAccount': account, 'kms:GrantIsForAWSResource': 'true' };
  return {
    principal: `arn:aws:iam::${account}:role/application`,
    context: via === undefined ? context : { ...context, 'kms:ViaService': via },
  };
}

const administration = {
  Sid: 'Administration',
  Effect: 'Allow',
  Principal: { AWS: ROOT },
  Action: [
    'kms:CancelKeyDeletion',
    'kms:CreateAlias',
    'kms:DeleteAlias',
    'kms:DescribeKey',
    'kms:DisableKey',
    'kms:DisableKeyRotation',
    'kms:EnableKey',
    'kms:EnableKeyRotation',
    'kms:GetKeyPolicy',
    'kms:GetKeyRotationStatus',
    'kms:ListGrants',
    'kms:ListKeyPolicies',
    'kms:ListKeyRotations',
    'kms:ListResourceTags',
    'kms:PutKeyPolicy',
    'kms:RetireGrant',
    'kms:RevokeGrant',
    'kms:RotateKeyOnDemand',
    'kms:ScheduleKeyDeletion',
    'kms:TagResource',
    'kms:UntagResource',
    'kms:UpdateAlias',
    'kms:UpdateKeyDescription',
  ],
  Resource: '*',
};

function through(services: readonly string[], principal: string) {
  const names = services.map((service) => `${service}.us-east-1.amazonaws.com`);
  const callers = { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': names.length === 1 ? names[0] : names };
  return [
    {
      Sid: 'UseThroughService',
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: [...USE, 'kms:ListGrants'],
      Resource: '*',
      Condition: { StringEquals: callers },
    },
    {
      Sid: 'GrantToService',
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'kms:CreateGrant',
      Resource: '*',
      Condition: { StringEquals: callers, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

const logGroups = {
  Sid: 'LogGroupsOfThisAccount',
  Effect: 'Allow',
  Principal: { Service: 'logs.us-east-1.amazonaws.com' },
  Action: USE,
  Resource: '*',
  Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:*` } },
};

const publishers = [
  {
    Sid: 'Publishers',
    Effect: 'Allow',
    Principal: { Service: PUBLISHERS },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  },
  {
    Sid: 'EventBridge',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
  },
];

describe('word for word', () => {
  const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement: [administration, ...Statement] });

  test('access account, the default', () => {
    expect(policies).toEqual({
      database: document(...through(['rds'], '*')),
      logs: document(logGroups),
      notifications: document(...publishers, ...through(['sns'], '*')),
      secrets: document(...through(['secretsmanager'], '*')),
    });
  });

  test('access iam: the same, but nobody is named but the root of the account, which leaves it to IAM', () => {
    expect(narrowed).toEqual({
      database: document(...through(['rds'], ROOT)),
      logs: document(logGroups),
      notifications: document(...publishers, ...through(['sns'], ROOT)),
      secrets: document(...through(['secretsmanager'], ROOT)),
    });
  });

  test('a secret that RDS owns: RDS too asks for the use of its key', async () => {
    const managed = policiesOf(await earlyGaJson({ credentials: { mode: 'rds-managed' } }));
    expect(managed.secrets).toEqual(document(...through(['secretsmanager', 'rds'], '*')));
    expect(managed.database).toEqual(policies.database);
  });

  test('of the topic: the publishers that may use its key, and no others', () => {
    const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: '${aws_sns_topic.alerts.arn}' };
    expect(topicPolicy).toEqual({
      Version: '2012-10-17',
      Statement: publishers.map((statement) => ({ ...statement, ...publish })),
    });
  });
});

describe('who may do what', () => {
  test.each(THROUGH)('%s: a principal of the account through %s, and no other way', (key, service) => {
    const via = `${service}.us-east-1.amazonaws.com`;
    expect(allowed(policy(key), [...DATA, ...CONTROL], caller(ACCOUNT, via))).toEqual(DATA);
    for (const other of ['lambda.us-east-1.amazonaws.com', `${service}.eu-west-1.amazonaws.com`, undefined]) {
      expect(allowed(policy(key), [...DATA, ...CONTROL], caller(ACCOUNT, other))).toEqual([]);
    }
  });

  test.each(THROUGH)('%s: another account never, not even through %s', (key, service) => {
    for (const via of [`${service}.us-east-1.amazonaws.com`, undefined]) {
      expect(allowed(policy(key), [...DATA, ...CONTROL], caller(ELSEWHERE, via))).toEqual([]);
    }
  });

  test.each(THROUGH)('%s: a grant only for a resource of %s', (key, service) => {
    const request = caller(ACCOUNT, `${service}.us-east-1.amazonaws.com`);
    const context = { ...request.context, 'kms:GrantIsForAWSResource': 'false' };
    expect(allowed(policy(key), ['kms:CreateGrant'], { ...request, context })).toEqual([]);
  });

  test.each(KEYS)('%s: the root of the account administers, without any use of what is encrypted', (key) => {
    for (const { [key]: policy } of [policies, narrowed]) {
      expect(allowed(policy as Policy, [...DATA, ...CONTROL], { principal: ROOT })).toEqual(CONTROL);
    }
  });

  test('access iam: no policy of a key lets a principal in by itself, only what the account’s IAM allows', () => {
    for (const [key, service] of THROUGH) {
      const request = caller(ACCOUNT, `${service}.us-east-1.amazonaws.com`);
      expect(allowed(narrowed[key] as Policy, [...DATA, ...CONTROL], request)).toEqual([]);
      expect(allowed(narrowed[key] as Policy, DATA, { ...request, principal: ROOT })).toEqual(DATA);
    }
  });

  test('logs: CloudWatch Logs of the region, for groups of this account; and nobody else', () => {
    const logs = (account: string, region = 'us-east-1') => ({
      principal: `logs.${region}.amazonaws.com`,
      context: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/api` },
    });
    const use = DATA.filter((action) => action !== 'kms:CreateGrant');
    expect(allowed(policy('logs'), [...DATA, ...CONTROL], logs(ACCOUNT))).toEqual(use);
    expect(allowed(policy('logs'), DATA, logs(ELSEWHERE))).toEqual([]);
    expect(allowed(policy('logs'), DATA, logs(ACCOUNT, 'eu-west-1'))).toEqual([]);
    expect(allowed(policy('logs'), DATA, { principal: 'logs.us-east-1.amazonaws.com' })).toEqual([]);
    expect(allowed(policy('logs'), DATA, caller(ACCOUNT, 'logs.us-east-1.amazonaws.com'))).toEqual([]);
  });

  test('notifications: who publishes for this account; EventBridge, which supports no condition, for any', () => {
    const publish = ['kms:Decrypt', 'kms:GenerateDataKey'];
    const ofAccount = (principal: string, account: string) => ({
      principal,
      context: { 'aws:SourceAccount': account },
    });
    for (const principal of PUBLISHERS) {
      expect(allowed(policy('notifications'), [...DATA, ...CONTROL], ofAccount(principal, ACCOUNT))).toEqual(publish);
      expect(allowed(policy('notifications'), DATA, ofAccount(principal, ELSEWHERE))).toEqual([]);
      expect(allowed(policy('notifications'), DATA, { principal })).toEqual([]);
    }
    expect(allowed(policy('notifications'), DATA, { principal: 'events.amazonaws.com' })).toEqual(publish);
    expect(allowed(policy('notifications'), DATA, ofAccount('s3.amazonaws.com', ACCOUNT))).toEqual([]);
  });
});
