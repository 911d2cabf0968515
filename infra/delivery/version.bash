# One published version: whether it is ready, and well.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Shared with infra/deploy, which sets name, function, environment and others.

# A version's snapshot is made within 15 minutes, and without one it is ready within seconds.
readonly MOST_VERSION_SECONDS=900 SOON_SECONDS=60 LATER_POLL_SECONDS=15

# Waits until version $1 can be called, and its snapshot is made if it has one. Lambda puts versions
# away that were not called for long: a call brings them back.
await_version() {
  local waited=0 wait woken=no
  while ((waited < MOST_VERSION_SECONDS)); do
    look_at_function "$1" || fail "version $1 of $name cannot be read: $problem"
    case $state in
      Active)
        [[ $snapshot != None && $snapshot_state != On ]] || return 0
        ;;
      Failed) fail "version $1 of $name failed to start: $state_reason" ;;
      Inactive)
        if [[ $woken == no ]]; then
          say "version $1 was put away; it is called so that it comes back"
          invoke "$1" || true
          woken=yes
        fi
        ;;
    esac
    wait=$((waited < SOON_SECONDS ? POLL_SECONDS : LATER_POLL_SECONDS))
    pause "$wait"
    waited=$((waited + wait))
  done
  fail "version $1 of $name is not ready after $MOST_VERSION_SECONDS s (state $state)"
}

# Calls version $1 with a request for the function's health route.
invoke() {
  local route="/v1/health/$function"
  jq --arg path "$route" '.rawPath = $path | .routeKey = "GET \($path)"
    | .requestContext.http.path = $path | .requestContext.routeKey = .routeKey' \
    "$here/delivery/health-event.json" >"$scratch/event.json"
  : >"$scratch/response.json"
  call '.FunctionError // ""' lambda invoke --function-name "$name" --qualifier "$1" --payload "fileb://$scratch/event.json" "$scratch/response.json"
}

# Whether version $1 answers that it is well, and is the function that it should be.
is_well() {
  if ! invoke "$1"; then
    return 1
  fi
  if [[ ${parts[0]} != '' ]]; then
    problem="${parts[0]}: $(head -c 400 "$scratch/response.json")"
    return 1
  fi
  if ! jq -e -s --arg function "$function" 'length == 1 and .[0].statusCode == 200 and (.[0].body | fromjson | .status == "ok" and .function == $function)' \
    "$scratch/response.json" >/dev/null 2>&1; then
    problem="it answered $(head -c 400 "$scratch/response.json")"
    return 1
  fi
}

try_version() {
  local attempt
  for attempt in 1 2 3; do
    if is_well "$1"; then
      say "version $1 is well"
      return 0
    fi
    say "version $1, attempt $attempt: $problem"
    ((attempt == 3)) || pause "$POLL_SECONDS"
  done
  fail "version $1 of $name is not well: $problem"
}

# Whether version $1 is what Terraform makes a function with.
is_placeholder() {
  look_at_function "$1" || fail "version $1 of $name cannot be read: $problem"
  [[ $code_sha == "$(sha256 "$here/placeholder/placeholder.zip")" ]]
}
