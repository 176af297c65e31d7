import { Construct } from 'constructs';
import type { Beta } from '../beta';
import { FindingRule } from '../beta/finding-rule';
import type { StackSettings } from '../common/stack-settings';

export interface MultiAzSettings {
  /** False leaves the instance without a standby. */
  readonly enabled: boolean;
}

/**
 * What RDS says of the instance that people should know: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 * (2026-11-23). Storage that runs low has an alarm of its own.
 */
const EVENT_CATEGORIES = ['availability', 'failover', 'failure', 'maintenance', 'recovery'];

/**
 * Checklist: RDS Multi-AZ. The same instance gets a standby in another availability zone, in place; it fails over to it in 60 to
 * 120 seconds (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html, 2026-11-23). Instance and
 * storage cost twice as much: db.t4g.micro 0.032 instead of 0.016 USD an hour, gp3 0.23 instead of 0.115 USD per GB and month
 * (https://aws.amazon.com/rds/postgresql/pricing/, us-east-1, 2026-11-23). What happens meanwhile: docs/guides/multi-az.md.
 *
 * Failovers reach the alerts topic by EventBridge, which it admits. By an event subscription of RDS itself nothing might arrive: the
 * topic is encrypted, and https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html (2026-11-23)
 * says that RDS sends nothing to such a one.
 */
export class MultiAz extends Construct {
  constructor(scope: Construct, id: string, stack: StackSettings, beta: Beta, settings: MultiAzSettings) {
    super(scope, id);
    if (settings.enabled) beta.database.addStandby();

    const { accountId, region } = stack.aws;
    new FindingRule(this, 'database_events', beta.alerts, {
      name: `${stack.name}-database-events`,
      description: 'Failovers, failures and maintenance of the database',
      eventPattern: {
        source: ['aws.rds'],
        'detail-type': ['RDS DB Instance Event'],
        detail: {
          EventCategories: EVENT_CATEGORIES,
          SourceArn: [`arn:aws:rds:${region}:${accountId}:db:${beta.database.identifier}`],
        },
      },
      message: { title: '$.detail.Message', severity: '$.detail.EventCategories[0]' },
    });
  }
}
