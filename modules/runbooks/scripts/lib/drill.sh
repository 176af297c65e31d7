# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the runbook and the other libraries
# The throw-away instance of a drill: its name and tags, how it is asked whether it answers, and that it goes.

readonly EXIT_DRILL_IN_PROGRESS=60 EXIT_NO_ANSWER=61 EXIT_TARGET=62 EXIT_NOT_REMOVED=63

# An instance takes minutes to go; one whose restore was interrupted goes only when that has ended.
readonly REMOVAL_TIMEOUT=3600
# Until then, in UTC, the run that made the instance may still be at work.
readonly UNTIL_TAG=palier:drill-until

drill=''   # the instance that must be removed before this run ends
made=false # whether AWS has confirmed that it is making it

# The prefix of the names of this database's drills, the name of this one, and until when it may take. No two runs have the
# same name. An instance's identifier has 63 characters at most (CreateDBInstance, API reference, 2026-11-23).
readonly NAME_DRILL='
import datetime, hashlib, os, sys
database, seconds = sys.argv[1].lower(), int(sys.argv[2])
prefix, now = database + "-drill-", datetime.datetime.utcnow()
tail = now.strftime("%Y%m%d-%H%M%S-") + os.urandom(2).hex()
if len(prefix + tail) > 63:
    prefix = database[:29].rstrip("-") + "-" + hashlib.sha256(database.encode()).hexdigest()[:6] + "-drill-"
print(prefix)
print(prefix + tail)
print((now + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ"))
'

# The leftover of an earlier drill may have to go first. Sets drill_prefix, drill_name, drill_until and origin, what the tag of every drill of this database says.
name_drill() {
  origin="drill of $database"
  { IFS= read -r drill_prefix && IFS= read -r drill_name && IFS= read -r drill_until; } \
    < <(run_python "$NAME_DRILL" "$database" "$((timeout + 2 * REMOVAL_TIMEOUT))") ||
    fail "$EXIT_OTHER" 'the name of the instance cannot be made.'
}

# --- other drills ---

readonly READ_DRILLS='
import datetime, json, sys
origin, prefix, own = sys.argv[1:]
now = datetime.datetime.utcnow().strftime("%Y-%m-%dT%H:%M:%SZ")
for instance in json.load(sys.stdin)["DBInstances"]:
    tags = {tag["Key"]: tag["Value"] for tag in instance.get("TagList") or []}
    name, until = instance["DBInstanceIdentifier"], tags.get("'$UNTIL_TAG'") or ""
    if tags.get("'$ORIGIN_TAG'") != origin or not name.startswith(prefix) or name == own: continue
    if instance["DBInstanceStatus"] == "deleting": continue
    print(name, until or "unknown", "stale" if until and until < now else "fresh")
'

list_drills() { # OWN: sets drills, lines of NAME UNTIL stale|fresh
  aws_call rds describe-db-instances
  drills=$(printf '%s' "$reply" | run_python "$READ_DRILLS" "$origin" "$drill_prefix" "$1") ||
    fail "$EXIT_OTHER" 'the answer of aws rds describe-db-instances cannot be read.'
}

refuse_other_drills() { # OWN
  local name until age
  list_drills "$1"
  while read -r name until age; do
    if [ "$age" = fresh ] && [ "$remove_leftover" = false ]; then
      fail "$EXIT_DRILL_IN_PROGRESS" "another drill is in progress: $name in $AWS_REGION, until $until at the latest. Run this again when it has ended. If that run is dead: --remove-leftover removes its instance at once."
    fi
  done <<<"$drills"
}

# Ends the run where another drill is in progress.
remove_leftovers() {
  local name until age
  refuse_other_drills ''
  begin_wait "$REMOVAL_TIMEOUT"
  while read -r name until age; do
    if [ -z "$name" ]; then continue; fi
    log "an earlier drill was killed and has left $name"
    if [ "$dry_run" = true ]; then
      log "dry run: would remove $name first"
      continue
    fi
    drill=$name made=true
    remove_drill
  done <<<"$drills"
  remove_leftover=false made=false
}

# --- the request ---

# Those of the snapshot, for who pays, and whose the instance is. AWS keeps aws: for itself, and takes 50.
readonly MAKE_DRILL_TAGS='
import json, sys
origin, until = sys.argv[1:]
tags = [tag for tag in json.load(sys.stdin)["DBSnapshots"][0].get("TagList") or []
        if not tag["Key"].startswith(("aws:", "palier:")) and tag["Key"] not in ("CopiedBy", "SourceSnapshot")]
print(json.dumps(tags[:48] + [{"Key": "'$ORIGIN_TAG'", "Value": origin}, {"Key": "'$UNTIL_TAG'", "Value": until}]))
'

# Without a retention of backups: not every version of the AWS CLI takes it here. Those that RDS makes go with the instance.
readonly COMPOSE_DRILL='
import json, sys
name, snapshot, subnet_group, security_groups, parameter_group, instance_class = sys.argv[1:]
request = {
    "DBInstanceIdentifier": name, "DBSnapshotIdentifier": snapshot, "DBSubnetGroupName": subnet_group,
    "VpcSecurityGroupIds": security_groups.split(","), "MultiAZ": False, "PubliclyAccessible": False,
    "AutoMinorVersionUpgrade": False, "CopyTagsToSnapshot": False, "DeletionProtection": False, "Tags": json.load(sys.stdin),
}
if parameter_group: request["DBParameterGroupName"] = parameter_group
if instance_class: request["DBInstanceClass"] = instance_class
print(json.dumps(request, sort_keys=True))
'

# How old the data is, in seconds.
readonly READ_AGE=$MOMENT'
taken = datetime.datetime.strptime(moment(sys.argv[1]), "%Y-%m-%dT%H:%M:%SZ")
print(int((datetime.datetime.utcnow() - taken).total_seconds()))
'

# --- the proof ---

readonly COMPARE_DRILL='
import json, sys
instance = json.load(sys.stdin)["DBInstances"][0]
endpoint = instance.get("Endpoint") or {}
faults = []
for name, expected in zip(("Engine", "EngineVersion", "AllocatedStorage", "KmsKeyId"), sys.argv[1:]):
    found = str(instance.get(name) or "")
    if found != expected: faults.append("%s is %s, the copy has %s" % (name, found or "none", expected or "none"))
if not endpoint.get("Address") or not endpoint.get("Port"): faults.append("it has no endpoint")
print("; ".join(faults))
print(endpoint.get("Address") or "")
print(endpoint.get("Port") or "")
'

# What RDS says of $drill. Sets host and port.
verify_drill() {
  local faults
  { IFS= read -r faults && IFS= read -r host && IFS= read -r port; } \
    < <(printf '%s' "$look" | run_python "$COMPARE_DRILL" "$snapshot_engine" "$snapshot_engine_version" "$snapshot_storage" \
      "$snapshot_key") || fail "$EXIT_OTHER" "the description of $drill cannot be read."
  if [ -n "$faults" ]; then fail "$EXIT_DIFFERENT" "$drill is not what the copy is: $faults."; fi
  log "verified: $drill is available at $host:$port, $snapshot_engine $snapshot_engine_version, $snapshot_storage GiB, as the copy"
}

# SSLRequest, to which PostgreSQL answers S, or N where it has no TLS, which RDS always has
# (https://www.postgresql.org/docs/17/protocol-message-formats.html, 2026-11-23).
readonly ASK='
import socket, struct, sys
try:
    with socket.create_connection((sys.argv[1], int(sys.argv[2])), 5) as connection:
        connection.sendall(struct.pack("!ii", 8, 80877103))
        answer = connection.recv(1)
except OSError as error:
    print("cannot be reached from here (%s)" % error)
else:
    print("answers" if answer == b"S" else "does not answer as PostgreSQL with TLS (got %r)" % answer)
'

# Ends the run where PostgreSQL does not answer, after a few attempts: a name may take a moment to be known everywhere.
expect_answer() {
  local answer attempt
  for attempt in 1 2 3 4; do
    answer=$(run_python "$ASK" "$host" "$port") || answer='cannot be asked'
    if [ "$answer" = answers ]; then return 0; fi
    if [ "$attempt" -lt 4 ]; then pause 'the database to answer' "it $answer" || break; fi
  done
  fail "$EXIT_NO_ANSWER" "$host:$port $answer, though RDS says that it is available." \
    'run this in the VPC of the recovery region, as a client that its security group admits (multi_region.clients): on an instance, in CloudShell with that VPC, in a job.' \
    'or with --no-connect: then what RDS says counts, and the report says "not connected".'
}

# --- the end ---

# Until AWS has taken the request to delete $drill. Returns 1 where it does not, with $aws_error.
request_removal() {
  local missing=0
  until aws_try rds delete-db-instance --db-instance-identifier "$drill" --skip-final-snapshot --delete-automated-backups; do
    case $aws_error_code in
      DBInstanceNotFound*)
        # Where the request to make it was cut off, AWS may still be about to show it.
        missing=$((missing + 1))
        if [ "$made" = true ] || [ "$missing" -ge "$QUIET_LOOKS" ]; then return 0; fi
        ;;
      InvalidDBInstanceState*)
        case $aws_error in *'being deleted'*) return 0 ;; esac
        ;;
      *) return 1 ;;
    esac
    pause "AWS to delete $drill" 'not yet' || return 1
  done
}

# Removes $drill, and waits until it is gone.
remove_drill() {
  log "removing $drill"
  begin_wait "$REMOVAL_TIMEOUT"
  request_removal || leave_behind "$aws_error"
  while aws_try rds describe-db-instances --db-instance-identifier "$drill"; do
    pause "$drill to be gone" deleting || leave_behind "it was still there after $waited s"
  done
  case $aws_error_code in
    DBInstanceNotFound*) drill='' going_on='' ;;
    *) leave_behind "$aws_error" ;;
  esac
}

leave_behind() { # WHY
  local left=$drill lines
  drill=''
  lines=(
    "$left may be left in $AWS_REGION. It costs what an instance of its class and its storage cost, by the hour, until it is removed."
    "remove it$(as_role): $(aws_command rds delete-db-instance --db-instance-identifier "$left" --skip-final-snapshot --delete-automated-backups)"
    "or run this again: it removes it first, after $drill_until by itself, before with --remove-leftover."
  )
  if [ "$failed" = false ]; then fail "$EXIT_NOT_REMOVED" "$left could not be removed: $1" "${lines[@]}"; fi
  warn "besides, $left could not be removed: $1"
  for line in "${lines[@]}"; do log "$line"; done
  exit "$EXIT_NOT_REMOVED"
}

# What was made goes, however the run ends. AWS goes on with a removal by itself, so nobody who interrupts waits for it.
on_drill_exit() {
  local code=$?
  if [ -n "$drill" ]; then
    trap 'leave_behind "interrupted again"' HUP INT TERM
    log "removing $drill"
    begin_wait "$REMOVAL_TIMEOUT"
    if request_removal; then
      log "AWS is removing $drill"
      drill=''
    else
      failed=true
      leave_behind "$aws_error"
    fi
  fi
  (exit "$code") || on_exit
}

# --- the report ---

readonly REPORT='
import json, sys
database, region, snapshot, proof = sys.argv[1:5]
started, found, available, answered, removed, target, age = map(int, sys.argv[5:])
print(json.dumps({
    "database": database, "region": region, "snapshot": snapshot, "proof": proof,
    "seconds": {"find": found - started, "restore": available - found, "answer": answered - available,
                "remove": removed - answered},
    "rto_seconds": answered - started, "target_seconds": target, "rpo_seconds": age,
}))
'
