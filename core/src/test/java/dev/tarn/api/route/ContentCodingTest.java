package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import dev.tarn.access.Principal;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.Operation;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class ContentCodingTest {
  private final ContentCoding coding = new ContentCoding(new IngestLimits(10_000, 100_000, 10));

  @Test
  void gzipAndIdentityAreUndone() throws IOException {
    byte[] text = "{\"a\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertThat(coding.decoded(request("identity", text))).isEqualTo(text);
    assertThat(coding.decoded(request("GZIP", gzip(text)))).isEqualTo(text);
  }

  @Test
  void aBombIsGivenUpAtTheLimit() throws IOException {
    byte[] bomb = gzip(new byte[5_000_000]);

    assertThat(bomb.length).isLessThan(10_000);
    assertThat(problem("gzip", bomb)).isInstanceOf(Problem.PayloadTooLarge.class);
    assertThat(problem("identity", new byte[10_001])).isInstanceOf(Problem.PayloadTooLarge.class);
  }

  @Test
  void whatIsCutOffOrNoGzipIsMalformed() throws IOException {
    byte[] whole = gzip("{\"a\": 1}".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    byte[] corrupt = whole.clone();
    corrupt[whole.length - 6] ^= 1;

    for (int length = 0; length < whole.length; length++) {
      assertThat(problem("gzip", Arrays.copyOf(whole, length)))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(Problem.MalformedBody.class);
    }
    assertThat(problem("gzip", corrupt)).isInstanceOf(Problem.MalformedBody.class);
    assertThat(problem("gzip", new byte[] {'{', '}'})).isInstanceOf(Problem.MalformedBody.class);
  }

  @Test
  void zstdAndDeflateAreUndoneTheLatterWithAndWithoutItsFrame() throws IOException {
    byte[] text = "{\"a\": 1}".repeat(500).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] zstd = Zstd.compress(text);

    assertThat(coding.decoded(request("zstd", zstd))).isEqualTo(text);
    assertThat(coding.decoded(request("deflate", deflate(text, false)))).isEqualTo(text);
    assertThat(coding.decoded(request("deflate", deflate(text, true)))).isEqualTo(text);
    assertThat(problem("zstd", Zstd.compress(new byte[5_000_000])))
        .isInstanceOf(Problem.PayloadTooLarge.class);
    assertThat(problem("deflate", deflate(new byte[5_000_000], true)))
        .isInstanceOf(Problem.PayloadTooLarge.class);
  }

  @Test
  void whatFollowsTheCompressedBytesIsRefused() throws IOException {
    byte[] text = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    for (String name : List.of("gzip", "zstd", "deflate")) {
      byte[] whole =
          switch (name) {
            case "gzip" -> gzip(text);
            case "zstd" -> Zstd.compress(text);
            default -> deflate(text, false);
          };
      byte[] more = Arrays.copyOf(whole, whole.length + 3);
      assertThat(problem(name, more)).as(name).isInstanceOf(Problem.MalformedBody.class);
      assertThat(problem(name, more).detail()).startsWith("the body is no " + name + ": its bytes");
    }
    byte[] first = gzip(text);
    byte[] both = Arrays.copyOf(first, first.length * 2);
    System.arraycopy(first, 0, both, first.length, first.length);
    assertThat(coding.decoded(request("gzip", both))).asString().isEqualTo("{}{}");
  }

  @Test
  void otherCodingsAndSeveralAreNamedWithWhatIsAccepted() {
    for (String other : List.of("br", "gzip, gzip", "gzip,zstd")) {
      assertThat(problem(other, new byte[1])).isInstanceOf(Problem.UnsupportedMediaType.class);
      assertThat(problem(other, new byte[1]).detail())
          .contains(other, "identity, gzip, zstd, deflate");
    }
  }

  private static byte[] deflate(byte[] bytes, boolean raw) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, new Deflater(6, raw))) {
      deflate.write(bytes);
    }
    return out.toByteArray();
  }

  private Problem problem(String encoding, byte[] body) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> coding.decoded(request(encoding, body)))
        .actual()
        .problem();
  }

  private static ApiRequest request(String encoding, byte[] body) {
    return new ApiRequest(
        "1",
        Operation.POST_RECORDS,
        Principal.withoutToken(),
        Map.of(),
        Map.of(),
        Map.of("content-encoding", encoding),
        body);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
