import { didYouMean } from '../config/suggestions';
import type { Finding } from './finding';

/** A finding that somebody knows of and accepts, as the environment's file says it under `acknowledgements`. */
export interface Acknowledgement {
  /** The id of the finding. */
  readonly finding: string;
  /**
   * Only there: `where` of the finding, or a resource for all its instances, as in Terraform's `-target`
   * (`aws_cloudwatch_log_group.application` for `aws_cloudwatch_log_group.application["/aws/lambda/api"]`).
   * @default everywhere: most findings are in one place
   */
  readonly where?: string;
  /** Why it is accepted, for whoever reads the file next. */
  readonly reason: string;
  /**
   * The last day on which it counts, `YYYY-MM-DD` in UTC.
   * @default none: what is accepted for good (the key of a database) should not come back every year
   */
  readonly expires?: string;
}

const UNUSED = 'acknowledgement-unused';
const EXPIRED = 'acknowledgement-expired';

/** Whether a finding is about an acknowledgement. Such a one cannot be acknowledged itself. */
export function isAboutAcknowledgement({ id }: Pick<Finding, 'id'>): boolean {
  return id === UNUSED || id === EXPIRED;
}

/**
 * What is left to say: the findings that no acknowledgement covers, then those about the acknowledgements themselves
 * (`acknowledgement-unused`, `acknowledgement-expired`; both warnings). An acknowledged error is gone like a warning,
 * and so stops nothing: the reason is on record.
 * @param acknowledgements in the order of the file: their findings name them by their index
 * @param today `YYYY-MM-DD` in UTC. An argument, because only the entry point reads a clock.
 * @param knownIds the ids of all rules that looked, for "Did you mean"; by default of those that found something
 */
export function acknowledge(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  today: string,
  knownIds: readonly string[] = findings.map(({ id }) => id),
): Finding[] {
  const valid = acknowledgements.filter((acknowledgement) => !isExpired(acknowledgement, today));
  const open = findings.filter((finding) => !valid.some((acknowledgement) => covers(acknowledgement, finding)));
  const own = acknowledgements.flatMap((acknowledgement, index): Finding[] => {
    const where = `acknowledgements[${index}]`;
    if (!findings.some((finding) => covers(acknowledgement, finding))) {
      return [{ id: UNUSED, severity: 'warning', where, ...unused(acknowledgement, findings, knownIds) }];
    }
    if (valid.includes(acknowledgement)) return [];
    return [{ id: EXPIRED, severity: 'warning', where, ...expired(acknowledgement) }];
  });
  return [...open, ...own];
}

function covers({ finding, where }: Acknowledgement, found: Finding): boolean {
  if (finding !== found.id || isAboutAcknowledgement(found)) return false;
  return where === undefined || found.where === where || found.where.startsWith(`${where}[`);
}

/** Dates of this form sort as text. */
function isExpired({ expires }: Acknowledgement, today: string): boolean {
  return expires !== undefined && expires < today;
}

type Explanation = Pick<Finding, 'why' | 'whatToDo'>;

function unused(
  { finding, where }: Acknowledgement,
  findings: readonly Finding[],
  knownIds: readonly string[],
): Explanation {
  if (isAboutAcknowledgement({ id: finding })) {
    return {
      why: `${finding} is about an acknowledgement, and cannot be acknowledged.`,
      whatToDo: 'Remove this entry, and do what the finding asks for.',
    };
  }
  const whatToDo = 'Correct this entry, or remove it: kept, it would hide such a finding when there is one again.';
  const places = [...new Set(findings.filter(({ id }) => id === finding).map((found) => found.where))];
  if (where !== undefined && places.length > 0) {
    const others = places.length > 1 ? ` and in ${places.length - 1} more` : '';
    return {
      why: `${finding} is not found at ${where}, only at ${places[0]}${others}.${didYouMean(where, places)}`,
      whatToDo,
    };
  }
  const suggestion = knownIds.includes(finding) ? '' : didYouMean(finding, knownIds);
  return { why: `${finding} is not found${where === undefined ? '' : ` at ${where}`}.${suggestion}`, whatToDo };
}

function expired({ finding, expires }: Acknowledgement): Explanation {
  return {
    why: `The acknowledgement of ${finding} was good until ${expires}.`,
    whatToDo: `Do what ${finding} asks for; or, if the reason still holds, give the entry a later date.`,
  };
}
