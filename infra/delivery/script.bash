# How infra/deploy speaks, waits, calls AWS and ends.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Shared with infra/deploy, which sets name, function, environment and others.

# Whether callers may get the new version, which must not stay so if anything fails.
exposed=no
answer='' problem='' sleeping='' signal='' parts=()
nothing='{}'

say() {
  printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$1"
}

fail() {
  printf 'deploy: %s\n' "$1" >&2
  exit 1
}

refuse() {
  printf 'deploy: refused: %s\n' "$1" >&2
  exit 3
}

stopped() {
  signal=$1
  exit "$2"
}

# The end of the script, however it comes about. GitHub follows a cancellation's SIGINT by SIGTERM
# after 7.5 s, and kills 2.5 s later: from here on signals are ignored, and the first call goes out.
ended() {
  local code=$1
  trap '' INT TERM HUP
  trap - EXIT
  [[ -z $sleeping ]] || kill "$sleeping" 2>/dev/null || true
  [[ -z $signal ]] || printf 'deploy: stopped by SIG%s\n' "$signal" >&2
  if [[ $exposed == yes ]]; then
    ((code != 0)) || code=1
    if take_back; then
      ((code > 128)) || code=4
    else
      code=5
    fi
  fi
  rm -rf "$scratch"
  exit "$code"
}

# Sleeps so that a signal is heard at once. TARN_DEPLOY_SLEEP is another command to sleep with.
pause() {
  command "${TARN_DEPLOY_SLEEP:-sleep}" "$1" &
  sleeping=$!
  wait "$sleeping" || true
  sleeping=''
}

# Calls AWS with what follows $1. What the jq filter $1 takes from the answer is in the array $parts, as
# texts, or what went wrong instead in $problem.
call() {
  local filter=$1 part
  shift
  problem='' parts=()
  if answer=$(aws --region "$region" --output json --cli-connect-timeout 10 --cli-read-timeout 70 "$@" 2>"$scratch/problem"); then
    if jq -j "if type == \"object\" then . else error(\"no object\") end | $filter | tostring + \"\\u0000\"" \
      >"$scratch/parts" 2>/dev/null <<<"${answer:=$nothing}"; then
      while IFS= read -r -d '' part; do
        parts+=("$part")
      done <"$scratch/parts"
      ((${#parts[@]} == 0)) || return 0
    fi
    problem="aws $1 $2 answered what is not JSON: ${answer:0:200}"
    return 1
  fi
  problem=$(tr -s '\n' ' ' <"$scratch/problem")
  problem=${problem:0:600}
  [[ -n $problem ]] || problem="aws $1 $2 failed and said nothing"
  return 1
}
