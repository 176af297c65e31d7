import { Deployment } from '../support/deployment';
import { guideSection } from '../support/guide';
import { huntaze } from '../support/huntaze';
import { changes } from '../support/terraform';
import { killGroup } from '../support/watch';

const GUIDE = 'going-down.md';
const HEADING = 'An alias is taken';
const ALIAS = 'aws_kms_alias.logs';
const NAME = 'alias/huntaze-logs';
const TARGET = `-target=${ALIAS}`;

const earlyGa = (settings: Record<string, unknown> = {}) => huntaze({ tier: 'early-ga', ...settings });

async function keyOf({ aws }: Deployment, alias: string): Promise<string> {
  return (await aws.call('kms', 'describe-key', '--key-id', alias)).KeyMetadata.KeyId;
}

test.concurrent('an alias that another key has: the apply says so, and a prefix of one’s own gets by; that key is not touched', () =>
  Deployment.with(earlyGa(), async (deployment) => {
    const { terraform, aws } = deployment;
    const { KeyMetadata: foreign } = await aws.call('kms', 'create-key', '--description', 'somebody else');
    await aws.call('kms', 'create-alias', '--alias-name', NAME, '--target-key-id', foreign.KeyId);
    const policy = () => aws.call('kms', 'get-key-policy', '--key-id', foreign.KeyId, '--policy-name', 'default');
    const policyBefore = await policy();
    await terraform.init();
    await expect(terraform.apply(TARGET)).rejects.toThrow(/AlreadyExistsException.*huntaze-logs/);

    const [seen] = await deployment.follow(GUIDE, HEADING);
    expect(seen).toContain('somebody else');
    await deployment.rewrite(earlyGa(guideSection(GUIDE, HEADING).settings));
    await terraform.apply(TARGET);
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    expect(await keyOf(deployment, NAME)).toBe(foreign.KeyId);
    expect(await policy()).toEqual(policyBefore);
    expect(await keyOf(deployment, 'alias/huntaze-palier-logs')).not.toBe(foreign.KeyId);
  }));

test.concurrent('an alias that AWS made before a killed apply could write it down: imported as the guide says', () =>
  Deployment.with(earlyGa(), async (deployment) => {
    const { terraform, gate } = deployment;
    await terraform.init();
    const cut = gate.hold('CreateAlias', 'answer');
    const apply = deployment.start('apply', '-input=false', '-no-color', '-auto-approve', TARGET);
    await Promise.race([cut, apply.then(({ all }) => Promise.reject(new Error(all)))]);
    await killGroup(apply);
    const key = await keyOf(deployment, NAME);
    await expect(terraform.apply(TARGET)).rejects.toThrow('AlreadyExistsException');

    const [seen] = await deployment.follow(GUIDE, HEADING);
    expect(seen).toContain('Log groups of huntaze');
    await deployment.rewrite(earlyGa({ imports: { [ALIAS]: NAME } }));
    await terraform.apply(TARGET);
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    expect(await keyOf(deployment, NAME)).toBe(key);
  }));
