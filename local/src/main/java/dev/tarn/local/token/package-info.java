/// Tokens of callers, verified as API Gateway's JWT authorizer does, and made for work on a machine
/// of one's own.
@NullMarked
package dev.tarn.local.token;

import org.jspecify.annotations.NullMarked;
