import { randomUUID } from 'node:crypto';

import { type Caller, call } from './call';

export const ACCOUNT = '123456789012';
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

/** A statement of a key's policy: everybody whom it names may decrypt. */
export const allow = (principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'kms:Decrypt',
  Resource: '*',
  ...more,
});

/** @returns the key's ARN */
export async function createKey(endpoint: string, ...statements: object[]): Promise<string> {
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const { body } = await call(endpoint, 'kms', 'CreateKey', { Policy });
  return JSON.parse(body).KeyMetadata.Arn;
}

/** A secret of its own for each test: to reset the emulator takes longer. @returns its name */
export async function createSecret(endpoint: string, KmsKeyId?: string): Promise<string> {
  const Name = randomUUID();
  await call(endpoint, 'secretsmanager', 'CreateSecret', { Name, SecretString: 'hidden', KmsKeyId });
  return Name;
}

/** @returns the secret's value, or the refusal */
export async function reads(endpoint: string, SecretId: string, caller?: Caller): Promise<string> {
  const { body } = await call(endpoint, 'secretsmanager', 'GetSecretValue', { SecretId }, caller);
  return JSON.parse(body).SecretString ?? body;
}

/** @returns the answer, with the labels of the new version, or the refusal */
export async function writes(endpoint: string, SecretId: string, caller?: Caller): Promise<string> {
  const input = { SecretId, SecretString: 'new', ClientRequestToken: randomUUID() };
  return (await call(endpoint, 'secretsmanager', 'PutSecretValue', input, caller)).body;
}
