# shellcheck shell=bash
# What every runbook stands on: talk, failures with an exit code, calls to AWS, the identity to call with.
# The runbook sets PROGRAM (its name) and sources this file. Runs on bash 3.2 (macOS) too.
# Never call `fail` inside $(...): it would end the subshell only. Hence results come in variables: $reply, ...

# Credentials pass through here, and values through some runbooks: no tracing (bash -x) and no automatic export (set -a),
# whatever the caller asked for.
case $- in *x*) echo "$PROGRAM: tracing is turned off: it would show credentials and values" >&2 ;; esac
set +ax

# shellcheck disable=SC2034 # used by the runbooks
readonly EXIT_OTHER=1 EXIT_USAGE=2 EXIT_TOOL=10 EXIT_CREDENTIALS=11 EXIT_DENIED=12 EXIT_THROTTLED=13 \
  EXIT_UNREACHABLE=14 EXIT_ACCOUNT=15

failed=false       # whether `fail` has said why
going_on=''        # what goes on in AWS when this run is interrupted
half_done=''       # what every error must say besides, while clients are without their database
waited=0           # seconds since the first wait began
waiting_since=''   # when that was, by bash's SECONDS
slept=0            # seconds slept, in all
announced=''       # what the last line on waiting said
announced_at=0     # the seconds waited then
aws_profile=''     # profile to name on the command line
secrets_region=''  # region of the calls to Secrets Manager, where it is not that of the others
aws_error=''       # message of the last AWS call that failed, on one line
aws_error_code=''  # its code, such as AccessDenied; empty when AWS was not reached
reply=''           # standard output of the last AWS call

log() { printf '%s: %s\n' "$PROGRAM" "$*" >&2; }

warn() { log "warning: $*"; }

# fail CODE MESSAGE [ADVICE...]: the one way to end with an error. Each piece of advice is a line of its own.
fail() {
  local code=$1 line
  failed=true
  log "error: $2${half_done:+ $half_done}"
  shift 2
  for line in "$@"; do log "$line"; done
  exit "$code"
}

usage_error() { fail "$EXIT_USAGE" "$*. See $PROGRAM --help."; }

# Without this, `set -e` could end the run without a word.
on_exit() {
  local code=$?
  if [ "$code" -ne 0 ] && [ "$failed" = false ]; then
    log "error: stopped unexpectedly (status $code). ${half_done:+$half_done }It is safe to run it again."
    exit "$EXIT_OTHER"
  fi
}

on_signal() { # CODE NAME
  trap '' HUP INT TERM
  fail "$1" "interrupted by $2. ${going_on:+$going_on }It is safe to run it again."
}

handle_exit_and_signals() {
  trap on_exit EXIT
  trap 'on_signal 129 SIGHUP' HUP
  trap 'on_signal 130 SIGINT' INT
  trap 'on_signal 143 SIGTERM' TERM
}

# pause FOR_WHAT STATE: one pause of $poll_seconds, or of what is left; returns 1 once $timeout seconds are up. Says what
# for at the start of a wait, at each change, and every half minute.
# shellcheck disable=SC2154 # set by options.sh
pause() {
  local seconds=$poll_seconds
  waiting_since=${waiting_since:-$SECONDS}
  count_wait
  if [ "$waited" -ge "$timeout" ]; then return 1; fi
  if [ "$1 $2" != "$announced" ] || [ $((waited - announced_at)) -ge 30 ]; then
    log "waiting for $1: $2 ($waited s of at most $timeout s)"
    announced="$1 $2" announced_at=$waited
  fi
  if [ $((timeout - waited)) -lt "$seconds" ]; then seconds=$((timeout - waited)); fi
  sleep "$seconds"
  slept=$((slept + seconds))
  count_wait
}

# begin_wait SECONDS: from here on that is how long pause waits, in all.
begin_wait() { timeout=$1 waited=0 waiting_since='' slept=0 announced='' announced_at=0; }

# By the clock, for the calls between two pauses take their time too, with retries a lot of it. But never less than was
# slept: a clock that is set back must not make the wait longer.
count_wait() {
  waited=$((SECONDS - waiting_since))
  if [ "$waited" -lt "$slept" ]; then waited=$slept; fi
}

require_tools() {
  command -v aws >/dev/null 2>&1 ||
    fail "$EXIT_TOOL" "the AWS CLI (aws) is not on the PATH. Install version 1 or 2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
  python3 -I -c '' >/dev/null 2>&1 ||
    fail "$EXIT_TOOL" "python3 is not on the PATH, or does not start. Install Python 3.6 or newer."
}

# run_python PROGRAM [ARGUMENT...]: standard input and output carry the data, values included; arguments never do.
# The programs are constants and not written in place: bash 3.2 does not parse every quoted text inside $(...).
# -I -S: neither the current directory, nor PYTHON* variables, nor installed packages decide what runs.
# Its own messages are dropped: a traceback helps nobody, and might quote a value.
run_python() { python3 -I -S -c "$@" 2>/dev/null; }

# CLI v1 ignores AWS_ENDPOINT_URL for some services (rds in us-east-1), hence an explicit flag.
endpoint_of() { # SERVICE
  case $1 in
    rds) printf '%s' "${AWS_ENDPOINT_URL_RDS:-${AWS_ENDPOINT_URL:-}}" ;;
    secretsmanager) printf '%s' "${AWS_ENDPOINT_URL_SECRETS_MANAGER:-${AWS_ENDPOINT_URL:-}}" ;;
    sts) printf '%s' "${AWS_ENDPOINT_URL_STS:-${AWS_ENDPOINT_URL:-}}" ;;
    *) printf '%s' "${AWS_ENDPOINT_URL:-}" ;;
  esac
}

# aws_try_with INPUT SERVICE OPERATION [ARGUMENT...]: INPUT goes by standard input (file:///dev/stdin), never by argv.
# The answer is in $reply. On failure returns 1, with $aws_error and $aws_error_code.
aws_try_with() {
  local input=$1 endpoint options answer message code
  shift
  endpoint=$(endpoint_of "$1")
  options=(--output json)
  if [ -n "$aws_profile" ]; then options+=(--profile "$aws_profile"); fi
  if [ -n "$endpoint" ]; then options+=(--endpoint-url "$endpoint"); fi
  if [ "$1" = secretsmanager ] && [ -n "$secrets_region" ]; then options+=(--region "$secrets_region"); fi
  aws_error='' aws_error_code=''
  # Both outputs and the status come in one text, separated by a character that is in none of them: a temporary file would
  # outlive a run that is killed. The status must be that of aws, not of a printf whose reader left early.
  answer=$(
    {
      message=$(
        set +o pipefail
        printf '%s' "$input" 2>/dev/null | aws "${options[@]}" "$@" 2>&1 1>&3
      ) && code=0 || code=$?
      printf '\036%s\036%s' "$message" "$code"
    } 3>&1
  )
  reply=${answer%%$'\036'*}
  if [ "${answer##*$'\036'}" = 0 ]; then return 0; fi
  answer=${answer#*$'\036'}
  read_aws_error "$1 $2" "${answer%$'\036'*}"
  # The CLI does not repeat what it was given; should a version ever do so, it stops here.
  if [ -n "$input" ]; then aws_error=${aws_error//"$input"/(value withheld)}; fi
  return 1
}

# in_region REGION COMMAND...: calls AWS there.
in_region() {
  local -x AWS_REGION=$1 AWS_DEFAULT_REGION=$1
  shift
  "$@"
}

aws_try() { aws_try_with '' "$@"; }

aws_call() { aws_try "$@" || aws_fail; }

# The CLI's message is the line with the service's error, else its last line (above it are usage hints and warnings).
read_aws_error() { # WHAT MESSAGE
  local line code='\(([A-Za-z0-9.]+)\) when calling'
  while IFS= read -r line; do
    if [ -z "$line" ]; then continue; fi
    aws_error="aws $1: $line"
    if [[ $line =~ $code ]]; then
      aws_error_code=${BASH_REMATCH[1]}
      return 0
    fi
  done < <(printf '%s\n' "$2")
  if [ -z "$aws_error" ]; then aws_error="aws $1: failed without a message"; fi
}

# Whether the last AWS call failed for a reason that goes away by itself.
is_transient() {
  case $aws_error_code in
    Throttl* | TooManyRequests* | RequestLimitExceeded | RequestThrottled* | BandwidthLimitExceeded | SlowDown | \
      Internal* | ServiceUnavailable* | RequestTimeout* | 5[0-9][0-9])
      return 0
      ;;
    '') ;;
    *) return 1 ;;
  esac
  case $aws_error in
    *'Could not connect'* | *'onnect timeout'* | *'ead timeout'* | *'onnection was closed'* | *'onnection reset'* | *'ould not resolve'*)
      return 0
      ;;
  esac
  return 1
}

# Ends with the exit code that the last AWS call's failure stands for.
aws_fail() {
  case $aws_error_code in
    *Expired* | InvalidClientTokenId | UnrecognizedClientException | InvalidAccessKeyId | SignatureDoesNotMatch | \
      IncompleteSignature | AuthFailure | MissingAuthenticationToken | InvalidToken | ForbiddenException | UnauthorizedException)
      fail "$EXIT_CREDENTIALS" "AWS does not accept the credentials, or they have expired: $aws_error. Sign in again, then run it again."
      ;;
    AccessDenied* | UnauthorizedOperation | NotAuthorized* | AuthorizationError*)
      fail "$EXIT_DENIED" "access denied: $aws_error. Grant that permission, or use another identity."
      ;;
    Throttl* | TooManyRequests* | RequestLimitExceeded | RequestThrottled* | BandwidthLimitExceeded | SlowDown | LimitExceededException)
      fail "$EXIT_THROTTLED" "AWS throttled the calls, after $AWS_MAX_ATTEMPTS attempts: $aws_error. Run it again in a minute."
      ;;
    '') ;;
    *) fail "$EXIT_OTHER" "$aws_error" ;;
  esac
  case $aws_error in
    *[Cc]redentials* | *'config profile'* | *SSO* | *[Tt]oken*expired* | *'aws login'* | *'session has expired'*)
      fail "$EXIT_CREDENTIALS" "no usable AWS credentials: $aws_error. Sign in (aws sso login, aws configure), or name a profile."
      ;;
    *'Could not connect'* | *'onnect timeout'* | *'ead timeout'* | *'onnection was closed'* | *'onnection reset'* | *'pecify a region'* | \
      *region_name* | *'nvalid endpoint'* | *'nvalid region'* | *'SSL validation'* | *' proxy'* | *'ould not resolve'* | *'esolution'*)
      fail "$EXIT_UNREACHABLE" "AWS cannot be reached: $aws_error. Check the region (${AWS_REGION:-none given}), the network and the endpoint."
      ;;
  esac
  fail "$EXIT_OTHER" "$aws_error"
}

readonly READ_IDENTITY='
import json, sys
identity = json.load(sys.stdin)
print(identity["Account"])
print(identity["Arn"])
'

# assume_role ROLE_ARN EXTERNAL_ID: takes its credentials. Both may be empty.
assume_role() {
  local external=()
  if [ -z "$1" ]; then return 0; fi
  if [ -n "$2" ]; then external=(--external-id "$2"); fi
  aws_call sts assume-role --role-arn "$1" --role-session-name "palier-$PROGRAM" ${external[@]+"${external[@]}"}
  use_credentials
}

# renew_identity ROLE_ARN EXTERNAL_ID: assumes the role anew, for another hour, as whoever use_identity was called by.
renew_identity() {
  local name at=0
  if [ -z "$1" ]; then return 0; fi
  aws_profile=${own_identity[0]}
  for name in AWS_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN; do
    at=$((at + 1))
    if [ -n "${own_identity[$at]}" ]; then export "$name=${own_identity[$at]}"; else unset "$name"; fi
  done
  assume_role "$1" "$2"
}

# use_identity REGION PROFILE ROLE_ARN EXTERNAL_ID ACCOUNT_ID: all may be empty. What is not given is inherited from the
# environment, as the AWS CLI reads it. Ends the run unless the account is ACCOUNT_ID (when given).
use_identity() {
  local region=$1 role=$3 external_id=$4 account=$5 found arn
  aws_profile=$2

  # An empty variable is what Terraform hands over for "not set"; the CLI takes some of them for a name.
  if [ -z "${AWS_PROFILE:-}" ]; then unset AWS_PROFILE; fi
  if [ -z "$region" ]; then region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}; fi
  if [ -n "$region" ]; then
    export AWS_REGION="$region" AWS_DEFAULT_REGION="$region" # CLI v1 reads only the latter
  else
    unset AWS_REGION AWS_DEFAULT_REGION
  fi
  export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off
  export AWS_RETRY_MODE="${AWS_RETRY_MODE:-standard}" AWS_MAX_ATTEMPTS="${AWS_MAX_ATTEMPTS:-5}"

  own_identity=("$aws_profile" "${AWS_PROFILE-}" "${AWS_ACCESS_KEY_ID-}" "${AWS_SECRET_ACCESS_KEY-}"
    "${AWS_SESSION_TOKEN-${AWS_SECURITY_TOKEN-}}")
  assume_role "$role" "$external_id"

  aws_call sts get-caller-identity
  { IFS= read -r found && IFS= read -r arn; } < <(printf '%s' "$reply" | run_python "$READ_IDENTITY") ||
    fail "$EXIT_OTHER" "the answer of aws sts get-caller-identity cannot be read."
  if [ -n "$account" ] && [ "$found" != "$account" ]; then
    fail "$EXIT_ACCOUNT" "the credentials are those of account $found ($arn), expected $account. Nothing was changed."
  fi
  log "account $found, region ${AWS_REGION:-from the profile}, as $arn"
}

readonly READ_CREDENTIALS='
import json, sys
credentials = json.load(sys.stdin)["Credentials"]
for name in ("AccessKeyId", "SecretAccessKey", "SessionToken"):
    print(credentials[name])
'

# Takes the credentials in $reply for all calls that follow. The environment's profile stays, for its region: the CLI
# prefers keys in the environment to AWS_PROFILE, but not to --profile.
use_credentials() {
  local id key token
  { IFS= read -r id && IFS= read -r key && IFS= read -r token; } \
    < <(printf '%s' "$reply" | run_python "$READ_CREDENTIALS") ||
    fail "$EXIT_OTHER" "the answer of aws sts assume-role cannot be read."
  reply=''
  if [ -n "$aws_profile" ]; then export AWS_PROFILE="$aws_profile"; fi
  aws_profile=''
  unset AWS_SECURITY_TOKEN AWS_CREDENTIAL_EXPIRATION # of the credentials just replaced
  export AWS_ACCESS_KEY_ID="$id" AWS_SECRET_ACCESS_KEY="$key" AWS_SESSION_TOKEN="$token"
}
