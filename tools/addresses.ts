/**
 * Every Terraform address that an environment of any tier and with any option, or an organization, can have, taken from what
 * the app really synthesizes: the tier (or `organization`) and the checklist line are parts of the construct's path.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { TIERS } from '../config';
import { packageRoot } from '../modules/common/package-root';

export interface Address {
  /** Without the key of a `for_each` instance. */
  readonly address: string;
  /** Or `organization`: of the management account's stack. */
  readonly tier: string;
  /** The file of the tier's checklist that creates it. */
  readonly line: string;
  /** Whether it holds data that nobody can create again. */
  readonly stateful: boolean;
}

const STATEFUL_TYPES = new Set([
  'aws_backup_vault',
  'aws_cloudwatch_log_group',
  'aws_db_instance',
  // By it a key is found again that Terraform has forgotten.
  'aws_kms_alias',
  // What it encrypts is lost with it.
  'aws_kms_key',
  // What is in an account is lost with it.
  'aws_organizations_account',
  'aws_organizations_organization',
  'aws_rds_cluster',
  'aws_rds_cluster_instance',
  // AWS deletes none that a cluster has.
  'aws_rds_cluster_parameter_group',
  'aws_rds_global_cluster',
  'aws_s3_bucket',
  // What protects the objects of a bucket must not go while they stay.
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_logging',
  'aws_s3_bucket_object_lock_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_secretsmanager_secret',
  // Paid for until its year is over, whoever manages it.
  'aws_shield_subscription',
  // With it, AWS deletes the records of all incidents.
  'aws_ssmincidents_replication_set',
]);

/** Of types that are not, but kept as they are for what stays. */
const STATEFUL_ADDRESSES = new Set([
  // AWS Backup deletes by its role what is past its time in vaults that stay.
  'aws_iam_role.backup',
  'aws_iam_role_policy_attachment.backup',
]);

/** Databases that Terraform has forgotten, or never knew, may be in it: they must not lose it. */
const NETWORK_OF_DATABASES = 'recovery-network';

const NAME = 'acme';

/** Together they switch on every option that adds a resource. */
const OPTIONS: readonly Record<string, unknown>[] = [
  {},
  {
    contacts: { emails: ['a@example.com'], https_endpoints: ['https://alerts.example.com/sns'] },
    account_wide: { config_recorder: 'managed' },
    database: { clients: { security_group_ids: ['sg-0123456789abcdef0'], cidr_blocks: ['10.20.0.0/16'] } },
    firewall: {
      target_arns: ['arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0123456789abcdef'],
    },
    audit_trail: { object_lock: { mode: 'GOVERNANCE', days: 30 } },
    incident_response: { contacts: [{ name: 'on-call', email: 'a@example.com', sms: '+33612345678' }] },
    logs: { application_log_groups: ['/aws/lambda/api'] },
    multi_region: {
      clients: { security_group_ids: ['sg-0123456789abcdef0'], cidr_blocks: ['10.21.0.0/16'] },
      firewall_target_arns: [
        'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef',
      ],
    },
    aurora: { stage: 'global' },
    runbooks: {
      copy_snapshot: { revision: '1' },
      reencrypt_database: { revision: '1' },
      restore_database: { revision: '1', snapshot: 'before' },
      restore_drill: { revision: '1' },
      rotate_secret: { revision: '1' },
    },
    shield_advanced: { mode: 'managed' },
    acknowledgements: ['aurora-waits-for-tier', 'shield-advanced-price'].map((finding) => ({
      finding,
      reason: 'Nothing is deployed here.',
    })),
  },
  {
    // Neither region is us-east-1, which has the metrics of health checks.
    contacts: { emails: ['a@example.com'], https_endpoints: ['https://alerts.example.com/sns'] },
    aws: { account_id: '123456789012', region: 'eu-central-1', recovery_region: 'eu-west-1' },
    secret_rotation: { function_arn: 'arn:aws:lambda:eu-central-1:123456789012:function:rotation' },
    multi_region: { health_checks: [{ fqdn: 'app.example.com' }] },
    incident_response: {
      mode: 'incident-manager',
      contacts: [{ name: 'on-call', email: 'a@example.com' }],
      snapshot_on_incident: true,
    },
  },
  { backup: { cross_region: 'automated-backups' } },
  { backup: { cross_region: 'aws-backup' } },
];

/** The stack of a management account, with all its options. */
const ORGANIZATION = {
  name: NAME,
  aws: { account_id: '123456789012', region: 'us-east-1', recovery_region: 'eu-west-1' },
  organization: {
    accounts: [{ name: 'security', email: 'security@example.com', unit: 'security' }],
    service_control_policies: { allowed_regions: ['us-east-1', 'eu-west-1'] },
  },
};

/** Sorted by tier, checklist line and address; the organization's last. */
export async function listAddresses(): Promise<Address[]> {
  const files = TIERS.flatMap((tier) => OPTIONS.map((options) => environment(tier, options)));
  const variants = [...files, ORGANIZATION].map(synthesize);
  const found = new Map((await Promise.all(variants)).flat().map((address) => [address.address, address]));
  const order: readonly string[] = [...TIERS, 'organization'];
  const key = ({ tier, line, address }: Address) => `${order.indexOf(tier)} ${line} ${address}`;
  return [...found.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Runs the app on one environment: two could not both manage what an account has one of. */
async function synthesize(content: unknown): Promise<Address[]> {
  const directory = await mkdtemp(join(tmpdir(), 'palier-addresses-'));
  try {
    const file = join(directory, 'environment.yaml');
    const out = join(directory, 'cdktf.out');
    await writeFile(file, stringify(content));
    await execa('node', [join(packageRoot(), 'tools', 'app.mjs')], {
      env: { PALIER_ENVIRONMENTS: file, CDKTF_OUTDIR: out },
    });
    const { resource } = JSON.parse(await readFile(join(out, 'stacks', NAME, 'cdk.tf.json'), 'utf8'));
    return addressesOf(resource);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

type Resources = Record<string, Record<string, { '//': { metadata: { path: string } } }>>;

function addressesOf(resources: Resources): Address[] {
  return Object.entries(resources).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => {
      const [, tier = '', line = ''] = body['//'].metadata.path.split('/');
      const address = `${type}.${name}`;
      const stateful = STATEFUL_TYPES.has(type) || STATEFUL_ADDRESSES.has(address) || line === NETWORK_OF_DATABASES;
      return { address, tier, line, stateful };
    }),
  );
}

function environment(tier: string, options: Record<string, unknown>) {
  return {
    name: NAME,
    tier,
    aws: { account_id: '123456789012', region: 'us-east-1', recovery_region: 'eu-west-1' },
    contacts: { emails: ['a@example.com'] },
    ...options,
  };
}

/** `docs/addresses.md`: the same for people. */
export function addressesPage(addresses: readonly Address[]): string {
  const rows = addresses.map(
    ({ address, tier, line, stateful }) => `| \`${address}\` | ${tier} | ${line} | ${stateful ? 'yes' : ''} |`,
  );
  return `# Terraform addresses

Every address that an environment, or an organization's stack, can have, with all options on. They are public: a rename needs a \`moved\` block and
an entry in [UPGRADING.md](../UPGRADING.md). "Stateful" is what holds data that nobody can create again. One that is a
list has a key in its instances' addresses: \`aws_cloudwatch_log_group.application["/aws/lambda/api"]\`.

This page is generated from what the app synthesizes, by \`npm run docs\`.

| address | tier | checklist line | stateful |
|---|---|---|---|
${rows.join('\n')}
`;
}
