/** The C side of the process; see shim.c. */
public final class Shim {
  private Shim() {}

  public static native byte[] snapshot();
  public static native void startNewTrace();
  public static native boolean startOnThread();
  public static native void breakRule();
  public static native long allocations();
}
