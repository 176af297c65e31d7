#!/usr/bin/env bats
# restore-drill.sh with the real AWS CLI, against the emulator at PALIER_EMULATOR_ENDPOINT, whose databases are not reachable:
# hence --no-connect; and the commands of docs/guides/disaster-recovery.md. All cases: restore-drill.bats.
# shellcheck disable=SC2154 # status, output and stderr are set by `run`, unique by set_up_emulator

bats_require_minimum_version 1.5.0
load helpers

ROOT=$(cd "$BATS_TEST_DIRNAME/../../.." && pwd)
GUIDE=$ROOT/docs/guides/disaster-recovery.md

setup() {
  set_up_emulator
  export AWS_REGION=eu-west-1
  database=db-$unique copy=db-$unique-copy-2026-11-23-03-05
  key=$(emulated kms create-key --region eu-west-1 --query KeyMetadata.Arn)
  subnets=$(emulated ec2 describe-subnets --region eu-west-1 --query 'Subnets[:2].SubnetId')
  group=$(emulated ec2 describe-security-groups --region eu-west-1 --query 'SecurityGroups[0].GroupId')
  # shellcheck disable=SC2086 # two words
  emulated rds create-db-subnet-group --region eu-west-1 --db-subnet-group-name "$database" --subnet-ids $subnets \
    --db-subnet-group-description x >/dev/null
  emulated rds create-db-parameter-group --region eu-west-1 --db-parameter-group-name "$database" \
    --db-parameter-group-family postgres17 --description x >/dev/null
  emulated rds create-db-instance --region us-east-1 --db-instance-identifier "$database" --engine postgres \
    --engine-version 17.4 --db-instance-class db.t4g.micro --allocated-storage 20 --master-username palier \
    --master-user-password birth-password --storage-encrypted --multi-az --deletion-protection >/dev/null
  emulated rds create-db-snapshot --region us-east-1 --db-instance-identifier "$database" --db-snapshot-identifier "of-$database" >/dev/null
}

teardown() {
  local name
  for name in $(instances); do emulated rds delete-db-instance --region eu-west-1 --db-instance-identifier "$name" --skip-final-snapshot; done >/dev/null
  emulated rds modify-db-instance --region us-east-1 --db-instance-identifier "$database" --no-deletion-protection >/dev/null
  emulated rds delete-db-instance --region us-east-1 --db-instance-identifier "$database" --skip-final-snapshot >/dev/null
  emulated rds delete-db-subnet-group --region eu-west-1 --db-subnet-group-name "$database"
  emulated rds delete-db-parameter-group --region eu-west-1 --db-parameter-group-name "$database"
}

copied() {
  emulated rds copy-db-snapshot --region eu-west-1 --source-region us-east-1 --kms-key-id "$key" --target-db-snapshot-identifier "$copy" \
    --source-db-snapshot-identifier "arn:aws:rds:us-east-1:123456789012:snapshot:of-$database" >/dev/null
}

instances() {
  emulated rds describe-db-instances --region eu-west-1 \
    --query "DBInstances[?starts_with(DBInstanceIdentifier, '$database-drill-')].[DBInstanceIdentifier]"
}

runbook() {
  PATH=$BIN:$PATH run --separate-stderr bash "$SCRIPT" --database "$database" --subnet-group "$database" \
    --security-group-ids "$group" --parameter-group "$database" "$@"
}

@test "without a copy nothing is restored; with one it is, and the instance is removed" {
  runbook --no-connect
  expect_error 50 'there is no copy'
  copied
  runbook --no-connect --account-id 123456789012
  expect_exit 0 "restoring $copy" 'verified:' 'postgres 17.4, 20 GiB' 'is removed'
  [[ $output == *'"proof": "not connected"'*'"rto_seconds": '* ]] || fault 'expected the report'
  [ -z "$(instances)" ] || fault "left: $(instances)"
}

@test "where nobody can be reached it fails, and the instance is removed all the same" {
  copied
  runbook
  expect_error 61 'cannot be reached from here' '--no-connect'
  [ -z "$(instances)" ] || fault "left: $(instances)"
}

@test "a drill in progress is seen by its tag, and a leftover is removed first" {
  copied
  emulated rds create-db-instance --region eu-west-1 --db-instance-identifier "$database-drill-x" --engine postgres \
    --db-instance-class db.t4g.micro --allocated-storage 20 --master-username palier --master-user-password birth-password \
    --tags "Key=palier:restored-from,Value=drill of $database" Key=palier:drill-until,Value=2999-01-01T00:00:00Z >/dev/null
  runbook --no-connect
  expect_error 60 "another drill is in progress: $database-drill-x"
  runbook --no-connect --remove-leftover
  expect_exit 0 "an earlier drill was killed and has left $database-drill-x"
  [ -z "$(instances)" ] || fault "left: $(instances)"
}

@test "the commands of the guide" {
  local commands
  copied
  commands=$(awk -v mine="<!-- run by ${BATS_TEST_FILENAME#"$ROOT"/} -->" '
    /^```/ { code = ($0 == "```sh" && above == mine); above = ""; next }
    code { print }
    { above = $0 }' "$GUIDE" | sed "s|huntaze-postgres-production|$database|g; s|sg-0123456789abcdef0|$group|g
      s|huntaze-database|$database|g; s|huntaze-postgres17|$database|g")
  [ -n "$commands" ] || fault 'the guide has no commands'
  cd "$ROOT" || return
  PATH=$BIN:$PATH run --separate-stderr bash -euc "$commands"
  expect_exit 0 'dry run: would restore' 'done: the measured RTO'
  [ -z "$(instances)" ] || fault "left: $(instances)"
}
