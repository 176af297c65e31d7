#!/usr/bin/env bats
# restore-database.sh against a recording stub of `aws`; see stub/aws-with-instances for what it records and how it fails.

# shellcheck disable=SC2154 # status, output and stderr are set by `run`
bats_require_minimum_version 1.5.0
load helpers
load instances

setup() { set_up_instances; }

runbook() { run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --secret huntaze/database "$@"; }

to_time() { runbook --to-time "$TIME" "$@"; }

# --- what it does ---

@test "--to-time: an instance beside the running one, with its settings, tags and encryption, and the secret's password" {
  to_time
  expect_exit 0 'waiting for the restore to end' 'verified' 'done'
  [ "$output" = "$RESTORED" ] || fault 'expected the new identifier on stdout'
  RESTORED=$RESTORED PASSWORD=$PASSWORD KEY=$KEY state 'import os
made = instances[os.environ["RESTORED"]]
same = ["Engine", "EngineVersion", "DBInstanceClass", "MasterUsername", "DBName", "AllocatedStorage", "MaxAllocatedStorage",
        "StorageType", "StorageEncrypted", "KmsKeyId", "MultiAZ", "PubliclyAccessible", "AutoMinorVersionUpgrade",
        "CopyTagsToSnapshot", "IAMDatabaseAuthenticationEnabled", "DeletionProtection", "EnabledCloudwatchLogsExports",
        "DBSubnetGroup", "VpcSecurityGroups", "DBParameterGroups", "BackupRetentionPeriod", "PreferredBackupWindow",
        "PreferredMaintenanceWindow", "PerformanceInsightsEnabled", "PerformanceInsightsRetentionPeriod",
        "PerformanceInsightsKMSKeyId", "DatabaseInsightsMode"]
for name in same: assert made.get(name) == database[name], (name, made.get(name), database[name])
assert made["Endpoint"]["Port"] == 5433
assert made["TagList"] == [{"Key": "Project", "Value": "huntaze"},
                           {"Key": "palier:restored-from", "Value": "time 2026-11-22T14:15:00Z"}], made["TagList"]
assert s["passwords"][made["DbiResourceId"]] == os.environ["PASSWORD"]
assert s["passwords"]["db-FORMER"] == "former-password"'
  argv_of restore-db-instance-to-point-in-time | grep -q '"RestoreTime": "2026-11-22T14:15:00Z"'
  ! argv_of restore-db-instance-to-point-in-time | grep -q Iops || fault 'gp3 below 400 GiB takes no IOPS'
  expect_nothing_lost
}

@test "--snapshot: the same, from that snapshot" {
  runbook --snapshot before-migration
  expect_exit 0 'verified'
  [[ $output == huntaze-db-restored-s?????????? ]] || fault 'expected the new identifier on stdout'
  argv_of restore-db-instance-from-db-snapshot | grep -q '"DBSnapshotIdentifier": "before-migration"'
  expect_nothing_lost
}

@test "--cut-over: the restored instance has the name, the former one is kept, and the lines for Terraform are given" {
  to_time --cut-over
  expect_exit 0 'nobody answers' 'terraform state rm aws_db_instance.database' "kept as $REPLACED"
  [ "$output" = $'imports:\n  aws_db_instance.database: huntaze-db' ] || fault 'expected the lines on stdout'
  expect_cut_over "$RESTORED" "$REPLACED"
  expect_nothing_lost
}

@test "a look first, then the cut-over: the same restore is taken, not a second one" {
  to_time
  expect_exit 0
  to_time
  expect_exit 0 'an earlier run has begun the restore'
  to_time --cut-over
  expect_exit 0
  expect_cut_over "$RESTORED" "$REPLACED"
  [ "$(calls_of restore-db-instance-to-point-in-time)" -eq 1 ]
}

@test "a second run after the cut-over changes nothing but sets the same password again" {
  to_time --cut-over
  to_time --cut-over
  expect_exit 0 'an earlier run has cut over'
  expect_cut_over "$RESTORED" "$REPLACED"
  [ "$(calls_of restore-db-instance-to-point-in-time)" -eq 1 ]
  [[ $output == imports:* ]]
  # Not even once Terraform has taken the tag away.
  state 'database["TagList"] = []'
  to_time
  expect_exit 0 'an earlier run has cut over'
  expect_nothing_lost
}

@test "an instance whose password RDS manages gets a secret of RDS's own, and needs none here" {
  state 'database["MasterUserSecret"] = {"SecretArn": "arn:x", "KmsKeyId": "k"}'
  run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --to-time "$TIME" --cut-over
  expect_exit 0 'RDS manages the master password' 'ManageMasterUserPassword' 'another secret now: arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-new'
  [[ $stderr != *'the password and the secret stay'* ]] || fault 'they do not'
  expect_not_called describe-secret get-secret-value
  state 'assert database["MasterUserSecret"]["SecretArn"].endswith("rds!db-new")'
}

@test "a rotation between the restore and the cut-over is caught up with" {
  to_time
  state 's["secret"]["version"] = "v2"; s["secret"]["value"]["password"] = "Rotated-later"'
  PASSWORD=Rotated-later
  to_time --cut-over
  expect_exit 0
  expect_cut_over "$RESTORED" "$REPLACED"
}

@test "a long name is cut, and stays the same for each run" {
  local name=a-database-with-a-name-of-sixty-three-characters-which-is-allowed1
  name=${name:0:63}
  NAME=$name state 'import os
name = os.environ["NAME"]
instances[name] = dict(database, DBInstanceIdentifier=name)
home["backups"][0]["DBInstanceIdentifier"] = name'
  run --separate-stderr launch bash "$SCRIPT" --database "$name" --secret huntaze/database --to-time "$TIME"
  expect_exit 0
  [ "${#output}" -eq 63 ]
  local first=$output
  run --separate-stderr launch bash "$SCRIPT" --database "$name" --secret huntaze/database --to-time "$TIME"
  [ "$output" = "$first" ]
}

@test "the original gone, and run twice: restored once" {
  state 'del instances["huntaze-db"]'
  local options=(--snapshot before-migration --subnet-group huntaze-database --security-group-ids sg-0a --instance-class db.t4g.micro)
  runbook "${options[@]}" --cut-over
  expect_exit 0 'There is no former one'
  runbook "${options[@]}" --cut-over
  expect_exit 0 'an earlier run has cut over' 'no former one'
  [ "$(calls_of restore-db-instance-from-db-snapshot)" -eq 1 ]
  state 'assert list(instances) == ["huntaze-db"] and database["DbiResourceId"] == "db-RESTORED1"'
  # The same where the former instance was deleted since.
  start_over
  to_time --cut-over
  REPLACED=$REPLACED state 'import os
del instances[os.environ["REPLACED"]]'
  to_time --cut-over
  expect_exit 0 'an earlier run has cut over'
  state 'assert list(instances) == ["huntaze-db"] and database["DbiResourceId"] == "db-RESTORED1"'
}

@test "--revision: the same time once more; a snapshot that was made anew is not taken for the old one, a deleted one is" {
  to_time
  local first=$output
  to_time --revision 2
  expect_exit 0
  [ "$output" != "$first" ] || fault 'another revision must restore anew'
  REVISION=2 to_time
  expect_exit 0 'an earlier run has begun'
  [ "$(calls_of restore-db-instance-to-point-in-time)" -eq 2 ]
  start_over
  runbook --snapshot before-migration
  state 'home["snapshots"]["before-migration"]["SnapshotCreateTime"] = "2026-11-22T10:00:00.000Z"'
  runbook --snapshot before-migration
  expect_error 56 'of 2026-11-22T09:00:00Z' 'another --revision'
  state 'del home["snapshots"]["before-migration"]'
  runbook --snapshot before-migration --cut-over
  expect_exit 0 'an earlier run has begun'
  runbook --snapshot before-migration --cut-over
  expect_exit 0 'an earlier run has cut over'
}

@test "gp3 of 400 GiB and more: its figures are given after the restore, and only to an instance that takes them" {
  state 'database.update(AllocatedStorage=500, Iops=13000, StorageThroughput=600)'
  to_time
  expect_exit 0 'Iops, ' 'StorageThroughput'
  ! argv_of restore-db-instance-to-point-in-time | grep -q Iops || fault 'the backup may be smaller'
  RESTORED=$RESTORED state 'import os
made = instances[os.environ["RESTORED"]]
assert (made["Iops"], made["StorageThroughput"]) == (13000, 600), made'
  # The snapshot is of when it was small.
  runbook --snapshot before-migration
  expect_exit 0
  [[ $stderr != *Iops* ]] || fault 'AWS refuses that'
}

@test "21: no cut-over while a change waits for the maintenance window" {
  state 'database["PendingModifiedValues"] = {"DBInstanceClass": "db.t4g.large"}'
  to_time --cut-over
  expect_error 21 'wait for its maintenance window' DBInstanceClass 'Nothing was renamed'
  expect_not_called restore-db-instance-to-point-in-time add-tags-to-resource
  to_time
  expect_exit 0
}

@test "after the cut-over: says what knew the former instance by its resource id" {
  state 'database["DBInstanceAutomatedBackupsReplications"] = [{"DBInstanceAutomatedBackupsArn": "arn:backup-west"}]'
  to_time --cut-over
  expect_exit 0 'arn:aws:rds-db:us-east-1:123456789012:dbuser:db-RESTORED1/USER' 'replicated to another region: arn:backup-west'
}

# --- replicas ---

@test "22: no cut-over of an instance that has replicas, of Aurora's, too; before anything is restored, and before the rename" {
  local member
  for member in ReadReplicaDBInstanceIdentifiers ReadReplicaDBClusterIdentifiers; do
    start_over
    state "database['$member'] = ['huntaze-replica']"
    to_time --cut-over
    expect_error 22 'has replicas' huntaze-replica 'Delete or promote them first'
    expect_not_called restore-db-instance-to-point-in-time add-tags-to-resource
    to_time
    expect_exit 0
    to_time --cut-over
    expect_error 22 huntaze-replica
    state 'assert database["DbiResourceId"] == "db-FORMER"'
    state "database['$member'] = []"
    to_time --cut-over
    expect_exit 0
    expect_cut_over "$RESTORED" "$REPLACED"
  done
}

# --- another region, or no running instance ---

elsewhere() {
  state 's["regions"]["us-west-2"] = {"instances": {}, "backups": [dict(home["backups"][0], KmsKeyId="arn:west-key",
    DBInstanceAutomatedBackupsArn="arn:aws:rds:us-west-2:123456789012:auto-backup:ab-1", MasterUsername="palier", DBName="huntaze",
    AllocatedStorage=20, StorageEncrypted=True)],
  "snapshots": {"huntaze-db-copy": dict(home["snapshots"]["before-migration"], KmsKeyId="arn:west-key")}}'
}

SECRET_ARN=arn:aws:secretsmanager:us-east-1:123456789012:secret:huntaze/database-AbCdEf
THERE=(--region us-west-2 --subnet-group huntaze-database-west --security-group-ids sg-0b,sg-0c)

@test "in another region: that region's snapshot, key and network, the settings and the secret of the home region" {
  elsewhere
  run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --secret "$SECRET_ARN" --snapshot huntaze-db-copy "${THERE[@]}" \
    --source-region us-east-1
  expect_exit 0 'encrypted under arn:west-key'
  NAME=$output PASSWORD=$PASSWORD state 'import os
made = s["regions"]["us-west-2"]["instances"][os.environ["NAME"]]
assert made["DBSubnetGroup"]["DBSubnetGroupName"] == "huntaze-database-west"
assert [g["VpcSecurityGroupId"] for g in made["VpcSecurityGroups"]] == ["sg-0b", "sg-0c"]
assert made["DBParameterGroups"][0]["DBParameterGroupName"] == "default.postgres17"
assert made["DBInstanceClass"] == "db.t4g.micro" and made["MultiAZ"] and made["BackupRetentionPeriod"] == 7
assert "PerformanceInsightsKMSKeyId" not in made and made["PerformanceInsightsEnabled"]
assert s["passwords"][made["DbiResourceId"]] == os.environ["PASSWORD"]
assert list(instances) == ["huntaze-db"]'
  argv_of describe-secret | grep -qx us-east-1
}

@test "with the home region down: from a snapshot copy, or replicated backups, by the options alone" {
  elsewhere
  state 'del instances["huntaze-db"]'
  runbook --snapshot huntaze-db-copy "${THERE[@]}"
  expect_error 58 '--instance-class'
  runbook --snapshot huntaze-db-copy "${THERE[@]}" --instance-class db.t4g.small
  expect_exit 0
  runbook --to-time "$TIME" "${THERE[@]}" --instance-class db.t4g.small
  expect_exit 0 'encrypted under arn:west-key'
  argv_of restore-db-instance-to-point-in-time | grep -q 'auto-backup:ab-1'
  # It may take the name there, which nobody has.
  runbook --to-time "$TIME" "${THERE[@]}" --instance-class db.t4g.small --cut-over
  expect_exit 0
  [[ $output == *'aws_db_instance.database: huntaze-db' ]]
}

@test "in another region settings that no instance can tell are asked for, and there is no cut-over" {
  elsewhere
  runbook --snapshot huntaze-db-copy --region us-west-2 --source-region us-east-1
  expect_error 58 '--subnet-group, --security-group-ids'
  runbook --snapshot huntaze-db-copy --region us-west-2
  expect_error 20 'no RDS instance huntaze-db in us-west-2' '--help'
  runbook --snapshot huntaze-db-copy "${THERE[@]}" --source-region eu-west-1
  expect_error 20 'in eu-west-1'
  runbook --snapshot huntaze-db-copy "${THERE[@]}" --source-region us-east-1 --cut-over
  expect_error 2 'not with --source-region'
}

# --- help and usage ---

@test "--help shows examples and every exit code, and needs neither AWS nor a complete command" {
  run --separate-stderr bash "$SCRIPT" --help
  [ "$status" -eq 0 ]
  [[ $output == *Examples:* ]]
  local code
  for code in 0 1 2 10 11 12 13 14 15 20 21 22 30 31 32 50 51 52 53 54 55 56 57 58 59 130 143; do
    grep -Eq "^ *([0-9]+, )*$code(,| )" <<<"$output" || fault "exit code $code is not documented"
  done
  [ ! -e "$STUB/operations" ]
}

@test "every mistake on the command line is a usage error that names it, before any call" {
  local given expected
  while IFS='|' read -r given expected; do
    # shellcheck disable=SC2086 # the words of the table
    run --separate-stderr bash "$SCRIPT" --database huntaze-db --secret huntaze/database $given
    expect_error 2 "$expected" '--help'
  done <<'TABLE'
--dry-run|nothing to restore from
--to-time 2026-11-22T14:15:00Z --snapshot a|two things to restore from
--to-time yesterday|--to-time: got 'yesterday'
--to-time 2026-11-22T14:15:00|--to-time: got '2026-11-22T14:15:00'
--to-time 2026-02-30T14:15:00Z|a time that the calendar has
--snapshot a_b|--snapshot: got 'a_b'
--snapshot a --cut-over=yes|unknown argument: --cut-over=yes
--snapshot a --security-group-ids mine|--security-group-ids: got 'mine'
--snapshot a --instance-class t4g|--instance-class: got 't4g'
--snapshot a --database 1db|--database: got '1db'
--snapshot a --revision a/b|--revision: got 'a/b'
--snapshot a --source-region here|--source-region: got 'here'
TABLE
  [ ! -e "$STUB/operations" ] || fault 'expected no call'
  run --separate-stderr bash "$SCRIPT" --database huntaze-db --snapshot before-migration
  expect_error 2 'no secret given'
}

@test "environment variables stand for the options, but nothing in the environment cuts over" {
  export DATABASE=huntaze-db SECRET=huntaze/database TO_TIME=$TIME SNAPSHOT='' CUT_OVER=true cut_over=true TIMEOUT='' POLL_SECONDS=''
  run --separate-stderr launch bash "$SCRIPT"
  expect_exit 0
  [ "$output" = "$RESTORED" ]
}

# --- faults, each with its exit code, one line, and nothing changed ---

@test "54: a time that the backups do not reach says which they do" {
  runbook --to-time 2026-11-15T03:04:59Z
  expect_error 54 'before the earliest' 2026-11-15T03:05:00Z 2026-11-22T18:05:00Z
  runbook --to-time 2026-11-22T18:05:01Z
  expect_error 54 'after the latest' 2026-11-22T18:05:00Z
  state 'del database["LatestRestorableTime"]; home["backups"] = []'
  to_time
  expect_error 54 'no automated backups'
  expect_nothing_changed either
  start_over
  fails_with restore-db-instance-to-point-in-time "$(aws_error InvalidRestoreFault 'Cannot restore from vpc backup to non-vpc')"
  to_time
  expect_error 54 InvalidRestoreFault
  fails_with restore-db-instance-to-point-in-time "$(aws_error InvalidParameterValue 'The specified restore time is not within ...')"
  to_time
  expect_error 54 'restore time'
  expect_nothing_lost
}

@test "50 to 53: a snapshot that is missing, not ready, of another engine or instance" {
  runbook --snapshot nothing
  expect_error 50 'no snapshot nothing' 'describe-db-snapshots'
  state 'home["snapshots"]["before-migration"].update(Status="creating", PercentProgress=40)'
  runbook --snapshot before-migration
  expect_error 52 'is creating (40 %)'
  state 'home["snapshots"]["before-migration"].update(Status="failed")'
  runbook --snapshot before-migration
  expect_error 51 'is failed, and will not become available'
  state 'home["snapshots"]["before-migration"].update(Status="available", Engine="mysql")'
  runbook --snapshot before-migration
  expect_error 53 'of the engine mysql, expected postgres'
  state 'home["snapshots"]["before-migration"].update(Engine="postgres", DBInstanceIdentifier="other-db")'
  runbook --snapshot before-migration
  expect_error 53 'of the instance other-db' '--snapshot-of other-db'
  expect_nothing_changed either
  runbook --snapshot before-migration --snapshot-of other-db --dry-run
  expect_exit 0
}

@test "55, 57, 58, 13, 12, 11: what AWS refuses has its own exit code, and running it again is safe" {
  local code error
  while IFS='|' read -r code error; do
    start_over
    fails_with restore-db-instance-to-point-in-time "$(aws_error "$error" 'of the test')"
    to_time
    expect_error "$code" "$error" 'of the test'
    expect_not_called modify-db-instance
  done <<'TABLE'
55|KMSKeyNotAccessibleFault
57|InstanceQuotaExceeded
57|StorageQuotaExceeded
57|InsufficientDBInstanceCapacity
58|DBSubnetGroupNotFoundFault
58|InvalidParameterCombination
21|InvalidDBInstanceState
13|Throttling
12|AccessDenied
11|ExpiredToken
1|InternalFailure
TABLE
  rm "$STUB/fail/restore-db-instance-to-point-in-time"
  to_time
  expect_exit 0
  expect_nothing_lost
}

@test "throttled or expired in the middle: said, and the next run goes on" {
  fails_with modify-db-instance "$(aws_error Throttling 'Rate exceeded')"
  to_time --cut-over
  expect_error 13 Throttling 'Run it again'
  rm "$STUB/fail/modify-db-instance"
  fails_with add-tags-to-resource "$(aws_error ExpiredTokenException 'The security token is expired')"
  to_time --cut-over
  expect_error 11 ExpiredTokenException
  expect_nothing_lost
  rm "$STUB/fail/add-tags-to-resource"
  to_time --cut-over
  expect_exit 0
  expect_cut_over "$RESTORED" "$REPLACED"
}

@test "a fault that goes away by itself does not end the cut-over between the renames; any other says that nobody may answer" {
  local operation error
  to_time
  cp "$STUB/state.json" "$BATS_TEST_TMPDIR/restored.json"
  while IFS='|' read -r operation error; do
    start_over
    cp "$BATS_TEST_TMPDIR/restored.json" "$STUB/state.json"
    fails_with "$operation" "$error"
    # At the tag, before the first rename; or after the first rename, at the next look or rename.
    echo 2 >"$STUB/fail/$operation.times"
    if [ "$operation" != add-tags-to-resource ]; then echo "modify-db-instance 2" >"$STUB/fail/$operation.after"; fi
    to_time --cut-over
    expect_exit 0
    expect_cut_over "$RESTORED" "$REPLACED"
    [ "$(cat "$STUB/fail/$operation.times")" -eq 0 ] || fault 'expected the fault'
  done <<'TABLE'
describe-db-instances|An error occurred (Throttling) when calling the X operation: Rate exceeded
modify-db-instance|An error occurred (Throttling) when calling the X operation: Rate exceeded
modify-db-instance|An error occurred (InternalFailure) when calling the X operation: of the test
modify-db-instance|Could not connect to the endpoint URL: "https://rds.us-east-1.amazonaws.com/"
add-tags-to-resource|An error occurred (ServiceUnavailable) when calling the X operation: of the test
add-tags-to-resource|Read timeout on endpoint URL: "https://rds.us-east-1.amazonaws.com/"
TABLE
  start_over
  cp "$BATS_TEST_TMPDIR/restored.json" "$STUB/state.json"
  fails_with modify-db-instance "$(aws_error ExpiredToken 'of the test')"
  echo "modify-db-instance 2" >"$STUB/fail/modify-db-instance.after"
  to_time --cut-over
  expect_error 11 ExpiredToken 'nobody may answer at huntaze-db' '--cut-over'
}

@test "with a role, the cut-over begins with credentials made anew by the first identity" {
  export AWS_ACCESS_KEY_ID=AKIAFIRST AWS_SECRET_ACCESS_KEY=first-key
  to_time --role-arn arn:aws:iam::123456789012:role/restorer --external-id x --cut-over
  expect_exit 0
  [ "$(calls_of assume-role)" -eq 2 ]
  [ "$(environ_of assume-role AWS_ACCESS_KEY_ID)" = AKIAFIRST ]
  [ -z "$(environ_of assume-role AWS_SESSION_TOKEN)" ]
  argv_of assume-role | grep -qx -- --external-id
  [ "$(environ_of add-tags-to-resource AWS_ACCESS_KEY_ID)" = ASIAROLE ]
}

@test "56: a name that an instance of somebody else's has" {
  state "instances['$RESTORED'] = dict(database, DBInstanceIdentifier='$RESTORED', DbiResourceId='db-FOREIGN')"
  to_time --cut-over
  expect_error 56 "an instance $RESTORED already" 'not of this restore'
  start_over
  state "instances['$REPLACED'] = dict(database, DBInstanceIdentifier='$REPLACED', DbiResourceId='db-FOREIGN')"
  to_time --cut-over
  expect_error 56 "an instance $REPLACED already"
  expect_nothing_changed either
  # It comes while this runs: the running one keeps its name.
  start_over
  state "s['appearing'] = {'$REPLACED': dict(database, DBInstanceIdentifier='$REPLACED', DbiResourceId='db-FOREIGN', TagList=[])}"
  to_time --cut-over
  expect_error 56 'is taken by db-FOREIGN'
  state 'assert database["DbiResourceId"] == "db-FORMER"'
  # A name that is not free yet: no end between the renames.
  start_over
  fails_with modify-db-instance "$(aws_error DBInstanceAlreadyExists 'DB instance already exists')"
  echo 'modify-db-instance 3' >"$STUB/fail/modify-db-instance.after"
  echo 5 >"$STUB/fail/modify-db-instance.times"
  to_time --cut-over
  expect_exit 0
  expect_cut_over "$RESTORED" "$REPLACED"
  # The same time of an instance that was replaced by yet another.
  start_over
  to_time --cut-over
  state 'database["DbiResourceId"] = "db-ANOTHER"'
  to_time
  expect_error 56 'was replaced by the instance db-RESTORED1, but huntaze-db is another one'
}

@test "20, 22: no such instance, a member of a cluster, a read replica" {
  state 'database["DBClusterIdentifier"] = "aurora"'
  to_time
  expect_error 22 'the cluster aurora'
  state 'del database["DBClusterIdentifier"]; database["ReadReplicaSourceDBInstanceIdentifier"] = "primary"'
  to_time
  expect_error 22 'a read replica of primary'
  state 'del instances["huntaze-db"]'
  to_time
  expect_error 20 'no RDS instance huntaze-db'
  expect_nothing_changed either
}

@test "30, 31, 32: a secret that cannot be used stops the run before anything is restored" {
  state 's["secret"]["pending"] = "v2"'
  to_time
  expect_error 32 'a rotation of the secret'
  state 's["secret"] = {"version": "", "value": None}'
  to_time
  expect_error 31 'has no value' 'set-database-password.sh --database huntaze-db'
  state 's["secret"]["extra"] = {"DeletedDate": 1795378695.0}'
  to_time
  expect_error 31 'scheduled for deletion'
  state 's["secret"] = None'
  to_time
  expect_error 30 'no secret huntaze/database'
  expect_nothing_changed either
}

@test "21, 55: a restore that fails, or does not end in time" {
  state 's["restoring"] = ["creating", "incompatible-restore"]'
  to_time --cut-over
  expect_error 21 'incompatible-restore' 'describe-events' 'running database is as it was'
  start_over
  state 's["restoring"] = ["creating", "inaccessible-encryption-credentials"]'
  to_time --cut-over
  expect_error 55 'KMS key cannot be used'
  start_over
  state 's["restoring"] = ["creating"]'
  to_time --timeout 60
  expect_error 21 'waited 60 s' 'Run this again later'
  expect_nothing_lost
  # It goes on in AWS; the next run finds it.
  RESTORED=$RESTORED state 'import os
instances[os.environ["RESTORED"]]["statuses"] = ["available"]'
  to_time --cut-over
  expect_exit 0
  expect_cut_over "$RESTORED" "$REPLACED"
}

@test "21: a cut-over that does not end in time goes on at the next run" {
  state 's["renaming"] = 1000'
  POLL_SECONDS=600 to_time --cut-over --timeout 9000
  expect_error 21 'did not end within 3600 s' 'Nothing is lost' 'nobody may answer'
  state 's["renaming"] = 1
database["looks"] = 0'
  to_time --cut-over
  expect_exit 0
  expect_cut_over "$RESTORED" "$REPLACED"
}

@test "59: an instance that is not what was asked for is said to be, and is not cut over to" {
  to_time
  RESTORED=$RESTORED state 'import os
instances[os.environ["RESTORED"]].update(KmsKeyId="arn:another", DBName="other", StorageEncrypted=False)'
  to_time --cut-over
  expect_error 59 'the KMS key is arn:another' 'the database is other, expected huntaze' 'not encrypted'
  state 'assert database["DbiResourceId"] == "db-FORMER"'
}

@test "58: settings that AWS refuses afterwards" {
  fails_with modify-db-instance "$(aws_error InvalidParameterCombination 'Performance Insights is not supported')"
  to_time --cut-over
  expect_error 58 'is restored, and the running one as it was'
}

@test "15: another account changes nothing" {
  to_time --account-id 999999999999
  expect_error 15 'expected 999999999999'
  expect_nothing_changed
}

# --- dry run ---

@test "--dry-run changes nothing, reads no value, and says the window and the settings; at each stage" {
  to_time --dry-run --cut-over
  expect_exit 0 "would restore to $RESTORED" 2026-11-15T03:05:00Z '"DBInstanceClass": "db.t4g.micro"' 'nobody answers' 'nothing was changed'
  [ -z "$output" ]
  runbook --snapshot before-migration --dry-run
  expect_exit 0 'from snapshot before-migration'
  expect_nothing_changed
  [ ! -e "$STUB/sleeps" ]
  to_time
  cp "$STUB/state.json" "$BATS_TEST_TMPDIR/state.json"
  : >"$STUB/operations"
  to_time --dry-run
  expect_exit 0 'an earlier run has begun the restore'
  expect_nothing_changed
}

# --- values stay where they belong ---

@test "the password is in no argument, environment, output or file" {
  to_time --cut-over
  expect_exit 0
  expect_no_value "$PASSWORD"
}

# --- cut, and two at once ---

@test "cut after any call that changes something and run again: one restore, cut over, nothing lost" {
  local at
  # modify-db-instance: the settings, the password, the first rename, the second.
  for at in 'restore-db-instance-to-point-in-time 1' 'modify-db-instance 1' 'modify-db-instance 2' 'add-tags-to-resource 1' \
    'modify-db-instance 3' 'modify-db-instance 4'; do
    start_over
    echo "$at KILL" >"$STUB/kill-after"
    to_time --cut-over
    [ "$status" -eq 137 ] || fault "expected to be killed after $at"
    expect_nothing_lost
    rm "$STUB/kill-after"
    to_time --cut-over
    expect_exit 0
    expect_cut_over "$RESTORED" "$REPLACED"
    expect_nothing_lost
  done
}

@test "cut between the two renames, and run again without --cut-over: says that nobody answers, and what to do" {
  # The settings, the password, the first rename.
  echo "modify-db-instance 3 KILL" >"$STUB/kill-after"
  to_time --cut-over
  [ "$status" -eq 137 ]
  rm "$STUB/kill-after"
  state 'instances["huntaze-db"]["looks"] = 0'
  to_time --dry-run
  expect_exit 0
  to_time
  expect_error 21 'nobody may answer' '--cut-over'
  to_time --cut-over
  expect_exit 0 'the former instance is'
  expect_cut_over "$RESTORED" "$REPLACED"
}

@test "130: interrupted: says what goes on, and that it is safe to run again" {
  echo "restore-db-instance-to-point-in-time 1 INT" >"$STUB/kill-after"
  to_time
  expect_error 130 'interrupted by SIGINT' 'goes on in AWS' 'safe to run it again'
  rm "$STUB/kill-after"
  to_time --cut-over
  expect_exit 0
  expect_cut_over "$RESTORED" "$REPLACED"
}

both() {
  bash "$SCRIPT" --database huntaze-db --secret huntaze/database --to-time "$TIME" --cut-over >"$BATS_TEST_TMPDIR/first" 2>"$BATS_TEST_TMPDIR/first.log" 3>&- &
  local first=$!
  bash "$SCRIPT" --database huntaze-db --secret huntaze/database --to-time "$TIME" --cut-over >"$BATS_TEST_TMPDIR/second" 2>"$BATS_TEST_TMPDIR/second.log" 3>&- || return 1
  wait "$first"
}

@test "two at once: one restore, one cut-over, and both say so" {
  local operation
  for operation in restore-db-instance-to-point-in-time add-tags-to-resource; do
    start_over
    echo "$operation" >"$STUB/meet"
    run --separate-stderr both
    stderr=$(cat "$BATS_TEST_TMPDIR"/*.log)
    expect_exit 0
    expect_cut_over "$RESTORED" "$REPLACED"
    expect_nothing_lost
    cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/second"
  done
}
