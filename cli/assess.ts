import { join } from 'node:path';
import { EnvironmentError } from '../config/problems';
import { TIERS, type Tier } from '../config/tiers';
import { type Assessment, assess, type Verdict } from '../decision/assess';
import type { Bill } from '../decision/cost';
import { decisionDocument } from '../decision/decision-document';
import type { Language } from '../decision/language';
import { assessmentText } from './assess-text';
import { billsText } from './bill-text';
import { type FileSource, findEnvironment } from './environments';
import { EXIT } from './exit-codes';
import { exitCodeOf, usage } from './failure';
import { type Flags, metricsBlock, metricsOf, readMetricsFile } from './metrics-input';
import { billsOf, type PricingFiles, readPricing } from './pricing';
import { note, say } from './terminal';
import { today } from './today';
import { writeNew } from './write-new';

export interface AssessOptions extends Flags, PricingFiles {
  readonly tier?: Tier;
  readonly metrics?: string;
  readonly bill: boolean;
  readonly lang: Language;
  readonly write?: string;
  readonly decider?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const EXIT_CODES: Readonly<Record<Verdict, number>> = { GO: EXIT.ok, WAIT: EXIT.wait, SKIP: EXIT.skip };

/** `palier assess` */
export async function assessCommand(given: string | undefined, options: AssessOptions): Promise<void> {
  const { lang } = options;
  const date = today();
  const environment = given === undefined ? undefined : findEnvironment(given);
  const file =
    options.metrics === undefined ? environment && metricsBlock(environment.file) : readMetricsFile(options.metrics);
  const metrics = metricsOf({ file, flags: options, today: date });
  const assessment = assess(options.tier ?? metrics.tier ?? tierOf(environment), metrics, { lang, today: date });
  noteOfTier(environment, assessment);
  const bills = await billsOfStep(environment, assessment, options);
  const document = options.write === undefined ? undefined : writeDocument(options.write);
  if (options.json)
    say(
      JSON.stringify(
        { version: 1, command: 'assess', environment: environment?.name, ...assessment, bills, document },
        null,
        2,
      ),
    );
  else
    say(
      [
        assessmentText(assessment, lang),
        ...(bills ? [billsText([bills.now, bills.next], { by: 'line', lang })] : []),
      ].join('\n\n'),
    );
  if (document !== undefined) note(`Wrote ${document}`);
  process.exitCode = EXIT_CODES[assessment.verdict];

  function writeDocument(directory: string): string {
    const { tier, next = tier } = assessment;
    const about = environment === undefined ? next : `${environment.name}-${next}`;
    const text = decisionDocument(assessment, { lang, date, decider: options.decider, bill: bills });
    const name = `${`${date}-${about}`.replace(/\W+/g, '-')}.md`;
    return writeNew(join(directory, name), text, options.force === true);
  }
}

/** The bill and the environment's file may be of another tier than the one that is assessed. */
function noteOfTier(environment: FileSource | undefined, { tier, metrics }: Assessment): void {
  const deployed = environment?.file.data.tier;
  if (deployed === undefined || deployed === tier) return;
  const why = metrics.tier === tier ? 'as the metrics say' : 'as was asked for';
  note(`${environment?.name} is at ${deployed}; what is assessed is the step up from ${tier}, ${why}.`);
}

interface Bills {
  readonly now: Bill;
  readonly next: Bill;
}

/** What the environment costs, and would cost one tier up. An assessment does not fail because that one cannot be made yet. */
async function billsOfStep(
  environment: FileSource | undefined,
  { tier, next }: Assessment,
  options: AssessOptions,
): Promise<Bills | undefined> {
  if (environment === undefined || next === undefined || !options.bill) return undefined;
  const pricing = readPricing(options);
  try {
    const [now, then] = await billsOf(environment, [tier, next], pricing);
    return { now: now as Bill, next: then as Bill };
  } catch (error) {
    if (exitCodeOf(error) === undefined) throw error;
    note(`No bill of ${tier} and ${next}:\n${(error as Error).message}`);
    return undefined;
  }
}

/** The present tier, where nothing but the environment says it. */
function tierOf(environment: FileSource | undefined): Tier {
  if (environment === undefined) {
    throw usage(`Which tier runs now? Name an environment, or give --tier (allowed: ${TIERS.join(', ')}).`);
  }
  const { file } = environment;
  const tier = TIERS.find((one) => one === file.data.tier);
  if (tier !== undefined) return tier;
  throw new EnvironmentError([file.problem(['tier'], `is no tier (allowed: ${TIERS.join(', ')})`)]);
}
