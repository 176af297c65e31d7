/**
 * The commercial regions that AWS provider 5.100.0 accepts.
 *
 * Source: botocore 1.43.11, `data/endpoints.json`, partition `aws`, 2026-11-22, less
 * ap-southeast-6, which the provider refuses (tried, as were the other regions of 2025).
 */
export const REGIONS: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** Regions of AWS's other partitions begin so: GovCloud, China, the isolated ones, the European Sovereign Cloud. */
export const OTHER_PARTITIONS = /^(us-gov|cn|us-iso|us-isob|us-isof|eu-isoe|eusc)-/;
