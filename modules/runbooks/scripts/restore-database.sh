#!/usr/bin/env bash
# Restores a database beside the running one, and lets it take the running one's name where that is asked for. See --help.

set -euo pipefail

readonly PROGRAM=restore-database
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
# shellcheck source=modules/runbooks/scripts/lib/snapshot.sh
. "$scripts/lib/snapshot.sh"
# shellcheck source=modules/runbooks/scripts/lib/restore.sh
. "$scripts/lib/restore.sh"
# shellcheck source=modules/runbooks/scripts/lib/backups.sh
. "$scripts/lib/backups.sh"
# shellcheck source=modules/runbooks/scripts/lib/cut-over.sh
. "$scripts/lib/cut-over.sh"

# A small database is restored within half an hour; a large one, or one with much to replay, takes hours. A run that gives
# up, or whose credentials expire, is run again and goes on waiting.
readonly DEFAULT_TIMEOUT=7200
readonly DEFAULT_POLL_SECONDS=15

usage() {
  cat <<HELP
Usage: $PROGRAM.sh --database ID --secret ARN_OR_NAME (--to-time TIME | --snapshot ID) [options]

Restores a database beside the running one: a new instance with the same settings, tags and encryption, which is checked
and given the secret's password. The running one stays as it is, and nothing is ever deleted.

With --cut-over, the new instance then takes the running one's name: the running one is renamed to ID-replaced-..., the new
one from ID-restored-... to ID. Each is restarted by it; for up to ten minutes nobody answers at the endpoint, which stays the
same. What was written after TIME, or after the snapshot, is in the former instance only.

It can be cut anywhere and run again with the same options: it finds out how far it came and goes on from there. The same
TIME or snapshot is never restored twice, unless another --revision asks for it. Try without --cut-over first, look at the data, then run it again with it.

Options (each but --cut-over with the environment variable that stands for it; the option wins):
  --database ID           DATABASE            RDS instance identifier. Required.
  --secret ARN_OR_NAME    SECRET              Secrets Manager secret. Required, unless RDS manages the password. An ARN may
                                              be of another region.
  --to-time TIME          TO_TIME             Restore to that time: UTC, such as 2026-11-22T14:15:00Z.
  --snapshot ID           SNAPSHOT            Restore that snapshot, automated (rds:...) or not. One of the two.
  --snapshot-of ID        SNAPSHOT_OF         Instance that the snapshot must be of. Default: that of --database.
  --revision ID           REVISION            Name of this attempt: 1 to 64 letters, digits, ._-. Another one restores the same
                                              once more. Default: none.
  --cut-over                                  The restored instance takes the name of the running one.
  --region REGION         AWS_REGION          Region to restore in: where the backup is. Default: AWS_DEFAULT_REGION.
  --source-region REGION  SOURCE_REGION       Region of the running instance, whose settings are copied, if it is another.
                                              Then there is no cut-over, and these say what the region has:
  --subnet-group NAME     SUBNET_GROUP        DB subnet group. Default: the running instance's.
  --security-group-ids A,B  SECURITY_GROUP_IDS  Security groups. Default: the running instance's.
  --parameter-group NAME  PARAMETER_GROUP     DB parameter group. Default: the running instance's; in another region AWS's.
  --instance-class CLASS  INSTANCE_CLASS      Default: the running instance's. All four are for restoring without a running
                                              instance, too.
  --profile NAME          PROFILE             Profile of the AWS CLI. Wins over keys in the environment.
  --role-arn ARN          ROLE_ARN            Role to assume first.
  --external-id ID        EXTERNAL_ID         External id that the role asks for.
  --account-id ID         ACCOUNT_ID          Account (12 digits) that this must be. Any other: nothing is changed.
  --timeout SECONDS       TIMEOUT             How long to wait until the cut-over. Default: $DEFAULT_TIMEOUT. The
                                              cut-over has $CUT_OVER_TIMEOUT more.
  --dry-run                                   Say what would be done. Reads no secret value, changes nothing.
  --help                                      Show this.
POLL_SECONDS (default $DEFAULT_POLL_SECONDS) is the pause between two looks. AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_RDS, _SECRETS_MANAGER and
_STS are respected.

Examples:
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --to-time 2026-11-22T14:15:00Z --dry-run
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --to-time 2026-11-22T14:15:00Z
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --to-time 2026-11-22T14:15:00Z --cut-over
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --snapshot before-migration
  $PROGRAM.sh --database huntaze-db --secret arn:aws:secretsmanager:us-east-1:123456789012:secret:huntaze/database-AbCdEf \\
    --snapshot huntaze-db-2026-11-22 --region us-west-2 --source-region us-east-1 --subnet-group huntaze-database \\
    --security-group-ids sg-0123456789abcdef0

Output, on standard output (nothing with --dry-run): the identifier of the restored instance; after a cut-over the lines
for the environment file after which Terraform takes it over. All else goes to standard error.

Exit codes:
    0  restored, and cut over where that was asked for (--dry-run: it could be done)
    1  anything else; the message says what
    2  usage: unknown option, missing or malformed value
   10  the AWS CLI or python3 is missing
   11  no credentials, or they have expired
   12  access denied
   13  throttled, even after retries
   14  AWS cannot be reached, or the region is wrong
   15  the wrong account
   20  there is no such instance, and too few options to restore without it
   21  an instance is not available: the restore failed, a state that needs someone, or the wait ran out
   22  the instance is not suitable: a member of a cluster, a read replica; with --cut-over one that has replicas
   30  there is no such secret
   31  the secret cannot be used: no value, scheduled for deletion, owned by a service, not the JSON expected
   32  a rotation of the secret is in progress
   50  there is no such snapshot
   51  the snapshot has failed
   52  the snapshot is not available yet
   53  the snapshot is of another engine, or of another instance
   54  TIME is outside of what the automated backups reach
   55  the KMS key of the backup cannot be used
   56  a name is taken by an instance that is not of this restore
   57  the quota of instances or storage is used up, or AWS has no capacity
   58  AWS refuses the settings of the new instance, or settings for it are missing
   59  the restored instance is not what was asked for
  129, 130, 143  interrupted (SIGHUP, SIGINT, SIGTERM); what was begun goes on in AWS, a second run waits for it

Permissions: rds:DescribeDBInstances, DescribeDBInstanceAutomatedBackups, DescribeDBSnapshots, RestoreDBInstanceToPointInTime,
RestoreDBInstanceFromDBSnapshot, ModifyDBInstance, AddTagsToResource; iam:PassRole for enhanced monitoring's role;
secretsmanager:DescribeSecret, GetSecretValue; kms:Decrypt, DescribeKey and CreateGrant with a customer managed key.
HELP
}

parse_arguments() {
  local parts='--database --secret --to-time --snapshot --snapshot-of --source-region --subnet-group --security-group-ids'
  database=${DATABASE:-} secret=${SECRET:-} to_time=${TO_TIME:-} snapshot=${SNAPSHOT:-} snapshot_of=${SNAPSHOT_OF:-}
  source_region=${SOURCE_REGION:-} subnet_group=${SUBNET_GROUP:-} security_group_ids=${SECURITY_GROUP_IDS:-}
  parameter_group=${PARAMETER_GROUP:-} instance_class=${INSTANCE_CLASS:-} revision=${REVISION:-} cut_over=false flags='--cut-over'
  take_common_options_from_environment
  read_options "$parts --parameter-group --instance-class --revision" "$@"

  if [ -z "$database" ]; then usage_error 'no instance given: --database ID (or DATABASE)'; fi
  check_form --database "$database" '^[A-Za-z][A-Za-z0-9-]*$' 'letters, digits and hyphens, a letter first'
  if [ -n "$secret" ]; then check_secret "$secret"; fi
  if [ -z "$to_time$snapshot" ]; then usage_error 'nothing to restore from: --to-time TIME or --snapshot ID'; fi
  if [ -n "$to_time" ] && [ -n "$snapshot" ]; then usage_error 'two things to restore from: give --to-time or --snapshot'; fi
  if [ -n "$to_time" ]; then
    check_form --to-time "$to_time" '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$' 'UTC, such as 2026-11-22T14:15:00Z'
  fi
  check_form --source-region "${source_region:-us-east-1}" '^[a-z]{2,}(-[a-z]+)+-[0-9]+$' 'a region such as us-east-1'
  check_form --revision "${revision:-1}" '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' '1 to 64 letters, digits and ._-'
  check_restore_options
  check_common_options
  check_region
  if [ "$cut_over" = true ] && [ -n "$source_region" ]; then
    usage_error '--cut-over: not with --source-region, for no instance takes a name of another region. Point the clients at the new endpoint instead'
  fi
}

readonly DERIVE_STAMP='
import datetime, hashlib, sys
time, snapshot, revision = sys.argv[1:]
tail = "-r" + hashlib.sha256(revision.encode()).hexdigest()[:6] if revision else ""
if time:
    print(datetime.datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ").strftime("%Y%m%d-%H%M%S") + tail)
else:
    print("s" + hashlib.sha256(snapshot.encode()).hexdigest()[:10] + tail)
'

name_this_restore() {
  local stamp
  stamp=$(run_python "$DERIVE_STAMP" "$to_time" "$snapshot" "$revision") ||
    usage_error "--to-time: got '$to_time', allowed: a time that the calendar has"
  name_instances "$stamp"
  if [ -n "$to_time" ]; then origin="time $to_time"; else origin="snapshot $snapshot"; fi
  if [ -n "$revision" ]; then origin+=" - revision $revision"; fi
  snapshot_source=${snapshot_of:-$running}
}

# Another snapshot may have the same name since an earlier run.
complete_origin() {
  local taken
  if [ -z "$snapshot" ]; then return 0; fi
  if describe_snapshot "$snapshot" "$AWS_REGION"; then
    taken=$(run_python "$MOMENT"'print(moment(sys.argv[1]))' "$snapshot_taken") || taken=''
    if [ -n "$taken" ]; then origin+=" of $taken"; fi
  else
    is_origin_partial=true
  fi
}

# The instance whose settings count: the running or the former one, else that of the source region, else none.
find_reference() {
  reference_place=here
  if [ -z "$reference" ] && [ -n "$source_region" ]; then
    reference_place=elsewhere
    in_region "$source_region" look "$running" ||
      fail "$EXIT_INSTANCE_MISSING" "there is no RDS instance $running in $source_region. Nothing was changed. Check the identifier, --source-region and the account; if that region is down, leave --source-region out and give --instance-class."
    reference=$look
  fi
  set_settings_options
  read_reference
  if [ -n "$member_of" ]; then
    fail "$EXIT_INSTANCE_UNSUITABLE" "$running is a member of the cluster $member_of, which is restored as a whole. Nothing was changed. This runbook is for instances outside of clusters."
  elif [ -n "$replica_of" ]; then
    fail "$EXIT_INSTANCE_UNSUITABLE" "$running is a read replica of $replica_of. Nothing was changed. Restore that one."
  fi
  if [ "$state" != none ]; then return 0; fi
  if [ -z "$reference" ] && [ -z "$instance_class$subnet_group$security_group_ids" ]; then
    fail "$EXIT_INSTANCE_MISSING" "there is no RDS instance $running in $AWS_REGION. Nothing was changed. Check the identifier, the region and the account. To restore one that is gone, or in another region than the running one: $PROGRAM --help, from --source-region on."
  elif [ -z "$reference" ] || [ "$reference_place" = elsewhere ]; then
    if [ -z "$subnet_group" ] || [ -z "$security_group_ids" ] || { [ -z "$reference" ] && [ -z "$instance_class" ]; }; then
      fail "$EXIT_SETTINGS" "settings for the new instance are missing, which no running one in $AWS_REGION can tell: --subnet-group, --security-group-ids$([ -n "$reference" ] || echo ', --instance-class'). Nothing was changed."
    fi
  fi
}

# Looks at what there is to restore from. Sets operation, source_of (the request's first members) and key.
find_source() {
  if [ -n "$snapshot" ]; then
    check_snapshot
    key=$snapshot_key
    operation=restore-db-instance-from-db-snapshot
    source_of="{\"DBSnapshotIdentifier\": \"$snapshot\", \"DBInstanceIdentifier\": \"$restored\"}"
    return 0
  fi
  operation=restore-db-instance-to-point-in-time
  if [ "$running_exists" = true ]; then
    find_backup "$reference_resource"
    check_time_is_restorable
    key=$reference_key
    source_of="{\"SourceDBInstanceIdentifier\": \"$running\""
  else
    # Of an instance that is gone, or replicated from another region.
    find_backup ''
    check_time_is_restorable
    if [ -n "$backup_engine" ]; then engine=$backup_engine; fi
    key=$backup_key
    source_of="{\"SourceDBInstanceAutomatedBackupsArn\": \"$backup_arn\""
  fi
  source_of+=", \"TargetDBInstanceIdentifier\": \"$restored\", \"RestoreTime\": \"$to_time\"}"
}

# The key that the work of an earlier run must have, where that can still be known.
find_key() {
  key=''
  if [ -n "$snapshot" ]; then
    if describe_snapshot "$snapshot" "$AWS_REGION"; then key=$snapshot_key; fi
  elif [ "$reference_place" = here ]; then
    key=$reference_key
  fi
}

dry_run_report() {
  if [ "$state" = none ]; then
    log "dry run: would restore to $restored, from $origin${key:+, encrypted under $key}"
    if [ -n "$to_time" ]; then log "dry run: $running can be restored to any time from ${earliest:-the earliest} to $latest"; fi
    compose_restore "$source_of"
    log "dry run: with these settings, and those that only a change takes afterwards: $request"
  fi
  if [ "$managed" = false ]; then log "dry run: would give it the password of the secret's version $current (its value was not read, so not checked)"; fi
  if [ "$cut_over" = true ] && [ "$state" != finished ]; then
    explain_cut_over
  elif [ "$state" = begun ] || [ "$state" = renaming ]; then
    warn "the cut-over has begun: run this with --cut-over, or nobody may answer at $running"
  fi
  log 'dry run: nothing was changed'
}

main() {
  handle_exit_and_signals
  parse_arguments "$@"
  require_tools
  name_this_restore
  use_identity "$region" "$profile" "$role_arn" "$external_id" "$account_id"

  complete_origin
  take_stock
  find_reference
  choose_secret
  check_secret_is_usable 'Nothing was changed.'
  describe_state
  check_cut_over
  if [ "$state" = none ]; then find_source; else find_key; fi
  if [ "$dry_run" = true ]; then
    dry_run_report
    return 0
  fi

  if [ "$state" = none ]; then
    compose_restore "$source_of"
    restore "$operation"
  fi
  end_restore "$key" "$engine"
}

main "$@"
