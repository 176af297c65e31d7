#!/usr/bin/env bash
# Makes the master password of an RDS instance what its secret says. See --help.

set -euo pipefail

readonly PROGRAM=set-database-password
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
# shellcheck source=modules/runbooks/scripts/lib/instance.sh
. "$scripts/lib/instance.sh"
# shellcheck source=modules/runbooks/scripts/lib/password.sh
. "$scripts/lib/password.sh"

# A backup or a small change of the instance ends within half an hour; and it is half of the hour that the credentials of
# an assumed role last.
readonly DEFAULT_TIMEOUT=1800
readonly DEFAULT_POLL_SECONDS=5

usage() {
  cat <<HELP
Usage: $PROGRAM.sh --database ID --secret ARN_OR_NAME [options]

Makes the master password of an RDS instance what its secret says. A secret without a value gets one first: a new random
password, with the instance's connection data. It can be cut anywhere and run again: each run ends with the instance's
password equal to the secret's. Nothing else of the instance changes, and nothing restarts.

Run it after creating an instance, and after restoring one from a snapshot or to a point in time.

Options (each with the environment variable that stands for it; the option wins):
  --database ID         DATABASE     RDS instance identifier. Required.
  --secret ARN_OR_NAME  SECRET       Secrets Manager secret. Required.
  --region REGION       AWS_REGION   Region of both. Default: AWS_DEFAULT_REGION, else the profile's.
  --profile NAME        PROFILE      Profile of the AWS CLI. Wins over keys in the environment, as in Terraform's AWS
                                     provider. AWS_PROFILE works too, and as everywhere gives way to keys.
  --role-arn ARN        ROLE_ARN     Role to assume first.
  --external-id ID      EXTERNAL_ID  External id that the role asks for.
  --account-id ID       ACCOUNT_ID   Account (12 digits) that this must be. Any other: nothing is changed.
  --timeout SECONDS     TIMEOUT      How long to wait, in all, for the instance. Default: $DEFAULT_TIMEOUT.
  --dry-run                          Say what would be done. Reads no secret value, changes nothing.
  --help                             Show this.
POLL_SECONDS (default $DEFAULT_POLL_SECONDS) is the pause between two looks at the instance. AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_RDS,
_SECRETS_MANAGER and _STS are respected.

Examples:
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --dry-run
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --profile huntaze \\
    --account-id 123456789012
  DATABASE=restored-db SECRET=huntaze/database AWS_REGION=us-east-1 bash $PROGRAM.sh

Output: the id of the secret's version whose password the instance now has, on standard output (no value, ever; nothing
with --dry-run). All else goes to standard error.

Exit codes:
    0  the instance has the secret's password (--dry-run: it could be done)
    1  anything else; the message says what
    2  usage: unknown option, missing or malformed value
   10  the AWS CLI or python3 is missing
   11  no credentials, or they have expired
   12  access denied
   13  throttled, even after retries
   14  AWS cannot be reached, or the region is wrong
   15  the wrong account
   20  there is no such instance
   21  the instance is not available: a state that needs someone, or the wait ran out
   22  the instance is not suitable: RDS manages its password, a read replica, a member of a cluster
   30  there is no such secret
   31  the secret cannot be used: scheduled for deletion, owned by a service, not the JSON expected, another user's
   32  a rotation of the secret is in progress
  129, 130, 143  interrupted (SIGHUP, SIGINT, SIGTERM)

Permissions: rds:DescribeDBInstances, rds:ModifyDBInstance; secretsmanager:DescribeSecret, GetSecretValue, PutSecretValue,
GetRandomPassword; kms:Decrypt and kms:GenerateDataKey where the secret has a customer managed key.
HELP
}

parse_arguments() {
  database=${DATABASE:-} secret=${SECRET:-}
  take_common_options_from_environment
  read_options '--database --secret' "$@"

  if [ -z "$database" ]; then usage_error 'no instance given: --database ID (or DATABASE)'; fi
  check_form --database "$database" '^[A-Za-z][A-Za-z0-9-]*$' 'letters, digits and hyphens, a letter first'
  check_secret "$secret"
  check_common_options
}

dry_run_report() {
  refuse_stuck_instance
  if ! is_ready; then log "dry run: would wait, at most $timeout s, for $database to be available (it is $status)"; fi
  if [ -z "$current" ]; then
    log "dry run: would generate a password and store it in $secret, which has no value yet, for the user $master at ${host:-the endpoint to come}"
    log "dry run: would give $database that password"
  else
    log "dry run: would give $database the password of the secret's version $current (its value was not read, so not checked)"
  fi
  log 'dry run: nothing was changed'
}

main() {
  handle_exit_and_signals
  parse_arguments "$@"
  require_tools
  use_identity "$region" "$profile" "$role_arn" "$external_id" "$account_id"

  read_instance
  read_secret 'Nothing was changed.'
  if [ "$dry_run" = true ]; then
    dry_run_report
    return 0
  fi
  give_password 'Nothing was changed.'
  log "done: $database has the password of the secret $secret"
  printf '%s\n' "$version"
}

main "$@"
