package dev.tarn.table.delta;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tarn.problem.LogFault;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.StoredObject;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.DataFile;
import dev.tarn.table.HistoryEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/// One commit as its log object has it: JSON, one action a line (Delta protocol, "Actions").
///
/// @param time when the store took it
/// @param transactions the batches it commits
/// @param changesTable whether it sets the table's schema, properties or protocol
record CommitEntry(
    long version,
    Instant time,
    List<Transaction> transactions,
    List<Added> added,
    List<Removed> removed,
    boolean changesTable) {
  /// @param lastUpdated when it was committed, in milliseconds since 1970 by the writer's clock
  record Transaction(String appId, long version, long lastUpdated) {}

  /// A file that the commit adds.
  record Added(
      String path,
      long size,
      Map<String, String> partitionValues,
      Map<String, String> tags,
      String statistics,
      boolean dataChange) {
    private DataFile dataFile(LogLayout layout, Map<Integer, Schema> schemas) {
      return FileActions.dataFile(layout, path, size, partitionValues, tags, statistics, schemas);
    }

    private long rows() {
      return FileActions.rows(statistics);
    }
  }

  /// A file that the commit takes away.
  record Removed(String path, long size, long rows) {}

  private static final ObjectReader READER = new ObjectMapper().reader();

  CommitEntry {
    transactions = List.copyOf(transactions);
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /// Throws [Problem.DamagedTable] if `object` is no commit.
  static CommitEntry parse(LogLayout layout, long version, StoredObject object) {
    try {
      if (object.bytes().length == 0) {
        throw unreadable(layout, version).exception();
      }
      return parse(version, object);
    } catch (JacksonException e) {
      throw new ProblemException(unreadable(layout, version), e);
    }
  }

  private static Problem unreadable(LogLayout layout, long version) {
    return new Problem.DamagedTable(
        layout.dataset().value(), List.of(new LogFault.UnreadableEntry(version)));
  }

  private static CommitEntry parse(long version, StoredObject object) throws JacksonException {
    List<Transaction> transactions = new ArrayList<>();
    List<Added> added = new ArrayList<>();
    List<Removed> removed = new ArrayList<>();
    boolean changesTable = false;
    String text = new String(object.bytes(), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      if (line.isBlank()) {
        continue;
      }
      JsonNode action = json(line);
      changesTable |= action.has("metaData") || action.has("protocol");
      if (action.has("txn")) {
        JsonNode txn = action.get("txn");
        transactions.add(
            new Transaction(
                txn.path("appId").asText(),
                txn.path("version").asLong(),
                txn.path("lastUpdated").asLong()));
      }
      if (action.has("add")) {
        JsonNode add = action.get("add");
        added.add(
            new Added(
                add.path("path").asText(),
                add.path("size").asLong(),
                strings(add.path("partitionValues")),
                strings(add.path("tags")),
                add.path("stats").asText(),
                add.path("dataChange").asBoolean(true)));
      }
      if (action.has("remove")) {
        JsonNode remove = action.get("remove");
        JsonNode statistics = json(remove.path("stats").asText("{}"));
        removed.add(
            new Removed(
                remove.path("path").asText(),
                remove.path("size").asLong(),
                statistics.path("numRecords").asLong()));
      }
    }
    return new CommitEntry(
        version, object.summary().lastModified(), transactions, added, removed, changesTable);
  }

  private static JsonNode json(String text) throws JacksonException {
    return READER.readTree(text);
  }

  private static Map<String, String> strings(JsonNode node) {
    Map<String, String> values = new HashMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return Map.copyOf(values);
  }

  /// The batch as this commit has it, if it commits it.
  Optional<CommittedBatch> batch(BatchId batch, LogLayout layout, Map<Integer, Schema> schemas) {
    if (transactions.stream().noneMatch(txn -> txn.appId().equals(batch.value()))) {
      return Optional.empty();
    }
    List<DataFile> files = new ArrayList<>();
    String fingerprint = "";
    for (Added file : added) {
      if (batch.value().equals(file.tags().get(FileActions.BATCH))) {
        fingerprint = file.tags().getOrDefault(FileActions.FINGERPRINT, "");
        files.add(file.dataFile(layout, schemas));
      }
    }
    return Optional.of(new CommittedBatch(batch, fingerprint, version, time, files));
  }

  /// The files that this commit adds with rows that the table did not have.
  List<DataFile> appended(LogLayout layout, Map<Integer, Schema> schemas) {
    return added.stream()
        .filter(file -> file.dataChange() && removed.isEmpty())
        .map(file -> file.dataFile(layout, schemas))
        .toList();
  }

  private String merged() {
    return added.stream().anyMatch(Added::dataChange) ? "rewrite" : "compact";
  }

  /// What a table's history tells of this commit.
  HistoryEntry history() {
    String operation =
        changesTable
            ? (version == 0 ? "create" : "evolve")
            : removed.isEmpty() ? "append" : added.isEmpty() ? "expire" : merged();
    return new HistoryEntry(
        version,
        time,
        operation,
        added.stream().mapToLong(Added::rows).sum(),
        added.stream().mapToLong(Added::size).sum(),
        added.size(),
        removed.stream().mapToLong(Removed::rows).sum(),
        removed.stream().mapToLong(Removed::size).sum(),
        removed.size(),
        transactions.stream()
            .map(Transaction::appId)
            .filter(BatchId::isValid)
            .findFirst()
            .map(BatchId::new));
  }
}
