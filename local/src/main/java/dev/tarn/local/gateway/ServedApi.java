package dev.tarn.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import dev.tarn.local.token.TokenVerifier;
import dev.tarn.store.ObjectStore;
import java.util.Map;
import java.util.Optional;

/// What a gateway serves, and to whom.
///
/// @param functions that operations are done by
/// @param published has what is served as files, below `exports/`
/// @param linked serves objects that there are links to
/// @param tokens accepts those that routes which need a scope then need; their scopes are the
///   functions' to look at
/// @param queue for operations that put their requests onto one
/// @param throttles how many requests each route takes
public record ServedApi(
    Map<Operation.Function, RequestStreamHandler> functions,
    Optional<ObjectStore> published,
    Optional<LinkedObjects> linked,
    Optional<TokenVerifier> tokens,
    Optional<EventQueue> queue,
    Throttles throttles) {
  /// Copies the functions.
  public ServedApi {
    functions = Map.copyOf(functions);
  }
}
