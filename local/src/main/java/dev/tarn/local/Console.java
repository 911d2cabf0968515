package dev.tarn.local;

import dev.tarn.local.backend.FunctionOpener;
import dev.tarn.local.backend.LocalBackend;
import dev.tarn.local.terminal.Terminal;
import java.io.InputStream;
import java.io.PrintStream;

/// What commands read from and write to, and what they run on.
///
/// @param out for results, byte by byte
/// @param people for results that people read, on the same stream
/// @param err for everything else
/// @param notes for everything else that people read, on the same stream
record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminal people,
    Terminal notes,
    LocalBackend backend) {
  /// A console on the given streams.
  static Console of(InputStream in, PrintStream out, PrintStream err, FunctionOpener functions) {
    return new Console(
        in,
        out,
        err,
        Terminal.of(out, "out"),
        Terminal.of(err, "err"),
        new LocalBackend(functions, err));
  }
}
