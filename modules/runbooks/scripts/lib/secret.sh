# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the runbooks and common.sh
# What the runbooks know of a secret: its metadata, never its value.

readonly EXIT_SECRET_MISSING=30 EXIT_SECRET_UNUSABLE=31 EXIT_ROTATION=32

readonly READ_SECRET='
import json, sys
secret = json.load(sys.stdin)
stages = secret.get("VersionIdsToStages") or {}
def version(stage):
    return next((version for version in stages if stage in stages[version]), "")
print(secret["ARN"])
print(version("AWSCURRENT"))
print(version("AWSPENDING"))
print(version("AWSPREVIOUS"))
print(secret.get("DeletedDate") or "")
print(secret.get("OwningService") or "")
print("true" if secret.get("RotationEnabled") else "false")
print(secret.get("RotationLambdaARN") or "")
print(secret.get("PrimaryRegion") or "")
'

# The id of a new version, derived from the arguments.
readonly DERIVE_ID='import sys, uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(sys.argv[1:])))'

secret_arn='' secret_region='' secret_account=''

# describe_secret SO_FAR: looks at $secret. Sets secret_arn, secret_region and secret_account; the versions current,
# pending_version and previous, or nothing; owner, the service that owns it; rotation_enabled, rotation_function and
# primary_region. Ends the run where there is no such secret, or where it is scheduled for deletion; SO_FAR is what to say
# of changes then.
describe_secret() {
  local deleted so_far=$1
  if ! aws_try secretsmanager describe-secret --secret-id "$secret"; then
    case $aws_error_code in
      ResourceNotFoundException)
        fail "$EXIT_SECRET_MISSING" "there is no secret $secret in ${AWS_REGION:-the region of the profile}: $aws_error. Check the name, the region and the account."
        ;;
    esac
    aws_fail
  fi
  {
    IFS= read -r secret_arn && IFS= read -r current && IFS= read -r pending_version && IFS= read -r previous &&
      IFS= read -r deleted && IFS= read -r owner && IFS= read -r rotation_enabled && IFS= read -r rotation_function &&
      IFS= read -r primary_region
  } < <(printf '%s' "$reply" | run_python "$READ_SECRET") ||
    fail "$EXIT_OTHER" 'the answer of aws secretsmanager describe-secret cannot be read.'
  secret_region=${secret_arn#arn:*:secretsmanager:}
  secret_account=${secret_region#*:}
  secret_region=${secret_region%%:*} secret_account=${secret_account%%:*}

  if [ -n "$deleted" ]; then
    fail "$EXIT_SECRET_UNUSABLE" "the secret $secret is scheduled for deletion. $so_far Restore it$(as_role): $(aws_command secretsmanager restore-secret --secret-id "$secret_arn")"
  fi
}

# Whether a version is on its way to become the current one. A finished rotation may leave both labels on one version.
is_rotating() { [ -n "$pending_version" ] && [ "$pending_version" != "$current" ]; }
