import * as z from 'zod';
import { about, choice, compare, custom, keysOf, list, section, text, wholeNumber } from '../fields';
import { didYouMean } from '../suggestions';
import { region } from './aws';

/** The units that accounts are in. What AWS recommends, as far as the plan has accounts for it. */
export const UNITS = ['security', 'production', 'non-production'] as const;

/** What an account may be called in the state; AWS itself allows 50 characters of nearly any kind. */
const accountName = text(
  /^[A-Za-z](?:[A-Za-z0-9 ._-]{0,48}[A-Za-z0-9])?$/,
  'is not a name of an account (got {got}, allowed 1 to 50 letters, digits, spaces and ._-, a letter first)',
);

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html (2026-11-23) */
const email = z
  .email('is not an e-mail address (got {got}, allowed such as aws+production@example.com)')
  .check(({ value, issues }) => {
    if (value.length > 64)
      issues.push(custom(value, [], 'is longer than the 64 characters that AWS allows (got {got})'));
  });

const account = keysOf({
  name: about(accountName, {
    what: 'The name of the account, and its key in the address: aws_organizations_account.account["<name>"]. At most 50 characters.',
    why: 'another name would be another account.',
    samples: ['huntaze-prod'],
  }),
  email: about(email, {
    what: "The e-mail address of the account's root user. No other AWS account may have it. At most 64 characters.",
    why: 'AWS sends what concerns the account there, and by it the password of the root user is set.',
    samples: ['aws+huntaze-prod@example.com'],
  }),
  unit: about(choice(...UNITS), {
    what: `The organizational unit, which decides the policies: ${UNITS.join(', ')}.`,
    why: 'an account outside of the units is under no guardrail.',
  }),
});

const accounts = z.array(account).check(({ value, issues }) => {
  for (const key of ['name', 'email'] as const) {
    const seen = new Map<string, number>();
    for (const [index, one] of value.entries()) {
      // The part before the @ may count letters apart; nobody should bet an account on it.
      const given = one[key].toLowerCase();
      const first = seen.get(given);
      if (first === undefined) seen.set(given, index);
      else
        issues.push(custom(one[key], [index, key], `is that of accounts[${first}], too (got {got}): each has its own`));
    }
  }
});

/**
 * A service's name as Organizations knows it.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html (2026-11-23)
 */
const servicePrincipal = text(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.amazonaws\.com$/,
  'is not the principal of a service (got {got}, allowed such as sso.amazonaws.com)',
);

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnablePolicyType.html (2026-11-23) */
const policyType = text(
  /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/,
  'is not a type of policy (got {got}, allowed such as TAG_POLICY, BACKUP_POLICY, RESOURCE_CONTROL_POLICY)',
);

/** So many keep every policy below 5,120 characters, which __tests__/synth/organization.test.ts checks. */
const MAX_EXEMPT_ROLES = 8;

const exemptRole = text(
  /^[\w+=,.@*/-]{1,128}$/,
  'is not the name of a role (got {got}, allowed 1 to 128 letters, digits and _+=,.@-, a path with /, * for any text)',
  (value) => (/[\w+=,.@-]{4}/.test(value) ? undefined : 'would exempt nearly every role (got {got}): name the role'),
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (2026-11-23) */
const bucketPattern = text(
  /^[a-z0-9.*-]{3,63}$/,
  'is not the name of a bucket (got {got}, allowed 3 to 63 lower-case letters, digits, dots and hyphens, * for any text)',
  (value) => (/[a-z0-9.-]{3}/.test(value) ? undefined : 'would be nearly every bucket (got {got}): name the bucket'),
);

const exemptRoles = list(exemptRole).check(({ value, issues }) => {
  const given = value as readonly string[];
  if (given.length <= MAX_EXEMPT_ROLES) return;
  issues.push(custom(value, [], `has too many roles (got ${given.length}, allowed ${MAX_EXEMPT_ROLES})`));
});

export const organization = keysOf(
  {
    accounts: about(accounts, {
      what: 'The member accounts. One that exists is invited first, and then imported: docs/guides/organization.md.',
      why: 'an organization is there for its accounts. The plan has prod, staging, dev and security.',
    }),
    delegated_administrator: about(accountName.optional(), {
      what: 'The account, by its name, that administers GuardDuty, Security Hub and IAM Access Analyzer for all.',
      derived: 'the account in the unit security',
      why: 'the plan calls it the security account. Needed where the unit has several.',
      samples: ['huntaze-security'],
    }),
    aws_service_access_principals: about(list(servicePrincipal).optional(), {
      what: 'Services that the organization trusts, beside those that Palier needs (access-analyzer, cloudtrail, guardduty, malware-protection.guardduty and securityhub). Every other one is turned off.',
      derived: 'none',
      why: 'a new organization trusts no other. An imported one needs the list, for what is missing in it is turned off.',
      samples: [['sso.amazonaws.com']],
    }),
    enabled_policy_types: about(list(policyType).optional(), {
      what: 'Types of policies beside SERVICE_CONTROL_POLICY. Every other one is turned off.',
      derived: 'none',
      why: 'a new organization has no other. An imported one needs the list, for what is missing in it is turned off.',
      samples: [['TAG_POLICY']],
    }),
    service_control_policies: about(
      section({
        exempt_roles: about(exemptRoles.prefault(['OrganizationAccountAccessRole']), {
          what: "Roles of the member accounts that may do what the policies deny the others: names, with their paths, * for any text. None of them may leave the organization or is freed of the root user's policy. Nobody but they themselves may change them.",
          why: 'the role by which the management account comes in: who holds that account can detach every policy anyway.',
          samples: [['OrganizationAccountAccessRole', 'aws-reserved/sso.amazonaws.com/*AWSReservedSSO_BreakGlass_*']],
        }),
        protected_buckets: about(
          list(bucketPattern).prefault(['*-audit-trail-*', '*-audit-access-*', '*-configuration-*']),
          {
            what: 'Buckets of the environments, * for any text, from which nobody but an exempt role deletes for good what trail, access log and recorder have written.',
            why: 'as Palier names them. A trail with a bucket of another name needs that here, too.',
            samples: [['*-audit-trail-*', '*-audit-access-*', '*-configuration-*', 'huntaze-cloudtrail-logs']],
          },
        ),
        allowed_regions: about(list(region).prefault([]), {
          what: 'Regions that the accounts may use; elsewhere everything is denied but global services. Name the recovery region, too, and us-east-1 where a firewall is in front of CloudFront or health checks run, whose alarms and topic are there. Empty: every region.',
          why: 'a region that a workload uses and nobody thought of would be cut off at once.',
          samples: [['us-east-1', 'eu-west-1']],
        }),
      }).prefault({}),
      { what: 'What the accounts in the units cannot do, whatever their own policies allow.' },
    ),
    trail: about(
      section({
        mode: about(choice('managed', 'off').default('managed'), {
          what: '`managed` creates an organization trail, `off` does without: where the organization has one already.',
          why: 'no account can turn it off or leave itself out.',
        }),
        retention_days: about(wholeNumber(180, 36_500, 'days').default(365), {
          what: 'Days that its files are kept, 180 or more; from the 90th in cheaper storage. A lower value deletes what is older.',
          why: 'auditors of SOC 2 and PCI DSS look back a year.',
        }),
      }).prefault({}),
      { what: 'The CloudTrail trail of all accounts.' },
    ),
  },
  compare(['accounts', 'delegated_administrator'], (value, report) => {
    const names = value.accounts.map(({ name }) => name);
    const given = value.delegated_administrator;
    if (given !== undefined && !names.includes(given)) {
      report(['delegated_administrator'], `is not the name of an account (got {got}).${didYouMean(given, names)}`);
    }
    if (given !== undefined) return;
    const security = value.accounts.filter(({ unit }) => unit === 'security');
    if (security.length === 0) {
      report(
        ['accounts'],
        'need one in the unit security: GuardDuty, Security Hub and Access Analyzer are delegated to it',
      );
    } else if (security.length > 1) {
      report(['accounts'], 'have several in the unit security: name one in delegated_administrator');
    }
  }),
);

/** The account that administers the security services, by its name. */
export function delegatedAdministrator(given: z.output<typeof organization>): string {
  const security = given.accounts.find(({ unit }) => unit === 'security');
  return given.delegated_administrator ?? (security?.name as string);
}
