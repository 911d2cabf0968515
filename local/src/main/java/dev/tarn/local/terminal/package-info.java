/// What people read: text, colours, tables and progress.
@NullMarked
package dev.tarn.local.terminal;

import org.jspecify.annotations.NullMarked;
