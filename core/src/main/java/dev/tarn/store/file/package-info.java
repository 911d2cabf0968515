/// Objects as files below one directory, for running without AWS.
@NullMarked
package dev.tarn.store.file;

import org.jspecify.annotations.NullMarked;
