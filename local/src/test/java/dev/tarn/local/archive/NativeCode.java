package dev.tarn.local.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Kinds of native code, told by how a file begins rather than by its name.
enum NativeCode {
  ELF_ARM64,
  ELF_X86_64,
  MACH_O_ARM64,
  OTHER;

  /// As many bytes of a file as are looked at.
  static final int HEAD = 20;

  private static final int ELF = 0x464c457f;
  private static final int MACH_O_64 = 0xfeedfacf;
  private static final int MACH_O_32 = 0xfeedface;
  private static final int MACH_O_UNIVERSAL = 0xbebafeca;
  private static final int AR = 0x72613c21;
  private static final short PE = 0x5a4d;
  private static final short XCOFF_64 = (short) 0xf701;
  private static final short XCOFF_32 = (short) 0xdf01;
  private static final int ELF_MACHINE = 18;
  private static final int MACH_O_MACHINE = 4;

  /// What a file that begins with `head` is; empty if it is no native code, as Java classes, which
  /// share their beginning with universal binaries, are not.
  static Optional<NativeCode> of(String name, byte[] head) {
    if (head.length < HEAD || name.endsWith(".class")) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    return switch (bytes.getInt(0)) {
      case ELF -> Optional.of(elf(bytes.getShort(ELF_MACHINE)));
      case MACH_O_64 ->
          Optional.of(bytes.getInt(MACH_O_MACHINE) == 0x0100000c ? MACH_O_ARM64 : OTHER);
      case MACH_O_32, MACH_O_UNIVERSAL, AR -> Optional.of(OTHER);
      default ->
          switch (bytes.getShort(0)) {
            case PE, XCOFF_32, XCOFF_64 -> Optional.of(OTHER);
            default -> Optional.empty();
          };
    };
  }

  private static NativeCode elf(short machine) {
    return switch (machine) {
      case 0xb7 -> ELF_ARM64;
      case 0x3e -> ELF_X86_64;
      default -> OTHER;
    };
  }
}
