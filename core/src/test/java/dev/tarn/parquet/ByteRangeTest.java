package dev.tarn.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteRangeTest {
  private static final int GAP = 1 << 20;

  @Test
  void neighboursAreOneRequest() {
    assertThat(ByteRange.coalesce(List.of(new ByteRange(20, 30), new ByteRange(10, 20)), GAP))
        .containsExactly(new ByteRange(10, 30));
  }

  @Test
  void theSmallestGapsAreReadAlong() {
    List<ByteRange> wanted =
        List.of(
            new ByteRange(0, 1_000_000),
            new ByteRange(1_100_000, 2_000_000),
            new ByteRange(2_250_000, 3_000_000));

    assertThat(ByteRange.coalesce(wanted, GAP))
        .containsExactly(new ByteRange(0, 2_000_000), new ByteRange(2_250_000, 3_000_000));
  }

  @Test
  void aGapThatIsLongerThanARequestIsWorthIsNotReadAlong() {
    List<ByteRange> wanted = List.of(new ByteRange(0, 8_000), new ByteRange(8_100, 9_000));

    assertThat(ByteRange.coalesce(wanted, 99)).hasSize(2);
    assertThat(ByteRange.coalesce(wanted, 100)).hasSize(1);
  }

  @Test
  void aLongRangeIsReadInParts() {
    List<ByteRange> parts = new ByteRange(5, 5 + 2L * ByteRange.LONGEST + 1).parts();

    assertThat(parts).hasSize(3);
    assertThat(parts.getLast().length()).isEqualTo(1);
    assertThat(ByteRange.coalesce(parts, GAP)).isEqualTo(parts);
  }

  @Test
  void requestsHoldAllThatIsWantedAndLittleElse() {
    long seed = 1129;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<ByteRange> wanted = new ArrayList<>();
      long at = 4;
      for (int i = random.nextInt(40); i >= 0; i--) {
        at += random.nextInt(3) == 0 ? 0 : random.nextInt(200_000);
        long end = at + 1 + random.nextInt(400_000);
        wanted.add(new ByteRange(at, end));
        at = end;
      }
      List<ByteRange> requests = ByteRange.coalesce(wanted, GAP);

      assertThat(wanted)
          .as("round %d of seed %d", round, seed)
          .allSatisfy(
              piece -> assertThat(requests).filteredOn(each -> each.contains(piece)).hasSize(1));
      assertThat(ByteRange.sum(requests))
          .isLessThanOrEqualTo(
              ByteRange.sum(wanted) + Math.max(16 << 10, ByteRange.sum(wanted) / 8));
    }
  }
}
