#!/usr/bin/env bash
# Copies a snapshot of an RDS instance to another region, and waits until the copy is there. See --help.

set -euo pipefail

readonly PROGRAM=copy-snapshot
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
# shellcheck source=modules/runbooks/scripts/lib/snapshot.sh
. "$scripts/lib/snapshot.sh"

readonly EXIT_KEY=53 EXIT_COPY_DIFFERS=54

# A copy to another region may take hours (RDS User Guide, "Copying a DB snapshot", 2026-11). Two leave room for a database
# of some hundred GB; a run that ends before is run again, and goes on waiting.
readonly DEFAULT_TIMEOUT=7200
readonly DEFAULT_POLL_SECONDS=30
# The tag CopiedBy of what this makes. Nothing else is ever pruned.
readonly COPIED_BY=copy-snapshot

usage() {
  cat <<HELP
Usage: $PROGRAM.sh --database ID --to-region REGION --kms-key-id KEY [options]

Copies a snapshot of an RDS instance to another region, under a KMS key of that region: the latest automated one, or a
named one. Waits until the copy is available, and verifies it: encrypted, under that key, engine, size and data of the
source. The source stays as it is.

It can be cut anywhere and run again: a copy that is there, or on its way, is found by its name and waited for, not made
twice. By default that is ID-copy-, followed by what the source's name has after rds:ID- or ID-, as the daily function of
Palier has it.

Options (each with the environment variable that stands for it; the option wins):
  --database ID         DATABASE     RDS instance identifier. Required.
  --to-region REGION    TO_REGION    Region of the copy. Required.
  --kms-key-id KEY      KMS_KEY_ID   KMS key of that region: ARN, id or alias/NAME. Required.
  --snapshot ID         SNAPSHOT     Snapshot to copy. Default: the instance's latest automated one.
  --target ID           TARGET       Name of the copy. Default: see above.
  --keep N              KEEP         Afterwards delete old copies, all but those with the N newest data, 1 to 99: only
                                     available ones of this instance that this script made (tag CopiedBy=$COPIED_BY).
                                     The one just copied always stays, besides the N where its data is older.
                                     Default: delete none.
  --region REGION       AWS_REGION   Region of the snapshot. Default: AWS_DEFAULT_REGION.
  --profile NAME        PROFILE      Profile of the AWS CLI. Wins over keys in the environment, as in Terraform's AWS
                                     provider. AWS_PROFILE works too, and as everywhere gives way to keys.
  --role-arn ARN        ROLE_ARN     Role to assume first.
  --external-id ID      EXTERNAL_ID  External id that the role asks for.
  --account-id ID       ACCOUNT_ID   Account (12 digits) that this must be. Any other: nothing is changed.
  --timeout SECONDS     TIMEOUT      How long to wait, in all. Default: $DEFAULT_TIMEOUT.
  --dry-run                          Say what would be done. Changes nothing.
  --help                             Show this.
POLL_SECONDS (default $DEFAULT_POLL_SECONDS) is the pause between two looks at the copy. AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_RDS and _STS are
respected. Terraform's wrapper passes all of the variables above.

Examples:
  $PROGRAM.sh --database huntaze-postgres-production --region us-east-1 --to-region eu-west-1 \\
    --kms-key-id alias/huntaze-database --dry-run
  $PROGRAM.sh --database huntaze-postgres-production --region us-east-1 --to-region eu-west-1 \\
    --kms-key-id alias/huntaze-database --snapshot before-migration --keep 3

Output: the ARN of the copy, on standard output (nothing with --dry-run). All else goes to standard error.

Exit codes:
    0  the copy is available, and verified (--dry-run: it could be made)
    1  anything else; the message says what
    2  usage: unknown option, missing or malformed value
   10  the AWS CLI or python3 is missing
   11  no credentials, or they have expired
   12  access denied
   13  throttled, even after retries
   14  AWS cannot be reached, or the region is wrong
   15  the wrong account
   50  there is no such snapshot, or the instance has none that is available
   51  the copy has failed: says how to remove it, and to go on
   52  the copy is not available in time; it goes on in AWS: run this again
   53  the key cannot be used in the region of the copy: another region's, disabled, or not there
   54  the copy is not what was asked for, or its name is taken by another snapshot
  129, 130, 143  interrupted (SIGHUP, SIGINT, SIGTERM); a copy that was started goes on in AWS

Permissions: rds:DescribeDBSnapshots in both regions, rds:CopyDBSnapshot on source and copy, rds:AddTagsToResource on the
copy, kms:DescribeKey; with --keep rds:DeleteDBSnapshot. And on the keys of both, through RDS: kms:CreateGrant, Decrypt,
DescribeKey, Encrypt, GenerateDataKey*, ReEncrypt*.
HELP
}

parse_arguments() {
  database=${DATABASE:-} to_region=${TO_REGION:-} kms_key_id=${KMS_KEY_ID:-} snapshot=${SNAPSHOT:-} target=${TARGET:-}
  keep=${KEEP:-}
  take_common_options_from_environment
  read_options '--database --to-region --kms-key-id --snapshot --target --keep' "$@"

  if [ -z "$database" ]; then usage_error 'no instance given: --database ID (or DATABASE)'; fi
  if [ -z "$to_region" ]; then usage_error 'no region to copy to given: --to-region REGION (or TO_REGION)'; fi
  if [ -z "$kms_key_id" ]; then usage_error 'no key given: --kms-key-id KEY (or KMS_KEY_ID)'; fi
  check_form --database "$database" '^[A-Za-z][A-Za-z0-9-]*$' 'letters, digits and hyphens, a letter first'
  check_form --to-region "$to_region" '^[a-z]{2,}(-[a-z]+)+-[0-9]+$' 'a region such as eu-west-1'
  check_form --kms-key-id "$kms_key_id" \
    '^(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]+|alias/[A-Za-z0-9/_-]+|[A-Za-z0-9-]+)$' \
    "a key's ARN or id, or alias/NAME"
  check_form --snapshot "${snapshot:-none}" '^(rds:|awsbackup:)?[A-Za-z][A-Za-z0-9-]*$' 'letters, digits and hyphens, a letter first'
  check_form --target "${target:-none}" '^[A-Za-z](-?[A-Za-z0-9])*$' 'letters, digits and single hyphens, a letter first'
  check_form --keep "${keep:-1}" '^[1-9][0-9]?$' '1 to 99'
  check_common_options
}

check_regions() {
  from_region=${AWS_REGION:-}
  if [ -z "$from_region" ]; then usage_error 'no region of the snapshot given: --region REGION (or AWS_REGION)'; fi
  if [ "$from_region" = "$to_region" ]; then
    usage_error "--to-region: got '$to_region', which is the region of the snapshot: a copy there is lost with it"
  fi
}

readonly READ_KEY='
import json, sys
key = json.load(sys.stdin)["KeyMetadata"]
print(key["Arn"])
print(key["KeyState"])
'

# A key of another region, or a disabled one, would be noticed by AWS only in the middle of the copy. Sets key_arn.
check_key() {
  local key_region state
  case $kms_key_id in
    arn:*)
      key_region=${kms_key_id#arn:*:kms:}
      key_region=${key_region%%:*}
      if [ "$key_region" != "$to_region" ]; then
        fail "$EXIT_KEY" "the key $kms_key_id is of $key_region, and the copy of $to_region: a key cannot be used in another region. Nothing was changed. Name one of $to_region."
      fi
      ;;
  esac
  if ! aws_try kms describe-key --key-id "$kms_key_id" --region "$to_region"; then
    case $aws_error_code in
      NotFoundException | InvalidArnException)
        fail "$EXIT_KEY" "there is no key $kms_key_id in $to_region: $aws_error. Nothing was changed. Name one that is there$(as_role): $(in_target_region kms list-aliases)"
        ;;
    esac
    aws_fail
  fi
  { IFS= read -r key_arn && IFS= read -r state; } < <(printf '%s' "$reply" | run_python "$READ_KEY") ||
    fail "$EXIT_OTHER" 'the answer of aws kms describe-key cannot be read.'
  if [ "$state" != Enabled ]; then
    fail "$EXIT_KEY" "the key $key_arn cannot be used: it is '$state'. Nothing was changed. Enable it, or name another one."
  fi
}

# in_target_region ARGUMENT...: a command to paste, for the region of the copy.
in_target_region() { (AWS_REGION=$to_region aws_command "$@"); }

# Sets what describe_snapshot sets, of the source, and source_*.
find_source() {
  if [ -n "$snapshot" ]; then
    describe_snapshot "$snapshot" "$from_region" ||
      fail "$EXIT_SNAPSHOT_MISSING" "there is no snapshot $snapshot in $from_region. Nothing was changed. Check the name, the region and the account$(as_role): $(aws_command rds describe-db-snapshots --db-instance-identifier "$database")"
    if [ "$snapshot_database" != "$database" ]; then
      fail "$EXIT_SNAPSHOT_MISSING" "the snapshot $snapshot is one of the instance $snapshot_database, not of $database. Nothing was changed."
    fi
    if [ "$dry_run" = false ]; then wait_for_snapshot "$snapshot" "$from_region" 'Nothing was changed.'; fi
  else
    latest_snapshot "$database" "$from_region" automated ||
      fail "$EXIT_SNAPSHOT_MISSING" "the instance $database has no automated snapshot in $from_region that is available. Nothing was changed. Check the identifier, the region and the account; or name a snapshot: --snapshot ID"
    # For its tags: the list has those of all.
    describe_snapshot "$snapshot_id" "$from_region" ||
      fail "$EXIT_SNAPSHOT_MISSING" "the snapshot $snapshot_id in $from_region has just been deleted. Nothing was changed. Run this again."
  fi
  tags=$(printf '%s' "$reply" | run_python "$MAKE_TAGS" "$COPIED_BY") ||
    fail "$EXIT_OTHER" 'the tags of the snapshot cannot be read.'
  source_id=$snapshot_id source_arn=$snapshot_arn source_engine="$snapshot_engine $snapshot_engine_version"
  source_storage=$snapshot_storage source_taken=$snapshot_taken
  if [ -z "$target" ]; then
    target=${source_id#*:}
    target=$database-copy-${target#"$database"-}
  fi
}

# Those of the source, and whose the copy is. AWS keeps aws: for itself, and takes 50. In values, too, it keeps aws: and rds:,
# with which the name of an automated snapshot begins (RDS API Reference, Tag, 2026-11-23).
readonly MAKE_TAGS='
import json, sys
own = ("CopiedBy", "SourceSnapshot")
snapshot = json.load(sys.stdin)["DBSnapshots"][0]
tags = [tag for tag in snapshot.get("TagList") or [] if not tag["Key"].startswith("aws:") and tag["Key"] not in own]
name = snapshot["DBSnapshotIdentifier"]
source = {"Key": "SourceSnapshot", "Value": name[len("rds:"):] if name.startswith("rds:") else name}
print(json.dumps(tags[:48] + [{"Key": "CopiedBy", "Value": sys.argv[1]}, source]))
'

# Whether the copy is there, or on its way. Ends the run where its name is another snapshot's.
is_begun() {
  describe_snapshot "$target" "$to_region" || return 1
  if [ "$snapshot_database" != "$database" ] || { [ -n "$snapshot_taken" ] && [ "$snapshot_taken" != "$source_taken" ]; }; then
    fail "$EXIT_COPY_DIFFERS" "the name $target is taken in $to_region, by a snapshot of $snapshot_database of ${snapshot_taken:-no time yet}; $source_id is of $source_taken. Nothing was changed. Give the copy another name: --target ID"
  fi
}

start() {
  log "copying $source_id to $to_region, as $target, under $key_arn"
  going_on='The copy goes on in AWS by itself.'
  if aws_try rds copy-db-snapshot --region "$to_region" --source-region "$from_region" \
    --source-db-snapshot-identifier "$source_arn" --target-db-snapshot-identifier "$target" \
    --kms-key-id "$key_arn" --tags "$tags"; then
    return 0
  fi
  case $aws_error_code in
    DBSnapshotAlreadyExists*) log "another run has started that copy: waiting for it" ;;
    KMSKeyNotAccessible*)
      fail "$EXIT_KEY" "AWS cannot use the key of the snapshot, or $key_arn: $aws_error. Nothing was changed. See that both keys are enabled, and that their policies let you use them through RDS."
      ;;
    DBSnapshotNotFound*)
      fail "$EXIT_SNAPSHOT_MISSING" "the snapshot $source_id is gone: $aws_error. Nothing was changed. Run this again."
      ;;
    SnapshotQuotaExceeded*)
      fail "$EXIT_OTHER" "$aws_error. Nothing was changed. $to_region has as many manual snapshots as AWS allows, or 20 copies on their way: delete some, or wait."
      ;;
    *) aws_fail ;;
  esac
}

verify() {
  local wrong=()
  if [ "$snapshot_encrypted" != true ]; then wrong+=('it is not encrypted'); fi
  if [ "$snapshot_key" != "$key_arn" ]; then wrong+=("its key is ${snapshot_key:-none}, not $key_arn"); fi
  if [ "$snapshot_engine $snapshot_engine_version" != "$source_engine" ]; then
    wrong+=("it is of $snapshot_engine $snapshot_engine_version, the source of $source_engine")
  fi
  if [ "$snapshot_storage" != "$source_storage" ]; then
    wrong+=("it has $snapshot_storage GiB, the source $source_storage GiB")
  fi
  if [ "$snapshot_taken" != "$source_taken" ]; then wrong+=("its data is of $snapshot_taken, the source's of $source_taken"); fi
  if [ "${#wrong[@]}" -gt 0 ]; then
    fail "$EXIT_COPY_DIFFERS" "the copy $target in $to_region is not what was asked for. Nothing was pruned." "${wrong[@]}" \
      'make another one: --target ID'
  fi
}

# Those that go: of the copies of this instance that this script made and that are available, all but the KEEP newest, and
# but TARGET, however old its data is. With --dry-run TARGET may be still to come; a snapshot in the making has no time yet.
readonly READ_SURPLUS='
import json, sys
copied_by, keep, target, target_taken, database = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
copies = {one["DBSnapshotIdentifier"]: one for one in json.load(sys.stdin)["DBSnapshots"]
          if one["DBInstanceIdentifier"] == database}
own = {name: one.get("OriginalSnapshotCreateTime") or one.get("SnapshotCreateTime") or "" for name, one in copies.items()
       if (one["Status"] == "available" or name == target)
       and {"Key": "CopiedBy", "Value": copied_by} in (one.get("TagList") or [])}
if target in own or target not in copies:
    own[target] = target_taken or "9999"
for name in sorted(own, key=own.get, reverse=True)[keep:]:
    if name != target:
        print(name)
'

prune() {
  local surplus name
  if [ -z "$keep" ]; then return 0; fi
  # All of them: AWS filters by an instance that exists, and there is none in that region.
  aws_call rds describe-db-snapshots --snapshot-type manual --region "$to_region"
  surplus=$(printf '%s' "$reply" | run_python "$READ_SURPLUS" "$COPIED_BY" "$keep" "$target" "$source_taken" "$database") ||
    fail "$EXIT_OTHER" 'the answer of aws rds describe-db-snapshots cannot be read.'
  if [ -z "$surplus" ]; then return 0; fi
  while IFS= read -r name; do
    if [ "$dry_run" = true ]; then
      log "dry run: would delete the older copy $name in $to_region"
      continue
    fi
    log "deleting the older copy $name in $to_region"
    if ! aws_try rds delete-db-snapshot --db-snapshot-identifier "$name" --region "$to_region"; then
      case $aws_error_code in DBSnapshotNotFound*) ;; *) aws_fail ;; esac
    fi
  done <<<"$surplus"
}

copy() {
  local again
  again="to go on: remove it$(as_role): $(in_target_region rds delete-db-snapshot --db-snapshot-identifier "$target") and run this again."
  if is_begun; then
    log "$target is there already, '$snapshot_status': it is not copied twice"
    going_on='The copy goes on in AWS by itself.'
  else
    start
  fi
  # shellcheck disable=SC2034 # used by common.sh
  wait_for_snapshot "$target" "$to_region" "$again"
  going_on=''
  verify
  log "done: $target in $to_region is available, under $key_arn; its data is of $snapshot_taken"
}

dry_run_report() {
  if is_begun; then
    log "dry run: $target is in $to_region already, '$snapshot_status': would wait for it at most, and verify it"
  else
    log "dry run: would copy $source_id (of ${source_taken:-no time yet}, $source_storage GiB) to $to_region, as $target, under $key_arn"
  fi
  prune
  log 'dry run: nothing was changed'
}

main() {
  handle_exit_and_signals
  parse_arguments "$@"
  require_tools
  use_identity "$region" "$profile" "$role_arn" "$external_id" "$account_id"
  check_regions
  check_key
  find_source
  if [ "$dry_run" = true ]; then
    dry_run_report
    return 0
  fi
  copy
  local copy_arn=$snapshot_arn
  prune
  printf '%s\n' "$copy_arn"
}

main "$@"
