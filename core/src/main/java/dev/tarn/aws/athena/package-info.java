/// What those who use Athena share: its place, its failures, and what it says. Tested against an
/// imitation of Athena's protocol; it has not run against AWS.
@NullMarked
package dev.tarn.aws.athena;

import org.jspecify.annotations.NullMarked;
