# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the runbooks and the other libraries
# What there is to restore from: snapshots, and the automated backups of point-in-time recovery.

# The backup of the instance given by its resource id; where none is given the one that has TIME, else the latest.
readonly READ_BACKUPS=$MOMENT'
time, resource = sys.argv[1:]
found = []
for backup in json.load(sys.stdin)["DBInstanceAutomatedBackups"]:
    window = backup.get("RestoreWindow") or {}
    earliest, latest = moment(window.get("EarliestTime")), moment(window.get("LatestTime"))
    if resource and backup.get("DbiResourceId") != resource: continue
    found.append((bool(earliest) and earliest <= time <= latest, latest, earliest, backup))
found.sort(key=lambda entry: entry[:2])
has, latest, earliest, backup = found[-1] if found else (False, "", "", {})
print(backup.get("DBInstanceAutomatedBackupsArn") or "")
print(earliest)
print(latest)
print(backup.get("KmsKeyId") or "")
print(backup.get("Engine") or "")
'

readonly READ_LATEST=$MOMENT'
print(moment(json.load(sys.stdin)["DBInstances"][0].get("LatestRestorableTime")))
'

# find_backup RESOURCE: looks at the automated backups of $running. Sets backup_arn, earliest, latest, backup_key and
# backup_engine, each empty where AWS says nothing.
find_backup() {
  local latest_of_instance=''
  aws_call rds describe-db-instance-automated-backups --db-instance-identifier "$running"
  {
    IFS= read -r backup_arn && IFS= read -r earliest && IFS= read -r latest && IFS= read -r backup_key &&
      IFS= read -r backup_engine
  } < <(printf '%s' "$reply" | run_python "$READ_BACKUPS" "$to_time" "$1") ||
    fail "$EXIT_OTHER" 'the answer of aws rds describe-db-instance-automated-backups cannot be read.'
  if [ -n "$1" ]; then
    latest_of_instance=$(printf '%s' "$reference" | run_python "$READ_LATEST") || latest_of_instance=''
    latest=${latest_of_instance:-$latest}
  fi
}

# Ends the run where the backups found do not reach $to_time.
check_time_is_restorable() {
  if [ -z "$latest" ]; then
    fail "$EXIT_TIME" "$running cannot be restored to a time: it has no automated backups in $AWS_REGION, or the first is still to come. Nothing was changed. Restore a snapshot instead: --snapshot."
  elif [[ $to_time > $latest ]]; then
    fail "$EXIT_TIME" "$to_time is after the latest time that $running can be restored to, $latest. Nothing was changed. Give a time from ${earliest:-the earliest} to $latest; the latest moves on by itself, every five minutes."
  elif [ -n "$earliest" ] && [[ $to_time < $earliest ]]; then
    fail "$EXIT_TIME" "$to_time is before the earliest time that $running can be restored to, $earliest. Nothing was changed. Give a time from $earliest to $latest, or restore a snapshot: --snapshot."
  fi
}

# Ends the run where $snapshot cannot be restored in place of $running.
check_snapshot() {
  describe_snapshot "$snapshot" "$AWS_REGION" ||
    fail "$EXIT_SNAPSHOT_MISSING" "there is no snapshot $snapshot in $AWS_REGION. Nothing was changed. See which there are$(as_role): $(aws_command rds describe-db-snapshots --db-instance-identifier "$running")"
  case $snapshot_status in
    available) ;;
    creating | copying)
      fail "$EXIT_SNAPSHOT_NOT_READY" "the snapshot $snapshot is $snapshot_status (${snapshot_progress:-0} %), not available yet. Nothing was changed. Run this again when it is, or with another."
      ;;
    *) fail "$EXIT_SNAPSHOT_FAILED" "the snapshot $snapshot is $snapshot_status, and will not become available. Nothing was changed. Choose another." ;;
  esac
  if [ "$snapshot_engine" != "$engine" ]; then
    fail "$EXIT_SNAPSHOT_UNSUITABLE" "the snapshot $snapshot is of the engine $snapshot_engine, expected $engine. Nothing was changed. Choose a snapshot of $running."
  fi
  case $snapshot_database in
    "$snapshot_source" | "$snapshot_source"-replaced-* | "$snapshot_source"-restored-*) ;;
    *)
      fail "$EXIT_SNAPSHOT_UNSUITABLE" "the snapshot $snapshot is of the instance $snapshot_database, not of $snapshot_source. Nothing was changed. If it is the right one all the same: --snapshot-of $snapshot_database"
      ;;
  esac
}
