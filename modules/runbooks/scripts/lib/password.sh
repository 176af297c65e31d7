# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the runbooks and the other libraries
# The master password of $database becomes what $secret says.

# RDS for PostgreSQL takes 8 to 128 printable ASCII characters except / " @ and space (ModifyDBInstance, API reference,
# 2026-11). Excluded beside these: what shells, URLs and connection strings would need escaped.
readonly PASSWORD_LENGTH=32
readonly PASSWORD_EXCLUDED="/@\"'\\ <>&\`\$%?#:;,{}[]|"
# A rotation may run between reading the secret and setting the password; then the newer value is set, at most so often.
readonly MAX_ROUNDS=3

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

# give_password SO_FAR: the one way to use the above. Sets $version, the version whose password the instance has then.
# read_instance and read_secret come first. SO_FAR: what to say of changes when this ends the run before its first.
give_password() {
  local round
  wait_until_ready
  if [ "$waited" -gt 0 ]; then read_secret "$1"; fi
  # The secret first: a run that is cut leaves a value for the next one to go on with.
  if [ -z "$current" ]; then generate; fi

  for ((round = 1; round <= MAX_ROUNDS; round++)); do
    read_value
    set_password
    read_secret "The instance was given the password of version $version meanwhile."
    if [ "$current" = "$version" ]; then return 0; fi
    log "the secret got a new version meanwhile: once more"
  done
  fail "$EXIT_ROTATION" "the secret $secret keeps changing: $MAX_ROUNDS times while its password was being set. Find out who changes it, then run this again."
}
