import { Construct } from 'constructs';
import type { StackSettings } from '../common/stack-settings';
import type { EarlyGa } from '../early-ga';
import { DatabaseAutomation } from './incident-automation';
import { IncidentManager, type IncidentManagerSettings } from './incident-manager';
import { OpsCenter, type OpsCenterSettings } from './ops-center';

/**
 * `ops-center`: OpsItems, which every account can have. `incident-manager`: what the plan names, for accounts that used it before it
 * was closed to new customers.
 */
export type IncidentResponseSettings =
  | ({ readonly mode: 'ops-center' } & OpsCenterSettings)
  | ({ readonly mode: 'incident-manager' } & IncidentManagerSettings);

/**
 * Checklist: incident response. Alarms, and findings of high severity, open incidents; somebody who does not react is not the last who
 * is told; and operators have documents for what helps a database. docs/guides/incident-response.md says how to use all this.
 */
export class IncidentResponse extends Construct {
  constructor(
    scope: Construct,
    id: string,
    stack: StackSettings,
    earlyGa: EarlyGa,
    settings: IncidentResponseSettings,
  ) {
    super(scope, id);
    const { snapshotNow } = new DatabaseAutomation(this, 'automation', stack, earlyGa.beta.database.identifier);
    switch (settings.mode) {
      case 'ops-center':
        new OpsCenter(this, 'ops-center', stack, earlyGa, snapshotNow, settings);
        break;
      case 'incident-manager':
        new IncidentManager(this, 'incident-manager', stack, earlyGa, snapshotNow, settings);
    }
  }
}
