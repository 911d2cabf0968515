package dev.tarn.ingest;

import dev.tarn.compression.DamagedStreamException;
import dev.tarn.problem.Problem;
import dev.tarn.record.RangedFile;
import dev.tarn.record.RecordFile;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.PinnedObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/// The file of one upload, in the content that reading began with: as a stream, its coding undone
/// and in UTF-8 if it is text, or in ranges, as it was put.
///
/// Both throw [Problem.UploadChanged] where the content is another by now or gone. The stream
/// throws [Problem.MalformedBody] where it is not of its coding or encoding,
/// [Problem.PayloadTooLarge] where it comes to more than is read, and [RunTime.Over].
final class UploadedFile implements RecordFile, RangedFile {
  private static final int STEP = 4 << 20;
  private static final int SKIP = 64 * 1024;

  private final PinnedObject object;
  private final UploadCoding coding;
  private final Optional<Charset> charset;
  private final long mostBytes;
  private final RunTime time;

  /// The file of `upload`, of which no more than `mostBytes` are read once its coding is undone.
  UploadedFile(PinnedObject object, Upload upload, long mostBytes, RunTime time) {
    this.object = object;
    this.mostBytes = mostBytes;
    this.coding = upload.coding();
    this.charset = upload.charset();
    this.time = time;
  }

  @Override
  public long length() {
    return object.size();
  }

  @Override
  public byte[] range(long offset, int length) {
    time.requireLeft();
    try {
      return object.range(offset, length);
    } catch (ObjectNotFoundException e) {
      throw changed(offset);
    }
  }

  /// What is compressed or transcoded has to be read from its beginning, up to `offset` in vain.
  @Override
  public InputStream from(long offset) throws IOException {
    if (coding.compression().isEmpty() && charset.isEmpty()) {
      return new Text(object.from(offset, STEP), offset);
    }
    InputStream plain = object.from(0, STEP);
    try {
      if (coding.compression().isPresent()) {
        plain = coding.compression().get().undo(plain);
      }
      if (charset.isPresent()) {
        plain = new TranscodedStream(plain, charset.get());
      }
      Text text = new Text(plain, 0);
      text.skipTo(offset);
      return text;
    } catch (DamagedStreamException e) {
      plain.close();
      throw damaged(e);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static RuntimeException changed(long offset) {
    return new Problem.UploadChanged(
            "the file was replaced or removed after reading it began, before byte %d"
                .formatted(offset))
        .exception();
  }

  private RuntimeException damaged(DamagedStreamException e) {
    return new Problem.MalformedBody(
            "the file is no %s: its bytes %s".formatted(coding.label(), e.detail()),
            Optional.empty())
        .exception();
  }

  /// What is read of the file, within its bounds and told in the words of problems.
  private final class Text extends InputStream {
    private final InputStream in;
    private long position;

    Text(InputStream in, long position) {
      this.in = in;
      this.position = position;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      time.requireLeft();
      int count;
      try {
        count = in.read(target, offset, length);
      } catch (DamagedStreamException e) {
        throw damaged(e);
      } catch (ObjectNotFoundException e) {
        throw changed(position);
      }
      position += Math.max(0, count);
      if (position > mostBytes) {
        throw new Problem.PayloadTooLarge(
                "the file comes to more than %d bytes once its %s is undone"
                    .formatted(mostBytes, coding.label()))
            .exception();
      }
      return count;
    }

    /// In larger steps than those of [InputStream#skip].
    void skipTo(long offset) throws IOException {
      byte[] skipped = new byte[SKIP];
      while (position < offset) {
        if (read(skipped, 0, (int) Math.min(SKIP, offset - position)) < 0) {
          throw new EOFException("the file ends at byte " + position + ", before " + offset);
        }
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
