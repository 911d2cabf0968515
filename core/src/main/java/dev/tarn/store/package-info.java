/// Object storage: the port and, in sub-packages, its adapters.
@NullMarked
package dev.tarn.store;

import org.jspecify.annotations.NullMarked;
