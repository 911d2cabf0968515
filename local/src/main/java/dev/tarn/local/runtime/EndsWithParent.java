package dev.tarn.local.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/// Runs the main class that its first argument names, and ends the process when standard input
/// ends, which it does when the process that started this one is gone, killed or not. It is the
/// only class of Tarn in a function's process that is not from its archive.
public final class EndsWithParent {
  private EndsWithParent() {}

  /// Calls the main method of the class `arguments[0]` with the other arguments.
  public static void main(String[] arguments) throws Exception {
    ignore("INT");
    ignore("HUP");
    Thread.ofPlatform().daemon().name("parent").start(EndsWithParent::await);
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /// By reflection, for javac warns of every other use.
  private static void ignore(String signal) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    var _ =
        type.getMethod("handle", type, handler)
            .invoke(
                null,
                type.getConstructor(String.class).newInstance(signal),
                handler.getField("SIG_IGN").get(null));
  }

  private static void await() {
    InputStream in = System.in;
    try {
      while (in.read() >= 0) {
        // Nobody writes to it; only its end matters.
      }
    } catch (IOException e) {
      // It is gone as well.
    }
    Runtime.getRuntime().halt(0);
  }
}
