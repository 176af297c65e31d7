import { randomUUID } from 'node:crypto';

import { type Emulator, startEmulator } from '../../../emulator';
import { Aws } from '../../support/aws';
import { livePassword } from '../../support/live-password';
import { call } from './call';
import { type Deployed, deployRotatedDatabase } from './rotated-database';

export let emulator: Emulator;
export let aws: Aws;
export let shop: Deployed;

/** Starts an emulator for the tests of the file that calls this. */
export function useEmulator(): void {
  beforeAll(async () => {
    emulator = await startEmulator({ terraform: false });
    aws = new Aws(emulator.environment);
  });
  afterAll(() => emulator.stop());
}

/** What the other functions are about from then on. */
export async function deploy(options?: Parameters<typeof deployRotatedDatabase>[1]): Promise<Deployed> {
  shop = await deployRotatedDatabase(emulator.endpoint, options);
  return shop;
}
/** By the AWS CLI, as a runbook does it. */
export const cli = (operation: string, ...options: string[]) =>
  aws.call('secretsmanager', operation, '--secret-id', shop.secret, ...options);
/** What the CLI would call, where it is called often: the CLI alone takes a second to start. */
export async function secret(operation: string, input: object = {}) {
  const { status, body } = await call(emulator.endpoint, 'secretsmanager', operation, {
    SecretId: shop.secret,
    ...input,
  });
  if (status !== 200) throw new Error(body);
  return JSON.parse(body);
}
export const live = () => livePassword(emulator, shop.instance);
export const password = async (which: { VersionStage?: string; VersionId?: string } = {}) =>
  JSON.parse((await secret('GetSecretValue', which)).SecretString).password;

export type Labels = Record<string, string[]>;
export const labels = async (): Promise<Labels> => (await secret('DescribeSecret')).VersionIdsToStages;
/** @returns the id of the pending version */
export async function rotate(functionArn?: string, more: object = {}): Promise<string> {
  const input = { RotationLambdaARN: functionArn, ClientRequestToken: randomUUID(), ...more };
  return (await secret('RotateSecret', input)).VersionId;
}

/** What one of the emulator's own addresses answers for the secret. */
export async function control(method: 'GET' | 'POST', what: string): Promise<string> {
  const url = `${emulator.endpoint}/emulator/secretsmanager/123456789012/us-east-1/${shop.secret}/${what}`;
  const answer = await fetch(url, { method });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status}: ${body}`);
  return body;
}
export const failure = async () => JSON.parse(await control('GET', 'rotation')).failure;

export const configure = (functionArn: string) =>
  rotate(functionArn, { RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediately: false });

/** Runs the rest of a rotation: one step with each description. */
export async function finish(): Promise<Labels> {
  for (let step = 1; step < 4; step++) await labels();
  return labels();
}

/** Rotates at once, to the end. @returns the id of the version that is the current one then */
export async function rotates(functionArn?: string): Promise<string> {
  const version = await rotate(functionArn);
  expect([(await finish())[version], await failure()]).toEqual([['AWSCURRENT'], null]);
  return version;
}

/** Rotates at once, and stands still: the version stays pending. @returns why */
export async function failsToRotate(functionArn?: string): Promise<string> {
  const version = await rotate(functionArn);
  expect((await finish())[version]).toEqual(['AWSPENDING']);
  return failure();
}
