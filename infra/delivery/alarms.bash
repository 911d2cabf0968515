# The alarms that a deploy watches.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Shared with infra/deploy, which sets name, function, environment and others.

# As infra/modules/observe names them.
readonly FUNCTION_ALARMS=(errors throttles duration internal store damaged) API_ALARMS=(api-errors api-latency)
readonly LOOK_SECONDS=30

# Names of alarms, in JSON, that rang before and are not watched.
unwatched='[]'

# Reads into $ringing, an array of names in JSON, the watched alarms that ring; fails if one of all is not
# there.
look_at_alarms() {
  local names=() each attempt all
  for each in "${FUNCTION_ALARMS[@]}"; do
    names+=("tarn-$environment-$function-$each")
  done
  for each in "${API_ALARMS[@]}"; do
    names+=("tarn-$environment-$each")
  done
  all=$(printf ',"%s"' "${names[@]}")
  for attempt in 1 2 3; do
    call "([${all:1}] - [.MetricAlarms[]?.AlarmName] | join(\", \")),
      ([.MetricAlarms[]? | select(.StateValue == \"ALARM\") | .AlarmName] - $unwatched)" \
      cloudwatch describe-alarms --alarm-types MetricAlarm --alarm-names "${names[@]}" && break
    ((attempt < 3)) || fail "the alarms cannot be read: $problem"
    pause "$POLL_SECONDS"
  done
  [[ -z ${parts[0]} ]] || fail "there is no alarm ${parts[0]}: apply infra first"
  ringing=${parts[1]}
}

refuse_ringing_alarms() {
  local ringing
  look_at_alarms
  [[ $ringing != '[]' ]] || return 0
  [[ $force == yes ]] || refuse "alarms ring before anything was changed: $ringing. Mend that first, or use --force."
  say "alarms ring before anything was changed, and are not watched: $ringing"
  unwatched=$ringing
}

# Looks at the alarms $1 times, each after a while.
watch_alarms() {
  local ringing look
  for ((look = 1; look <= $1; look++)); do
    pause "$LOOK_SECONDS"
    look_at_alarms
    [[ $ringing == '[]' ]] || fail "alarms ring: $ringing"
  done
}
