# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the tests; status, output and stderr are set by `run`
# Shared by the tests of the runbooks.

SCRIPTS=$(cd "$BATS_TEST_DIRNAME/../../../modules/runbooks/scripts" && pwd)
SCRIPT=$SCRIPTS/set-database-password.sh

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
      AWS_* | DATABASE | SECRET | PROFILE | ROLE_ARN | EXTERNAL_ID | ACCOUNT_ID | TIMEOUT | POLL_SECONDS | BASH_ENV) unset "$name" ;;
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
  [ "$(grep -c '^set-database-password: error: ' <<<"$stderr")" -eq 1 ] || fault 'expected exactly one error line'
  ! grep -v '^set-database-password: ' <<<"$stderr" || fault 'expected nothing on stderr but our own lines'
  [ -z "$output" ] || fault 'expected nothing on stdout'
}
