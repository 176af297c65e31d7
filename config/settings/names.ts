import type { EnvironmentData } from '../environment-schema';

export function projectName({ name, project }: EnvironmentData): string {
  return project ?? name;
}

export function keyAliasPrefix({ name, encryption_keys }: EnvironmentData): string {
  return encryption_keys.alias_prefix ?? name;
}

export function auditTrailName({ name, audit_trail }: EnvironmentData): string {
  return audit_trail.name ?? `${name}-audit-trail`;
}

export function auditTrailBucket({ name, aws, audit_trail }: EnvironmentData): string {
  return audit_trail.bucket ?? `${name}-audit-trail-${aws.account_id}-${aws.region}`;
}

export function databaseIdentifier({ name, database }: EnvironmentData): string {
  return database.identifier ?? `${name}-postgres`;
}

export function secretName({ name, credentials }: EnvironmentData): string {
  return credentials.secret_name ?? `${name}/database`;
}

export function responsePlanName({ name, incident_response }: EnvironmentData): string {
  return incident_response.response_plan.name ?? `${name}-critical-incident`;
}
