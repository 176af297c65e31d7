import type { Ownership } from '../modules/common/stack-settings';
import type { EnvironmentData } from './environment-schema';
import type { Path, Problem } from './problems';
import { configRecorder } from './settings/account-wide';
import { databaseIdentifier, keyAliasPrefix, secretName } from './settings/names';
import { statePlace } from './state-backends';
import { isAtLeast } from './tiers';
import type { YamlFile } from './yaml-file';

export interface ValidFile {
  /** As a person names it. */
  readonly name: string;
  readonly file: YamlFile;
  readonly data: EnvironmentData;
}

/** Something that only one environment may have. */
interface Claim {
  /** Equal for two environments that claim the same thing. */
  readonly thing: string;
  readonly path: Path;
  /** What to say to the second environment, given the file of the first. */
  message(other: string): string;
}

/** An account has one of each in every region. */
const ONE_PER_REGION = ['security_hub', 'guardduty', 'access_analyzer', 'config_recorder'] as const;

/** What two environments claim, reported at the second of them. */
export function clashes(files: readonly ValidFile[]): Problem[] {
  const owners = new Map<string, string>();
  return files.flatMap(({ name, file, data }) => {
    const problems: Problem[] = [];
    for (const { thing, path, message } of claims(data)) {
      const owner = owners.get(thing);
      if (owner !== undefined) problems.push(file.problem(path, message(owner)));
      owners.set(thing, owner ?? name);
    }
    // With another name, most of what a copy of a file claims is its own.
    return problems.some(({ path }) => path === 'name') ? problems.slice(0, 1) : problems;
  });
}

function claims(data: EnvironmentData): Claim[] {
  const { name, aws } = data;
  const place = statePlace(data.state_backend, { name, region: aws.region });
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
    ...ONE_PER_REGION.filter((key) => ownership(data, key) === 'managed').map((key) =>
      accountWideClaim(key, `${aws.account_id} ${aws.region}`, 'this account and region have'),
    ),
    ...names(data).flatMap(({ of, value, path, isCopied }) =>
      [aws.region, ...(isCopied && aws.recovery_region ? [aws.recovery_region] : [])].map((region) => ({
        thing: `${of} ${aws.account_id} ${region} ${value}`,
        path,
        message: (other: string) =>
          `gives the ${of} a name that ${other} has in this account and region (got ${value})`,
      })),
    ),
    ...(data.account_wide.cost_anomaly_monitor === 'managed'
      ? [accountWideClaim('cost_anomaly_monitor', aws.account_id, 'this account has')]
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

function accountWideClaim(key: string, where: string, who: string): Claim {
  return {
    thing: `${key} ${where}`,
    path: ['account_wide', key],
    message: (other) => `is managed by ${other} already, and ${who} one (got managed, allowed existing, off)`,
  };
}
