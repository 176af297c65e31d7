import type { z } from 'zod';
import { accountOf } from './aws-names';
import { about, choice, compare, keysOf, text } from './fields';
import { overlap } from './ipv4';
import { accountWide } from './sections/account-wide';
import { acknowledgements } from './sections/acknowledgements';
import { auditTrail } from './sections/audit-trail';
import { aurora } from './sections/aurora';
import { aws } from './sections/aws';
import { backup } from './sections/backup';
import { configurationHistory } from './sections/configuration-history';
import { contacts } from './sections/contacts';
import { costMonitoring } from './sections/cost-monitoring';
import { credentials } from './sections/credentials';
import { database } from './sections/database';
import { encryptionKeys } from './sections/encryption-keys';
import { firewall } from './sections/firewall';
import { imports } from './sections/imports';
import { incidentResponse } from './sections/incident-response';
import { logs } from './sections/logs';
import { metrics } from './sections/metrics';
import { multiRegion, RECOVERY_CIDR_BLOCK } from './sections/multi-region';
import { name } from './sections/name';
import { CIDR_BLOCK, network } from './sections/network';
import { runbooks } from './sections/runbooks';
import { secretRotation } from './sections/secret-rotation';
import { shieldAdvanced } from './sections/shield-advanced';
import { snapshotCopies } from './sections/snapshot-copies';
import { tags } from './sections/tags';
import { stateBackend } from './state-backends';
import { isAtLeast, TIERS } from './tiers';

const project = text(
  /^[A-Za-z](?:[A-Za-z0-9 _-]{0,61}[A-Za-z0-9])?$/,
  'is not a project (got {got}, allowed 1 to 63 letters, digits, spaces, _ and -, a letter first)',
);

/** What an environment file may say. */
export const environmentSchema = keysOf(
  {
    name: about(name, {
      what: "The environment's name: the Terraform stack's, and the beginning of AWS names. At most 20 lower-case letters, digits and hyphens.",
      why: 'it tells environments of one account apart. Another name is another environment: everything is created anew.',
      samples: ['huntaze', 'huntaze-staging'],
    }),
    project: about(project.optional(), {
      what: 'The product or company that several environments belong to; the tag Project, and the beginning of db_name.',
      derived: '<name>',
      why: 'one environment is where everybody begins.',
    }),
    tier: about(choice(...TIERS), {
      what: `The tier: ${TIERS.join(', ')}.`,
      why: 'it decides what is built, and what it costs.',
    }),
    aws: about(aws, { what: 'Where the environment lives, and how Terraform gets in.' }),
    contacts: about(contacts, { what: 'Who is told.' }),
    state_backend: about(stateBackend.prefault({ type: 'local' }), {
      what: "Where Terraform keeps the state. The keys beside `type` are the backend's arguments, as Terraform names them.",
      why: 'it needs nothing else, which is right for a first look; a team wants s3.',
    }),
    network: about(network.prefault({}), { what: 'An existing VPC, or the range of one to create.' }),
    database: about(database.prefault({}), { what: 'RDS for PostgreSQL.' }),
    aurora: about(aurora.prefault({}), {
      what: 'The move of the database to an Aurora global database, at enterprise.',
    }),
    credentials: about(credentials.prefault({}), { what: "Where the database's password lives. Never in this file." }),
    secret_rotation: about(secretRotation.prefault({}), { what: "Rotation of the database's secret, from early-ga." }),
    encryption_keys: about(encryptionKeys.prefault({}), { what: 'Customer managed keys, from early-ga.' }),
    snapshot_copies: about(snapshotCopies.prefault({}), {
      what: "Daily copies of the database's snapshots in aws.recovery_region, at enterprise.",
    }),
    firewall: about(firewall.prefault({}), { what: 'The WAF web ACL.' }),
    incident_response: about(incidentResponse.prefault({}), {
      what: 'What alarms and findings open, who is called, and what an operator can start, from production-ga.',
    }),
    logs: about(logs.prefault({}), { what: 'Log groups whose retention is governed.' }),
    audit_trail: about(auditTrail.prefault({}), { what: 'The CloudTrail trail, from production-ga.' }),
    multi_region: about(multiRegion.prefault({}), { what: 'What stands ready in aws.recovery_region, at enterprise.' }),
    shield_advanced: about(shieldAdvanced.prefault({}), {
      what: 'Shield Advanced, against attacks that flood, at enterprise.',
    }),
    cost_monitoring: about(costMonitoring.prefault({}), { what: 'Budget and cost anomalies.' }),
    account_wide: about(accountWide.prefault({}), {
      what: 'Things of which an account has one: created here, existing already, or done without.',
    }),
    backup: about(backup.prefault({}), { what: 'Backups of the database in another region.' }),
    configuration_history: about(configurationHistory.prefault({}), {
      what: 'AWS Config rules on what account_wide.config_recorder records, from production-ga.',
    }),
    metrics: about(metrics.optional(), {
      what: 'How the company does: what the move to the next tier is decided by. `palier assess` answers from it, and with it synthesis warns of what the plan calls anti-patterns. Every key may be left out. Amounts are US dollars and may be written as $5K, shares are percent.',
      derived: 'none',
      why: 'only you know these figures, and they belong to whoever may read the repository.',
    }),
    imports: about(imports.prefault({}), {
      what: 'Terraform address → id of what exists already. It is imported at the next apply, not created.',
      why: 'a new account has nothing to import.',
      samples: [
        { 'aws_cloudwatch_log_group.application["/aws/lambda/huntaze-mock-read"]': '/aws/lambda/huntaze-mock-read' },
      ],
    }),
    tags: about(tags.prefault({}), {
      what: 'Tags of everything that can carry tags, beside Project, Environment and ManagedBy.',
      why: 'the three tell whose a resource is.',
      samples: [{ CostCenter: '4711' }],
    }),
    runbooks: about(runbooks.prefault({}), { what: 'Runbooks that apply runs, and their revisions.' }),
    acknowledgements: about(acknowledgements.prefault([]), {
      what: 'Findings that this environment lives with, and why.',
      why: 'a finding is for a person to decide.',
    }),
  },
  compare(['cost_monitoring.anomaly_monitor_arn', 'account_wide.cost_anomaly_monitor'], (value, report) => {
    const arn = value.cost_monitoring.anomaly_monitor_arn;
    const isExisting = value.account_wide.cost_anomaly_monitor === 'existing';
    if (isExisting && arn === undefined) {
      const message = 'needs cost_monitoring.anomaly_monitor_arn (got {got}): name the monitor';
      report(['account_wide', 'cost_anomaly_monitor'], message);
    }
    if (!isExisting && arn !== undefined) {
      const instead = 'set account_wide.cost_anomaly_monitor to existing, or remove it';
      report(['cost_monitoring', 'anomaly_monitor_arn'], `is used only with an existing monitor: ${instead}`);
    }
  }),
  compare(['cost_monitoring.anomaly_monitor_arn', 'aws.account_id'], (value, report) => {
    const arn = value.cost_monitoring.anomaly_monitor_arn;
    if (arn !== undefined && accountOf(arn) !== value.aws.account_id) {
      const message = `is of another account than aws.account_id ${value.aws.account_id} (got {got})`;
      report(['cost_monitoring', 'anomaly_monitor_arn'], message);
    }
  }),
  compare(['tier', 'aws.recovery_region'], (value, report) => {
    if (value.tier === 'enterprise' && value.aws.recovery_region === undefined) {
      report(['aws', 'recovery_region'], 'is required at enterprise: name the region that the database is copied to');
    }
  }),
  compare(['tier', 'network', 'multi_region.network'], (value, report) => {
    if (value.tier !== 'enterprise') return;
    const [home, recovery] = [value.network, value.multi_region.network];
    // Of an existing VPC, the range is not known here.
    if (home.vpc_id !== undefined || recovery.vpc_id !== undefined) return;
    const [here, there] = [home.cidr_block ?? CIDR_BLOCK, recovery.cidr_block ?? RECOVERY_CIDR_BLOCK];
    if (!overlap(here, there)) return;
    const message = `overlaps with the range of network, ${here} (got "${there}"): the two could not be peered. Give another one`;
    report(['multi_region', 'network', 'cidr_block'], message);
  }),
  compare(['tier', 'backup.cross_region', 'aws.recovery_region'], (value, report) => {
    if (value.backup.cross_region === 'off' || !isAtLeast(value.tier, 'production-ga')) return;
    if (value.aws.recovery_region !== undefined) return;
    report(['backup', 'cross_region'], 'needs aws.recovery_region (got {got}): name the region that backups go to');
  }),
  compare(['tier', 'database.multi_az'], (value, report) => {
    if (value.database.multi_az === true && !isAtLeast(value.tier, 'production-ga')) {
      const message = `has no effect at ${value.tier} (got {got}): Multi-AZ comes with production-ga, which has it by default. Remove it`;
      report(['database', 'multi_az'], message);
    }
  }),
  compare(['aurora.stage', 'credentials.mode'], (value, report) => {
    if (value.aurora.stage !== undefined && value.credentials.mode === 'rds-managed') {
      const message =
        'is not possible with credentials.mode rds-managed (got {got}): RDS makes no replica of an instance';
      report(['aurora', 'stage'], `${message} whose password it manages. Set credentials.mode to secret first`);
    }
  }),
  compare(['aurora.engine_version', 'database.engine_version'], (value, report) => {
    const version = value.aurora.engine_version;
    const major = value.database.engine_version;
    if (version !== undefined && !version.startsWith(`${major}.`)) {
      const message = `is of another major version than database.engine_version ${major} (got {got})`;
      report(['aurora', 'engine_version'], `${message}: a replica has the same`);
    }
  }),
  compare(['secret_rotation', 'credentials.mode'], (value, report) => {
    if (value.credentials.mode !== 'rds-managed') return;
    for (const [key, given] of Object.entries(value.secret_rotation)) {
      if (given === undefined) continue;
      const message = 'has no effect: with credentials.mode rds-managed RDS rotates, every seven days. Remove it';
      report(['secret_rotation', key], message);
    }
  }),
  compare(['secret_rotation.function_arn', 'aws.region', 'aws.account_id'], (value, report) => {
    const arn = value.secret_rotation.function_arn;
    if (arn === undefined) return;
    const path = ['secret_rotation', 'function_arn'];
    const [, , , region, account] = arn.split(':');
    if (region !== value.aws.region || account !== value.aws.account_id) {
      const here = `aws.region ${value.aws.region} and aws.account_id ${value.aws.account_id}`;
      report(path, `is in another region or account than ${here} (got {got})`);
    }
  }),
  compare(['secret_rotation.subnet_ids', 'network.vpc_id'], (value, report) => {
    if (value.secret_rotation.subnet_ids !== undefined && value.network.vpc_id === undefined) {
      report(
        ['secret_rotation', 'subnet_ids'],
        'is given without network.vpc_id: the VPC that is created has its own subnets',
      );
    }
  }),
  compare(['runbooks.restore_database'], (value, report) => {
    const { revision, to_time, snapshot } = value.runbooks.restore_database;
    const path = ['runbooks', 'restore_database'];
    const given = [to_time, snapshot].filter((one) => one !== undefined).length;
    if (revision !== undefined && given !== 1) {
      report([...path, 'revision'], 'needs one thing to restore (got {got}): either to_time or snapshot');
    } else if (revision === undefined && given > 0) {
      report([...path, to_time === undefined ? 'snapshot' : 'to_time'], 'is used only with a revision');
    }
  }),
  compare(['firewall.target_arns', 'firewall.scope', 'aws.region', 'aws.account_id'], ({ firewall, aws }, report) => {
    if (firewall.scope === 'CLOUDFRONT') return;
    checkTargets(['firewall', 'target_arns'], firewall.target_arns, 'region', aws, report);
  }),
  compare(['multi_region.firewall_target_arns', 'firewall.scope', 'aws'], (value, report) => {
    const path = ['multi_region', 'firewall_target_arns'];
    const { firewall_target_arns } = value.multi_region;
    if (firewall_target_arns.length === 0) return;
    if (value.firewall.scope === 'CLOUDFRONT') {
      report(path, 'must be empty with firewall.scope CLOUDFRONT: that web ACL is everywhere');
    } else if (value.aws.recovery_region === undefined) {
      report(path, 'needs aws.recovery_region: there is no web ACL to protect these');
    } else checkTargets(path, firewall_target_arns, 'recovery_region', value.aws, report);
  }),
  compare(['tier', 'name'], (value, report) => {
    if (isAtLeast(value.tier, 'production-ga') && /^(amazon|amzn)/.test(value.name)) {
      const message = 'begins with amazon or amzn (got {got}), which AWS refuses for the documents of this tier';
      report(['name'], `${message}: choose another`);
    }
  }),
  compare(['incident_response.pagerduty.secret_arn', 'aws.region', 'aws.account_id'], (value, report) => {
    const arn = value.incident_response.pagerduty?.secret_arn;
    if (arn === undefined) return;
    const [, , , region, account] = arn.split(':');
    if (region !== value.aws.region || account !== value.aws.account_id) {
      const here = `aws.region ${value.aws.region} and aws.account_id ${value.aws.account_id}`;
      const message = `is in another region or account than ${here} (got {got})`;
      report(['incident_response', 'pagerduty', 'secret_arn'], message);
    }
  }),
  compare(['audit_trail.bucket', 'audit_trail.data_events', 'name', 'aws'], (value, report) => {
    const { bucket, data_events } = value.audit_trail;
    const own = bucket ?? `${value.name}-audit-trail-${value.aws.account_id}-${value.aws.region}`;
    const index = data_events.s3_buckets.indexOf(own);
    if (index >= 0) {
      const message = 'is the bucket of the trail itself (got {got}): each of its deliveries would be an event';
      report(['audit_trail', 'data_events', 's3_buckets', index], message);
    }
    for (const [at, arn] of data_events.lambda_functions.entries()) {
      if (accountOf(arn) === value.aws.account_id) continue;
      const message = `is of another account than aws.account_id ${value.aws.account_id} (got {got}), which the trail does not record`;
      report(['audit_trail', 'data_events', 'lambda_functions', at], message);
    }
  }),
  compare(['logs.application_log_groups', 'database.identifier', 'audit_trail.name', 'name'], (value, report) => {
    const identifier = value.database.identifier ?? `${value.name}-postgres`;
    const own = [
      `aws-waf-logs-${value.name}`,
      `/aws/lambda/${value.name}-database-rotation`,
      `/aws/cloudtrail/${value.audit_trail.name ?? `${value.name}-audit-trail`}`,
      `/aws/lambda/${value.name}-snapshot-copies`,
    ];
    for (const [index, group] of value.logs.application_log_groups.entries()) {
      const ofDatabase = [`/aws/rds/instance/${identifier}/`, `/aws/rds/cluster/${value.name}-aurora/`];
      if (ofDatabase.some((prefix) => group.startsWith(prefix)) || own.includes(group)) {
        const message =
          "is the log group of this environment's database, firewall, audit trail or one of its functions (got {got})";
        report(['logs', 'application_log_groups', index], `${message}, which Palier governs already`);
      }
    }
  }),
);

type Aws = z.output<typeof aws>;

function checkTargets(
  path: string[],
  arns: readonly string[],
  key: 'region' | 'recovery_region',
  aws: Aws,
  report: (path: (string | number)[], message: string) => void,
): void {
  for (const [index, arn] of arns.entries()) {
    const [, , , region, account] = arn.split(':');
    if (region !== aws[key]) {
      const message = `is in another region than aws.${key} ${aws[key]} (got {got}): a web ACL protects its own region`;
      report([...path, index], message);
    } else if (account !== '' && account !== aws.account_id) {
      report([...path, index], `is of another account than aws.account_id ${aws.account_id} (got {got})`);
    }
  }
}

export type EnvironmentData = z.output<typeof environmentSchema>;
