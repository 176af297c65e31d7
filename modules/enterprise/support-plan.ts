import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';

/** Tier → the support plan of AWS that it calls for, with its price. */
export type SupportPlanSettings = Readonly<Record<string, string>>;

/**
 * Checklist: the support plan. Terraform cannot buy one, nor see which there is: somebody with the account's billing does, in
 * the console (https://docs.aws.amazon.com/awssupport/latest/user/changing-support-plans.html, 2026-11-23). So it is an
 * output, and a finding until somebody says what was bought.
 */
export class SupportPlan extends Construct {
  constructor(scope: Construct, id: string, settings: SupportPlanSettings) {
    super(scope, id);
    new TerraformOutput(this, 'support_plans', {
      value: { ...settings },
      description:
        "Tier → the support plan that it calls for. Terraform cannot buy it: the account's owner does, in the console",
    });
  }
}
