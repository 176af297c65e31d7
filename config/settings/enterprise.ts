import type { StackSettings } from '../../modules/common/stack-settings';
import type { EnterpriseSettings } from '../../modules/enterprise';
import type { EnvironmentData } from '../environment-schema';

export function enterpriseSettings(_data: EnvironmentData, stack: StackSettings): EnterpriseSettings {
  return { stack };
}
