# shellcheck shell=bash
# shellcheck disable=SC2154 # set by the runbooks and the other libraries
# What the runbooks say of a rotation that is in progress, has failed or was given up, and what to do then.

readonly EXIT_FAILED=41

describe_rotator() { printf '%s' "${rotation_function:-${owner:-the service that owns it}}"; }

# fail_as_rotating SO_FAR: while a rotation is in progress, nothing else may change the password.
# Taking the label away from a rotation that works would leave the database with a password that the secret has not got.
# So that comes last, and for one that is known to have failed.
fail_as_rotating() {
  local headline look give_up
  headline="a rotation of the secret $secret is in progress: its version $pending_version is AWSPENDING. $1 It takes seconds to minutes: run this again when it has ended."
  look="to look$(as_role): $(look_command)"
  give_up="give it up$(as_role): $(label_removal "$pending_version") and then run this again."
  if [ -z "$rotation_function" ]; then
    fail "$EXIT_ROTATION" "$headline" "$look" \
      'it has no rotation function that could end this: somebody has put that label there. Who, CloudTrail says: UpdateSecretVersionStage, PutSecretValue.' \
      "only if nobody is at work on it any more, $give_up"
  fi
  fail "$EXIT_ROTATION" "$headline" "$look" \
    "one that has failed leaves the label behind. Whether it has failed, the rotation function's log says$(as_role): $(function_log)" \
    "if it has failed: remove the cause and retry it: $(runbook_command rotate-secret --secret "$secret_arn")" \
    "or, if it has failed and cannot be retried, $give_up"
}

fail_as_given_up() {
  local headline="the rotation of $secret was given up by somebody: its version $target is neither AWSPENDING nor AWSCURRENT any more. Version $current is AWSCURRENT."
  if [ -z "$rotation_function" ]; then
    fail "$EXIT_FAILED" "$headline" "why: $(see_cause)" \
      "to go on: remove the cause, then rotate again${revision:+, with another revision}."
  fi
  fail "$EXIT_FAILED" "$headline" \
    "the database has the password of version $current; or that of the other, if the rotation came as far as setting it." \
    "to go on: rotate again${revision:+, with another revision}; or have the database take the current version's password: $(password_command)"
}

# AWS tells of a failed rotation only in logs: its version stays AWSPENDING (Secrets Manager User Guide, "Troubleshoot
# rotation", 2026-11).
fail_as_timed_out() {
  local headline
  if [ -z "$target" ]; then
    fail "$EXIT_ROTATION" "AWS says that a rotation of $secret is in progress, but showed no version AWSPENDING for $waited s. Version $current is current. Look with$(as_role): $(look_command), and run this again later."
  elif [ "$pending_version" != "$target" ]; then
    fail_as_unknown
  fi
  headline="the rotation of $secret failed, or did not end within $waited s: its version $target is still AWSPENDING. Version $current is still AWSCURRENT."
  if [ -z "$rotation_function" ]; then
    fail "$EXIT_FAILED" "$headline" "why: $(see_cause)" 'to retry: remove the cause, then run this again.'
  fi
  fail "$EXIT_FAILED" "$headline" \
    "why: $(see_cause)" \
    "the database has the password of version $current; or that of $target, if the function came as far as setting it. Then clients cannot log in until the rotation is retried or given up." \
    'to retry: AWS does so by itself for a while. Remove the cause, then run this again: it goes on with the same version, whichever password the database has.' \
    "to give up$(as_role): $(label_removal "$target")" \
    "and then have the database take the current version's password: $(password_command)"
}

# The label has not shown yet, or has gone while some other version became current. The rotation may be fine: nothing is
# advised that would harm it.
fail_as_unknown() {
  local never=''
  if [ "$seen" = false ]; then never=' AWS has not shown it with the label AWSPENDING yet.'; fi
  fail "$EXIT_FAILED" "the rotation of $secret did not end within $waited s: its version $target is neither AWSPENDING nor AWSCURRENT.$never Version $current is AWSCURRENT. The rotation may go on in AWS by itself." \
    "why: $(see_cause)" \
    "to look$(as_role): $(look_command)" \
    'to go on: run this again. While a rotation is in progress it starts none, and waits for that one.'
}

# Where AWS says what went wrong: in the log of the rotation function, or with the service that rotates.
see_cause() {
  if [ -n "$rotation_function" ]; then
    printf "see the rotation function's log%s: %s" "$(as_role)" "$(function_log)"
    return 0
  fi
  printf 'the secret is rotated by %s. For rds: see MasterUserSecret.SecretStatus of the instance (impaired: it cannot be rotated), and its events%s: %s' \
    "$(describe_rotator)" "$(as_role)" "$(aws_command rds describe-events --source-type db-instance --duration 60)"
}

look_command() { aws_command secretsmanager describe-secret --secret-id "$secret_arn"; }

password_command() { runbook_command set-database-password --database ID --secret "$secret_arn"; }

# label_removal VERSION: gives up the rotation to VERSION.
label_removal() {
  aws_command secretsmanager update-secret-version-stage --secret-id "$secret_arn" --version-stage AWSPENDING \
    --remove-from-version-id "$1"
}

# The errors of the secret's rotation function.
function_log() {
  local name=${rotation_function#*:function:}
  printf "aws logs filter-log-events --log-group-name %q --filter-pattern '?ERROR ?timed'%s" "/aws/lambda/${name%%:*}" "$(cli_options)"
}
