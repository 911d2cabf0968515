/// What the clients of AWS's services have in common.
@NullMarked
package dev.tarn.aws;

import org.jspecify.annotations.NullMarked;
