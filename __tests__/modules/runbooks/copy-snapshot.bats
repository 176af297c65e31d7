#!/usr/bin/env bats
# copy-snapshot.sh against a recording stub of `aws`; see stub/aws-with-snapshots for what it records and how it fails.
# shellcheck disable=SC2030,SC2031 # `run` sets its variables in the very shell of the test

bats_require_minimum_version 1.5.0
load helpers

KEY=arn:aws:kms:eu-west-1:123456789012:key/recovery
TODAY=huntaze-db-copy-2026-11-23-03-05

setup() {
  set_up_stub
  unset TO_REGION KMS_KEY_ID SNAPSHOT TARGET KEEP
  export STUB_PYTHON=$REAL_PYTHON
  ln -sf "$BATS_TEST_DIRNAME/stub/aws-with-snapshots" "$BIN/aws"
  have us-east-1 rds:huntaze-db-2026-11-22-03-05 2026-11-22T03:05:00Z automated
  have us-east-1 rds:huntaze-db-2026-11-23-03-05 2026-11-23T03:05:00Z automated
  have us-east-1 before-migration 2026-11-23T09:00:00Z manual
}

# have REGION NAME TAKEN TYPE [STATUS [COPIED_BY [MORE]]]
have() {
  mkdir -p "$STUB/snapshots/$1"
  local tags='{"Key": "Project", "Value": "huntaze, \"shop\""}, {"Key": "aws:cloudformation:stack-name", "Value": "x"}'
  if [ -n "${6:-}" ]; then tags='{"Key": "CopiedBy", "Value": "'$6'"}'; fi
  printf '{"DBSnapshotIdentifier": "%s", "DBSnapshotArn": "arn:aws:rds:%s:123456789012:snapshot:%s", "OriginalSnapshotCreateTime": "%s",
    "SnapshotType": "%s", "Status": "%s", "DBInstanceIdentifier": "huntaze-db", "Engine": "postgres", "EngineVersion": "17.6",
    "AllocatedStorage": 20, "Encrypted": true, "KmsKeyId": "%s", "TagList": [%s]%s}' \
    "$2" "$1" "$2" "$3" "$4" "${5:-available}" "$KEY" "$tags" "${7:-}" >"$STUB/snapshots/$1/$2"
}

runbook() {
  run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --to-region eu-west-1 --kms-key-id alias/huntaze-database "$@"
}

copied() { cat "$STUB/copied" 2>/dev/null || true; }
deleted() { sort "$STUB/deleted" 2>/dev/null || true; }
argument() { argv_of copy-db-snapshot | grep -Fxm 1 -A 1 -- "$1" | tail -n 1; }
expect_nothing_changed() { expect_not_called copy-db-snapshot delete-db-snapshot; }

@test "the latest automated snapshot is copied, waited for, verified, and its copy's ARN printed" {
  printf '%s\n' creating copying copying available >"$STUB/statuses"
  runbook
  expect_exit 0 "copying rds:huntaze-db-2026-11-23-03-05 to eu-west-1, as $TODAY, under $KEY" \
    "waiting for snapshot $TODAY in eu-west-1: creating" 'copying, 0 %' "done: $TODAY in eu-west-1 is available"
  [ "$output" = "arn:aws:rds:eu-west-1:123456789012:snapshot:$TODAY" ] || fault 'expected the ARN of the copy'
  [ "$(copied)" = "$TODAY" ]
  [ "$(argument --source-db-snapshot-identifier)" = arn:aws:rds:us-east-1:123456789012:snapshot:rds:huntaze-db-2026-11-23-03-05 ]
  [ "$(argument --source-region)" = us-east-1 ]
  [ "$(argument --region)" = eu-west-1 ]
  [ "$(argument --kms-key-id)" = "$KEY" ]
  [ "$(argument --tags)" = '[{"Key": "Project", "Value": "huntaze, \"shop\""}, {"Key": "CopiedBy", "Value": "copy-snapshot"}, {"Key": "SourceSnapshot", "Value": "huntaze-db-2026-11-23-03-05"}]' ] || fault "$(argument --tags)"
  expect_not_called delete-db-snapshot
}

@test "a named snapshot, and a name for the copy" {
  runbook --snapshot before-migration
  expect_exit 0
  [ "$(copied)" = huntaze-db-copy-before-migration ]
  runbook --snapshot before-migration --target kept-for-ever
  expect_exit 0
  [[ $output == *:kept-for-ever ]]
}

@test "a snapshot that is still being created is waited for" {
  have us-east-1 soon 2026-11-23T10:00:00Z manual creating
  printf '#!/usr/bin/env bash\nsed -i.bak s/creating/available/ "$STUB/snapshots/us-east-1/soon"\n' >"$BATS_TEST_TMPDIR/sleep"
  chmod +x "$BATS_TEST_TMPDIR/sleep"
  ln -sf "$BATS_TEST_TMPDIR/sleep" "$BIN/sleep"
  runbook --snapshot soon
  expect_exit 0 'waiting for snapshot soon in us-east-1: creating'
}

@test "a second run copies nothing, and verifies again" {
  runbook
  runbook
  expect_exit 0 "$TODAY is there already, 'available': it is not copied twice"
  [ "$(copied)" = "$TODAY" ]
}

@test "cut in the middle: it says that the copy goes on, and the next run waits for it" {
  printf '%s\n' copying copying available >"$STUB/statuses"
  for signal in INT TERM HUP; do
    rm -f "$STUB/copied" "$STUB/snapshots/eu-west-1/$TODAY"
    echo "copy-db-snapshot $signal" >"$STUB/kill-after"
    runbook
    case $signal in INT) expect_error 130 ;; TERM) expect_error 143 ;; HUP) expect_error 129 ;; esac
    [[ $stderr == *"interrupted by SIG$signal. The copy goes on in AWS by itself. It is safe to run it again."* ]] || fault 'expected how to go on'
  done
  rm "$STUB/kill-after"
  runbook
  expect_exit 0 "$TODAY is there already" "done: $TODAY"
  [ "$(copied)" = "$TODAY" ]
}

@test "two runs at once: the slower one waits for the copy of the faster one" {
  have eu-west-1 "$TODAY" 2026-11-23T03:05:00Z manual available daily
  # The first look at the copy is from before the other run.
  aws_error DBSnapshotNotFound 'not yet' >"$STUB/fail/describe-db-snapshots@eu-west-1"
  echo 1 >"$STUB/fail/describe-db-snapshots@eu-west-1.times"
  runbook
  expect_exit 0 'another run has started that copy: waiting for it' "done: $TODAY"
  [ -z "$(copied)" ]
}

@test "a copy that fails half-way: says so, and how to remove it" {
  printf '%s\n' copying failed >"$STUB/statuses"
  runbook
  expect_error 51 "the snapshot $TODAY in eu-west-1 is 'failed'" \
    "aws rds delete-db-snapshot --db-snapshot-identifier $TODAY --region eu-west-1 and run this again"
  runbook
  expect_error 51 "is 'failed'"
  [ "$(copied)" = "$TODAY" ]
  expect_not_called delete-db-snapshot
}

@test "a copy that takes too long goes on in AWS" {
  echo copying >"$STUB/statuses"
  runbook --timeout 90
  expect_error 52 "still 'copying'" 'after 90 s. It goes on in AWS by itself.'
}

@test "a copy that somebody deletes while it is waited for" {
  echo copying >"$STUB/statuses"
  printf '#!/usr/bin/env bash\nrm -f "$STUB/snapshots/eu-west-1/"*\n' >"$BATS_TEST_TMPDIR/sleep"
  chmod +x "$BATS_TEST_TMPDIR/sleep"
  ln -sf "$BATS_TEST_TMPDIR/sleep" "$BIN/sleep"
  runbook
  expect_error 50 'is gone: somebody has deleted it'
}

@test "no snapshot: of that name, of that instance, or available at all" {
  runbook --snapshot none
  expect_error 50 'there is no snapshot none in us-east-1. Nothing was changed.'
  run --separate-stderr launch bash "$SCRIPT" --database other --to-region eu-west-1 --kms-key-id x
  expect_error 50 'the instance other has no automated snapshot in us-east-1 that is available'
  have us-east-1 of-another 2026-11-23T09:00:00Z manual
  sed -i.bak 's/"DBInstanceIdentifier": "huntaze-db"/"DBInstanceIdentifier": "shop"/' "$STUB/snapshots/us-east-1/of-another"
  rm -f "$STUB/snapshots/us-east-1/"*.bak
  runbook --snapshot of-another
  expect_error 50 'is one of the instance shop, not of huntaze-db'
  expect_nothing_changed
}

@test "a key that the region of the copy cannot use is found before anything is copied" {
  run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --to-region eu-west-1 \
    --kms-key-id arn:aws:kms:us-east-1:123456789012:key/home
  expect_error 53 'is of us-east-1, and the copy of eu-west-1: a key cannot be used in another region'
  echo PendingDeletion >"$STUB/key-state"
  runbook
  expect_error 53 "it is 'PendingDeletion'"
  : >"$STUB/key-missing"
  runbook
  expect_error 53 'there is no key alias/huntaze-database in eu-west-1' 'aws kms list-aliases --region eu-west-1'
  expect_nothing_changed
}

@test "a key that AWS cannot use after all" {
  fails_with copy-db-snapshot "$(aws_error KMSKeyNotAccessibleFault 'The target KMS key is not accessible')"
  runbook
  expect_error 53 'AWS cannot use the key of the snapshot' 'Nothing was changed'
}

@test "a copy that is not what was asked for: nothing is pruned, each difference has its line" {
  have eu-west-1 huntaze-db-copy-old 2026-11-01T03:05:00Z manual available copy-snapshot
  echo '{"Encrypted": false, "KmsKeyId": null, "EngineVersion": "16.1", "AllocatedStorage": 19}' >"$STUB/copy-extra"
  runbook --keep 1
  expect_error 54 'it is not encrypted' "its key is none, not $KEY" 'it is of postgres 16.1, the source of postgres 17.6' \
    'it has 19 GiB, the source 20 GiB'
  expect_not_called delete-db-snapshot
}

@test "a name that another snapshot has" {
  have eu-west-1 taken 2025-01-01T00:00:00Z manual
  runbook --target taken
  expect_error 54 'the name taken is taken in eu-west-1' '--target ID'
  expect_nothing_changed
}

@test "--keep deletes the oldest that this script made, and nothing else" {
  for day in 01 02 03 04; do
    have eu-west-1 "huntaze-db-copy-2026-11-$day" "2026-11-${day}T03:05:00Z" manual available copy-snapshot
  done
  have eu-west-1 huntaze-db-copy-daily 2026-10-01T03:05:00Z manual available huntaze-snapshot-copies
  have eu-west-1 huntaze-db-copy-failed 2026-10-01T03:05:00Z manual failed copy-snapshot
  have eu-west-1 huntaze-db-final-1 2026-10-01T03:05:00Z manual
  runbook --keep 2 --dry-run
  expect_exit 0 'would delete the older copy huntaze-db-copy-2026-11-03'
  expect_nothing_changed
  runbook --keep 2
  expect_exit 0
  [ "$(deleted)" = "$(printf 'huntaze-db-copy-2026-11-%s\n' 01 02 03)" ] || fault "deleted: $(deleted)"
}

@test "--keep with an old --snapshot: its copy stays, and so do the newest; what was old before goes" {
  have us-east-1 ancient 2020-01-01T00:00:00Z manual
  for day in 01 02 03; do
    have eu-west-1 "huntaze-db-copy-2026-11-$day" "2026-11-${day}T03:05:00Z" manual available copy-snapshot
  done
  runbook --snapshot ancient --keep 3
  expect_exit 0
  [ -z "$(deleted)" ] || fault "deleted: $(deleted)"
  rm "$STUB/snapshots/eu-west-1/huntaze-db-copy-ancient"
  for when in 'to come' there; do
    runbook --snapshot ancient --keep 2 --dry-run
    expect_exit 0 'would delete the older copy huntaze-db-copy-2026-11-01'
    [ "$(grep -c 'would delete' <<<"$stderr")" -eq 1 ] || fault "the copy is $when"
    runbook --snapshot ancient --keep 2
    expect_exit 0
    [ "$(deleted)" = huntaze-db-copy-2026-11-01 ] || fault "the copy is $when; deleted: $(deleted)"
    have eu-west-1 huntaze-db-copy-2026-11-01 2026-11-01T03:05:00Z manual available copy-snapshot
    rm "$STUB/deleted"
  done
}

@test "--keep does not count a copy that the daily function made, nor a failed one" {
  have eu-west-1 "$TODAY" 2026-11-23T03:05:00Z manual available huntaze-snapshot-copies
  have eu-west-1 huntaze-db-copy-failed 2026-11-22T03:05:00Z manual failed copy-snapshot
  have eu-west-1 huntaze-db-copy-2026-11-01 2026-11-01T03:05:00Z manual available copy-snapshot
  have eu-west-1 huntaze-db-copy-2026-10-01 2026-10-01T03:05:00Z manual available copy-snapshot
  runbook --keep 1
  expect_exit 0 "$TODAY is there already"
  [ "$(deleted)" = huntaze-db-copy-2026-10-01 ] || fault "deleted: $(deleted)"
}

@test "--keep --dry-run with a snapshot that is still being created counts it as the newest, as the run will" {
  have us-east-1 soon '' manual creating
  have eu-west-1 huntaze-db-copy-2026-11-01 2026-11-01T03:05:00Z manual available copy-snapshot
  runbook --snapshot soon --keep 1 --dry-run
  expect_exit 0 'would delete the older copy huntaze-db-copy-2026-11-01'
  expect_nothing_changed
}

@test "--dry-run changes nothing, and prints nothing on standard output" {
  runbook --dry-run
  expect_exit 0 "would copy rds:huntaze-db-2026-11-23-03-05 (of 2026-11-23T03:05:00Z, 20 GiB) to eu-west-1, as $TODAY" \
    'dry run: nothing was changed'
  [ -z "$output" ]
  expect_nothing_changed
  have eu-west-1 "$TODAY" 2026-11-23T03:05:00Z manual copying
  runbook --dry-run
  expect_exit 0 "$TODAY is in eu-west-1 already, 'copying'"
  expect_nothing_changed
}

@test "throttled, expired, denied, too many snapshots: the exit code says which" {
  fails_with copy-db-snapshot "$(aws_error Throttling 'Rate exceeded')"
  runbook
  expect_error 13 'AWS throttled the calls'
  fails_with copy-db-snapshot "$(aws_error SnapshotQuotaExceeded 'too many')"
  runbook
  expect_error 1 'as many manual snapshots as AWS allows'
  fails_with copy-db-snapshot "$(aws_error DBSnapshotNotFound 'gone')"
  runbook
  expect_error 50 'is gone'
  fails_with describe-db-snapshots "$(aws_error ExpiredToken 'expired')"
  runbook
  expect_error 11 'have expired'
  fails_with describe-key "$(aws_error AccessDeniedException 'no')"
  runbook
  expect_error 12 'access denied'
  echo 210987654321 >"$STUB/account"
  runbook --account-id 123456789012
  expect_error 15 'Nothing was changed'
}

@test "usage: what is missing or malformed" {
  run --separate-stderr launch bash "$SCRIPT"
  expect_error 2 'no instance given'
  run --separate-stderr launch bash "$SCRIPT" --database a
  expect_error 2 'no region to copy to given'
  run --separate-stderr launch bash "$SCRIPT" --database a --to-region eu-west-1
  expect_error 2 'no key given'
  runbook --to-region us-east-1
  expect_error 2 "which is the region of the snapshot"
  runbook --keep 0
  expect_error 2 '--keep: got '"'0'"
  runbook --target a--b
  expect_error 2 '--target: got'
  runbook --snapshot 'x y'
  expect_error 2 '--snapshot: got'
  unset AWS_REGION
  runbook
  expect_error 2 'no region of the snapshot given'
  expect_not_called describe-db-snapshots copy-db-snapshot
}

@test "Terraform's wrapper: everything by the environment, and empty means the default" {
  export DATABASE=huntaze-db TO_REGION=eu-west-1 KMS_KEY_ID=$KEY SNAPSHOT='' TARGET='' KEEP='' TIMEOUT='' POLL_SECONDS=''
  run --separate-stderr launch bash "$SCRIPT"
  expect_exit 0
  [[ $output == *":$TODAY" ]]
}

@test "--help says the exit codes, and ends with 0" {
  run --separate-stderr bash "$SCRIPT" --help
  [ "$status" -eq 0 ]
  for code in 0 1 2 10 11 12 13 14 15 50 51 52 53 54; do [[ $output == *" $code  "* ]] || fault "no code $code"; done
}
