import type { Emulator } from '../../emulator';

/** The password that a client of the database would log in with now, as the emulator's instance has it. */
export async function livePassword(emulator: Emulator, instance: string): Promise<string> {
  const url = `${emulator.endpoint}/emulator/rds/123456789012/us-east-1/${instance}/master-password`;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.text();
}
