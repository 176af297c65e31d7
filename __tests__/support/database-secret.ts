import type { Aws } from './aws';

/** The id of the version that is AWSCURRENT, of which there is exactly one. */
export async function currentVersion(aws: Aws, secret: string): Promise<string> {
  const { VersionIdsToStages } = await aws.call('secretsmanager', 'describe-secret', '--secret-id', secret);
  const current = Object.entries<string[]>(VersionIdsToStages).filter(([, stages]) => stages.includes('AWSCURRENT'));
  expect(current).toHaveLength(1);
  return current[0]?.[0] as string;
}

/** The password of that version. */
export async function secretPassword(aws: Aws, secret: string): Promise<string> {
  const command = ['secretsmanager', 'get-secret-value', '--secret-id', secret, '--version-stage', 'AWSCURRENT'];
  return JSON.parse((await aws.call(...command)).SecretString).password;
}
