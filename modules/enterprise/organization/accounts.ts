import { OrganizationsAccount } from '@cdktf/provider-aws/lib/organizations-account';
import { OrganizationsOrganization } from '@cdktf/provider-aws/lib/organizations-organization';
import { OrganizationsOrganizationalUnit } from '@cdktf/provider-aws/lib/organizations-organizational-unit';
import { TerraformIterator, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';

/** Where an account is. `production` and `non-production` are in the unit Workloads. */
export type Unit = 'security' | 'production' | 'non-production';

export interface AccountSettings {
  /** Its name in AWS, and the key of its Terraform instance. */
  readonly name: string;
  /** Of its root user; no other AWS account may have it. */
  readonly email: string;
  readonly unit: Unit;
}

export interface AccountsSettings {
  readonly accounts: readonly AccountSettings[];
  /** Services that the organization trusts, beside `TRUSTED_SERVICES`: `sso.amazonaws.com`. Every other is turned off. */
  readonly trustedServices: readonly string[];
  /** Types of policies beside service control policies: `TAG_POLICY`. Every other is turned off. */
  readonly policyTypes: readonly string[];
}

/**
 * What the delegation and the organization trail ask for. GuardDuty's malware scan has a principal of its own, by which the administrator
 * makes its role in the members
 * (https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-guardduty.html, 2026-11-23).
 */
const TRUSTED_SERVICES = [
  'access-analyzer.amazonaws.com',
  'cloudtrail.amazonaws.com',
  'guardduty.amazonaws.com',
  'malware-protection.guardduty.amazonaws.com',
  'securityhub.amazonaws.com',
];

/**
 * The organization, its units and its accounts. The units are those that AWS recommends for what the plan has: Security,
 * and Workloads with Production and NonProduction
 * (https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/recommended-ous-and-accounts.html, 2026-11-23).
 *
 * Terraform refuses to destroy the organization and its accounts, and closes none: an account holds everything that is in it.
 */
export class Accounts extends Construct {
  readonly organization: OrganizationsOrganization;
  private readonly account: OrganizationsAccount;
  private readonly units: Readonly<
    Record<'security' | 'workloads' | 'production' | 'non-production', OrganizationsOrganizationalUnit>
  >;

  constructor(scope: Construct, id: string, settings: AccountsSettings) {
    super(scope, id);
    this.organization = new OrganizationsOrganization(this, 'organization', {
      // Without all features there are no service control policies.
      featureSet: 'ALL',
      awsServiceAccessPrincipals: union(TRUSTED_SERVICES, settings.trustedServices),
      enabledPolicyTypes: union(['SERVICE_CONTROL_POLICY'], settings.policyTypes),
      lifecycle: { preventDestroy: true },
    });
    const root = this.organization.roots.get(0).id;
    const unit = (unitId: string, name: string, parentId: string) =>
      new OrganizationsOrganizationalUnit(this, unitId, { name, parentId });
    const workloads = unit('workloads', 'Workloads', root);
    this.units = {
      security: unit('security', 'Security', root),
      workloads,
      production: unit('production', 'Production', workloads.id),
      'non-production': unit('non_production', 'NonProduction', workloads.id),
    };

    const accounts = TerraformIterator.fromMap(
      Object.fromEntries(
        settings.accounts.map(({ name, email, unit: where }) => [name, { email, parent_id: this.units[where].id }]),
      ),
    );
    this.account = new OrganizationsAccount(this, 'account', {
      forEach: accounts,
      name: accounts.key,
      email: accounts.getString('email'),
      parentId: accounts.getString('parent_id'),
      closeOnDeletion: false,
      // AWS tells neither of an account that exists, and another value would replace it.
      lifecycle: { preventDestroy: true, ignoreChanges: ['role_name', 'iam_user_access_to_billing'] },
    });
    new TerraformOutput(this, 'account_ids', {
      value: Object.fromEntries(settings.accounts.map(({ name }) => [name, this.idOf(name)])),
      description: 'The ids of the accounts, by their names: what an environment has as aws.account_id',
    });
  }

  /** The account's id, which AWS gives it. */
  idOf(name: string): string {
    return `\${${this.account.terraformResourceType}.${this.account.friendlyUniqueId}["${name}"].id}`;
  }

  /** The unit's id. */
  unitId(unit: Unit | 'workloads'): string {
    return this.units[unit].id;
  }
}

/** Each once, as AWS lists them. */
function union(first: readonly string[], second: readonly string[]): string[] {
  return [...new Set([...first, ...second])].sort();
}
