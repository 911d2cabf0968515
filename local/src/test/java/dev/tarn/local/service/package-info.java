@NullMarked
package dev.tarn.local.service;

import org.jspecify.annotations.NullMarked;
