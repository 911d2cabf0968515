package dev.tarn.benchmarks.hello;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.Map;

/// A function behind an HTTP API, as samples for Java have it: wired by Dagger, its event and its
/// answer in the types of AWS's library, which AWS's runtime client reads and writes.
public final class HttpHelloWorld
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final Greetings greetings;

  /// Wires the function.
  public HttpHelloWorld() {
    this.greetings = DaggerGreetingsComponent.create().greetings();
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    context.getLogger().log(event.getRouteKey());
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(200)
        .withHeaders(Map.of("content-type", "text/plain"))
        .withBody(greetings.to(event.getRequestContext().getHttp().getSourceIp()))
        .build();
  }
}
