#!/usr/bin/env bats
# set-database-password.sh against a recording stub of `aws`; see stub/aws for what it records and how it fails.

bats_require_minimum_version 1.5.0
load helpers

setup() {
  set_up_stub
  echo available >"$STUB/statuses"
  printf 'resetting-master-credentials\navailable\n' >"$STUB/statuses-after"
}

ARN=arn:aws:secretsmanager:us-east-1:123456789012:secret:huntaze/database-AbCdEf
HOST=huntaze-db.abc.us-east-1.rds.amazonaws.com
# The characters that quoting, escaping and printf get wrong.
# shellcheck disable=SC2016 # nothing is to be expanded
PASSWORD='S3cret%s\n$(id)`id`'\''&*!~'

# secret_says VALUE [VERSION]: the current value of the secret.
secret_says() {
  mkdir -p "$STUB/versions/${2:-v1}"
  printf '%s' "$1" >"$STUB/versions/${2:-v1}/value"
  echo "${2:-v1}" >"$STUB/current"
}

secret_value() { # PASSWORD [HOST] [USERNAME]
  "$REAL_PYTHON" -c 'import json, sys
password, host, username = sys.argv[1:]
print(json.dumps(dict(engine="postgres", host=host, username=username, password=password, dbname="huntaze", port=5432)))' \
    "$1" "${2:-$HOST}" "${3:-palier}"
}

# The password under AWSCURRENT.
current_password() {
  "$REAL_PYTHON" -c 'import json, sys; print(json.load(open(sys.argv[1]))["password"])' "$STUB/versions/$(cat "$STUB/current")/value"
}

# How many values were ever stored.
stored() { find "$STUB/versions" -name value | wc -l; }

runbook() { run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --secret huntaze/database "$@"; }

expect_nothing_changed() { expect_not_called modify-db-instance put-secret-value; }

expect_agreement() {
  [ "$(cat "$STUB/password")" = "$(current_password)" ] || fault "the instance's password is not the secret's"
}

# --- what it does ---

@test "a secret without a value gets one, in the shape AWS's rotation expects, and the instance its password" {
  runbook
  expect_exit 0 'generating a password' 'done'
  expect_agreement
  [ "$output" = "$(cat "$STUB/current")" ] || fault 'expected the version id on stdout'
  "$REAL_PYTHON" - "$STUB/versions/$output/value" <<'PYTHON'
import json, sys
value = json.load(open(sys.argv[1]))
password = value.pop("password")
assert password.startswith("Generated+by="), password
assert value == {"engine": "postgres", "host": "huntaze-db.abc.us-east-1.rds.amazonaws.com", "username": "palier",
                 "dbname": "huntaze", "port": 5432}, value
PYTHON
}

@test "the secret is stored before the instance is changed" {
  runbook
  expect_exit 0
  [ "$(grep -x 'put-secret-value\|modify-db-instance' "$STUB/operations" | head -n 1)" = put-secret-value ]
}

@test "the password asked for is long, and of characters that RDS takes" {
  runbook
  argv_of get-random-password >"$BATS_TEST_TMPDIR/argv"
  grep -qx -- --require-each-included-type "$BATS_TEST_TMPDIR/argv"
  grep -qx 32 "$BATS_TEST_TMPDIR/argv"
  local excluded character
  excluded=$(grep -A1 -x -- --exclude-characters "$BATS_TEST_TMPDIR/argv" | tail -n 1)
  # shellcheck disable=SC1003 # a backslash, indeed
  for character in '/' '@' '"' "'" '\' ' '; do
    [[ $excluded == *"$character"* ]] || fault "expected to exclude: $character"
  done
}

@test "a secret with a value gives it to the instance, whatever its characters, and stays as it is" {
  secret_says "$(secret_value "$PASSWORD")"
  runbook
  expect_exit 0
  [ "$(cat "$STUB/password")" = "$PASSWORD" ] || fault "got $(cat "$STUB/password")"
  [ "$output" = v1 ]
  expect_not_called get-random-password put-secret-value
}

@test "a second run changes nothing but sets the same password again" {
  runbook
  local first
  first=$(cat "$STUB/password")
  runbook
  expect_exit 0
  [ "$(cat "$STUB/password")" = "$first" ]
  [ "$(grep -cx put-secret-value "$STUB/operations")" -eq 1 ]
}

@test "nothing else of the instance changes: no pending modification is started with it" {
  secret_says "$(secret_value "$PASSWORD")"
  runbook
  expect_exit 0
  [ "$(argv_of modify-db-instance | grep -c '^--')" -eq 3 ] || fault "got $(argv_of modify-db-instance)"
  argv_of modify-db-instance | grep -qx -- --master-user-password
  ! argv_of modify-db-instance | grep -q -- apply-immediately || fault 'it would start what waits for the maintenance window'
}

@test "it runs from a copy without run bit, in a directory with a space, and not without its library" {
  mkdir "$BATS_TEST_TMPDIR/a copy"
  cp -R "$SCRIPTS/." "$BATS_TEST_TMPDIR/a copy/"
  chmod -R a-x,u+X "$BATS_TEST_TMPDIR/a copy"
  secret_says "$(secret_value "$PASSWORD")"
  cd /
  DATABASE=huntaze-db SECRET=huntaze/database run --separate-stderr launch bash "$BATS_TEST_TMPDIR/a copy/set-database-password.sh"
  expect_exit 0
  rm -r "$BATS_TEST_TMPDIR/a copy/lib"
  run --separate-stderr launch bash "$BATS_TEST_TMPDIR/a copy/set-database-password.sh"
  expect_error 1 'lib/common.sh is missing'
}

@test "files in the current directory do not decide what Python runs" {
  mkdir "$BATS_TEST_TMPDIR/here"
  echo 'raise SystemExit(9)' >"$BATS_TEST_TMPDIR/here/json.py"
  cd "$BATS_TEST_TMPDIR/here"
  PYTHONPATH=$BATS_TEST_TMPDIR/here runbook
  expect_exit 0
}

# --- help and usage ---

@test "--help shows examples and every exit code, and needs neither AWS nor a complete command" {
  run --separate-stderr bash "$SCRIPT" --help
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
  [[ $output == *Examples:* ]]
  local code
  for code in 0 1 2 10 11 12 13 14 15 20 21 22 30 31 32 130 143; do
    grep -Eq "^ *([0-9]+, )*$code(,| )" <<<"$output" || fault "exit code $code is not documented"
  done
  [ ! -e "$STUB/operations" ]
}

@test "every mistake on the command line is a usage error that names it, before any call" {
  local base=(--database huntaze-db --secret huntaze/database) given expected
  while IFS='|' read -r given expected; do
    # shellcheck disable=SC2086 # the words of the table
    run --separate-stderr bash "$SCRIPT" "${base[@]}" $given
    expect_error 2 "$expected" '--help'
  done <<'TABLE'
--bogus|unknown argument: --bogus
--dry-run=yes|unknown argument: --dry-run=yes
extra|unknown argument: extra
--region|--region needs a value
--timeout --dry-run|--timeout needs a value, got the option --dry-run
--profile=|--profile needs a value, got an empty one
--timeout soon|--timeout: got 'soon'
--timeout 0|--timeout: got '0'
--timeout -5|--timeout: got '-5'
--account-id 123|--account-id: got '123'
--account-id 12345678901x|--account-id: got '12345678901x'
--database 1db|--database: got '1db'
--database a_b|--database: got 'a_b'
--secret a$b|--secret: got 'a$b'
--secret file:///etc/hosts|--secret: got 'file:///etc/hosts'
--region us_east_1|--region: got 'us_east_1'
--role-arn palier|--role-arn: got 'palier'
TABLE
  run --separate-stderr bash "$SCRIPT" "${base[@]}" --database 'a b'
  expect_error 2 "got 'a b'"
  run --separate-stderr bash "$SCRIPT" --secret huntaze/database
  expect_error 2 '--database ID (or DATABASE)'
  run --separate-stderr bash "$SCRIPT" --database huntaze-db
  expect_error 2 '--secret ARN_OR_NAME (or SECRET)'
  POLL_SECONDS=0 run --separate-stderr bash "$SCRIPT" "${base[@]}"
  expect_error 2 "POLL_SECONDS: got '0'"
  [ ! -e "$STUB/operations" ] || fault 'expected no call'
}

@test "secret names with any character that Secrets Manager allows, and ARNs, arrive as given" {
  secret_says "$(secret_value "$PASSWORD")"
  local name
  for name in 'team/app_1@eu+x=y.z-w' arn:aws:secretsmanager:us-east-1:123456789012:secret:huntaze/database-AbCdEf \
    arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:a/b-AbCdEf; do
    run --separate-stderr launch bash "$SCRIPT" --database=huntaze-db "--secret=$name" --dry-run
    expect_exit 0
    argv_of describe-secret | grep -qxF -- "$name" || fault "expected --secret-id $name"
  done
}

# --- whom it calls as, and where ---

@test "environment variables stand for the options, options win, empty variables are none" {
  secret_says "$(secret_value "$PASSWORD")"
  export DATABASE=huntaze-db SECRET=huntaze/database AWS_REGION=eu-west-3 AWS_DEFAULT_REGION=eu-west-1 ACCOUNT_ID=123456789012 \
    TIMEOUT=60 ROLE_ARN='' EXTERNAL_ID='' AWS_PROFILE='' PROFILE='' AWS_ENDPOINT_URL=''
  run --separate-stderr launch bash "$SCRIPT"
  expect_exit 0 'at most 60 s'
  [ "$(environ_of modify-db-instance AWS_REGION)" = eu-west-3 ]
  [ "$(environ_of modify-db-instance AWS_DEFAULT_REGION)" = eu-west-3 ]
  ! tr '\0' '\n' <"$STUB/record/1.environ" | grep -q '^AWS_PROFILE=' || fault 'an empty profile is no profile'
  ! cat "$STUB"/record/*.argv | grep -qx -- '--profile\|--endpoint-url' || fault 'nothing was to be passed'
  expect_not_called assume-role
  run --separate-stderr launch bash "$SCRIPT" --region us-west-2 --dry-run
  [ "$(environ_of describe-secret AWS_DEFAULT_REGION)" = us-west-2 ]
}

@test "an option wins over its variable for the instance, the secret, the account and the timeout" {
  secret_says "$(secret_value "$PASSWORD")"
  DATABASE=other SECRET=other ACCOUNT_ID=999999999999 TIMEOUT=never runbook --account-id 123456789012 --timeout 77
  expect_exit 0 'at most 77 s'
  argv_of describe-db-instances | grep -qx huntaze-db
  argv_of describe-secret | grep -qx huntaze/database
}

@test "a profile is named on the command line of every call, so that keys in the environment do not win" {
  secret_says "$(secret_value "$PASSWORD")"
  PROFILE=from-environment runbook --profile huntaze
  expect_exit 0
  local record
  for record in "$STUB"/record/[0-9]*.argv; do
    grep -A1 -x -- --profile "$record" | grep -qx huntaze || fault "no --profile in $record"
  done
}

@test "AWS_PROFILE is left to the AWS CLI" {
  secret_says "$(secret_value "$PASSWORD")"
  AWS_PROFILE=huntaze runbook
  expect_exit 0
  ! cat "$STUB"/record/*.argv | grep -qx -- --profile || fault 'expected no --profile'
  [ "$(environ_of modify-db-instance AWS_PROFILE)" = huntaze ]
}

@test "a role is assumed with the base identity, and only its credentials are used from there" {
  secret_says "$(secret_value "$PASSWORD")"
  AWS_ACCESS_KEY_ID=AKIABASE AWS_SECRET_ACCESS_KEY=base-key AWS_SESSION_TOKEN=base-token AWS_CREDENTIAL_EXPIRATION=2020-01-01T00:00:00Z \
    runbook --profile huntaze --role-arn arn:aws:iam::123456789012:role/a/deployer --external-id ext-1
  expect_exit 0
  argv_of assume-role >"$BATS_TEST_TMPDIR/argv"
  local word
  for word in arn:aws:iam::123456789012:role/a/deployer palier-set-database-password ext-1 --profile huntaze; do
    grep -qx -- "$word" "$BATS_TEST_TMPDIR/argv" || fault "expected $word in $(cat "$BATS_TEST_TMPDIR/argv")"
  done
  [ "$(environ_of assume-role AWS_ACCESS_KEY_ID)" = AKIABASE ]
  local operation
  for operation in get-caller-identity describe-db-instances get-secret-value modify-db-instance; do
    [ "$(environ_of $operation AWS_ACCESS_KEY_ID)" = ASIAROLE ]
    [ "$(environ_of $operation AWS_SECRET_ACCESS_KEY)" = role-key ]
    [ "$(environ_of $operation AWS_SESSION_TOKEN)" = role-token ]
    [ -z "$(environ_of $operation AWS_CREDENTIAL_EXPIRATION)" ]
    [ "$(environ_of $operation AWS_PROFILE)" = huntaze ] || fault 'the profile still gives the region'
    ! argv_of $operation | grep -qx -- --profile || fault '--profile would win over the role'
  done
  [[ $stderr$output != *role-key* && $stderr$output != *role-token* ]] || fault 'credentials were printed'
  ! grep -l 'role-key\|role-token' "$STUB"/record/*.argv || fault 'credentials were passed as arguments'
}

@test "a role that may not be assumed ends the run" {
  fails_with assume-role "$(aws_error AccessDenied 'not authorized to perform: sts:AssumeRole')"
  runbook --role-arn arn:aws:iam::123456789012:role/deployer
  expect_error 12 'sts:AssumeRole'
  expect_not_called describe-db-instances
}

@test "another account than expected: nothing is even looked at" {
  runbook --account-id 999999999999
  expect_error 15 123456789012 999999999999
  expect_not_called describe-db-instances
  expect_nothing_changed
}

@test "endpoints of the environment are passed explicitly, a service's own wins" {
  secret_says "$(secret_value "$PASSWORD")"
  AWS_ENDPOINT_URL=http://127.0.0.1:1 AWS_ENDPOINT_URL_RDS=http://127.0.0.1:2 AWS_ENDPOINT_URL_SECRETS_MANAGER=http://127.0.0.1:3 \
    AWS_ENDPOINT_URL_STS=http://127.0.0.1:4 runbook
  expect_exit 0
  argv_of modify-db-instance | grep -qx http://127.0.0.1:2
  argv_of describe-db-instances | grep -qx http://127.0.0.1:2
  argv_of get-secret-value | grep -qx http://127.0.0.1:3
  argv_of get-caller-identity | grep -qx http://127.0.0.1:4
  AWS_ENDPOINT_URL=http://127.0.0.1:1 runbook --dry-run
  argv_of describe-db-instances | grep -qx http://127.0.0.1:1
  argv_of get-caller-identity | grep -qx http://127.0.0.1:1
}

@test "calls retry a few times and never page, unless the caller says otherwise" {
  runbook --dry-run
  [ "$(environ_of describe-secret AWS_RETRY_MODE)" = standard ]
  [ "$(environ_of describe-secret AWS_MAX_ATTEMPTS)" = 5 ]
  tr '\0' '\n' <"$STUB/record/1.environ" | grep -qx AWS_PAGER=
  AWS_RETRY_MODE=adaptive AWS_MAX_ATTEMPTS=9 runbook --dry-run
  [ "$(environ_of describe-secret AWS_RETRY_MODE)" = adaptive ]
  [ "$(environ_of describe-secret AWS_MAX_ATTEMPTS)" = 9 ]
}

# --- failures, each with its exit code ---

@test "10: no AWS CLI, no python3" {
  mkdir "$BATS_TEST_TMPDIR/few"
  local tool
  for tool in bash dirname cat; do ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/few/$tool"; done
  ln -s "$REAL_PYTHON" "$BATS_TEST_TMPDIR/few/python3"
  run --separate-stderr env PATH="$BATS_TEST_TMPDIR/few" bash "$SCRIPT" --database huntaze-db --secret s
  expect_error 10 'AWS CLI' 'https://docs.aws.amazon.com'
  rm "$BATS_TEST_TMPDIR/few/python3"
  ln -s "$BIN/aws" "$BATS_TEST_TMPDIR/few/aws"
  run --separate-stderr env PATH="$BATS_TEST_TMPDIR/few" bash "$SCRIPT" --database huntaze-db --secret s
  expect_error 10 python3
}

# Each line: exit code | operation that fails | what the AWS CLI says | text expected in the error line
@test "11, 12, 13, 14, 1: what AWS and its CLI say becomes the exit code, with their own words" {
  local code operation message text
  secret_says "$(secret_value "$PASSWORD")"
  while IFS='|' read -r code operation message text; do
    rm -f "$STUB"/fail/*
    fails_with "$operation" "$message"
    runbook
    expect_error "$code" "$text"
  done <<'TABLE'
11|get-caller-identity|An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired|token included in the request is expired
11|modify-db-instance|aws: [ERROR]: An error occurred (ExpiredTokenException) when calling the ModifyDBInstance operation: expired|ExpiredTokenException
11|get-caller-identity|Unable to locate credentials. You can configure credentials by running "aws configure".|Unable to locate credentials
11|get-caller-identity|The config profile (nope) could not be found|The config profile (nope)
11|get-caller-identity|Error loading SSO Token: Token for huntaze does not exist|aws sso login
12|describe-db-instances|An error occurred (AccessDenied) when calling the DescribeDBInstances operation: not authorized to perform: rds:DescribeDBInstances|rds:DescribeDBInstances
12|get-secret-value|An error occurred (AccessDeniedException) when calling the GetSecretValue operation: Access to KMS is not allowed|Access to KMS
12|modify-db-instance|An error occurred (AccessDenied) when calling the ModifyDBInstance operation: not authorized|access denied
13|describe-db-instances|An error occurred (Throttling) when calling the DescribeDBInstances operation (reached max retries: 4): Rate exceeded|after 5 attempts
14|get-caller-identity|Could not connect to the endpoint URL: "https://sts.us-nope-9.amazonaws.com/"|us-nope-9
14|describe-db-instances|Connect timeout on endpoint URL: "https://rds.us-east-1.amazonaws.com/"|cannot be reached
14|get-caller-identity|You must specify a region. You can also configure your region by running "aws configure".|specify a region
14|get-caller-identity|Provided region_name 'foo' doesn't match a supported format.|region
1|get-secret-value|An error occurred (InternalServiceError) when calling the GetSecretValue operation: oops|aws secretsmanager get-secret-value: An error occurred (InternalServiceError)
1|modify-db-instance|An error occurred (InvalidParameterValue) when calling the ModifyDBInstance operation: not a valid password|not a valid password
1|describe-db-instances|Segmentation fault|aws rds describe-db-instances: Segmentation fault
TABLE
}

@test "1: an answer that is not JSON, and a failure without a word" {
  # shellcheck disable=SC2016 # written as it is
  printf '#!/usr/bin/env bash\ncase " $* " in *" sts "*) echo garbage ;; esac\n' >"$BATS_TEST_TMPDIR/garbage"
  chmod +x "$BATS_TEST_TMPDIR/garbage"
  ln -sf "$BATS_TEST_TMPDIR/garbage" "$BIN/aws"
  runbook
  expect_error 1 'get-caller-identity cannot be read'
  printf '#!/usr/bin/env bash\nexit 3\n' >"$BATS_TEST_TMPDIR/garbage"
  runbook
  expect_error 1 'failed without a message'
}

@test "20: no such instance" {
  fails_with describe-db-instances "$(aws_error DBInstanceNotFound 'DBInstance huntaze-db not found.')"
  runbook
  expect_error 20 'no RDS instance huntaze-db in us-east-1'
  expect_nothing_changed
}

@test "21: states that waiting does not change end the run at once, before the secret is touched" {
  local state
  for state in deleting failed stopped incompatible-parameters inaccessible-encryption-credentials-recoverable; do
    echo "$state" >"$STUB/statuses"
    runbook
    expect_error 21 "is $state, which waiting does not change"
  done
  [ ! -e "$STUB/sleeps" ] || fault 'expected no pause'
  expect_nothing_changed
}

@test "21: an instance that does not become available in time" {
  echo creating >"$STUB/statuses"
  POLL_SECONDS=7 runbook --timeout 20
  expect_error 21 'waited 20 s' 'still creating' '--timeout'
  [ "$(cat "$STUB/sleeps")" = "$(printf '%s\n' 7 7 6)" ] || fault 'expected the pause asked for, and at last what is left'
  expect_nothing_changed
}

@test "21: the time is the clock's: calls that take long do not make the wait longer" {
  echo creating >"$STUB/statuses"
  slow_calls 300
  runbook --timeout 900
  expect_error 21 'still creating'
  [ "$(wc -l <"$STUB/sleeps")" -eq 3 ] || fault 'expected three pauses, of 305 s each with the calls'
}

@test "21: the commands to go on with are for this region and identity" {
  echo stopped >"$STUB/statuses"
  runbook --profile 'my prof'
  expect_error 21 'Start it: aws rds start-db-instance --db-instance-identifier huntaze-db --region us-east-1 --profile my\ prof'
  echo incompatible-restore >"$STUB/statuses"
  runbook --role-arn arn:aws:iam::123456789012:role/deployer
  expect_error 21 'See its events (with the credentials of arn:aws:iam::123456789012:role/deployer): aws rds describe-events'
}

@test "21: a change that does not end in time" {
  echo yes >"$STUB/pendings-after"
  echo available >"$STUB/statuses-after"
  runbook --timeout 30
  expect_error 21 'for the new password to be in force'
}

@test "21: an instance that fails while the password is being set" {
  printf 'resetting-master-credentials\nfailed\n' >"$STUB/statuses-after"
  runbook
  expect_error 21 'is failed'
}

@test "22: RDS manages the password, a read replica, a cluster's member" {
  echo '"MasterUserSecret": {"SecretArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1", "SecretStatus": "active"},' >"$STUB/extra"
  runbook
  expect_error 22 'RDS manages the master password' 'rds!db-1'
  echo '"ReadReplicaSourceDBInstanceIdentifier": "huntaze-main",' >"$STUB/extra"
  runbook
  expect_error 22 'read replica of huntaze-main'
  echo '"DBClusterIdentifier": "huntaze-cluster",' >"$STUB/extra"
  runbook --dry-run
  expect_error 22 'member of the cluster huntaze-cluster'
  expect_nothing_changed
}

@test "30: no such secret" {
  fails_with describe-secret "$(aws_error ResourceNotFoundException "Secrets Manager can't find the specified secret.")"
  runbook
  expect_error 30 'no secret huntaze/database in us-east-1'
  expect_nothing_changed
}

@test "31: a secret that is scheduled for deletion, or owned by a service" {
  echo ', "DeletedDate": 1795378695.0' >"$STUB/secret-extra"
  runbook
  expect_error 31 'scheduled for deletion' "aws secretsmanager restore-secret --secret-id $ARN --region us-east-1" 'Nothing was changed'
  echo ', "OwningService": "rds"' >"$STUB/secret-extra"
  runbook
  expect_error 31 'owned by the service rds'
  expect_nothing_changed
}

@test "31: a value that cannot be used, told without a piece of it" {
  local value text
  while IFS='|' read -r text value; do
    secret_says "$value"
    runbook
    expect_error 31 "$text"
    [[ $stderr != *S3cret* ]] || fault 'a piece of the value was shown'
  done <<'TABLE'
is not JSON|S3cret-plain-text
not an object|["S3cret-in-a-list"]
has no password|{"username": "palier", "pass": "S3cret-misspelt"}
has no password|{"username": "palier", "password": ""}
has no password|{"username": "palier", "password": ["S3cret-in-a-list"]}
username is not the master user of the instance, palier|{"username": "S3cret-user", "password": "S3cret-password"}
username is not the master user of the instance, palier|{"password": "S3cret-password"}
8 to 128 characters|{"username": "palier", "password": "S3cret"}
a character that RDS refuses|{"username": "palier", "password": "S3cret/slash"}
a character that RDS refuses|{"username": "palier", "password": "S3cret-é-accent"}
a character that RDS refuses|{"username": "palier", "password": "S3cret-newline\n"}
TABLE
  : >"$STUB/versions/v1/binary"
  runbook
  expect_error 31 'is binary'
  expect_nothing_changed
}

@test "31: a value that cannot be decrypted" {
  secret_says "$(secret_value "$PASSWORD")"
  fails_with get-secret-value "$(aws_error DecryptionFailure 'the key is pending deletion')"
  runbook
  expect_error 31 'KMS key' 'pending deletion'
}

@test "32: a rotation in progress: nothing is changed, and it is said how to look and clean up" {
  secret_says "$(secret_value "$PASSWORD")"
  echo v2 >"$STUB/pending-version"
  runbook
  expect_error 32 'version v2 is AWSPENDING' 'Nothing was changed' "describe-secret --secret-id $ARN --region us-east-1" \
    "update-secret-version-stage --secret-id $ARN --version-stage AWSPENDING --remove-from-version-id v2 --region us-east-1"
  runbook --dry-run
  expect_error 32
  expect_nothing_changed
}

@test "32: a rotation in progress may be a good one: its label is to be taken away last, and only where it is known to have failed" {
  secret_says "$(secret_value "$PASSWORD")"
  echo v2 >"$STUB/pending-version"
  echo ', "RotationEnabled": true, "RotationLambdaARN": "arn:aws:lambda:us-east-1:123456789012:function:huntaze-rotation"' >"$STUB/secret-extra"
  runbook
  expect_error 32 'run this again when it has ended' \
    "the rotation function's log says: aws logs filter-log-events --log-group-name /aws/lambda/huntaze-rotation" \
    "if it has failed: remove the cause and retry it: rotate-secret.sh --secret $ARN --region us-east-1 --account-id 123456789012"
  [[ $(tail -n 1 <<<"$stderr") == *': or, if it has failed and cannot be retried, give it up: aws secretsmanager update-secret-version-stage'* ]]
  [ "$(grep -c update-secret-version-stage <<<"$stderr")" -eq 1 ]
}

@test "a finished rotation, whose version is both AWSPENDING and AWSCURRENT, is none" {
  secret_says "$(secret_value "$PASSWORD")"
  echo v1 >"$STUB/pending-version"
  runbook
  expect_exit 0
  expect_agreement
}

@test "a rotation that ends while the password is being set: the newer password is set as well" {
  secret_says "$(secret_value 'S3cret-of-version-two')" v2
  secret_says "$(secret_value "$PASSWORD")" v1
  printf 'v1\nv2\n' >"$STUB/currents"
  runbook
  expect_exit 0 'once more'
  [ "$(cat "$STUB/password")" = S3cret-of-version-two ]
  [ "$output" = v2 ]
}

@test "32: a rotation that begins while the password is being set: it is said which password the instance has" {
  secret_says "$(secret_value "$PASSWORD")"
  printf '\nv2\n' >"$STUB/pending-version"
  runbook
  expect_error 32 'version v2 is AWSPENDING' 'The instance was given the password of version v1 meanwhile.'
}

@test "32: a secret that changes each time" {
  local id
  for id in v5 v4 v3 v2 v1; do secret_says "$(secret_value "S3cret-of-version-$id")" $id; done
  printf 'v1\nv2\nv3\nv4\nv5\n' >"$STUB/currents"
  runbook
  expect_error 32 'keeps changing'
  [ "$(grep -cx modify-db-instance "$STUB/operations")" -eq 3 ]
}

# --- waiting ---

@test "an instance that is being created, backed up or changed is waited for, with a line on what for" {
  printf 'creating\ncreating\nbacking-up\nmodifying\navailable\n' >"$STUB/statuses"
  runbook
  expect_exit 0 'waiting for the instance to be available: huntaze-db is creating (0 s of at most 1800 s)' \
    'is backing-up (10 s' 'is modifying (15 s'
  expect_agreement
  grep -q "\"host\": \"$HOST\"" "$STUB/versions/$output/value" || fault 'the endpoint, known only later, is in the secret'
}

@test "an instance whose storage is being optimized takes the password" {
  echo storage-optimization >"$STUB/statuses"
  echo storage-optimization >"$STUB/statuses-after"
  runbook
  expect_exit 0
  expect_agreement
}

@test "the change is waited for even where the instance looks as before at first" {
  echo available >"$STUB/statuses-after"
  printf 'no\nyes\nyes\nno\n' >"$STUB/pendings-after"
  runbook
  expect_exit 0
  [ "$(wc -l <"$STUB/sleeps")" -eq 4 ] || fault 'expected four looks: nothing yet, pending, pending, done'
}

@test "where no change is ever seen to begin, three quiet looks end the wait" {
  echo available >"$STUB/statuses-after"
  runbook
  expect_exit 0
  [ "$(wc -l <"$STUB/sleeps")" -eq 3 ]
}

@test "a backup that begins just before the change: it is tried again" {
  secret_says "$(secret_value "$PASSWORD")"
  fails_with modify-db-instance "$(aws_error InvalidDBInstanceState 'Database instance is not in available state.')"
  echo 1 >"$STUB/fail/modify-db-instance.times"
  runbook
  expect_exit 0 'waiting for the instance to take the change'
  [ "$(cat "$STUB/password")" = "$PASSWORD" ]
}

@test "a secret that names another host, as after a restore: a warning, and the password is set" {
  secret_says "$(secret_value "$PASSWORD" former-db.abc.us-east-1.rds.amazonaws.com)"
  runbook
  expect_exit 0 'warning: ' former-db.abc.us-east-1.rds.amazonaws.com "$HOST"
  [ "$(cat "$STUB/password")" = "$PASSWORD" ]
}

# --- dry run ---

@test "--dry-run reads no value, changes nothing and says what would be done" {
  runbook --dry-run
  expect_exit 0 'would generate a password and store it in huntaze/database' 'would give huntaze-db that password' 'nothing was changed'
  [ -z "$output" ]
  secret_says "$(secret_value "$PASSWORD")"
  runbook --dry-run
  expect_exit 0 "would give huntaze-db the password of the secret's version v1"
  echo creating >"$STUB/statuses"
  runbook --dry-run
  expect_exit 0 'would wait, at most 1800 s, for huntaze-db to be available (it is creating)'
  expect_not_called get-secret-value get-random-password put-secret-value modify-db-instance
  [ ! -e "$STUB/sleeps" ]
}

# shellcheck disable=SC2030 # the same
@test "--dry-run ends with the same exit codes where it could not be done" {
  runbook --dry-run --account-id 999999999999
  expect_error 15
  echo deleting >"$STUB/statuses"
  runbook --dry-run
  expect_error 21
  echo ', "DeletedDate": 1795378695.0' >"$STUB/secret-extra"
  runbook --dry-run
  expect_error 31
  fails_with describe-secret "$(aws_error ResourceNotFoundException 'no')"
  runbook --dry-run
  expect_error 30
  fails_with describe-db-instances "$(aws_error DBInstanceNotFound 'no')"
  runbook --dry-run
  expect_error 20
}

# --- values stay where they belong ---

@test "the password is in no argument, environment, output or file; not even when traced or exporting all" {
  local options password tool
  for tool in python3 printf echo env cat tee sed tr; do ln -sf "$BATS_TEST_DIRNAME/stub/recorded" "$BIN/$tool"; done
  export STUB_RECORD_PROCESSES=yes
  for options in +x -ax; do
    rm -rf "$STUB/versions" "$STUB/current"
    mkdir "$STUB/versions"
    run --separate-stderr launch bash "$options" "$SCRIPT" --database huntaze-db --secret huntaze/database
    expect_exit 0
    password=$(current_password)
    [ "$password" = "$(cat "$STUB/password")" ]
    expect_no_value "$password"
  done
  [ -n "$(ls "$STUB"/record/python3.*.environ)" ] || fault 'Python was not recorded'
  grep -q set-database-password "$STUB/record/processes" || fault 'processes were not recorded'
}

@test "tracing turned on by the environment is turned off, and said so" {
  run --separate-stderr env SHELLOPTS=xtrace:allexport bash "$SCRIPT" --database huntaze-db --secret huntaze/database
  expect_exit 0 'tracing is turned off'
  expect_no_value "$(current_password)"
}

@test "a failing change does not show the password, not even where the CLI would repeat it" {
  secret_says "$(secret_value 'S3cret-repeated')"
  fails_with modify-db-instance "$(aws_error InvalidParameterValue 'S3cret-repeated is no valid password')"
  runbook
  expect_error 1 'InvalidParameterValue'
  expect_no_value S3cret-repeated
}

# --- cut, and two at once ---

@test "cut after any call and run again: the instance has the secret's password, which was drawn once" {
  runbook
  local calls at
  calls=$(cat "$STUB/count")
  [ "$calls" -ge 10 ]
  for ((at = 1; at <= calls; at++)); do
    rm -rf "$STUB/versions" "$STUB/current" "$STUB/password" "$STUB/count"
    mkdir "$STUB/versions"
    echo available >"$STUB/statuses"
    echo "$at KILL" >"$STUB/kill-after"
    runbook
    [ "$status" -eq 137 ] || fault "expected to be killed after call $at"
    [ -z "$(ls -A "$TMPDIR")" ] || fault "cut after call $at: left in the temporary directory: $(ls -A "$TMPDIR")"
    rm "$STUB/kill-after"
    runbook
    expect_exit 0
    expect_agreement
    [ "$(stored)" -eq 1 ] || fault "cut after call $at: more than one password was stored"
  done
}

@test "129, 130, 143: interrupted: says that it is safe to run again, leaves nothing behind, and it is" {
  local code signal
  for code in 129:HUP 130:INT 143:TERM; do
    signal=${code#*:}
    echo "5 $signal" >"$STUB/kill-after"
    rm -f "$STUB/count" "$STUB/current" "$STUB/password"
    rm -rf "$STUB"/versions/*
    runbook
    expect_error "${code%:*}" "interrupted by SIG$signal" 'safe to run it again'
    [ -z "$(ls -A "$TMPDIR")" ]
    expect_not_called modify-db-instance
    : >"$STUB/operations"
  done
  rm "$STUB/kill-after"
  runbook
  expect_exit 0
  expect_agreement
}

@test "two at once, both generating: one password is stored, and both set that one" {
  echo get-random-password >"$STUB/meet"
  both() {
    bash "$SCRIPT" --database huntaze-db --secret huntaze/database >"$BATS_TEST_TMPDIR/first" 2>"$BATS_TEST_TMPDIR/first.log" 3>&- &
    local first=$!
    bash "$SCRIPT" --database huntaze-db --secret huntaze/database >"$BATS_TEST_TMPDIR/second" 2>"$BATS_TEST_TMPDIR/second.log" 3>&- || return 1
    wait "$first"
  }
  run --separate-stderr both
  stderr=$(cat "$BATS_TEST_TMPDIR"/*.log)
  expect_exit 0 'another run has just stored a password'
  [ "$(grep -cx get-random-password "$STUB/operations")" -eq 2 ]
  [ "$(stored)" -eq 1 ] || fault 'expected one password'
  cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/second"
  expect_agreement
}
