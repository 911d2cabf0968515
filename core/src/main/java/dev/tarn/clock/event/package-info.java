/// Events of EventBridge Scheduler.
@NullMarked
package dev.tarn.clock.event;

import org.jspecify.annotations.NullMarked;
