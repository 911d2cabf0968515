package dev.tarn.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// One occurrence of a refusal or failure. It is thrown, as a [ProblemException], where it is
/// found, and answered at the edge; nothing in between rewraps it. No detail names a class, a
/// bucket or a host.
public sealed interface Problem {
  /// The kind of this problem.
  ProblemType type();

  /// What happened this time, naming the value at fault and what would be right.
  String detail();

  /// Where the value at fault stands, if it stands anywhere.
  default Optional<Place> place() {
    return Optional.empty();
  }

  /// After how many seconds the same request may succeed; empty where waiting does not help.
  default OptionalInt retryAfterSeconds() {
    return OptionalInt.empty();
  }

  /// This problem as something to throw.
  default ProblemException exception() {
    return new ProblemException(this);
  }

  /// A header, parameter or body field that does not fit the contract.
  record MalformedRequest(String detail, Optional<Place> place) implements Problem {
    public MalformedRequest(String detail) {
      this(detail, Optional.empty());
    }

    @Override
    public ProblemType type() {
      return ProblemType.MALFORMED_REQUEST;
    }
  }

  /// A body that is not what its media type says.
  record MalformedBody(String detail, Optional<Place> place) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.MALFORMED_BODY;
    }
  }

  /// SQL that is wrong, or that is more than one SELECT over known datasets.
  record SqlRefused(String detail, Optional<Place> place) implements Problem {
    public SqlRefused(String detail) {
      this(detail, Optional.empty());
    }

    @Override
    public ProblemType type() {
      return ProblemType.SQL_REFUSED;
    }
  }

  /// A query for an engine that there is none of here.
  record EngineNotConfigured(String engine) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.ENGINE_NOT_CONFIGURED;
    }

    @Override
    public String detail() {
      return "the engine '" + engine + "' is not configured here; 'duckdb' is always there";
    }

    @Override
    public Optional<Place> place() {
      return Optional.of(Place.pointer("/engine"));
    }
  }

  /// A request that came without a token that is accepted.
  record Unauthenticated(String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UNAUTHENTICATED;
    }
  }

  /// A request that the caller's token is not good enough for.
  ///
  /// @param scope what the token's scopes lack; empty where it is something else that it lacks
  record Forbidden(String detail, Optional<String> scope) implements Problem {
    public Forbidden(String detail) {
      this(detail, Optional.empty());
    }

    @Override
    public ProblemType type() {
      return ProblemType.FORBIDDEN;
    }
  }

  /// More requests of one caller than are taken.
  record TooManyRequests(long seconds) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.TOO_MANY_REQUESTS;
    }

    @Override
    public String detail() {
      return "this caller asks more of this dataset than is allowed; try again in "
          + seconds
          + " s";
    }

    @Override
    public OptionalInt retryAfterSeconds() {
      return OptionalInt.of((int) Math.min(seconds, Integer.MAX_VALUE));
    }
  }

  /// A path that no route serves.
  record UnknownRoute(String path) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UNKNOWN_ROUTE;
    }

    @Override
    public String detail() {
      return "nothing is served at " + path;
    }
  }

  /// A dataset that does not exist.
  record UnknownDataset(String dataset) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UNKNOWN_DATASET;
    }

    @Override
    public String detail() {
      return "no dataset is named '" + dataset + "'";
    }
  }

  /// A version or a time at which the dataset has no state that can be read.
  record UnknownVersion(String dataset, String wanted, String available) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UNKNOWN_VERSION;
    }

    @Override
    public String detail() {
      return "dataset '" + dataset + "' cannot be read as of " + wanted + "; it has " + available;
    }
  }

  /// A batch that no receipt is kept for.
  record UnknownReceipt(String dataset, String batch) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UNKNOWN_RECEIPT;
    }

    @Override
    public String detail() {
      return "dataset '" + dataset + "' has no receipt '" + batch + "'";
    }
  }

  /// An export that nobody asked for.
  record UnknownExport(String export) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UNKNOWN_EXPORT;
    }

    @Override
    public String detail() {
      return "there is no export '" + export + "'";
    }
  }

  /// A name that no schedule of the dataset has.
  record UnknownSchedule(String dataset, String schedule) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UNKNOWN_SCHEDULE;
    }

    @Override
    public String detail() {
      return "dataset '" + dataset + "' has no schedule '" + schedule + "'";
    }
  }

  /// A job that does not exist.
  record UnknownJob(String job) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UNKNOWN_JOB;
    }

    @Override
    public String detail() {
      return "there is no job '" + job + "'";
    }
  }

  /// A query that nobody submitted, or that another did.
  record UnknownQuery(String query) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UNKNOWN_QUERY;
    }

    @Override
    public String detail() {
      return "there is no query '" + query + "'";
    }
  }

  /// A path that is served, with other methods.
  record MethodNotAllowed(String method, List<String> allowed) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.METHOD_NOT_ALLOWED;
    }

    @Override
    public String detail() {
      return method + " is not served here; " + String.join(", ", allowed) + " would be";
    }
  }

  /// An `Accept` header that excludes everything the route can answer.
  record NotAcceptable(String accept, List<String> offered) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.NOT_ACCEPTABLE;
    }

    @Override
    public String detail() {
      return "'" + accept + "' accepts none of " + String.join(", ", offered);
    }
  }

  /// A query that was cancelled at its time limit.
  record QueryTimeout(long seconds) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.QUERY_TIMEOUT;
    }

    @Override
    public String detail() {
      return "the query was cancelled after " + seconds + " s";
    }
  }

  /// A definition that cannot follow the one the dataset has, by Avro's resolution rules.
  record SchemaConflict(String field, String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.SCHEMA_CONFLICT;
    }

    @Override
    public Optional<Place> place() {
      return Optional.of(Place.pointer(field));
    }
  }

  /// A schedule that cannot take the place of the one there is, or a name that a schedule has.
  record ScheduleConflict(String detail, Optional<Place> place) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.SCHEDULE_CONFLICT;
    }
  }

  /// An `If-Match` that names another state than the present one.
  record PreconditionFailed(String expected, String actual) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.PRECONDITION_FAILED;
    }

    @Override
    public String detail() {
      return "If-Match is " + expected + " but the dataset's ETag is " + actual;
    }
  }

  /// A body over a limit, before or after decompression.
  record PayloadTooLarge(String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.PAYLOAD_TOO_LARGE;
    }
  }

  /// A query that would read, or came to use, more than it may.
  record QueryTooLarge(String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.QUERY_TOO_LARGE;
    }
  }

  /// A result with more rows or bytes than one answer may carry.
  record ResultTooLarge(String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.RESULT_TOO_LARGE;
    }
  }

  /// A `Content-Type` or `Content-Encoding` that is not accepted here.
  ///
  /// @param advice what to do instead; empty where the accepted ones say it
  record UnsupportedMediaType(String header, String given, List<String> accepted, String advice)
      implements Problem {
    public UnsupportedMediaType(String header, String given, List<String> accepted) {
      this(header, given, accepted, "");
    }

    @Override
    public ProblemType type() {
      return ProblemType.UNSUPPORTED_MEDIA_TYPE;
    }

    @Override
    public String detail() {
      return header
          + " '"
          + given
          + "' is not one of "
          + String.join(", ", accepted)
          + (advice.isEmpty() ? "" : "; " + advice);
    }
  }

  /// A definition with a fault of its own.
  record InvalidDefinition(String pointer, String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.INVALID_DEFINITION;
    }

    @Override
    public Optional<Place> place() {
      return Optional.of(Place.pointer(pointer));
    }
  }

  /// A batch with records that do not fit; nothing of it was written, or, of a file, what precedes
  /// them alone.
  ///
  /// @param rejected how many records do not fit
  /// @param reasons the first of them, 100 at most
  /// @param written how many records before them were written
  record InvalidRecords(long records, long rejected, List<RejectedRecord> reasons, long written)
      implements Problem {
    public InvalidRecords {
      reasons = List.copyOf(reasons);
    }

    /// Of a batch of which nothing was written.
    public InvalidRecords(long records, long rejected, List<RejectedRecord> reasons) {
      this(records, rejected, reasons, 0);
    }

    @Override
    public ProblemType type() {
      return ProblemType.INVALID_RECORDS;
    }

    @Override
    public String detail() {
      return rejected
          + " of "
          + records
          + " records were rejected, and "
          + (written == 0 ? "nothing was written" : "of those before them " + written + " are in");
    }
  }

  /// A file that is not the one any more that was being read.
  record UploadChanged(String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.UPLOAD_CHANGED;
    }
  }

  /// An idempotency key that came with another body before.
  record IdempotencyKeyReused(String key) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.IDEMPOTENCY_KEY_REUSED;
    }

    @Override
    public String detail() {
      return "Idempotency-Key '" + key + "' was used for a request with another body";
    }
  }

  /// A commit that lost against other writers until its attempts ran out; nothing was committed.
  record Busy(String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.BUSY;
    }

    @Override
    public OptionalInt retryAfterSeconds() {
      return OptionalInt.of(1);
    }
  }

  /// A store that failed or did not answer.
  record StoreUnavailable(String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.STORE_UNAVAILABLE;
    }

    @Override
    public OptionalInt retryAfterSeconds() {
      return OptionalInt.of(2);
    }
  }

  /// An engine outside of the function that failed, or did not answer.
  record EngineUnavailable(String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.ENGINE_UNAVAILABLE;
    }

    @Override
    public OptionalInt retryAfterSeconds() {
      return OptionalInt.of(5);
    }
  }

  /// Measurements that could not be read where they are kept.
  record MetricsUnavailable(String detail) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.METRICS_UNAVAILABLE;
    }

    @Override
    public OptionalInt retryAfterSeconds() {
      return OptionalInt.of(5);
    }
  }

  /// A table whose log lacks what its state is made of, or has it in a form that cannot be read.
  /// What the table holds cannot be told; nothing was read or written.
  ///
  /// @param faults at least one; of missing entries the first 100 at most
  record DamagedTable(String dataset, List<LogFault> faults) implements Problem {
    public DamagedTable {
      faults = List.copyOf(faults);
    }

    @Override
    public ProblemType type() {
      return ProblemType.DAMAGED_TABLE;
    }

    @Override
    public String detail() {
      Map<String, List<Long>> versions = new LinkedHashMap<>();
      for (LogFault fault : faults) {
        switch (fault) {
          case LogFault.MissingLog() -> {
            return "dataset '" + dataset + "' has data files and no log";
          }
          case LogFault.MissingEntry(long version) -> add(versions, "no entry", version);
          case LogFault.UnreadableEntry(long version) ->
              add(versions, "an unreadable entry", version);
          case LogFault.MissingCheckpoint(long version) -> add(versions, "no checkpoint", version);
          case LogFault.UnreadableCheckpoint(long version) ->
              add(versions, "an unreadable checkpoint", version);
        }
      }
      return "the log of dataset '"
          + dataset
          + "' has "
          + versions.entrySet().stream()
              .map(each -> each.getKey() + " of " + named(each.getValue()))
              .collect(Collectors.joining(" and "));
    }

    private static void add(Map<String, List<Long>> versions, String what, long version) {
      versions.computeIfAbsent(what, none -> new ArrayList<>()).add(version);
    }

    private static String named(List<Long> versions) {
      return (versions.size() == 1 ? "version " : "versions ")
          + versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
  }

  /// A data file that the table's log names and the store does not have as the log says.
  ///
  /// @param file its key below the lake
  /// @param fault what is wrong, as the rest of a sentence about the file
  record DamagedFile(String file, String fault) implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.DAMAGED_TABLE;
    }

    @Override
    public String detail() {
      return "data file " + file + " " + fault;
    }
  }

  /// A fault of Tarn's own; the log holds its cause under the request's id.
  record Internal() implements Problem {
    @Override
    public ProblemType type() {
      return ProblemType.INTERNAL;
    }

    @Override
    public String detail() {
      return "the failure was logged under this request's id";
    }
  }
}
