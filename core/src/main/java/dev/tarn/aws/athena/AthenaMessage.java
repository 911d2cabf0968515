package dev.tarn.aws.athena;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Athena says about a statement, as far as a client may see it.
///
/// @param text on one line, without places in the store, names of resources and numbers of accounts
/// @param place in the request's SQL, if Athena names one
public record AthenaMessage(String text, Optional<Place> place) {
  private static final Pattern PLACED =
      Pattern.compile("([A-Z][A-Z_]+: )?line (\\d{1,6}):(\\d{1,6}): (.*)");
  private static final Pattern LOCATION = Pattern.compile("s3[an]?://[^\\s'\",;)]*");
  private static final Pattern RESOURCE = Pattern.compile("arn:aws[\\w-]*:[^\\s'\",;)]*");
  private static final Pattern ACCOUNT = Pattern.compile("\\b\\d{12}\\b");

  /// What Athena adds to what it says: the database, and whom to ask.
  private static final Pattern ADDED =
      Pattern.compile("\\s*(?:This query ran against the \"|\\[Execution ID: ).*");

  private static final int LONGEST = 500;

  /// What `message` says of a statement whose first line is `linesBefore` lines into what Athena
  /// was given.
  public static AthenaMessage of(String message, int linesBefore) {
    String line = message.replaceAll("\\s+", " ").strip();
    line = ADDED.matcher(line).replaceAll("");
    line = LOCATION.matcher(line).replaceAll("the store");
    line = RESOURCE.matcher(line).replaceAll("a resource");
    line = ACCOUNT.matcher(line).replaceAll("an account");
    String text = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    Matcher placed = PLACED.matcher(text);
    if (!placed.matches()) {
      return new AthenaMessage(text, Optional.empty());
    }
    int number = Integer.parseInt(placed.group(2)) - linesBefore;
    return new AthenaMessage(
        placed.group(4),
        number < 1
            ? Optional.empty()
            : Optional.of(Place.position(number, Integer.parseInt(placed.group(3)))));
  }

  /// The refusal of the SQL for that reason.
  public ProblemException refusal() {
    return new Problem.SqlRefused(text, place).exception();
  }
}
