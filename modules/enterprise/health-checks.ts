import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { TerraformIterator, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { Alarms } from '../beta/alarms';

export interface HealthCheckSettings {
  /** The endpoint's name in DNS. */
  readonly fqdn: string;
  readonly type: 'HTTPS' | 'HTTP' | 'TCP';
  readonly port: number;
  /** Of HTTPS and HTTP, with its leading slash. */
  readonly path?: string;
  /** Seconds between two checks from one region: 30, or 10 for 1 to 2 USD more. */
  readonly intervalSeconds: 10 | 30;
  /** Checks in a row after which the state changes: 1 to 10. */
  readonly failureThreshold: number;
  /** From where Route 53 checks: at least three. Empty: from everywhere. */
  readonly regions: readonly string[];
}

/** What makes alarms in `HEALTH_CHECK_REGION`, and tells people of them. */
export type HealthCheckAlarms = Pick<Alarms, 'add'>;

/** The only region that has the metrics of Route 53 (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html, 2026-11-23). */
export const HEALTH_CHECK_REGION = 'us-east-1';

/**
 * Checklist: multi-region, health checks. Route 53 asks each endpoint from around the world, and an alarm says when most of its
 * regions get no answer. For a failover, a DNS record names the check by its id, which is an output.
 *
 * A check costs 0.50 USD a month for an endpoint in AWS, 0.75 USD for another one; HTTPS and the interval of 10 seconds cost
 * 1 USD each, 2 USD outside AWS (https://aws.amazon.com/route53/pricing/, 2026-11-23).
 */
export class HealthChecks extends Construct {
  constructor(
    scope: Construct,
    id: string,
    name: string,
    alarms: HealthCheckAlarms,
    settings: readonly HealthCheckSettings[],
  ) {
    super(scope, id);
    const endpoints = TerraformIterator.fromMap(
      Object.fromEntries(settings.map((check) => [keyOf(check), values(check)])),
    );
    const check = new Route53HealthCheck(this, 'endpoint', {
      forEach: endpoints,
      fqdn: endpoints.getString('fqdn'),
      type: endpoints.getString('type'),
      port: endpoints.getNumber('port'),
      resourcePath: endpoints.getString('path'),
      requestInterval: endpoints.getNumber('interval'),
      failureThreshold: endpoints.getNumber('failure_threshold'),
      regions: endpoints.getList('regions'),
      // Route 53 sends the name for HTTPS only, and most endpoints need it to find their certificate.
      enableSni: endpoints.getBoolean('enable_sni'),
      tags: { Name: `${name} ${endpoints.key}` },
    });
    const checks = TerraformIterator.fromResources(check);
    alarms.add(this, 'endpoint_unhealthy', {
      severity: 'critical',
      category: 'Availability',
      forEach: checks,
      instance: checks.key,
      alarmDescription: `Route 53 gets no good answer from ${checks.key}: customers get none either.`,
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensions: { HealthCheckId: checks.getString('id') },
      statistic: 'Minimum',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      period: 60,
      evaluationPeriods: 1,
    });
    new TerraformOutput(this, 'health_check_ids', {
      value: `\${{ for endpoint, check in ${check.fqn} : endpoint => check.id }}`,
      description: 'Endpoint → id of its health check: a DNS record with failover routing names it',
    });
  }
}

/** `app.example.com:443/health` */
function keyOf({ fqdn, port, path }: HealthCheckSettings): string {
  return `${fqdn}:${port}${path ?? ''}`;
}

function values(check: HealthCheckSettings) {
  return {
    fqdn: check.fqdn,
    type: check.type,
    port: check.port,
    path: check.path ?? null,
    interval: check.intervalSeconds,
    failure_threshold: check.failureThreshold,
    regions: check.regions.length > 0 ? [...check.regions] : null,
    enable_sni: check.type === 'HTTPS' ? true : null,
  };
}
