import type { Tier } from '../../../config/tiers';
import type { Range } from '../range';

/** What a bill depends on and no Terraform says. */
export interface UsageKey {
  /** Meaning and unit, of one month where nothing else is said. */
  readonly what: string;
  /** Why the defaults are what they are. */
  readonly why: string;
  readonly defaults: Range | Readonly<Record<Tier, Range>>;
  /** The largest value there is. @default none */
  readonly maximum?: number;
  /** More of it costs less: its low estimate is its largest value. @default false */
  readonly lowers?: true;
}

const same = (low: number, expected: number, high: number): Range => ({ low, expected, high });

/** The plan's users of each tier: 50 to 200, 200 to 1,000, 1,000 to 10,000, 10,000 and more. */
const byTier = (
  beta: readonly [number, number, number],
  earlyGa: readonly [number, number, number],
  productionGa: readonly [number, number, number],
  enterprise: readonly [number, number, number],
): Record<Tier, Range> => ({
  beta: same(...beta),
  'early-ga': same(...earlyGa),
  'production-ga': same(...productionGa),
  enterprise: same(...enterprise),
});

const K = 1000;
const M = 1000 * K;

export const USAGE_KEYS = {
  requests: {
    what: 'Web requests that the firewall inspects.',
    why: "100 a day of each of the plan's users: 50, 100, 200 at beta; 200, 500, 1,000; 1,000, 3,000, 10,000; 10,000, 20,000, 50,000.",
    defaults: byTier(
      [150 * K, 300 * K, 600 * K],
      [600 * K, 1.5 * M, 3 * M],
      [3 * M, 9 * M, 30 * M],
      [30 * M, 60 * M, 150 * M],
    ),
  },
  firewall_log_kb: {
    what: 'Kilobytes that the firewall logs for each request.',
    why: 'a record has the headers and what every rule said; 1 to 2 KB are usual.',
    defaults: same(1, 1.5, 2.5),
  },
  application_log_gb: {
    what: 'Gigabytes that the application logs, in all its log groups together.',
    why: 'about 1 KB for each request, and what runs without one.',
    defaults: byTier([0.3, 0.5, 2], [1, 2, 6], [4, 12, 40], [30, 70, 200]),
  },
  database_log_gb: {
    what: 'Gigabytes that each database logs.',
    why: 'connections, slow statements and errors; not every statement.',
    defaults: byTier([0.05, 0.2, 1], [0.1, 0.5, 2], [0.5, 2, 8], [2, 6, 20]),
  },
  function_log_gb: {
    what: "Gigabytes that each of Palier's functions logs.",
    why: 'they run a few times a day, and write a few lines.',
    defaults: same(0.001, 0.005, 0.05),
  },
  database_gb: {
    what: 'Gigabytes of data in the database.',
    why: 'below the 20 GB that are there from the start, until thousands use it.',
    defaults: byTier([1, 5, 20], [2, 10, 20], [10, 20, 60], [20, 50, 100]),
  },
  daily_change: {
    what: 'Share of the data that one day changes, 0 to 1: what snapshots after the first take, and what is sent to another region.',
    why: 'most rows of a SaaS are written once. 30 % is a system that rewrites all the time.',
    defaults: same(0.01, 0.05, 0.3),
    maximum: 1,
  },
  management_events: {
    what: 'Calls of AWS APIs in the account that CloudTrail records and GuardDuty reads.',
    why: 'each deployment takes thousands, and each service that runs some hundreds a day.',
    defaults: byTier(
      [30 * K, 100 * K, 300 * K],
      [50 * K, 150 * K, 500 * K],
      [100 * K, 400 * K, 1.5 * M],
      [300 * K, 1 * M, 4 * M],
    ),
  },
  other_trails: {
    what: "Trails that record the account already, the organization's for example. With one, the events of this one cost.",
    why: 'the first copy of the management events is free, and an account at this tier has no other.',
    defaults: same(0, 0, 0),
  },
  data_events: {
    what: 'Reads and writes of objects, and invocations, where the trail records them.',
    why: 'ten times the calls of APIs, where somebody asked for them.',
    defaults: byTier(
      [300 * K, 1 * M, 3 * M],
      [500 * K, 1.5 * M, 5 * M],
      [1 * M, 4 * M, 15 * M],
      [3 * M, 10 * M, 40 * M],
    ),
  },
  trail_files: {
    what: 'Files that CloudTrail and AWS Config write into each of their buckets.',
    why: 'CloudTrail writes one every five minutes for a region in which something happens, and a digest an hour.',
    defaults: same(2 * K, 15 * K, 120 * K),
  },
  network_gb: {
    what: 'Gigabytes of flow logs and DNS logs that GuardDuty reads in the account. It reads its own; none must be on.',
    why: 'flow logs are about 0.5 % of the traffic in the network; an application on Lambda has less.',
    defaults: byTier([0.1, 0.5, 2], [0.3, 1, 5], [1, 5, 20], [5, 20, 80]),
  },
  config_items: {
    what: 'Changes that AWS Config records in the account.',
    why: 'the stack has 150 to 300 resources, each recorded when it is created and when it or a neighbour changes.',
    defaults: byTier([200, 500, 2 * K], [200, 600, 2 * K], [400, 1 * K, 4 * K], [500, 1.5 * K, 6 * K]),
  },
  config_evaluations: {
    what: 'Evaluations of each rule of AWS Config.',
    why: 'once a day, or for each change of one or two resources.',
    defaults: same(30, 60, 300),
  },
  security_checks: {
    what: "Security Hub's checks in the account.",
    why: 'hundreds of controls, once or twice a day where there is something to check. Without AWS Config (below production-ga) most check nothing.',
    defaults: byTier([300, 1 * K, 4 * K], [300, 1 * K, 4 * K], [4 * K, 9 * K, 30 * K], [5 * K, 12 * K, 50 * K]),
  },
  secret_reads: {
    what: 'Calls that read or rotate each secret.',
    why: 'each instance of the application reads it when it starts, or every few minutes.',
    defaults: byTier(
      [1 * K, 10 * K, 50 * K],
      [1 * K, 20 * K, 100 * K],
      [5 * K, 50 * K, 200 * K],
      [20 * K, 200 * K, 1 * M],
    ),
  },
  kms_requests: {
    what: 'Requests to each customer key.',
    why: 'services cache data keys; secrets are decrypted at each read, log batches encrypted.',
    defaults: byTier(
      [1 * K, 5 * K, 20 * K],
      [1 * K, 10 * K, 50 * K],
      [5 * K, 20 * K, 100 * K],
      [10 * K, 50 * K, 300 * K],
    ),
  },
  kms_rotations: {
    what: 'Yearly rotations that each customer key has behind it, 0 to 2: the first two cost 1 USD a month more each, later ones nothing.',
    why: 'none in the first year; high is a stack of two years.',
    defaults: same(0, 0, 2),
    maximum: 2,
  },
  alert_messages: {
    what: 'Messages to each subscriber of a topic.',
    why: 'one a day, in a month without trouble fewer.',
    defaults: same(5, 30, 300),
  },
  sms_usd: {
    what: 'USD of text messages that Amazon SNS sends to each number. The price depends on the country.',
    why: 'an account sends for 1.00 USD a month at most until AWS Support raises that.',
    defaults: same(0, 0.2, 1),
  },
  incidents: {
    what: 'Alarms and findings that open an OpsItem or an incident.',
    why: 'the plan waits with more than two incidents a month; each opens a few, and a finding is one.',
    defaults: same(1, 10, 100),
  },
  metric_hours: {
    what: 'Share of the month, 0 to 1, in which a metric has data that a log filter counts only when something is found.',
    why: 'they count what should not happen: root use, deleted keys. High is the hours of daily deployments.',
    defaults: same(0, 0.02, 0.15),
    maximum: 1,
  },
  endpoint_gb: {
    what: 'Gigabytes through each interface endpoint.',
    why: 'a rotation moves kilobytes; clients that use the endpoint, too, more.',
    defaults: same(0.001, 0.01, 1),
  },
  function_seconds: {
    what: "Seconds that a run of Palier's function for snapshot copies takes.",
    why: 'it starts a copy, or looks at the copies there are.',
    defaults: same(1, 5, 60),
    maximum: 900,
  },
  aurora_io: {
    what: 'Reads and writes of the storage of each Aurora cluster.',
    why: 'one to five for each request that the data is not in memory for.',
    defaults: byTier(
      [1 * M, 5 * M, 20 * M],
      [2 * M, 10 * M, 40 * M],
      [5 * M, 30 * M, 150 * M],
      [20 * M, 100 * M, 500 * M],
    ),
  },
  aurora_replicated_writes: {
    what: 'Writes that an Aurora Global Database sends to its second region.',
    why: 'a tenth of all reads and writes, since most requests read.',
    defaults: byTier(
      [100 * K, 500 * K, 2 * M],
      [200 * K, 1 * M, 4 * M],
      [500 * K, 3 * M, 15 * M],
      [2 * M, 10 * M, 50 * M],
    ),
  },
  shield_transfer_gb: {
    what: 'Gigabytes that the load balancers which Shield Advanced protects send out.',
    why: '20 KB for each request.',
    defaults: byTier([3, 6, 12], [12, 30, 60], [60, 180, 600], [600, 1.2 * K, 3 * K]),
  },
  health_checks_outside_aws: {
    what: 'Share of the health checks, 0 to 1, whose endpoints are not in AWS. Those cost more.',
    why: 'what Palier builds is in AWS.',
    defaults: same(0, 0, 1),
    maximum: 1,
  },
  free_allowance: {
    what: 'Share, 0 to 1, of what AWS gives each account for nothing every month (ten alarms, three dashboards, 5 GB of logs, ...) that this environment has to itself. Free trials of new accounts never count.',
    why: 'applications and other environments of the account use it up first; low is an account of its own.',
    defaults: same(1, 0, 0),
    maximum: 1,
    lowers: true,
  },
} as const satisfies Readonly<Record<string, UsageKey>>;

export type UsageName = keyof typeof USAGE_KEYS;

export const USAGE_NAMES = Object.keys(USAGE_KEYS) as UsageName[];

export function usageKey(name: UsageName): UsageKey {
  return USAGE_KEYS[name];
}
