/// The API's description, compared with what is served.
@NullMarked
package dev.tarn.local.description;

import org.jspecify.annotations.NullMarked;
