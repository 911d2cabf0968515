/// What holds of the project's own documents.
@NullMarked
package dev.tarn.local.documentation;

import org.jspecify.annotations.NullMarked;
