package dev.tarn.price;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;

/// The list prices of us-east-1, in US dollars without tax, as they were known on [#TAKEN]. An
/// amount counts single things (requests, gigabytes, gigabyte-seconds); a price is for as many of
/// them as its unit has. A gigabyte is 2^30 bytes, as AWS meters it.
///
/// Each price names what it was compared with; one that two agree on counts as confirmed. None was
/// read from AWS's own price list. The figures are in `us-east-1.csv` beside this class.
public enum ListPrice {
  STORAGE,
  STORE_WRITE,
  STORE_READ,
  COMPUTE,
  INVOCATION,
  EPHEMERAL_STORAGE,
  SNAPSTART_CACHE,
  SNAPSTART_RESTORE,
  API_REQUEST,
  QUEUE_REQUEST,
  SCHEDULED_CALL,
  CUSTOM_EVENT,
  CUSTOM_METRIC,
  METRICS_WRITE,
  METRICS_READ,
  LOG_INGESTION,
  ACCESS_LOG_INGESTION,
  LOG_STORAGE,
  ALARM,
  DASHBOARD,
  TRACE,
  TRACE_READ,
  KEY,
  KEY_REQUEST,
  DELIVERY,
  DELIVERY_REQUEST,
  TRANSFER_OUT,
  SCAN,
  CATALOG_OBJECT,
  CATALOG_REQUEST,
  MACHINE_CLIENT,
  MACHINE_TOKEN,
  NOTICE_MAIL,
  FIREWALL,
  FIREWALL_RULE,
  FIREWALL_REQUEST,
  BUDGET;

  /// When the prices were taken as known.
  public static final LocalDate TAKEN = LocalDate.of(2026, 11, 29);

  private static final PriceTable TABLE = PriceTable.read("us-east-1.csv");

  private PriceTable.Row row() {
    return TABLE.row(name());
  }

  /// Whose price it is.
  public Service service() {
    return row().service();
  }

  /// What is priced.
  public String item() {
    return row().item();
  }

  /// What one price is for, such as `1,000 requests`.
  public String unit() {
    return row().unit();
  }

  /// The prices of one unit, by how much a month has; the last tier has no end.
  public List<Tier> tiers() {
    return row().tiers();
  }

  /// How much of a month's amount is free in every account, always; 0 for nothing.
  public BigDecimal free() {
    return row().free();
  }

  /// Whose tables show the same, with commas between; empty for none that was found.
  public String comparedWith() {
    return row().comparedWith();
  }

  /// Whether two sources agree.
  public boolean isConfirmed() {
    return comparedWith().contains(",");
  }

  /// What a month's `amount` costs in US dollars: each part by its tier. Throws
  /// [IllegalArgumentException] for less than nothing.
  public BigDecimal of(BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("no amount: " + amount);
    }
    BigDecimal dollars = BigDecimal.ZERO;
    BigDecimal from = BigDecimal.ZERO;
    for (Tier tier : tiers()) {
      BigDecimal to = tier.upTo().map(amount::min).orElse(amount);
      if (to.compareTo(from) > 0) {
        dollars = dollars.add(to.subtract(from).multiply(tier.dollars()));
        from = to;
      }
    }
    return dollars.divide(row().unitSize(), MathContext.DECIMAL64);
  }

  /// The same, without what is free in every account.
  public BigDecimal beyondFree(BigDecimal amount) {
    return of(amount.subtract(free()).max(BigDecimal.ZERO));
  }

  /// What one thing costs by the first tier, in US dollars.
  public BigDecimal one() {
    return of(BigDecimal.ONE);
  }
}
