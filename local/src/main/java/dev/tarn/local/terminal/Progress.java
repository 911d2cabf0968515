package dev.tarn.local.terminal;

/// How far a job has come: a bar that moves on an interactive terminal, a line for each step
/// elsewhere.
public final class Progress {
  private static final int BAR = 30;

  private final Terminal terminal;

  /// Shows progress on `terminal`.
  public Progress(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Shows that `part` (0 to 1) is done, and `text` with it.
  public void show(double part, String text) {
    if (!terminal.isInteractive()) {
      terminal.line(text);
      return;
    }
    int full = (int) Math.round(Math.clamp(part, 0.0, 1.0) * BAR);
    String bar = terminal.styled(Style.GREEN, "━".repeat(full)) + "─".repeat(BAR - full);
    terminal.rewrite(bar + "  " + Cell.cut(text, Math.max(10, terminal.width() - BAR - 3)));
  }

  /// Takes the bar away.
  public void end() {
    terminal.rewrite("");
  }
}
