# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the runbooks and the other libraries
# The cut-over: the restored instance takes the name of the running one, which is kept under another name.

# What goes on while two instances change names, and what is lost by it.
explain_cut_over() {
  log "the cut-over renames $running to $replaced, then $restored to $running. Each is restarted by it: for some minutes nobody answers at $running, connections break, and clients must connect again."
  log "the endpoint, the password and the secret stay. What was written to the former instance and is not in the restored one stays there only: it is kept, and nothing is deleted."
}

readonly READ_REPLICAS='
import json, sys
text = sys.stdin.read()
instance = json.loads(text)["DBInstances"][0] if text.strip() else {}
names = (instance.get("ReadReplicaDBInstanceIdentifiers") or []) + (instance.get("ReadReplicaDBClusterIdentifiers") or [])
print(", ".join(names))
'

# rename FROM TO: asks for it. Whether AWS takes it now: where it does not, the loop of cut_over looks again.
rename() {
  log "renaming $1 to $2"
  # At once, or it would wait for the maintenance window.
  if aws_try rds modify-db-instance --db-instance-identifier "$1" --new-db-instance-identifier "$2" --apply-immediately; then
    return 0
  fi
  case $aws_error_code in
    InvalidDBInstanceState* | DBInstanceNotFound*) ;; # busy; or another run was faster
    DBInstanceAlreadyExists*)
      # Another run was faster, or the name is somebody else's: the next look tells.
      refused=$((refused + 1))
      if [ "$refused" -ge 3 ]; then
        fail "$EXIT_NAME_TAKEN" "the name $2 is taken, so $1 cannot be renamed: $aws_error. Rename that instance, then run this again."
      fi
      ;;
    *) aws_fail ;;
  esac
}

# Finds out at each turn how far it is: so it can be cut anywhere, run again, and run twice at once.
cut_over() {
  local replicas refused=0
  replicas=$(printf '%s' "$reference" | run_python "$READ_REPLICAS") || replicas=''
  if [ -n "$replicas" ]; then warn "the read replicas $replicas stay with the former instance, $replaced"; fi
  explain_cut_over
  going_on="The cut-over of $running to $restored has begun: run this again with the same options and --cut-over, or nobody may answer at $running."
  while :; do
    if look "$running"; then
      status=$look_status database=$running
      if [ "$look_resource" = "$restored_resource" ]; then
        if is_ready; then
          going_on=''
          return 0
        fi
      elif [ "$status" != renaming ] && [ "$look_pending_name" != "$replaced" ]; then
        if [ "$look_replaced_by" != "$restored_resource" ]; then
          # So that the next run knows whose former instance that is.
          aws_call rds add-tags-to-resource --resource-name "$look_arn" --tags "Key=$REPLACED_TAG,Value=$restored_resource"
        fi
        rename "$running" "$replaced"
      fi
    elif look "$restored" && [ "$look_resource" = "$restored_resource" ]; then
      status=$look_status database=$restored
      if is_ready && [ "$look_pending_name" != "$running" ]; then rename "$restored" "$running"; fi
    else
      status='being renamed'
    fi
    pause 'the cut-over' "$database is $status" ||
      fail "$EXIT_INSTANCE_STATE" "the cut-over did not end within $waited s: $database is $status. Nothing is lost. Run this again with the same options: it goes on from there."
  done
}

# After the cut-over. Terraform knows an instance by its resource id, so by now it would look at the former one.
print_imports() {
  log "$running is the restored instance now. The former one is kept as $replaced: it costs as before, until you delete it."
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
    if [ "$state" != finished ]; then cut_over; fi
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
