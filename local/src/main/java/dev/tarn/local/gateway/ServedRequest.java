package dev.tarn.local.gateway;

import java.time.Duration;
import java.util.Optional;

/// One request, for the log.
///
/// @param failure what went wrong inside, which the client is not told
public record ServedRequest(
    String id,
    String method,
    String path,
    int status,
    long answerBytes,
    Duration elapsed,
    Optional<Throwable> failure) {}
