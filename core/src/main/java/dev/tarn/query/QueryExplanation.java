package dev.tarn.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.store.StoreUsage;
import dev.tarn.table.Predicate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a query would read and cost, as far as that is known without reading data files.
///
/// @param datasets by their names
/// @param usage what was asked of the store for the table logs already
/// @param millis how long the query may take, at a rough guess
/// @param costUsd what it may cost, without the answer's way out, at a rough guess
/// @param engine what would run the SQL
public record QueryExplanation(
    List<OfDataset> datasets, StoreUsage usage, long millis, BigDecimal costUsd, String engine) {
  public QueryExplanation {
    datasets = List.copyOf(datasets);
  }

  /// What of one dataset.
  ///
  /// @param filesTotal data files in the version
  /// @param filesScanned those that can hold rows which matter
  /// @param columns that are read, without those that only conditions beside the SQL are about
  /// @param predicate that rows must meet, as far as it is understood
  /// @param figures how much is read at most
  /// @param hidesRows whether rows are kept from the reader: then nothing is told of files, as that
  ///   would tell of these
  public record OfDataset(
      String name,
      long version,
      long filesTotal,
      long filesScanned,
      long bytesTotal,
      List<String> columns,
      String predicate,
      FetchFigures figures,
      boolean hidesRows) {
    public OfDataset {
      columns = List.copyOf(columns);
    }
  }

  static QueryExplanation of(QueryPlan plan, ScanFetcher fetcher, QueryPrice price, String engine) {
    List<OfDataset> datasets = new ArrayList<>();
    for (PlannedTable table : plan.tables()) {
      FileScan scan = table.scan(table.selection().files());
      datasets.add(
          new OfDataset(
              table.name(),
              table.table().snapshot().version(),
              table.selection().filesTotal(),
              table.selection().files().size(),
              table.selection().bytesTotal(),
              table.columns().stream().sorted().toList(),
              Predicate.textOf(scan.predicate()),
              fetcher.foresee(scan),
              table.table().hidesRows()));
    }
    datasets.sort(Comparator.comparing(OfDataset::name));
    StoreUsage usage = plan.logUsage();
    FetchFigures figures = sum(datasets);
    long millis = QueryPrice.millis(figures.requests(), figures.bytes());
    StoreUsage foreseen =
        usage.plus(new StoreUsage(figures.requests(), 0, 0, 0, 0, 0, figures.bytes(), 0));
    return new QueryExplanation(datasets, usage, millis, price.of(foreseen, millis, 0), engine);
  }

  private static FetchFigures sum(List<OfDataset> datasets) {
    return datasets.stream().map(OfDataset::figures).reduce(FetchFigures.NONE, FetchFigures::plus);
  }

  /// This explanation as a JSON document.
  public byte[] json() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void write(JsonGenerator json) throws IOException {
    FetchFigures figures = sum(datasets);
    json.writeStartObject();
    json.writeArrayFieldStart("datasets");
    for (OfDataset dataset : datasets) {
      write(json, dataset);
    }
    json.writeEndArray();
    if (datasets.stream().noneMatch(OfDataset::hidesRows)) {
      json.writeNumberField("bytesAtMost", figures.bytes());
      json.writeNumberField("requestsAtMost", figures.requests() + usage.requests());
      json.writeNumberField("estimatedMs", millis);
      json.writeFieldName("estimatedCostUsd");
      json.writeNumber(costUsd.toPlainString());
    }
    json.writeStringField("engine", engine);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, OfDataset dataset) throws IOException {
    json.writeStartObject();
    json.writeStringField("dataset", dataset.name());
    json.writeNumberField("version", dataset.version());
    json.writeArrayFieldStart("columns");
    for (String column : dataset.columns()) {
      json.writeString(column);
    }
    json.writeEndArray();
    json.writeStringField("predicate", dataset.predicate());
    if (!dataset.hidesRows()) {
      writeFigures(json, dataset);
    }
    json.writeEndObject();
  }

  private static void writeFigures(JsonGenerator json, OfDataset dataset) throws IOException {
    FetchFigures figures = dataset.figures();
    json.writeNumberField("filesTotal", dataset.filesTotal());
    json.writeNumberField("filesScanned", dataset.filesScanned());
    json.writeNumberField("bytesTotal", dataset.bytesTotal());
    if (figures.rowGroupsKnown()) {
      json.writeNumberField("rowGroupsTotal", figures.rowGroupsTotal());
      json.writeNumberField("rowGroupsScanned", figures.rowGroups());
    }
    json.writeNumberField("bytesAtMost", figures.bytes());
    json.writeNumberField("requestsAtMost", figures.requests());
  }
}
