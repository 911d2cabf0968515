package dev.tarn.inference;

import dev.tarn.dataset.DatasetDefinition;
import java.util.List;

/// A definition that fits a sample, and what was seen in it.
///
/// @param definition acceptable as it stands; its name stands for none
/// @param records how many records the sample has
/// @param rejected how many of them the definition does not take
/// @param eventTimes fields that can be the event time, the best first; the first is the
///   definition's
/// @param clusterBy fields that it may pay to cluster by, the best first
/// @param fields what was seen of each field at the top of the schema, in its order
public record Proposal(
    DatasetDefinition definition,
    long records,
    long rejected,
    List<String> eventTimes,
    List<String> clusterBy,
    List<FieldNote> fields) {
  public Proposal {
    eventTimes = List.copyOf(eventTimes);
    clusterBy = List.copyOf(clusterBy);
    fields = List.copyOf(fields);
  }

  /// What was seen of one field.
  ///
  /// @param type its type, as its words in a schema
  /// @param values how many records have a value
  /// @param nulls how many have none
  /// @param distinct how many different values there are
  /// @param distinctIsLeast whether there are that many at least, since more were not counted
  /// @param examples the first different values, shortened
  public record FieldNote(
      String name,
      String type,
      long values,
      long nulls,
      long distinct,
      boolean distinctIsLeast,
      List<String> examples) {
    public FieldNote {
      examples = List.copyOf(examples);
    }
  }
}
