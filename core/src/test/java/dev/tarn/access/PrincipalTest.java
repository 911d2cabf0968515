package dev.tarn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.configuration.Settings;
import dev.tarn.dataset.RowAccess;
import dev.tarn.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {
  private static final Optional<RowAccess> BY_TENANT = Optional.of(new RowAccess("org", "tenant"));

  @Test
  void whoHasTheSameValuesHasTheSameViewKeyAndNobodyElse() {
    Set<String> keys =
        Set.of(
            key("a"),
            key("b"),
            key("a b"),
            key("[a b]"),
            key("[\"a b\",\"c\"]"),
            key(""),
            key("*"));

    assertThat(keys).hasSize(7);
    assertThat(key("[b a]")).isEqualTo(key("[a b]"));
    assertThat(key("[a *]")).isEqualTo(key("*"));
    assertThat(key("a")).hasSizeLessThanOrEqualTo(32).matches("[a-z0-9]+");
    assertThat(reader("a").viewKey("d", Optional.empty())).isEqualTo(key("*"));
  }

  @Test
  void workThatNeedsAllRowsIsRefusedToThoseWhoSeeSome() {
    Principal worker = reader("a").forAllRowsOf(Set.of("d"));

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> worker.view("d", BY_TENANT))
        .withMessageContaining("'tenant'");
    assertThat(worker.view("d", Optional.empty())).isEqualTo(new RowView.Whole());
    assertThat(reader("*").forAllRowsOf(Set.of("d")).view("d", BY_TENANT))
        .isEqualTo(new RowView.Whole());
    assertThat(worker.mayRead("d")).isTrue();
    assertThat(worker.mayRead("e")).isFalse();
  }

  @Test
  void badRecordsAreGrantedWithTheirDataset() {
    DatasetGrants grants = DatasetGrants.parse(List.of("d:r"));

    assertThat(grants.of("d__rejected")).isEqualTo(grants.of("d")).isNotEmpty();
    assertThat(grants.of("e__rejected")).isEmpty();
    assertThat(grants.texts()).containsExactly("d:r");
    assertThat(DatasetGrants.parse(DatasetGrants.ALL.texts())).isEqualTo(DatasetGrants.ALL);
  }

  @Test
  void settingsThatDoNotFitAreNamed() {
    assertThat(AccessSettings.read(new Settings(Map.of()))).isEqualTo(AccessSettings.STRICT);
    assertThat(AccessSettings.read(new Settings(Map.of("TARN_TOKENS", "none"))))
        .isEqualTo(AccessSettings.WITHOUT_TOKENS);
    for (String name :
        List.of(
            "TARN_TOKENS", "TARN_UNCLAIMED_DATASETS", "TARN_RATE_REQUESTS", "TARN_RATE_BYTES")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AccessSettings.read(new Settings(Map.of(name, "off"))))
          .withMessageContaining(name);
    }
  }

  private static String key(String claim) {
    return reader(claim).viewKey("d", BY_TENANT);
  }

  private static Principal reader(String claim) {
    return new Principal(
        "s",
        Set.of("query"),
        DatasetGrants.parse(List.of("d:r")),
        Map.of("tenant", ClaimText.values(claim)),
        Principal.Rows.BY_CLAIM);
  }
}
