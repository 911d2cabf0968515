package dev.tarn.catalog;

import dev.tarn.access.Principal;
import dev.tarn.access.RowView;
import dev.tarn.access.SeenDatasets;
import dev.tarn.catalog.PutResult.Change;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.DefinitionRules;
import dev.tarn.dataset.DefinitionTag;
import dev.tarn.dataset.SchemaEvolution;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ConcurrentReads;
import dev.tarn.table.DataFile;
import dev.tarn.table.EvolveResult;
import dev.tarn.table.HistoryEntry;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates, evolves and describes the datasets of a lake. A dataset is its table; nothing is kept
/// beside it. A store that fails is a [dev.tarn.store.StoreException].
public final class Datasets {
  private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);

  /// The most commits that [#history] gives.
  public static final int MAX_HISTORY = 1_000;

  private static final int ATTEMPTS = 10;
  private static final SnapshotTime LATEST = new SnapshotTime.Latest();

  private final Tables tables;

  /// The datasets that have one of `tables`.
  public Datasets(Tables tables) {
    this.tables = tables;
  }

  /// Gives the dataset the definition `proposed`, whose schema version does not matter: creates the
  /// dataset if there is none, and changes nothing if it has that definition. The schema version
  /// goes up by one if the schema's document changes, and else stays.
  ///
  /// `ifMatch` is an `If-Match` header: then only a dataset with that [DefinitionTag] is changed,
  /// and none is created. A dataset that has the proposed definition already meets any (RFC 9110,
  /// section 13.1.1, allows it), so that a retried put is answered like the first.
  ///
  /// Throws [Problem.InvalidDefinition], [Problem.SchemaConflict], [Problem.PreconditionFailed],
  /// [Problem.MalformedRequest] for a header that is none, and [Problem.Busy] if others kept
  /// changing the definition meanwhile; the dataset is then as the others left it.
  ///
  /// Throws [Problem.Forbidden] where `writer` would change a row access that keeps rows from them.
  public PutResult put(Principal writer, DatasetDefinition proposed, Optional<String> ifMatch) {
    DefinitionRules.check(proposed);
    Optional<IfMatch> condition = ifMatch.map(IfMatch::parse);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<Table> table = tables.open(proposed.name());
      Optional<PutResult> result =
          table.isPresent()
              ? evolve(writer, table.get(), proposed, condition)
              : create(proposed, condition);
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw new Problem.Busy(
            "the definition of '%s' was changed by others %d times meanwhile"
                .formatted(proposed.name(), ATTEMPTS))
        .exception();
  }

  /// The dataset as it is now. Throws [Problem.UnknownDataset].
  public DatasetSummary get(DatasetName name) {
    TableSnapshot snapshot = table(name).snapshot(LATEST);
    DatasetDefinition definition = snapshot.definition();
    List<DataFile> files = snapshot.files(Predicate.ALWAYS);
    EventTimeRange times = EventTimeRange.of(definition, files);
    return new DatasetSummary(
        definition,
        DefinitionTag.of(definition),
        snapshot.version(),
        snapshot.time(),
        files.stream().mapToLong(DataFile::rows).sum(),
        files.size(),
        files.stream().mapToLong(DataFile::bytes).sum(),
        times.first(),
        times.last());
  }

  /// The rows that `reader` sees of the dataset, which has the definition `latest`. Throws
  /// [Problem.UnknownDataset] where it must not be told of.
  public RowView view(Principal reader, DatasetDefinition latest) {
    return new SeenDatasets(tables, reader).view(latest);
  }

  /// The datasets there are that `reader` may see, by name, damaged ones among them.
  public List<DatasetEntry> list(Principal reader) {
    List<DatasetName> seen =
        tables.list().stream().filter(name -> reader.maySee(name.value())).toList();
    return ConcurrentReads.map(seen, name -> entry(reader, name)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /// The last `limit` commits of the dataset, newest first. Throws [Problem.UnknownDataset],
  /// [Problem.Forbidden] where `reader` does not see all of its rows, and
  /// [Problem.MalformedRequest] unless `limit` is 1 to [#MAX_HISTORY].
  public List<HistoryEntry> history(Principal reader, DatasetName name, int limit) {
    if (limit < 1 || limit > MAX_HISTORY) {
      throw new Problem.MalformedRequest(
              "limit is %d; it must be 1 to %d".formatted(limit, MAX_HISTORY))
          .exception();
    }
    Table table = table(name);
    new SeenDatasets(tables, reader).requireWhole(table);
    return table.history(limit);
  }

  /// Empty if another put created the dataset meanwhile.
  private Optional<PutResult> create(DatasetDefinition proposed, Optional<IfMatch> condition) {
    if (condition.isPresent()) {
      throw condition.get().unmetByNone();
    }
    DatasetDefinition first = proposed.withSchemaVersion(1);
    return tables
        .create(first)
        .map(table -> new PutResult(Change.CREATED, first, 0, DefinitionTag.of(first)));
  }

  /// Empty if another put changed the definition meanwhile.
  private static Optional<PutResult> evolve(
      Principal writer, Table table, DatasetDefinition proposed, Optional<IfMatch> condition) {
    TableSnapshot snapshot = table.snapshot(LATEST);
    DatasetDefinition current = snapshot.definition();
    String etag = DefinitionTag.of(current);
    if (etag.equals(DefinitionTag.of(proposed))) {
      return Optional.of(new PutResult(Change.UNCHANGED, current, snapshot.version(), etag));
    }
    condition.ifPresent(header -> header.requireMatch(etag));
    if (!current.rowAccess().equals(proposed.rowAccess())) {
      writer.requireWhole(current.name().value(), current.rowAccess());
    }
    return switch (SchemaEvolution.check(current, proposed)) {
      case SchemaEvolution.Outcome.Unchanged unchanged ->
          Optional.of(new PutResult(Change.UNCHANGED, current, snapshot.version(), etag));
      case SchemaEvolution.Outcome.Compatible compatible ->
          evolve(
              table,
              snapshot,
              proposed.withSchemaVersion(
                  current.schemaVersion() + (compatible.schemaChanged() ? 1 : 0)));
    };
  }

  private static Optional<PutResult> evolve(
      Table table, TableSnapshot base, DatasetDefinition next) {
    return switch (table.evolve(base, next)) {
      case EvolveResult.Evolved evolved -> {
        // Two puts at once may differ in what definitions are not compared by, such as a doc; then
        // the table counts the other's as this one.
        String etag = DefinitionTag.of(evolved.snapshot().definition());
        yield etag.equals(DefinitionTag.of(next))
            ? Optional.of(new PutResult(Change.EVOLVED, next, evolved.snapshot().version(), etag))
            : Optional.empty();
      }
      case EvolveResult.DefinitionChanged changed -> Optional.empty();
    };
  }

  private Table table(DatasetName name) {
    return tables
        .open(name)
        .orElseThrow(() -> new Problem.UnknownDataset(name.value()).exception());
  }

  /// Empty if the dataset went away since it was listed, or is not told of to `reader`.
  private Optional<DatasetEntry> entry(Principal reader, DatasetName name) {
    try {
      if (!new SeenDatasets(tables, reader).isTold(name)) {
        return Optional.empty();
      }
      return tables
          .open(name)
          .map(table -> table.snapshot(LATEST))
          .map(snapshot ->
              new DatasetEntry(
                  name, snapshot.definition().description(), OptionalLong.of(snapshot.version())));
    } catch (ProblemException e) {
      if (!(e.problem() instanceof Problem.DamagedTable)) {
        throw e;
      }
      LOG.error("dataset {} is damaged", name, e);
      if (name.isOfRejected() && reader.rows() != Principal.Rows.ALL) {
        return Optional.empty();
      }
      return Optional.of(new DatasetEntry(name, Optional.empty(), OptionalLong.empty()));
    }
  }
}
