# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the runbooks and the other libraries
# What the runbooks that restore have in common: an instance beside the running one, with the same settings, checked, and
# given the secret's password.
#
# Three names, which a second run finds again: $running, the database's own; $restored, the new instance's until the
# cut-over; $replaced, the former instance's after it. Nothing is ever deleted.

readonly EXIT_SNAPSHOT_UNSUITABLE=53 EXIT_TIME=54 EXIT_KEY=55 EXIT_NAME_TAKEN=56 EXIT_QUOTA=57 EXIT_SETTINGS=58 \
  EXIT_DIFFERENT=59

is_throw_away=false # whether the runbook itself removes what it restores
is_origin_partial=false # whether $origin may go on in the tag, for its snapshot is gone
is_patient=false    # whether a look that AWS does not answer is repeated, and does not end the run

# What the new instance was made of; only one with this very tag is taken for the work of an earlier run.
readonly ORIGIN_TAG=palier:restored-from
# On the former instance: the resource id of the one that took its name.
readonly REPLACED_TAG=palier:replaced-by

# An instance's identifier has 63 characters at most (CreateDBInstance, API reference, 2026-11-23).
readonly DERIVE_NAMES='
import hashlib, sys
database, stamp = sys.argv[1].lower(), sys.argv[2]
print(database)
for word in ("restored", "replaced"):
    tail = "-%s-%s" % (word, stamp)
    name = database
    if len(name + tail) > 63:
        name = name[:63 - len(tail) - 7].rstrip("-") + "-" + hashlib.sha256(database.encode()).hexdigest()[:6]
    print(name + tail)
'

# name_instances STAMP: the same for each run of the same restore.
name_instances() {
  { IFS= read -r running && IFS= read -r restored && IFS= read -r replaced; } < <(run_python "$DERIVE_NAMES" "$database" "$1") ||
    fail "$EXIT_OTHER" 'the names of the instances cannot be made.'
}

# --- which instances there are ---

readonly READ_LOOK='
import json, sys
instance = json.load(sys.stdin)["DBInstances"][0]
tags = {tag["Key"]: tag["Value"] for tag in instance.get("TagList") or []}
print(instance["DBInstanceStatus"])
print(instance["DbiResourceId"])
print(instance["DBInstanceArn"])
print(instance["Engine"])
print((instance.get("PendingModifiedValues") or {}).get("DBInstanceIdentifier") or "")
print(tags.get(sys.argv[1]) or "")
print(tags.get(sys.argv[2]) or "")
'

# look ID: whether there is such an instance. Sets look (its description), look_status, look_resource, look_arn,
# look_engine, look_pending_name, look_origin and look_replaced_by. While $is_patient, returns 2 where AWS did not answer.
look() {
  look=''
  if ! aws_try rds describe-db-instances --db-instance-identifier "$1"; then
    case $aws_error_code in DBInstanceNotFound*) return 1 ;; esac
    if [ "$is_patient" = true ] && is_transient; then return 2; fi
    aws_fail
  fi
  look=$reply
  {
    IFS= read -r look_status && IFS= read -r look_resource && IFS= read -r look_arn && IFS= read -r look_engine &&
      IFS= read -r look_pending_name && IFS= read -r look_origin && IFS= read -r look_replaced_by
  } < <(printf '%s' "$look" | run_python "$READ_LOOK" "$ORIGIN_TAG" "$REPLACED_TAG") ||
    fail "$EXIT_OTHER" 'the answer of aws rds describe-db-instances cannot be read.'
}

# Of the instance last looked at, by its tag.
is_of_this_restore() {
  if [ "$look_origin" = "$origin" ]; then return 0; fi
  [ "$is_origin_partial" = true ] && [[ $look_origin == "$origin of "* ]]
}

# Sets state, how far earlier runs came:
#   none      nothing is restored yet
#   restored  $restored is there, the work of an earlier run
#   begun     the same, and the former instance has left its name to it already
#   renaming  $restored is about to become $running
#   finished  $running is the restored instance; $replaced, unless it is gone, the former one (former_exists)
# and reference, the description of the instance to be like: the running or else the former one; empty where there is none.
take_stock() {
  local successor
  state=none reference='' running_exists=false restored_resource='' former_exists=false
  if look "$restored"; then
    if ! is_of_this_restore; then
      fail "$EXIT_NAME_TAKEN" "there is an instance $restored already, which is not of this restore: its tag $ORIGIN_TAG says '$look_origin', not '$origin'. Nothing was changed. Rename that instance, or give another --revision; then run this again."
    fi
    state=restored restored_resource=$look_resource
  fi
  if look "$replaced"; then
    successor=$look_replaced_by
    reference=$look former_exists=true
    if [ -z "$successor" ] || { [ "$state" = restored ] && [ "$successor" != "$restored_resource" ]; }; then
      fail "$EXIT_NAME_TAKEN" "there is an instance $replaced already, which is not of this restore: the running one could not take that name. Nothing was changed. Rename that instance, then run this again."
    elif [ "$state" = restored ]; then
      state=begun
    else
      restored_resource=$successor state=renaming
      if look "$running"; then
        if [ "$look_resource" != "$successor" ]; then
          fail "$EXIT_NAME_TAKEN" "$replaced was replaced by the instance $successor, but $running is another one, $look_resource. Nothing was changed. Somebody has been at work since: rename $replaced if a new restore is wanted."
        fi
        state=finished running_exists=true
      fi
    fi
  elif look "$running"; then
    running_exists=true reference=$look
    # Nobody has the former one's name: it was gone before the restore, or was deleted since.
    if [ "$state" = none ] && is_of_this_restore; then
      restored_resource=$look_resource state=finished
    fi
  fi
}

readonly READ_REFERENCE='
import json, sys
text = sys.stdin.read()
instance = json.loads(text)["DBInstances"][0] if text.strip() else {}
print(instance.get("DBClusterIdentifier") or "")
print(instance.get("ReadReplicaSourceDBInstanceIdentifier") or instance.get("ReadReplicaSourceDBClusterIdentifier") or "")
print("true" if instance.get("MasterUserSecret") else "false")
print(instance.get("Engine") or "postgres")
print(instance.get("DbiResourceId") or "")
print(instance.get("KmsKeyId") or "")
'

# Sets managed (RDS manages the password), member_of, replica_of, engine, reference_resource, reference_key.
read_reference() {
  {
    IFS= read -r member_of && IFS= read -r replica_of && IFS= read -r managed && IFS= read -r engine &&
      IFS= read -r reference_resource && IFS= read -r reference_key
  } < <(printf '%s' "$reference" | run_python "$READ_REFERENCE") ||
    fail "$EXIT_OTHER" "the description of $running cannot be read."
}

name_former() {
  if [ "$former_exists" = true ]; then printf '%s the former one' "$replaced"; else printf 'and no former one is there'; fi
}

describe_state() {
  case $state in
    restored) log "an earlier run has begun the restore to $restored: going on with it" ;;
    begun) log "an earlier run has begun the cut-over: the former instance is $replaced already" ;;
    renaming) log "an earlier run has begun the cut-over: $restored is becoming $running" ;;
    finished) log "an earlier run has cut over: $running is the restored instance, $(name_former)" ;;
  esac
}

# --- the settings ---

# The options that say what the region has, and what to restore.
check_restore_options() {
  check_form --snapshot "${snapshot:-none}" '^((rds|awsbackup):)?[A-Za-z][A-Za-z0-9-]*$' \
    "a snapshot's identifier: letters, digits and hyphens, rds: before it for an automated one"
  check_form --snapshot-of "${snapshot_of:-none}" '^[A-Za-z][A-Za-z0-9-]*$' 'letters, digits and hyphens, a letter first'
  check_form --subnet-group "${subnet_group:-none}" '^[A-Za-z0-9._ -]+$' 'the name of a DB subnet group'
  check_form --security-group-ids "${security_group_ids:-sg-0}" '^sg-[0-9a-f]+(,sg-[0-9a-f]+)*$' 'sg-..., with commas between'
  check_form --parameter-group "${parameter_group:-none}" '^[A-Za-z][A-Za-z0-9.-]*$' 'the name of a DB parameter group'
  check_form --instance-class "${instance_class:-db.x.y}" '^db[.][a-z0-9-]+[.][a-z0-9]+$' 'a class such as db.t4g.micro'
}

# settings(): of an instance's description, by the names that requests have for them. What may be given to a restore comes
# first; the rest only a modification takes, with every version of the AWS CLI (RestoreDBInstanceToPointInTime,
# RestoreDBInstanceFromDBSnapshot and ModifyDBInstance, API reference, 2026-11-23).
readonly SETTINGS='
import json, sys

def settings(instance, here):
    at_restore = {
        "DBInstanceClass": instance.get("DBInstanceClass"),
        "MultiAZ": instance.get("MultiAZ"),
        "PubliclyAccessible": instance.get("PubliclyAccessible"),
        "AutoMinorVersionUpgrade": instance.get("AutoMinorVersionUpgrade"),
        "CopyTagsToSnapshot": instance.get("CopyTagsToSnapshot"),
        "EnableIAMDatabaseAuthentication": instance.get("IAMDatabaseAuthenticationEnabled"),
        "DeletionProtection": instance.get("DeletionProtection"),
        "EnableCloudwatchLogsExports": sorted(instance.get("EnabledCloudwatchLogsExports") or []),
        "Port": (instance.get("Endpoint") or {}).get("Port"),
        "StorageType": instance.get("StorageType"),
    }
    kind = instance.get("StorageType") or ""
    if kind.startswith("io"): at_restore["Iops"] = instance.get("Iops")
    if here:
        at_restore["DBSubnetGroupName"] = (instance.get("DBSubnetGroup") or {}).get("DBSubnetGroupName")
        at_restore["VpcSecurityGroupIds"] = sorted(g["VpcSecurityGroupId"] for g in instance.get("VpcSecurityGroups") or [])
        groups = [g["DBParameterGroupName"] for g in instance.get("DBParameterGroups") or []]
        at_restore["DBParameterGroupName"] = groups[0] if groups and not groups[0].startswith("default.") else None
        groups = [g["OptionGroupName"] for g in instance.get("OptionGroupMemberships") or []]
        at_restore["OptionGroupName"] = groups[0] if groups and not groups[0].startswith("default:") else None
    later = {
        "BackupRetentionPeriod": instance.get("BackupRetentionPeriod"),
        "PreferredBackupWindow": instance.get("PreferredBackupWindow"),
        "PreferredMaintenanceWindow": instance.get("PreferredMaintenanceWindow"),
        "MaxAllocatedStorage": instance.get("MaxAllocatedStorage"),
        "EnablePerformanceInsights": bool(instance.get("PerformanceInsightsEnabled")),
        "DatabaseInsightsMode": instance.get("DatabaseInsightsMode"),
    }
    # Below 400 GiB gp3 has fixed figures, which AWS tells and does not take (RDS User Guide, "Amazon RDS DB instance
    # storage", 2026-11-23). How large the backup is the running instance does not tell: so not at the restore.
    if kind == "gp3" and instance.get("AllocatedStorage", 0) >= 400:
        later["Iops"] = instance.get("Iops")
        later["StorageThroughput"] = instance.get("StorageThroughput")
    if instance.get("PerformanceInsightsEnabled"):
        later["PerformanceInsightsRetentionPeriod"] = instance.get("PerformanceInsightsRetentionPeriod")
        later["PerformanceInsightsKMSKeyId"] = instance.get("PerformanceInsightsKMSKeyId") if here else None
    if instance.get("MonitoringInterval"):
        later["MonitoringInterval"] = instance.get("MonitoringInterval")
        later["MonitoringRoleArn"] = instance.get("MonitoringRoleArn")
    if instance.get("MasterUserSecret"):
        later["ManageMasterUserPassword"] = True
        later["MasterUserSecretKmsKeyId"] = instance["MasterUserSecret"].get("KmsKeyId") if here else None
    known = lambda group: {name: value for name, value in group.items() if value is not None}
    return known(at_restore), known(later)

def instance_of(text):
    return json.loads(text)["DBInstances"][0] if text.strip() else {}

# Of the settings wanted, those that the instance made can have.
def fitting(like, made):
    if made.get("StorageType") == "gp3" and made.get("AllocatedStorage", 0) < 400:
        for name in ("Iops", "StorageThroughput"): like[1].pop(name, None)
    return like

# Of the instance to be like, and of what the options say.
def wanted(text, options):
    here, instance_class, subnet_group, security_groups, parameter_group = options
    at_restore, later = settings(instance_of(text), here == "here") if text.strip() else ({}, {})
    if instance_class: at_restore["DBInstanceClass"] = instance_class
    if subnet_group: at_restore["DBSubnetGroupName"] = subnet_group
    if security_groups: at_restore["VpcSecurityGroupIds"] = sorted(security_groups.split(","))
    if parameter_group: at_restore["DBParameterGroupName"] = parameter_group
    return at_restore, later
'

# Arguments: the request to begin with, the origin, and the settings' options. Standard input: the instance to be like.
readonly COMPOSE_RESTORE=$SETTINGS'
text = sys.stdin.read()
request = json.loads(sys.argv[1])
request.update(wanted(text, sys.argv[3:])[0])
if not request.get("EnableCloudwatchLogsExports"): request.pop("EnableCloudwatchLogsExports", None)
tags = [tag for tag in instance_of(text).get("TagList") or [] if not tag["Key"].startswith(("aws:", "palier:"))]
request["Tags"] = tags + [{"Key": "'$ORIGIN_TAG'", "Value": sys.argv[2]}]
print(json.dumps(request, sort_keys=True))
'

# The modification by which the restored instance gets what it lacks; nothing where it lacks nothing.
readonly COMPOSE_MODIFICATION=$SETTINGS'
like, made = sys.stdin.read().split("\0")
like, made = fitting(wanted(like, sys.argv[2:]), instance_of(made)), settings(instance_of(made), True)
request = {}
for want, have in zip(like, made):
    for name, value in want.items():
        if have.get(name) != value and name != "DBSubnetGroupName": request[name] = value
logs = request.pop("EnableCloudwatchLogsExports", None)
if logs is not None:
    has = made[0]["EnableCloudwatchLogsExports"]
    request["CloudwatchLogsExportConfiguration"] = {
        "EnableLogTypes": [kind for kind in logs if kind not in has],
        "DisableLogTypes": [kind for kind in has if kind not in logs],
    }
if "Port" in request: request["DBPortNumber"] = request.pop("Port")
if "EnablePerformanceInsights" in request and request["EnablePerformanceInsights"]:
    # With the mode, as the provider does: the one decides what the other may be.
    for name in ("PerformanceInsightsRetentionPeriod", "PerformanceInsightsKMSKeyId", "DatabaseInsightsMode"):
        if name in like[1]: request[name] = like[1][name]
print(", ".join(sorted(request)))
if request:
    request["DBInstanceIdentifier"] = sys.argv[1]
    request["ApplyImmediately"] = True
print(json.dumps(request, sort_keys=True))
'

# What is not as it should be, one line; then what there is to say of the instance.
readonly COMPARE=$SETTINGS'
like, made = sys.stdin.read().split("\0")
key, engine = sys.argv[1:3]
before, now = instance_of(like), instance_of(made)
faults = []
def expect(what, is_, should):
    if should not in (None, "") and is_ != should: faults.append("%s is %s, expected %s" % (what, is_, should))
expect("the engine", now.get("Engine"), engine)
expect("the master user", now.get("MasterUsername"), before.get("MasterUsername"))
expect("the database", now.get("DBName"), before.get("DBName"))
expect("the KMS key", now.get("KmsKeyId"), key)
if (before.get("StorageEncrypted") or key) and not now.get("StorageEncrypted"): faults.append("the storage is not encrypted")
if not (now.get("Endpoint") or {}).get("Address"): faults.append("it has no endpoint")
if not now.get("AllocatedStorage"): faults.append("it has no storage")
for want, have in zip(fitting(wanted(like, sys.argv[3:]), now), settings(now, True)):
    for name, value in want.items(): expect(name, have.get(name), value)
print("; ".join(faults))
endpoint = now.get("Endpoint") or {}
latest = str(now.get("LatestRestorableTime") or "not yet: its first backup is to come")
print("%s %s, %s, %s GiB, %s, at %s:%s; restorable itself until: %s" % (
    now.get("Engine"), now.get("EngineVersion"), now.get("DBInstanceClass"), now.get("AllocatedStorage"),
    "encrypted under " + now["KmsKeyId"] if now.get("KmsKeyId") else "not encrypted", endpoint.get("Address"),
    endpoint.get("Port"), latest))
major = lambda instance: str(instance.get("EngineVersion", "")).split(".")[0]
print("the version is %s, that of the running one %s: Terraform would upgrade it in place" % (
    now.get("EngineVersion"), before.get("EngineVersion")) if before and major(now) != major(before) else "")
'

# The arguments that the programs above have in common.
set_settings_options() {
  settings_options=("$reference_place" "$instance_class" "$subnet_group" "$security_group_ids" "$parameter_group")
}

# --- the restore ---

# compose_restore SOURCE: the request in $request. SOURCE: its first members, as JSON.
compose_restore() {
  request=$(printf '%s' "$reference" | run_python "$COMPOSE_RESTORE" "$1" "$origin" "${settings_options[@]}") ||
    fail "$EXIT_OTHER" "the request to restore cannot be composed of the description of $running."
}

# restore OPERATION: sends $request. A second run, or another one at the same time, goes on with what the first has begun.
restore() {
  going_on="The restore to $restored goes on in AWS by itself."
  log "restoring to $restored, from $origin"
  if aws_try rds "$1" --cli-input-json "$request"; then return 0; fi
  case $aws_error_code in
    DBInstanceAlreadyExists*) log "another run has just begun: going on with $restored" ;;
    *) refuse_restore ;;
  esac
}

# Ends with what AWS's refusal to restore stands for.
refuse_restore() {
  case $aws_error_code in
    DBSnapshotNotFound*)
      fail "$EXIT_SNAPSHOT_MISSING" "there is no snapshot to restore: $aws_error. Nothing was changed."
      ;;
    InvalidDBSnapshotState*)
      fail "$EXIT_SNAPSHOT_NOT_READY" "the snapshot cannot be restored in its state: $aws_error. Nothing was changed."
      ;;
    InvalidRestore* | PointInTimeRestoreNotEnabled* | DBInstanceAutomatedBackupNotFound*)
      fail "$EXIT_TIME" "AWS does not restore to that time: $aws_error. Nothing was changed."
      ;;
    KMSKeyNotAccessible* | *KMS*)
      fail "$EXIT_KEY" "the KMS key of the backup cannot be used: $aws_error. Nothing was changed. Enable the key, and let its policy allow this identity kms:Decrypt and kms:CreateGrant."
      ;;
    InstanceQuotaExceeded* | StorageQuotaExceeded* | InsufficientDBInstanceCapacity*)
      fail "$EXIT_QUOTA" "there is no room for a second instance: $aws_error. Nothing was changed. Raise the quota (Service Quotas, RDS), or for want of capacity choose another --instance-class."
      ;;
    DBInstanceNotFound*)
      fail "$EXIT_INSTANCE_MISSING" "the instance $running has gone meanwhile: $aws_error. Nothing was changed. Run this again."
      ;;
    InvalidParameterValue | InvalidParameterCombination)
      if [[ ${aws_error#*operation: } == *[Rr]estor*[Tt]ime* ]]; then
        fail "$EXIT_TIME" "AWS does not restore to that time: $aws_error. Nothing was changed."
      fi
      refuse_settings
      ;;
    InvalidDBInstanceState*)
      fail "$EXIT_INSTANCE_STATE" "AWS does not restore now: $aws_error. Nothing was changed. Run this again later."
      ;;
    DBSubnetGroup* | DBParameterGroupNotFound* | OptionGroupNotFound* | InvalidSubnet* | InvalidVPCNetworkState* | \
      StorageTypeNotSupported* | ProvisionedIops* | DBSecurityGroupNotFound*)
      refuse_settings
      ;;
    *) aws_fail ;;
  esac
}

refuse_settings() {
  fail "$EXIT_SETTINGS" "AWS refuses the settings of the new instance: $aws_error. Nothing was changed. Name those that the region has: --subnet-group, --security-group-ids, --parameter-group, --instance-class."
}

# Until $restored takes changes: that may take hours for a large one.
wait_until_restored() {
  local shown=false
  database=$restored status=restoring
  until look "$restored"; do
    # Right after the request AWS may not show it yet.
    wait_for 'AWS to show the new instance'
  done
  if ! is_of_this_restore; then
    fail "$EXIT_NAME_TAKEN" "the instance $restored is not of this restore: its tag $ORIGIN_TAG says '$look_origin', not '$origin'. It was not changed. Rename that instance, then run this again."
  fi
  restored_resource=$look_resource
  status=$look_status
  refuse_failed_restore
  while ! is_ready; do
    shown=true
    wait_for 'the restore to end'
    if look "$restored"; then status=$look_status; fi
    refuse_failed_restore
  done
  if [ "$shown" = true ]; then log "$restored is $status"; fi
}

refuse_failed_restore() {
  local before_again="delete $restored, which is a copy only, and "
  if [ "$is_throw_away" = true ]; then before_again=''; fi
  case $status in
    inaccessible-encryption-credentials*)
      fail "$EXIT_KEY" "the restore failed: $restored is $status, so its KMS key cannot be used. The running database is as it was. Enable the key, ${before_again}run this again."
      ;;
    failed | incompatible-* | restore-error | insufficient-capacity | deleting)
      fail "$EXIT_INSTANCE_STATE" "the restore failed: $restored is $status. The running database is as it was. See why$(as_role): $(aws_command rds describe-events --source-type db-instance --source-identifier "$restored" --duration 1440)" \
        "to try again: remove the cause, ${before_again}run this again."
      ;;
  esac
}

# Gives the restored instance the settings that a restore does not take.
complete_settings() {
  local names change
  { IFS= read -r names && IFS= read -r change; } \
    < <(printf '%s\0%s' "$reference" "$look" | run_python "$COMPOSE_MODIFICATION" "$restored" "${settings_options[@]}") ||
    fail "$EXIT_OTHER" "the settings of $restored cannot be compared with those of $running."
  if [ -z "$names" ]; then return 0; fi
  log "giving $restored the settings that a restore does not take over: $names"
  until aws_try rds modify-db-instance --cli-input-json "$change"; do
    case $aws_error_code in
      InvalidDBInstanceState*) ;; # its first backup began
      InvalidParameter* | KMSKeyNotAccessible* | DBParameterGroupNotFound* | StorageQuotaExceeded* | InvalidDBSecurityGroup*)
        fail "$EXIT_SETTINGS" "AWS refuses settings of $restored: $aws_error. The instance is restored, and the running one as it was. Remove the cause, then run this again."
        ;;
      *) aws_fail ;;
    esac
    status='not ready for a change'
    wait_for 'the instance to take the change'
  done
  wait_until_settled
}

readonly READ_PENDING='
import json, sys
instance = json.load(sys.stdin)["DBInstances"][0]
print("true" if instance.get("PendingModifiedValues") else "false")
'

# Until nothing is pending for $restored; see QUIET_LOOKS.
wait_until_settled() {
  local quiet=0 changing
  while [ "$quiet" -lt "$QUIET_LOOKS" ]; do
    wait_for 'the settings to be in force'
    if ! look "$restored"; then continue; fi
    status=$look_status
    refuse_failed_restore
    changing=$(printf '%s' "$look" | run_python "$READ_PENDING") || changing=true
    if is_ready && [ "$changing" = false ]; then quiet=$((quiet + 1)); else quiet=0; fi
  done
}

# verify KEY ENGINE: $restored is what was asked for. KEY: what it must be encrypted under; empty where that is not known.
verify() {
  local faults facts note
  look "$restored" ||
    fail "$EXIT_INSTANCE_MISSING" "the instance $restored has gone. The running database is as it was. Somebody has renamed or deleted it: run this again."
  { IFS= read -r faults && IFS= read -r facts && IFS= read -r note; } \
    < <(printf '%s\0%s' "$reference" "$look" | run_python "$COMPARE" "$1" "$2" "${settings_options[@]}") ||
    fail "$EXIT_OTHER" "the instance $restored cannot be compared with what was asked for."
  if [ -n "$faults" ]; then
    fail "$EXIT_DIFFERENT" "$restored is not what was asked for: $faults. The running database is as it was. Run this again; if it says the same, set it by hand$(as_role): $(aws_command rds modify-db-instance --db-instance-identifier "$restored" ...)"
  fi
  log "verified: $restored is $facts"
  if [ -n "$note" ]; then warn "$note"; fi
}

# An ARN says where the secret is. A name is looked for in the region of the restore: a replica, perhaps.
choose_secret() {
  if [ "$managed" = true ]; then
    log "RDS manages the master password: it will make a secret of its own for $restored, with another ARN"
  elif [ -z "$secret" ]; then
    usage_error 'no secret given: --secret ARN_OR_NAME (or SECRET)'
  fi
  case $secret in
    arn:*)
      secrets_region=${secret#arn:*:secretsmanager:}
      secrets_region=${secrets_region%%:*}
      ;;
  esac
}

# The secret of this run, before anything is changed: one that cannot be used, or is being rotated, ends the run.
check_secret_is_usable() { # SO_FAR
  if [ "$managed" = true ]; then return 0; fi
  read_secret "$1"
  if [ -z "$current" ]; then
    fail "$EXIT_SECRET_UNUSABLE" "the secret $secret has no value, so no password to give. $1 Give it one first: $(runbook_command set-database-password --database "$running" --secret "$secret_arn")"
  fi
}

# give_secrets_password ID: that instance's password becomes the secret's.
give_secrets_password() {
  if [ "$managed" = true ]; then return 0; fi
  database=$1
  read_instance
  read_secret "The password of $database was not changed."
  give_password "The password of $database was not changed."
}
