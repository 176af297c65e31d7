import type { ServiceControlPolicy } from '../service-control-policies';

/** No exemption: the management account removes an account, if somebody should. */
export const stayInOrganization: ServiceControlPolicy = {
  description: 'No account leaves the organization or closes itself.',
  statements: [
    {
      Sid: 'StayInOrganization',
      Effect: 'Deny',
      Action: ['account:CloseAccount', 'organizations:LeaveOrganization'],
      Resource: '*',
    },
  ],
};
