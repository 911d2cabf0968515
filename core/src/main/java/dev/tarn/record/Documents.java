package dev.tarn.record;

import dev.tarn.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// JSON documents from several senders, to be decoded as one batch: an object each, or an array of
/// objects. One whose records cannot be told apart counts as one record, which is no JSON.
/// Immutable, as long as the bytes are.
public final class Documents {
  private final byte[] bytes;
  private final List<Slice> slices;

  private record Slice(
      RecordFormat format, int start, int end, int document, int position, Optional<Fault> fault)
      implements RecordSlices {
    @Override
    public boolean next() {
      return false;
    }
  }

  private Documents(byte[] bytes, List<Slice> slices) {
    this.bytes = bytes;
    this.slices = slices;
  }

  /// A document that somebody sent.
  ///
  /// @param bytes not to be changed
  /// @param refusal why none of its records is taken, if so, however they fit
  @SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
  public record Sent(byte[] bytes, Optional<String> refusal) {}

  /// The records of `documents`. An empty array has none.
  public static Documents of(List<Sent> documents) {
    byte[] all = new byte[documents.stream().mapToInt(document -> document.bytes().length).sum()];
    List<Slice> slices = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < documents.size(); i++) {
      byte[] document = documents.get(i).bytes();
      System.arraycopy(document, 0, all, from, document.length);
      slices.addAll(
          slices(
              document,
              i,
              from,
              documents.get(i).refusal().map(why -> new Fault(Fault.Code.ACCESS, "", why))));
      from += document.length;
    }
    return new Documents(all, List.copyOf(slices));
  }

  /// A record on its own.
  ///
  /// @param format [RecordFormat#JSON], or [RecordFormat#CSV] for a header and one row
  /// @param bytes not to be changed
  @SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
  public record Single(RecordFormat format, byte[] bytes) {}

  /// One record for each of `records`, whatever it is.
  public static Documents ofRecords(List<Single> records) {
    byte[] all = new byte[records.stream().mapToInt(record -> record.bytes().length).sum()];
    List<Slice> slices = new ArrayList<>();
    int from = 0;
    for (Single record : records) {
      int length = record.bytes().length;
      System.arraycopy(record.bytes(), 0, all, from, length);
      slices.add(
          new Slice(record.format(), from, from + length, slices.size(), 0, Optional.empty()));
      from += length;
    }
    return new Documents(all, List.copyOf(slices));
  }

  private static List<Slice> slices(
      byte[] document, int number, int from, Optional<Fault> refusal) {
    List<Slice> slices = new ArrayList<>();
    try {
      DocumentSlices cut = new DocumentSlices(document, BodyText.start(document));
      while (cut.next()) {
        slices.add(
            new Slice(
                RecordFormat.JSON,
                from + cut.start(),
                from + cut.end(),
                number,
                slices.size(),
                refusal));
      }
      return slices;
    } catch (ProblemException e) {
      return List.of(
          new Slice(
              RecordFormat.JSON,
              from,
              from + document.length,
              number,
              0,
              refusal.or(() -> Optional.of(new Fault(Fault.Code.JSON, "", e.problem().detail())))));
    }
  }

  /// How many records there are, over all documents.
  public int records() {
    return slices.size();
  }

  /// Which document the record is in, from 0.
  public int document(int record) {
    return slices.get(record).document();
  }

  /// Where in its document the record stands, from 0.
  public int position(int record) {
    return slices.get(record).position();
  }

  /// All documents, one after another; shared, not to be changed.
  public byte[] bytes() {
    return bytes;
  }

  RecordSlices record(int record) {
    return slices.get(record);
  }

  RecordFormat format(int record) {
    return slices.get(record).format();
  }

  /// What keeps the record from being taken before it is read, if something does: its document
  /// cannot be cut into records, or is refused.
  Optional<Fault> fault(int record) {
    return slices.get(record).fault();
  }
}
