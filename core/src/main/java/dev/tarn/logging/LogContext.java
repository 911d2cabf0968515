package dev.tarn.logging;

import java.util.Optional;
import org.slf4j.MDC;

/// The request that a thread, and the threads it starts, work for, as their log lines name it. It
/// ends when it is closed, by the thread that opened it.
public final class LogContext implements AutoCloseable {
  static final String REQUEST_ID = "requestId";
  static final String TRACE_ID = "traceId";

  private static final int LONGEST = 256;

  private LogContext() {}

  /// Works for the request `requestId` from here on, which is part of the trace `traceId` if that
  /// is known. Longer ids are cut.
  public static LogContext open(String requestId, Optional<String> traceId) {
    MDC.put(REQUEST_ID, cut(requestId));
    traceId.ifPresent(id -> MDC.put(TRACE_ID, cut(id)));
    return new LogContext();
  }

  private static String cut(String id) {
    return id.length() <= LONGEST ? id : id.substring(0, LONGEST);
  }

  @Override
  public void close() {
    MDC.remove(REQUEST_ID);
    MDC.remove(TRACE_ID);
  }
}
