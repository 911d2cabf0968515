package dev.tarn.local.backend;

import dev.tarn.local.gateway.Gateway;
import dev.tarn.local.gateway.GatewayLimits;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;

/// Starts the backend over a lake.
public final class LocalBackend {
  private final FunctionOpener functions;
  private final PrintStream functionLog;

  /// What the functions write to their log goes to `functionLog`.
  public LocalBackend(FunctionOpener functions, PrintStream functionLog) {
    this.functions = functions;
    this.functionLog = functionLog;
  }

  /// Serves `lake` at `host` and `port`, 0 for any free one. Throws [PortTaken] where the port
  /// cannot be had, and [UserFailure] where the host or the lake cannot be used.
  public Gateway start(LakeLocation lake, String host, int port, RequestLog log) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UserFailure("--host " + host + " is no address of this machine");
    }
    try {
      return Gateway.start(
          address,
          functions.open(lake),
          GatewayLimits.standard(),
          Clock.systemUTC(),
          log,
          functionLog);
    } catch (BindException e) {
      throw new PortTaken(
          "port "
              + port
              + " of "
              + host
              + " cannot be had ("
              + e.getMessage()
              + "); choose another with --port, or any free one with --port 0",
          e);
    } catch (IOException e) {
      throw new UserFailure("cannot serve at " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }
}
