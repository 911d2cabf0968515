/// What deploys and releases Tarn, run against imitations of AWS and GitHub, and its workflows,
/// held to rules.
@NullMarked
package dev.tarn.local.delivery;

import org.jspecify.annotations.NullMarked;
