/// Queries run by Athena. Tested against an imitation of Athena's protocol; it has not run against
/// AWS.
@NullMarked
package dev.tarn.query.athena;

import org.jspecify.annotations.NullMarked;
