import { about, list, section } from '../fields';
import { clients } from './database';
import { targetArn } from './firewall';
import { healthChecks } from './health-checks';
import { cidrBlock, oneNetwork, subnetId, vpcId } from './network';

/** Beside that of the environment's own region. */
export const RECOVERY_CIDR_BLOCK = '10.21.0.0/16';

const network = section(
  {
    vpc_id: about(vpcId.optional(), {
      what: 'An existing VPC of aws.recovery_region; subnet_ids then names its subnets.',
      derived: 'none',
      why: 'an isolated VPC with two private subnets and no NAT gateway is created there. It costs nothing.',
    }),
    subnet_ids: about(list(subnetId).optional(), {
      what: 'At least two subnets of vpc_id, in two availability zones, as RDS asks.',
      derived: 'none',
      why: 'the VPC that is created has its own.',
    }),
    cidr_block: about(cidrBlock.optional(), {
      what: 'The range of the VPC that is created: /16 to /26, apart from that of `network`. It cannot change once a database is in it.',
      derived: RECOVERY_CIDR_BLOCK,
      why: 'beside the default of `network`: VPCs whose ranges overlap cannot be peered.',
    }),
  },
  oneNetwork(),
);

export const multiRegion = section({
  network: about(network.prefault({}), {
    what: 'Where a database of the recovery region lives, restored or replicated.',
  }),
  clients: about(clients.prefault({}), {
    what: 'Who may connect to a database of the recovery region. Empty means nobody. Security groups of that region: those of database.clients are not there.',
  }),
  firewall_target_arns: about(list(targetArn).prefault([]), {
    what: 'ARNs of what the web ACL of aws.recovery_region protects there. Only with firewall.scope REGIONAL.',
    why: 'what runs there is often started on the day.',
  }),
  health_checks: about(healthChecks.prefault([]), {
    what: 'Endpoints that Route 53 asks from around the world, of both regions. 0.50 USD a month each, 0.75 USD outside AWS.',
    why: 'only you know what answers to customers.',
    samples: [[{ fqdn: 'app.example.com', path: '/health' }]],
  }),
});
