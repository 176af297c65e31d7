import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Deployment } from './deployment';
import { killGroup } from './watch';

/** Calls that change nothing, by their names or, for REST services, by method and path. */
const READS = /^(GET|HEAD|POST \/(list|get)|Get|Describe|List|Lookup|BatchGet)/i;

/** So many different numbers from 1 to `last`, in order. */
export function randomPlaces(howMany: number, last: number): number[] {
  const places = new Set<number>();
  while (places.size < howMany) places.add(randomInt(1, last + 1));
  return [...places].sort((a, b) => a - b);
}

/**
 * Kills an apply between two resources: when the state file has that many, before AWS is told of the next one.
 *
 * @param state the file
 * @returns the call that never reached AWS
 * @throws Error where the apply ends before
 */
export async function cutApply(deployment: Deployment, state: string, resources: number): Promise<string> {
  const { gate } = deployment;
  const cut = gate.holdNth(1, (operation) => !READS.test(operation) && instancesIn(state) >= resources);
  // One at a time, so that nothing else is under way; without a refresh, which is not what is tested.
  const apply = deployment.start(
    ...['apply', '-input=false', '-no-color', '-auto-approve', '-parallelism=1', '-refresh=false'],
  );
  const call = await Promise.race([cut, apply]);
  await killGroup(apply);
  gate.forgetHolds();
  if (!('operation' in call)) throw new Error(`The apply ended before there were ${resources} resources:\n${call.all}`);
  return call.operation;
}

/** How many instances of resources Terraform has written down, the local state being written after each of them. */
export function instancesIn(state: string): number {
  const { resources } = JSON.parse(readFileSync(state, 'utf8')) as { resources: { instances: unknown[] }[] };
  return resources.reduce((sum, { instances }) => sum + instances.length, 0);
}
