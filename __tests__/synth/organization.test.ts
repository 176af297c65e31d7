import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import knownAddresses from '../../modules/addresses.json';
import { organizationJson, organizationYaml } from '../support/organization';
import { parsePolicy } from '../support/policy';
import { addresses, type Json, stackJson } from '../support/stack-json';
import { environmentYaml, ROOT, temporaryDirectory } from '../support/synthesize';

const EVERY_OPTION = [
  {
    service_control_policies: {
      allowed_regions: ['us-east-1', 'eu-west-1'],
      exempt_roles: Array.from({ length: 8 }, (_, index) => `${index}`.repeat(128)),
    },
  },
  { aws: { recovery_region: 'eu-west-1' } },
] as const;

/** The content of each policy, as Organizations gets it. */
function policies(stack: Json): Record<string, Json> {
  return Object.fromEntries(
    Object.entries<Json>(stack.resource.aws_organizations_policy).map(([id, { content }]) => [
      id,
      parsePolicy(content),
    ]),
  );
}

/** The ids of the policies that are attached to each unit. */
function attached(stack: Json): Record<string, string[]> {
  const units: Record<string, string[]> = {};
  for (const [id, { for_each: targets }] of Object.entries<Json>(stack.resource.aws_organizations_policy_attachment)) {
    for (const unit of Object.keys(targets)) units[unit] = [...(units[unit] ?? []), id].sort();
  }
  return units;
}

test('its addresses are those of the table, and those only: none is of an environment', async () => {
  const own = knownAddresses.filter(({ tier }) => tier === 'organization').map(({ address }) => address);
  expect(addresses(await organizationJson(...EVERY_OPTION))).toEqual(own.sort());
  const others = knownAddresses.filter(({ tier }) => tier !== 'organization').map(({ address }) => address);
  expect(own.filter((address) => others.includes(address))).toEqual([]);
});

test('the organization trusts the services that the delegation and the trail need, and those that the file names', async () => {
  const { resource } = await organizationJson({
    aws_service_access_principals: ['sso.amazonaws.com', 'guardduty.amazonaws.com'],
    enabled_policy_types: ['TAG_POLICY'],
  });
  expect(resource.aws_organizations_organization.organization).toMatchObject({
    feature_set: 'ALL',
    aws_service_access_principals: [
      'access-analyzer.amazonaws.com',
      'cloudtrail.amazonaws.com',
      'guardduty.amazonaws.com',
      'malware-protection.guardduty.amazonaws.com',
      'securityhub.amazonaws.com',
      'sso.amazonaws.com',
    ],
    enabled_policy_types: ['SERVICE_CONTROL_POLICY', 'TAG_POLICY'],
    lifecycle: { prevent_destroy: true },
  });
});

test('each account is in its unit, never closed, never destroyed, never replaced for what AWS does not tell', async () => {
  const { resource, output } = await organizationJson();
  const unit = (id: string) => `\${aws_organizations_organizational_unit.${id}.id}`;
  expect(resource.aws_organizations_account.account).toMatchObject({
    for_each: {
      'acme-prod': { email: 'aws+prod@acme.example', parent_id: unit('production') },
      'acme-staging': { email: 'aws+staging@acme.example', parent_id: unit('non_production') },
      'acme-dev': { email: 'aws+dev@acme.example', parent_id: unit('non_production') },
      'acme-security': { email: 'aws+security@acme.example', parent_id: unit('security') },
    },
    close_on_deletion: false,
    lifecycle: { prevent_destroy: true, ignore_changes: ['role_name', 'iam_user_access_to_billing'] },
  });
  expect(output.account_ids.value['acme-prod']).toBe('${aws_organizations_account.account["acme-prod"].id}');
  const parents = Object.entries<Json>(resource.aws_organizations_organizational_unit).map(([id, { parent_id }]) => [
    id,
    parent_id,
  ]);
  const root = '${aws_organizations_organization.organization.roots[0].id}';
  expect(Object.fromEntries(parents)).toEqual({
    security: root,
    workloads: root,
    production: unit('workloads'),
    non_production: unit('workloads'),
  });
});

describe('service control policies', () => {
  test('are within what AWS allows: 5,120 characters each, five on a unit with its own FullAWSAccess', async () => {
    const stack = await organizationJson(...EVERY_OPTION);
    for (const [id, policy] of Object.entries(policies(stack))) {
      expect([id, JSON.stringify(policy).length > 5_120]).toEqual([id, false]);
    }
    const everywhere = ['allowed_regions', 'deny_root_user', 'protect_security_services', 'stay_in_organization'];
    expect(attached(stack)).toEqual({
      security: everywhere,
      workloads: everywhere,
      production: ['protect_audit_records'],
      'non-production': ['protect_audit_records'],
    });
  });

  test('only deny', async () => {
    const statements = Object.values(policies(await organizationJson(...EVERY_OPTION))).flatMap(
      ({ Statement }) => Statement,
    );
    expect(statements.map(({ Effect }: Json) => Effect)).toEqual(statements.map(() => 'Deny'));
  });

  test('every region, unless the file names some: then global services and exempt roles are let through elsewhere', async () => {
    expect(Object.keys(policies(await organizationJson()))).not.toContain('allowed_regions');
    const service_control_policies = { allowed_regions: ['us-east-1'], exempt_roles: ['Admin'] };
    const { allowed_regions } = policies(await organizationJson({ service_control_policies }));
    const [statement] = allowed_regions.Statement;
    expect(statement.Condition).toEqual({
      StringNotEquals: { 'aws:RequestedRegion': ['us-east-1'] },
      ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/Admin'] },
    });
    expect(statement.NotAction).toEqual(
      expect.arrayContaining(['iam:*', 'sts:*', 'cloudfront:*', 'budgets:*', 'ce:*']),
    );
    for (const regional of ['rds', 's3', 'kms', 'ec2', 'lambda', 'secretsmanager']) {
      expect(statement.NotAction).not.toContain(`${regional}:*`);
    }
  });

  test('an exempt role may turn services off, and nobody else may become it; none may leave or use the root user', async () => {
    const found = policies(
      await organizationJson({ service_control_policies: { exempt_roles: ['Admin', 'ops/Rescue'] } }),
    );
    const roles = ['arn:aws:iam::*:role/Admin', 'arn:aws:iam::*:role/ops/Rescue'];
    const unless = { ArnNotLike: { 'aws:PrincipalArn': roles } };
    const [services, exempt] = found.protect_security_services.Statement;
    expect(services).toMatchObject({ Resource: '*', Condition: unless });
    expect(exempt).toMatchObject({ Resource: roles, Condition: unless });
    expect(exempt.Action).toEqual(
      expect.arrayContaining(['iam:CreateRole', 'iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy']),
    );
    expect(found.stay_in_organization.Statement[0].Condition).toBeUndefined();
    expect(found.deny_root_user.Statement).toEqual([
      {
        Sid: 'NoRootUser',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } },
      },
    ]);
  });

  test('without an exempt role they bind everybody', async () => {
    const found = policies(await organizationJson({ service_control_policies: { exempt_roles: [] } }));
    expect(JSON.stringify(found)).not.toContain('ArnNotLike');
    expect(found.protect_security_services.Statement).toHaveLength(1);
    expect(found.protect_audit_records.Statement[1].Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/ManagedBy': 'palier' },
    });
  });

  test('a key that Palier made stays, and nobody makes it look like another one: not by its tag in other letters, either', async () => {
    const { Statement } = policies(await organizationJson()).protect_audit_records;
    const made = { 'aws:ResourceTag/ManagedBy': 'palier' };
    const unless = { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/OrganizationAccountAccessRole'] } };
    expect(Statement.slice(1)).toEqual([
      {
        Sid: 'KeysStay',
        Effect: 'Deny',
        Action: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
        Resource: '*',
        Condition: { StringEquals: made, ...unless },
      },
      {
        Sid: 'KeysKeepTheirTag',
        Effect: 'Deny',
        Action: ['kms:TagResource', 'kms:UntagResource'],
        Resource: '*',
        // Only of a key that has the tag, and only this tag: what a deployment creates, or tags otherwise, is let through.
        Condition: {
          StringEquals: made,
          'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': ['ManagedBy'] },
          ...unless,
        },
      },
    ]);
  });

  test('what is in the buckets stays: in those that Palier names, unless the file names others', async () => {
    const [records] = policies(await organizationJson()).protect_audit_records.Statement;
    expect(records.Resource).toEqual([
      'arn:aws:s3:::*-audit-trail-*',
      'arn:aws:s3:::*-audit-trail-*/*',
      'arn:aws:s3:::*-audit-access-*',
      'arn:aws:s3:::*-audit-access-*/*',
      'arn:aws:s3:::*-configuration-*',
      'arn:aws:s3:::*-configuration-*/*',
    ]);
    const of = async (protected_buckets: string[]) =>
      policies(await organizationJson({ service_control_policies: { protected_buckets } })).protect_audit_records
        .Statement;
    expect((await of(['acme-trail']))[0].Resource).toEqual(['arn:aws:s3:::acme-trail', 'arn:aws:s3:::acme-trail/*']);
    expect((await of([])).map(({ Sid }: Json) => Sid)).toEqual(['KeysStay', 'KeysKeepTheirTag']);
  });

  test('nothing that a deployment of an environment does is denied', async () => {
    const { protect_security_services, protect_audit_records } = policies(await organizationJson());
    const denied: string[] = [protect_security_services.Statement[0], protect_audit_records.Statement[0]].flatMap(
      ({ Action }) => Action,
    );
    const pattern = (action: string) => new RegExp(`^${action.replaceAll('*', '.*')}$`);
    const done = [
      'access-analyzer:CreateAnalyzer',
      'cloudtrail:CreateTrail',
      'cloudtrail:PutEventSelectors',
      'cloudtrail:StartLogging',
      'cloudtrail:UpdateTrail',
      'config:PutConfigurationRecorder',
      'config:PutDeliveryChannel',
      'config:StartConfigurationRecorder',
      'guardduty:CreateDetector',
      's3:CreateBucket',
      's3:PutBucketPolicy',
      's3:PutLifecycleConfiguration',
      'securityhub:BatchEnableStandards',
      'securityhub:EnableSecurityHub',
      'securityhub:UpdateSecurityHubConfiguration',
    ];
    expect(done.filter((action) => denied.some((one) => pattern(one).test(action)))).toEqual([]);
  });
});

describe('delegated administration', () => {
  test('is given to the account in the unit security, one service after the other, in both regions', async () => {
    const { resource } = await organizationJson(...EVERY_OPTION);
    const id = '${aws_organizations_account.account["acme-security"].id}';
    expect(resource.aws_organizations_delegated_administrator.access_analyzer).toMatchObject({
      account_id: id,
      service_principal: 'access-analyzer.amazonaws.com',
    });
    const chain = ['guardduty', 'securityhub'].flatMap((service) =>
      Object.entries<Json>(resource[`aws_${service}_organization_admin_account`]).map(([name, body]) => {
        expect(body.admin_account_id).toBe(id);
        return [`${service} ${name}`, body.provider, body.depends_on];
      }),
    );
    expect(chain).toEqual([
      ['guardduty security', 'aws', ['aws_organizations_delegated_administrator.access_analyzer']],
      ['guardduty security_recovery', 'aws.eu_west_1', ['aws_securityhub_organization_admin_account.security']],
      ['securityhub security', 'aws', ['aws_guardduty_organization_admin_account.security']],
      [
        'securityhub security_recovery',
        'aws.eu_west_1',
        ['aws_guardduty_organization_admin_account.security_recovery'],
      ],
    ]);
  });

  test('is not destroyed where another account would take its place: that would part the members', async () => {
    const { resource } = await organizationJson(...EVERY_OPTION);
    const delegations = [
      'aws_organizations_delegated_administrator',
      'aws_guardduty_organization_admin_account',
      'aws_securityhub_organization_admin_account',
    ].flatMap((type) => Object.values<Json>(resource[type]));
    expect(delegations.map(({ lifecycle }) => lifecycle)).toEqual(Array(5).fill({ prevent_destroy: true }));
  });

  test('is given in one region where there is no other', async () => {
    const { resource } = await organizationJson();
    expect(Object.keys(resource.aws_guardduty_organization_admin_account)).toEqual(['security']);
    expect(Object.keys(resource.aws_securityhub_organization_admin_account)).toEqual(['security']);
  });
});

describe('the trail', () => {
  test('is of the organization, of every region, validated and encrypted', async () => {
    const { resource } = await organizationJson();
    expect(resource.aws_cloudtrail.organization_trail).toMatchObject({
      name: 'acme-organization-audit-trail',
      is_organization_trail: true,
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      kms_key_id: '${aws_kms_key.organization_trail.arn}',
      depends_on: expect.arrayContaining([
        'aws_s3_bucket_policy.organization_trail',
        'aws_organizations_organization.organization',
      ]),
    });
    expect(resource.aws_s3_bucket.organization_trail.force_destroy).toBeUndefined();
  });

  test('its bucket takes the files of this trail, of this account and of the members, by TLS; nobody else writes', async () => {
    const { resource } = await organizationJson();
    const { Statement } = parsePolicy(resource.aws_s3_bucket_policy.organization_trail.policy);
    const arn = 'arn:aws:cloudtrail:us-east-1:210987654321:trail/acme-organization-audit-trail';
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.map(({ Principal }) => Principal)).toEqual(
      allowed.map(() => ({ Service: 'cloudtrail.amazonaws.com' })),
    );
    expect(allowed.map(({ Condition }) => Condition?.StringEquals?.['aws:SourceArn'])).toEqual(allowed.map(() => arn));
    const writes = allowed.filter(({ Action }) => Action === 's3:PutObject');
    expect(JSON.stringify(writes)).toContain('/AWSLogs/210987654321/*');
    expect(resource.aws_s3_bucket_policy.organization_trail.policy).toContain(
      '/AWSLogs/${aws_organizations_organization.organization.id}/*',
    );
    expect(Statement.filter(({ Effect }) => Effect === 'Deny')).toMatchObject([
      { Sid: 'TlsOnly', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
  });

  test('turned off, is forgotten with its key and its bucket: nothing that was recorded is lost', async () => {
    const { resource, removed } = await organizationJson({ trail: { mode: 'off' } });
    expect(resource.aws_cloudtrail).toBeUndefined();
    expect(removed).toEqual(
      expect.arrayContaining(
        [
          'aws_kms_key.organization_trail',
          'aws_s3_bucket.organization_trail',
          'aws_s3_bucket_policy.organization_trail',
        ].map((from) => ({ from, lifecycle: { destroy: false } })),
      ),
    );
  });
});

/** Runs the real app on some files. */
async function app(files: Record<string, string>) {
  const directory = await temporaryDirectory();
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const out = join(directory, 'cdktf.out');
  const { exitCode, stderr } = await execa('node', [join(ROOT, 'tools', 'app.mjs')], {
    env: { PALIER_ENVIRONMENTS: directory, CDKTF_OUTDIR: out },
    reject: false,
  });
  return { exitCode, stderr: stderr.replaceAll(`${directory}/`, ''), directory };
}

test('an environment forgets nothing of an organization, and has no import of it', async () => {
  const address = 'aws_organizations_organization.organization';
  const { exitCode, stderr } = await app({ 'acme.yaml': environmentYaml({ imports: { [address]: 'o-a1b2c3d4e5' } }) });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    `${address} is not in this environment. It belongs to an organization, with the settings for it`,
  );
  const { removed } = await stackJson();
  expect(removed.map(({ from }: Json) => from).filter((from: string) => from.includes('organization'))).toEqual([]);
});

test('an import of what an organization does not have: where, and what was meant', async () => {
  const yaml = organizationYaml(
    {},
    { imports: { 'aws_organizations_organizational_unit.prodution': 'ou-a1b2-c3d4e5f6' } },
  );
  const { exitCode, stderr } = await app({ 'o.yaml': yaml });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^o\.yaml:\d+:3: imports\["aws_organizations_organizational_unit\.prodution"\]: /);
  expect(stderr).toContain(
    'is not in this organization. Did you mean "aws_organizations_organizational_unit.production"?',
  );
});

test('in the account of an environment it is refused before anything is written, without a stack trace', async () => {
  const { exitCode, stderr } = await app({
    'acme.yaml': environmentYaml(),
    'o.yaml': organizationYaml({}, { aws: { account_id: '123456789012', assume_role: undefined } }),
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^o\.yaml:\d+:15: aws\.account_id: is the account of the environment in acme\.yaml:4:15 /);
  expect(stderr).not.toMatch(/^\s+at /m);
});
