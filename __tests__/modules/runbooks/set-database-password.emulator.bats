#!/usr/bin/env bats
# set-database-password.sh with the real AWS CLI, against the emulator at PALIER_EMULATOR_ENDPOINT: what only the real ones
# show. All cases: set-database-password.bats.

# shellcheck disable=SC2154 # unique is set by set_up_emulator
bats_require_minimum_version 1.5.0
load helpers

setup() {
  set_up_emulator
  database=db-$unique secret=team/db@$unique+x=y._
}

teardown() {
  if [ -z "${created:-}" ]; then return 0; fi
  local kind
  for kind in $created; do
    case $kind in
      database) emulated rds delete-db-instance --db-instance-identifier "$database" --skip-final-snapshot ;;
      secret) emulated secretsmanager delete-secret --secret-id "$secret" --force-delete-without-recovery ;;
    esac
  done >/dev/null
}

create_database() {
  emulated rds create-db-instance --db-instance-identifier "$database" --engine postgres --db-instance-class db.t4g.micro \
    --allocated-storage 20 --db-name huntaze --master-username palier --master-user-password birth-password >/dev/null
  created+=' database'
}

create_secret() {
  emulated secretsmanager create-secret --name "$secret" "$@" >/dev/null
  created+=' secret'
}

runbook() {
  PATH=$BIN:$PATH run --separate-stderr bash "$SCRIPT" --database "$database" --secret "$secret" "$@"
}

@test "a first run gives the secret a value and the instance its password; a second run keeps both" {
  create_database
  create_secret
  runbook --account-id 123456789012
  expect_exit 0 'stored the new password' 'done'
  local version=$output
  emulated secretsmanager get-secret-value --secret-id "$secret" --version-stage AWSCURRENT --query '[VersionId, SecretString]' \
    >"$BATS_TEST_TMPDIR/secret"
  python3 - "$BATS_TEST_TMPDIR/secret" "$version" "$(live_password)" "$database" <<'PYTHON'
import json, sys
version, value = open(sys.argv[1]).read().rstrip("\n").split("\t")
assert version == sys.argv[2], version
value = json.loads(value)
assert sorted(value) == ["dbname", "engine", "host", "password", "port", "username"], sorted(value)
assert (value["engine"], value["username"], value["dbname"], value["port"]) == ("postgres", "palier", "huntaze", 5432)
assert value["host"].startswith(sys.argv[4] + "."), value["host"]
assert len(value["password"]) == 32
assert value["password"] == sys.argv[3]
PYTHON
  local first
  first=$(live_password)
  runbook
  expect_exit 0
  [ "$output" = "$version" ]
  [ "$(live_password)" = "$first" ]
}

@test "every character that RDS takes arrives unchanged; a rotation, a deletion and missing things stop the run" {
  local password pending
  # shellcheck disable=SC2016 # nothing is to be expanded
  password='!#$%&'\''()*+,-.:;<=>?[\]^_`{|}~%s\n'
  runbook --dry-run
  expect_error 20 "$database"
  create_database
  runbook --dry-run
  expect_error 30 "$secret"
  create_secret --secret-string "$(python3 -c 'import json, sys; print(json.dumps({"username": "palier", "password": sys.argv[1]}))' "$password")"
  runbook
  expect_exit 0
  [ "$(live_password)" = "$password" ] || fault "got $(live_password)"

  pending=$(emulated secretsmanager put-secret-value --secret-id "$secret" --secret-string '{}' --version-stages AWSPENDING --query VersionId)
  runbook --dry-run
  expect_error 32 "--remove-from-version-id $pending"
  emulated secretsmanager delete-secret --secret-id "$secret" >/dev/null
  runbook --dry-run
  expect_error 31 'restore-secret'
}

@test "a role is assumed, and another account is refused" {
  runbook --role-arn arn:aws:iam::210987654321:role/deployer --external-id palier --account-id 123456789012
  expect_error 15 210987654321 assumed-role/deployer/palier-set-database-password
}

@test "11: no credentials, no such profile; 14: nobody answers, no region" {
  AWS_ACCESS_KEY_ID='' AWS_SECRET_ACCESS_KEY='' runbook
  expect_error 11 credentials
  runbook --profile nope
  expect_error 11 'profile (nope)'
  AWS_MAX_ATTEMPTS=1 AWS_ENDPOINT_URL=http://127.0.0.1:9 runbook
  expect_error 14 http://127.0.0.1:9
  AWS_REGION='' runbook
  expect_error 14 region
}
