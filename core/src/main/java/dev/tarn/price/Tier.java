package dev.tarn.price;

import java.math.BigDecimal;
import java.util.Optional;

/// A part of a month's amount that has a price of its own.
///
/// @param upTo the amount up to which the price holds, or empty for all that is beyond the tier
///   before
/// @param dollars for one unit, in US dollars
public record Tier(Optional<BigDecimal> upTo, BigDecimal dollars) {}
