# From an archive to a function's published version.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2119,SC2120,SC2154 # Shared with infra/deploy, which sets name, function, environment and others.

# A function is changed within 5 minutes.
readonly POLL_SECONDS=5 MOST_UPDATE_POLLS=60

# SHA-256 of the kept archive, in base64, as Lambda and S3 tell it.
checksum=''

sha256() {
  openssl dgst -sha256 -binary "$1" | base64 | tr -d '\n'
}

# Keeps the archive that is at hand, and reads the checksum of the one that is kept for the commit.
keep_archive() {
  local key=$function/$commit.zip given='' attempt
  if [[ -n $archive ]]; then
    given=$(sha256 "$archive")
    for attempt in 1 2 3; do
      if call '""' s3api put-object --bucket "$bucket" --key "$key" --body "$archive" --if-none-match '*' \
        --checksum-algorithm SHA256 --checksum-sha256 "$given" --content-type application/zip; then
        say "kept s3://$bucket/$key"
        break
      fi
      [[ $problem != *PreconditionFailed* ]] || break
      [[ $problem == *ConditionalRequestConflict* && $attempt -lt 3 ]] || fail "the archive cannot be kept at s3://$bucket/$key: $problem"
      pause "$POLL_SECONDS"
    done
  fi
  call '.ChecksumSHA256 // ""' s3api head-object --bucket "$bucket" --key "$key" --checksum-mode ENABLED ||
    fail "there is no archive to be had at s3://$bucket/$key: $problem"
  checksum=${parts[0]}
  [[ -n $checksum ]] || fail "s3://$bucket/$key has no SHA-256 checksum: it was not kept by this script"
  [[ -z $given || $given == "$checksum" ]] ||
    refuse "s3://$bucket/$key holds other bytes (SHA-256 $checksum) than $archive ($given), and is never overwritten."
}

# Asks for the function's configuration, of version $1 if it is given, as far as it says how the function
# is and what its code is.
state='' state_reason='' snapshot='' snapshot_state='' update='' update_reason='' code_sha='' architectures='' revision=''
look_at_function() {
  call '.State // "Active", .StateReason // "no reason given",
    .SnapStart.ApplyOn // "None", .SnapStart.OptimizationStatus // "Off",
    .LastUpdateStatus // "Successful", .LastUpdateStatusReason // "no reason given",
    .CodeSha256 // "", .Architectures // [], .RevisionId // ""' \
    lambda get-function-configuration --function-name "$name" ${1:+--qualifier "$1"} || return 1
  state=${parts[0]} state_reason=${parts[1]} snapshot=${parts[2]} snapshot_state=${parts[3]}
  update=${parts[4]} update_reason=${parts[5]} code_sha=${parts[6]} architectures=${parts[7]} revision=${parts[8]}
}

# Waits until the function's last change is done.
await_update() {
  local poll
  for ((poll = 1; poll <= MOST_UPDATE_POLLS; poll++)); do
    look_at_function || fail "$name cannot be read: $problem"
    case $update in
      Successful) return 0 ;;
      Failed) fail "the change of $name failed: $update_reason" ;;
    esac
    pause "$POLL_SECONDS"
  done
  fail "$name is still being changed after $((MOST_UPDATE_POLLS * POLL_SECONDS)) s"
}

# Makes the kept archive the function's code.
set_code() {
  await_update
  if [[ $code_sha == "$checksum" && $architectures == '["arm64"]' ]]; then
    say 'the code is there already'
    return 0
  fi
  if ! call '""' lambda update-function-code --function-name "$name" --s3-bucket "$bucket" --s3-key "$function/$commit.zip" \
    --architectures arm64 --revision-id "$revision"; then
    [[ $problem != *PreconditionFailed* && $problem != *ResourceConflict* ]] || refuse "$name is being changed by another: $problem"
    fail "the code of $name cannot be changed: $problem"
  fi
  await_update
  [[ $code_sha == "$checksum" ]] || fail "$name has other code than s3://$bucket/$function/$commit.zip: another deploy came between"
}

# Publishes the kept archive's code as a version. What is a version already stays that one.
publish() {
  call '.Version // ""' lambda publish-version --function-name "$name" --code-sha256 "$checksum" --description "commit $commit" ||
    fail "no version of $name can be published: $problem"
  new_version=${parts[0]}
  [[ $new_version =~ ^[1-9][0-9]*$ ]] || fail "AWS published a version without a number: ${answer:0:200}"
  say "version $new_version is published"
}
