package dev.tarn.aws;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/// Takes in the body of a refusal, as far as it comes. A server that refuses a request unread
/// closes the connection, which can cut its own answer off; the status has all that must be known.
final class AnswerBody implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();

  private AnswerBody() {}

  /// Takes in the body of an answer with `head`: that of a success whole or not at all.
  static BodySubscriber<byte[]> subscriber(ResponseInfo head) {
    return head.statusCode() < 300 ? BodySubscribers.ofByteArray() : new AnswerBody();
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    whole.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    whole.onNext(part);
  }

  @Override
  public void onError(Throwable failure) {
    whole.onComplete();
  }

  @Override
  public void onComplete() {
    whole.onComplete();
  }
}
