package dev.tarn.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "earthquakes", "a_b", "a1_", "readings__rejected", "a___rejected"})
  void namesOfClientsAndOfWhatTarnKeepsOfThem(String name) {
    assertThat(DatasetName.parse(name)).contains(new DatasetName(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "1a",
        "_a",
        "a__b",
        "a__",
        "__rejected",
        "a__rejected__rejected",
        "a-b",
        "a b",
        "a\"b",
        "a/../b",
        "a__rejectedx",
        "ä"
      })
  void anythingElseIsNone(String name) {
    assertThat(DatasetName.parse(name)).isEmpty();
  }

  @Test
  void theLongestNameHasRejectedRecordsToo() {
    String longest = "a".repeat(63);

    assertThat(new DatasetName(longest).ofRejected().isOfRejected()).isTrue();
    assertThat(DatasetName.parse(longest + "a")).isEmpty();
    assertThat(DatasetName.parse(longest + "a__rejected")).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> new DatasetName(longest).ofRejected().ofRejected());
  }
}
