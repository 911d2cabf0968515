# The alias live: what callers get.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Shared with infra/deploy, which sets name, function, environment and others.

live_version='' live_weights='' live_description='' live_revision=''
before_version='' before_description='' new_version=''

look_at_alias() {
  call '.FunctionVersion // "", .RoutingConfig.AdditionalVersionWeights // {}, .Description // "", .RevisionId // ""' \
    lambda get-alias --function-name "$name" --name live || return 1
  live_version=${parts[0]} live_weights=${parts[1]} live_description=${parts[2]} live_revision=${parts[3]}
}

read_alias() {
  look_at_alias || fail "alias live of $name cannot be read: $problem"
}

# Points the alias to version $1 with the weights $2 and the description $3, if it is still as it was
# read last. An answer that was lost is no failure.
try_point_live() {
  local said
  if call '.RevisionId // ""' lambda update-alias --function-name "$name" --name live --function-version "$1" \
    --routing-config "{\"AdditionalVersionWeights\":$2}" --description "$3" --revision-id "$live_revision"; then
    live_version=$1 live_weights=$2 live_description=$3 live_revision=${parts[0]}
    return 0
  fi
  said=$problem
  if look_at_alias && [[ $live_version == "$1" ]] &&
    jq -e -n --argjson is "$live_weights" --argjson wanted "$2" '$is == $wanted' >/dev/null; then
    return 0
  fi
  problem=$said
  return 1
}

point_live() {
  try_point_live "$@" || fail "live cannot be pointed to version $1: $problem"
}

# As point_live, for what lets callers at the new version. If callers had it not yet and the alias is
# not as it was read, another has changed it, and it is not ours to bring back.
expose() {
  local was=$exposed
  exposed=yes
  try_point_live "$@" && return
  if [[ $was == no && $problem == *PreconditionFailed* ]]; then
    exposed=no
    refuse "live was changed by another meanwhile: $problem"
  fi
  fail "live cannot be pointed to version $1: $problem"
}

# Takes the new version from callers, unless somebody else has pointed live elsewhere by now.
take_back() {
  local attempt
  for attempt in 1 2 3 4 5; do
    if look_at_alias; then
      if [[ $live_version == "$before_version" && $live_weights == '{}' ]]; then
        printf 'deploy: live is at version %s, as before\n' "$before_version" >&2
        return 0
      fi
      if [[ $live_version != "$new_version" && $live_weights != *"\"$new_version\""* ]]; then
        printf 'deploy: another has pointed live to version %s %s; it is left there\n' "$live_version" "$live_weights" >&2
        return 0
      fi
      if try_point_live "$before_version" '{}' "$before_description"; then
        printf 'deploy: rolled back: all calls go to version %s again\n' "$before_version" >&2
        return 0
      fi
    fi
    printf 'deploy: roll-back, attempt %s: %s\n' "$attempt" "$problem" >&2
    pause 1
  done
  printf 'deploy: live could not be brought back. Do it by hand, now:\n  infra/deploy --rollback --environment %s --function %s --version %s --force\n' \
    "$environment" "$function" "$before_version" >&2
  return 1
}
