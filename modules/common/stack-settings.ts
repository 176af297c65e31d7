/** The role that Terraform and the runbooks assume. @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs#assuming-an-iam-role */
export interface AssumeRoleSettings {
  readonly roleArn: string;
  /** @default none: only a role that a third party lends asks for one */
  readonly externalId?: string;
}

/** Where an environment lives in AWS, and how Terraform gets in. */
export interface AwsSettings {
  /** Twelve digits. The provider refuses any other account, so that a wrong profile changes nothing. */
  readonly accountId: string;
  readonly region: string;
  /** The region that copies go to. @default none: the tiers below production-ga copy nothing */
  readonly recoveryRegion?: string;
  /** A profile of the AWS CLI's configuration. @default none: Terraform's own order of credentials */
  readonly profile?: string;
  /** @default none: the credentials found are used as they are */
  readonly assumeRole?: AssumeRoleSettings;
  /** The policy's ARN, set on every IAM role that Palier creates. @default none: most accounts use no boundary */
  readonly permissionsBoundary?: string;
}

/** Where Terraform keeps the state: `terraform { backend "<type>" { <arguments> } }`. */
export interface StateBackendSettings {
  /** As Terraform names the backend; `cloud` for the `cloud` block. */
  readonly type: string;
  /** As Terraform's documentation of the backend names them. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What a whole stack needs, whatever its tier. */
export interface StackSettings {
  /** The environment's name: the Terraform stack's name, and the beginning of default resource names. */
  readonly name: string;
  readonly aws: AwsSettings;
  readonly stateBackend: StateBackendSettings;
  /** On every resource that can carry tags. Never the tier: or each step up would touch every resource. */
  readonly tags: Readonly<Record<string, string>>;
  /** Terraform address → the id of what exists already; becomes `import` blocks. */
  readonly imports: Readonly<Record<string, string>>;
}

/**
 * For a thing of which an account has one: `managed` creates it, `existing` relies on what is there and never
 * changes or destroys it, `off` does without.
 */
export type Ownership = 'managed' | 'existing' | 'off';
