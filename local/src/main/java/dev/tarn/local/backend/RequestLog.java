package dev.tarn.local.backend;

import dev.tarn.local.gateway.ServedRequest;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;

/// Writes a line for each request, or only for those that failed inside, whose causes it writes
/// too.
public final class RequestLog implements Consumer<ServedRequest> {
  private final Terminal terminal;
  private final boolean everyRequest;

  /// Writes to `terminal`.
  public RequestLog(Terminal terminal, boolean everyRequest) {
    this.terminal = terminal;
    this.everyRequest = everyRequest;
  }

  @Override
  public void accept(ServedRequest request) {
    if (everyRequest || request.failure().isPresent()) {
      Style style =
          request.status() < 400 ? Style.GREEN : request.status() < 500 ? Style.YELLOW : Style.RED;
      terminal.line(
          terminal.styled(style, Integer.toString(request.status()))
              + " "
              + request.method()
              + " "
              + Terminal.safe(request.path())
              + "  "
              + Amounts.time(request.elapsed())
              + "  "
              + Amounts.bytes(request.answerBytes())
              + "  "
              + terminal.styled(Style.DIM, request.id()));
    }
    request.failure().ifPresent(cause -> terminal.line(trace(cause)));
  }

  private static String trace(Throwable cause) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    return trace.toString().stripTrailing();
  }
}
