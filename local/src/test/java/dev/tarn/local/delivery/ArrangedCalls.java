package dev.tarn.local.delivery;

import dev.tarn.local.delivery.StubCommands.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Calls of the AWS command line, kept, and failing as a test arranges. Each pause of the script is
/// a call too, named `pause`.
final class ArrangedCalls implements StubCommands.Behaviour {
  /// What answers where nothing else is arranged.
  interface Service {
    Answer answer(String operation, List<String> call);
  }

  /// What happens at a call.
  interface Incident {
    /// Answers instead of the service, or lets it answer.
    Optional<Answer> happen();
  }

  private static final Set<String> READS =
      Set.of(
          "pause",
          "invoke",
          "get-alias",
          "get-function-configuration",
          "head-object",
          "describe-alarms");

  private final Service service;
  private final List<List<String>> calls = new ArrayList<>();
  private final Map<String, Incident> incidents = new HashMap<>();
  private final Set<String> lost = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  ArrangedCalls(Service service) {
    this.service = service;
  }

  /// Has something happen at the `nth` call of `operation`, such as `update-alias`; the first is 1.
  synchronized void at(String operation, int nth, Incident incident) {
    incidents.put(operation + "#" + nth, incident);
  }

  /// Has something happen at the `nth` call of `operation`, before the service answers it.
  void before(String operation, int nth, Runnable event) {
    at(
        operation,
        nth,
        () -> {
          event.run();
          return Optional.empty();
        });
  }

  /// Has the `nth` call of `operation` fail with `problem`.
  void failAt(String operation, int nth, String problem) {
    at(operation, nth, () -> Optional.of(Answer.failed(problem)));
  }

  /// Has many calls of `operation` fail, the `nth` first.
  void failFrom(String operation, int nth, String problem) {
    for (int i = nth; i < nth + 50; i++) {
      failAt(operation, i, problem);
    }
  }

  /// Has the `nth` call of `operation` do what it does, and its answer be lost.
  synchronized void loseAnswerAt(String operation, int nth) {
    lost.add(operation + "#" + nth);
  }

  /// Names of the calls so far.
  synchronized List<String> operations() {
    return calls.stream().map(ArrangedCalls::operation).toList();
  }

  /// Names of the calls so far that change something.
  List<String> changes() {
    return operations().stream().filter(each -> !READS.contains(each)).toList();
  }

  /// How often the script paused for `seconds`.
  synchronized long pauses(int seconds) {
    return calls.stream()
        .filter(each -> each.equals(List.of("pause", Integer.toString(seconds))))
        .count();
  }

  private static String operation(List<String> call) {
    if (call.getFirst().equals("pause")) {
      return "pause";
    }
    // The global options come first, then the service, then the operation.
    return call.get(call.indexOf("--cli-read-timeout") + 3);
  }

  @Override
  public synchronized Answer answer(List<String> call) {
    calls.add(call);
    String operation = operation(call);
    String key = operation + "#" + counts.merge(operation, 1, Integer::sum);
    Answer answer =
        Optional.ofNullable(incidents.get(key))
            .flatMap(Incident::happen)
            .orElseGet(
                () -> operation.equals("pause") ? Answer.of("") : service.answer(operation, call));
    return lost.contains(key) ? Answer.failed("Connection was closed") : answer;
  }
}
