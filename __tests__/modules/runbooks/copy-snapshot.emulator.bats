#!/usr/bin/env bats
# copy-snapshot.sh with the real AWS CLI, against the emulator at PALIER_EMULATOR_ENDPOINT, which refuses an encrypted copy
# without a key of its region, as AWS does; and the commands of docs/guides/disaster-recovery.md. All cases:
# copy-snapshot.bats.
# shellcheck disable=SC2030,SC2031,SC2154 # `run` sets its variables in the very shell of the test; unique: set_up_emulator

bats_require_minimum_version 1.5.0
load helpers

ROOT=$(cd "$BATS_TEST_DIRNAME/../../.." && pwd)
GUIDE=$ROOT/docs/guides/disaster-recovery.md

setup() {
  set_up_emulator
  unset TO_REGION KMS_KEY_ID SNAPSHOT TARGET KEEP
  database=db-$unique
  key=$(emulated kms create-key --region eu-west-1 --query KeyMetadata.Arn)
  home_key=$(emulated kms create-key --region us-east-1 --query KeyMetadata.Arn)
  emulated rds create-db-instance --region us-east-1 --db-instance-identifier "$database" --engine postgres --storage-encrypted \
    --kms-key-id "$home_key" --db-instance-class db.t4g.micro --allocated-storage 20 --master-username palier \
    --master-user-password birth-password --tags 'Key=Project,Value=the shop' >/dev/null
}

teardown() {
  local name
  for name in $(copies); do emulated rds delete-db-snapshot --region eu-west-1 --db-snapshot-identifier "$name" >/dev/null; done
  emulated rds delete-db-instance --region us-east-1 --db-instance-identifier "$database" --skip-final-snapshot >/dev/null
}

runbook() {
  PATH=$BIN:$PATH run --separate-stderr bash "$SCRIPT" --database "$database" --to-region eu-west-1 --kms-key-id "$key" "$@"
}

copies() {
  emulated rds describe-db-snapshots --region eu-west-1 --db-instance-identifier "$database" \
    --query 'DBSnapshots[].[DBSnapshotIdentifier]'
}

automated() {
  emulated rds describe-db-snapshots --region us-east-1 --db-instance-identifier "$database" --snapshot-type automated \
    --query 'DBSnapshots[0].DBSnapshotIdentifier'
}

@test "an encrypted automated snapshot is copied under the other region's key, once; older ones go when asked" {
  local first
  runbook --dry-run
  expect_exit 0 'would copy' 'nothing was changed'
  [ -z "$(copies)" ]

  runbook --account-id 123456789012
  expect_exit 0 'done:'
  first=$database-copy-$(automated | sed "s/^rds:$database-//")
  [ "$output" = "arn:aws:rds:eu-west-1:123456789012:snapshot:$first" ] || fault "expected the ARN of $first"
  [ "$(emulated rds describe-db-snapshots --region eu-west-1 --db-snapshot-identifier "$first" \
    --query 'DBSnapshots[0].[Status,Encrypted,KmsKeyId]')" = "$(printf 'available\tTrue\t%s' "$key")" ]
  [ "$(emulated rds list-tags-for-resource --region eu-west-1 --resource-name "$output" \
    --query "TagList[?Key=='CopiedBy'].Value")" = copy-snapshot ]

  runbook
  expect_exit 0 'is there already'
  [ "$(copies)" = "$first" ]

  emulated rds create-db-snapshot --region us-east-1 --db-instance-identifier "$database" --db-snapshot-identifier "later-$unique" >/dev/null
  runbook --snapshot "later-$unique" --keep 1
  expect_exit 0 "deleting the older copy $first"
  [ "$(copies)" = "$database-copy-later-$unique" ]
}

@test "a key of the region of the snapshot, one that is not there, and one that is disabled" {
  runbook --kms-key-id "$home_key"
  expect_error 53 'a key cannot be used in another region'
  runbook --kms-key-id alias/none
  expect_error 53 'there is no key alias/none in eu-west-1'
  emulated kms disable-key --region eu-west-1 --key-id "${key##*/}"
  runbook
  expect_error 53 "it is 'Disabled'"
  [ -z "$(copies)" ]
}

@test "a snapshot, or an instance, that is not there" {
  runbook --snapshot none
  expect_error 50 'there is no snapshot none in us-east-1'
  PATH=$BIN:$PATH run --separate-stderr bash "$SCRIPT" --database none --to-region eu-west-1 --kms-key-id "$key"
  expect_error 50 'has no automated snapshot in us-east-1'
}

@test "the commands of the guide" {
  local commands
  emulated kms create-alias --region eu-west-1 --alias-name "alias/db-$unique" --target-key-id "$key"
  commands=$(awk -v mine="<!-- run by ${BATS_TEST_FILENAME#"$ROOT"/} -->" '
    /^```/ { code = ($0 == "```sh" && above == mine); above = ""; next }
    code { print }
    { above = $0 }' "$GUIDE" | sed "s|alias/huntaze-database|alias/db-$unique|g; s|huntaze-postgres-production|$database|g")
  [ -n "$commands" ] || fault 'the guide has no commands'
  cd "$ROOT" || return
  PATH=$BIN:$PATH run --separate-stderr bash -euc "$commands"
  expect_exit 0 'dry run: would copy' 'done:'
  [ "$(copies | wc -l)" -eq 1 ]
}
