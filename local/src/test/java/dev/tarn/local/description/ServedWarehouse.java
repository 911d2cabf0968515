package dev.tarn.local.description;

import dev.tarn.query.QueryOrigin;
import dev.tarn.query.ResultColumn;
import dev.tarn.query.RowCursor;
import dev.tarn.query.Warehouse;
import dev.tarn.query.WarehouseQuery;
import dev.tarn.query.WarehouseState;
import dev.tarn.store.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An engine of one query, which fares as a test says and has one row.
final class ServedWarehouse implements Warehouse {
  static final String ID = "6f1d3c52-0a0e-4f6c-9d55-3f2f7d8b1c90";

  private WarehouseState state = new WarehouseState.Queued();

  void become(WarehouseState next) {
    state = next;
  }

  @Override
  public String name() {
    return "athena";
  }

  @Override
  public String submit(WarehouseQuery query, QueryOrigin origin) {
    return ID;
  }

  @Override
  public WarehouseState state(String id) {
    return state;
  }

  @Override
  public RowCursor rows(String id) {
    return new RowCursor() {
      private boolean given;

      @Override
      public List<ResultColumn> columns() {
        return List.of(new ResultColumn("n", "BIGINT"));
      }

      @Override
      public boolean next() {
        boolean more = !given;
        given = true;
        return more;
      }

      @Override
      public @Nullable Object value(int column) {
        return 7L;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public ObjectKey result(String id) {
    return new ObjectKey("queries/results/" + id + ".csv");
  }

  @Override
  public void cancel(String id) {}
}
