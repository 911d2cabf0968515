package dev.tarn.function.export;

/** Has the name of the handler that the first deploy brings. */
public final class ExportHandler extends dev.tarn.function.Placeholder {}
