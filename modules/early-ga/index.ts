import { Construct } from 'constructs';
import type { Beta } from '../beta';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import { addBotControl, type BotControlSettings } from './bot-control';
import { type DatabaseReencryptionSettings, reencryptDatabase } from './database-reencryption';
import { type EncryptionKeySettings, EncryptionKeys } from './encryption-keys';
import { type LogRetentionSettings, raiseLogRetention } from './log-retention';
import { enablePerformanceInsights, type PerformanceInsightsSettings } from './performance-insights';
import { SecretRotation, type SecretRotationSettings } from './secret-rotation';

export interface EarlyGaSettings {
  readonly stack: StackSettings;
  readonly encryptionKeys: EncryptionKeySettings;
  readonly databaseReencryption: DatabaseReencryptionSettings;
  readonly secretRotation: SecretRotationSettings;
  readonly logRetention: LogRetentionSettings;
  readonly botControl: BotControlSettings;
  readonly performanceInsights: PerformanceInsightsSettings;
}

/** The second tier: more than 200 users, 99 % asked for. One line of the plan's checklist each, upon a `Beta`. */
export class EarlyGa extends Construct {
  readonly encryptionKeys: EncryptionKeys;
  readonly secretRotation: SecretRotation;

  constructor(
    stack: PalierStack,
    id: string,
    readonly beta: Beta,
    settings: EarlyGaSettings,
  ) {
    super(stack, id);
    const { stack: stackSettings } = settings;

    this.encryptionKeys = new EncryptionKeys(this, 'encryption-keys', stackSettings, beta, settings.encryptionKeys);
    reencryptDatabase(beta, this.encryptionKeys, stackSettings.aws, settings.databaseReencryption);
    this.secretRotation = new SecretRotation(
      this,
      'secret-rotation',
      stackSettings,
      beta,
      this.encryptionKeys,
      settings.secretRotation,
    );
    raiseLogRetention(beta, settings.logRetention);
    addBotControl(beta, settings.botControl);
    enablePerformanceInsights(beta, this.encryptionKeys, settings.performanceInsights);
  }
}
