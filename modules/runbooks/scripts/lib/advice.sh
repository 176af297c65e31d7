# shellcheck shell=bash
# shellcheck disable=SC2154 # set by options.sh and secret.sh
# Commands that a runbook prints for somebody to paste: for the very account, region and secret of this run, and quoted for
# a shell, whatever is in the values.

# aws_command ARGUMENT...: that command of the AWS CLI. Where a role is assumed, no profile makes it that role's: as_role
# says then whose credentials it needs.
aws_command() {
  printf aws
  printf ' %q' "$@"
  cli_options
}

as_role() {
  if [ -n "$role_arn" ]; then printf ' (with the credentials of %s)' "$role_arn"; fi
}

cli_options() {
  local region=${AWS_REGION:-$secret_region} name=$profile
  printf '%s' "${region:+ --region $region}"
  if [ -n "$role_arn" ]; then return 0; fi
  # AWS_PROFILE may be that of one command only; and gives way to keys.
  if [ -z "$name" ] && [ -z "${AWS_ACCESS_KEY_ID:-}" ]; then name=${AWS_PROFILE:-}; fi
  if [ -n "$name" ]; then printf ' --profile %q' "$name"; fi
}

# runbook_command NAME ARGUMENT...: that runbook, with the identity of this run. Of another account it changes nothing.
runbook_command() {
  local name=$1
  shift
  printf '%s.sh' "$name"
  printf ' %q' "$@"
  cli_options
  if [ -n "$role_arn" ]; then
    if [ -n "$profile" ]; then printf ' --profile %q' "$profile"; fi
    printf ' --role-arn %q' "$role_arn"
    if [ -n "$external_id" ]; then printf ' --external-id %q' "$external_id"; fi
  fi
  printf ' --account-id %s' "$secret_account"
}
