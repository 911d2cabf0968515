package dev.tarn.aws.athena;

import java.util.regex.Pattern;

/// Where Athena runs, and where its tables are.
///
/// @param workGroup whose limits and configuration hold
/// @param catalog that has the database, such as `AwsDataCatalog`
/// @param database that has a table for each dataset, of the dataset's name
public record AthenaPlace(String workGroup, String catalog, String database) {
  private static final Pattern WORK_GROUP = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_@/.-]{1,255}");

  /// Throws [IllegalArgumentException] that names the property at fault and what would be right.
  public AthenaPlace {
    require(WORK_GROUP, "workGroup", workGroup, "has 1 to 128 letters, digits, '.', '_' and '-'");
    require(NAME, "catalog", catalog, "is a name of 1 to 255 characters");
    require(NAME, "database", database, "is a name of 1 to 255 characters");
  }

  private static void require(Pattern pattern, String name, String value, String rule) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(name + " " + rule + ", not '" + value + "'");
    }
  }
}
