import { parse } from 'yaml';
import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from '../support/aws';
import { Checkout } from '../support/checkout';
import { commands, section } from '../support/markdown';
import { organizationYaml } from '../support/organization';
import type { Json } from '../support/stack-json';
import { synthesize } from '../support/synthesize';
import { changes, counts, type Plan, Terraform, updates } from '../support/terraform';

const GUIDE = 'docs/guides/organization.md';
const ORGANIZATION = 'aws_organizations_organization.organization';
const SSO = 'sso.amazonaws.com';

/** One organization each: an account manages one, and a member is in one. */
async function onEmulator(use: (emulator: Emulator) => Promise<void>): Promise<void> {
  const emulator = await startEmulator();
  try {
    await use(emulator);
  } finally {
    await emulator.stop();
  }
}

/** What somebody in another account sees and does, by a role there that the emulator does not know. */
async function inAccount(emulator: Emulator, account: string): Promise<Aws> {
  const { Credentials } = await new Aws(emulator.environment).call(
    'sts',
    'assume-role',
    ...['--role-arn', `arn:aws:iam::${account}:role/Terraform`],
    ...['--role-session-name', 'test'],
  );
  return new Aws({
    ...emulator.environment,
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
  });
}

function imported(plan: Plan): string[] {
  return (plan.resource_changes ?? []).filter(({ change }) => change.importing).map(({ address }) => address);
}

test.concurrent('the sample, as the guide says: all of it, then nothing to do; what is added later replaces nothing; no destroy', () =>
  onEmulator(async (emulator) => {
    const checkout = await Checkout.of(emulator.environment);
    const environments = { PALIER_ENVIRONMENTS: 'examples/tiers/organization.yaml' };
    const [inOrder = ''] = commands(GUIDE, 'In this order');
    const output = await checkout.run(inOrder, environments);
    expect(output).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
    expect(output).toMatch(/"acme-security" = "\d{12}"/);

    const terraform = checkout.terraform('acme-organization');
    expect(changes(await terraform.plan())).toEqual([]);

    const management = await inAccount(emulator, '210987654321');
    const { Accounts } = await management.call('organizations', 'list-accounts');
    const idOf = (name: string): string => Accounts.find((account: Json) => account.Name === name).Id;
    const security = idOf('acme-security');
    for (const region of ['us-east-1', 'eu-west-1']) {
      for (const service of ['guardduty', 'securityhub']) {
        const { AdminAccounts } = await management.call(
          service,
          'list-organization-admin-accounts',
          '--region',
          region,
        );
        expect([service, region, Object.values(AdminAccounts[0])]).toEqual([
          service,
          region,
          expect.arrayContaining([security]),
        ]);
      }
    }
    const { trailList } = await management.call('cloudtrail', 'describe-trails');
    expect(trailList).toMatchObject([
      { IsOrganizationTrail: true, IsMultiRegionTrail: true, LogFileValidationEnabled: true },
    ]);

    // The units hang on what AWS says of the organization, which changes here: one that was replaced would lose its accounts.
    await checkout.edit('examples/tiers/organization.yaml', (text) =>
      text.replace('organization:\n', `organization:\n  aws_service_access_principals: [${SSO}]\n`),
    );
    await checkout.run('npx cdktf synth', environments);
    const later = await terraform.plan();
    expect(counts(later)).toBe('0 to add, 1 to change, 0 to replace, 0 to forget, 0 to destroy');
    expect(updates(later)).toEqual({ [ORGANIZATION]: ['aws_service_access_principals'] });

    await expect(terraform.destroy()).rejects.toThrow('Instance cannot be destroyed');
    expect((await management.call('organizations', 'list-accounts')).Accounts).toHaveLength(5);
  }));

test.concurrent('an organization that exists is imported as the guide says: nothing is turned off, its account moves, the others stay', () =>
  onEmulator(async (emulator) => {
    const aws = new Aws(emulator.environment);
    await aws.call('organizations', 'create-organization', '--feature-set', 'ALL');
    await aws.call('organizations', 'enable-aws-service-access', '--service-principal', SSO);
    const root = (await aws.call('organizations', 'list-roots')).Roots[0].Id;
    await aws.call('organizations', 'enable-policy-type', '--root-id', root, '--policy-type', 'TAG_POLICY');
    const unit = ['create-organizational-unit', '--parent-id', root, '--name', 'Security'];
    const { OrganizationalUnit } = await aws.call('organizations', ...unit);
    const create = async (name: string): Promise<string> =>
      (
        await aws.call(
          'organizations',
          'create-account',
          '--account-name',
          name,
          '--email',
          `aws+${name.slice(5)}@acme.example`,
        )
      ).CreateAccountStatus.AccountId;
    const [prod, other] = [await create('acme-prod'), await create('acme-other')];
    const security = await create('acme-security');
    const analyzer = ['--account-id', security, '--service-principal', 'access-analyzer.amazonaws.com'];
    await aws.call('organizations', 'register-delegated-administrator', ...analyzer);
    const delegations = ['guardduty', 'securityhub'].flatMap((service) =>
      ['us-east-1', 'eu-west-1'].map((region) => [service, region] as const),
    );
    for (const [service, region] of delegations) {
      const admin = ['--admin-account-id', security, '--region', region];
      await aws.call(service, 'enable-organization-admin-account', ...admin);
    }

    const checkout = await Checkout.of(emulator.environment);
    const [look = ''] = commands(GUIDE, 'An organization that exists');
    const seen = await checkout.run(look);
    const id = /^(o-[a-z0-9]+)\s+ALL$/m.exec(seen)?.[1] as string;
    expect(seen).toMatch(/^sso\.amazonaws\.com$/m);
    expect(seen).toMatch(/^(SERVICE_CONTROL_POLICY\t)?TAG_POLICY$/m);
    expect(seen).toContain(`${prod}\tacme-prod\taws+prod@acme.example`);
    expect(seen).toContain(`${OrganizationalUnit.Id}\tSecurity`);
    expect(seen).toContain(`access-analyzer\t${security}`);
    for (const delegation of delegations) expect(seen).toContain([...delegation, security].join('\t'));

    const [{ text: fragment = '' } = {}] = section(GUIDE, 'An organization that exists').filter(
      ({ language }) => language === 'yaml',
    );
    const { organization, imports } = parse(
      fragment
        .replace('o-a1b2c3d4e5', id)
        .replace('ou-a1b2-c3d4e5f6', OrganizationalUnit.Id)
        .replace('111122223333', prod)
        .replaceAll('444455556666', security),
    );
    const here = {
      aws: { account_id: '123456789012', recovery_region: 'eu-west-1', assume_role: undefined },
      imports,
    };
    const trail = { mode: 'off' };
    const acknowledgements = [{ finding: 'organization-without-trail', reason: 'The organization has one already.' }];
    const { stackDirectory } = await synthesize(
      organizationYaml({ ...organization, trail }, { ...here, acknowledgements }),
    );
    const terraform = new Terraform(stackDirectory, emulator.environment);
    await terraform.init();

    const plan = await terraform.plan();
    expect(imported(plan).sort()).toEqual(Object.keys(imports).sort());
    expect(imports).toHaveProperty([ORGANIZATION]);
    expect(counts(plan)).toMatch(/^\d+ to add, 4 to change, 0 to replace, 0 to forget, 0 to destroy$/);
    await terraform.applyPlan(plan);
    expect(changes(await terraform.plan())).toEqual([]);

    const { EnabledServicePrincipals } = await aws.call('organizations', 'list-aws-service-access-for-organization');
    expect(EnabledServicePrincipals.map(({ ServicePrincipal }: Json) => ServicePrincipal)).toContain(SSO);
    const { Roots } = await aws.call('organizations', 'list-roots');
    expect(Roots[0].PolicyTypes).toContainEqual({ Type: 'TAG_POLICY', Status: 'ENABLED' });
    const parentOf = async (account: string): Promise<string> =>
      (await aws.call('organizations', 'list-parents', '--child-id', account)).Parents[0];
    expect([await parentOf(prod), await parentOf(security), await parentOf(other)]).toMatchObject([
      { Type: 'ORGANIZATIONAL_UNIT' },
      { Id: OrganizationalUnit.Id },
      { Type: 'ROOT' },
    ]);
  }));
