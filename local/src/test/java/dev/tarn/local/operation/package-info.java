/// The scripts that whoever runs Tarn in AWS has.
@NullMarked
package dev.tarn.local.operation;

import org.jspecify.annotations.NullMarked;
