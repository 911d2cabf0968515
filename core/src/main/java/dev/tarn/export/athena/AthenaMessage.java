package dev.tarn.export.athena;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Athena says about a statement, as far as a client may see it.
///
/// @param text on one line, without places in the store
/// @param place in the request's SQL, if Athena names one
record AthenaMessage(String text, Optional<Place> place) {
  private static final Pattern PLACED = Pattern.compile("line (\\d{1,6}):(\\d{1,6}): (.*)");
  private static final Pattern LOCATION = Pattern.compile("s3[an]?://[^\\s'\",;)]*");
  private static final int LONGEST = 500;

  /// What `message` says.
  static AthenaMessage of(String message) {
    String line = LOCATION.matcher(message).replaceAll("the store").replaceAll("\\s+", " ").strip();
    String text = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    Matcher placed = PLACED.matcher(text);
    if (!placed.matches()) {
      return new AthenaMessage(text, Optional.empty());
    }
    int number = Integer.parseInt(placed.group(1)) - UnloadStatement.LINES_BEFORE;
    return new AthenaMessage(
        placed.group(3),
        number < 1
            ? Optional.empty()
            : Optional.of(Place.position(number, Integer.parseInt(placed.group(2)))));
  }

  /// The refusal of the SQL for that reason.
  ProblemException refusal() {
    return new Problem.SqlRefused(text, place).exception();
  }
}
