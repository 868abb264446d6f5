package dev.spanferry.bench;

/** The native methods of limit.c. */
final class Limit {
    static {
        System.load(System.getProperty("limit"));
    }

    static native void prepare(byte[] text);

    static native int cross(byte[] url, int length, byte[] out);

    private Limit() {}
}
