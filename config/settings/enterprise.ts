import type { StackSettings } from '../../modules/common/stack-settings';
import type { EnterpriseSettings } from '../../modules/enterprise';
import type { EnvironmentData } from '../environment-schema';
import { healthCheckPort } from '../sections/health-checks';
import { RECOVERY_CIDR_BLOCK } from '../sections/multi-region';
import { describeSupportPlan, SUPPORT_PLANS } from '../support-plans';
import { auroraSettings } from './aurora';
import { betaSettings } from './beta';
import { shieldAdvancedSettings } from './shield-advanced';
import { snapshotCopySettings } from './snapshot-copies';

export function enterpriseSettings(data: EnvironmentData, stack: StackSettings): EnterpriseSettings {
  const { revision, connect } = data.runbooks.restore_drill;
  const { database, multi_region } = data;
  const { network, clients } = multi_region;
  const { alerts, firewall } = betaSettings(data, stack);
  return {
    stack,
    snapshotCopies: snapshotCopySettings(data),
    recoveryNetwork: {
      network:
        network.vpc_id === undefined
          ? { cidrBlock: network.cidr_block ?? RECOVERY_CIDR_BLOCK }
          : { vpcId: network.vpc_id, subnetIds: network.subnet_ids ?? [] },
      port: database.port,
      engineVersion: database.engine_version,
      clientSecurityGroupIds: clients.security_group_ids,
      clientCidrBlocks: clients.cidr_blocks,
    },
    aurora: auroraSettings(data),
    multiRegion: {
      alerts,
      firewall: { ...firewall, targetArns: multi_region.firewall_target_arns },
      botControl: { action: data.firewall.rules.bot_control },
      healthChecks: multi_region.health_checks.map((check) => ({
        fqdn: check.fqdn,
        type: check.type,
        port: healthCheckPort(check),
        path: check.type === 'TCP' ? undefined : (check.path ?? '/'),
        intervalSeconds: check.interval,
        failureThreshold: check.failure_threshold,
        regions: check.regions,
      })),
    },
    restoreDrill: revision === undefined ? undefined : { revision, connect },
    shieldAdvanced: shieldAdvancedSettings(data),
    supportPlans: Object.fromEntries(
      Object.entries(SUPPORT_PLANS).map(([tier, plan]) => [tier, describeSupportPlan(plan)]),
    ),
  };
}
