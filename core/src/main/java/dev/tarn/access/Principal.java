package dev.tarn.access;

import dev.tarn.access.DatasetGrants.Permission;
import dev.tarn.dataset.RowAccess;
import dev.tarn.problem.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whoever a request is made for, and what a token says of them. It goes with a request through
/// endpoints to use cases; nothing else says who asks.
///
/// @param subject whom the token names
/// @param scopes what kinds of operations it is good for
/// @param datasets which datasets
/// @param claims all values of its other claims
/// @param rows how the rows of datasets with row access are chosen
public record Principal(
    String subject,
    Set<String> scopes,
    DatasetGrants datasets,
    Map<String, Set<String>> claims,
    Rows rows) {
  /// The value of a claim that stands for all values.
  public static final String EVERY_VALUE = "*";

  /// How the rows of datasets with row access are chosen.
  public enum Rows {
    /// Those of the claim's values.
    BY_CLAIM,
    /// All if the claim is [#EVERY_VALUE], and else the dataset is refused.
    WHOLE_OR_REFUSED,
    /// All.
    ALL
  }

  /// Copies its arguments.
  public Principal {
    scopes = Set.copyOf(scopes);
    Map<String, Set<String>> copy = new HashMap<>();
    claims.forEach((name, values) -> copy.put(name, Set.copyOf(values)));
    claims = Map.copyOf(copy);
  }

  /// Whoever reaches a Tarn that asks for no tokens: they may do everything.
  public static Principal withoutToken() {
    return new Principal(
        "", Set.of("ingest", "query", "export", "admin"), DatasetGrants.ALL, Map.of(), Rows.ALL);
  }

  /// Whoever asks for what is open to all: they may do nothing else.
  public static Principal nobody() {
    return new Principal("", Set.of(), DatasetGrants.NONE, Map.of(), Rows.BY_CLAIM);
  }

  /// The same, for work that must have all rows of the datasets it reads, now or later: with what
  /// matters to that alone.
  ///
  /// @param read the names of the datasets that it reads
  public Principal forAllRowsOf(Set<String> read) {
    Map<String, Set<Permission>> grants = new HashMap<>();
    for (String name : read) {
      if (mayRead(name)) {
        grants.put(name, Set.of(Permission.READ));
      }
    }
    Map<String, Set<String>> unbounded = new HashMap<>();
    claims.forEach((name, values) -> {
      if (values.contains(EVERY_VALUE)) {
        unbounded.put(name, Set.of(EVERY_VALUE));
      }
    });
    return new Principal(
        subject, Set.of(), new DatasetGrants(grants), unbounded, needingAllRows().rows);
  }

  /// The same, for work that must have all rows of what it reads.
  public Principal needingAllRows() {
    return new Principal(
        subject, scopes, datasets, claims, rows == Rows.BY_CLAIM ? Rows.WHOLE_OR_REFUSED : rows);
  }

  /// Whether the dataset, if there is one, is told of at all.
  public boolean maySee(String dataset) {
    return !datasets.of(dataset).isEmpty();
  }

  /// Whether the dataset, if there is one, may be read.
  public boolean mayRead(String dataset) {
    return datasets.of(dataset).contains(Permission.READ);
  }

  /// Throws [Problem.UnknownDataset] where the dataset must not be told of, as if there were none,
  /// and [Problem.Forbidden] where it may be written alone.
  public void requireRead(String dataset) {
    require(dataset, Permission.READ, "r", "read");
  }

  /// Throws [Problem.UnknownDataset] where the dataset must not be told of, as if there were none,
  /// and [Problem.Forbidden] where it may be read alone.
  public void requireWrite(String dataset) {
    require(dataset, Permission.WRITE, "w", "written");
  }

  /// Throws as [#requireRead] and [#requireWrite] do together.
  public void requireAdminister(String dataset) {
    requireRead(dataset);
    requireWrite(dataset);
  }

  private void require(String dataset, Permission permission, String letter, String done) {
    if (!maySee(dataset)) {
      throw new Problem.UnknownDataset(dataset).exception();
    }
    if (!datasets.of(dataset).contains(permission)) {
      throw new Problem.Forbidden(
              "the dataset '%s' may not be %s with this token: its claim datasets needs '%s:%s'"
                  .formatted(dataset, done, dataset, letter))
          .exception();
    }
  }

  /// Whether all rows are seen of a dataset that has, now, the row access given.
  boolean seesAll(Optional<RowAccess> access) {
    return access.isEmpty()
        || rows == Rows.ALL
        || claims.getOrDefault(access.get().claim(), Set.of()).contains(EVERY_VALUE);
  }

  /// The rows seen of `dataset`, whose definition has, now, the row access given. Throws
  /// [Problem.Forbidden] where all are needed and not all are seen.
  public RowView view(String dataset, Optional<RowAccess> access) {
    if (access.isEmpty() || seesAll(access)) {
      return new RowView.Whole();
    }
    Set<String> values = claims.getOrDefault(access.get().claim(), Set.of());
    if (rows == Rows.WHOLE_OR_REFUSED) {
      throw partial(dataset, access.get());
    }
    return new RowView.Restricted(access.get().column(), access.get().claim(), values);
  }

  /// Throws [Problem.Forbidden] unless all rows of `dataset` are seen, whose definition has, now,
  /// the row access given.
  public void requireWhole(String dataset, Optional<RowAccess> access) {
    if (view(dataset, access) instanceof RowView.Restricted) {
      throw partial(dataset, access.orElseThrow());
    }
  }

  private static RuntimeException partial(String dataset, RowAccess access) {
    return new Problem.Forbidden(
            "this needs all rows of the dataset '%s', which a token sees whose claim '%s' is '*'"
                .formatted(dataset, access.claim()))
        .exception();
  }

  /// What answers that were made for one reader of a dataset are kept by, so that they serve others
  /// only who see the same rows: see [RowView#key()].
  public String viewKey(String dataset, Optional<RowAccess> access) {
    return view(dataset, access).key();
  }
}
