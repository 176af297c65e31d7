#!/usr/bin/env bash
# Makes the master password of an RDS instance what its secret says. See --help.

set -euo pipefail

readonly PROGRAM=set-database-password
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

readonly EXIT_INSTANCE_MISSING=20 EXIT_INSTANCE_STATE=21 EXIT_INSTANCE_UNSUITABLE=22

# A backup or a small change of the instance ends within half an hour; and it is half of the hour that the credentials of
# an assumed role last.
readonly DEFAULT_TIMEOUT=1800
readonly DEFAULT_POLL_SECONDS=5
# Right after the request an instance may still look as before it. So what counts is a change seen to begin and end, or
# this many quiet looks in a row (Terraform's AWS provider, too, wants three).
readonly QUIET_LOOKS=3
# RDS for PostgreSQL takes 8 to 128 printable ASCII characters except / " @ and space (ModifyDBInstance, API reference,
# 2026-11). Excluded beside these: what shells, URLs and connection strings would need escaped.
readonly PASSWORD_LENGTH=32
readonly PASSWORD_EXCLUDED="/@\"'\\ <>&\`\$%?#:;,{}[]|"
# A rotation may run between reading the secret and setting the password; then the newer value is set, at most so often.
readonly MAX_ROUNDS=3

usage() {
  cat <<HELP
Usage: $PROGRAM.sh --database ID --secret ARN_OR_NAME [options]

Makes the master password of an RDS instance what its secret says. A secret without a value gets one first: a new random
password, with the instance's connection data. It can be cut anywhere and run again: each run ends with the instance's
password equal to the secret's. Nothing else of the instance changes, and nothing restarts.

Run it after creating an instance, and after restoring one from a snapshot or to a point in time.

Options (each with the environment variable that stands for it; the option wins):
  --database ID         DATABASE     RDS instance identifier. Required.
  --secret ARN_OR_NAME  SECRET       Secrets Manager secret. Required.
  --region REGION       AWS_REGION   Region of both. Default: AWS_DEFAULT_REGION, else the profile's.
  --profile NAME        PROFILE      Profile of the AWS CLI. Wins over keys in the environment, as in Terraform's AWS
                                     provider. AWS_PROFILE works too, and as everywhere gives way to keys.
  --role-arn ARN        ROLE_ARN     Role to assume first.
  --external-id ID      EXTERNAL_ID  External id that the role asks for.
  --account-id ID       ACCOUNT_ID   Account (12 digits) that this must be. Any other: nothing is changed.
  --timeout SECONDS     TIMEOUT      How long to wait, in all, for the instance. Default: $DEFAULT_TIMEOUT.
  --dry-run                          Say what would be done. Reads no secret value, changes nothing.
  --help                             Show this.
POLL_SECONDS (default $DEFAULT_POLL_SECONDS) is the pause between two looks at the instance. AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_RDS,
_SECRETS_MANAGER and _STS are respected.

Examples:
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --dry-run
  $PROGRAM.sh --database huntaze-db --secret huntaze/database --region us-east-1 --profile huntaze \\
    --account-id 123456789012
  DATABASE=restored-db SECRET=huntaze/database AWS_REGION=us-east-1 bash $PROGRAM.sh

Output: the id of the secret's version whose password the instance now has, on standard output (no value, ever; nothing
with --dry-run). All else goes to standard error.

Exit codes:
    0  the instance has the secret's password (--dry-run: it could be done)
    1  anything else; the message says what
    2  usage: unknown option, missing or malformed value
   10  the AWS CLI or python3 is missing
   11  no credentials, or they have expired
   12  access denied
   13  throttled, even after retries
   14  AWS cannot be reached, or the region is wrong
   15  the wrong account
   20  there is no such instance
   21  the instance is not available: a state that needs someone, or the wait ran out
   22  the instance is not suitable: RDS manages its password, a read replica, a member of a cluster
   30  there is no such secret
   31  the secret cannot be used: scheduled for deletion, owned by a service, not the JSON expected, another user's
   32  a rotation of the secret is in progress
  129, 130, 143  interrupted (SIGHUP, SIGINT, SIGTERM)

Permissions: rds:DescribeDBInstances, rds:ModifyDBInstance; secretsmanager:DescribeSecret, GetSecretValue, PutSecretValue,
GetRandomPassword; kms:Decrypt and kms:GenerateDataKey where the secret has a customer managed key.
HELP
}

parse_arguments() {
  database=${DATABASE:-} secret=${SECRET:-}
  take_common_options_from_environment
  read_options '--database --secret' "$@"

  if [ -z "$database" ]; then usage_error 'no instance given: --database ID (or DATABASE)'; fi
  check_form --database "$database" '^[A-Za-z][A-Za-z0-9-]*$' 'letters, digits and hyphens, a letter first'
  check_secret "$secret"
  check_common_options
}

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

# Until the password that was just requested is in force.
wait_until_set() {
  local seen=false quiet=0
  while :; do
    wait_for 'the new password to be in force'
    read_instance
    refuse_stuck_instance
    if [ "$pending" = true ] || ! is_ready; then
      seen=true quiet=0
    else
      quiet=$((quiet + 1))
      if [ "$seen" = true ] || [ "$quiet" -ge "$QUIET_LOOKS" ]; then return 0; fi
    fi
  done
}

# Looks at the secret, without its value. Ends the run where it is not ours to use now.
read_secret() { # SO_FAR: what to say of changes when this ends the run
  local so_far=$1
  describe_secret "$so_far"
  if [ -n "$owner" ]; then
    fail "$EXIT_SECRET_UNUSABLE" "the secret $secret is owned by the service $owner, which changes it at will. $so_far Use a secret of your own."
  elif is_rotating; then
    fail_as_rotating "$so_far"
  fi
}

# The shape that AWS's rotation functions expect (Secrets Manager User Guide, "JSON structure of AWS Secrets Manager
# secrets", 2026-11).
readonly COMPOSE_VALUE='
import json, sys
instance, random = [json.loads(part) for part in sys.stdin.read().split("\0")]
instance = instance["DBInstances"][0]
value = {
    "engine": instance["Engine"],
    "host": instance["Endpoint"]["Address"],
    "username": instance["MasterUsername"],
    "password": random["RandomPassword"],
    "dbname": instance.get("DBName") or "postgres",
    "port": instance["Endpoint"]["Port"],
}
print(json.dumps(value))
'

# Gives the secret its first value. The version's id is derived from the secret's ARN: of two runs at once, one stores its
# password and the other is refused and goes on with that one.
generate() {
  local random value token
  log "the secret $secret has no value yet: generating a password"
  aws_call secretsmanager get-random-password --password-length "$PASSWORD_LENGTH" --require-each-included-type \
    --exclude-characters "$PASSWORD_EXCLUDED"
  random=$reply
  value=$(printf '%s\0%s' "$instance" "$random" | run_python "$COMPOSE_VALUE") ||
    fail "$EXIT_OTHER" "the value of the secret cannot be composed: $database has no endpoint, or AWS gave no password."
  token=$(run_python "$DERIVE_ID" "$secret_arn") ||
    fail "$EXIT_OTHER" 'the id of the new version cannot be made.'

  if aws_try_with "$value" secretsmanager put-secret-value --secret-id "$secret_arn" --client-request-token "$token" \
    --secret-string file:///dev/stdin; then
    log "stored the new password in $secret"
  elif [ "$aws_error_code" = ResourceExistsException ]; then
    log "another run has just stored a password in $secret: going on with that one"
  else
    aws_fail
  fi
}

readonly READ_VALUE='
import json, sys
reply = json.load(sys.stdin)
master = sys.argv[1]
fault, value = "", None
try:
    value = json.loads(reply["SecretString"])
except KeyError:
    fault = "it is binary, not JSON text"
except ValueError:
    fault = "it is not JSON"
if not fault and not isinstance(value, dict):
    fault, value = "it is JSON, but not an object", None
if not fault:
    password = value.get("password")
    if not isinstance(password, str) or not password:
        fault = "it has no password (a text under \"password\")"
    elif value.get("username") != master:
        fault = "its username is not the master user of the instance, " + master
    elif not 8 <= len(password) <= 128:
        fault = "its password is not 8 to 128 characters long"
    elif any(not "!" <= c <= "~" or c in "/\"@" for c in password):
        fault = "its password has a character that RDS refuses (allowed: printable ASCII except / \" @ and space)"
host = value.get("host") if value else ""
print(fault)
print(reply["VersionId"])
print(host if isinstance(host, str) and host.isprintable() else "")
print("" if fault else password)
'

# Reads the current value: sets password and version. The value's faults are told without a piece of it.
read_value() {
  local fault secret_host
  if ! aws_try secretsmanager get-secret-value --secret-id "$secret_arn" --version-stage AWSCURRENT; then
    case $aws_error_code in
      ResourceNotFoundException)
        fail "$EXIT_SECRET_UNUSABLE" "the secret $secret shows no current value: $aws_error. Run this again."
        ;;
      DecryptionFailure | InvalidRequestException)
        fail "$EXIT_SECRET_UNUSABLE" "the value of the secret $secret cannot be read: $aws_error. Check the secret and its KMS key."
        ;;
    esac
    aws_fail
  fi
  {
    IFS= read -r fault && IFS= read -r version && IFS= read -r secret_host && IFS= read -r password
  } < <(printf '%s' "$reply" | run_python "$READ_VALUE" "$master") ||
    fail "$EXIT_OTHER" 'the answer of aws secretsmanager get-secret-value cannot be read.'
  reply=''

  if [ -n "$fault" ]; then
    fail "$EXIT_SECRET_UNUSABLE" "the value of the secret $secret (version $version) cannot be used: $fault. The instance's password was not changed. Expected: JSON with engine, host, username, password, dbname, port."
  fi
  if [ "$secret_host" != "$host" ]; then
    warn "the secret $secret names the host '$secret_host', but $database is at '$host'. Right for a restored instance; clients that read the secret still go to the former."
  fi
}

set_password() {
  wait_until_ready
  log "giving $database the password of the secret's version $version"
  # Without --apply-immediately: a password is set at once anyhow (ModifyDBInstance, API reference, 2026-11), while the flag
  # would also start whatever else waits for the maintenance window, restarts included.
  until aws_try_with "$password" rds modify-db-instance --db-instance-identifier "$database" \
    --master-user-password file:///dev/stdin; do
    case $aws_error_code in
      InvalidDBInstanceState*) ;; # a backup began meanwhile
      *) aws_fail ;;
    esac
    status='not ready for a change'
    wait_for 'the instance to take the change'
    read_instance
    wait_until_ready
  done
  password=''
  wait_until_set
}

dry_run_report() {
  refuse_stuck_instance
  if ! is_ready; then log "dry run: would wait, at most $timeout s, for $database to be available (it is $status)"; fi
  if [ -z "$current" ]; then
    log "dry run: would generate a password and store it in $secret, which has no value yet, for the user $master at ${host:-the endpoint to come}"
    log "dry run: would give $database that password"
  else
    log "dry run: would give $database the password of the secret's version $current (its value was not read, so not checked)"
  fi
  log 'dry run: nothing was changed'
}

main() {
  handle_exit_and_signals
  parse_arguments "$@"
  require_tools
  use_identity "$region" "$profile" "$role_arn" "$external_id" "$account_id"

  read_instance
  read_secret 'Nothing was changed.'
  if [ "$dry_run" = true ]; then
    dry_run_report
    return 0
  fi
  wait_until_ready
  if [ "$waited" -gt 0 ]; then read_secret 'Nothing was changed.'; fi
  # The secret first: a run that is cut leaves a value for the next one to go on with.
  if [ -z "$current" ]; then generate; fi

  local round
  for ((round = 1; round <= MAX_ROUNDS; round++)); do
    read_value
    set_password
    read_secret "The instance was given the password of version $version meanwhile."
    if [ "$current" = "$version" ]; then
      log "done: $database has the password of the secret $secret"
      printf '%s\n' "$version"
      return 0
    fi
    log "the secret got a new version meanwhile: once more"
  done
  fail "$EXIT_ROTATION" "the secret $secret keeps changing: $MAX_ROUNDS times while its password was being set. Find out who changes it, then run this again."
}

main "$@"
