#!/usr/bin/env bats
# set-database-password.sh with the real AWS CLI, against the emulator at PALIER_EMULATOR_ENDPOINT.

bats_require_minimum_version 1.5.0
load helpers

setup() {
  if [ -z "${PALIER_EMULATOR_ENDPOINT:-}" ]; then
    if [ "${CI:-}" = true ]; then
      echo 'PALIER_EMULATOR_ENDPOINT is not set: in CI the emulator must run' >&2
      return 1
    fi
    skip 'PALIER_EMULATOR_ENDPOINT is not set: start the emulator (npm run emulator) and set it to its address'
  fi
  if ! command -v aws >/dev/null; then
    if [ "${CI:-}" = true ]; then
      echo 'the AWS CLI is not on the PATH: in CI it must be' >&2
      return 1
    fi
    skip 'the AWS CLI is not on the PATH'
  fi
  # The interpreter, not a version manager's stand-in: that one looks into HOME, which is replaced below.
  aws_home=$HOME
  blank_environment
  if [ -d "$aws_home/.pyenv" ]; then export PYENV_ROOT=${PYENV_ROOT:-$aws_home/.pyenv}; fi
  export AWS_ENDPOINT_URL=$PALIER_EMULATOR_ENDPOINT AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 \
    AWS_PAGER=''
  # Tests, and runs of them, share the emulator: each has names of its own.
  unique=$$-$BATS_TEST_NUMBER-$RANDOM
  database=db-$unique secret=team/db@$unique+x=y._
  mkdir -p "$BATS_TEST_TMPDIR/bin"
  printf '#!/usr/bin/env bash\n' >"$BATS_TEST_TMPDIR/bin/sleep"
  chmod +x "$BATS_TEST_TMPDIR/bin/sleep"
}

teardown() {
  if [ -z "${database:-}" ]; then return 0; fi
  emulated rds delete-db-instance --db-instance-identifier "$database" --skip-final-snapshot >/dev/null 2>&1 || true
  emulated secretsmanager delete-secret --secret-id "$secret" --force-delete-without-recovery >/dev/null 2>&1 || true
}

emulated() { AWS_DEFAULT_REGION=$AWS_REGION aws --endpoint-url "$AWS_ENDPOINT_URL" --output text "$@"; }

create_database() {
  emulated rds create-db-instance --db-instance-identifier "$database" --engine postgres --db-instance-class db.t4g.micro \
    --allocated-storage 20 --db-name huntaze --master-username palier --master-user-password birth-password "$@" >/dev/null
}

create_secret() { emulated secretsmanager create-secret --name "$secret" "$@" --query ARN; }

# No test waits: a pause of the runbook ends at once.
runbook() {
  PATH=$BATS_TEST_TMPDIR/bin:$PATH run --separate-stderr bash "$SCRIPT" --database "$database" --secret "$secret" "$@"
}

current() { emulated secretsmanager get-secret-value --secret-id "$secret" --version-stage AWSCURRENT --query "$1"; }

# The emulator tells nobody the instance's password, as AWS does not. So what was sent is kept: a stand-in for `aws`
# copies the standard input of modify-db-instance, and hands it on to the real one.
record_password() {
  cat >"$BATS_TEST_TMPDIR/bin/aws" <<STUB
#!/usr/bin/env bash
case " \$* " in
  *' modify-db-instance '*) tee "$BATS_TEST_TMPDIR/password" | exec "$(command -v aws)" "\$@" ;;
  *) exec "$(command -v aws)" "\$@" ;;
esac
STUB
  chmod +x "$BATS_TEST_TMPDIR/bin/aws"
}

@test "a first run gives the secret a value and the instance its password; a second run keeps both" {
  create_database
  create_secret
  record_password
  runbook --dry-run
  expect_exit 0 'would generate a password'
  runbook --account-id 123456789012
  expect_exit 0 'stored the new password' 'done'
  [ "$output" = "$(current VersionId)" ] || fault 'expected the version id'
  current SecretString >"$BATS_TEST_TMPDIR/value"
  python3 - "$BATS_TEST_TMPDIR/value" "$BATS_TEST_TMPDIR/password" "$database" <<'PYTHON'
import json, sys
value = json.load(open(sys.argv[1]))
assert sorted(value) == ["dbname", "engine", "host", "password", "port", "username"], sorted(value)
assert value["host"].startswith(sys.argv[3] + "."), value["host"]
assert (value["engine"], value["username"], value["dbname"], value["port"]) == ("postgres", "palier", "huntaze", 5432)
assert len(value["password"]) == 32
assert value["password"] == open(sys.argv[2]).read()
PYTHON
  local first=$output
  cp "$BATS_TEST_TMPDIR/password" "$BATS_TEST_TMPDIR/first"
  rm "$BATS_TEST_TMPDIR/password"
  runbook
  expect_exit 0
  [ "$output" = "$first" ]
  cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/password"
}

@test "a value with every character that RDS takes arrives unchanged" {
  local password
  # shellcheck disable=SC2016 # nothing is to be expanded
  password='!#$%&'\''()*+,-.:;<=>?[\]^_`{|}~%s\n'
  create_database
  python3 -c 'import json, sys; print(json.dumps({"username": "palier", "password": sys.argv[1]}))' "$password" |
    create_secret --secret-string file:///dev/stdin
  record_password
  runbook
  expect_exit 0
  [ "$(cat "$BATS_TEST_TMPDIR/password")" = "$password" ]
}

@test "an assumed role, of the account expected and of another one" {
  create_database
  create_secret
  runbook --role-arn arn:aws:iam::123456789012:role/deployer --external-id x --account-id 123456789012 --dry-run
  expect_exit 0 assumed-role/deployer/palier-set-database-password
  runbook --role-arn arn:aws:iam::210987654321:role/deployer --account-id 123456789012
  expect_error 15 210987654321
}

@test "20: no such instance; 30: no such secret, or only in another region" {
  create_secret
  runbook
  expect_error 20 "$database"
  create_database
  emulated secretsmanager delete-secret --secret-id "$secret" --force-delete-without-recovery
  runbook
  expect_error 30 "$secret"
}

@test "31: a secret scheduled for deletion, and its way back" {
  create_database
  create_secret
  emulated secretsmanager delete-secret --secret-id "$secret"
  runbook
  expect_error 31 'restore-secret'
  emulated secretsmanager restore-secret --secret-id "$secret"
  runbook
  expect_exit 0
}

@test "32: a version that is AWSPENDING, and the way out that the message names" {
  create_database
  create_secret --secret-string '{"username": "palier", "password": "birth-password"}'
  local pending
  pending=$(emulated secretsmanager put-secret-value --secret-id "$secret" --secret-string '{}' --version-stages AWSPENDING --query VersionId)
  runbook
  expect_error 32 "--remove-from-version-id $pending"
}

@test "21: a stopped instance" {
  create_database
  create_secret
  emulated rds stop-db-instance --db-instance-identifier "$database"
  runbook
  expect_error 21 'is stopped' "aws rds start-db-instance --db-instance-identifier $database"
}

@test "22: a read replica" {
  create_database
  create_secret
  local main=$database
  database=$main-replica
  emulated rds create-db-instance-read-replica --db-instance-identifier "$database" --source-db-instance-identifier "$main"
  runbook
  emulated rds delete-db-instance --db-instance-identifier "$database" --skip-final-snapshot
  database=$main
  expect_error 22 'read replica'
}

@test "11: no credentials; 14: nobody answers" {
  AWS_ACCESS_KEY_ID='' AWS_SECRET_ACCESS_KEY='' runbook
  expect_error 11 'credentials'
  AWS_MAX_ATTEMPTS=1 AWS_ENDPOINT_URL=http://127.0.0.1:9 runbook
  expect_error 14 'http://127.0.0.1:9'
  unset AWS_REGION
  runbook
  expect_error 14 'region'
}
