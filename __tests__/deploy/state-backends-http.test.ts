import type { ResultPromise } from 'execa';
import { Deployment } from '../support/deployment';
import { HttpStateServer } from '../support/http-state-server';
import { ADDRESSES, APPLY, expectRefused, TARGET } from '../support/state-lock';
import { environmentYaml } from '../support/synthesize';
import { changes, Terraform } from '../support/terraform';
import { killGroup } from '../support/watch';

test('http locks where the state is: of two applies at once one is refused, the password is in the environment', () =>
  HttpStateServer.with(async (server) => {
    const yaml = environmentYaml({ state_backend: { type: 'http', address: server.address, username: 'palier' } });
    await Deployment.with(yaml, async ({ synthesis, environment, gate, terraform: withoutPassword }) => {
      const terraform = new Terraform(synthesis.stackDirectory, { ...environment, ...server.environment });
      await terraform.init();
      const first = gate.hold('CreateTopic');
      const holder = terraform.start(APPLY, { detached: true, stdin: 'ignore', reject: false });
      try {
        await Promise.race([first, holder.then(({ all }) => Promise.reject(new Error(String(all))))]);
        expectRefused(await (terraform.start(APPLY, { reject: false }) as ResultPromise));
        (await first).release();
        expect((await holder).all).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
      } finally {
        await killGroup(holder);
      }
      expect(server.lock).toBeUndefined();
      const { resources } = JSON.parse(server.state ?? '{}');
      expect(resources.map(({ type, name }: Record<string, string>) => `${type}.${name}`)).toEqual(
        expect.arrayContaining(ADDRESSES),
      );
      expect(changes(await terraform.plan(TARGET))).toEqual([]);
      await expect(withoutPassword.plan(TARGET)).rejects.toThrow('HTTP remote state endpoint requires auth');
    });
  }));
