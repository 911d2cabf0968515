package dev.tarn.local.planted.table;

import dev.tarn.local.planted.dataset.Back;

public record Forth(Back back) {}
