import * as z from 'zod';
import { type Amount, countOf, dollarsOf, percentOf } from '../amounts';
import { about, badKey, choice, compare, custom, date, orNothing, section } from '../fields';
import { contradictions } from '../metrics-faults';
import { TIERS } from '../tiers';

/** The certifications that the plan's enterprise tier names. */
export const COMPLIANCE = ['soc-2', 'iso-27001'] as const;

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** A number that text may say, too: `5K$`, `99.5 %`. `textual` tells the JSON schema's generator. */
function number(read: (given: string | number) => Amount, schema: z.ZodNumber) {
  return z
    .preprocess((value, context) => {
      if (typeof value !== 'string' && typeof value !== 'number') return value;
      const amount = read(value);
      if (typeof amount === 'number') return amount;
      context.issues.push(custom(value, [], amount.fault));
      return z.NEVER;
    }, schema)
    .meta({ textual: true });
}

const texts = (read: (text: string) => Amount) => (given: string | number) =>
  typeof given === 'number' ? given : read(given);

const bounded = (schema: z.ZodNumber, most: number, allowed: string) =>
  schema.min(0, `is negative (got {got}, allowed ${allowed})`).max(most, `is too much (got {got}, allowed ${allowed})`);

const count = (what: string) => {
  const allowed = `allowed 0 or more ${what}`;
  const whole = z.int(`must be a whole number (got {got}, ${allowed})`);
  return number(texts(countOf), bounded(whole, 10_000_000_000, `0 to 10,000,000,000 ${what}`));
};

const dollars = () => {
  const schema = z.number('must be an amount (got {got}, allowed US dollars, such as 5000, 5,000, $5K)');
  return number(texts(dollarsOf), bounded(schema, 10_000_000_000, '0 to 10,000,000,000 US dollars'));
};

const percent = (ambiguousUpTo: number) => {
  const schema = z.number('must be a percentage (got {got}, allowed 0 to 100, such as 99.5 or "99.5 %")');
  return number((given) => percentOf(given, ambiguousUpTo), bounded(schema, 100, '0 to 100 percent'));
};

/** Of uptime, 1 is 100 %, or a bad misfortune. */
const uptime = () => percent(1);

/** 0.5 may be a churn of 0.5 %. 1 is hardly everybody. */
const churn = () => percent(0.99999);

/** 0 where there is none. Text that says so is taken, as the plan writes `Best effort`. */
const sla = () =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^(none|best[ -]effort)$/i.test(value.trim()) ? 0 : value),
    percent(1).refine(
      (value) => value === 0 || value >= 50,
      'is not an SLA (got {got}, allowed none, or 50 to 100 percent)',
    ),
  );

const history = orNothing(
  {},
  z.record(z.string(), dollars()).check(({ value, issues }) => {
    for (const month of Object.keys(value)) {
      if (!MONTH.test(month)) issues.push(badKey(month, 'is not a month (allowed YYYY-MM, such as 2026-10)'));
    }
  }),
);

/** `SOC 2`, `ISO/IEC 27001`, `iso27001`; from a flag also several with commas between, or `none`. */
const compliance = z.preprocess(
  (value, context) => {
    if (typeof value === 'string' && value.trim() === '') {
      context.issues.push(custom(value, [], `is empty (allowed ${COMPLIANCE.join(', ')}, or none)`));
      return z.NEVER;
    }
    const list = typeof value === 'string' ? value.split(',').filter((one) => one.trim() !== '') : value;
    if (!Array.isArray(list)) return list;
    if (list.length === 1 && /^none$/i.test(String(list[0]).trim())) return [];
    return list.map((one) => (typeof one === 'string' ? certification(one) : one));
  },
  z.array(choice(...COMPLIANCE)),
);

function certification(text: string): string {
  const letters = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (/^soc2(type(1|2|i|ii))?$/.test(letters)) return 'soc-2';
  return /^iso(iec)?27001$/.test(letters) ? 'iso-27001' : text;
}

const UNKNOWN = 'unknown';

const COMPARED = [
  'incidents_30d',
  'incidents_90d',
  'measured_on',
  'mrr_history',
  'higher_sla_requests',
  'sla_asked',
  'sla_signed',
] as const;

/** How the company does: what the move to the next tier is decided by. Every key may be left out. */
export const metrics = section(
  {
    tier: about(choice(...TIERS).optional(), {
      what: 'The tier that ran while this was measured. Keep it while `tier` goes up by one word: findings then tell whether the step was called for.',
      derived: '<tier>',
      why: 'most of the time nobody is about to move.',
    }),
    measured_on: about(date.optional(), {
      what: 'The day of the figures, YYYY-MM-DD.',
      derived: 'the day on which they are read',
      why: 'the plan reviews them monthly.',
      samples: ['2026-10-31'],
    }),
    users: about(count('users').optional(), {
      what: 'Users, as the plan counts them: those who could log in.',
      derived: UNKNOWN,
      why: 'only you know.',
      samples: [120, '1.2K'],
    }),
    mrr: about(dollars().optional(), {
      what: 'Monthly recurring revenue, US dollars.',
      derived: 'the last month of mrr_history',
      why: 'who gives the history has given it.',
      samples: [4200, '$5K'],
    }),
    mrr_history: about(history.optional(), {
      what: 'Month, YYYY-MM → MRR at its end, US dollars. Four months in a row give the growth of three.',
      derived: UNKNOWN,
      why: 'only you know.',
      samples: [{ '2026-07': 1000, '2026-08': 1300, '2026-09': 1700, '2026-10': 2200 }],
    }),
    sla_asked: about(sla().optional(), {
      what: 'The highest availability that a customer asks for, percent; `none` if nobody asks.',
      derived: UNKNOWN,
      why: 'nothing said is not the same as nobody asking.',
      samples: [99, 'none'],
    }),
    sla_signed: about(sla().optional(), {
      what: 'The highest availability that a contract promises, percent; `none` for best effort.',
      derived: UNKNOWN,
      why: 'nothing said is not the same as nothing signed.',
      samples: [99.5, 'none'],
    }),
    higher_sla_requests: about(count('customers').optional(), {
      what: 'How many customers ask for a higher availability than they have.',
      derived: 'whether sla_asked or sla_signed is above what the tier is for',
      why: 'a figure that is asked for is a demand.',
      samples: [0],
    }),
    compliance: about(compliance.optional(), {
      what: `What customers or the law demand: ${COMPLIANCE.join(', ')}. An empty list for neither.`,
      derived: UNKNOWN,
      why: 'nothing said is not the same as nothing demanded.',
      samples: [['soc-2']],
    }),
    uptime_30d: about(uptime().optional(), {
      what: 'Availability over the last 30 days, percent.',
      derived: UNKNOWN,
      why: 'it has to be measured.',
      samples: [99.7],
    }),
    uptime_90d: about(uptime().optional(), {
      what: 'Availability over the last 90 days, percent.',
      derived: UNKNOWN,
      why: 'it has to be measured. The plan asks for three months of it.',
      samples: [99.6],
    }),
    incidents_30d: about(count('incidents').optional(), {
      what: 'Incidents on record of the last 30 days. 0 says that records are kept, and have none.',
      derived: UNKNOWN,
      why: 'without records nobody knows.',
      samples: [0],
    }),
    incidents_90d: about(count('incidents').optional(), {
      what: 'Incidents on record of the last 90 days, those of the last 30 among them.',
      derived: UNKNOWN,
      why: 'without records nobody knows.',
      samples: [2],
    }),
    churn: about(churn().optional(), {
      what: 'Customers lost in a month, percent of all.',
      derived: UNKNOWN,
      why: 'only you know.',
      samples: [3, '0.5 %'],
    }),
    infrastructure_cost: about(dollars().optional(), {
      what: 'What the infrastructure costs now, US dollars a month.',
      derived: UNKNOWN,
      why: 'the bill has it: what Palier deploys is only part of it.',
      samples: [31.5],
    }),
    downtime_cost: about(dollars().optional(), {
      what: 'What an hour of downtime costs the company, US dollars. The decision document reckons with it; no rule does.',
      derived: UNKNOWN,
      why: 'only you know.',
      samples: [150],
    }),
  },
  compare(COMPARED, (value, report) => {
    for (const { path, message } of contradictions(value)) report([...path], message);
  }),
);
