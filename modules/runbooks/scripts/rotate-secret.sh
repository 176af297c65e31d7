#!/usr/bin/env bash
# Rotates a secret now, and waits until its new version is the current one. See --help.

set -euo pipefail

readonly PROGRAM=rotate-secret
scripts=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
if ! [ -r "$scripts/lib/common.sh" ]; then
  echo "$PROGRAM: error: $scripts/lib/common.sh is missing: copy the script together with its lib directory" >&2
  exit 1
fi
# shellcheck source=modules/runbooks/scripts/lib/common.sh
. "$scripts/lib/common.sh"
# shellcheck source=modules/runbooks/scripts/lib/options.sh
. "$scripts/lib/options.sh"
# shellcheck source=modules/runbooks/scripts/lib/secret.sh
. "$scripts/lib/secret.sh"
# shellcheck source=modules/runbooks/scripts/lib/advice.sh
. "$scripts/lib/advice.sh"
# shellcheck source=modules/runbooks/scripts/lib/rotation.sh
. "$scripts/lib/rotation.sh"

readonly EXIT_NOT_CONFIGURED=40

# A rotation takes seconds, by RDS about one minute (Secrets Manager User Guide, "Managed rotation", 2026-11). Ten minutes
# leave room for a first retry by AWS, and are soon enough for somebody who waits for an answer.
readonly DEFAULT_TIMEOUT=600
readonly DEFAULT_POLL_SECONDS=5
# AWS may answer a look with an older state for a moment; so a rotation counts as given up once its label, which was seen,
# has been gone for this long.
readonly GIVEN_UP_AFTER=10
# A rotation found in progress that is still pending after this long may be one that failed: AWS is asked to retry it.
# One that AWS only tells of, and does not show for this long, may have ended: AWS is asked for a new one.
readonly RETRY_AFTER=60

usage() {
  cat <<HELP
Usage: $PROGRAM.sh --secret ARN_OR_NAME [options]

Rotates a secret now: starts the rotation that is configured for it, waits until the new version is the current one
(AWSCURRENT) and no other is pending (AWSPENDING). It configures nothing, and never reads a value. The previous password
stops working at once: clients must read the secret again.

While a rotation is in progress none is started: this run waits for it, and asks AWS once to retry it, should it have
failed. Then one of its own follows, if --revision is given, unless a run of that revision had started the first.

Options (each with the environment variable that stands for it; the option wins):
  --secret ARN_OR_NAME  SECRET       Secrets Manager secret. Required.
  --revision ID         REVISION     Name of this rotation: 1 to 64 letters, digits, ._-. A run that was cut can be run
                                     again with the same one: it does not rotate twice.
  --region REGION       AWS_REGION   Region of the secret. Default: AWS_DEFAULT_REGION, else the profile's.
  --profile NAME        PROFILE      Profile of the AWS CLI. Wins over keys in the environment, as in Terraform's AWS
                                     provider. AWS_PROFILE works too, and as everywhere gives way to keys.
  --role-arn ARN        ROLE_ARN     Role to assume first.
  --external-id ID      EXTERNAL_ID  External id that the role asks for.
  --account-id ID       ACCOUNT_ID   Account (12 digits) that this must be. Any other: nothing is changed.
  --timeout SECONDS     TIMEOUT      How long to wait, in all. Default: $DEFAULT_TIMEOUT.
  --dry-run                          Say what would be done. Changes nothing.
  --help                             Show this.
POLL_SECONDS (default $DEFAULT_POLL_SECONDS) is the pause between two looks at the secret. AWS_ENDPOINT_URL and
AWS_ENDPOINT_URL_SECRETS_MANAGER and _STS are respected. Terraform's wrapper passes all of the variables above.

Examples:
  $PROGRAM.sh --secret huntaze/database --region us-east-1 --dry-run
  $PROGRAM.sh --secret huntaze/database --region us-east-1 --profile huntaze --account-id 123456789012
  $PROGRAM.sh --secret huntaze/database --region us-east-1 --revision 2026-11-22.leak
  SECRET=huntaze/database AWS_REGION=us-east-1 bash $PROGRAM.sh

Output: the id of the new current version, on standard output (no value, ever; nothing with --dry-run). All else goes to
standard error.

Exit codes:
    0  the secret is rotated (--dry-run: it could be)
    1  anything else; the message says what
    2  usage: unknown option, missing or malformed value
   10  the AWS CLI or python3 is missing
   11  no credentials, or they have expired
   12  access denied
   13  throttled, even after retries
   14  AWS cannot be reached, or the region is wrong
   15  the wrong account
   30  there is no such secret
   31  the secret cannot be rotated: scheduled for deletion, without a current version, a replica
   32  AWS says that a rotation is in progress, and shows no version to wait for
   40  no rotation is configured for the secret
   41  the rotation failed, or did not end in time: says what is left behind, and how to go on
  129, 130, 143  interrupted (SIGHUP, SIGINT, SIGTERM); a rotation that was started goes on in AWS

Permissions: secretsmanager:DescribeSecret, RotateSecret; lambda:InvokeFunction on the rotation function.
HELP
}

parse_arguments() {
  secret=${SECRET:-} revision=${REVISION:-}
  take_common_options_from_environment
  read_options '--secret --revision' "$@"

  check_secret "$secret"
  check_form --revision "${revision:-none}" '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' '1 to 64 letters, digits and ._-'
  check_common_options
}

# Looks at the secret. Ends the run where it cannot be rotated.
read_secret() { # SO_FAR: what to say of changes when this ends the run
  local so_far=$1
  describe_secret "$so_far"
  if [ -n "$primary_region" ] && [ "$primary_region" != "$secret_region" ]; then
    fail "$EXIT_SECRET_UNUSABLE" "the secret $secret is a replica: it is rotated in its primary region, $primary_region. $so_far Run this there: --region $primary_region"
  elif [ "$rotation_enabled" != true ]; then
    fail "$EXIT_NOT_CONFIGURED" "no rotation is configured for the secret $secret, or it was switched off. $so_far Palier configures it from tier early-ga on: set 'tier: early-ga' in the environment file and apply. A secret of your own: aws secretsmanager rotate-secret --rotation-lambda-arn ... --rotation-rules ..."
  elif [ -z "$current" ]; then
    fail "$EXIT_SECRET_UNUSABLE" "the secret $secret has no current version to start from. $so_far Give it one first, with the runbook set-database-password."
  fi
}

# The id that this revision's rotation of VERSION gives to the new version, in $id: by it a run that is started again knows
# what the first one did. It depends on VERSION, so that a revision that is used again later rotates again.
id_after() { # VERSION
  id=$(run_python "$DERIVE_ID" "$secret_arn" "$revision" "$1") ||
    fail "$EXIT_OTHER" 'the id of the new version cannot be made.'
}

# Whether an earlier run of this revision has rotated the secret, and nobody since.
is_rotated() {
  if [ -z "$revision" ] || [ -z "$previous" ]; then return 1; fi
  id_after "$previous"
  [ "$current" = "$id" ]
}

# Whether the rotation in progress is what was asked for.
is_own() {
  if [ -z "$revision" ]; then return 0; fi
  id_after "$current"
  [ "$pending_version" = "$id" ]
}

# ask_to_rotate [ID]: AWS starts a rotation; one that is in progress it retries instead, and answers with an error
# (RotateSecret, API reference, 2026-11). ID becomes the new version's.
ask_to_rotate() { aws_try secretsmanager rotate-secret --secret-id "$secret_arn" ${1:+--client-request-token "$1"}; }

is_refused_as_in_progress() { [ "$aws_error_code" = InvalidRequestException ] && [[ $aws_error == *'revious rotation'* ]]; }

# PutSecretValue's error and its words, as emulators of AWS have them ("You can't use ClientRequestToken ... because
# that value is already in use for a version of secret ..."). Those of RotateSecret are not documented. Any other fault with
# the id must not end in a random one: that would rotate a revision twice.
is_refused_for_its_id() {
  [ "$aws_error_code" = ResourceExistsException ] || [[ $aws_error == *ClientRequestToken*'already in use for a version'* ]]
}

readonly READ_NEW_VERSION='import json, sys; print(json.load(sys.stdin).get("VersionId") or "")'

target=''  # id of the version that is to become current; empty while AWS has not shown it
seen=false # whether AWS has shown it with the label AWSPENDING

# Starts a rotation. Returns 1 where one is in progress: somebody was faster.
start() {
  local id='' refusal
  if [ -n "$revision" ]; then id_after "$current"; fi
  log "rotating $secret, whose current version is $current, by $(describe_rotator)"
  going_on='A rotation that was started goes on in AWS by itself.'
  # What AWS makes of the id of a version that was given up is not documented.
  if ask_to_rotate "$id" || { is_refused_for_its_id && ask_to_rotate; }; then
    target=$(printf '%s' "$reply" | run_python "$READ_NEW_VERSION") ||
      fail "$EXIT_OTHER" 'the answer of aws secretsmanager rotate-secret cannot be read.'
    return 0
  fi
  if is_refused_as_in_progress; then return 1; fi
  case $aws_error_code in
    InvalidRequestException | ResourceNotFoundException)
      refusal=$aws_error
      read_secret 'Nothing was changed.'
      fail "$EXIT_NOT_CONFIGURED" "the secret $secret cannot be rotated as it is configured: $refusal. Nothing was changed. See that its rotation function exists and may be invoked: ${rotation_function:-none is configured}"
      ;;
  esac
  aws_fail
}

# Until the version $target is current. Returns 1 where a rotation that was found in progress is over without that: given
# up, as the short-lived one by which AWS tests a new configuration (RotateSecret, RotateImmediately, API reference,
# 2026-11), or never shown. Its own rotation is waited for until the time is up, however late AWS shows its label.
wait_until_rotated() { # FROM JOINED: the version that was current; whether the rotation was found in progress
  local from=$1 joined=$2 gone_at='' retry_at=$((waited + RETRY_AFTER)) retried=false
  going_on='The rotation goes on in AWS by itself.'
  seen=false
  if [ "$joined" = true ] && [ -n "$target" ]; then seen=true; fi
  while :; do
    read_secret "A rotation had begun${target:+: its version $target may be pending still}."
    if [ -z "$target" ] && is_rotating; then target=$pending_version; fi

    if [ "$current" != "$from" ] && { [ -z "$target" ] || [ "$current" = "$target" ] || [ "$previous" = "$target" ]; }; then
      going_on=''
      return 0
    elif [ -n "$target" ] && [ "$pending_version" = "$target" ]; then
      seen=true gone_at=''
      if [ "$joined" = true ] && [ "$retried" = false ] && [ "$waited" -ge "$retry_at" ]; then
        retried=true
        retry
      fi
    elif [ "$seen" = true ] && { [ "$joined" = true ] || [ "$current" = "$from" ]; }; then
      gone_at=${gone_at:-$waited}
      if [ $((waited - gone_at)) -ge "$GIVEN_UP_AFTER" ]; then
        if [ "$joined" = false ]; then fail_as_given_up; fi
        log 'that rotation was given up: starting one'
        return 1
      fi
    elif [ "$joined" = true ] && [ -z "$target" ] && [ "$waited" -ge "$retry_at" ]; then
      log 'AWS shows no version of it: starting one, unless AWS says again that one is in progress'
      return 1
    fi
    pause "version ${target:-to come} to be current" "$(describe_labels)" || fail_as_timed_out
  done
}

describe_labels() {
  if is_rotating; then
    printf '%s is AWSPENDING, %s is AWSCURRENT' "$pending_version" "$current"
  elif [ -n "$pending_version" ]; then
    printf '%s is AWSCURRENT, and AWSPENDING still, as after its own rotation' "$current"
  else
    printf '%s is AWSCURRENT, none is AWSPENDING' "$current"
  fi
}

retry() {
  log "version $target is still pending: asking AWS to retry that rotation, in case it has failed"
  # With the id of the version that is there, a second one cannot come of it.
  if ! ask_to_rotate "$target" && [ "$aws_error_code" != InvalidRequestException ]; then aws_fail; fi
}

rotate() {
  local from joined own
  while :; do
    target='' from=$current joined=false own=true
    if is_rotating; then
      joined=true target=$pending_version
      if ! is_own; then own=false; fi
      log "a rotation of $secret is in progress: waiting for its version $target, starting none"
    elif ! start; then
      joined=true
      if [ -n "$revision" ]; then own=false; fi
      read_secret 'Nothing was changed.'
      if is_rotating; then continue; fi
      log "AWS says that a rotation of $secret is in progress: waiting for it"
    fi
    if wait_until_rotated "$from" "$joined"; then
      if [ "$own" = true ] || is_rotated; then break; fi
      log "that rotation was not the one of revision $revision, which follows"
    fi
  done
  if [ "$joined" = true ] && [ -z "$revision" ]; then
    log 'that rotation had begun before this run: if somebody has seen the password, run this again'
  fi
}

report() {
  local pending='no version is pending'
  if is_rotating; then
    pending="another rotation has begun meanwhile, of version $pending_version"
    warn "$secret: $pending"
  elif [ -n "$pending_version" ]; then
    # Either is a success (RotateSecret, API reference, 2026-11).
    pending='it has the label AWSPENDING still, which AWS need not take away; no other version is pending'
  fi
  log "done: version $current of $secret is current${previous:+, version $previous the previous one}; $pending"
  printf '%s\n' "$current"
}

dry_run_report() {
  if is_rotating; then
    log "dry run: would wait, at most $timeout s, for the rotation in progress, whose version $pending_version is AWSPENDING"
    if ! is_own; then log "dry run: would then rotate $secret for revision $revision"; fi
  else
    log "dry run: would rotate $secret, whose current version is $current, by $(describe_rotator)"
  fi
}

main() {
  handle_exit_and_signals
  parse_arguments "$@"
  require_tools
  use_identity "$region" "$profile" "$role_arn" "$external_id" "$account_id"

  read_secret 'Nothing was changed.'
  if is_rotated; then
    log "revision $revision has been rotated already; another revision rotates again"
    if [ "$dry_run" = false ]; then report; fi
  elif [ "$dry_run" = true ]; then
    dry_run_report
  else
    rotate
    report
  fi
  if [ "$dry_run" = true ]; then log 'dry run: nothing was changed'; fi
}

main "$@"
