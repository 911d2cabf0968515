/// The functions from the archives that are deployed, under AWS's runtime client, before an S3
/// server and what plays the other services.
@NullMarked
package dev.tarn.local.conformance;

import org.jspecify.annotations.NullMarked;
