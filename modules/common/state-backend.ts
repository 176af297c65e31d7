import { TerraformBackend, type TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import type { StateBackendSettings } from './stack-settings';

/**
 * The `backend` block, for any type that Terraform knows, or the `cloud` block. CDKTF has a class per type, but none for some of them,
 * and others lack arguments (`use_lockfile`) or look for a Terraform binary; the settings are checked in `config/`.
 */
export class StateBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly settings: StateBackendSettings,
  ) {
    super(scope, 'backend', settings.type);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.settings.arguments };
  }

  override toTerraform(): unknown {
    if (this.settings.type !== 'cloud') return super.toTerraform();
    return { terraform: { cloud: this.synthesizeAttributes() } };
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error('A stack of Palier reads no other stack’s state: use the SSM parameters that it publishes.');
  }
}
