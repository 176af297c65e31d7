# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the runbooks, options.sh and common.sh
# What the runbooks know of a DB snapshot. Regions are named in every call: a copy is in another one than its source.

readonly EXIT_SNAPSHOT_MISSING=50 EXIT_SNAPSHOT_FAILED=51 EXIT_SNAPSHOT_NOT_READY=52

# moment(): of the AWS CLI's timestamps, as YYYY-MM-DDThh:mm:ssZ; so they compare as text.
readonly MOMENT='
import datetime, json, re, sys

def moment(value):
    if value in (None, ""): return ""
    if isinstance(value, (int, float)):
        return datetime.datetime.utcfromtimestamp(value).strftime("%Y-%m-%dT%H:%M:%SZ")
    date, sign, hours, minutes = re.match(
        r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))?$", value).groups()
    shift = datetime.timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    at = datetime.datetime.strptime(date, "%Y-%m-%dT%H:%M:%S")
    return (at + shift if sign == "-" else at - shift).strftime("%Y-%m-%dT%H:%M:%SZ")
'

# With an argument: of those that are available, the one whose data is the newest. A copy keeps the time of its original.
# With two more: only of copies, which have that prefix or the tag CopiedBy, of that instance. Nothing is printed where there
# is none.
readonly READ_SNAPSHOT='
import json, sys
def taken(snapshot):
    return snapshot.get("OriginalSnapshotCreateTime") or snapshot.get("SnapshotCreateTime") or ""
snapshots = json.load(sys.stdin)["DBSnapshots"]
if sys.argv[2:]:
    snapshots = [one for one in snapshots if one["DBInstanceIdentifier"] == sys.argv[3]
                 and (one["DBSnapshotIdentifier"].startswith(sys.argv[2])
                      or any(tag["Key"] == "CopiedBy" for tag in one.get("TagList") or []))]
if sys.argv[1:]:
    snapshots = sorted((one for one in snapshots if one["Status"] == "available"), key=taken)
for snapshot in snapshots[-1:]:
    for name in ("DBSnapshotIdentifier", "DBSnapshotArn", "Status", "PercentProgress", "SnapshotType", "DBInstanceIdentifier",
                 "Engine", "EngineVersion", "AllocatedStorage", "KmsKeyId"):
        value = snapshot.get(name)
        print("" if value is None else value)
    print(taken(snapshot))
    print("true" if snapshot.get("Encrypted") else "false")
'

# describe_snapshot ID_OR_ARN REGION: looks at a snapshot. Returns 1 where there is none. Sets
#   snapshot_id, snapshot_arn, snapshot_type (automated, manual), snapshot_database (the instance that it was taken of)
#   snapshot_status (creating, copying, available, failed), snapshot_progress (percent)
#   snapshot_engine, snapshot_engine_version, snapshot_storage (GiB), snapshot_encrypted (true, false), snapshot_key (ARN)
#   snapshot_taken (when its data is of, ISO 8601; empty until AWS knows)
describe_snapshot() {
  if ! aws_try rds describe-db-snapshots --db-snapshot-identifier "$1" --region "$2"; then
    case $aws_error_code in DBSnapshotNotFound*) return 1 ;; esac
    aws_fail
  fi
  read_snapshot
}

# latest_snapshot DATABASE REGION [automated|manual]: of that instance's snapshots there that are available, the one whose
# data is the newest. Returns 1 where there is none. Copies in another region are manual ones. Sets what describe_snapshot
# sets.
latest_snapshot() {
  aws_call rds describe-db-snapshots --db-instance-identifier "$1" --region "$2" ${3:+--snapshot-type "$3"}
  read_snapshot latest
}

# latest_copy DATABASE REGION: as latest_snapshot, of what copy-snapshot.sh and the daily function of Palier copied there. All
# snapshots are asked for: AWS filters by an instance that exists, and there is none in that region
# (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html, 2026-11-23).
latest_copy() {
  aws_call rds describe-db-snapshots --region "$2" --snapshot-type manual
  read_snapshot latest "$1-copy-" "$1"
}

read_snapshot() { # [latest [PREFIX DATABASE]]: from $reply
  local read_it
  read_it=$(printf '%s' "$reply" | run_python "$READ_SNAPSHOT" "$@") ||
    fail "$EXIT_OTHER" 'the answer of aws rds describe-db-snapshots cannot be read.'
  if [ -z "$read_it" ]; then return 1; fi
  {
    IFS= read -r snapshot_id && IFS= read -r snapshot_arn && IFS= read -r snapshot_status &&
      IFS= read -r snapshot_progress && IFS= read -r snapshot_type && IFS= read -r snapshot_database &&
      IFS= read -r snapshot_engine && IFS= read -r snapshot_engine_version && IFS= read -r snapshot_storage &&
      IFS= read -r snapshot_key && IFS= read -r snapshot_taken && IFS= read -r snapshot_encrypted
  } <<<"$read_it"
}

# wait_for_snapshot ID_OR_ARN REGION [ADVICE...]: until it is available. Ends the run where it has failed, is gone, or takes
# longer than $timeout; ADVICE says how to clean up and go on.
wait_for_snapshot() {
  local id=$1 where=$2
  shift 2
  while :; do
    describe_snapshot "$id" "$where" ||
      fail "$EXIT_SNAPSHOT_MISSING" "the snapshot $id in $where is gone: somebody has deleted it." "$@"
    case $snapshot_status in
      available) return 0 ;;
      creating | copying) ;;
      *) fail "$EXIT_SNAPSHOT_FAILED" "the snapshot $id in $where is '$snapshot_status', and will not become available." "$@" ;;
    esac
    pause "snapshot $id in $where" "$snapshot_status, ${snapshot_progress:-0} %" ||
      fail "$EXIT_SNAPSHOT_NOT_READY" "the snapshot $id in $where is still '$snapshot_status' (${snapshot_progress:-0} %) after $waited s. It goes on in AWS by itself." "$@"
  done
}
