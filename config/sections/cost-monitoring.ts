import * as z from 'zod';
import { about, section, text } from '../fields';

const anomalyMonitorArn = text(
  /^arn:aws:ce::\d{12}:anomalymonitor\/[0-9a-f-]{36}$/,
  "is not an anomaly monitor's ARN (got {got}, allowed arn:aws:ce::123456789012:anomalymonitor/ and a UUID)",
);

const dollars = (least: number) => {
  const allowed = `allowed ${least} or more US dollars`;
  return z
    .number(`must be a number (got {got}, ${allowed})`)
    .min(least, `is too little (got {got}, ${allowed})`)
    .max(1_000_000_000, 'is too much (got {got}, allowed 1000000000 US dollars at most)')
    .refine(
      (amount) => Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6,
      'has more than two decimals (got {got})',
    );
};

export const costMonitoring = section({
  monthly_budget_usd: about(dollars(1).default(30), {
    what: 'The budget of the whole account, US dollars a month. Notifications at 50, 80 and 100 % spent and 100 % forecast.',
    why: "the plan's figure for beta.",
  }),
  anomaly_threshold_usd: about(dollars(0.01).default(10), {
    what: 'US dollars that an anomaly must cost before anybody is told.',
    why: "a third of beta's monthly bill; less is noise, more could be the whole bill.",
  }),
  anomaly_monitor_arn: about(anomalyMonitorArn.optional(), {
    what: 'The existing monitor of the dimension SERVICE. Required with account_wide.cost_anomaly_monitor: existing, and only then.',
    derived: 'none',
    why: 'a monitor is created.',
  }),
});
