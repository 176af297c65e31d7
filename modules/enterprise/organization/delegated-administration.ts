import { GuarddutyOrganizationAdminAccount } from '@cdktf/provider-aws/lib/guardduty-organization-admin-account';
import { OrganizationsDelegatedAdministrator } from '@cdktf/provider-aws/lib/organizations-delegated-administrator';
import { SecurityhubOrganizationAdminAccount } from '@cdktf/provider-aws/lib/securityhub-organization-admin-account';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PalierStack } from '../../common/stack';
import type { StackSettings } from '../../common/stack-settings';
import type { Accounts } from './accounts';

const LIFECYCLE = { preventDestroy: true } as const;

/**
 * GuardDuty, Security Hub and IAM Access Analyzer are administered from the security account. GuardDuty and Security Hub are
 * delegated region by region, which also turns them on in that account there
 * (https://docs.aws.amazon.com/guardduty/latest/ug/organizations_permissions.html,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html, 2026-11-23): in the stack's region, and
 * in its recovery region where it has one. Terraform refuses to put another account in its place: every member would be parted from
 * its administrator.
 *
 * What that account then decides (which accounts are members, from when on) is not here: a provider that assumes a role in an account
 * which the same plan creates cannot be configured. docs/guides/organization.md has the commands.
 */
export class DelegatedAdministration extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly palierStack: PalierStack,
    stack: StackSettings,
    private readonly accounts: Accounts,
    private readonly administrator: string,
  ) {
    super(scope, id);
    // Each registers the account with Organizations, which refuses two changes at once.
    const analyzer = new OrganizationsDelegatedAdministrator(this, 'access_analyzer', {
      accountId: accounts.idOf(administrator),
      servicePrincipal: 'access-analyzer.amazonaws.com',
      dependsOn: [accounts.organization],
      lifecycle: LIFECYCLE,
    });
    const { region, recoveryRegion } = stack.aws;
    const last = this.delegateIn(region, 'security', analyzer);
    if (recoveryRegion !== undefined) this.delegateIn(recoveryRegion, 'security_recovery', last);
  }

  private delegateIn(region: string, id: string, previous: ITerraformDependable): ITerraformDependable {
    const provider = this.palierStack.providerIn(region);
    const adminAccountId = this.accounts.idOf(this.administrator);
    const guardDuty = new GuarddutyOrganizationAdminAccount(this, `${id}.guardduty`, {
      provider,
      adminAccountId,
      dependsOn: [previous],
      lifecycle: LIFECYCLE,
    });
    return new SecurityhubOrganizationAdminAccount(this, `${id}.security_hub`, {
      provider,
      adminAccountId,
      dependsOn: [guardDuty],
      lifecycle: LIFECYCLE,
    });
  }
}
