import { AccessanalyzerAnalyzer } from '@cdktf/provider-aws/lib/accessanalyzer-analyzer';
import { GuarddutyDetector } from '@cdktf/provider-aws/lib/guardduty-detector';
import { SecurityhubAccount } from '@cdktf/provider-aws/lib/securityhub-account';
import { SecurityhubStandardsSubscription } from '@cdktf/provider-aws/lib/securityhub-standards-subscription';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSettings, Ownership } from '../common/stack-settings';
import type { Alerts } from './alerts';
import { ConfigurationRecorder } from './configuration-recorder';
import { FindingRule, type FindingRuleSettings, type FindingSource, type IncidentTarget } from './finding-rule';

export interface SecurityMonitoringSettings {
  readonly securityHub: Ownership;
  readonly guardDuty: Ownership;
  readonly accessAnalyzer: Ownership;
  /**
   * The AWS Config recorder, without which Security Hub checks next to nothing.
   * @default off below production-ga, where the plan has it: it costs 0.003 USD per recorded change
   * (https://aws.amazon.com/config/pricing/, us-east-1, 2026-11-22), a few dollars a month for a quiet account
   */
  readonly configRecorder: Ownership;
}

/** How the title of Security Hub's control Config.1 begins. */
const CONFIG_IS_OFF = 'AWS Config should be enabled';

const STANDARDS = {
  best_practices: 'aws-foundational-security-best-practices/v/1.0.0',
  cis: 'cis-aws-foundations-benchmark/v/3.0.0',
} as const;

/**
 * Checklist: Security Hub, GuardDuty and Access Analyzer, and the rules that send what they find of high and
 * critical severity to the alerts topic. Of each an account has one per region: what exists already is used as it is.
 */
export class SecurityMonitoring extends Construct {
  /** What evaluates the recorded configurations waits for these. Undefined where nothing is recorded. */
  readonly configurationRecorder: readonly ITerraformDependable[] | undefined;
  private readonly rules: { readonly rule: FindingRule; readonly source: FindingSource }[] = [];

  constructor(
    scope: Construct,
    id: string,
    name: string,
    aws: AwsSettings,
    private readonly alerts: Alerts,
    settings: SecurityMonitoringSettings,
  ) {
    super(scope, id);
    this.configurationRecorder = settings.configRecorder === 'off' ? undefined : [];
    if (settings.configRecorder === 'managed') {
      const { status } = new ConfigurationRecorder(this, 'configuration-recorder', name, aws);
      this.configurationRecorder = [status];
    }
    if (settings.securityHub === 'managed') this.enableSecurityHub(aws.region);
    if (settings.guardDuty === 'managed') {
      new GuarddutyDetector(this, 'threats', {
        enable: true,
        // The shortest: findings that recur are updated every 15 minutes instead of every six hours.
        findingPublishingFrequency: 'FIFTEEN_MINUTES',
      });
    }
    if (settings.accessAnalyzer === 'managed') {
      new AccessanalyzerAnalyzer(this, 'external_access', { analyzerName: `${name}-external-access`, type: 'ACCOUNT' });
    }

    if (settings.securityHub !== 'off') {
      this.tell('security_hub_findings', {
        service: 'Security Hub',
        name: `${name}-security-hub-findings`,
        description: 'High and critical findings of Security Hub',
        eventPattern: {
          source: ['aws.securityhub'],
          'detail-type': ['Security Hub Findings - Imported'],
          detail: {
            findings: {
              // The others have rules of their own, which also work without the hub.
              ProductName: [{ 'anything-but': ['GuardDuty', 'IAM Access Analyzer'] }],
              RecordState: ['ACTIVE'],
              Severity: { Label: ['HIGH', 'CRITICAL'] },
              Workflow: { Status: ['NEW'] },
              // Critical, and repeated daily, wherever the recorder is off: nobody needs to be told of a choice.
              ...(settings.configRecorder === 'off' && { Title: [{ 'anything-but': { prefix: CONFIG_IS_OFF } }] }),
            },
          },
        },
        message: { title: '$.detail.findings[0].Title', severity: '$.detail.findings[0].Severity.Label' },
        findingId: '$.detail.findings[0].Id',
      });
    }
    if (settings.guardDuty !== 'off') {
      this.tell('guardduty_findings', {
        service: 'GuardDuty',
        name: `${name}-guardduty-findings`,
        description: 'High and critical findings of GuardDuty',
        // 7.0 and above is high, 9.0 and above critical:
        // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html (2026-11-22).
        eventPattern: {
          source: ['aws.guardduty'],
          'detail-type': ['GuardDuty Finding'],
          detail: { severity: [{ numeric: ['>=', 7] }] },
        },
        message: { title: '$.detail.title', severity: '$.detail.severity' },
        findingId: '$.detail.id',
      });
    }
    if (settings.accessAnalyzer !== 'off') {
      this.tell('access_analyzer_findings', {
        service: 'Access Analyzer',
        name: `${name}-access-analyzer-findings`,
        description: 'What Access Analyzer finds open to the public',
        // Findings have no severity; Security Hub rates public access as high.
        eventPattern: {
          source: ['aws.access-analyzer'],
          'detail-type': ['Access Analyzer Finding'],
          detail: { status: ['ACTIVE'], isPublic: [true] },
        },
        message: { title: '$.detail.resource', severity: '$.detail.resourceType' },
        findingId: '$.detail.id',
      });
    }
  }

  /** What is told is an incident of a higher tier, too, made in that tier's scope. */
  openIncidents(scope: Construct, target: IncidentTarget): void {
    for (const { rule, source } of this.rules) rule.openIncidents(scope, source, target);
  }

  private tell(id: string, settings: FindingRuleSettings & FindingSource): void {
    const { service, findingId, ...rule } = settings;
    this.rules.push({ rule: new FindingRule(this, id, this.alerts, rule), source: { service, findingId } });
  }

  private enableSecurityHub(region: string): void {
    const hub = new SecurityhubAccount(this, 'findings', {
      // True would subscribe to an old CIS version as well; the standards below are chosen.
      enableDefaultStandards: false,
      // An imported hub shows the provider's default here, and a change would replace it: that turns the hub off.
      lifecycle: { ignoreChanges: ['enable_default_standards'] },
    });
    for (const [id, standard] of Object.entries(STANDARDS)) {
      new SecurityhubStandardsSubscription(this, id, {
        standardsArn: `arn:aws:securityhub:${region}::standards/${standard}`,
        dependsOn: [hub],
      });
    }
  }
}
