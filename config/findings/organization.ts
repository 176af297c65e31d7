import type { Finding } from '../../findings/finding';
import type { OrganizationData } from '../organization-schema';

/** Finds something in an organization's file, or nothing. */
type Rule = (data: OrganizationData) => Omit<Finding, 'id'> | undefined;

const organizationWithoutTrail: Rule = ({ organization }) => {
  if (organization.trail.mode === 'managed') return undefined;
  return {
    severity: 'warning',
    where: 'organization.trail.mode',
    why: 'No organization trail is created. An account that has no trail of its own leaves only 90 days of event history.',
    whatToDo:
      'Set it to managed, or see that another trail covers every account: `aws cloudtrail describe-trails --query ' +
      '"trailList[?IsOrganizationTrail]"`. Acknowledge it then.',
  };
};

/** What is looked for in an organization. */
export const organizationRules: Readonly<Record<string, Rule>> = {
  'organization-without-trail': organizationWithoutTrail,
};
