import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Json } from './stack-json';
import { synthesize } from './synthesize';

/** The management account: another one than the emulator's own, into which one comes by assuming a role. */
export const MANAGEMENT = '210987654321';

/**
 * The smallest organization with the plan's accounts, as YAML.
 * @param settings in addition to what is in the section `organization`
 * @param file in addition to what else is in the file
 */
export function organizationYaml(settings: Json = {}, file: Json = {}): string {
  const account = (name: string, unit: string) => ({ name: `acme-${name}`, email: `aws+${name}@acme.example`, unit });
  return stringify({
    name: 'acme-organization',
    organization: {
      accounts: [
        account('prod', 'production'),
        account('staging', 'non-production'),
        account('dev', 'non-production'),
        account('security', 'security'),
      ],
      ...settings,
    },
    ...file,
    aws: {
      account_id: MANAGEMENT,
      region: 'us-east-1',
      assume_role: { role_arn: `arn:aws:iam::${MANAGEMENT}:role/Terraform` },
      ...file.aws,
    },
  });
}

/** What the real app writes for it. */
export async function organizationJson(settings?: Json, file?: Json): Promise<Json> {
  const { stackDirectory } = await synthesize(organizationYaml(settings, file));
  return JSON.parse(await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
}
