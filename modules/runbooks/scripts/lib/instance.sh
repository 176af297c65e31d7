# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the runbooks, common.sh and advice.sh
# What the runbooks know of an RDS instance, $database, and how they wait for it.

readonly EXIT_INSTANCE_MISSING=20 EXIT_INSTANCE_STATE=21 EXIT_INSTANCE_UNSUITABLE=22

# Right after the request an instance may still look as before it. So what counts is a change seen to begin and end, or
# this many quiet looks in a row (Terraform's AWS provider, too, wants three).
readonly QUIET_LOOKS=3

readonly READ_INSTANCE='
import json, sys
instance = json.load(sys.stdin)["DBInstances"][0]
print(instance["DBInstanceStatus"])
print("true" if "MasterUserPassword" in instance.get("PendingModifiedValues", {}) else "false")
print(instance["MasterUsername"])
print((instance.get("Endpoint") or {}).get("Address") or "")
print((instance.get("MasterUserSecret") or {}).get("SecretArn") or "")
print(instance.get("ReadReplicaSourceDBInstanceIdentifier") or instance.get("ReadReplicaSourceDBClusterIdentifier") or "")
print(instance.get("DBClusterIdentifier") or "")
'

# Looks at the instance: sets instance (JSON), status, pending (a password change is under way), master, host.
# Ends the run where its password cannot be set this way, ever.
read_instance() {
  local managed source cluster
  if ! aws_try rds describe-db-instances --db-instance-identifier "$database"; then
    case $aws_error_code in
      DBInstanceNotFound*)
        fail "$EXIT_INSTANCE_MISSING" "there is no RDS instance $database in ${AWS_REGION:-the region of the profile}: $aws_error. Check the identifier, the region and the account."
        ;;
    esac
    aws_fail
  fi
  instance=$reply
  {
    IFS= read -r status && IFS= read -r pending && IFS= read -r master && IFS= read -r host &&
      IFS= read -r managed && IFS= read -r source && IFS= read -r cluster
  } < <(printf '%s' "$instance" | run_python "$READ_INSTANCE") ||
    fail "$EXIT_OTHER" 'the answer of aws rds describe-db-instances cannot be read.'

  if [ -n "$managed" ]; then
    fail "$EXIT_INSTANCE_UNSUITABLE" "RDS manages the master password of $database itself, in $managed. Nothing was changed. Use that secret, or turn managed master passwords off first (credentials.mode)."
  elif [ -n "$source" ]; then
    fail "$EXIT_INSTANCE_UNSUITABLE" "$database is a read replica of $source and takes its passwords from there. Nothing was changed. Run this for $source."
  elif [ -n "$cluster" ]; then
    fail "$EXIT_INSTANCE_UNSUITABLE" "$database is a member of the cluster $cluster, which holds the password. Nothing was changed. This runbook is for instances outside of clusters."
  fi
}

# Whether RDS takes a change now. While storage is optimized, for hours perhaps, the instance works as usual.
is_ready() { [ "$status" = available ] || [ "$status" = storage-optimization ]; }

# States that waiting does not end (RDS User Guide, "Viewing Amazon RDS DB instance status", 2026-11).
refuse_stuck_instance() {
  local advice
  case $status in
    stopped | stopping) advice="Start it$(as_role): $(aws_command rds start-db-instance --db-instance-identifier "$database")" ;;
    deleting | delete-precheck) advice='It is being deleted.' ;;
    failed | restore-error | inaccessible-encryption-credentials) advice='It cannot be recovered: restore it from a backup.' ;;
    inaccessible-encryption-credentials-recoverable) advice='Enable its KMS key again, then start the instance.' ;;
    incompatible-* | insufficient-capacity) advice="See its events$(as_role): $(aws_command rds describe-events --source-type db-instance --source-identifier "$database")" ;;
    *) return 0 ;;
  esac
  fail "$EXIT_INSTANCE_STATE" "the instance $database is $status, which waiting does not change. $advice"
}

wait_for() { # FOR_WHAT
  pause "$1" "$database is $status" ||
    fail "$EXIT_INSTANCE_STATE" "waited $waited s for $1; the instance $database is still $status. Run this again later, or with a longer --timeout."
}

wait_until_ready() {
  refuse_stuck_instance
  while ! is_ready; do
    wait_for 'the instance to be available'
    read_instance
    refuse_stuck_instance
  done
}
