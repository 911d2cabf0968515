package dev.tarn.job;

import java.time.Duration;
import java.util.List;

/// Brings jobs to workers, at least once each and in no particular order. A message that was
/// received is hidden from others for a while; unless it is acknowledged by then it is delivered
/// again, and after a number of deliveries it is put aside among the dead letters.
///
/// A queue that fails is a [dev.tarn.store.StoreException].
public interface JobQueue {
  /// A message as it was received.
  ///
  /// @param handle names the message; with [#deliveries] it names this delivery of it
  /// @param deliveries how many times it was received, this one included
  record Delivery(JobId job, String handle, int deliveries) {}

  /// Lets the job be received after `delay`, which is 15 minutes at most. Durable when it returns.
  void send(JobId job, Duration delay);

  /// Up to `most` messages that can be received now; none if there are none.
  List<Delivery> receive(int most);

  /// Takes the message off the queue. One whose hiding ended meanwhile may come again.
  void acknowledge(Delivery delivery);

  /// Lets the message be received again after `delay`.
  void postpone(Delivery delivery, Duration delay);
}
