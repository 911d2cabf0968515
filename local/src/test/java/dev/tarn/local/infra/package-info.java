/// What `infra/` makes of AWS, held against the code that runs there. No Terraform is needed.
@NullMarked
package dev.tarn.local.infra;

import org.jspecify.annotations.NullMarked;
