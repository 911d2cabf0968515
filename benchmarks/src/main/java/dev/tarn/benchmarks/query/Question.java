package dev.tarn.benchmarks.query;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Predicate;

/// What is asked of the table, by every way alike.
///
/// @param name says what kind of question it is
/// @param sql asks it of a table `telemetry`
/// @param day is the only one that it reads, if it reads one
/// @param avro asks it of records that parquet-avro reads
record Question(String name, String sql, Optional<LocalDate> day, AvroQuestion avro) {
  /// Whether it reads a small part of the table.
  boolean selective() {
    return day.isPresent();
  }

  /// Whether files of a day are needed.
  Predicate<LocalDate> days() {
    return date -> day.isEmpty() || day.get().equals(date);
  }
}
