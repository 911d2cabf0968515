package dev.tarn.benchmarks.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.filter2.predicate.FilterPredicate;

/// A question in terms of parquet-avro: the fields to read, the rows to read, and what is made of
/// them.
///
/// @param answer gives a new consumer of the records for each time that it is asked
record AvroQuestion(
    List<String> fields,
    Optional<FilterPredicate> predicate,
    Supplier<Consumer<GenericRecord>> answer) {}
