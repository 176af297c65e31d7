import type { Ownership } from '../modules/common/stack-settings';
import type { EnvironmentData } from './environment-schema';
import type { OrganizationData } from './organization-schema';
import type { Path, Problem } from './problems';
import { configRecorder } from './settings/account-wide';
import { auditTrailBucket, databaseIdentifier, keyAliasPrefix, responsePlanName, secretName } from './settings/names';
import { statePlace } from './state-backends';
import { isAtLeast } from './tiers';
import type { YamlFile } from './yaml-file';

export interface ValidFile<Data> {
  /** As a person names it. */
  readonly name: string;
  readonly file: YamlFile;
  readonly data: Data;
}

/** Something that only one file may have. */
interface Claim {
  /** Equal for two files that claim the same thing. */
  readonly thing: string;
  readonly path: Path;
  /** What to say to the second file, given the name of the first. */
  message(other: string): string;
}

/** An account has one of each in every region. */
const ONE_PER_REGION = ['security_hub', 'guardduty', 'access_analyzer', 'config_recorder'] as const;

/** What two files claim, reported at the second of them; organizations come last. */
export function clashes(
  environments: readonly ValidFile<EnvironmentData>[],
  organizations: readonly ValidFile<OrganizationData>[],
): Problem[] {
  const owners = new Map<string, string>();
  const files = [
    ...environments.map((one) => ({ ...one, claims: claims(one.data) })),
    ...organizations.map((one) => ({ ...one, claims: organizationClaims(one.data) })),
  ];
  const problems = files.flatMap(({ name, file, claims: claimed }) => {
    const found: Problem[] = [];
    const said = new Set<string>();
    for (const { thing, path, message } of claimed) {
      const owner = owners.get(thing);
      // The narrower claim of a key comes first, and settles it.
      if (owner !== undefined && !said.has(path.join('.'))) {
        found.push(file.problem(path, message(owner)));
        said.add(path.join('.'));
      }
      owners.set(thing, owner ?? name);
    }
    // With another name, most of what a copy of a file claims is its own.
    return found.some(({ path }) => path === 'name') ? found.slice(0, 1) : found;
  });
  return [...problems, ...workloadsInManagementAccounts(environments, organizations)];
}

/** Service control policies do not apply in the management account: no environment belongs there. */
function workloadsInManagementAccounts(
  environments: readonly ValidFile<EnvironmentData>[],
  organizations: readonly ValidFile<OrganizationData>[],
): Problem[] {
  const path = ['aws', 'account_id'];
  return organizations.flatMap(({ file, data }) =>
    environments
      .filter((environment) => environment.data.aws.account_id === data.aws.account_id)
      .map((environment) => {
        const { line, column } = environment.file.problem(path, '');
        const place = `${environment.name}:${line}:${column}`;
        const advice = 'service control policies do not apply in a management account. Take one that runs nothing else';
        return file.problem(
          path,
          `is the account of the environment in ${place} (got "${data.aws.account_id}"): ${advice}`,
        );
      }),
  );
}

function organizationClaims({ name, aws, state_backend }: OrganizationData): Claim[] {
  return [
    ...stackClaims(name, statePlace(state_backend, { name, region: aws.region })),
    {
      thing: `organization ${aws.account_id}`,
      path: ['aws', 'account_id'],
      message: (other) => `has the organization of ${other} (got "${aws.account_id}"): an account manages one`,
    },
  ];
}

function stackClaims(name: string, place: string): Claim[] {
  return [
    {
      thing: `name ${name}`,
      path: ['name'],
      message: (other) => `is the name of another environment (got "${name}", also in ${other})`,
    },
    {
      thing: `state ${place}`,
      path: ['state_backend'],
      message: (other) => `is where the state of ${other} lies (got ${place}): each would overwrite the other's`,
    },
  ];
}

function claims(data: EnvironmentData): Claim[] {
  const { name, aws } = data;
  const place = statePlace(data.state_backend, { name, region: aws.region });
  return [
    ...stackClaims(name, place),
    ...ONE_PER_REGION.filter((key) => ownership(data, key) === 'managed').map((key) =>
      accountWideClaim(key, `${aws.account_id} ${aws.region}`, 'this account and region have'),
    ),
    ...recorderRoleClaims(data),
    ...names(data).flatMap(({ of, value, path, isCopied }) =>
      [aws.region, ...(isCopied && aws.recovery_region ? [aws.recovery_region] : [])].map((region) => ({
        thing: `${of} ${aws.account_id} ${region} ${value}`,
        path,
        message: (other: string) =>
          `gives the ${of} a name that ${other} has in this account and region (got ${value})`,
      })),
    ),
    ...shieldClaims(data),
    ...snapshotCopyClaims(data),
    ...auditTrailClaims(data),
    ...(data.account_wide.cost_anomaly_monitor === 'managed'
      ? [accountWideClaim('cost_anomaly_monitor', aws.account_id, 'this account has')]
      : []),
    ...(usesIncidentManager(data) ? [responsePlanClaim(data)] : []),
    ...(usesIncidentManager(data) && data.account_wide.incident_replication_set === 'managed'
      ? [accountWideClaim('incident_replication_set', aws.account_id, 'this account has', 'existing')]
      : []),
  ];
}

interface Name {
  /** What kind of thing has it. */
  readonly of: string;
  readonly value: string;
  /** The key that gives it; the environment's name, where it is the default. */
  readonly path: Path;
  /** Whether the recovery region has it, too. @default false */
  readonly isCopied?: boolean;
}

/** Names that are the environment's own only as long as no file gives one of another's. */
function names(data: EnvironmentData): Name[] {
  const { database, credentials, encryption_keys, logs } = data;
  const identifier: Name = {
    of: 'database',
    value: databaseIdentifier(data),
    path: database.identifier === undefined ? ['name'] : ['database', 'identifier'],
  };
  const secret: Name = {
    of: 'secret',
    value: secretName(data),
    path: credentials.secret_name === undefined ? ['name'] : ['credentials', 'secret_name'],
    isCopied: isAtLeast(data.tier, 'enterprise'),
  };
  const groups = logs.application_log_groups.map(
    (value, index): Name => ({ of: 'log group', value, path: ['logs', 'application_log_groups', index] }),
  );
  const aliases: Name = {
    of: 'aliases of the keys',
    value: keyAliasPrefix(data),
    path: encryption_keys.alias_prefix === undefined ? ['name'] : ['encryption_keys', 'alias_prefix'],
    isCopied: isAtLeast(data.tier, 'production-ga'),
  };
  return [
    identifier,
    ...(credentials.mode === 'secret' ? [secret] : []),
    ...(isAtLeast(data.tier, 'early-ga') ? [aliases] : []),
    ...groups,
  ];
}

function ownership(data: EnvironmentData, key: (typeof ONE_PER_REGION)[number]): Ownership {
  return key === 'config_recorder' ? configRecorder(data) : data.account_wide[key];
}

const RECORDER_ROLE = 'aws_iam_service_linked_role.configuration_recorder';

/** Recorders of all regions record by one role of the account: one file has it created, the others import it. */
function recorderRoleClaims(data: EnvironmentData): Claim[] {
  const { aws, imports } = data;
  if (configRecorder(data) !== 'managed' || RECORDER_ROLE in imports) return [];
  const arn = `arn:aws:iam::${aws.account_id}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  return [
    {
      thing: `role of the recorder ${aws.account_id}`,
      path: ['account_wide', 'config_recorder'],
      message: (other) =>
        `creates the role of AWS Config, of which this account has one for all regions, as ${other} does (got managed): ` +
        `deploy that one first, and keep the line \`${RECORDER_ROLE}: ${arn}\` under imports here, or use existing or off`,
    },
  ];
}

/** An account has one subscription, and one role for the response team. */
function shieldClaims({ tier, aws, shield_advanced }: EnvironmentData): Claim[] {
  if (!isAtLeast(tier, 'enterprise') || shield_advanced.mode === 'off') return [];
  const thing = (what: string) => `${what} ${aws.account_id}`;
  const subscription: Claim = {
    thing: thing('shield_advanced.mode'),
    path: ['shield_advanced', 'mode'],
    message: (other) =>
      `is managed by ${other} already, and this account has one subscription (got managed, allowed existing, off)`,
  };
  const access: Claim = {
    thing: thing('shield_advanced.response_team_access'),
    path: ['shield_advanced', 'response_team_access'],
    message: (other) => `is given by ${other} already, and this account has one role for it (got true, allowed false)`,
  };
  return [
    ...(shield_advanced.mode === 'managed' ? [subscription] : []),
    ...(shield_advanced.response_team_access ? [access] : []),
  ];
}

function usesIncidentManager({ tier, incident_response }: EnvironmentData): boolean {
  return isAtLeast(tier, 'production-ga') && incident_response.mode === 'incident-manager';
}

/** Incident Manager has one of a name, whatever the region. */
function responsePlanClaim(data: EnvironmentData): Claim {
  const value = responsePlanName(data);
  const isGiven = data.incident_response.response_plan.name !== undefined;
  return {
    thing: `response plan ${data.aws.account_id} ${value}`,
    path: isGiven ? ['incident_response', 'response_plan', 'name'] : ['name'],
    message: (other) => `gives the response plan a name that ${other} has in this account (got ${value})`,
  };
}

/** Copies are named after the instance; two of one name live in two regions, and may be copied to one. */
function snapshotCopyClaims(data: EnvironmentData): Claim[] {
  const { aws, database, snapshot_copies, tier } = data;
  if (!isAtLeast(tier, 'enterprise') || !snapshot_copies.enabled) return [];
  const identifier = databaseIdentifier(data);
  return [
    {
      thing: `copies ${aws.account_id} ${aws.recovery_region} ${identifier}`,
      path: database.identifier === undefined ? ['name'] : ['database', 'identifier'],
      message: (other) =>
        `gives the copies in ${aws.recovery_region} the names of those of ${other}, in the same account (got ${identifier})`,
    },
  ];
}

/** A multi-region trail is of the whole account, a bucket's name of the whole world. */
function auditTrailClaims(data: EnvironmentData): Claim[] {
  const { tier, aws, audit_trail } = data;
  if (!isAtLeast(tier, 'production-ga') || audit_trail.mode !== 'managed') return [];
  const bucket = auditTrailBucket(data);
  return [
    {
      thing: `audit trail ${aws.account_id}`,
      path: ['audit_trail', 'mode'],
      message: (other) =>
        `is managed by ${other} already, whose trail records this whole account, and each further copy of its events ` +
        'costs 2.00 USD per 100,000 (got managed, allowed existing, off)',
    },
    {
      thing: `bucket ${bucket}`,
      path: audit_trail.bucket === undefined ? ['name'] : ['audit_trail', 'bucket'],
      message: (other) => `gives the bucket of the audit trail a name that ${other} has for its own (got ${bucket})`,
    },
  ];
}

function accountWideClaim(key: string, where: string, who: string, allowed = 'existing, off'): Claim {
  return {
    thing: `${key} ${where}`,
    path: ['account_wide', key],
    message: (other) => `is managed by ${other} already, and ${who} one (got managed, allowed ${allowed})`,
  };
}
