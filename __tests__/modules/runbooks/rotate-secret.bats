#!/usr/bin/env bats
# rotate-secret.sh against a recording stub of `aws`; see stub/aws for what it records and how it fails.
# shellcheck disable=SC2030,SC2031 # `run` sets its variables in the very shell of the test

bats_require_minimum_version 1.5.0
load helpers

FUNCTION=arn:aws:lambda:us-east-1:123456789012:function:huntaze-rotation
ARN=arn:aws:secretsmanager:us-east-1:123456789012:secret:huntaze/database-AbCdEf
VALUE='S3cret-of-the-database'

setup() {
  set_up_stub
  secret_is ", \"RotationEnabled\": true, \"RotationLambdaARN\": \"$FUNCTION\""
  echo v1 >"$STUB/current"
  mkdir -p "$STUB/versions/v1"
  echo "$VALUE" >"$STUB/versions/v1/value"
  echo 3 >"$STUB/looks-until-rotated"
}

secret_is() { echo "$1" >"$STUB/secret-extra"; } # JSON_MEMBERS

runbook() { run --separate-stderr launch bash "$SCRIPT" --secret huntaze/database "$@"; }

# The rotation function fails: its version stays pending.
function_fails() { rm "$STUB/looks-until-rotated"; }

# AWS goes on while nobody looks.
rotation_ends() {
  mv "$STUB/current" "$STUB/previous"
  mv "$STUB/pending-version" "$STUB/current"
}

current() { cat "$STUB/current"; }

# How many rotations AWS started.
rotations() { if [ -f "$STUB/rotations" ]; then wc -l <"$STUB/rotations"; else echo 0; fi; }

# before_each_call CODE: runs before each call of aws, with its arguments.
before_each_call() {
  printf '#!/usr/bin/env bash\n%s\nexec %q "$@"\n' "$1" "$BATS_TEST_DIRNAME/stub/aws" >"$BATS_TEST_TMPDIR/aws"
  chmod +x "$BATS_TEST_TMPDIR/aws"
  ln -sf "$BATS_TEST_TMPDIR/aws" "$BIN/aws"
}

expect_nothing_changed() { expect_not_called rotate-secret; }

# hide_label_for LOOKS: after AWS was asked to rotate, so many looks do not show the label AWSPENDING.
# shellcheck disable=SC2016 # expanded before each call
hide_label_for() {
  echo "$1" >"$STUB/hide-for"
  before_each_call '
    if [ -f "$STUB/rotations" ] && [[ " $* " == *" describe-secret "* ]]; then
      echo look >>"$STUB/looks"
      looks=$(wc -l <"$STUB/looks") hide=$(cat "$STUB/hide-for")
      if [ "$looks" -eq 1 ]; then mv "$STUB/pending-version" "$STUB/hidden"; fi
      if [ "$looks" -eq $((hide + 1)) ]; then mv "$STUB/hidden" "$STUB/pending-version"; fi
    fi'
}

# --- what it does ---

@test "rotates, waits until the new version is current, and prints its id" {
  runbook
  expect_exit 0 "rotating huntaze/database, whose current version is v1, by $FUNCTION" \
    'is AWSPENDING, v1 is AWSCURRENT (0 s of at most 600 s)' \
    'is current, version v1 the previous one; no version is pending'
  [ "$output" = "$(current)" ] || fault 'expected the id of the new version on stdout'
  [ "$output" != v1 ]
  [ "$(rotations)" -eq 1 ]
}

@test "nothing of the secret is configured: the call names the secret, and nothing else" {
  runbook
  expect_exit 0
  [ "$(argv_of rotate-secret | grep '^--' | sort)" = "$(printf '%s\n' --output --secret-id)" ] || fault "got $(argv_of rotate-secret)"
  argv_of rotate-secret | grep -qxF "$ARN"
}

@test "a new version that keeps the label AWSPENDING is done, as AWS says, and the label is told of" {
  : >"$STUB/label-stays"
  runbook
  expect_exit 0 'it has the label AWSPENDING still' 'no other version is pending'
  runbook
  expect_exit 0 'it has the label AWSPENDING still' 'no other version is pending'
  [[ $stderr != *'none is AWSPENDING'* && $stderr != *'no version is pending'* ]] || fault 'one has the label'
  [ "$(rotations)" -eq 2 ]
}

@test "each run rotates once; a second one takes the new version for its start" {
  runbook
  local first=$output
  echo 0 >"$STUB/looks-until-rotated"
  runbook
  expect_exit 0 "whose current version is $first" "version $first the previous one"
  [ "$output" != "$first" ]
  [ "$(rotations)" -eq 2 ]
}

@test "a secret that RDS manages is rotated the same way" {
  secret_is ', "RotationEnabled": true, "OwningService": "rds"'
  runbook
  expect_exit 0 'by rds'
  [ "$output" = "$(current)" ]
}

# shellcheck disable=SC2016 # expanded before each call
@test "another rotation that begins right after: this one is done, with a warning" {
  before_each_call '
    if [ "$(cat "$STUB/looks-until-rotated")" = 0 ]; then
      mv "$STUB/pending-version" "$STUB/current"
      echo v9 >"$STUB/pending-version"
      rm "$STUB/looks-until-rotated"
    fi'
  runbook
  expect_exit 0 'warning: huntaze/database: another rotation has begun meanwhile, of version v9'
  [ "$output" = "$(cat "$STUB/rotations")" ]
}

# shellcheck disable=SC2016 # expanded before each call
@test "another rotation that has even ended meanwhile: done, and the version printed is the current one" {
  before_each_call '
    if [ "$(cat "$STUB/looks-until-rotated")" = 0 ]; then
      mv "$STUB/pending-version" "$STUB/previous"
      echo v9 >"$STUB/current"
    fi'
  runbook
  expect_exit 0 "version v9 of huntaze/database is current, version $(cat "$STUB/rotations") the previous one"
  [ "$output" = v9 ]
}

@test "it runs from a copy without run bit, in a directory with a space, and not without its library" {
  mkdir "$BATS_TEST_TMPDIR/a copy"
  cp -R "$SCRIPTS/." "$BATS_TEST_TMPDIR/a copy/"
  chmod -R a-x,u+X "$BATS_TEST_TMPDIR/a copy"
  cd /
  SECRET=huntaze/database run --separate-stderr launch bash "$BATS_TEST_TMPDIR/a copy/rotate-secret.sh"
  expect_exit 0
  rm -r "$BATS_TEST_TMPDIR/a copy/lib"
  run --separate-stderr launch bash "$BATS_TEST_TMPDIR/a copy/rotate-secret.sh"
  expect_error 1 'lib/common.sh is missing'
}

@test "no program in another language is written in place: bash 3.2 does not parse every quoted text inside \$(...)" {
  ! grep -rnE "run_python ['\"][^\$]" "$SCRIPTS" || fault 'make it a constant'
}

# --- help and usage ---

@test "--help shows examples, every exit code and every variable, and needs neither AWS nor a complete command" {
  run --separate-stderr bash "$SCRIPT" --help
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
  [[ $output == *Examples:* ]]
  local code name
  for code in 0 1 2 10 11 12 13 14 15 30 31 32 40 41 130 143; do
    grep -Eq "^ *([0-9]+, )*$code(,| )" <<<"$output" || fault "exit code $code is not documented"
  done
  for name in SECRET REVISION ACCOUNT_ID AWS_REGION PROFILE ROLE_ARN EXTERNAL_ID TIMEOUT POLL_SECONDS; do
    grep -qw "$name" <<<"$output" || fault "the variable $name is not documented"
  done
  [ ! -e "$STUB/operations" ]
}

@test "every mistake on the command line is a usage error that names it, before any call" {
  local given expected
  while IFS='|' read -r given expected; do
    # shellcheck disable=SC2086 # the words of the table
    runbook $given
    expect_error 2 "$expected" '--help'
  done <<'TABLE'
--database huntaze-db|unknown argument: --database
--dry-run=yes|unknown argument: --dry-run=yes
extra|unknown argument: extra
--revision|--revision needs a value
--timeout --dry-run|--timeout needs a value, got the option --dry-run
--revision=|--revision needs a value, got an empty one
--revision -1|--revision: got '-1'
--revision a/b|--revision: got 'a/b'
--timeout soon|--timeout: got 'soon'
--account-id 123|--account-id: got '123'
--secret a$b|--secret: got 'a$b'
--region us_east_1|--region: got 'us_east_1'
--role-arn palier|--role-arn: got 'palier'
TABLE
  runbook '--region --profile'
  expect_error 2 'unknown argument: --region --profile'
  run --separate-stderr bash "$SCRIPT"
  expect_error 2 '--secret ARN_OR_NAME (or SECRET)'
  POLL_SECONDS=0 runbook
  expect_error 2 "POLL_SECONDS: got '0'"
  [ ! -e "$STUB/operations" ] || fault 'expected no call'
}

@test "secret names with any character that Secrets Manager allows, and ARNs, arrive as given" {
  local name
  for name in 'team/app_1@eu+x=y.z-w' 'rds!db-0123' "$ARN" arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:a/b-AbCdEf; do
    echo 0 >"$STUB/looks-until-rotated"
    run --separate-stderr launch bash "$SCRIPT" "--secret=$name"
    expect_exit 0
    argv_of describe-secret | grep -qxF -- "$name" || fault "expected --secret-id $name"
  done
}

# --- whom it calls as, and where ---

@test "environment variables stand for the options, options win, empty variables are none" {
  export SECRET=huntaze/database REVISION=7 AWS_REGION=eu-west-3 ACCOUNT_ID=123456789012 TIMEOUT=60 ROLE_ARN='' EXTERNAL_ID='' \
    PROFILE='' POLL_SECONDS='' AWS_ENDPOINT_URL=''
  run --separate-stderr launch bash "$SCRIPT"
  expect_exit 0 'at most 60 s'
  [ "$(environ_of rotate-secret AWS_DEFAULT_REGION)" = eu-west-3 ]
  ! cat "$STUB"/record/*.argv | grep -qx -- '--profile\|--endpoint-url' || fault 'nothing was to be passed'
  run --separate-stderr launch bash "$SCRIPT"
  expect_exit 0 'revision 7 has been rotated already'
  SECRET=other TIMEOUT=never ACCOUNT_ID=999999999999 runbook --timeout 77 --account-id 123456789012 --revision 8 --region us-west-2 --dry-run
  expect_exit 0
  argv_of describe-secret | grep -qx huntaze/database
  [ "$(environ_of describe-secret AWS_DEFAULT_REGION)" = us-west-2 ]
}

@test "a profile is named in every call, an endpoint too" {
  AWS_ENDPOINT_URL=http://127.0.0.1:1 AWS_ENDPOINT_URL_SECRETS_MANAGER=http://127.0.0.1:3 runbook --profile huntaze
  expect_exit 0
  local record
  for record in "$STUB"/record/[0-9]*.argv; do
    grep -A1 -x -- --profile "$record" | grep -qx huntaze || fault "no --profile in $record"
  done
  argv_of rotate-secret | grep -qx http://127.0.0.1:3
  argv_of get-caller-identity | grep -qx http://127.0.0.1:1
}

@test "a role is assumed, and only its credentials are used from there" {
  AWS_ACCESS_KEY_ID=AKIABASE AWS_SECRET_ACCESS_KEY=base-key \
    runbook --role-arn arn:aws:iam::123456789012:role/deployer --external-id ext-1
  expect_exit 0
  argv_of assume-role | grep -qx palier-rotate-secret
  argv_of assume-role | grep -qx ext-1
  [ "$(environ_of assume-role AWS_ACCESS_KEY_ID)" = AKIABASE ]
  local operation
  for operation in get-caller-identity describe-secret rotate-secret; do
    [ "$(environ_of $operation AWS_ACCESS_KEY_ID)" = ASIAROLE ]
    [ "$(environ_of $operation AWS_SESSION_TOKEN)" = role-token ]
  done
  [[ $stderr$output != *role-key* && $stderr$output != *role-token* ]] || fault 'credentials were printed'
}

@test "another account than expected: the secret is not even looked at" {
  runbook --account-id 999999999999
  expect_error 15 123456789012 999999999999
  expect_not_called describe-secret rotate-secret
}

# --- failures, each with its exit code ---

# Each line: exit code | operation that fails | what the AWS CLI says | text expected in the error line
@test "11, 12, 13, 14, 40, 1: what AWS and its CLI say becomes the exit code, with their own words" {
  local code operation message text
  while IFS='|' read -r code operation message text; do
    rm -f "$STUB"/fail/*
    fails_with "$operation" "$message"
    runbook --revision 1
    expect_error "$code" "$text"
  done <<'TABLE'
11|get-caller-identity|Unable to locate credentials. You can configure credentials by running "aws configure".|Unable to locate credentials
11|rotate-secret|An error occurred (ExpiredTokenException) when calling the RotateSecret operation: The security token included in the request is expired|ExpiredTokenException
12|describe-secret|An error occurred (AccessDeniedException) when calling the DescribeSecret operation: not authorized to perform: secretsmanager:DescribeSecret|secretsmanager:DescribeSecret
12|rotate-secret|An error occurred (AccessDeniedException) when calling the RotateSecret operation: Secrets Manager cannot invoke the specified Lambda function.|cannot invoke the specified Lambda function
13|rotate-secret|An error occurred (ThrottlingException) when calling the RotateSecret operation (reached max retries: 4): Rate exceeded|after 5 attempts
14|describe-secret|Could not connect to the endpoint URL: "https://secretsmanager.us-east-1.amazonaws.com/"|cannot be reached
40|rotate-secret|An error occurred (ResourceNotFoundException) when calling the RotateSecret operation: Secrets Manager cannot find the specified Lambda function.|cannot find the specified Lambda function
40|rotate-secret|An error occurred (InvalidRequestException) when calling the RotateSecret operation: No Lambda rotation function ARN is associated with this secret.|No Lambda rotation function ARN
1|rotate-secret|An error occurred (InternalServiceError) when calling the RotateSecret operation: oops|aws secretsmanager rotate-secret: An error occurred (InternalServiceError)
1|describe-secret|Segmentation fault|aws secretsmanager describe-secret: Segmentation fault
TABLE
}

@test "30: no such secret" {
  fails_with describe-secret "$(aws_error ResourceNotFoundException "Secrets Manager can't find the specified secret.")"
  runbook
  expect_error 30 'no secret huntaze/database in us-east-1'
  expect_nothing_changed
}

@test "31: a secret that is scheduled for deletion, without a current version, or a replica" {
  secret_is ', "RotationEnabled": true, "DeletedDate": 1795378695.0'
  runbook
  expect_error 31 'scheduled for deletion. Nothing was changed.' "aws secretsmanager restore-secret --secret-id $ARN --region us-east-1"
  secret_is ', "RotationEnabled": true, "PrimaryRegion": "eu-west-3"'
  runbook
  expect_error 31 'a replica' '--region eu-west-3'
  secret_is ', "RotationEnabled": true, "PrimaryRegion": "us-east-1"'
  rm "$STUB/current"
  runbook
  expect_error 31 'no current version' 'set-database-password'
  expect_nothing_changed
}

@test "40: no rotation configured, or switched off: says how to switch it on" {
  local extra
  for extra in '' ', "RotationEnabled": false, "RotationLambdaARN": "'$FUNCTION'"'; do
    secret_is "$extra"
    runbook
    expect_error 40 'no rotation is configured for the secret huntaze/database' 'Nothing was changed' 'tier: early-ga'
    runbook --dry-run
    expect_error 40
  done
  expect_nothing_changed
}

# shellcheck disable=SC2016 # expanded before each call
@test "40: a rotation that is switched off while it is waited for: says which version may be left behind" {
  function_fails
  before_each_call 'if grep -qx rotate-secret "$STUB/operations" 2>/dev/null; then echo >"$STUB/secret-extra"; fi'
  runbook
  expect_error 40 'switched off' "its version $(cat "$STUB/rotations") may be pending still"
}

@test "41: the function fails: what is left behind, where to look, how to retry and how to give up, to the letter" {
  function_fails
  AWS_REGION='' runbook --region eu-west-3 --profile huntaze --timeout 42
  local version
  version=$(cat "$STUB/rotations")
  expect_error 41 "failed, or did not end within 42 s: its version $version is still AWSPENDING. Version v1 is still AWSCURRENT." \
    "aws logs filter-log-events --log-group-name /aws/lambda/huntaze-rotation --filter-pattern '?ERROR ?timed' --region eu-west-3 --profile huntaze" \
    "the database has the password of version v1; or that of $version" \
    'to retry: ' 'run this again' \
    "to give up: aws secretsmanager update-secret-version-stage --secret-id $ARN --version-stage AWSPENDING --remove-from-version-id $version --region eu-west-3 --profile huntaze" \
    "set-database-password.sh --database ID --secret $ARN --region eu-west-3 --profile huntaze --account-id 123456789012"
  [ "$(current)" = v1 ]
  [ ! -e "$STUB/retries" ] || fault 'its own rotation is left to AWS to retry'
}

@test "41: RDS fails to rotate a secret of its own: where to look" {
  secret_is ', "RotationEnabled": true, "OwningService": "rds"'
  function_fails
  runbook
  expect_error 41 'is still AWSPENDING' 'rotated by rds' SecretStatus
  [[ $stderr != *update-secret-version-stage* ]] || fault 'nobody but RDS may change that secret'
}

# shellcheck disable=SC2016 # expanded before each call
@test "41: somebody gives the rotation up meanwhile" {
  function_fails
  before_each_call 'if [ "$(cat "$STUB/count")" = 4 ]; then rm "$STUB/pending-version"; fi'
  runbook
  expect_error 41 "given up by somebody: its version $(cat "$STUB/rotations") is neither AWSPENDING nor AWSCURRENT" \
    'Version v1 is AWSCURRENT' 'rotate again; or have' "set-database-password.sh --database ID --secret $ARN --region us-east-1"
  [ "$(rotations)" -eq 1 ]
}

# shellcheck disable=SC2016 # expanded before each call
@test "41: the rotation of a secret that RDS owns is given up: no command that its owner forbids" {
  secret_is ', "RotationEnabled": true, "OwningService": "rds"'
  function_fails
  before_each_call 'if [ "$(cat "$STUB/count")" = 4 ]; then rm "$STUB/pending-version"; fi'
  runbook
  expect_error 41 'given up by somebody' 'rotated by rds' SecretStatus 'rotate again'
  [[ $stderr != *set-database-password* && $stderr != *update-secret-version-stage* ]] || fault 'nobody but RDS may change it'
}

@test "41: a version that AWS never shows: waited for until the time is up, and nothing is advised that harms a good rotation" {
  hide_label_for 1000
  runbook --timeout 90
  expect_error 41 "did not end within 90 s: its version $(cat "$STUB/rotations") is neither AWSPENDING nor AWSCURRENT" \
    'has not shown it' "/aws/lambda/huntaze-rotation" "describe-secret --secret-id $ARN" 'run this again'
  [[ $stderr != *'given up'* && $stderr != *set-database-password* && $stderr != *update-secret-version-stage* ]] ||
    fault 'the rotation may be fine'
}

# --- the commands it prints ---

# pasted LINE: what a shell makes of the command at the end of that line of advice, a word a line.
pasted() {
  local line
  line=$(grep -F -- "$1" <<<"$stderr")
  eval "set -- ${line##*: }"
  printf '%s\n' "$@"
}

@test "a command that is printed can be pasted, whatever is in the values, and names the secret by its ARN" {
  function_fails
  local arn=${ARN%huntaze/*}'team!db-AbCdEf' version
  echo "$arn" >"$STUB/arn"
  runbook --profile 'my prof' --timeout 30
  expect_error 41
  version=$(cat "$STUB/rotations")
  [ "$(pasted 'to give up: ')" = "$(printf '%s\n' aws secretsmanager update-secret-version-stage --secret-id "$arn" \
    --version-stage AWSPENDING --remove-from-version-id "$version" --region us-east-1 --profile 'my prof')" ] || fault "$(pasted 'to give up: ')"
  [ "$(pasted 'set-database-password.sh')" = "$(printf '%s\n' set-database-password.sh --database ID --secret "$arn" \
    --region us-east-1 --profile 'my prof' --account-id 123456789012)" ]
  [ "$(pasted 'aws logs')" = "$(printf '%s\n' aws logs filter-log-events --log-group-name /aws/lambda/huntaze-rotation \
    --filter-pattern '?ERROR ?timed' --region us-east-1 --profile 'my prof')" ]
}

@test "with a role, a command says whose credentials it needs, or has the role among its options" {
  local role=arn:aws:iam::123456789012:role/deployer
  function_fails
  runbook --profile huntaze --role-arn "$role" --external-id 'ext=1,a' --timeout 30
  expect_error 41 "log (with the credentials of $role): aws logs" "to give up (with the credentials of $role): aws secretsmanager"
  [[ $(pasted 'to give up') != *profile* && $(pasted 'aws logs') != *profile* ]] || fault 'the profile is not the role'
  [ "$(pasted 'set-database-password.sh')" = "$(printf '%s\n' set-database-password.sh --database ID --secret "$ARN" \
    --region us-east-1 --profile huntaze --role-arn "$role" --external-id 'ext=1,a' --account-id 123456789012)" ]
}

@test "a command has the profile and the region even where the environment or the profile gave them" {
  function_fails
  AWS_REGION='' AWS_PROFILE=huntaze runbook --timeout 30
  expect_error 41 "$ARN --version-stage AWSPENDING --remove-from-version-id $(cat "$STUB/rotations") --region us-east-1 --profile huntaze"
  rm "$STUB/pending-version"
  AWS_PROFILE=huntaze AWS_ACCESS_KEY_ID=AKIABASE runbook --timeout 30
  [[ $stderr != *--profile* ]] || fault 'keys win over AWS_PROFILE'
}

# --- a rotation in progress ---

@test "without a revision, a rotation in progress is waited for, and none is started" {
  echo v2 >"$STUB/pending-version"
  runbook
  expect_exit 0 'in progress: waiting for its version v2, starting none' 'had begun before this run' 'version v2 of huntaze/database is current'
  [ "$output" = v2 ]
  expect_not_called rotate-secret
}

# shellcheck disable=SC2016 # expanded before each call
@test "with a revision, a rotation in progress that is not its own is waited for, and its own follows" {
  echo v2 >"$STUB/pending-version"
  before_each_call 'case " $* " in *" rotate-secret "*) echo 2 >"$STUB/looks-until-rotated" ;; esac'
  runbook --revision 2
  expect_exit 0 'waiting for its version v2' 'not the one of revision 2, which follows' 'version v2 the previous one'
  [ "$(rotations)" -eq 1 ]
  [ "$output" = "$(cat "$STUB/rotations")" ]
}

@test "a rotation that failed long ago is retried once, with the id of its version, so that no second one comes of it" {
  echo v2 >"$STUB/pending-version"
  function_fails
  runbook --timeout 120
  expect_error 41 'version v2 is still pending: asking AWS to retry' 'its version v2 is still AWSPENDING' '--remove-from-version-id v2'
  [ "$(cat "$STUB/retries")" = v2 ] || fault 'expected one retry'
  argv_of rotate-secret | grep -A1 -x -- --client-request-token | grep -qx v2
  [ "$(rotations)" -eq 0 ]
  echo 1 >"$STUB/looks-until-rotated"
  runbook
  expect_exit 0
  [ "$output" = v2 ]
}

@test "a retry that is denied or throttled is not taken for one that was made" {
  echo v2 >"$STUB/pending-version"
  function_fails
  fails_with rotate-secret "$(aws_error AccessDeniedException 'not authorized to perform: secretsmanager:RotateSecret')"
  runbook
  expect_error 12 'secretsmanager:RotateSecret'
}

both() { # ARGUMENTS
  bash "$SCRIPT" --secret huntaze/database "$@" >"$BATS_TEST_TMPDIR/first" 2>"$BATS_TEST_TMPDIR/first.log" 3>&- &
  local first=$!
  bash "$SCRIPT" --secret huntaze/database "$@" >"$BATS_TEST_TMPDIR/second" 2>"$BATS_TEST_TMPDIR/second.log" 3>&- || return 1
  wait "$first"
}

@test "two at once: one rotates, the other is refused by AWS and waits for the same version" {
  local revision
  echo rotate-secret >"$STUB/meet"
  for revision in '' 5; do
    rm -rf "$STUB"/{met,rotations,retries,operations}
    echo 4 >"$STUB/looks-until-rotated"
    REVISION=$revision run --separate-stderr both
    stderr=$(cat "$BATS_TEST_TMPDIR"/*.log)
    expect_exit 0 'starting none' 'done'
    [ "$(grep -cx rotate-secret "$STUB/operations")" -eq 2 ]
    [ "$(rotations)" -eq 1 ] || fault 'expected one rotation'
    cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/second"
    [ "$(cat "$BATS_TEST_TMPDIR/first")" = "$(current)" ]
  done
}

@test "a rotation in progress that is given up, as AWS's test of a new configuration is: one is started then" {
  local revision
  for revision in '' 4; do
    rm -rf "$STUB"/{rotations,previous}
    echo v1 >"$STUB/current"
    printf 'v2\nv2\nv2\n\n' >"$STUB/pending-version"
    echo 9 >"$STUB/looks-until-rotated"
    REVISION=$revision runbook
    expect_exit 0 'waiting for its version v2' 'that rotation was given up: starting one'
    [ "$output" = "$(cat "$STUB/rotations")" ]
    [ "$(rotations)" -eq 1 ]
  done
}

# shellcheck disable=SC2016 # expanded before each call
@test "refused for a rotation that has ended by the next look: that one counts, and none follows" {
  fails_with rotate-secret "$(aws_error InvalidRequestException "A previous rotation isn't complete. That rotation will be reattempted.")"
  before_each_call 'case " $* " in *" rotate-secret "*) echo v1 >"$STUB/previous" && echo v2 >"$STUB/current" ;; esac'
  runbook
  expect_exit 0
  [ "$output" = v2 ]
  [ "$(grep -cx rotate-secret "$STUB/operations")" -eq 1 ]
}

@test "a rotation that AWS refuses for one that nobody sees, and takes later: one is started then" {
  fails_with rotate-secret "$(aws_error InvalidRequestException "A previous rotation isn't complete. That rotation will be reattempted.")"
  echo 1 >"$STUB/fail/rotate-secret.times"
  runbook
  expect_exit 0 'AWS says that a rotation' 'starting one'
  [ "$(rotations)" -eq 1 ]
}

@test "32: AWS says that a rotation is in progress, and shows none" {
  fails_with rotate-secret "$(aws_error InvalidRequestException "A previous rotation isn't complete. That rotation will be reattempted.")"
  runbook --timeout 30
  expect_error 32 'showed no version AWSPENDING for 30 s' 'Version v1 is current' "describe-secret --secret-id $ARN --region us-east-1"
}

@test "a rotation that AWS shows only later is waited for" {
  fails_with rotate-secret "$(aws_error InvalidRequestException "A previous rotation isn't complete. That rotation will be reattempted.")"
  printf '\n\n\n\nv2\n' >"$STUB/pending-version"
  echo 1 >"$STUB/looks-until-rotated"
  runbook
  expect_exit 0 'AWS says that a rotation'
  [ "$output" = v2 ]
}

# --- revisions, and runs that are cut ---

@test "a revision that has been rotated is not rotated again; another one is, and so is the same one later" {
  runbook --revision 1
  expect_exit 0
  local first=$output
  runbook --revision 1
  expect_exit 0 'revision 1 has been rotated already' "version $first of huntaze/database is current"
  [ "$output" = "$first" ]
  [ "$(rotations)" -eq 1 ]
  echo 0 >"$STUB/looks-until-rotated"
  runbook --revision 2
  expect_exit 0
  echo 0 >"$STUB/looks-until-rotated"
  runbook --revision 1
  expect_exit 0 rotating
  [ "$(rotations)" -eq 3 ]
  [ "$(sort -u "$STUB/rotations" | wc -l)" -eq 3 ] || fault 'expected three different ids'
}

@test "the id of a revision's version is one that AWS takes" {
  runbook --revision 1
  [[ $(argv_of rotate-secret | grep -A1 -x -- --client-request-token | tail -n 1) =~ ^[0-9a-f-]{36}$ ]]
}

# shellcheck disable=SC2016 # expanded before each call
@test "the id of a version that was given up, refused by AWS: the revision is rotated with another id" {
  before_each_call '
    case " $* " in
      *" rotate-secret "*" --client-request-token "*)
        printf "\nAn error occurred (%s) when calling the RotateSecret operation: %s\n" "$(cat "$STUB/code")" "$(cat "$STUB/words")" >&2
        exit 254
        ;;
    esac'
  local code words
  while IFS='|' read -r code words; do
    rm -f "$STUB"/{rotations,previous}
    echo v1 >"$STUB/current"
    echo 0 >"$STUB/looks-until-rotated"
    echo "$code" >"$STUB/code"
    echo "$words" >"$STUB/words"
    runbook --revision 1
    expect_exit 0
    [ "$(rotations)" -eq 1 ]
    [ "$output" = "$(cat "$STUB/rotations")" ]
  done <<'TABLE'
ResourceExistsException|A resource with the ID you requested already exists.
InvalidRequestException|You can't use ClientRequestToken 1-2-3 because that value is already in use for a version of secret arn:aws:x.
TABLE
}

@test "an id that AWS refuses for any other reason ends the run: a random one would rotate the revision twice" {
  local message='2 validation errors detected: Value at clientRequestToken: ClientRequestToken must be 32-64 characters long.'
  fails_with rotate-secret "$(aws_error InvalidParameterException "$message")"
  echo 1 >"$STUB/fail/rotate-secret.times"
  runbook --revision 1
  expect_error 1 'must be 32-64 characters long'
  [ "$(rotations)" -eq 0 ]
}

@test "cut after any call and run again, with AWS going on or not meanwhile: one rotation in all" {
  runbook --revision 1
  local calls at goes_on
  calls=$(cat "$STUB/count")
  [ "$calls" -ge 6 ]
  for goes_on in no yes; do
    for ((at = 1; at <= calls; at++)); do
      rm -rf "$STUB"/{count,rotations,retries,previous,pending-version}
      echo v1 >"$STUB/current"
      echo 3 >"$STUB/looks-until-rotated"
      echo "$at KILL" >"$STUB/kill-after"
      runbook --revision 1
      [ "$status" -eq 137 ] || fault "expected to be killed after call $at"
      [ -z "$(ls -A "$TMPDIR")" ] || fault "cut after call $at: left in the temporary directory: $(ls -A "$TMPDIR")"
      rm "$STUB/kill-after"
      if [ "$goes_on" = yes ] && [ -f "$STUB/pending-version" ]; then rotation_ends; fi
      runbook --revision 1
      expect_exit 0
      [ "$output" = "$(current)" ]
      [ "$(rotations)" -eq 1 ] || fault "cut after call $at: expected one rotation, got $(rotations)"
    done
  done
}

@test "129, 130, 143: interrupted: says that the rotation goes on in AWS; a run without a revision joins it" {
  local code signal
  for code in 129:HUP 130:INT 143:TERM; do
    signal=${code#*:}
    rm -rf "$STUB"/{count,rotations,previous,pending-version}
    echo v1 >"$STUB/current"
    echo 9 >"$STUB/looks-until-rotated"
    echo "5 $signal" >"$STUB/kill-after"
    runbook
    expect_error "${code%:*}" "interrupted by SIG$signal. The rotation goes on in AWS by itself. It is safe to run it again."
    rm "$STUB/kill-after"
    runbook
    expect_exit 0 'waiting for its version'
    [ "$output" = "$(cat "$STUB/rotations")" ]
    [ "$(rotations)" -eq 1 ]
  done
}

@test "interrupted before a rotation was started: nothing goes on" {
  echo '1 INT' >"$STUB/kill-after"
  runbook
  expect_error 130 'interrupted by SIGINT. It is safe to run it again.'
  expect_nothing_changed
}

# --- waiting ---

@test "progress is told at each change and every half minute" {
  echo 30 >"$STUB/looks-until-rotated"
  POLL_SECONDS=10 runbook
  expect_exit 0
  [ "$(sort -u "$STUB/sleeps")" = 10 ]
  local second
  for second in 0 30 60 90; do
    [[ $stderr == *"($second s of at most 600 s)"* ]] || fault "expected a line at $second s"
  done
}

@test "a version that AWS shows only some looks after it was asked to rotate is no rotation given up" {
  local looks
  for looks in 2 4 30; do
    rm -f "$STUB"/{looks,rotations,previous}
    echo v1 >"$STUB/current"
    echo 3 >"$STUB/looks-until-rotated"
    hide_label_for "$looks"
    POLL_SECONDS=$((looks == 4 ? 1 : 5)) runbook
    expect_exit 0 'none is AWSPENDING'
    [ "$output" = "$(cat "$STUB/rotations")" ]
    [ "$(rotations)" -eq 1 ]
  done
}

# shellcheck disable=SC2016 # expanded before each call
@test "a label that some looks in a row do not show is no rotation given up, however short the pause" {
  echo 9 >"$STUB/looks-until-rotated"
  before_each_call '
    if [ -f "$STUB/rotations" ] && [[ " $* " == *" describe-secret "* ]]; then
      echo look >>"$STUB/looks"
      case $(wc -l <"$STUB/looks") in
        2) mv "$STUB/pending-version" "$STUB/hidden" ;;
        6) mv "$STUB/hidden" "$STUB/pending-version" ;;
      esac
    fi'
  POLL_SECONDS=1 runbook
  expect_exit 0
  [ "$output" = "$(cat "$STUB/rotations")" ]
}

@test "the time is the clock's: calls that take long do not make the wait longer" {
  function_fails
  slow_calls 40
  runbook --timeout 100
  expect_error 41 'did not end within 1'
  [ "$(wc -l <"$STUB/sleeps")" -eq 3 ] || fault "expected three pauses, of 45 s each with the calls"
}

@test "a pause is no longer than what is left of the time" {
  function_fails
  POLL_SECONDS=1000 runbook --timeout 10
  expect_error 41 'did not end within 10 s'
  [ "$(cat "$STUB/sleeps")" = 10 ]
}

# --- dry run ---

@test "--dry-run changes nothing and says what would be done" {
  runbook --dry-run
  expect_exit 0 "would rotate huntaze/database, whose current version is v1, by $FUNCTION" 'nothing was changed'
  echo v2 >"$STUB/pending-version"
  function_fails
  runbook --dry-run
  expect_exit 0 'would wait, at most 600 s, for the rotation in progress, whose version v2 is AWSPENDING'
  [[ $stderr != *'would then'* ]]
  runbook --dry-run --revision 3
  expect_exit 0 'would then rotate huntaze/database for revision 3'
  [ -z "$output" ]
  expect_nothing_changed
  [ ! -e "$STUB/sleeps" ]
}

@test "--dry-run of a revision that has been rotated says so" {
  runbook --revision 1
  runbook --revision 1 --dry-run
  expect_exit 0 'revision 1 has been rotated already' 'nothing was changed'
  [ -z "$output" ]
  [ "$(rotations)" -eq 1 ]
}

# --- values stay where they belong ---

@test "no value is read, and none is in an argument, environment, output or file; not even when traced or exporting all" {
  local tool
  for tool in python3 printf echo cat; do ln -sf "$BATS_TEST_DIRNAME/stub/recorded" "$BIN/$tool"; done
  run --separate-stderr launch bash -ax "$SCRIPT" --secret huntaze/database --role-arn arn:aws:iam::123456789012:role/deployer
  expect_exit 0 'tracing is turned off'
  expect_not_called get-secret-value
  expect_no_value "$VALUE"
  [[ $stderr != *role-key* ]] || fault 'credentials were traced'
}

@test "tracing turned on by the environment is turned off, and said so" {
  run --separate-stderr env SHELLOPTS=xtrace:allexport bash "$SCRIPT" --secret huntaze/database --dry-run
  expect_exit 0 'tracing is turned off'
}
