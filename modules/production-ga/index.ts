import { Construct } from 'constructs';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import type { EarlyGa } from '../early-ga';
import { AuditTrail, type AuditTrailSettings } from './audit-trail';
import { ConfigurationHistory, type ConfigurationHistorySettings } from './configuration-history';
import { CrossRegionBackup, type CrossRegionBackupSettings } from './cross-region-backup';
import { IncidentResponse, type IncidentResponseSettings } from './incident-response';
import { type LogRetentionSettings, raiseLogRetention } from './log-retention';
import { MultiAz, type MultiAzSettings } from './multi-az';
import { type RecoveryKeySettings, RecoveryKeys } from './recovery-keys';

export interface ProductionGaSettings {
  readonly stack: StackSettings;
  readonly multiAz: MultiAzSettings;
  readonly configurationHistory: ConfigurationHistorySettings;
  readonly crossRegionBackup: CrossRegionBackupSettings;
  readonly auditTrail: AuditTrailSettings;
  readonly incidentResponse: IncidentResponseSettings;
  readonly logRetention: LogRetentionSettings;
  readonly recoveryKeys: RecoveryKeySettings;
}

/** The third tier: more than 1,000 users, 99.5 % signed. One line of the plan's checklist each, upon an `EarlyGa`. */
export class ProductionGa extends Construct {
  /** Of the recovery region, for what this tier and the one above copy there. */
  readonly recoveryKeys: RecoveryKeys;

  constructor(
    stack: PalierStack,
    id: string,
    readonly earlyGa: EarlyGa,
    settings: ProductionGaSettings,
  ) {
    super(stack, id);
    const { beta } = earlyGa;

    this.recoveryKeys = new RecoveryKeys(this, 'recovery-keys', stack, settings.stack, settings.recoveryKeys);
    new MultiAz(this, 'multi-az', settings.stack, beta, settings.multiAz);
    const auditTrail = new AuditTrail(this, 'audit-trail', stack, settings.stack, beta, settings.auditTrail);
    new ConfigurationHistory(
      this,
      'configuration-history',
      settings.stack.name,
      earlyGa,
      auditTrail,
      settings.configurationHistory,
    );
    new IncidentResponse(this, 'incident-response', settings.stack, earlyGa, settings.incidentResponse);
    new CrossRegionBackup(
      this,
      'cross-region-backup',
      stack,
      settings.stack,
      earlyGa,
      this.recoveryKeys,
      settings.crossRegionBackup,
    );
    raiseLogRetention(beta, settings.logRetention);
  }
}
