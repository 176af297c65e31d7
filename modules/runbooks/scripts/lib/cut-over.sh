# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the runbooks and the other libraries
# The cut-over: the restored instance takes the name of the running one, which is kept under another name.

# From the first rename on, by itself: AWS takes up to ten minutes for each (RDS User Guide, "Renaming a DB instance",
# 2026-11-23), and first ends a backup that is being made.
readonly CUT_OVER_TIMEOUT=3600

# What goes on while two instances change names, and what is lost by it.
explain_cut_over() {
  log "the cut-over renames $running to $replaced, then $restored to $running. Each is restarted by it: for up to ten minutes for each rename nobody answers at $running, connections break, and clients must connect again."
  if [ "$managed" = true ]; then
    log "the endpoint stays. RDS manages the password: the new instance has another secret, with another ARN and password, which clients must be given."
  else
    log 'the endpoint, the password and the secret stay.'
  fi
  log "the former instance goes on taking logins as $replaced: a client that holds on to its old address writes there. What was written to the former instance and is not in the restored one stays there only: it is kept, and nothing is deleted."
}

readonly READ_REPLICAS='
import json, sys
text = sys.stdin.read()
instance = json.loads(text)["DBInstances"][0] if text.strip() else {}
names = (instance.get("ReadReplicaDBInstanceIdentifiers") or []) + (instance.get("ReadReplicaDBClusterIdentifiers") or [])
print(", ".join(names))
'

# Ends the run where the running instance, $look, must not be renamed as it is.
refuse_unfit_former() {
  local replicas waiting
  replicas=$(printf '%s' "$look" | run_python "$READ_REPLICAS") ||
    fail "$EXIT_OTHER" "the description of $running cannot be read."
  if [ -n "$replicas" ]; then
    fail "$EXIT_INSTANCE_UNSUITABLE" "$running has replicas, which would follow it to its other name and serve old data from then on: $replicas. Nothing was renamed. Delete or promote them first (an Aurora replica, too); make them anew after the cut-over."
  fi
  waiting=$(printf '%s' "$look" | run_python "$READ_PENDING_CHANGES") ||
    fail "$EXIT_OTHER" "the description of $running cannot be read."
  if [ -n "$waiting" ]; then
    fail "$EXIT_INSTANCE_STATE" "changes of $running wait for its maintenance window, and a rename would start them at once: $waiting. Nothing was renamed. Let them come into force, or take them back; then run this again."
  fi
}

# Before the long work: whether there can be a cut-over afterwards.
check_cut_over() {
  if [ "$cut_over" = false ] || [ "$running_exists" = false ]; then return 0; fi
  case $state in
    none | restored)
      look=$reference
      refuse_unfit_former
      ;;
  esac
}

readonly READ_PENDING_CHANGES='
import json, sys
pending = json.load(sys.stdin)["DBInstances"][0].get("PendingModifiedValues") or {}
print(", ".join(sorted(name for name, value in pending.items() if value not in (None, {}, []) and name != "DBInstanceIdentifier")))
'

# rename FROM TO: asks for it. Whether AWS takes it now: where it does not, the loop of cut_over looks again.
rename() {
  log "renaming $1 to $2"
  half_done="The cut-over of $running to $restored has begun: run this again with the same options and --cut-over, or nobody may answer at $running."
  # At once, or it would wait for the maintenance window.
  if aws_try rds modify-db-instance --db-instance-identifier "$1" --new-db-instance-identifier "$2" --apply-immediately; then
    return 0
  fi
  case $aws_error_code in
    InvalidDBInstanceState* | DBInstanceNotFound*) ;; # busy; or another run was faster
    DBInstanceAlreadyExists*)
      # Another run was faster, or the name is not free yet; unless it is somebody else's.
      if look "$2" && [ "$look_resource" != "$restored_resource" ] && [ "$look_resource" != "$reference_resource" ]; then
        fail "$EXIT_NAME_TAKEN" "the name $2 is taken by $look_resource, so $1 cannot be renamed. Rename that instance, then run this again."
      fi
      ;;
    *) is_transient || aws_fail ;;
  esac
}

# The former instance, $look, leaves its name.
rename_former() {
  refuse_unfit_former
  if [ "$look_replaced_by" != "$restored_resource" ]; then
    # So that the next run knows whose former instance that is.
    if ! aws_try rds add-tags-to-resource --resource-name "$look_arn" --tags "Key=$REPLACED_TAG,Value=$restored_resource"; then
      is_transient || aws_fail
      return 0
    fi
  fi
  rename "$running" "$replaced"
}

# Finds out at each turn how far it is: so it can be cut anywhere, run again, and run twice at once.
cut_over() {
  local found
  explain_cut_over
  going_on="Run this again with the same options and --cut-over."
  case $state in begun | renaming) half_done="The cut-over of $running to $restored has begun: nobody may answer at $running until this has run again with --cut-over." ;; esac
  renew_identity "$role_arn" "$external_id"
  begin_wait "$CUT_OVER_TIMEOUT"
  is_patient=true
  while :; do
    found=0 database=$running status='not known: AWS does not answer'
    look "$running" || found=$?
    if [ "$found" = 0 ]; then
      status=$look_status
      if [ "$look_resource" = "$restored_resource" ]; then
        if is_ready; then break; fi
      elif [ "$status" != renaming ] && [ "$look_pending_name" != "$replaced" ]; then
        rename_former
      fi
    elif [ "$found" = 1 ]; then
      found=0
      look "$restored" || found=$?
      if [ "$found" = 0 ] && [ "$look_resource" = "$restored_resource" ]; then
        status=$look_status database=$restored
        if is_ready && [ "$look_pending_name" != "$running" ]; then rename "$restored" "$running"; fi
      elif [ "$found" != 2 ]; then
        status='being renamed'
      fi
    fi
    pause 'the cut-over' "$database is $status" ||
      fail "$EXIT_INSTANCE_STATE" "the cut-over did not end within $waited s: $database is $status. Nothing is lost. Run this again with the same options: it goes on from there."
  done
  is_patient=false going_on='' half_done=''
}

readonly READ_FOLLOWERS='
import json, sys
instance = json.load(sys.stdin)["DBInstances"][0]
partition, _, region, account = instance["DBInstanceArn"].split(":")[1:5]
print("arn:%s:rds-db:%s:%s:dbuser:%s" % (partition, region, account, instance["DbiResourceId"]))
print((instance.get("MasterUserSecret") or {}).get("SecretArn") or "")
print(", ".join(one.get("DBInstanceAutomatedBackupsArn") or "" for one in instance.get("DBInstanceAutomatedBackupsReplications") or []))
'

# What knows an instance by its resource id, or by a secret that RDS made for it. $look: the restored one.
warn_of_resource_id() {
  local users password_in backups rest
  { IFS= read -r users && IFS= read -r password_in && IFS= read -r rest; } \
    < <(printf '%s' "$look" | run_python "$READ_FOLLOWERS") || return 0
  if [ -n "$password_in" ]; then warn "the master password is in another secret now: $password_in. Give clients that one."; fi
  log "IAM policies that allow rds-db:connect must name the new instance: $users/USER"
  if [ "$former_exists" = false ] || ! look "$replaced"; then return 0; fi
  { IFS= read -r users && IFS= read -r password_in && IFS= read -r backups; } \
    < <(printf '%s' "$look" | run_python "$READ_FOLLOWERS") || return 0
  if [ -n "$backups" ]; then
    warn "the former instance's automated backups are replicated to another region: $backups. See that those of $running are, too; make the replication anew with -replace if not."
  fi
}

# After the cut-over. Terraform knows an instance by its resource id, so by now it would look at the former one.
print_imports() {
  if [ "$former_exists" = true ]; then
    log "$running is the restored instance now. The former one is kept as $replaced: it costs as before, until you delete it."
  else
    log "$running is the restored instance now. There is no former one."
  fi
  if look "$running"; then warn_of_resource_id; fi
  log 'for Terraform, in this order: terraform state rm aws_db_instance.database; these lines in the environment file; a plan, which imports 1, destroys and replaces nothing but null_resource.set_database_password; apply; the lines out again.'
  printf 'imports:\n  aws_db_instance.database: %s\n' "$running"
}

# end_restore KEY ENGINE: all that comes after the request to restore; see verify.
end_restore() {
  if [ "$state" = none ] || [ "$state" = restored ]; then
    wait_until_restored
    complete_settings
    verify "$1" "$2"
    give_secrets_password "$restored"
    going_on=''
  fi
  if [ "$cut_over" = true ]; then
    if [ "$state" != finished ]; then
      if [ "$running_exists" = true ]; then former_exists=true; fi
      cut_over
    fi
    # A rotation may have come between, or an earlier run may not have come so far.
    check_secret_is_usable 'The cut-over is done.'
    if [ "${current:-}" != "${version:-}" ]; then give_secrets_password "$running"; fi
    print_imports
  elif [ "$state" = none ] || [ "$state" = restored ]; then
    log "done: $restored is restored beside $running, with the secret's password. Look at its data; then run this again with --cut-over, or delete it."
    printf '%s\n' "$restored"
  elif [ "$state" = finished ]; then
    print_imports
  else
    fail "$EXIT_INSTANCE_STATE" "the cut-over was begun and has not ended: nobody may answer at $running. Nothing is lost. Run this again with the same options and --cut-over."
  fi
}
