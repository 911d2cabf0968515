package dev.tarn.job;

import dev.tarn.dataset.DatasetName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names one job: the dataset it works on, what it does, and a name that is its own among those.
/// Two requests for the same thing make the same id, and so one job.
///
/// Its text is `<dataset>.<kind>.<name>`, such as `earthquakes.export.daily.2026-01-31`.
///
/// @param name 1 to 120 letters, digits, `-`, `_` and `.`
public record JobId(DatasetName dataset, JobKind kind, String name) {
  private static final Pattern TEXT =
      Pattern.compile("([a-z0-9_]{1,73})\\.([a-z]+)\\.([A-Za-z0-9_.-]{1,120})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,120}");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Throws [IllegalArgumentException] if `name` has another form.
  public JobId {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name of a job");
    }
  }

  /// `time` to the second, as it stands in names: `20260131T050000Z`, in UTC.
  public static String stamp(Instant time) {
    return STAMP.format(time);
  }

  /// The id whose text is `text`, or empty if that is none.
  public static Optional<JobId> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? DatasetName.parse(parts.group(1))
            .flatMap(dataset ->
                JobKind.parse(parts.group(2)).map(kind -> new JobId(dataset, kind, parts.group(3))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return dataset + "." + kind.label() + "." + name;
  }
}
