package dev.tarn.store;

/// An opaque name for one content of one object, as the store gave it.
public record ETag(String value) {}
