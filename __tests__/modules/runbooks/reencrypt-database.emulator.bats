#!/usr/bin/env bats
# reencrypt-database.sh with the real AWS CLI, against the emulator at PALIER_EMULATOR_ENDPOINT: what only the real ones show.
# All cases: reencrypt-database.bats.

# shellcheck disable=SC2154 # unique is set by set_up_emulator
bats_require_minimum_version 1.5.0
load helpers

setup() {
  set_up_emulator
  database=db-$unique secret=db-$unique
  key=$(emulated kms create-key --query KeyMetadata.Arn)
  emulated secretsmanager create-secret --name "$secret" \
    --secret-string '{"username": "palier", "password": "Restored-too1"}' >/dev/null
  emulated rds create-db-instance --db-instance-identifier "$database" --engine postgres --engine-version 17 \
    --db-instance-class db.t4g.micro --allocated-storage 20 --storage-type gp3 --storage-encrypted --db-name huntaze \
    --master-username palier --master-user-password birth-password --backup-retention-period 7 >/dev/null
  made=("$database")
}

teardown() {
  local instance
  for instance in "${made[@]}"; do
    emulated rds delete-db-instance --db-instance-identifier "$instance" --skip-final-snapshot
  done >/dev/null
  emulated secretsmanager delete-secret --secret-id "$secret" --force-delete-without-recovery >/dev/null
}

described() { # ID QUERY
  emulated rds describe-db-instances --db-instance-identifier "$1" --query "DBInstances[0].$2"
}

@test "under the customer key, with the secret's password, in the place of the former instance" {
  local former former_key
  former=$(described "$database" DbiResourceId) former_key=$(described "$database" KmsKeyId)
  PATH=$BIN:$PATH run --separate-stderr bash "$SCRIPT" --database "$database" --secret "$secret" --kms-key "$key" \
    --writes-stopped --cut-over
  expect_exit 0 verified
  made+=("$(emulated rds describe-db-instances \
    --query "DBInstances[?starts_with(DBInstanceIdentifier, '$database-replaced-')].DBInstanceIdentifier")")
  [ "$(described "$database" KmsKeyId)" = "$key" ]
  [ "$(described "$database" DbiResourceId)" != "$former" ]
  [ "$(described "${made[1]}" KmsKeyId)" = "$former_key" ]
  [ "$(live_password)" = Restored-too1 ]
}

@test "RDS takes no comma in the value of a tag" {
  local arn
  arn=$(described "$database" DBInstanceArn)
  run emulated rds add-tags-to-resource --resource-name "$arn" --tags '[{"Key": "a", "Value": "b, c"}]'
  [ "$status" -ne 0 ]
  [[ $output == *InvalidParameterValue* ]]
}
