import { about, choice, section } from '../fields';

const ownership = choice('managed', 'existing', 'off');

const WORDS =
  '`managed` creates it, `existing` relies on what is there and never changes or destroys it, `off` does without.';

export const accountWide = section({
  security_hub: about(ownership.default('managed'), {
    what: `Security Hub (CSPM), of which an account has one per region. ${WORDS}`,
    why: "on the plan's checklist for beta.",
  }),
  guardduty: about(ownership.default('managed'), {
    what: `The GuardDuty detector, of which an account has one per region. ${WORDS}`,
    why: "on the plan's checklist for beta.",
  }),
  access_analyzer: about(ownership.default('managed'), {
    what: `The IAM Access Analyzer for external access. ${WORDS}`,
    why: "on the plan's checklist for beta.",
  }),
  config_recorder: about(ownership.optional(), {
    what: `The AWS Config recorder, of which an account has one per region. Security Hub reports next to nothing without it. ${WORDS} The role that it records by, AWSServiceRoleForConfig, is the whole account's. Where AWS Config ever ran, in any region, the apply fails with "has been taken": have it imported, by the line \`aws_iam_service_linked_role.configuration_recorder\` under \`imports\` (docs/guides/going-down.md). \`off\` forgets the role, and does not delete it.`,
    derived: '`managed` from production-ga, `off` below',
    why: 'it costs 0.003 USD per recorded change, and the plan has it from production-ga.',
  }),
  cost_anomaly_monitor: about(ownership.default('managed'), {
    what: `The cost anomaly monitor of the dimension SERVICE, of which an account has one. ${WORDS} \`existing\` needs cost_monitoring.anomaly_monitor_arn.`,
    why: "on the plan's checklist for beta.",
  }),
  incident_replication_set: about(choice('managed', 'existing').default('managed'), {
    what: "Incident Manager's replication set, of which an account has one, for incident_response.mode incident-manager. `managed` creates it, in aws.region and aws.recovery_region; with it AWS deletes all incidents, so Terraform forgets it rather than destroy it where an environment gives it up. `existing` relies on what is there, which must replicate aws.region.",
    why: 'nothing of Incident Manager works without one.',
  }),
});
