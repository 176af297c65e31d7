import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from '../support/aws';

let emulator: Emulator;
let aws: Aws;

beforeAll(async () => {
  emulator = await startEmulator({ terraform: false });
  aws = new Aws(emulator.environment);
});
afterAll(() => emulator.stop());

const SERVICES = [
  ['guardduty', 'AdminAccountId'],
  ['securityhub', 'AccountId'],
] as const;

/** An account of the organization, which the first call makes. */
async function member(name: string): Promise<string> {
  await aws.call('organizations', 'create-organization').catch(() => undefined);
  const created = await aws.call(
    'organizations',
    'create-account',
    ...['--account-name', name],
    ...['--email', `${name}@example.com`],
  );
  return created.CreateAccountStatus.AccountId;
}

test('only the management account of an organization names an administrator', async () => {
  const { Credentials } = await aws.call(
    'sts',
    'assume-role',
    ...['--role-arn', 'arn:aws:iam::210987654321:role/none'],
    ...['--role-session-name', 'other'],
  );
  const elsewhere = new Aws({
    ...emulator.environment,
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
  });
  for (const [service] of SERVICES) {
    const call = elsewhere.call(service, 'enable-organization-admin-account', '--admin-account-id', '123456789012');
    await expect(call).rejects.toThrow(/BadRequestException|AccessDeniedException|InvalidAccessException|NotInUse/);
  }
});

test.each(SERVICES)(
  '%s: one member of the organization, in one region, until it is taken back',
  async (service, key) => {
    const [first, second] = [await member(`${service}-a`), await member(`${service}-b`)];
    const enable = (account: string, ...more: string[]) =>
      aws.call(service, 'enable-organization-admin-account', '--admin-account-id', account, ...more);
    const admins = async (region: string) => {
      const { AdminAccounts } = await aws.call(service, 'list-organization-admin-accounts', '--region', region);
      return AdminAccounts.map((admin: { [name: string]: string }) => admin[key]);
    };
    await expect(enable('999999999999')).rejects.toThrow(/not a member/);
    await enable(first);
    expect([await admins('us-east-1'), await admins('eu-west-1')]).toEqual([[first], []]);
    await expect(enable(second)).rejects.toThrow(/already/);
    await aws.call(service, 'disable-organization-admin-account', '--admin-account-id', first);
    expect(await admins('us-east-1')).toEqual([]);
    await enable(second, '--region', 'eu-west-1');
    expect(await admins('eu-west-1')).toEqual([second]);
  },
);
