package dev.tarn.local;

import dev.tarn.label.Labelled;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Where the functions of a backend run.
enum FunctionPlace implements Labelled {
  IN_PROCESS,
  PROCESS;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Reads a place as the command line has it.
  static final class Converter implements ITypeConverter<FunctionPlace> {
    @Override
    public FunctionPlace convert(String value) {
      return Labelled.parse(values(), value)
          .orElseThrow(() ->
              new TypeConversionException(
                  "functions run 'in-process' or in a 'process', not '" + value + "'"));
    }
  }
}
