package dev.tarn.local.planted.dataset;

import dev.tarn.local.planted.table.Forth;

public record Back(Forth forth) {}
