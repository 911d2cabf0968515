package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TapeTest {
  private static final int TRIALS = 200;

  /// Random values of all sizes, and now and then back to an earlier mark, as rejected records go.
  @Test
  void givesBackWhatWasPutOnItAcrossBlocks() {
    Random random = new Random(2);
    for (int trial = 0; trial < TRIALS; trial++) {
      Tape tape = new Tape(1 + random.nextInt(200));
      List<Object> kept = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        long mark = tape.mark();
        Object value = put(tape, random);
        if (random.nextInt(4) == 0) {
          put(tape, random);
          tape.truncate(mark);
        } else {
          kept.add(value);
        }
      }

      TapeCursor cursor = tape.cursor(0);
      for (Object value : kept) {
        assertThat(read(cursor, value)).isEqualTo(value);
      }
    }
  }

  private static Object put(Tape tape, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> {
        byte value = (byte) random.nextInt();
        tape.putByte(value);
        yield value;
      }
      case 1 -> {
        int value = random.nextInt();
        tape.putInt(value);
        yield value;
      }
      case 2 -> {
        long value = random.nextLong();
        tape.putLong(value);
        yield value;
      }
      case 3 -> {
        short value = (short) random.nextInt(1 << 15);
        tape.putCount(value);
        yield value;
      }
      default -> {
        String value = "aé😀".repeat(random.nextInt(40)) + "x".repeat(random.nextInt(100));
        char[] text = value.toCharArray();
        tape.putText(text, 0, text.length);
        yield value;
      }
    };
  }

  private static Object read(TapeCursor cursor, Object like) {
    return switch (like) {
      case Byte b -> (byte) cursor.readByte();
      case Integer i -> cursor.readInt();
      case Long l -> cursor.readLong();
      case Short s -> (short) cursor.readCount();
      default -> cursor.readText();
    };
  }

  @Test
  void holdsStringsLongerThanItsBlocks() {
    Tape tape = new Tape(16);
    char[] text = "long".repeat(1 << 20).toCharArray();
    tape.putByte(1);
    tape.putText(text, 0, text.length);
    tape.putLong(5);

    TapeCursor cursor = tape.cursor(0);

    assertThat(cursor.readByte()).isEqualTo(1);
    assertThat(cursor.readText()).hasSize(4 << 20);
    assertThat(cursor.readLong()).isEqualTo(5);
    assertThat(tape.size()).isLessThan(5 << 20);
  }
}
