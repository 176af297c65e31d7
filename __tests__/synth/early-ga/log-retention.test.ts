import { earlyGaJson } from '../../support/early-ga';
import type { Json } from '../../support/stack-json';

test('logs are kept for 90 days, in every group, or as the environment says', async () => {
  const logs = { application_log_groups: ['/aws/lambda/api'] };
  const retentions = (stack: Json) => [
    ...new Set(Object.values<Json>(stack.resource.aws_cloudwatch_log_group).map((group) => group.retention_in_days)),
  ];
  expect(retentions(await earlyGaJson({ logs }))).toEqual([90]);
  expect(retentions(await earlyGaJson({ logs: { ...logs, retention_days: 400 } }))).toEqual([400]);
});
