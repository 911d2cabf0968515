package dev.tarn.store.s3;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Sends a put's content with its headers, without asking first whether the server would take it
/// (`Expect: 100-continue`). Asking costs a round trip, and when the answer is no, or a kept
/// connection was closed meanwhile, the URL-connection client fails in ways that the SDK does not
/// retry.
final class UnannouncedBodies implements ExecutionInterceptor {
  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    return context.httpRequest().toBuilder().removeHeader("Expect").build();
  }
}
