import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Database } from './database';
import type { Firewall } from './firewall';
import { APPLICATION_ERRORS_METRIC, DATABASE_LOGIN_FAILURES_METRIC, type Logs } from './logs';

interface Shown {
  readonly database: Database;
  readonly firewall: Firewall;
  readonly logs: Logs;
}

type Metric = readonly (string | Record<string, string>)[];

const WIDTH = 8;
const HEIGHT = 6;
const COLUMNS = 3;

/**
 * The first page that an on-call engineer opens: what the alarms watch, over time. Three dashboards per account are
 * free (https://aws.amazon.com/cloudwatch/pricing/, 2026-11-22).
 */
export class Dashboard extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, name: string, region: string, shown: Shown) {
    super(scope, id);
    const database = (metric: string): Metric => ['AWS/RDS', metric, 'DBInstanceIdentifier', shown.database.identifier];
    const firewall = (metric: string): Metric => [
      'AWS/WAFV2',
      metric,
      ...Object.entries(shown.firewall.metricDimensions).flat(),
      { stat: 'Sum' },
    ];
    const log = (metric: string): Metric => [shown.logs.metricNamespace, metric, { stat: 'Sum' }];
    const widgets = [
      graph('Database: CPU (%)', region, [database('CPUUtilization')]),
      graph('Database: connections', region, [database('DatabaseConnections')]),
      graph('Database: free memory (bytes)', region, [database('FreeableMemory'), database('SwapUsage')]),
      graph('Database: free storage (bytes)', region, [database('FreeStorageSpace')]),
      graph('Database: latency (s)', region, [database('ReadLatency'), database('WriteLatency')]),
      graph('Database: transaction ids', region, [database('MaximumUsedTransactionIDs')]),
      graph('Firewall: requests', shown.firewall.region, [firewall('AllowedRequests'), firewall('BlockedRequests')]),
      graph('Database: failed logins', region, [log(DATABASE_LOGIN_FAILURES_METRIC)]),
      graph('Application: errors', region, [log(APPLICATION_ERRORS_METRIC)]),
    ];
    new CloudwatchDashboard(this, 'overview', {
      dashboardName: name,
      dashboardBody: Fn.jsonencode({ widgets: widgets.map((widget, index) => ({ ...widget, ...position(index) })) }),
    });
    this.url = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
  }
}

function graph(title: string, region: string, metrics: readonly Metric[]) {
  return {
    type: 'metric',
    width: WIDTH,
    height: HEIGHT,
    properties: { title, region, metrics, view: 'timeSeries', period: 300 },
  };
}

function position(index: number) {
  return { x: (index % COLUMNS) * WIDTH, y: Math.floor(index / COLUMNS) * HEIGHT };
}
