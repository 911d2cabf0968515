package dev.tarn.local.runtime;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/// One invocation on its way.
///
/// @param deadline when its time is out
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
record Invocation(
    String id, byte[] event, Instant deadline, CompletableFuture<InvocationOutcome> outcome) {}
