package dev.tarn.function.query;

/** Has the name of the handler that the first deploy brings. */
public final class QueryHandler extends dev.tarn.function.Placeholder {}
