import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import { Fn, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { Accounts, Unit } from './accounts';
import { allowedRegions } from './policies/allowed-regions';
import { denyRootUser } from './policies/deny-root-user';
import { protectAuditRecords } from './policies/protect-audit-records';
import { protectSecurityServices } from './policies/protect-security-services';
import { stayInOrganization } from './policies/stay-in-organization';

export interface ServiceControlPolicySettings {
  /** Names of roles in the member accounts, with their paths and `*` for any text, that may do what is denied to the others. */
  readonly exemptRoles: readonly string[];
  /** Names of the environments' buckets, `*` for any text, that hold what trail and recorder have written. */
  readonly protectedBuckets: readonly string[];
  /** Regions that the accounts may use. @default every region: one that nobody thought of would be cut off at once */
  readonly allowedRegions: readonly string[];
}

/** A policy as data, in a file of its own. */
export interface ServiceControlPolicy {
  readonly description: string;
  readonly statements: readonly Readonly<Record<string, unknown>>[];
}

type Target = Unit | 'workloads';

const EVERYWHERE: readonly Target[] = ['security', 'workloads'];
const WHERE_ENVIRONMENTS_ARE: readonly Target[] = ['production', 'non-production'];

/**
 * The guardrails: what nobody in the accounts of the units can do, whatever IAM allows them there. They grant nothing, and bind
 * neither the management account nor service-linked roles
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html, 2026-11-23).
 *
 * They are attached to the units and not to the root: an account of an imported organization that is elsewhere stays as it is until
 * somebody moves it. With FullAWSAccess, which AWS attaches, no unit has more than five: what AWS allowed up to May 2026, and
 * what other tools may still count on.
 */
export class ServiceControlPolicies extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly stackName: string,
    private readonly accounts: Accounts,
    { exemptRoles, protectedBuckets, allowedRegions: regions }: ServiceControlPolicySettings,
  ) {
    super(scope, id);
    this.attach('stay_in_organization', EVERYWHERE, stayInOrganization);
    this.attach('deny_root_user', EVERYWHERE, denyRootUser);
    this.attach('protect_security_services', EVERYWHERE, protectSecurityServices(exemptRoles));
    this.attach('protect_audit_records', WHERE_ENVIRONMENTS_ARE, protectAuditRecords(protectedBuckets, exemptRoles));
    if (regions.length > 0) this.attach('allowed_regions', EVERYWHERE, allowedRegions(regions, exemptRoles));
  }

  private attach(id: string, targets: readonly Target[], { description, statements }: ServiceControlPolicy): void {
    const policy = new OrganizationsPolicy(this, id, {
      name: `${this.stackName}-${id.replaceAll('_', '-')}`,
      description,
      type: 'SERVICE_CONTROL_POLICY',
      content: Fn.jsonencode({ Version: '2012-10-17', Statement: [...statements] }),
      // The type is enabled with the organization.
      dependsOn: [this.accounts.organization],
    });
    const units = TerraformIterator.fromMap(
      Object.fromEntries(targets.map((target) => [target, this.accounts.unitId(target)])),
    );
    new OrganizationsPolicyAttachment(this, `${id}.attachment`, {
      forEach: units,
      policyId: policy.id,
      targetId: units.value,
    });
  }
}
