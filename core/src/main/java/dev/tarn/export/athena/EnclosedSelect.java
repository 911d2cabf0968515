package dev.tarn.export.athena;

import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.aws.athena.SharedLexicon;
import dev.tarn.aws.athena.SqlToken;
import dev.tarn.problem.Problem;
import java.util.List;

/// Sees to it that a SELECT ends where the parentheses around it do, so that it cannot become
/// another statement, and that Athena sees in it what it was accepted for.
final class EnclosedSelect {
  private EnclosedSelect() {}

  /// `sql` in parentheses, each on a line of its own. Throws [Problem.SqlRefused] with the place
  /// where it would leave them, is more than one statement, is not read alike by DuckDB and Athena,
  /// or names what is in the catalog at `place`.
  static String of(String sql, AthenaPlace place) {
    List<SqlToken> tokens = SharedLexicon.tokens(sql);
    for (SqlToken token : tokens) {
      if (token.isSign(';')) {
        throw SharedLexicon.refused(sql, "';' is not accepted outside of quotes", token.start());
      }
    }
    SharedLexicon.refuseQualified(sql, tokens, place);
    return "(\n" + sql + "\n)";
  }
}
