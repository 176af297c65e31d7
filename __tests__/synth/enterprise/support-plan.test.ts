import { enterpriseJson } from '../../support/enterprise';
import { stackJson } from '../../support/stack-json';

test('the plans that AWS sells now are an output of enterprise, and of no tier below', async () => {
  const [enterprise, below] = await Promise.all([enterpriseJson(), stackJson({ tier: 'production-ga' })]);
  expect(enterprise.output.support_plans.value).toEqual({
    beta: 'Basic Support: free, help with bills and the account only',
    'early-ga': expect.stringMatching(/^Business Support\+: 29 USD a month at least, 9 to 3 %/),
    'production-ga': expect.stringMatching(/^Business Support\+: 29 USD/),
    enterprise: expect.stringMatching(/^Enterprise Support: 5,000 USD a month at least, 10 to 3 %/),
  });
  expect(below.output.support_plans).toBeUndefined();
});
