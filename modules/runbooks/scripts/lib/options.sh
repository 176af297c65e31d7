# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the runbooks
# The options that the runbooks have in common, and how options are read.

# take_common_options_from_environment: the defaults of region, profile, role_arn, external_id, account_id, timeout,
# poll_seconds and dry_run. AWS_REGION is left to use_identity.
take_common_options_from_environment() {
  region='' profile=${PROFILE:-} role_arn=${ROLE_ARN:-} external_id=${EXTERNAL_ID:-} account_id=${ACCOUNT_ID:-}
  timeout=${TIMEOUT:-$DEFAULT_TIMEOUT} poll_seconds=${POLL_SECONDS:-$DEFAULT_POLL_SECONDS} dry_run=false
}

# read_options NAMES ARGUMENT...: each option of the list NAMES, and each common one, sets the variable of its name
# (--role-arn: role_arn). Those of the list $flags take no value, and set it to true.
read_options() {
  local names="$1 --region --profile --role-arn --external-id --account-id --timeout" name value
  shift
  while [ $# -gt 0 ]; do
    name=${1%%=*}
    if is_one_of "$name" "$names"; then
      case $1 in
        *=*) value=${1#*=} ;;
        *)
          if [ $# -lt 2 ]; then usage_error "$name needs a value"; fi
          shift
          value=$1
          case $value in --*) usage_error "$name needs a value, got the option $value" ;; esac
          ;;
      esac
      if [ -z "$value" ]; then usage_error "$name needs a value, got an empty one"; fi
      name=${name#--}
      printf -v "${name//-/_}" '%s' "$value"
    elif is_one_of "$1" "${flags:-}"; then
      name=${1#--}
      printf -v "${name//-/_}" true
    else
      case $1 in
        --dry-run) dry_run=true ;;
        --help | -h)
          usage
          exit 0
          ;;
        *) usage_error "unknown argument: $1" ;;
      esac
    fi
    shift
  done
}

is_one_of() { # WORD WORDS
  local word
  for word in $2; do
    if [ "$word" = "$1" ]; then return 0; fi
  done
  return 1
}

check_form() { # NAME VALUE PATTERN ALLOWED
  if ! [[ $2 =~ $3 ]]; then usage_error "$1: got '$2', allowed: $4"; fi
}

check_secret() { # VALUE
  if [ -z "$1" ]; then usage_error 'no secret given: --secret ARN_OR_NAME (or SECRET)'; fi
  check_form --secret "$1" '^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:)?[A-Za-z0-9/_+=.@!-]+$' \
    "a secret's ARN, or its name of letters, digits and /_+=.@!-"
}

check_common_options() {
  check_form --region "${region:-us-east-1}" '^[a-z]{2,}(-[a-z]+)+-[0-9]+$' 'a region such as us-east-1'
  check_form --role-arn "${role_arn:-arn:aws:iam::123456789012:role/none}" '^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$' \
    'arn:aws:iam::ACCOUNT:role/NAME'
  check_form --account-id "${account_id:-123456789012}" '^[0-9]{12}$' '12 digits'
  check_form --timeout "$timeout" '^[1-9][0-9]{0,5}$' 'whole seconds, 1 to 999999'
  check_form POLL_SECONDS "$poll_seconds" '^[1-9][0-9]{0,3}$' 'whole seconds, 1 to 9999'
}

# For a runbook whose calls name the region.
check_region() {
  if [ -z "${region:-${AWS_REGION:-${AWS_DEFAULT_REGION:-}}}" ]; then
    usage_error 'no region given: --region REGION (or AWS_REGION)'
  fi
}
