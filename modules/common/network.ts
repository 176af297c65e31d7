/** Either an existing VPC (`vpcId` and `subnetIds`), or, where those are absent, an isolated one that is created. */
export interface NetworkSettings {
  /** @default none: an isolated VPC is created */
  readonly vpcId?: string;
  /** At least two, in two availability zones, as RDS asks. Given with `vpcId`, and only then. */
  readonly subnetIds?: readonly string[];
  /** Of the VPC that is created: /16 to /26. @default 10.20.0.0/16: private, and away from the defaults of Docker and of the default VPC */
  readonly cidrBlock?: string;
}
