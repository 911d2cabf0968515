package dev.tarn.record;

/// What may stand in a field, element or map value.
record Slot(ValueCodec codec, boolean nullable) {}
