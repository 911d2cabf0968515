package dev.tarn.store;

import java.util.List;

/// One page of a listing.
///
/// @param objects in key order, 1,000 at most
/// @param more whether keys after the last of them exist
public record ObjectPage(List<ObjectSummary> objects, boolean more) {
  public ObjectPage {
    objects = List.copyOf(objects);
  }
}
