import type { StackSettings } from '../../modules/common/stack-settings';
import type { EnterpriseSettings } from '../../modules/enterprise';
import type { EnvironmentData } from '../environment-schema';
import { RECOVERY_CIDR_BLOCK } from '../sections/multi-region';

export function enterpriseSettings(data: EnvironmentData, stack: StackSettings): EnterpriseSettings {
  const { database, multi_region } = data;
  const { network, clients } = multi_region;
  return {
    stack,
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
  };
}
