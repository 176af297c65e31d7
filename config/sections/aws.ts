import * as z from 'zod';
import { ACCOUNT_ID, accountOf, EXTERNAL_ID, otherPartition, POLICY_ARN, PROFILE, ROLE_ARN } from '../aws-names';
import { type About, about, compare, oneOf, section, text } from '../fields';
import { OTHER_PARTITIONS, REGIONS } from '../regions';
import { didYouMean } from '../suggestions';

const accountId = z.preprocess(
  // Twelve digits without a leading zero survive as a number; with one they would not.
  (value) => (typeof value === 'number' && ACCOUNT_ID.test(String(value)) ? String(value) : value),
  z
    .string('must be text of twelve digits (got {got}): put it in quotes')
    .regex(ACCOUNT_ID, 'is not an account id (got {got}, allowed twelve digits in quotes)'),
);

export const region = oneOf(REGIONS, (given) => {
  if (OTHER_PARTITIONS.test(String(given))) {
    return 'is outside the commercial regions (got {got}): GovCloud, China and the other partitions are not supported';
  }
  return `is not a region of AWS (got {got}, allowed such as us-east-1, eu-west-1).${didYouMean(String(given), REGIONS)}`;
});

export const roleArn = text(
  ROLE_ARN,
  "is not a role's ARN (got {got}, allowed arn:aws:iam::123456789012:role/name)",
  otherPartition,
);

export const externalId = text(
  EXTERNAL_ID,
  'is not an external id (got {got}, allowed 2 to 1224 letters, digits and _+=,.@:/-)',
);

export const profile = text(PROFILE, 'is not the name of a profile (got {got}, allowed such as production)');

const policyArn = text(
  POLICY_ARN,
  "is not a policy's ARN (got {got}, allowed arn:aws:iam::123456789012:policy/name)",
  otherPartition,
);

const assumeRole = (ofRole: About) =>
  section({
    role_arn: about(roleArn, ofRole),
    external_id: about(externalId.optional(), {
      what: 'The external id that the role asks for.',
      derived: 'none',
      why: 'only a role that a third party lends asks for one.',
    }),
  });

/** What these keys mean is not the same to an environment and to an organization. */
interface Meanings {
  readonly recovery_region: About;
  readonly role_arn: About;
  readonly permissions_boundary: About;
}

const ofAnEnvironment: Meanings = {
  recovery_region: {
    what: 'The region that copies of backups go to, from the tier production-ga. Cannot be changed or removed while something is there: first go down with it, then remove it (docs/guides/going-down.md).',
    derived: 'none',
    why: 'the tiers below copy nothing.',
    samples: ['eu-west-1'],
  },
  role_arn: {
    what: 'The role that Terraform and the runbooks assume, in the account of this environment.',
    why: 'there is nothing to assume without it.',
  },
  permissions_boundary: {
    what: "A policy's ARN, set as the permissions boundary of every IAM role that Palier creates.",
    derived: 'none',
    why: 'most accounts use no boundary.',
  },
};

const ofAnOrganization: Meanings = {
  recovery_region: {
    what: 'A second region in which GuardDuty and Security Hub are delegated: that of the environments.',
    derived: 'none',
    why: 'where no environment has a recovery region, there is nothing to watch over.',
    samples: ['eu-west-1'],
  },
  role_arn: {
    what: 'The role that Terraform assumes, in the management account.',
    why: 'there is nothing to assume without it.',
  },
  permissions_boundary: {
    what: 'Refused: an organization creates no IAM role.',
    derived: 'none',
    why: 'there is no role that it could bound.',
  },
};

const sectionWith = (meanings: Meanings) =>
  section(
    {
      account_id: about(accountId, {
        what: 'The AWS account, twelve digits in quotes. The provider refuses any other account.',
        why: 'a wrong profile must change nothing.',
        samples: ['123456789012'],
      }),
      region: about(region, {
        what: 'The region that everything lives in. Commercial regions only.',
        why: 'a database does not move, so nobody should get one where they did not choose.',
        samples: ['us-east-1', 'eu-west-1'],
      }),
      recovery_region: about(region.optional(), meanings.recovery_region),
      profile: about(profile.optional(), {
        what: "A profile of the AWS CLI's configuration.",
        derived: 'none',
        why: "Terraform's own order of credentials applies (environment variables, then the default profile, ...).",
      }),
      assume_role: about(assumeRole(meanings.role_arn).optional(), {
        what: 'A role to assume with the credentials found.',
        derived: 'none',
        why: 'the credentials found are used as they are.',
      }),
      permissions_boundary: about(policyArn.optional(), meanings.permissions_boundary),
    },
    compare(['region', 'recovery_region'], (value, report) => {
      if (value.recovery_region !== undefined && value.recovery_region === value.region) {
        report(
          ['recovery_region'],
          'must differ from aws.region (got {got}): a copy in the same region is lost with it',
        );
      }
    }),
    compare(['account_id', 'assume_role'], (value, report) => {
      const arn = value.assume_role?.role_arn;
      if (arn !== undefined && accountOf(arn) !== value.account_id) {
        report(
          ['assume_role', 'role_arn'],
          `is a role of another account (got {got}, aws.account_id is ${value.account_id})`,
        );
      }
    }),
    compare(['account_id', 'permissions_boundary'], (value, report) => {
      const arn = value.permissions_boundary;
      if (arn !== undefined && ![value.account_id, 'aws'].includes(accountOf(arn))) {
        report(
          ['permissions_boundary'],
          `is a policy of another account (got {got}, aws.account_id is ${value.account_id})`,
        );
      }
    }),
  );

/** How Terraform gets into the account of an environment. */
export const aws = sectionWith(ofAnEnvironment);

/** The same of an organization. */
export const managementAccount = sectionWith(ofAnOrganization);
