package dev.spanferry.core

/**
 * The native methods of libspanferry.so, as they are: numbers for tracers, byte arrays for text.
 * Use [Tracer] instead.
 *
 * A closed tracer is an [IllegalStateException], a mistake in the arguments or options an
 * [IllegalArgumentException], a fault of the library a [RuntimeException].
 */
internal object NativeTracer {
    /** Is told of changes; see [Tracer.addListener]. */
    interface Listener {
        fun changed(revision: Long, source: Int, snapshot: ByteArray)
    }

    /** Receives log lines; see [Spanferry.setLog]. */
    interface Sink {
        fun log(level: Int, line: ByteArray)
    }

    @JvmStatic external fun version(): ByteArray
    @JvmStatic external fun corsHeaders(withTraceparent: Boolean): ByteArray
    @JvmStatic external fun name(kind: Int, value: Int): ByteArray
    @JvmStatic external fun logSet(sink: Sink?, level: Int)

    @JvmStatic external fun create(options: ByteArray?): Long
    @JvmStatic external fun shared(): Long
    @JvmStatic external fun free(handle: Long)
    @JvmStatic external fun configure(handle: Long, options: ByteArray)
    @JvmStatic external fun detach(handle: Long, headers: ByteArray?): LongArray

    @JvmStatic external fun startNewTrace(handle: Long, source: Int, nowMs: Long)
    @JvmStatic external fun continueTrace(handle: Long, headers: ByteArray, nowMs: Long): Int
    @JvmStatic external fun continueFromMeta(handle: Long, html: ByteArray, nowMs: Long): Int
    @JvmStatic external fun beginRootSpan(handle: Long, name: ByteArray?, source: ByteArray?)
    @JvmStatic external fun endRootSpan(handle: Long)
    @JvmStatic external fun setActiveSpan(handle: Long, spanId: ByteArray?)

    @JvmStatic external fun attach(handle: Long, webview: ByteArray, page: ByteArray, nowMs: Long)
    @JvmStatic external fun adopt(
        handle: Long,
        webview: ByteArray,
        page: ByteArray,
        snapshot: ByteArray,
        nowMs: Long,
    ): Int
    @JvmStatic external fun lifecycle(
        handle: Long,
        event: Int,
        webview: ByteArray?,
        page: ByteArray?,
        nowMs: Long,
    ): Int

    @JvmStatic external fun snapshot(handle: Long): ByteArray
    @JvmStatic external fun metaTags(handle: Long): ByteArray
    @JvmStatic external fun explain(handle: Long, url: ByteArray): ByteArray
    @JvmStatic external fun traceData(handle: Long): ByteArray

    /** See [RequestBuffer], which speaks the layout of the array. */
    @JvmStatic external fun outgoing(
        handle: Long,
        buffer: ByteArray,
        urlLength: Int,
        headersLength: Int,
        policy: Int,
        flags: Int,
    ): Int

    @JvmStatic external fun addListener(handle: Long, listener: Listener): Long
    @JvmStatic external fun removeListener(handle: Long, id: Long)
}
