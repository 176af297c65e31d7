import { Construct } from 'constructs';
import type { PalierStack } from '../../common/stack';
import type { StackSettings } from '../../common/stack-settings';
import { Accounts, type AccountsSettings } from './accounts';
import { DelegatedAdministration } from './delegated-administration';
import { OrganizationTrail, type OrganizationTrailSettings } from './organization-trail';
import { ServiceControlPolicies, type ServiceControlPolicySettings } from './service-control-policies';

export interface OrganizationSettings {
  readonly stack: StackSettings;
  readonly accounts: AccountsSettings;
  readonly serviceControlPolicies: ServiceControlPolicySettings;
  /** The name of the account that administers the security services for all. */
  readonly delegatedAdministrator: string;
  /** @default none: the organization has a trail that is managed elsewhere, or does without */
  readonly trail?: OrganizationTrailSettings;
}

/**
 * Checklist: AWS Organizations, in a stack of its own. It is for the management account, in which nothing else should run: service
 * control policies do not apply there (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html,
 * 2026-11-23). Organizations is free (https://aws.amazon.com/organizations/faqs/, 2026-11-23); the accounts cost what is in them.
 */
export class Organization extends Construct {
  readonly accounts: Accounts;

  constructor(stack: PalierStack, id: string, settings: OrganizationSettings) {
    super(stack, id);
    this.accounts = new Accounts(this, 'accounts', settings.accounts);
    new ServiceControlPolicies(
      this,
      'service-control-policies',
      settings.stack.name,
      this.accounts,
      settings.serviceControlPolicies,
    );
    new DelegatedAdministration(
      this,
      'delegated-administration',
      stack,
      settings.stack,
      this.accounts,
      settings.delegatedAdministrator,
    );
    if (settings.trail)
      new OrganizationTrail(this, 'organization-trail', settings.stack, this.accounts, settings.trail);
  }
}
