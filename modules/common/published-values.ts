import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';

export interface PublishedValue {
  /** The output's name, such as `database_endpoint`. */
  readonly output: string;
  /** The parameter's name below `/<environment>/`, such as `database/endpoint`. */
  readonly parameter: string;
  readonly value: string;
  readonly description: string;
  /** Of a second region, that has the same parameter: for what is needed when the stack's own region is lost. @default none */
  readonly alsoIn?: AwsProvider;
}

/**
 * What other stacks need to know: each value is a Terraform output, and an SSM parameter that a stack in another
 * state, or an application, reads without access to this state. Never secret values, only where they are.
 */
export class PublishedValues extends Construct {
  private readonly values = new Map<string, { output: TerraformOutput; parameter: SsmParameter }>();

  constructor(
    scope: Construct,
    id: string,
    private readonly environmentName: string,
  ) {
    super(scope, id);
  }

  /** For people only: a link, a hint. */
  output(name: string, value: string, description: string): TerraformOutput {
    return new TerraformOutput(this, name, { value, description });
  }

  /** Gives what a lower tier has published another value: it has moved. */
  move(output: string, value: string): void {
    const published = this.values.get(output);
    if (published === undefined) throw new Error(`${output} is not published.`);
    published.output.value = value;
    published.parameter.insecureValue = value;
  }

  publish({ output, parameter, value, description, alsoIn }: PublishedValue): void {
    const ofStack = this.output(output, value, description);
    const config = {
      name: `/${this.environmentName}/${parameter}`,
      description,
      type: 'String',
      // `value` would show as "(sensitive value)" in every plan, though nothing here is secret.
      insecureValue: value,
    };
    const ssm = new SsmParameter(this, `${output}.parameter`, config);
    this.values.set(output, { output: ofStack, parameter: ssm });
    if (alsoIn) new SsmParameter(this, `${output}_copy.parameter`, { ...config, provider: alsoIn });
  }
}
