package dev.tarn.local.gateway;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// Keeps web pages of other sites away from a gateway that asks for no token because only this
/// machine can reach it. A browser on this machine can, too: through a name that a hostile site
/// points at 127.0.0.1 (told by `Host`), or from a page of another site (told by `Origin`).
final class LoopbackGuard {
  private static final Set<String> LOCAL_NAMES =
      Set.of("localhost", "127.0.0.1", "[::1]", "0:0:0:0:0:0:0:1");

  private final boolean on;

  /// Guards only if `address` is a loopback address.
  LoopbackGuard(InetAddress address) {
    on = address.isLoopbackAddress();
  }

  /// Why `request` is refused, or empty if it isn't.
  Optional<Answer> refusal(ReceivedRequest request) {
    if (!on) {
      return Optional.empty();
    }
    if (!request.header("host").map(host -> isLocal("http://" + host)).orElse(true)) {
      return Optional.of(Answer.message(421, "Misdirected Request"));
    }
    if (!request.header("origin").map(LoopbackGuard::isLocal).orElse(true)) {
      return Optional.of(Answer.message(403, "Forbidden"));
    }
    return Optional.empty();
  }

  private static boolean isLocal(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host != null && LOCAL_NAMES.contains(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
