package dev.tarn.local.terminal;

import java.io.PrintStream;

/// Where a command writes for people. Colours are used, and lines rewritten and kept within the
/// width, only where a person's terminal is at the other end.
public final class Terminal {
  private static final int DEFAULT_WIDTH = 100;
  private static final int LEAST_WIDTH = 40;

  private final PrintStream out;
  private final boolean interactive;
  private final boolean colours;
  private final int width;

  /// Writes to `out`. A `width` below 40 columns counts as unknown.
  public Terminal(PrintStream out, boolean interactive, boolean colours, int width) {
    this.out = out;
    this.interactive = interactive;
    this.colours = colours;
    this.width = width < LEAST_WIDTH ? DEFAULT_WIDTH : width;
  }

  /// Writes to `out`, which the start script knows as `name` (`out` or `err`), as it found it:
  /// `tarn.out.terminal` (`true` for a terminal), `tarn.colours` (`true` where they are wanted) and
  /// `tarn.columns`.
  public static Terminal of(PrintStream out, String name) {
    boolean interactive = Boolean.getBoolean("tarn." + name + ".terminal");
    return new Terminal(
        out,
        interactive,
        interactive && Boolean.getBoolean("tarn.colours"),
        Integer.getInteger("tarn.columns", DEFAULT_WIDTH));
  }

  /// `text` with every control character shown by its escape, so that data cannot steer a terminal.
  public static String safe(String text) {
    return Cell.safe(text);
  }

  /// Whether a person's terminal is at the other end.
  public boolean isInteractive() {
    return interactive;
  }

  /// Whether text can be styled.
  public boolean hasColours() {
    return colours;
  }

  /// How many columns a line has.
  public int width() {
    return width;
  }

  /// `text` in `style`, or plain where there are no colours.
  public String styled(Style style, String text) {
    return colours && !text.isEmpty() ? style.apply(text) : text;
  }

  /// Writes a line.
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /// Writes an empty line.
  public void line() {
    line("");
  }

  /// Puts `text` in the place of the present line, which the next call replaces in turn; for
  /// interactive terminals only.
  public void rewrite(String text) {
    if (interactive) {
      out.print("\r" + text + "\u001b[K");
      out.flush();
    }
  }
}
