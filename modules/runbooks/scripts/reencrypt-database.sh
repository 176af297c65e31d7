#!/usr/bin/env bash
# Encrypts a database under another KMS key, by a copy of a snapshot and a restore. See --help.

set -euo pipefail

readonly PROGRAM=reencrypt-database
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
# shellcheck source=modules/runbooks/scripts/lib/cut-over.sh
. "$scripts/lib/cut-over.sh"

# A snapshot, its copy and a restore: of a large database each takes hours. A run that gives up, or whose credentials
# expire, is run again and goes on waiting.
readonly DEFAULT_TIMEOUT=14400
readonly DEFAULT_POLL_SECONDS=15

usage() {
  cat <<HELP
Usage: $PROGRAM.sh --database ID --secret ARN_OR_NAME --kms-key ARN [options]

Encrypts a database under another KMS key, such as one that was born at beta under the AWS-managed key. AWS changes no key in
place: so this takes a snapshot, copies it under the key, restores the copy beside the running instance with the same
settings, checks it, and gives it the secret's password. The running one stays as it is, and nothing is ever deleted.

What is written after the snapshot is not in the new instance. So the cut-over asks for --writes-stopped: stop every client
that writes first, and keep them stopped until the cut-over has ended. A run with it takes a snapshot of its own, and never
takes what a run without it, a rehearsal, has made. If clients wrote again before the cut-over, begin anew with another
--revision; the snapshot of an earlier run is refused once it is older than --timeout.

With --cut-over, the new instance takes the running one's name: the running one is renamed to ID-replaced-..., the new one from
ID-restored-... to ID. Each is restarted by it; for up to ten minutes nobody answers at the endpoint, which stays the same.

It can be cut anywhere and run again with the same options: it finds out how far it came and goes on from there.

Options (each but the flags with the environment variable that stands for it; the option wins):
  --database ID         DATABASE     RDS instance identifier. Required.
  --secret ARN_OR_NAME  SECRET       Secrets Manager secret. Required, unless RDS manages the password.
  --kms-key ARN         KMS_KEY      ARN of the key, in the same region. Required.
  --revision ID         REVISION     Name of this attempt: 1 to 64 letters, digits, ._-. Another one begins anew. Default: 1.
  --writes-stopped                   Nobody writes to the database, from now until the cut-over has ended. Only with --cut-over.
  --cut-over                         The new instance takes the name of the running one. Only with --writes-stopped.
  --region REGION       AWS_REGION   Region of all. Default: AWS_DEFAULT_REGION.
  --profile NAME        PROFILE      Profile of the AWS CLI. Wins over keys in the environment.
  --role-arn ARN        ROLE_ARN     Role to assume first.
  --external-id ID      EXTERNAL_ID  External id that the role asks for.
  --account-id ID       ACCOUNT_ID   Account (12 digits) that this must be. Any other: nothing is changed.
  --timeout SECONDS     TIMEOUT      How long to wait until the cut-over. Default: $DEFAULT_TIMEOUT. The
                                     cut-over has $CUT_OVER_TIMEOUT more.
  --dry-run                          Say what would be done. Reads no secret value, changes nothing.
  --help                             Show this.
POLL_SECONDS (default $DEFAULT_POLL_SECONDS) is the pause between two looks. AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_RDS, _SECRETS_MANAGER and
_STS are respected.

Examples, KEY being such as arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555:
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --kms-key KEY --dry-run
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --kms-key KEY
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --kms-key KEY --writes-stopped --cut-over

Output, on standard output (nothing with --dry-run): the identifier of the new instance; after a cut-over the lines for the
environment file after which Terraform takes it over. All else goes to standard error.

Exit codes:
    0  encrypted under the key, and cut over where that was asked for (--dry-run: it could be done)
    1  anything else; the message says what
    2  usage: unknown option, missing or malformed value, --cut-over without --writes-stopped or the reverse
   10  the AWS CLI or python3 is missing
   11  no credentials, or they have expired
   12  access denied
   13  throttled, even after retries
   14  AWS cannot be reached, or the region is wrong
   15  the wrong account
   20  there is no such instance
   21  an instance is not available: the restore failed, a state that needs someone, or the wait ran out
   22  the instance is not suitable: a member of a cluster, a read replica; with --cut-over one that has replicas
   30  there is no such secret
   31  the secret cannot be used: no value, scheduled for deletion, owned by a service, not the JSON expected
   32  a rotation of the secret is in progress
   50  a snapshot has gone
   51  a snapshot or its copy has failed
   52  a snapshot or its copy is not available in time
   53  the snapshot of an earlier run is older than --timeout: clients may have written since
   55  the KMS key cannot be used
   56  a name is taken by an instance that is not of this run, or by a snapshot
   57  the quota of snapshots, instances or storage is used up, or AWS has no capacity
   58  AWS refuses the settings of the new instance
   59  the new instance is not what was asked for
  129, 130, 143  interrupted (SIGHUP, SIGINT, SIGTERM); what was begun goes on in AWS, a second run waits for it

Permissions: rds:DescribeDBInstances, DescribeDBSnapshots, CreateDBSnapshot, CopyDBSnapshot, RestoreDBInstanceFromDBSnapshot,
ModifyDBInstance, AddTagsToResource; iam:PassRole for enhanced monitoring's role; secretsmanager:DescribeSecret,
GetSecretValue; kms:DescribeKey, CreateGrant, Decrypt, GenerateDataKeyWithoutPlaintext and ReEncrypt* with the key.
HELP
}

parse_arguments() {
  database=${DATABASE:-} secret=${SECRET:-} kms_key=${KMS_KEY:-} revision=${REVISION:-}
  subnet_group='' security_group_ids='' parameter_group='' instance_class=''
  cut_over=false writes_stopped=false flags='--cut-over --writes-stopped'
  take_common_options_from_environment
  read_options '--database --secret --kms-key --revision' "$@"
  revision=${revision:-1}

  if [ -z "$database" ]; then usage_error 'no instance given: --database ID (or DATABASE)'; fi
  check_form --database "$database" '^[A-Za-z][A-Za-z0-9-]*$' 'letters, digits and hyphens, a letter first'
  if [ -n "$secret" ]; then check_secret "$secret"; fi
  if [ -z "$kms_key" ]; then usage_error 'no key given: --kms-key ARN (or KMS_KEY)'; fi
  check_form --kms-key "$kms_key" '^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$' "a key's ARN, arn:aws:kms:REGION:ACCOUNT:key/ID"
  check_form --revision "$revision" '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' '1 to 64 letters, digits and ._-'
  check_common_options
  check_region
  if [ "$writes_stopped" = true ] && [ "$cut_over" = false ]; then
    usage_error '--writes-stopped: only with --cut-over, or clients would write again between the snapshot and the cut-over. Leave it out for a rehearsal'
  elif [ "$cut_over" = true ] && [ "$writes_stopped" = false ]; then
    usage_error '--cut-over: needs --writes-stopped, for what is written after the snapshot is not in the new instance. Stop the writes, then give both'
  fi
}

readonly STAMP='import hashlib, sys; print("k" + hashlib.sha256(sys.argv[1].encode()).hexdigest()[:10])'

# A rehearsal has other names than a run with writes stopped: its snapshot is of a database that was still written to.
name_this_attempt() {
  local stamp kind=rehearsal
  longest=$timeout
  if [ "$writes_stopped" = true ]; then kind='writes stopped'; fi
  # The value of a tag: no commas (Tag, Amazon RDS API reference, 2026-11-23).
  origin="re-encryption $revision - $kind - $kms_key"
  stamp=$(run_python "$STAMP" "$origin") ||
    fail "$EXIT_OTHER" 'the names of the instances cannot be made.'
  name_instances "$stamp"
  before=$restored-before
  copy=$restored-copy
}

# Sets the snapshot before as it is asked for; one that an earlier run has asked for is taken.
take_snapshot() {
  if ! describe_snapshot "$before" "$AWS_REGION"; then
    log "taking the snapshot $before"
    create rds create-db-snapshot --db-instance-identifier "$running" --db-snapshot-identifier "$before"
  fi
  going_on="The snapshot $before goes on in AWS by itself."
  wait_for_snapshot "$before" "$AWS_REGION" "to try again: another --revision begins with a new snapshot$(writes_note)."
  if [ "$snapshot_database" != "$running" ]; then
    fail "$EXIT_NAME_TAKEN" "the snapshot $before is of $snapshot_database, not of $running. Nothing was changed. Begin with another --revision."
  fi
  check_snapshots_age
}

readonly READ_AGE=$MOMENT'
taken = moment(sys.argv[1])
print(int((datetime.datetime.utcnow() - datetime.datetime.strptime(taken, "%Y-%m-%dT%H:%M:%SZ")).total_seconds()))
'

# An old snapshot is of an earlier attempt: clients may have written since.
check_snapshots_age() {
  local age
  log "the snapshot $before is of $snapshot_taken: what is written after that will not be in the new instance"
  if [ "$cut_over" = false ]; then return 0; fi
  age=$(run_python "$READ_AGE" "$snapshot_taken") ||
    fail "$EXIT_OTHER" "the time of the snapshot $before cannot be read: '$snapshot_taken'."
  if [ "$age" -gt "$longest" ]; then
    fail "$EXIT_SNAPSHOT_UNSUITABLE" "the snapshot $before is $age s old, and --timeout allows $longest s: clients may have written since, and that would be lost. Nothing was renamed. Stop the writes and begin with another --revision; or, if nobody has written since $snapshot_taken, give a longer --timeout."
  fi
}

# Of an earlier run that has not cut over.
check_earlier_snapshot() {
  case $state in
    none | restored)
      if describe_snapshot "$before" "$AWS_REGION"; then
        if [ "$snapshot_status" = available ]; then check_snapshots_age; fi
      elif [ "$state" = restored ] && [ "$cut_over" = true ]; then
        fail "$EXIT_SNAPSHOT_MISSING" "the snapshot $before is gone, so nobody knows how old the data of $restored is. Nothing was renamed. Begin with another --revision, with the writes stopped."
      fi
      ;;
  esac
}

writes_note() { if [ "$writes_stopped" = true ]; then printf ', with the writes still stopped'; fi; }

copy_snapshot() {
  if ! describe_snapshot "$copy" "$AWS_REGION"; then
    log "copying it to $copy, under $kms_key"
    create rds copy-db-snapshot --source-db-snapshot-identifier "$before" --target-db-snapshot-identifier "$copy" \
      --kms-key-id "$kms_key" --copy-tags
  fi
  going_on="The copy $copy goes on in AWS by itself."
  wait_for_snapshot "$copy" "$AWS_REGION" \
    "the running database is as it was. See that the key is enabled and that this identity may use it; then begin with another --revision."
  if [ "$snapshot_key" != "$kms_key" ]; then
    fail "$EXIT_DIFFERENT" "the copy $copy is encrypted under ${snapshot_key:-nothing}, expected $kms_key. The running database is as it was. Begin with another --revision."
  fi
}

# create SERVICE OPERATION...: makes a snapshot, unless another run has just begun to.
create() {
  if aws_try "$@"; then return 0; fi
  case $aws_error_code in
    DBSnapshotAlreadyExists*) log 'another run has just begun it: going on with that' ;;
    KMSKeyNotAccessible* | *KMS*)
      fail "$EXIT_KEY" "the key $kms_key cannot be used: $aws_error. The running database is as it was. Enable the key, and let its policy allow this identity to use it through RDS."
      ;;
    SnapshotQuotaExceeded*)
      fail "$EXIT_QUOTA" "there is no room for another snapshot: $aws_error. The running database is as it was. Delete old ones, or raise the quota (Service Quotas, RDS)."
      ;;
    DBInstanceNotFound*)
      fail "$EXIT_INSTANCE_MISSING" "the instance $running has gone meanwhile: $aws_error. Run this again."
      ;;
    DBSnapshotNotFound*)
      fail "$EXIT_SNAPSHOT_MISSING" "the snapshot $before has gone: $aws_error. The running database is as it was. Run this again."
      ;;
    InvalidDBInstanceState* | InvalidDBSnapshotState*)
      fail "$EXIT_INSTANCE_STATE" "AWS takes no snapshot now: $aws_error. The running database is as it was. Run this again later."
      ;;
    *) aws_fail ;;
  esac
}

check_key() {
  local region=${kms_key#arn:*:kms:}
  if [ "${region%%:*}" != "$AWS_REGION" ]; then
    fail "$EXIT_KEY" "the key $kms_key is of another region than $AWS_REGION, so no instance there can have it. Nothing was changed."
  fi
}

dry_run_report() {
  if [ "$state" = none ]; then
    log "dry run: would take the snapshot $before of $running, now encrypted under ${reference_key:-nothing}; copy it to $copy under $kms_key; restore that to $restored"
    compose_restore "$(source_of)"
    log "dry run: with these settings, and those that only a change takes afterwards: $request"
  fi
  if [ "$managed" = false ]; then log "dry run: would give it the password of the secret's version $current (its value was not read, so not checked)"; fi
  if [ "$cut_over" = true ] && [ "$state" != finished ]; then explain_cut_over; fi
  log 'dry run: nothing was changed'
}

source_of() { printf '{"DBSnapshotIdentifier": "%s", "DBInstanceIdentifier": "%s"}' "$copy" "$restored"; }

main() {
  handle_exit_and_signals
  parse_arguments "$@"
  require_tools
  name_this_attempt
  use_identity "$region" "$profile" "$role_arn" "$external_id" "$account_id"
  check_key

  take_stock
  reference_place=here
  set_settings_options
  read_reference
  if [ -z "$reference" ] && [ "$state" = none ]; then
    fail "$EXIT_INSTANCE_MISSING" "there is no RDS instance $running in $AWS_REGION. Nothing was changed. Check the identifier, the region and the account."
  fi
  if [ "$state" = none ] && [ "$reference_key" = "$kms_key" ]; then
    log "done: $running is encrypted under $kms_key already. Nothing was changed."
    if [ "$dry_run" = false ]; then printf '%s\n' "$running"; fi
    return 0
  fi
  choose_secret
  check_secret_is_usable 'Nothing was changed.'
  describe_state
  check_cut_over
  check_earlier_snapshot
  if [ "$writes_stopped" = false ]; then
    warn 'this is a rehearsal: clients may write meanwhile, so there is no cut-over to what it makes'
  fi
  if [ "$dry_run" = true ]; then
    dry_run_report
    return 0
  fi

  if [ "$state" = none ]; then
    take_snapshot
    copy_snapshot
    compose_restore "$(source_of)"
    restore restore-db-instance-from-db-snapshot
  fi
  end_restore "$kms_key" "$engine"
}

main "$@"
