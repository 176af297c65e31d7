#!/usr/bin/env bash
# Restores the latest copy of the database in the recovery region, proves that it answers, and removes it. See --help.

set -euo pipefail

readonly PROGRAM=restore-drill
scripts=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
if ! [ -r "$scripts/lib/common.sh" ]; then
  echo "$PROGRAM: error: $scripts/lib/common.sh is missing: copy the script together with its lib directory" >&2
  exit 1
fi
# shellcheck source=modules/runbooks/scripts/lib/common.sh
. "$scripts/lib/common.sh"
# shellcheck source=modules/runbooks/scripts/lib/options.sh
. "$scripts/lib/options.sh"
# shellcheck source=modules/runbooks/scripts/lib/advice.sh
. "$scripts/lib/advice.sh"
# shellcheck source=modules/runbooks/scripts/lib/instance.sh
. "$scripts/lib/instance.sh"
# shellcheck source=modules/runbooks/scripts/lib/snapshot.sh
. "$scripts/lib/snapshot.sh"
# shellcheck source=modules/runbooks/scripts/lib/restore.sh
. "$scripts/lib/restore.sh"
# shellcheck source=modules/runbooks/scripts/lib/backups.sh
. "$scripts/lib/backups.sh"
# shellcheck source=modules/runbooks/scripts/lib/drill.sh
. "$scripts/lib/drill.sh"

# shellcheck disable=SC2034 # used by options.sh
readonly DEFAULT_TIMEOUT=7200 DEFAULT_POLL_SECONDS=15
# The plan's aim is an RTO below an hour.
readonly DEFAULT_TARGET_SECONDS=3600

usage() {
  cat <<HELP
Usage: $PROGRAM.sh --database ID --region REGION --subnet-group NAME --security-group-ids A,B [options]

A drill for the loss of a region: restores the latest copy of the database in the recovery region to a throw-away instance,
ID-drill-TIME-..., proves that it answers, removes it again, and reports the time that it took as the measured RTO, and the
age of the copy as the measured RPO. The database itself, and the copy, are not touched.

The proof: RDS says available, with the engine, version, storage and key of the copy, and an endpoint; and PostgreSQL
answers there to the first packet of a connection (SSLRequest). No user, no password: no data is read. For that packet this
must run where the recovery region's database can be reached: in its VPC, as one of its clients. Where it cannot, the drill
fails; with --no-connect it is content with what RDS says, and the report says "not connected".

What it made is removed in the end whatever happens, also when the drill fails or is interrupted. A run that is killed leaves
its instance behind; the next run finds it by its tag, and removes it first when its time is up.

Options (each but the flags with the environment variable that stands for it; the option wins):
  --database ID           DATABASE            Instance that the copy is of. Required. It need not exist any more.
  --region REGION         AWS_REGION          Region of the copy. Required. Default: AWS_DEFAULT_REGION.
  --subnet-group NAME     SUBNET_GROUP        DB subnet group there. Required.
  --security-group-ids A,B  SECURITY_GROUP_IDS  Security groups there. Required. Palier publishes these two, and the next,
                                              as the outputs recovery_database_...
  --parameter-group NAME  PARAMETER_GROUP     DB parameter group. Default: AWS's for the version.
  --instance-class CLASS  INSTANCE_CLASS      Default: that of the original. A smaller one costs less, and may take longer.
  --snapshot ID           SNAPSHOT            Copy to restore. Default: the one with the newest data, of those that the daily
                                              function or copy-snapshot.sh made.
  --snapshot-of ID        SNAPSHOT_OF         Instance that the snapshot must be of. Default: that of --database.
  --target-seconds N      TARGET_SECONDS      RTO that must be met. Default: $DEFAULT_TARGET_SECONDS.
  --no-connect            NO_CONNECT=true     Do not connect to the database.
  --remove-leftover                           Remove the instance of another drill at once: only where that run is dead.
  --profile NAME          PROFILE             Profile of the AWS CLI. Wins over keys in the environment.
  --role-arn ARN          ROLE_ARN            Role to assume first.
  --external-id ID        EXTERNAL_ID         External id that the role asks for.
  --account-id ID         ACCOUNT_ID          Account (12 digits) that this must be. Any other: nothing is changed.
  --timeout SECONDS       TIMEOUT             How long to wait until it answers. Default: $DEFAULT_TIMEOUT. The removal has $REMOVAL_TIMEOUT more.
  --dry-run                                   Say what would be done. Changes nothing.
  --help                                      Show this.
POLL_SECONDS (default $DEFAULT_POLL_SECONDS) is the pause between two looks: no figure is more exact. AWS_ENDPOINT_URL and
AWS_ENDPOINT_URL_RDS and _STS are respected.

Examples:
  $PROGRAM.sh --database huntaze-postgres-production --region eu-west-1 --subnet-group huntaze-database \\
    --security-group-ids sg-0123456789abcdef0 --parameter-group huntaze-postgres17 --dry-run
  $PROGRAM.sh --database huntaze-postgres-production --region eu-west-1 --subnet-group huntaze-database \\
    --security-group-ids sg-0123456789abcdef0 --parameter-group huntaze-postgres17 --target-seconds 1800
  $PROGRAM.sh --database huntaze-postgres-production --region eu-west-1 --subnet-group huntaze-database \\
    --security-group-ids sg-0123456789abcdef0 --instance-class db.t4g.micro --no-connect

Output, on standard output (nothing with --dry-run): the report, one line of JSON: database, region, snapshot, proof
("answers" or "not connected"), seconds (find, restore, answer, remove), rto_seconds (from the start until it answers),
target_seconds, rpo_seconds (age of the copy's data at the start). All else goes to standard error.

Exit codes:
    0  restored, answered within the target, and removed (--dry-run: it could be done)
    1  anything else; the message says what
    2  usage: unknown option, missing or malformed value
   10  the AWS CLI or python3 is missing
   11  no credentials, or they have expired
   12  access denied
   13  throttled, even after retries
   14  AWS cannot be reached, or the region is wrong
   15  the wrong account
   21  the instance has not become available: the restore failed, or the wait ran out
   50  there is no copy, or no snapshot of that name
   51  the snapshot has failed
   52  the snapshot is not available yet
   53  the snapshot is not of PostgreSQL, or of another instance
   55  the KMS key of the copy cannot be used
   56  the name is taken by an instance that is not of this drill
   57  the quota of instances or storage is used up, or AWS has no capacity
   58  AWS refuses the settings of the instance
   59  the instance is not what the copy is
   60  another drill is in progress
   61  the database cannot be reached from here, or does not answer as PostgreSQL
   62  all went well, but slower than the target; the report is there
   63  the instance could not be removed: says what is left, and the command. It goes before all others
  129, 130, 143  interrupted (SIGHUP, SIGINT, SIGTERM); what was made is removed

Permissions: rds:DescribeDBSnapshots, DescribeDBInstances, RestoreDBInstanceFromDBSnapshot, AddTagsToResource,
DeleteDBInstance; kms:Decrypt, DescribeKey and CreateGrant on the copy's key, through RDS.
HELP
}

parse_arguments() {
  local parts='--database --snapshot --snapshot-of --subnet-group --security-group-ids --parameter-group'
  database=${DATABASE:-} snapshot=${SNAPSHOT:-} snapshot_of=${SNAPSHOT_OF:-} subnet_group=${SUBNET_GROUP:-}
  security_group_ids=${SECURITY_GROUP_IDS:-} parameter_group=${PARAMETER_GROUP:-} instance_class=${INSTANCE_CLASS:-}
  target_seconds=${TARGET_SECONDS:-$DEFAULT_TARGET_SECONDS} no_connect=${NO_CONNECT:-false} remove_leftover=false
  # shellcheck disable=SC2034 # used by options.sh
  flags='--no-connect --remove-leftover'
  take_common_options_from_environment
  read_options "$parts --instance-class --target-seconds" "$@"

  if [ -z "$database" ]; then usage_error 'no instance given: --database ID (or DATABASE)'; fi
  if [ -z "$subnet_group" ]; then usage_error 'no subnet group given: --subnet-group NAME (or SUBNET_GROUP)'; fi
  if [ -z "$security_group_ids" ]; then
    usage_error 'no security group given: --security-group-ids A,B (or SECURITY_GROUP_IDS)'
  fi
  check_form --database "$database" '^[A-Za-z][A-Za-z0-9-]*$' 'letters, digits and hyphens, a letter first'
  check_restore_options
  check_form --target-seconds "$target_seconds" '^[1-9][0-9]{0,5}$' 'whole seconds, 1 to 999999'
  check_form NO_CONNECT "$no_connect" '^(true|false)$' 'true or false'
  check_common_options
  check_region
}

# Sets what describe_snapshot sets, and tags.
find_copy() {
  # shellcheck disable=SC2034 # used by backups.sh
  running=$database engine=postgres snapshot_source=${snapshot_of:-$database}
  if [ -z "$snapshot" ]; then
    latest_copy "$database" "$AWS_REGION" ||
      fail "$EXIT_SNAPSHOT_MISSING" "there is no copy of $database in $AWS_REGION that is available: nothing to recover from. Nothing was changed. See docs/guides/disaster-recovery.md; copy one now with copy-snapshot.sh, or name a snapshot: --snapshot ID"
    snapshot=$snapshot_id
  fi
  # Looks at it by its name, too: its tags are in the answer then.
  check_snapshot
  tags=$(printf '%s' "$reply" | run_python "$MAKE_DRILL_TAGS" "$origin" "$drill_until") ||
    fail "$EXIT_OTHER" 'the tags of the snapshot cannot be read.'
  age=$(run_python "$READ_AGE" "$snapshot_taken") || fail "$EXIT_OTHER" "the time of $snapshot cannot be read: '$snapshot_taken'."
}

restore_copy() {
  # shellcheck disable=SC2034 # used by restore.sh
  restored=$drill_name is_throw_away=true
  request=$(printf '%s' "$tags" | run_python "$COMPOSE_DRILL" "$drill_name" "$snapshot" "$subnet_group" \
    "$security_group_ids" "$parameter_group" "$instance_class") || fail "$EXIT_OTHER" 'the request to restore cannot be composed.'
  log "restoring $snapshot (data of $snapshot_taken, $snapshot_storage GiB) to $drill_name"
  drill=$drill_name going_on="$drill_name is removed now."
  if ! aws_try rds restore-db-instance-from-db-snapshot --cli-input-json "$request"; then
    case $aws_error_code in
      # By a first attempt of the same call, whose answer was lost: nobody else has that name.
      DBInstanceAlreadyExists*) ;;
      '') aws_fail ;; # perhaps AWS has got it
      *)
        drill='' going_on=''
        refuse_restore
        ;;
    esac
  fi
  made=true
  refuse_other_drills "$drill_name"
  wait_until_restored
  verify_drill
}

dry_run_report() {
  log "dry run: would restore $snapshot (data of $snapshot_taken, $snapshot_storage GiB) to $drill_name: $tags"
  if [ "$no_connect" = true ]; then
    log 'dry run: would not connect to it, and believe what RDS says'
  else
    log 'dry run: would connect to it from here, without logging in'
  fi
  log "dry run: would remove it, and compare the time with $target_seconds s; the copy's data is $age s old"
  log 'dry run: nothing was changed'
}

main() {
  local patience started found available answered removed proof=answers
  handle_exit_and_signals
  trap on_drill_exit EXIT
  parse_arguments "$@"
  require_tools
  name_drill
  patience=$timeout
  use_identity "$region" "$profile" "$role_arn" "$external_id" "$account_id"
  remove_leftovers

  begin_wait "$patience"
  started=$SECONDS
  find_copy
  found=$SECONDS
  if [ "$dry_run" = true ]; then
    dry_run_report
    return 0
  fi
  restore_copy
  available=$SECONDS
  if [ "$no_connect" = true ]; then
    proof='not connected'
    warn "not connected: that $drill_name answers is what RDS says"
  else
    expect_answer
  fi
  answered=$SECONDS
  log "$drill_name: $proof, $((answered - started)) s after the start: the measured RTO"
  remove_drill
  removed=$SECONDS

  run_python "$REPORT" "$running" "$AWS_REGION" "$snapshot" "$proof" "$started" "$found" "$available" "$answered" "$removed" \
    "$target_seconds" "$age" || fail "$EXIT_OTHER" 'the report cannot be written.'
  if [ "$((answered - started))" -gt "$target_seconds" ]; then
    fail "$EXIT_TARGET" "the target is missed: the measured RTO is $((answered - started)) s, the target $target_seconds s. $drill_name is removed. See in the report which part took long: a larger --instance-class, or a database that stands ready (Aurora Global Database)."
  fi
  log "done: the measured RTO is $((answered - started)) s (target $target_seconds s), the measured RPO $age s; $drill_name is removed"
}

main "$@"
