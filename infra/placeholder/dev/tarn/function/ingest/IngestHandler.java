package dev.tarn.function.ingest;

/** Has the name of the handler that the first deploy brings. */
public final class IngestHandler extends dev.tarn.function.Placeholder {}
