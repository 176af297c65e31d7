import { join } from 'node:path';
import { Resource as NullResource } from '@cdktf/provider-null/lib/resource';
import { AssetType, type ITerraformDependable, TerraformAsset, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { packageRoot } from '../common/package-root';
import type { AwsSettings } from '../common/stack-settings';

export interface RunbookSettings {
  /** A file in `modules/runbooks/scripts`. */
  readonly script: string;
  /** Another value runs the script again, at the next apply. */
  readonly revision: string;
  /**
   * What the run is about: it runs again when one of these changes. They are in the state, so no secrets; and no
   * timestamp or hash of the script, or a new version of Palier would run against production by itself.
   */
  readonly triggers: Readonly<Record<string, string>>;
  /** The script's inputs. Never on its command line, where every process on the machine could read them. */
  readonly environment: Readonly<Record<string, string>>;
  /** The provider's own identity, which the script takes on: not whatever the shell has. */
  readonly aws: AwsSettings;
  /** What must exist before the script runs. */
  readonly dependsOn: ITerraformDependable[];
}

const ASSET_ID = 'runbooks';

/**
 * A shell script that Terraform runs once, as a `null_resource`: reviewed in the plan, recorded in the state, run
 * again only when its revision or its subject changes. Each script can be run by hand too: see its `--help`.
 */
export class Runbook extends Construct {
  /** For what must wait until the script has run. */
  readonly resource: NullResource;

  constructor(scope: Construct, id: string, settings: RunbookSettings) {
    super(scope, id);
    const { aws } = settings;
    this.resource = new NullResource(this, id, {
      triggers: { ...settings.triggers, revision: settings.revision },
      dependsOn: settings.dependsOn,
      provisioners: [
        {
          type: 'local-exec',
          // By bash and not by its run bit, which a copied stack directory may have lost.
          interpreter: ['bash', '-c'],
          command: 'exec bash "$SCRIPT"',
          environment: {
            ...settings.environment,
            SCRIPT: `\${path.module}/${scripts(this).path}/${settings.script}`,
            ACCOUNT_ID: aws.accountId,
            AWS_REGION: aws.region,
            // Empty means none, or the default: or else what the shell happens to have would count.
            PROFILE: aws.profile ?? '',
            ROLE_ARN: aws.assumeRole?.roleArn ?? '',
            EXTERNAL_ID: aws.assumeRole?.externalId ?? '',
            TIMEOUT: '',
            POLL_SECONDS: '',
          },
        },
      ],
    });
  }
}

/** All scripts as one asset of the stack: they share a library, which lies beside them. */
function scripts(scope: Construct): TerraformAsset {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(ASSET_ID);
  if (existing) return existing as TerraformAsset;
  return new TerraformAsset(stack, ASSET_ID, {
    path: join(packageRoot(), 'modules', 'runbooks', 'scripts'),
    type: AssetType.DIRECTORY,
  });
}
