package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FunctionListTest {
  private final FunctionList functions = FunctionList.load();

  @Test
  void everyFunctionOfTheEngineIsEitherAcceptedOrRefusedOnPurpose() throws Exception {
    Set<String> decided = new TreeSet<>(functions.names());
    decided.addAll(refused());

    assertThat(engineFunctions()).isSubsetOf(decided);
  }

  @Test
  void noFunctionIsInBothLists() throws IOException {
    assertThat(functions.names()).doesNotContainAnyElementsOf(refused());
  }

  @Test
  void namesAreAcceptedWhateverTheirCase() {
    assertThat(functions.accepts("SUM")).isTrue();
    assertThat(functions.accepts("GetEnv")).isFalse();
  }

  private static Set<String> refused() throws IOException {
    try (InputStream in =
            Objects.requireNonNull(
                FunctionListTest.class.getResourceAsStream("functions-refused.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("# "))
          .map(line -> line.toLowerCase(Locale.ROOT))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> engineFunctions() throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT lower(function_name) FROM duckdb_functions()"
                    + " WHERE function_type IN ('scalar', 'aggregate', 'macro', 'window')")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
