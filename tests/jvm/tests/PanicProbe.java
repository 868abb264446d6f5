package dev.spanferry.core;

/** A native method that panics, in a library that was built with it on purpose. */
public final class PanicProbe {
  private PanicProbe() {}

  public static native int panic();
}
