package dev.tarn.query;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.digest.Sha256;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.PageRows.PageStart;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.TableStates;
import dev.tarn.table.Tables;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Makes queries of requests for pages of records. All pages of one request are of the version that
/// was there when the first was asked for.
public final class RecordPages {
  private static final int DIGEST_BYTES = 8;

  private final Tables tables;

  /// Pages of datasets in `tables`.
  public RecordPages(Tables tables) {
    this.tables = tables;
  }

  /// The page that `request` asks for. Throws [Problem.MalformedRequest] where a column or the
  /// cursor does not fit, [Problem.UnknownDataset], and [Problem.UnknownVersion] where the cursor's
  /// version is no more.
  public RecordPage page(RecordsRequest request) {
    Optional<PageCursor> cursor = request.cursor().map(PageCursor::parse);
    TableStates states = states(request, cursor);
    TableSnapshot snapshot = states.read();
    DatasetDefinition definition = snapshot.definition();
    List<RecordsRequest.Order> order =
        request.order().isEmpty()
            ? List.of(new RecordsRequest.Order(definition.eventTime(), false))
            : request.order();
    List<String> select =
        request.select().isEmpty()
            ? definition.schema().getFields().stream().map(Schema.Field::name).toList()
            : request.select();
    select.forEach(column -> requireColumn("select", column, definition));
    requireDistinct("select", select);
    order.forEach(each -> requireOrdered(each.column(), definition));
    requireDistinct("order", order.stream().map(RecordsRequest.Order::column).toList());
    String digest = digest(request, select, order);
    PageStart start = start(cursor, digest, order.size());
    PageSql sql = new PageSql(definition, select, order);
    Query query =
        new Query(
            request.reader(),
            sql.page(request.limit(), start),
            sql.parameters(start),
            Map.of(request.dataset(), new SnapshotTime.AtVersion(snapshot.version())),
            request.from(),
            request.to(),
            Map.of(request.dataset(), request.filters()),
            Map.of(request.dataset(), states));
    return new RecordPage(
        query,
        order.size(),
        request.limit(),
        start,
        end ->
            new PageCursor(
                    snapshot.version(),
                    snapshot.time().toEpochMilli(),
                    digest,
                    end.given(),
                    end.keys())
                .text());
  }

  /// The state that the page is of, which its query is then run over as well: the log is listed
  /// once for both.
  private TableStates states(RecordsRequest request, Optional<PageCursor> cursor) {
    String name = request.dataset().value();
    SnapshotTime time =
        cursor
            .<SnapshotTime>map(each -> new SnapshotTime.AtVersion(each.version()))
            .orElseGet(SnapshotTime.Latest::new);
    TableStates states =
        tables
            .open(request.dataset())
            .orElseThrow(() -> new Problem.UnknownDataset(name).exception())
            .states(time);
    TableSnapshot snapshot = states.read();
    if (cursor.isPresent() && cursor.get().committed() != snapshot.time().toEpochMilli()) {
      throw new Problem.UnknownVersion(
              name,
              "version " + snapshot.version() + " of the cursor",
              "another version of that number, for it was made anew since")
          .exception();
    }
    return states;
  }

  private static PageStart start(Optional<PageCursor> cursor, String digest, int keys) {
    if (cursor.isEmpty()) {
      return new PageStart(0, List.of());
    }
    PageCursor at = cursor.get();
    if (!at.request().equals(digest) || at.keys().size() != keys) {
      throw PageCursor.malformed(
          "belongs to another request; ask with the same select, order, from, to and conditions");
    }
    return new PageStart(at.given(), at.keys());
  }

  /// What all pages of one request have in common.
  private static String digest(
      RecordsRequest request, List<String> select, List<RecordsRequest.Order> order) {
    return Sha256.prefixOf(
        List.of(request.dataset(), select, order, request.filters(), request.from(), request.to())
            .toString(),
        DIGEST_BYTES);
  }

  private static Schema requireColumn(
      String parameter, String column, DatasetDefinition definition) {
    if (column.equals(DatasetDefinition.EVENT_DATE)) {
      return LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
    }
    return ColumnTypes.find(definition, column)
        .orElseThrow(() ->
            refused(
                parameter, "dataset '%s' has no column '%s'".formatted(definition.name(), column)));
  }

  private static void requireOrdered(String column, DatasetDefinition definition) {
    Schema type = requireColumn("order", column, definition);
    boolean ordered =
        switch (type.getType()) {
          case RECORD, ARRAY, MAP, NULL, UNION -> false;
          case BYTES, FIXED -> type.getLogicalType() instanceof LogicalTypes.Decimal;
          case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM -> true;
        };
    if (!ordered) {
      throw refused(
          "order",
          "'%s' is of type %s, which rows cannot be ordered by"
              .formatted(column, type.getType().getName()));
    }
  }

  private static void requireDistinct(String parameter, List<String> columns) {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw refused(parameter, parameter + " names '" + column + "' twice");
      }
    }
  }

  private static ProblemException refused(String parameter, String detail) {
    return new Problem.MalformedRequest(detail, Optional.of(Place.pointer("/" + parameter)))
        .exception();
  }
}
