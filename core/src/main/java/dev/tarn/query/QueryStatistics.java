package dev.tarn.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.tarn.store.StoreUsage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a query read, skipped, took and cost.
///
/// @param versions the version that was read of each dataset, by its name
/// @param filesTotal data files in the snapshots
/// @param filesScanned those of them that were read
/// @param rowGroupsScanned row groups in what was read
/// @param bytesTotal size of all data files in the snapshots
/// @param bytesFetched of data files, from the store
/// @param usage what was asked of the store, for the table logs too
/// @param rows in the answer
/// @param elapsedMs the query's whole time
/// @param planMs time to check and plan it, and to choose its files
/// @param fetchMs time to bring them to local disk
/// @param executeMs time to run it and write its rows
/// @param costUsd what that costs at list prices, in US dollars
/// @param engine what ran the SQL
/// @param hidesRows whether rows were kept from the reader: then what was read is not told, as it
///   depends on them
public record QueryStatistics(
    Map<String, Long> versions,
    long filesTotal,
    long filesScanned,
    long rowGroupsScanned,
    long bytesTotal,
    long bytesFetched,
    StoreUsage usage,
    long rows,
    long elapsedMs,
    long planMs,
    long fetchMs,
    long executeMs,
    BigDecimal costUsd,
    String engine,
    boolean hidesRows) {
  public QueryStatistics {
    versions = Map.copyOf(versions);
  }

  /// How many requests were made to the store.
  public long requests() {
    return usage.requests();
  }

  /// These statistics as one JSON object on one line, of ASCII characters alone: fit for a header.
  public String json() {
    StringWriter text = new StringWriter();
    JsonFactory ascii = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    try (JsonGenerator json = ascii.createGenerator(text)) {
      write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Writes these statistics as one JSON object.
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("version");
    SortedMap<String, Long> byName = new TreeMap<>(versions);
    for (Map.Entry<String, Long> version : byName.entrySet()) {
      json.writeNumberField(version.getKey(), version.getValue());
    }
    json.writeEndObject();
    if (!hidesRows) {
      json.writeNumberField("filesTotal", filesTotal);
      json.writeNumberField("filesScanned", filesScanned);
      json.writeNumberField("rowGroupsScanned", rowGroupsScanned);
      json.writeNumberField("bytesTotal", bytesTotal);
      json.writeNumberField("bytesFetched", bytesFetched);
      json.writeNumberField("requests", requests());
      json.writeNumberField("listRequests", usage.lists());
    }
    json.writeNumberField("rows", rows);
    json.writeNumberField("elapsedMs", elapsedMs);
    json.writeNumberField("planMs", planMs);
    json.writeNumberField("fetchMs", fetchMs);
    json.writeNumberField("executeMs", executeMs);
    if (!hidesRows) {
      json.writeFieldName("costUsd");
      json.writeNumber(costUsd.toPlainString());
    }
    json.writeStringField("engine", engine);
    json.writeEndObject();
  }
}
