package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// That no accepted function passes for repeatable by an oversight.
class RepeatabilityTest {
  private final FunctionList accepted = FunctionList.load();

  @Test
  void ofAcceptedFunctionsWithoutArgumentsConstantsAloneAreRepeatable() throws SQLException {
    Repeatability repeatability = new Repeatability(Database.release().unstableFunctions());
    Set<String> repeatable = new TreeSet<>();
    for (List<String> row :
        rows(
            "SELECT DISTINCT lower(function_name) FROM duckdb_functions()"
                + " WHERE function_type = 'scalar' AND len(parameter_types) = 0"
                + " AND varargs IS NULL")) {
      String name = row.getFirst();
      if (accepted.accepts(name) && !repeatability.isUnstable(name)) {
        repeatable.add(name);
      }
    }

    assertThat(repeatable).containsExactlyInAnyOrder("list_pack", "list_value", "map", "pi");
  }

  @Test
  void noAcceptedMacroThatPassesForRepeatableCallsWhatIsNot() throws SQLException {
    Set<String> unstable = new HashSet<>(Database.release().unstableFunctions());
    Repeatability repeatability = new Repeatability(unstable);
    // It gives no value at all.
    unstable.remove("error");
    unstable.addAll(Set.of("current_date", "current_time", "localtime"));
    for (List<String> macro :
        rows(
            "SELECT function_name, lower(macro_definition) FROM duckdb_functions()"
                + " WHERE function_type = 'macro'")) {
      if (accepted.accepts(macro.getFirst()) && !repeatability.isUnstable(macro.getFirst())) {
        assertThat(unstable)
            .as(macro.toString())
            .noneMatch(name -> macro.getLast().matches("(?s).*\\b" + name + "\\b.*"));
      }
    }
  }

  private static List<List<String>> rows(String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
