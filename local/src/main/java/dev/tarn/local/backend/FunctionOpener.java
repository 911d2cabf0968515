package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import java.util.Map;

/// Opens the functions over a lake.
@FunctionalInterface
public interface FunctionOpener {
  /// A handler for each function. Throws [dev.tarn.local.terminal.UserFailure] where the lake
  /// cannot be used.
  Map<Operation.Function, RequestStreamHandler> open(LakeLocation lake);
}
