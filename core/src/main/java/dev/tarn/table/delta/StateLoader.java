package dev.tarn.table.delta;

import dev.tarn.problem.LogFault;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.StoredObject;
import io.delta.kernel.TableManager;
import io.delta.kernel.internal.SnapshotImpl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// Loads states of one table from its log. The log is listed once, from a checkpoint on; what the
/// listing names is then read at once, and Kernel puts it together from memory.
final class StateLoader {
  private static final Pattern LAST_CHECKPOINT = Pattern.compile("\"version\"\\s*:\\s*(\\d{1,18})");
  private static final List<Long> WINDOWS = List.of(100L, 1_000L, Long.MAX_VALUE);

  private final DeltaLog log;

  StateLoader(DeltaLog log) {
    this.log = log;
  }

  /// The latest state, or empty if there is no table. Costs one listing if `known` is an earlier
  /// state, and the commits since. Throws [Problem.DamagedTable] if something is missing that the
  /// state is made of: what a listing does not show is not there, and cleaning leaves the last
  /// checkpoint and whatever follows it.
  Optional<TableState> latest(LogReader reader, Optional<TableState> known) {
    OptionalLong checkpoint =
        known.isPresent() ? known.get().listing().checkpointVersion() : lastCheckpoint(reader);
    long from = known.map(state -> state.listing().firstVersion()).orElse(checkpoint.orElse(0));
    List<ObjectSummary> found = list(reader, from);
    Optional<LogListing> listing = LogListing.of(log.layout(), found, Long.MAX_VALUE);
    if (listing.isEmpty() && from > 0) {
      found = list(reader, 0);
      listing = LogListing.of(log.layout(), found, Long.MAX_VALUE);
    }
    if (listing.isEmpty()) {
      return none(reader, found, checkpoint);
    }
    long last = known.map(TableState::version).orElse(checkpoint.orElse(-1));
    if (listing.get().version() < last) {
      throw lacking(
          LongStream.rangeClosed(listing.get().version() + 1, last).limit(100).boxed().toList());
    }
    if (known.isPresent() && known.get().listing().isSameAs(listing.get())) {
      return known;
    }
    return Optional.of(load(reader, listing.get(), known));
  }

  /// What to make of a log that holds no whole state: empty if there is no table.
  ///
  /// @param checkpoint the version of a checkpoint that there was
  private Optional<TableState> none(
      LogReader reader, List<ObjectSummary> found, OptionalLong checkpoint) {
    List<Long> missing = LogListing.missing(log.layout(), found);
    boolean hasCheckpoint =
        found.stream().anyMatch(object -> log.layout().checkpointVersion(object.key()).isPresent());
    if (checkpoint.isPresent() && !hasCheckpoint) {
      // The entries before it may have been cleaned away; with it, they are not needed.
      List<LogFault> faults = new ArrayList<>();
      faults.add(new LogFault.MissingCheckpoint(checkpoint.getAsLong()));
      missing.stream()
          .filter(version -> version >= checkpoint.getAsLong())
          .forEach(version -> faults.add(new LogFault.MissingEntry(version)));
      throw damaged(faults);
    }
    if (!missing.isEmpty()) {
      throw lacking(missing);
    }
    if (log.store().list(log.layout().dataFilePrefix(), Optional.empty()).objects().isEmpty()) {
      return Optional.empty();
    }
    // The table may have been made since its log was listed.
    if (list(reader, 0).isEmpty()) {
      throw damaged(List.of(new LogFault.MissingLog()));
    }
    return latest(reader, Optional.empty());
  }

  private List<ObjectSummary> list(LogReader reader, long from) {
    return reader.list(log.layout().logPrefix(), log.layout().before(from));
  }

  private RuntimeException lacking(List<Long> missing) {
    return damaged(missing.stream().<LogFault>map(LogFault.MissingEntry::new).toList());
  }

  private RuntimeException damaged(List<LogFault> faults) {
    return new Problem.DamagedTable(log.layout().dataset().value(), faults).exception();
  }

  /// The version of a checkpoint to list from, which was there before the log is listed; an old
  /// one, or none, only makes the listing longer.
  private OptionalLong lastCheckpoint(LogReader reader) {
    Optional<StoredObject> pointer = reader.current(log.layout().lastCheckpointKey());
    if (pointer.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher version =
        LAST_CHECKPOINT.matcher(new String(pointer.get().bytes(), StandardCharsets.UTF_8));
    return version.find()
        ? OptionalLong.of(Long.parseLong(version.group(1)))
        : OptionalLong.empty();
  }

  /// The state that `listing` makes. `known`, if it is an earlier one, lends its definition where
  /// no commit since has changed it.
  TableState load(LogReader reader, LogListing listing, Optional<TableState> known) {
    List<LogFault> empty = listing.emptyEntries(log.layout());
    if (!empty.isEmpty()) {
      throw damaged(empty);
    }
    reader.prefetch(listing.needed(log.layout()));
    try {
      return assemble(reader, listing, known);
    } catch (ProblemException e) {
      throw new LogDiagnosis(log.layout(), reader, listing).of(e, log.engine(reader, listing));
    }
  }

  private TableState assemble(LogReader reader, LogListing listing, Optional<TableState> known) {
    return KernelCalls.call(() -> {
      TableEngine engine = log.engine(reader, listing);
      if (known.isPresent() && !changed(reader, listing, known.get())) {
        SnapshotImpl before = known.get().kernel();
        SnapshotImpl kernel =
            (SnapshotImpl)
                TableManager.loadSnapshot(log.layout().tablePath())
                    .atVersion(listing.version())
                    .withProtocolAndMetadata(before.getProtocol(), before.getMetadata())
                    .build(engine);
        return known.get().with(kernel, listing);
      }
      SnapshotImpl kernel =
          (SnapshotImpl)
              TableManager.loadSnapshot(log.layout().tablePath())
                  .atVersion(listing.version())
                  .build(engine);
      return TableState.of(log.layout(), kernel, listing);
    });
  }

  private boolean changed(LogReader reader, LogListing listing, TableState known) {
    if (known.version() > listing.version() || known.version() + 1 < listing.firstVersion()) {
      return true;
    }
    for (long version = known.version() + 1; version <= listing.version(); version++) {
      if (CommitEntry.parse(
              log.layout(), version, reader.immutable(log.layout().commitKey(version)))
          .changesTable()) {
        return true;
      }
    }
    return false;
  }

  /// The state of `version`, which must be one that `latest` comes after. Throws
  /// [Problem.UnknownVersion] if the log does not reach back to it.
  TableState at(LogReader reader, long version, TableState latest) {
    if (version < 0 || version > latest.version()) {
      throw unknown("version " + version, latest);
    }
    if (version == latest.version()) {
      return latest;
    }
    return listingAt(reader, version, latest)
        .map(listing -> load(reader, listing, Optional.empty()))
        .orElseThrow(() -> unknown("version " + version, latest));
  }

  private Optional<LogListing> listingAt(LogReader reader, long version, TableState latest) {
    LogLayout layout = log.layout();
    if (version >= latest.listing().firstVersion()) {
      return LogListing.of(layout, latest.listing().objects(), version);
    }
    for (long window : WINDOWS) {
      long from = Math.max(0, version - window);
      List<ObjectSummary> found =
          reader.list(layout.logPrefix(), layout.before(from), layout.before(version + 1));
      Optional<LogListing> listing = LogListing.of(layout, found, version);
      if (listing.isPresent()
          && listing.get().version() == version
          && (from == 0 || listing.get().checkpointVersion().isPresent())) {
        return listing;
      }
    }
    return Optional.empty();
  }

  /// The state that was current at `instant`. Commit times are those that the store gave, which no
  /// later commit has an earlier one of.
  TableState at(LogReader reader, Instant instant, TableState latest) {
    if (!instant.isBefore(latest.time())) {
      return latest;
    }
    OptionalLong recent = lastAtOrBefore(latest.listing().objects(), instant);
    if (recent.isPresent()) {
      return at(reader, recent.getAsLong(), latest);
    }
    long low = 0;
    long high = latest.listing().firstVersion();
    OptionalLong found = OptionalLong.empty();
    while (low < high) {
      long middle = (low + high) >>> 1;
      List<ObjectSummary> page =
          reader.firstPage(log.layout().logPrefix(), log.layout().before(middle));
      OptionalLong here = lastAtOrBefore(page, instant);
      if (here.isPresent()) {
        found = here;
        low = Math.max(middle, here.getAsLong()) + 1;
        if (here.getAsLong() < lastCommit(page)) {
          break;
        }
      } else {
        high = middle;
      }
    }
    OptionalLong version = found;
    return at(reader, version.orElseThrow(() -> unknown(instant.toString(), latest)), latest);
  }

  private OptionalLong lastAtOrBefore(List<ObjectSummary> objects, Instant instant) {
    return objects.stream()
        .filter(object -> !object.lastModified().isAfter(instant))
        .map(object -> log.layout().commitVersion(object.key()))
        .flatMapToLong(OptionalLong::stream)
        .max();
  }

  private long lastCommit(List<ObjectSummary> objects) {
    return objects.stream()
        .map(object -> log.layout().commitVersion(object.key()))
        .flatMapToLong(OptionalLong::stream)
        .max()
        .orElse(-1);
  }

  private RuntimeException unknown(String wanted, TableState latest) {
    return new Problem.UnknownVersion(
            log.layout().dataset().value(),
            wanted,
            "versions up to " + latest.version() + ", the last of " + latest.time())
        .exception();
  }
}
