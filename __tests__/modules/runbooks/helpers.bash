# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the tests; status, output and stderr are set by `run`
# Shared by the tests of the runbooks.

SCRIPTS=$(cd "$BATS_TEST_DIRNAME/../../../modules/runbooks/scripts" && pwd)
# The runbook that a file of tests is named after.
PROGRAM=$(basename -- "$BATS_TEST_FILENAME")
PROGRAM=${PROGRAM%%.*}
SCRIPT=$SCRIPTS/$PROGRAM.sh

# Fails with a message, and with what the last run said.
fault() {
  printf '%s\n' "$*" "status: ${status:-none}" "stdout: ${output:-}" "stderr: ${stderr:-}" >&2
  return 1
}

# No variable of the caller's decides what is tested; credentials, if any, are false.
blank_environment() {
  local name
  for name in $(compgen -e); do
    case $name in
      AWS_CA_BUNDLE) ;;
      AWS_* | DATABASE | SECRET | REVISION | PROFILE | ROLE_ARN | EXTERNAL_ID | ACCOUNT_ID | TIMEOUT | POLL_SECONDS | BASH_ENV | \
        TO_TIME | SNAPSHOT | SNAPSHOT_OF | SOURCE_REGION | SUBNET_GROUP | SECURITY_GROUP_IDS | PARAMETER_GROUP | \
        INSTANCE_CLASS | KMS_KEY | TARGET_SECONDS | NO_CONNECT) unset "$name" ;;
    esac
  done
  export AWS_CONFIG_FILE=$BATS_TEST_TMPDIR/none AWS_SHARED_CREDENTIALS_FILE=$BATS_TEST_TMPDIR/none AWS_EC2_METADATA_DISABLED=true
  export TMPDIR=$BATS_TEST_TMPDIR/tmp
  mkdir -p "$TMPDIR"
}

# expect_exit CODE [TEXT...]: that exit code, and each text in what was said.
expect_exit() {
  local text code=$1
  shift
  [ "$status" -eq "$code" ] || fault "expected exit code $code"
  for text in "$@"; do
    [[ $stderr == *"$text"* ]] || fault "expected on stderr: $text"
  done
}

# expect_error CODE [TEXT...]: besides, exactly one error line, and nothing on standard output.
expect_error() {
  expect_exit "$@"
  [ "$(grep -c "^$PROGRAM: error: " <<<"$stderr")" -eq 1 ] || fault 'expected exactly one error line'
  ! grep -v "^$PROGRAM: " <<<"$stderr" || fault 'expected nothing on stderr but our own lines'
  [ -z "$output" ] || fault 'expected nothing on stdout'
}

# --- with the stub of `aws` in place of the real one ---

set_up_stub() {
  blank_environment
  REAL_PYTHON=$(python3 -c 'import sys; print(sys.executable)')
  export STUB=$BATS_TEST_TMPDIR/stub
  mkdir -p "$STUB"/{record,stdin,versions,fail}
  BIN=$BATS_TEST_TMPDIR/bin
  mkdir -p "$BIN"
  ln -s "$BATS_TEST_DIRNAME/stub/aws" "$BATS_TEST_DIRNAME/stub/sleep" "$BIN"
  ln -s "$REAL_PYTHON" "$BIN/python3"
  PATH=$BIN:$PATH
  export AWS_REGION=us-east-1
  echo 123456789012 >"$STUB/account"
}

# launch COMMAND...: in a process whose id the stub knows, and with the usual signals even below a background job.
launch() {
  "$REAL_PYTHON" -c 'import os, signal, sys
for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(name, signal.SIG_DFL)
open(os.environ["STUB"] + "/pid", "w").write(f"{os.getpid()}\n")
os.execvp(sys.argv[1], sys.argv[1:])' "$@"
}

fails_with() { printf '%s\n' "$2" >"$STUB/fail/$1"; } # OPERATION MESSAGE

aws_error() { printf '\nAn error occurred (%s) when calling the X operation: %s' "$1" "$2"; } # CODE MESSAGE

called() { grep -qx "$1" "$STUB/operations" 2>/dev/null; } # OPERATION

expect_not_called() { # OPERATION...
  local operation
  for operation in "$@"; do
    ! called "$operation" || fault "expected no call of $operation"
  done
}

last_record_of() { grep -lx -- "$1" "$STUB"/record/[0-9]*.argv | sort -V | tail -n 1; } # OPERATION

# argv_of OPERATION: of its last call, one argument a line.
argv_of() { cat "$(last_record_of "$1")"; }

# environ_of OPERATION NAME: a variable that its last call was given.
environ_of() {
  local record
  record=$(last_record_of "$1")
  tr '\0' '\n' <"${record%.argv}.environ" | sed -n "s/^$2=//p"
}

# expect_no_value VALUE: in no argument list, environment, output or file but the stub's own.
expect_no_value() {
  local record
  for record in "$STUB"/record/*; do
    ! grep -aqF -- "$1" "$record" || fault "found the value in $record: $(tr '\0' '\n' <"$record" | grep -aF -- "$1")"
  done
  [[ $output != *"$1"* && $stderr != *"$1"* ]] || fault 'the value was printed'
  [ -z "$(ls -A "$TMPDIR")" ] || fault "left in the temporary directory: $(ls -A "$TMPDIR")"
}

# slow_calls SECONDS: by the runbook's clock, the calls between two pauses take so long. Nobody waits.
slow_calls() {
  # shellcheck disable=SC2016 # expanded in the runbook
  printf 'sleep() { command sleep "$1"; SECONDS=$((SECONDS + $1 + %s)); }\n' "$1" >"$BATS_TEST_TMPDIR/slow"
  export BASH_ENV=$BATS_TEST_TMPDIR/slow
}

# --- with the real `aws`, against the emulator ---

# missing WHAT: skips with that reason, and fails in CI.
missing() {
  if [ "${CI:-}" = true ]; then
    echo "$1 (in CI it must be there)" >&2
    return 1
  fi
  skip "$1"
}

require_emulator() {
  if [ -z "${PALIER_EMULATOR_ENDPOINT:-}" ]; then
    missing 'PALIER_EMULATOR_ENDPOINT is not set: start the emulator (npm run emulator) and set it to its address'
  fi
  if ! command -v aws >/dev/null; then missing 'the AWS CLI is not on the PATH'; fi
}

set_up_emulator() {
  require_emulator
  blank_environment
  export AWS_ENDPOINT_URL=$PALIER_EMULATOR_ENDPOINT AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1
  # Tests, and runs of them, share the emulator: each has names of its own.
  unique=$$-$BATS_TEST_NUMBER-$RANDOM
  BIN=$BATS_TEST_TMPDIR/bin
  mkdir -p "$BIN"
  # No test waits: a pause of the runbook ends at once.
  printf '#!/usr/bin/env bash\n' >"$BIN/sleep"
  chmod +x "$BIN/sleep"
}

emulated() {
  AWS_PAGER='' AWS_DEFAULT_REGION=us-east-1 aws --endpoint-url "$PALIER_EMULATOR_ENDPOINT" --output text "$@"
}

# What a client of the database would log in with, by the emulator's own account.
live_password() {
  python3 -c 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())' \
    "$PALIER_EMULATOR_ENDPOINT/emulator/rds/123456789012/us-east-1/$database/master-password"
}
