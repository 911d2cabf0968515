package dev.tarn.cost;

import dev.tarn.price.ListPrice;

/// How much of something a month takes, and why.
///
/// @param activity what takes it
/// @param what in words, unique within an estimate
/// @param price what it is an amount of
/// @param amount in single things, as [ListPrice] counts them
/// @param formula how the amount comes about
public record Usage(
    Activity activity, String what, ListPrice price, double amount, String formula) {
  /// Throws [IllegalArgumentException] for an amount that is no number of things.
  public Usage {
    if (!(amount >= 0) || Double.isInfinite(amount)) {
      throw new IllegalArgumentException(what + " is no amount: " + amount);
    }
  }
}
