import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { NullProvider } from '@cdktf/provider-null/lib/provider';
import { TerraformDataSource, TerraformElement, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import type { StackSettings } from './stack-settings';
import { StateBackend } from './state-backend';

/** Write-only arguments, which keep the database's first password out of the state, came with 1.11. */
const REQUIRED_TERRAFORM_VERSION = '>= 1.11.0';

/**
 * A Terraform stack with readable addresses: a construct's id up to its first dot, whatever scope it is in.
 * `database` and `database.secret` in one scope give `aws_db_instance.database` and
 * `aws_secretsmanager_secret.database`. Two constructs with one address are an error at synthesis.
 */
export class PalierStack extends TerraformStack {
  private readonly providers = new Map<string, AwsProvider>();
  private readonly removed: { from: string; lifecycle: { destroy: boolean } }[] = [];

  constructor(
    scope: Construct,
    private readonly settings: StackSettings,
  ) {
    super(scope, settings.name);
    this.node.addValidation({ validate: () => this.clashes() });

    new StateBackend(this, settings.stateBackend);
    this.addOverride('terraform.required_version', REQUIRED_TERRAFORM_VERSION);
    this.providerIn(settings.aws.region);
    // Whether or not the tier has something there: Terraform cannot even forget what it has no provider for, and configures only those
    // that it needs. Health checks have their metrics in us-east-1.
    const { recoveryRegion } = settings.aws;
    for (const region of recoveryRegion === undefined ? [] : [recoveryRegion, 'us-east-1']) this.providerIn(region);
    new NullProvider(this, 'null', {});

    const imports = Object.entries(settings.imports).map(([to, id]) => ({ to, id }));
    if (imports.length > 0) this.addOverride('import', imports);
  }

  get region(): string {
    return this.settings.aws.region;
  }

  /** The provider of a region: the default one for the stack's own, for any other one with an alias. */
  providerIn(region: string): AwsProvider {
    const existing = this.providers.get(region);
    if (existing) return existing;
    const { aws, tags } = this.settings;
    const alias = region === aws.region ? undefined : region.replace(/-/g, '_');
    const provider = new AwsProvider(this, alias ? `aws.${alias}` : 'aws', {
      alias,
      region,
      profile: aws.profile,
      allowedAccountIds: [aws.accountId],
      assumeRole: aws.assumeRole && [{ roleArn: aws.assumeRole.roleArn, externalId: aws.assumeRole.externalId }],
      defaultTags: [{ tags: { ...tags } }],
    });
    this.providers.set(region, provider);
    return provider;
  }

  /** Lets go of what the state may still hold, and deletes nothing. Harmless for what it does not hold. */
  forget(addresses: readonly string[]): void {
    this.removed.push(...addresses.map((from) => ({ from, lifecycle: { destroy: false } })));
    if (this.removed.length > 0) this.addOverride('removed', this.removed);
  }

  /** The Terraform address of every resource, in the order of synthesis. */
  resourceAddresses(): string[] {
    return this.elements().filter(TerraformResource.isTerraformResource).map(addressOf);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    if (!TerraformElement.isTerraformElement(element)) {
      // Assets: their directories are named by this id, so it must be the whole path.
      return element.path.split('/').slice(1).join('_');
    }
    return (element.node.id.split('.')[0] as string).replace(/-/g, '_');
  }

  private elements(): TerraformElement[] {
    return this.node.findAll().filter((c): c is TerraformElement => TerraformElement.isTerraformElement(c));
  }

  private clashes(): string[] {
    const taken = new Map<string, string>();
    const errors: string[] = [];
    for (const element of this.elements()) {
      const address = addressOf(element);
      if (!address) continue;
      const first = taken.get(address);
      if (first) {
        errors.push(`Two constructs have the Terraform address ${address}: "${first}" and "${element.node.path}".`);
      } else {
        taken.set(address, element.node.path);
      }
    }
    return errors;
  }
}

/** Empty for elements that have no address of their own: providers, backends. */
export function addressOf(element: TerraformElement): string {
  if (TerraformResource.isTerraformResource(element)) {
    return `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (TerraformDataSource.isTerraformDataSource(element)) {
    return `data.${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (TerraformOutput.isTerraformOutput(element)) return `output.${element.friendlyUniqueId}`;
  return '';
}
