import { execa } from 'execa';
import { type Emulator, startEmulator } from '../../emulator';
import { temporaryDirectory } from './support/temporary-directory';

const ACCOUNT = '123456789012';
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/audit`;
const root = temporaryDirectory();
let emulator: Emulator;
let key: string;

beforeAll(async () => {
  emulator = await startEmulator();
  await aws('s3api', 'create-bucket', '--bucket', 'audit');
  await allow(bucketPolicy());
  key = await made('KeyMetadata.Arn', 'kms', 'create-key', '--policy', JSON.stringify(keyPolicy()));
  await aws('logs', 'create-log-group', '--log-group-name', 'audit');
  for (const [name, trust] of [
    ['writes', {}],
    ['conditional', { Condition: { StringEquals: { 'aws:SourceArn': TRAIL } } }],
    ['bare', {}],
  ] as const) {
    const statement = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' };
    await aws(
      'iam',
      'create-role',
      '--role-name',
      name,
      '--assume-role-policy-document',
      policy({ ...statement, ...trust }),
    );
    if (name === 'bare') continue;
    const write = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: STREAMS };
    await aws(
      'iam',
      'put-role-policy',
      '--role-name',
      name,
      '--policy-name',
      'write',
      '--policy-document',
      policy(write),
    );
  }
});
afterAll(() => emulator.stop());

const GROUP = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:audit:*`;
const STREAMS = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:audit:log-stream:${ACCOUNT}_CloudTrail_us-east-1*`;

function aws(...options: string[]) {
  return execa('aws', ['--endpoint-url', emulator.endpoint, ...options], {
    cwd: root(),
    env: emulator.environment,
    extendEnv: false,
  });
}

async function made(query: string, ...options: string[]): Promise<string> {
  return (await aws(...options, '--query', query, '--output', 'text')).stdout;
}

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (document: string) => aws('s3api', 'put-bucket-policy', '--bucket', 'audit', '--policy', document);
const create = (...options: string[]) =>
  aws('cloudtrail', 'create-trail', '--name', 'audit', '--s3-bucket-name', 'audit', ...options);
const logsBy = (role: string, group = GROUP) => [
  '--cloud-watch-logs-log-group-arn',
  group,
  '--cloud-watch-logs-role-arn',
  `arn:aws:iam::${ACCOUNT}:role/${role}`,
];

function bucketPolicy(trail = TRAIL, account = ACCOUNT): string {
  const ofTrail = { 'aws:SourceArn': trail };
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const owned = { 's3:x-amz-acl': 'bucket-owner-full-control' };
  return policy(
    { ...cloudTrail, Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::audit', Condition: { StringEquals: ofTrail } },
    {
      ...cloudTrail,
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::audit/AWSLogs/${account}/*`,
      Condition: { StringEquals: { ...ofTrail, ...owned } },
    },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::audit', 'arn:aws:s3:::audit/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  );
}

function keyPolicy(trail = TRAIL, actions = ['kms:GenerateDataKey*', 'kms:DescribeKey']) {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: actions,
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceArn': trail } },
      },
    ],
  };
}

describe('a trail is refused, as AWS does, and is not there then', () => {
  afterEach(async () => {
    const { stdout } = await aws('cloudtrail', 'list-trails');
    expect(JSON.parse(stdout)).toEqual({ Trails: [] });
  });

  test.each([
    ['of another trail', bucketPolicy(TRAIL.replace('audit', 'other'))],
    ['for another account', bucketPolicy(TRAIL, '999999999999')],
  ])('with a bucket policy %s', async (_title, document) => {
    await allow(document);
    try {
      await expect(create()).rejects.toThrow('InsufficientS3BucketPolicyException');
    } finally {
      await allow(bucketPolicy());
    }
  });

  test('with a key whose policy is of another trail, that is gone, or that needs more for a bucket key', async () => {
    const put = (document: object) =>
      aws('kms', 'put-key-policy', '--key-id', key, '--policy-name', 'default', '--policy', JSON.stringify(document));
    await put(keyPolicy(TRAIL.replace('audit', 'other')));
    await expect(create('--kms-key-id', key)).rejects.toThrow('InsufficientEncryptionPolicyException');
    await put(keyPolicy());
    await expect(create('--kms-key-id', key.replace(/.{4}$/, 'dead'))).rejects.toThrow('KmsKeyNotFoundException');
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } };
    const encryption = JSON.stringify({ Rules: [{ ...rule, BucketKeyEnabled: true }] });
    await aws(
      's3api',
      'put-bucket-encryption',
      '--bucket',
      'audit',
      '--server-side-encryption-configuration',
      encryption,
    );
    await expect(create('--kms-key-id', key)).rejects.toThrow('InsufficientEncryptionPolicyException');
    await put(keyPolicy(TRAIL, ['kms:GenerateDataKey*', 'kms:DescribeKey', 'kms:Decrypt']));
  });

  test.each([
    ['whose trust has a condition on the source', logsBy('conditional'), 'InvalidCloudWatchLogsRoleArnException'],
    ['that may not write', logsBy('bare'), 'InvalidCloudWatchLogsLogGroupArnException'],
    ['that is not there', logsBy('nobody'), 'InvalidCloudWatchLogsRoleArnException'],
    ['and no log group', logsBy('writes', GROUP.replace('audit', 'x')), 'InvalidCloudWatchLogsLogGroupArnException'],
  ])('with a role %s', async (_title, options, error) => {
    await expect(create(...options)).rejects.toThrow(error);
  });
});

test('one that has all of it is there once, by name and ARN, starts and stops, and records what it is told', async () => {
  await create('--is-multi-region-trail', '--kms-key-id', key, ...logsBy('writes'));
  await expect(create()).rejects.toThrow('TrailAlreadyExistsException');
  await expect(create('--region', 'eu-west-1')).rejects.toThrow('TrailAlreadyExistsException');

  for (const [call, isLogging] of [
    ['start-logging', 'True'],
    ['stop-logging', 'False'],
  ] as const) {
    await aws('cloudtrail', call, '--name', TRAIL);
    await expect(made('IsLogging', 'cloudtrail', 'get-trail-status', '--name', 'audit')).resolves.toBe(isLogging);
  }
  const custom = () => made('Trail.HasCustomEventSelectors', 'cloudtrail', 'get-trail', '--name', 'audit');
  await expect(custom()).resolves.toBe('False');
  const selectors = (resources: object[]) =>
    aws(
      'cloudtrail',
      'put-event-selectors',
      '--trail-name',
      TRAIL,
      '--event-selectors',
      JSON.stringify([{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: resources }]),
    );
  await selectors([{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::invoices/'] }]);
  await expect(custom()).resolves.toBe('True');
  await selectors([]);
  await expect(custom()).resolves.toBe('False');

  // What AWS refuses changes nothing.
  await expect(aws('cloudtrail', 'update-trail', '--name', 'audit', ...logsBy('bare'))).rejects.toThrow(
    'InvalidCloudWatchLogsLogGroupArnException',
  );
  await expect(made('Trail.CloudWatchLogsRoleArn', 'cloudtrail', 'get-trail', '--name', 'audit')).resolves.toContain(
    'role/writes',
  );

  const names = (name: string) => made('trailList[].Name', 'cloudtrail', 'describe-trails', '--trail-name-list', name);
  await expect(names(TRAIL)).resolves.toBe('audit');
  await expect(names('other')).resolves.toBe('');
  await aws('cloudtrail', 'delete-trail', '--name', TRAIL);
  await expect(aws('cloudtrail', 'delete-trail', '--name', TRAIL)).rejects.toThrow('TrailNotFoundException');
});
