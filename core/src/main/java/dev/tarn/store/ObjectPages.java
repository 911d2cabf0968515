package dev.tarn.store;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// All objects of a store whose keys start with a prefix, in key order, a page at a time. A page is
/// asked for when the one before it is done with, so that what was listed may be deleted meanwhile.
public final class ObjectPages implements Iterable<List<ObjectSummary>> {
  private final ObjectStore store;
  private final String prefix;
  private final Optional<String> startAfter;

  /// The objects below `prefix`, from the first.
  public ObjectPages(ObjectStore store, String prefix) {
    this(store, prefix, Optional.empty());
  }

  /// The objects below `prefix` whose keys come after `startAfter`.
  public ObjectPages(ObjectStore store, String prefix, Optional<String> startAfter) {
    this.store = store;
    this.prefix = prefix;
    this.startAfter = startAfter;
  }

  /// Pages that have objects each; none if there are no objects. Each throws what the store throws.
  @Override
  public Iterator<List<ObjectSummary>> iterator() {
    return new Pages();
  }

  private final class Pages implements Iterator<List<ObjectSummary>> {
    private ObjectPage page = store.list(prefix, startAfter);
    private boolean given;

    @Override
    public boolean hasNext() {
      if (given && page.more() && !page.objects().isEmpty()) {
        page = store.list(prefix, Optional.of(page.objects().getLast().key().value()));
        given = false;
      }
      return !given && !page.objects().isEmpty();
    }

    @Override
    public List<ObjectSummary> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("there are no more objects below " + prefix);
      }
      given = true;
      return page.objects();
    }
  }
}
