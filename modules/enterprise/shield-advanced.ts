import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { ShieldApplicationLayerAutomaticResponse } from '@cdktf/provider-aws/lib/shield-application-layer-automatic-response';
import { ShieldDrtAccessRoleArnAssociation } from '@cdktf/provider-aws/lib/shield-drt-access-role-arn-association';
import { ShieldProtection } from '@cdktf/provider-aws/lib/shield-protection';
import { ShieldSubscription } from '@cdktf/provider-aws/lib/shield-subscription';
import { Fn, type ITerraformDependable, TerraformIterator, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { StackSettings } from '../common/stack-settings';

export interface ShieldAdvancedSettings {
  /** `managed` subscribes the account, `existing` relies on its subscription. */
  readonly subscription: 'managed' | 'existing';
  /** ARNs of load balancers, distributions, addresses, hosted zones and accelerators. */
  readonly resourceArns: readonly string[];
  /** Those of `resourceArns` that have a web ACL: load balancers and distributions. */
  readonly automaticResponseArns: readonly string[];
  /** What the rules do that Shield adds to their web ACLs in an attack. `off`: it adds none. */
  readonly automaticResponse: 'block' | 'count' | 'off';
  /** Whether AWS's response team may see and change the protections and the web ACLs. */
  readonly responseTeamAccess: boolean;
}

/**
 * Checklist: Shield Advanced, where attacks that flood are a danger. It costs 3,000 USD a month for a whole organization, and
 * data transfer beside it, and AWS holds to it for a year (https://aws.amazon.com/shield/pricing/, 2026-11-23): the plan calls
 * it overkill below 10,000 users. Shield Standard is on for everybody, and free.
 *
 * The subscription has no end here: AWS lets its renewal be turned off only in its last 30 days, before that only its support
 * can (https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_UpdateSubscription.html, 2026-11-23). A destroy leaves
 * it as it is, and no plan turns a renewal on again that somebody has turned off.
 *
 * A subscription protects nothing by itself: `resourceArns` does.
 */
export class ShieldAdvanced extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly stack: StackSettings,
    /** What the web ACLs protect: Shield adds rules only to a web ACL that is there. */
    firewallTargets: readonly ITerraformDependable[],
    settings: ShieldAdvancedSettings,
  ) {
    super(scope, id);
    const subscribed = settings.subscription === 'managed' ? [this.subscribe()] : [];
    const protections = this.protect(settings.resourceArns, subscribed);
    if (settings.automaticResponse !== 'off' && settings.automaticResponseArns.length > 0) {
      this.respond(settings.automaticResponse, settings.automaticResponseArns, [...firewallTargets, ...protections]);
    }
    if (settings.responseTeamAccess) this.admitResponseTeam(subscribed);
  }

  private subscribe(): ShieldSubscription {
    return new ShieldSubscription(this, 'shield', {
      autoRenew: 'ENABLED',
      skipDestroy: true,
      lifecycle: { ignoreChanges: ['auto_renew'] },
    });
  }

  private protect(arns: readonly string[], dependsOn: ITerraformDependable[]): ITerraformDependable[] {
    if (arns.length === 0) return dependsOn;
    const resources = TerraformIterator.fromList([...arns]);
    const resource = Token.asString(Fn.element(Fn.split(':', resources.value), RESOURCE));
    return [
      new ShieldProtection(this, 'shield_protection', {
        forEach: resources,
        // `acme loadbalancer app web 0123456789abcdef`. A name has letters, digits, spaces and _.- only, 128 at most
        // (https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_CreateProtection.html, 2026-11-23).
        name: `${this.stack.name} ${Token.asString(Fn.replace(resource, '/', ' '))}`,
        resourceArn: resources.value,
        dependsOn,
      }),
    ];
  }

  /** Shield adds a group of rules to the web ACL, for 150 of its capacity units, and keeps rules in it during an attack. */
  private respond(action: 'block' | 'count', arns: readonly string[], dependsOn: ITerraformDependable[]): void {
    const resources = TerraformIterator.fromList([...arns]);
    new ShieldApplicationLayerAutomaticResponse(this, 'shield_response', {
      forEach: resources,
      resourceArn: resources.value,
      action: action.toUpperCase(),
      dependsOn,
    });
  }

  /**
   * The role that AWS asks for, with the trust and the policy that AWS documents; an account has one
   * (https://docs.aws.amazon.com/waf/latest/developerguide/ddos-srt-access.html, 2026-11-23).
   */
  private admitResponseTeam(dependsOn: ITerraformDependable[]): void {
    const { name, aws } = this.stack;
    const role = new IamRole(this, 'shield_response_team', {
      name: `${name}-shield-response-team`,
      description: `AWS's Shield Response Team, in an attack on ${name}`,
      permissionsBoundary: aws.permissionsBoundary,
      assumeRolePolicy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'drt.shield.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    });
    const policy = new IamRolePolicyAttachment(this, 'shield_response_team.policy', {
      role: role.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AWSShieldDRTAccessPolicy',
    });
    new ShieldDrtAccessRoleArnAssociation(this, 'shield_response_team.access', {
      roleArn: role.arn,
      dependsOn: [policy, ...dependsOn],
    });
  }
}

/** Index in an ARN's parts: `arn:aws:<service>:<region>:<account>:<resource>`. */
const RESOURCE = 5;
