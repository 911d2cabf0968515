package dev.tarn.local.backend;

import dev.tarn.clock.ClockTask;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/// What is to be started in which minute, the same as in AWS: exports in every minute, compaction
/// at a quarter past each hour, expiry at 02:00 and audits at 03:00 UTC.
final class Timetable {
  private static final int COMPACT_MINUTE = 15;
  private static final int EXPIRE_HOUR = 2;
  private static final int AUDIT_HOUR = 3;

  private Timetable() {}

  /// What is to be started in the minute that begins at `minute`.
  static List<ClockTask> at(Instant minute) {
    ZonedDateTime time = minute.atZone(ZoneOffset.UTC);
    List<ClockTask> tasks = new ArrayList<>();
    tasks.add(ClockTask.EXPORTS);
    if (time.getMinute() == COMPACT_MINUTE) {
      tasks.add(ClockTask.COMPACT);
    }
    if (time.getMinute() == 0 && time.getHour() == EXPIRE_HOUR) {
      tasks.add(ClockTask.EXPIRE);
    }
    if (time.getMinute() == 0 && time.getHour() == AUDIT_HOUR) {
      tasks.add(ClockTask.AUDIT);
    }
    return tasks;
  }
}
