package dev.tarn.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Formulas for people.
final class Formula {
  private Formula() {}

  /// `pattern` with each `%s` replaced by the next of `amounts`.
  static String of(String pattern, Number... amounts) {
    Object[] texts = new Object[amounts.length];
    for (int i = 0; i < amounts.length; i++) {
      texts[i] = number(amounts[i].doubleValue());
    }
    return String.format(Locale.ROOT, pattern, texts);
  }

  /// A number with four digits that matter, or whole with commas.
  static String number(double amount) {
    if (amount >= 1_000) {
      return String.format(Locale.ROOT, "%,.0f", amount);
    }
    if (amount == 0) {
      return "0";
    }
    return BigDecimal.valueOf(amount)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }
}
