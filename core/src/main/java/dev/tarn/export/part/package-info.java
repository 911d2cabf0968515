/// Writing an export's rows into files of each format.
@NullMarked
package dev.tarn.export.part;

import org.jspecify.annotations.NullMarked;
