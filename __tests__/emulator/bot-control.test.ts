import { execa } from 'execa';
import { type Emulator, startEmulator } from '../../emulator';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ terraform: false });
});
afterAll(() => emulator.stop());

async function aws(...options: string[]) {
  const { stdout } = await execa('aws', ['--endpoint-url', emulator.endpoint, 'wafv2', ...options], {
    env: emulator.environment,
    extendEnv: false,
  });
  return JSON.parse(stdout);
}

const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'bots' };

function botControl(InspectionLevel: string) {
  const configs = [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel, EnableMachineLearning: true } }];
  const group = { VendorName: 'AWS', Name: 'AWSManagedRulesBotControlRuleSet', ManagedRuleGroupConfigs: configs };
  const Statement = { ManagedRuleGroupStatement: group };
  return [{ Name: 'bots', Priority: 1, Statement, OverrideAction: { None: {} }, VisibilityConfig: visibility }];
}

/** What AWS says of machine learning after it was told `true`. */
async function machineLearning(level: string): Promise<boolean> {
  const named = ['--name', level, '--scope', 'REGIONAL'];
  const { Summary } = await aws(
    ...['create-web-acl', ...named, '--default-action', 'Allow={}'],
    ...['--visibility-config', JSON.stringify(visibility), '--rules', JSON.stringify(botControl(level))],
  );
  const { WebACL } = await aws('get-web-acl', ...named, '--id', Summary.Id);
  const [config] = WebACL.Rules[0].Statement.ManagedRuleGroupStatement.ManagedRuleGroupConfigs;
  return config.AWSManagedRulesBotControlRuleSet.EnableMachineLearning;
}

test.each([
  ['COMMON', false],
  ['TARGETED', true],
])('Bot Control at the level %s keeps machine learning: %s', async (level, expected) => {
  expect(await machineLearning(level)).toBe(expected);
});
