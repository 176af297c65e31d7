#!/usr/bin/env bats
# rotate-secret.sh with the real AWS CLI, against the emulator at PALIER_EMULATOR_ENDPOINT, where versions and the database's
# password really move; and the commands of docs/guides/secret-rotation.md and aurora-global.md. All cases: rotate-secret.bats.
# shellcheck disable=SC2030,SC2031,SC2154 # `run` sets its variables in the very shell of the test; unique: set_up_emulator

bats_require_minimum_version 1.5.0
load helpers

ROOT=$(cd "$BATS_TEST_DIRNAME/../../.." && pwd)
GUIDE=$ROOT/docs/guides/secret-rotation.md

# The network and the rotation function, once for all tests.
setup_file() {
  if [ -z "${PALIER_EMULATOR_ENDPOINT:-}" ] || ! command -v aws >/dev/null; then return 0; fi # each test says so
  blank_environment_of_file
  local vpc role
  vpc=$(emulated ec2 create-vpc --cidr-block 10.7.0.0/16 --query Vpc.VpcId)
  emulated ec2 modify-vpc-attribute --vpc-id "$vpc" --enable-dns-hostnames >/dev/null # for private DNS
  subnet=$(emulated ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.7.0.0/24 --query Subnet.SubnetId)
  group=$(emulated ec2 create-security-group --vpc-id "$vpc" --group-name all --description all --query GroupId)
  emulated ec2 authorize-security-group-ingress --group-id "$group" --protocol tcp --port 0-65535 --source-group "$group" >/dev/null
  emulated ec2 create-vpc-endpoint --vpc-id "$vpc" --vpc-endpoint-type Interface --private-dns-enabled --subnet-ids "$subnet" \
    --service-name com.amazonaws.us-east-1.secretsmanager --security-group-ids "$group" >/dev/null
  name=rotation-$$-$RANDOM
  emulated rds create-db-subnet-group --db-subnet-group-name "$name" --db-subnet-group-description all --subnet-ids "$subnet" >/dev/null
  role=$(emulated iam create-role --role-name "$name" --query Role.Arn \
    --assume-role-policy-document '{"Version": "2012-10-17", "Statement": []}')
  emulated iam put-role-policy --role-name "$name" --policy-name rotation --policy-document '{
    "Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Resource": "*", "Action": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
        "Condition": {"StringEquals": {"secretsmanager:resource/AllowRotationLambdaArn":
          "arn:aws:lambda:us-east-1:123456789012:function:'"$name"'"}}},
      {"Effect": "Allow", "Resource": "*", "Action": "secretsmanager:GetRandomPassword"}]}' >/dev/null
  python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("lambda_function.py", "")' "$BATS_FILE_TMPDIR/function.zip"
  function=$(emulated lambda create-function --function-name "$name" --runtime python3.13 --handler lambda_function.lambda_handler \
    --role "$role" --zip-file "fileb://$BATS_FILE_TMPDIR/function.zip" --vpc-config "SubnetIds=$subnet,SecurityGroupIds=$group" \
    --environment 'Variables={SECRETS_MANAGER_ENDPOINT=https://secretsmanager.us-east-1.amazonaws.com}' --query FunctionArn)
  emulated lambda add-permission --function-name "$name" --statement-id all --action lambda:InvokeFunction \
    --principal secretsmanager.amazonaws.com >/dev/null
  export subnet group name function
}

setup() {
  set_up_emulator
  database=db-$unique secret=team/db@$unique+x=y._
}

teardown() {
  if [ -z "${created:-}" ]; then return 0; fi
  emulated secretsmanager delete-secret --secret-id "$secret" --force-delete-without-recovery >/dev/null || true
  emulated rds delete-db-instance --db-instance-identifier "$database" --skip-final-snapshot >/dev/null
}

blank_environment_of_file() {
  BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR blank_environment
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
}

# A database whose password is the secret's, as tier beta leaves it; first: the id of the secret's version.
create_database_and_secret() {
  local host
  host=$(emulated rds create-db-instance --db-instance-identifier "$database" --engine postgres --db-instance-class db.t4g.micro \
    --allocated-storage 20 --db-name huntaze --master-username palier --master-user-password birth-password \
    --db-subnet-group-name "$name" --vpc-security-group-ids "$group" --query DBInstance.Endpoint.Address)
  created=yes
  first=$(emulated secretsmanager create-secret --name "$secret" --query VersionId --secret-string \
    '{"engine": "postgres", "host": "'"$host"'", "username": "palier", "password": "birth-password", "port": 5432}')
}

# As tier early-ga configures it.
configure_rotation() {
  emulated secretsmanager rotate-secret --secret-id "$secret" --rotation-lambda-arn "$function" \
    --rotation-rules AutomaticallyAfterDays=30 --no-rotate-immediately >/dev/null
}

runbook() { PATH=$BIN:$PATH run --separate-stderr bash "$SCRIPT" --secret "$secret" "$@"; }

fails_next_at() { # STEP
  python3 -c 'import sys, urllib.request; urllib.request.urlopen(urllib.request.Request(sys.argv[1], method="POST"))' \
    "$PALIER_EMULATOR_ENDPOINT/emulator/secretsmanager/123456789012/us-east-1/$secret/fail-next-rotation?step=$1"
}

# password_of LABEL: of the version with that label.
password_of() {
  emulated secretsmanager get-secret-value --secret-id "$secret" --version-stage "$1" --query SecretString |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["password"])'
}

version_of() { # LABEL
  emulated secretsmanager list-secret-version-ids --secret-id "$secret" \
    --query "Versions[?contains(VersionStages, '$1')].VersionId"
}

version_of_database() {
  emulated rds describe-db-instances --db-instance-identifier "$database" --query 'DBInstances[0].EngineVersion'
}

expect_agreement() {
  [ "$(live_password)" = "$(password_of AWSCURRENT)" ] || fault "the database's password is not the secret's"
}

# guide HEADING [PENDING]: runs the section's commands that say that a test here runs them, with the test's own names.
guide() {
  local commands
  commands=$(awk -v heading="$1" -v mine="<!-- run by ${BATS_TEST_FILENAME#"$ROOT"/} -->" '
    /^#/ { on = ($0 ~ "^#+ " heading "$") }
    on && /^```/ { code = ($0 == "```sh" && above == mine); above = ""; next }
    on && code { print }
    { above = $0 }' "$GUIDE" | sed "s|huntaze/database|$secret|g; s|huntaze-postgres-production|$database|g; s|huntaze-aurora|$database-aurora|g; s|VERSION_ID|${2:-}|g")
  [ -n "$commands" ] || fault "the guide has no commands under $1"
  cd "$ROOT" || return
  PATH=$BIN:$PATH run --separate-stderr bash -euc "$commands"
}

@test "the secret, the database and the output get the new version; a revision counts once; another rotates again" {
  create_database_and_secret
  runbook
  expect_error 40 'no rotation is configured'
  configure_rotation
  local before=$first password second
  password=$(live_password)
  runbook --revision 1 --account-id 123456789012
  expect_exit 0 "by $function" 'is AWSPENDING' 'no version is pending'
  second=$output
  [ "$second" = "$(version_of AWSCURRENT)" ]
  [ "$(version_of AWSPREVIOUS)" = "$before" ]
  [ -z "$(version_of AWSPENDING)" ]
  expect_agreement
  [ "$(live_password)" != "$password" ]
  [[ $stderr != *"$(live_password)"* && $stderr != *"$password"* ]] || fault 'a password was printed'

  runbook --revision 1
  expect_exit 0 'has been rotated already'
  [ "$output" = "$second" ]
  AWS_REGION='' runbook --revision 2 --region us-east-1
  expect_exit 0
  [ "$output" != "$second" ]
  [ "$(version_of AWSPREVIOUS)" = "$second" ]
  expect_agreement
}

@test "by ARN; a deleted secret and a missing one stop the run" {
  create_database_and_secret
  configure_rotation
  local name=$secret
  secret=$(emulated secretsmanager describe-secret --secret-id "$secret" --query ARN)
  runbook
  expect_exit 0
  secret=$name
  [ "$output" = "$(version_of AWSCURRENT)" ]
  emulated secretsmanager delete-secret --secret-id "$secret" >/dev/null
  runbook
  expect_error 31 'restore-secret'
  secret=$name.not
  runbook
  expect_error 30 "$secret"
  secret=$name
}

@test "cut mid-way and run again: the same version ends as the current one" {
  create_database_and_secret
  configure_rotation
  # shellcheck disable=SC2016 # expanded in place of the pause
  printf '#!/usr/bin/env bash\nkill -TERM "$PPID"\n' >"$BIN/sleep"
  runbook --revision 7
  expect_error 143 'interrupted by SIGTERM. The rotation goes on in AWS by itself. It is safe to run it again.'
  local pending
  pending=$(version_of AWSPENDING)
  printf '#!/usr/bin/env bash\n' >"$BIN/sleep"
  runbook --revision 7
  expect_exit 0 "waiting for its version $pending"
  [ "$output" = "$pending" ]
  [ "$(version_of AWSPREVIOUS)" = "$first" ]
  expect_agreement
}

@test "two at once: one rotation, and both end with its version" {
  create_database_and_secret
  configure_rotation
  both() {
    PATH=$BIN:$PATH bash "$SCRIPT" --secret "$secret" >"$BATS_TEST_TMPDIR/one" 2>"$BATS_TEST_TMPDIR/one.log" 3>&- &
    local one=$!
    PATH=$BIN:$PATH bash "$SCRIPT" --secret "$secret" >"$BATS_TEST_TMPDIR/two" 2>"$BATS_TEST_TMPDIR/two.log" 3>&- || return 1
    wait "$one"
  }
  # Neither asks AWS to rotate before the other does.
  local aws
  aws=$(command -v aws)
  mkdir "$BATS_TEST_TMPDIR/met"
  cat >"$BIN/aws" <<AWS
#!/usr/bin/env bash
case " \$* " in
  *' rotate-secret '*)
    : >"$BATS_TEST_TMPDIR/met/\$\$"
    until arrived=("$BATS_TEST_TMPDIR"/met/*) && [ \${#arrived[@]} -ge 2 ]; do [ "\$SECONDS" -lt 60 ] || exit 1; done
    ;;
esac
exec "$aws" "\$@"
AWS
  chmod +x "$BIN/aws"
  run --separate-stderr both
  stderr=$(cat "$BATS_TEST_TMPDIR"/*.log)
  expect_exit 0 'starting none'
  cmp "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
  [ "$(cat "$BATS_TEST_TMPDIR/one")" = "$(version_of AWSCURRENT)" ]
  [ "$(version_of AWSPREVIOUS)" = "$first" ]
  expect_agreement
}

@test "the guide: rotate now, by hand" {
  create_database_and_secret
  configure_rotation
  guide 'Rotate now'
  expect_exit 0 'dry run: nothing was changed' 'done: '
  [ "$output" = "$(version_of AWSCURRENT)" ]
  [ "$output" != "$first" ]
  expect_agreement
}

@test "the guide: a rotation that failed before the database was changed, and one after; each retried" {
  create_database_and_secret
  configure_rotation
  local step pending password
  export POLL_SECONDS=30 # of no real length: fewer calls
  for step in setSecret testSecret; do
    password=$(live_password)
    fails_next_at "$step"
    runbook --timeout 90
    pending=$(version_of AWSPENDING)
    expect_error 41 "its version $pending is still AWSPENDING" "/aws/lambda/$name"
    if [ "$step" = setSecret ]; then
      [ "$(live_password)" = "$password" ]
    else
      [ "$(live_password)" = "$(password_of AWSPENDING)" ]
    fi
    guide 'A rotation that failed'
    expect_exit 0
    [[ $output == *"$pending"* && $output == *AWSPENDING* ]]
    guide Retry
    expect_exit 0 "version $pending is still pending: asking AWS to retry"
    [ "$output" = "$pending" ]
    [ "$pending" = "$(version_of AWSCURRENT)" ]
    expect_agreement
  done
}

@test "the guide: a rotation that failed after the database was changed, given up" {
  create_database_and_secret
  configure_rotation
  fails_next_at testSecret
  POLL_SECONDS=30 runbook --revision 3 --timeout 90
  local pending arn
  pending=$(version_of AWSPENDING)
  arn=$(emulated secretsmanager describe-secret --secret-id "$secret" --query ARN)
  expect_error 41 "aws secretsmanager update-secret-version-stage --secret-id $arn --version-stage AWSPENDING --remove-from-version-id $pending --region us-east-1"
  guide 'Give up' "$pending"
  expect_exit 0
  [ -z "$(version_of AWSPENDING)" ]
  [ "$(version_of AWSCURRENT)" = "$first" ]
  expect_agreement
  # The id of the version that was given up is wanted again.
  runbook --revision 3
  expect_exit 0
  expect_agreement
}

@test "the guide: an Aurora replica is promoted, the secret names it, and from then on its password is rotated" {
  create_database_and_secret
  configure_rotation
  local cluster=$database-aurora endpoint birth
  # AWS CLI v1 does not look at AWS_ENDPOINT_URL for RDS in us-east-1.
  printf '#!/usr/bin/env bash\nexec %q --endpoint-url %q "$@"\n' "$(command -v aws)" "$PALIER_EMULATOR_ENDPOINT" >"$BIN/aws"
  chmod +x "$BIN/aws"
  endpoint=$(emulated rds create-db-cluster --db-cluster-identifier "$cluster" --engine aurora-postgresql \
    --replication-source-identifier "arn:aws:rds:us-east-1:123456789012:db:$database" --engine-version "$(version_of_database)" \
    --db-subnet-group-name "$name" --vpc-security-group-ids "$group" --query DBCluster.Endpoint)
  emulated rds create-db-instance --db-instance-identifier "$cluster-a" --db-cluster-identifier "$cluster" \
    --engine aurora-postgresql --db-instance-class db.r6g.large >/dev/null
  birth=$(live_password)

  GUIDE=$ROOT/docs/guides/aurora-global.md guide 'Stage promoted'
  expect_exit 0 'done: '
  [[ $output != *"$birth"* && $stderr != *"$birth"* ]] || fault 'a password was printed'
  [ "$(emulated secretsmanager get-secret-value --secret-id "$secret" --query SecretString |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["host"])')" = "$endpoint" ]
  [ "$(live_password)" = "$birth" ] # the old instance keeps its last one
  database=$cluster
  [ "$(live_password)" != "$birth" ]
  expect_agreement
  database=${cluster%-aurora}
  emulated rds delete-db-instance --db-instance-identifier "$cluster-a" >/dev/null
  emulated rds delete-db-cluster --db-cluster-identifier "$cluster" --skip-final-snapshot >/dev/null
}

@test "the commands that it prints give a failed rotation up, pasted as they are" {
  create_database_and_secret
  configure_rotation
  fails_next_at testSecret
  POLL_SECONDS=30 runbook --timeout 30
  local removal password
  removal=$(sed -n 's/^.*to give up: //p' <<<"$stderr")
  password=$(sed -n "s/^.*current version's password: //p" <<<"$stderr")
  [[ $removal == aws* && $password == set-database-password.sh* ]]
  cd "$SCRIPTS"
  PATH=$BIN:$PATH run --separate-stderr bash -euc "$removal; bash ${password/ ID / $database }"
  expect_exit 0
  [ -z "$(version_of AWSPENDING)" ]
  [ "$(version_of AWSCURRENT)" = "$first" ]
  expect_agreement
}

@test "the secret that RDS manages, whose name has an exclamation mark, is rotated the same way" {
  local before
  secret=$(emulated rds create-db-instance --db-instance-identifier "$database" --engine postgres --db-instance-class db.t4g.micro \
    --allocated-storage 20 --master-username palier --manage-master-user-password --query DBInstance.MasterUserSecret.SecretArn)
  created=yes
  [[ $secret == *'!'* ]]
  before=$(live_password)
  runbook --revision 1
  expect_exit 0 'by rds' 'no version is pending'
  [ "$output" = "$(version_of AWSCURRENT)" ]
  [ "$(live_password)" != "$before" ]
  expect_agreement
}

@test "a role is assumed, and another account is refused; 14: nobody answers" {
  runbook --role-arn arn:aws:iam::210987654321:role/deployer --external-id palier --account-id 123456789012
  expect_error 15 210987654321 assumed-role/deployer/palier-rotate-secret
  AWS_MAX_ATTEMPTS=1 AWS_ENDPOINT_URL=http://127.0.0.1:9 runbook
  expect_error 14 http://127.0.0.1:9
}
