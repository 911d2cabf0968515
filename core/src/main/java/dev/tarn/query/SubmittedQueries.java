package dev.tarn.query;

import java.util.Optional;

/// Keeps what is known of submitted queries, for as long as their results are kept.
public interface SubmittedQueries {
  /// Keeps `query`, unless one of its id is kept.
  ///
  /// @return what is kept then
  SubmittedQuery keep(SubmittedQuery query);

  /// The query of that id. No text is refused: what cannot be an id is that of no query.
  Optional<SubmittedQuery> find(String id);
}
