package dev.tarn.parquet.input;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;

/// One column of a file: its levels and values, one after another, chunk after chunk.
final class InputColumn {
  /// The definition level after the last value of a chunk.
  static final int NOTHING = -1;

  private final ColumnDescriptor descriptor;
  private final int index;
  private final String name;
  private final PhysicalType type;
  private final int maxRepetition;
  private final int maxDefinition;
  private final ParquetInputLimits limits;
  private final OpenBytes open;
  private Optional<ChunkPages> pages = Optional.empty();
  private PageValues values = new PageValues() {};
  private RunLengths repetitions = new RunLengths(new byte[0], 0, 0, 0);
  private RunLengths definitions = repetitions;
  private String group = "";
  private long owned;
  private long ownedByDictionary;
  private long left;
  private int leftInPage;
  private int repetition;
  private int definition;

  /// @param index which of the file's columns it is
  InputColumn(ColumnDescriptor descriptor, int index, ParquetInputLimits limits, OpenBytes open) {
    this.descriptor = descriptor;
    this.index = index;
    this.limits = limits;
    this.open = open;
    name = FileNames.shown(String.join(".", descriptor.getPath()));
    type = PhysicalType.of(descriptor.getPrimitiveType());
    maxRepetition = descriptor.getMaxRepetitionLevel();
    maxDefinition = descriptor.getMaxDefinitionLevel();
  }

  ColumnDescriptor descriptor() {
    return descriptor;
  }

  int index() {
    return index;
  }

  String name() {
    return name;
  }

  /// The repetition level of the current value; 0 after the last.
  int repetition() {
    return repetition;
  }

  /// The definition level of the current value, or [#NOTHING] after the last.
  int definition() {
    return definition;
  }

  /// What the values of the current page that are not null are read from.
  PageValues values() {
    return values;
  }

  /// Goes to the first value of `chunk`, in `where`.
  void begin(ChunkBytes chunk, String where) {
    end();
    group = where;
    left = chunk.values();
    pages =
        Optional.of(
            new ChunkPages(
                chunk, type, width(maxRepetition), width(maxDefinition), limits.pageBytes()));
    advance();
  }

  /// Lets go of what is in memory.
  void end() {
    open.give(owned + ownedByDictionary);
    owned = 0;
    ownedByDictionary = 0;
    left = 0;
    leftInPage = 0;
    pages = Optional.empty();
    values = new PageValues() {};
  }

  private static int width(int most) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(most);
  }

  /// Goes to the next value; the current one was read if it is not null.
  void advance() {
    try {
      if (leftInPage == 0 && !turn()) {
        repetition = 0;
        definition = NOTHING;
        return;
      }
      leftInPage--;
      left--;
      repetition = maxRepetition == 0 ? 0 : level(repetitions, maxRepetition);
      definition = maxDefinition == 0 ? 0 : level(definitions, maxDefinition);
    } catch (DamagedData e) {
      throw damaged(e.detail());
    }
  }

  private static int level(RunLengths levels, int most) throws DamagedData {
    int level = levels.next();
    if (level > most || level < 0) {
      throw new DamagedData("a level is " + level + " where " + most + " is the most");
    }
    return level;
  }

  /// Checks that the current value begins where its row does, or goes on with it, as all columns
  /// below the same list do.
  void require(int expectedRepetition, int expectedDefinition) {
    if (repetition != expectedRepetition || definition != expectedDefinition) {
      throw damaged(
          definition == NOTHING
              ? "the column ends before the rows of the group do"
              : "its levels are %d and %d where other columns have %d and %d"
                  .formatted(repetition, definition, expectedRepetition, expectedDefinition));
    }
  }

  /// Checks that no value follows.
  void requireEnd() {
    if (definition != NOTHING) {
      throw damaged("the column goes on after the rows of the group");
    }
  }

  /// Goes to the next page with values; false after the last.
  private boolean turn() throws DamagedData {
    ChunkPages all = pages.orElseThrow();
    open.give(owned);
    owned = 0;
    Optional<DataPage> page = all.next();
    while (page.isPresent() && page.get().values() == 0) {
      page = all.next();
    }
    if (ownedByDictionary == 0 && all.dictionary().isPresent()) {
      ownedByDictionary = all.dictionary().get().bytes();
      open.take(ownedByDictionary, where());
    }
    if (page.isEmpty()) {
      if (left > 0) {
        throw new DamagedData("the column ends " + left + " values early");
      }
      return false;
    }
    open(page.get(), all.dictionary());
    return true;
  }

  private void open(DataPage page, Optional<Dictionary> dictionary) throws DamagedData {
    open.take(page.owned(), where());
    owned = page.owned();
    if (page.values() > left) {
      throw new DamagedData(
          "it has "
              + page.values()
              + " values where "
              + left
              + " are left of those that the footer says");
    }
    leftInPage = page.values();
    repetitions =
        new RunLengths(page.bytes(), page.repetition(), page.definition(), width(maxRepetition));
    definitions =
        new RunLengths(page.bytes(), page.definition(), page.data(), width(maxDefinition));
    values = PageEncodings.values(page, type, dictionary);
  }

  private String where() {
    return group + ", column '" + name + "'";
  }

  /// The current page is not what it should be.
  ProblemException damaged(String detail) {
    return new Problem.MalformedBody(
            where()
                + ", page at byte "
                + pages.map(ChunkPages::position).orElse(0L)
                + ": "
                + detail,
            Optional.empty())
        .exception();
  }
}
