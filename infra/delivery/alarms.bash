# The alarms that a deploy watches.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Shared with infra/deploy, which sets name, function, environment and others.

# As infra/modules/observe names them.
readonly FUNCTION_ALARMS=(errors throttles duration internal store damaged) API_ALARMS=(api-errors api-latency)
readonly LOOK_SECONDS=30

# Names of alarms, in JSON, that rang before and are not watched.
unwatched='[]'

# Reads the alarms into $ringing, an array of names of JSON; fails if one of them is not there.
look_at_alarms() {
  local names=() each attempt
  for each in "${FUNCTION_ALARMS[@]}"; do
    names+=("tarn-$environment-$function-$each")
  done
  for each in "${API_ALARMS[@]}"; do
    names+=("tarn-$environment-$each")
  done
  for attempt in 1 2 3; do
    call cloudwatch describe-alarms --alarm-types MetricAlarm --alarm-names "${names[@]}" && break
    ((attempt < 3)) || fail "the alarms cannot be read: $problem"
    pause "$POLL_SECONDS"
  done
  local absent
  absent=$(field "(\$ARGS.positional - [.MetricAlarms[].AlarmName]) | join(\", \")" --args "${names[@]}")
  [[ -z $absent ]] || fail "there is no alarm $absent: apply infra first"
  ringing=$(field '[.MetricAlarms[] | select(.StateValue == "ALARM") | .AlarmName] | tojson')
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
    ringing=$(jq -c -n --argjson is "$ringing" --argjson before "$unwatched" '$is - $before')
    [[ $ringing == '[]' ]] || fail "alarms ring: $ringing"
  done
}
