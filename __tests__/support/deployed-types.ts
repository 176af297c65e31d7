import { join } from 'node:path';
import { execa } from 'execa';
import { pythonEnvironment } from '../../emulator/python-environment';
import knownAddresses from '../../modules/addresses.json';
import { ROOT } from './synthesize';

export const PLANNED_ONLY = 'planned only';

/**
 * Says of each resource type that a tier can have how its deployment was proven, and prints it.
 * @param types those that were deployed
 */
export async function deployedTypes(tier: string, types: ReadonlySet<string>): Promise<string[]> {
  const python = await pythonEnvironment();
  const { stdout } = await execa(python, [join(ROOT, 'emulator', 'server'), '--list-corrected-types']);
  const corrected = JSON.parse(stdout) as Record<string, string>;
  const ofTier = knownAddresses.filter((address) => address.tier === tier);
  const all = [...new Set(ofTier.map(({ address }) => address.split('.')[0] as string))].sort();
  const how = (type: string) => {
    if (!types.has(type)) return PLANNED_ONLY;
    if (!type.startsWith('aws_')) return 'deployed, without AWS';
    return type in corrected ? 'deployed, with our correction of moto' : 'deployed on stock moto';
  };
  const lines = all.map((type) => `${type.padEnd(60)} ${how(type)}`);
  process.stdout.write(`${tier}\n${lines.join('\n')}\n`);
  return lines;
}
