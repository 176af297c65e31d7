import { EnvironmentError } from '../config/problems';
import { TIERS, type Tier } from '../config/tiers';
import { assess, type Verdict } from '../decision/assess';
import type { Language } from '../decision/language';
import { assessmentText } from './assess-text';
import { type EnvironmentSource, findEnvironment } from './environments';
import { EXIT } from './exit-codes';
import { usage } from './failure';
import { type Flags, metricsBlock, metricsOf, readMetricsFile } from './metrics-input';
import { say } from './terminal';

export interface AssessOptions extends Flags {
  readonly tier?: Tier;
  readonly metrics?: string;
  readonly lang: Language;
  readonly json?: boolean;
}

const EXIT_CODES: Readonly<Record<Verdict, number>> = { GO: EXIT.ok, WAIT: EXIT.wait, SKIP: EXIT.skip };

/** `palier assess` */
export async function assessCommand(given: string | undefined, options: AssessOptions): Promise<void> {
  const { lang } = options;
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  const environment = given === undefined ? undefined : findEnvironment(given);
  const file =
    options.metrics === undefined ? environment && metricsBlock(environment.file) : readMetricsFile(options.metrics);
  const metrics = metricsOf({ file, flags: options, today });
  const tier = options.tier ?? metrics.tier ?? tierOf(environment);
  const assessment = assess(tier, metrics, { lang, today });
  say(
    options.json
      ? JSON.stringify({ version: 1, command: 'assess', ...assessment }, null, 2)
      : assessmentText(assessment, lang),
  );
  process.exitCode = EXIT_CODES[assessment.verdict];
}

/** The present tier, where nothing but the environment says it. */
function tierOf(environment: EnvironmentSource | undefined): Tier {
  if (environment === undefined) {
    throw usage(`Which tier runs now? Name an environment, or give --tier (allowed: ${TIERS.join(', ')}).`);
  }
  const { file } = environment;
  const tier = TIERS.find((one) => one === file.data.tier);
  if (tier !== undefined) return tier;
  throw new EnvironmentError([file.problem(['tier'], `is no tier (allowed: ${TIERS.join(', ')})`)]);
}
