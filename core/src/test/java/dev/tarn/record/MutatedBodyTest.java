package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bodies that were right until some of their bytes were changed are refused as problems, or their
/// bad records rejected; the records that are accepted are whole, and the same whatever stood
/// around them.
final class MutatedBodyTest {
  private static final int SCHEMAS = 30;
  private static final int MUTATIONS = 200;
  private static final int RECORDS = 6;
  private static final byte[] TELLING =
      "{}[]\",:\\/ue+-.0123456789tfnNI \n\t\r\0\u0080\u00c0\u00ed\u00ff"
          .getBytes(StandardCharsets.ISO_8859_1);

  static IntStream seeds() {
    return IntStream.range(0, SCHEMAS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mutatedBodiesAreNeverHalfAccepted(int seed) {
    Random random = new Random(seed);
    RandomRecords records = new RandomRecords(seed);
    Schema schema = records.schema(8);
    RecordDecoder decoder =
        RecordDecoder.compile(Datasets.of(schema), new DecodeLimits(1_000, 20, 500, 100, 10));
    for (int i = 0; i < MUTATIONS; i++) {
      List<String> posted = new ArrayList<>();
      for (int j = 0; j < RECORDS; j++) {
        posted.add(records.record(schema));
      }
      boolean lines = random.nextBoolean();
      String body = lines ? String.join("\n", posted) : posted.toString();
      byte[] mutated = mutate(body.getBytes(StandardCharsets.UTF_8), random);

      decodeAndCheck(decoder, lines ? RecordFormat.NDJSON : RecordFormat.JSON, mutated);
    }
  }

  private static void decodeAndCheck(RecordDecoder decoder, RecordFormat format, byte[] body) {
    RecordBatch batch;
    try {
      batch = decoder.decode(format, body);
    } catch (ProblemException e) {
      assertThat(e.problem()).isInstanceOf(Problem.MalformedBody.class);
      assertThat(e.problem().place()).isPresent();
      return;
    }
    assertThat(batch.size() + batch.rejected()).isPositive();
    assertThat(batch.reasons()).hasSize((int) Math.min(10, batch.rejected()));
    if (format == RecordFormat.NDJSON) {
      List<String> alone = eachLineAlone(decoder, body);
      List<String> together = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        together.add(CallLog.of(batch, i));
      }
      assertThat(together).isEqualTo(alone);
    } else {
      for (int i = 0; i < batch.size(); i++) {
        CallLog.of(batch, i);
      }
    }
  }

  private static List<String> eachLineAlone(RecordDecoder decoder, byte[] body) {
    List<String> accepted = new ArrayList<>();
    int start = 0;
    for (int end = 0; end <= body.length; end++) {
      if (end == body.length || body[end] == '\n') {
        try {
          RecordBatch one =
              decoder.decode(RecordFormat.NDJSON, Arrays.copyOfRange(body, start, end));
          if (one.size() == 1) {
            accepted.add(CallLog.of(one, 0));
          }
        } catch (ProblemException e) {
          assertThat(e.problem()).isInstanceOf(Problem.MalformedBody.class);
        }
        start = end + 1;
      }
    }
    return accepted;
  }

  private static byte[] mutate(byte[] body, Random random) {
    byte[] mutated = body;
    for (int i = random.nextInt(3); i >= 0 && mutated.length > 1; i--) {
      int at = random.nextInt(mutated.length);
      int end = at + random.nextInt(Math.min(30, mutated.length - at));
      byte[] rest = Arrays.copyOfRange(mutated, end, mutated.length);
      mutated =
          switch (random.nextInt(5)) {
            case 0 -> joined(Arrays.copyOf(mutated, at), rest);
            case 1 -> Arrays.copyOf(mutated, at);
            case 2 ->
                joined(Arrays.copyOf(mutated, at), joined(telling(random), tail(mutated, at)));
            case 3 -> joined(Arrays.copyOf(mutated, end), tail(mutated, at));
            default -> {
              byte[] changed = mutated.clone();
              changed[at] = telling(random)[0];
              yield changed;
            }
          };
    }
    return mutated;
  }

  private static byte[] telling(Random random) {
    return new byte[] {TELLING[random.nextInt(TELLING.length)]};
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
