package dev.tarn.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  private final Settings settings =
      new Settings(Map.of("BUCKET", "lake", "EMPTY", " ", "SIZE", "42", "WORD", "many"));

  @Test
  void aMissingOrBlankVariableIsNamed() {
    assertThat(settings.required("BUCKET")).isEqualTo("lake");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.required("REGION"))
        .withMessageContaining("REGION");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.required("EMPTY"))
        .withMessageContaining("EMPTY");
    assertThat(settings.optional("EMPTY")).isEmpty();
  }

  @Test
  void aNumberIsWithinItsBoundsOrNamedWithItsValue() {
    assertThat(settings.number("SIZE", 1, 0, 100)).isEqualTo(42);
    assertThat(settings.number("ABSENT", 7, 0, 100)).isEqualTo(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.number("SIZE", 1, 0, 41))
        .withMessageContaining("SIZE is 42");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.number("WORD", 1, 0, 41))
        .withMessageContaining("'many'");
  }
}
