#!/usr/bin/env bats
# restore-database.sh with the real AWS CLI, against the emulator at PALIER_EMULATOR_ENDPOINT: what only the real ones show.
# All cases: restore-database.bats. A snapshot and Terraform: __tests__/deploy/restore.test.ts.

# shellcheck disable=SC2154 # unique is set by set_up_emulator
bats_require_minimum_version 1.5.0
load helpers

setup() {
  set_up_emulator
  database=db-$unique secret=db-$unique
  emulated secretsmanager create-secret --name "$secret" \
    --secret-string '{"username": "palier", "password": "Restored-too1"}' >/dev/null
  emulated rds create-db-parameter-group --db-parameter-group-name "pg-$unique" --db-parameter-group-family postgres17 \
    --description x >/dev/null
  emulated rds create-db-instance --db-instance-identifier "$database" --engine postgres --engine-version 17 \
    --db-instance-class db.t4g.micro --allocated-storage 20 --max-allocated-storage 50 --storage-type gp3 --storage-encrypted \
    --db-name huntaze --master-username palier --master-user-password birth-password --port 5433 --multi-az \
    --db-parameter-group-name "pg-$unique" --backup-retention-period 7 --deletion-protection --copy-tags-to-snapshot \
    --enable-iam-database-authentication --enable-cloudwatch-logs-exports postgresql --enable-performance-insights \
    --performance-insights-retention-period 7 --tags 'Key=Team,Value=a b' --no-publicly-accessible >/dev/null
  made=("$database")
}

teardown() {
  local instance
  for instance in "${made[@]}"; do
    emulated rds modify-db-instance --db-instance-identifier "$instance" --no-deletion-protection
    emulated rds delete-db-instance --db-instance-identifier "$instance" --skip-final-snapshot
  done >/dev/null
  emulated secretsmanager delete-secret --secret-id "$secret" --force-delete-without-recovery >/dev/null
}

runbook() {
  PATH=$BIN:$PATH run --separate-stderr bash "$SCRIPT" --database "$database" --secret "$secret" "$@"
}

described() { # ID QUERY
  emulated rds describe-db-instances --db-instance-identifier "$1" --query "DBInstances[0].$2"
}

@test "restored to a time, looked at, cut over: with the settings, the password and an id of its own" {
  runbook --to-time 2020-01-01T00:00:00Z
  expect_error 54 'before the earliest'
  runbook --snapshot nothing
  expect_error 50 'no snapshot nothing'

  local former now restored replaced query
  former=$(described "$database" DbiResourceId)
  query='[DBInstanceClass,MultiAZ,DeletionProtection,CopyTagsToSnapshot,IAMDatabaseAuthenticationEnabled,AllocatedStorage,
    MaxAllocatedStorage,StorageType,KmsKeyId,BackupRetentionPeriod,PerformanceInsightsEnabled,EnabledCloudwatchLogsExports,
    PerformanceInsightsRetentionPeriod,DBParameterGroups[0].DBParameterGroupName,VpcSecurityGroups,DBSubnetGroup,Endpoint.Port]'
  now=$(date -u -d '+1 second' +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -v+1S +%Y-%m-%dT%H:%M:%SZ)
  until [ "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \> "$now" ]; do :; done
  runbook --to-time "$now"
  expect_exit 0 verified
  restored=$output replaced=${output/-restored-/-replaced-}
  made+=("$restored")
  [ "$(described "$restored" "$query")" = "$(described "$database" "$query")" ]
  [ "$(described "$restored" DbiResourceId)" != "$former" ]
  [ "$(database=$restored live_password)" = Restored-too1 ]
  [ "$(live_password)" = birth-password ]

  runbook --to-time "$now" --cut-over
  expect_exit 0
  made=("$database" "$replaced")
  [ "$output" = $'imports:\n  aws_db_instance.database: '"$database" ]
  [ "$(described "$replaced" DbiResourceId)" = "$former" ]
  [ "$(live_password)" = Restored-too1 ]
  emulated rds list-tags-for-resource --resource-name "$(described "$database" DBInstanceArn)" | grep -q $'Team\ta b'
  runbook --to-time "$now" --cut-over
  expect_exit 0 'an earlier run has cut over'
}
