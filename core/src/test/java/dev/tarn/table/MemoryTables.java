package dev.tarn.table;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import java.time.Clock;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// Tables kept in memory alone, for tests of what is above tables.
public final class MemoryTables implements Tables {
  private final NavigableMap<DatasetName, MemoryTable> tables = new ConcurrentSkipListMap<>();
  private final Clock clock;

  /// `clock` dates the commits.
  public MemoryTables(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Table> create(DatasetDefinition definition) {
    MemoryTable created = new MemoryTable(definition, clock);
    return tables.putIfAbsent(definition.name(), created) == null
        ? Optional.of(created)
        : Optional.empty();
  }

  @Override
  public Optional<Table> open(DatasetName dataset) {
    return Optional.ofNullable(tables.get(dataset));
  }

  @Override
  public List<DatasetName> list() {
    return List.copyOf(tables.navigableKeySet());
  }
}
