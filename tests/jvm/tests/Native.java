import dev.spanferry.core.NativeTracer;

/** The native methods for the tests in Kotlin, to which the class is closed. */
public final class Native {
  private Native() {}

  public static long create(byte[] options) { return NativeTracer.create(options); }
  public static void free(long handle) { NativeTracer.free(handle); }
  public static byte[] name(int kind, int value) { return NativeTracer.name(kind, value); }
  public static int continueTrace(long handle, byte[] headers) { return NativeTracer.continueTrace(handle, headers, 0); }
  public static void configure(long handle, byte[] json) { NativeTracer.configure(handle, json); }
  public static byte[] explain(long handle, byte[] url) { return NativeTracer.explain(handle, url); }
  public static int outgoing(long handle, byte[] buffer, int url, int headers, int policy, int flags) {
    return NativeTracer.outgoing(handle, buffer, url, headers, policy, flags);
  }
}
