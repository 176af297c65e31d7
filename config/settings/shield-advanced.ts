import type { ShieldAdvancedSettings } from '../../modules/enterprise/shield-advanced';
import type { EnvironmentData } from '../environment-schema';

const LOAD_BALANCER = /:loadbalancer\/app\//;
const DISTRIBUTION = /^arn:aws:cloudfront:/;

/** Undefined where it is off. */
export function shieldAdvancedSettings(data: EnvironmentData): ShieldAdvancedSettings | undefined {
  const { shield_advanced, firewall, multi_region } = data;
  if (shield_advanced.mode === 'off') return undefined;
  const behindFirewall = [...firewall.target_arns, ...multi_region.firewall_target_arns].filter((arn) =>
    LOAD_BALANCER.test(arn),
  );
  const inFrontOfCloudFront = firewall.scope === 'CLOUDFRONT';
  const distributions = shield_advanced.resource_arns.filter((arn) => inFrontOfCloudFront && DISTRIBUTION.test(arn));
  return {
    subscription: shield_advanced.mode,
    resourceArns: [...new Set([...behindFirewall, ...shield_advanced.resource_arns])],
    automaticResponseArns: [...behindFirewall, ...distributions],
    automaticResponse: shield_advanced.automatic_response,
    responseTeamAccess: shield_advanced.response_team_access,
  };
}
