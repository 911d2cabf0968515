package dev.tarn.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which datasets somebody may see, and whether to read or to write them.
///
/// @param byDataset what is granted of each dataset; of `*`, what is granted of every one
public record DatasetGrants(Map<String, Set<Permission>> byDataset) {
  /// What may be done with a dataset.
  public enum Permission {
    READ,
    WRITE
  }

  /// What stands for every dataset.
  public static final String EVERY = "*";

  /// No dataset.
  public static final DatasetGrants NONE = new DatasetGrants(Map.of());

  /// Every dataset, to read and to write.
  public static final DatasetGrants ALL =
      new DatasetGrants(Map.of(EVERY, EnumSet.allOf(Permission.class)));

  /// What is kept of bad records stands beside their dataset, under its name and this.
  private static final String REJECTED = "__rejected";

  private static final Pattern GRANT =
      Pattern.compile("(\\*|[a-z][a-z0-9_]{0,62})(?::(r|w|rw|wr))?");

  /// Copies its argument.
  public DatasetGrants {
    Map<String, Set<Permission>> copy = new LinkedHashMap<>();
    byDataset.forEach((name, permissions) -> copy.put(name, Set.copyOf(permissions)));
    byDataset = Map.copyOf(copy);
  }

  /// What `grants` grant together, each of which is a dataset's name or `*` with `:r`, `:w` or
  /// `:rw`. A name alone may be read, and `*` alone means everything. Other texts grant nothing.
  public static DatasetGrants parse(Collection<String> grants) {
    Map<String, Set<Permission>> byDataset = new LinkedHashMap<>();
    for (String grant : grants) {
      Matcher matcher = GRANT.matcher(grant);
      if (matcher.matches()) {
        String name = matcher.group(1);
        String letters = matcher.group(2);
        byDataset
            .computeIfAbsent(name, none -> EnumSet.noneOf(Permission.class))
            .addAll(permissions(letters == null ? (name.equals(EVERY) ? "rw" : "r") : letters));
      }
    }
    return new DatasetGrants(byDataset);
  }

  private static Set<Permission> permissions(String letters) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    if (letters.contains("r")) {
      permissions.add(Permission.READ);
    }
    if (letters.contains("w")) {
      permissions.add(Permission.WRITE);
    }
    return permissions;
  }

  /// What is granted of `dataset`, of whatever name; of the bad records of a dataset what is of it.
  public Set<Permission> of(String dataset) {
    String name =
        dataset.endsWith(REJECTED)
            ? dataset.substring(0, dataset.length() - REJECTED.length())
            : dataset;
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    permissions.addAll(byDataset.getOrDefault(EVERY, Set.of()));
    if (!name.equals(EVERY)) {
      permissions.addAll(byDataset.getOrDefault(name, Set.of()));
    }
    return permissions;
  }

  /// These grants as [#parse] reads them, in the order of names.
  public List<String> texts() {
    return new TreeMap<>(byDataset)
        .entrySet().stream()
            .map(grant ->
                grant.getKey()
                    + ":"
                    + (grant.getValue().contains(Permission.READ) ? "r" : "")
                    + (grant.getValue().contains(Permission.WRITE) ? "w" : ""))
            .toList();
  }
}
