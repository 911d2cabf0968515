package dev.tarn.local.demo;

import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/// What a viewer of the demo sees, and the tally of what was not as it should be.
final class Screen {
  private final Terminal terminal;
  private final List<String> surprises = new ArrayList<>();
  private int chapters;
  private int checks;

  Screen(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  /// Begins a part of the demo.
  void chapter(String title) {
    chapters++;
    terminal.line();
    terminal.line(terminal.styled(Style.BOLD, chapters + "  " + title));
    terminal.line();
  }

  /// Shows a request.
  void request(String method, String path, String more) {
    terminal.line(
        "   "
            + terminal.styled(Style.CYAN, method + " " + path)
            + (more.isEmpty() ? "" : "  " + terminal.styled(Style.DIM, more)));
  }

  /// Shows an answer's status and time, and what it says.
  void answer(ApiAnswer answer, String says) {
    Style style = answer.isSuccess() ? Style.GREEN : Style.YELLOW;
    terminal.line(
        "   "
            + terminal.styled(style, "→ " + answer.status())
            + "  "
            + says
            + "  "
            + terminal.styled(Style.DIM, Amounts.time(answer.elapsed())));
  }

  /// Shows text.
  void text(String text) {
    terminal.line(text.isEmpty() ? "" : "   " + text);
  }

  /// Notes that `what` should hold; where it does not, `instead` says what does.
  void expect(boolean holds, String what, String instead) {
    checks++;
    if (!holds) {
      String surprise = what + ", but " + Terminal.safe(instead);
      surprises.add(surprise);
      terminal.line("   " + terminal.styled(Style.RED, "✗ expected: " + surprise));
    }
  }

  /// How many things were checked.
  int checks() {
    return checks;
  }

  /// What was not as it should be.
  List<String> surprises() {
    return List.copyOf(surprises);
  }
}
