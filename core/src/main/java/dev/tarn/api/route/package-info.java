/// What each function serves: from a request to a use case and back.
@NullMarked
package dev.tarn.api.route;

import org.jspecify.annotations.NullMarked;
