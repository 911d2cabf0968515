package dev.tarn.record;

/// Takes no notice of anything: what passes a value on a tape.
enum NoVisitor implements RecordVisitor {
  INSTANCE;

  @Override
  public void startField(int index) {}

  @Override
  public void endField(int index) {}

  @Override
  public void startGroup() {}

  @Override
  public void endGroup() {}

  @Override
  public void addBoolean(boolean value) {}

  @Override
  public void addInt(int value) {}

  @Override
  public void addLong(long value) {}

  @Override
  public void addFloat(float value) {}

  @Override
  public void addDouble(double value) {}

  @Override
  public void addBytes(byte[] buffer, int offset, int length) {}
}
