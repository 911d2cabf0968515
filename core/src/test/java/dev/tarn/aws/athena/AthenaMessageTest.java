package dev.tarn.aws.athena;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.problem.Place;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AthenaMessageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "denied on s3://lake-1/tables/a (Service: S3) | denied on the store (Service: S3)",
        "User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized"
            + " | User: a resource is not authorized",
        "account 111122223333 is closed | account an account is closed",
        "Column 'x' cannot be resolved. This query ran against the \"tarn\" database, unless"
            + " qualified by the query. Please post the error message on our forum"
            + " | Column 'x' cannot be resolved.",
      })
  void namesNoResource(String message, String text) {
    assertThat(AthenaMessage.of(message, 1).text()).isEqualTo(text);
  }

  @Test
  void placesWhatIsWrongInTheClientsSql() {
    AthenaMessage message =
        AthenaMessage.of("COLUMN_NOT_FOUND: line 3:8: Column 'x' cannot be resolved", 1);

    assertThat(message)
        .isEqualTo(
            new AthenaMessage("Column 'x' cannot be resolved", Optional.of(Place.position(2, 8))));
  }

  @Test
  void placesNothingInWhatTheClientDidNotWrite() {
    assertThat(AthenaMessage.of("TABLE_NOT_FOUND: line 1:30: Table 'a' does not exist", 1))
        .isEqualTo(new AthenaMessage("Table 'a' does not exist", Optional.empty()));
  }
}
