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

readonly EXIT_NOT_CONFIGURED=40 EXIT_FAILED=41

# A rotation takes seconds, by RDS about one minute (Secrets Manager User Guide, "Managed rotation", 2026-11). Ten minutes
# leave room for a first retry by AWS, and are soon enough for somebody who waits for an answer.
readonly DEFAULT_TIMEOUT=600
readonly DEFAULT_POLL_SECONDS=5
# AWS shows a change a little later; so a rotation counts as given up after this many looks in a row without its label.
readonly QUIET_LOOKS=3
# A rotation found in progress that is still pending after this long may be one that failed: AWS is asked to retry it.
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
  local so_far=$1 region_of_arn
  describe_secret "$so_far"
  region_of_arn=${secret_arn#arn:*:secretsmanager:}
  region_of_arn=${region_of_arn%%:*}
  if [ -n "$primary_region" ] && [ "$primary_region" != "$region_of_arn" ]; then
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
  id=$(run_python 'import sys, uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(sys.argv[1:])))' \
    "$secret_arn" "$revision" "$1") || fail "$EXIT_OTHER" 'the id of the new version cannot be made.'
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

is_refused_for_its_id() { [ "$aws_error_code" = ResourceExistsException ] || [[ $aws_error == *ClientRequestToken* ]]; }

describe_rotator() { printf '%s' "${rotation_function:-${owner:-the service that owns it}}"; }

target='' # id of the version that is to become current; empty while AWS has not shown it

# Starts a rotation. Returns 1 where one is in progress: somebody was faster.
start() {
  local id='' refusal
  if [ -n "$revision" ]; then id_after "$current"; fi
  log "rotating $secret, whose current version is $current, by $(describe_rotator)"
  going_on='A rotation that was started goes on in AWS by itself.'
  # What AWS makes of the id of a version that was given up is not documented.
  if ask_to_rotate "$id" || { is_refused_for_its_id && ask_to_rotate; }; then
    target=$(printf '%s' "$reply" | run_python 'import json, sys; print(json.load(sys.stdin).get("VersionId") or "")') ||
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

# Until the version $target is current. Returns 1 where a rotation that was found in progress is given up instead: as the
# short-lived one by which AWS tests a new configuration (RotateSecret, RotateImmediately, API reference, 2026-11).
wait_until_rotated() { # FROM JOINED: the version that was current; whether the rotation was found in progress
  local from=$1 joined=$2 quiet=0 retry_at=$((waited + RETRY_AFTER)) retried=false
  going_on='The rotation goes on in AWS by itself.'
  while :; do
    read_secret "A rotation had begun${target:+: its version $target may be pending still}."
    if [ -z "$target" ] && is_rotating; then target=$pending_version; fi

    if [ "$current" != "$from" ] && { [ -z "$target" ] || [ "$current" = "$target" ] || [ "$previous" = "$target" ]; }; then
      going_on=''
      return 0
    elif [ -n "$target" ] && [ "$pending_version" = "$target" ]; then
      quiet=0
      if [ "$joined" = true ] && [ "$retried" = false ] && [ "$waited" -ge "$retry_at" ]; then
        retried=true
        retry
      fi
    else
      quiet=$((quiet + 1))
      if [ "$quiet" -ge "$QUIET_LOOKS" ]; then
        if [ "$joined" = true ]; then return 1; fi
        fail_as_given_up
      fi
    fi
    pause "version ${target:-to come} to be current" "$(describe_labels)" || fail_as_timed_out
  done
}

describe_labels() {
  if is_rotating; then
    printf '%s is AWSPENDING, %s is AWSCURRENT' "$pending_version" "$current"
  else
    printf '%s is AWSCURRENT, none is AWSPENDING' "$current"
  fi
}

retry() {
  log "version $target is still pending: asking AWS to retry that rotation, in case it has failed"
  # With the id of the version that is there, a second one cannot come of it.
  if ! ask_to_rotate "$target" && [ "$aws_error_code" != InvalidRequestException ]; then aws_fail; fi
}

fail_as_given_up() {
  fail "$EXIT_FAILED" "the rotation of $secret was given up by somebody: its version ${target:-(unknown)} is neither AWSPENDING nor AWSCURRENT any more. Version $current is AWSCURRENT." \
    "the database has the password of version $current; or that of the other, if the rotation came as far as setting it." \
    "to go on: rotate again${revision:+, with another revision}; or have the database take the current version's password: set-database-password.sh --database ID --secret $secret$(cli_options)"
}

# AWS tells of a failed rotation only in logs: its version stays AWSPENDING (Secrets Manager User Guide, "Troubleshoot
# rotation", 2026-11).
fail_as_timed_out() {
  if [ -z "$target" ]; then
    fail "$EXIT_ROTATION" "AWS says that a rotation of $secret is in progress, but showed no version AWSPENDING for $waited s. Version $current is current. Look with: aws secretsmanager describe-secret --secret-id $(printf %q "$secret")$(cli_options), and run this again later."
  fi
  local headline="the rotation of $secret failed, or did not end within $waited s: its version $target is still AWSPENDING. Version $current is still AWSCURRENT."
  if [ -z "$rotation_function" ]; then
    fail "$EXIT_FAILED" "$headline" \
      "why: the secret is rotated by $(describe_rotator). For rds: see MasterUserSecret.SecretStatus of the instance (impaired: it cannot be rotated), and its events: aws rds describe-events --source-type db-instance --duration 60$(cli_options)" \
      'to retry: remove the cause, then run this again.'
  fi
  fail "$EXIT_FAILED" "$headline" \
    "why: see the rotation function's log: aws logs filter-log-events --log-group-name /aws/lambda/$(function_name) --filter-pattern '?ERROR ?timed'$(cli_options)" \
    "the database has the password of version $current; or that of $target, if the function came as far as setting it. Then clients cannot log in until the rotation is retried or given up." \
    'to retry: AWS does so by itself for a while. Remove the cause, then run this again: it goes on with the same version, whichever password the database has.' \
    "to give up: aws secretsmanager update-secret-version-stage --secret-id $secret --version-stage AWSPENDING --remove-from-version-id $target$(cli_options)" \
    "and then have the database take the current version's password: set-database-password.sh --database ID --secret $secret$(cli_options)"
}

# What a command needs beside its arguments to mean the same secret.
cli_options() { printf '%s' "${AWS_REGION:+ --region $AWS_REGION}${profile:+ --profile $profile}"; }

function_name() {
  local name=${rotation_function#*:function:}
  printf '%s' "${name%%:*}"
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
    if ! wait_until_rotated "$from" "$joined"; then
      log 'that rotation was given up: starting one'
    elif [ "$own" = true ] || is_rotated; then
      break
    else
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
