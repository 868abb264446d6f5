package dev.spanferry.core

import java.util.concurrent.atomic.AtomicLong
import kotlin.text.Charsets.UTF_8

/**
 * Holds the trace of an app, decides which requests carry it, and writes their headers.
 *
 * May be used from any thread, several at once; reading takes no lock. A tracer that was closed
 * throws [IllegalStateException]; closing one while another thread is inside it is safe. Without the
 * native library nothing happens: no headers, no trace, no exception.
 */
class Tracer private constructor(handle: Long, private val isShared: Boolean) : AutoCloseable {
    private val handle = AtomicLong(handle)

    /**
     * Puts options in force, whole or not at all; the trace goes on.
     *
     * @throws IllegalArgumentException names the option that is wrong; the previous ones stay.
     */
    fun configure(options: Options) = act { NativeTracer.configure(it, options.json.bytes()) }

    /** Starts a new trace. */
    @JvmOverloads
    fun startNewTrace(source: Source = Source.APP, nowMs: Long = Clock.nowMs()) =
        act { NativeTracer.startNewTrace(it, source.code, nowMs) }

    /**
     * Continues the trace of incoming headers, all of them or the three, or starts a new one.
     *
     * @return [Reason.CONTINUED], or why a new trace started.
     */
    @JvmOverloads
    fun continueTrace(headers: Map<String, String>, nowMs: Long = Clock.nowMs()): Reason =
        ask(Reason.UNKNOWN) { Reason.of(NativeTracer.continueTrace(it, HeaderBlock.of(headers), nowMs)) }

    /** Continues the trace that the meta tags of a page name; answers as [continueTrace]. */
    @JvmOverloads
    fun continueFromMeta(html: String, nowMs: Long = Clock.nowMs()): Reason =
        ask(Reason.UNKNOWN) { Reason.of(NativeTracer.continueFromMeta(it, html.bytes(), nowMs)) }

    /**
     * Makes a detached tracer: a copy for one job or message, which never touches this one. With
     * headers it continues their trace, or starts a new one. To be closed by the caller.
     */
    @JvmOverloads
    fun detach(headers: Map<String, String>? = null): Tracer = ask(Tracer(0, false)) {
        Tracer(NativeTracer.detach(it, headers?.let(HeaderBlock::of))[0], false)
    }

    /** Introduces a page; its webview owns the trace from now on. Give it [snapshot] as the answer. */
    @JvmOverloads
    fun attach(webview: String, page: String, nowMs: Long = Clock.nowMs()) =
        act { NativeTracer.attach(it, webview.bytes(), page.bytes(), nowMs) }

    /** Takes over the trace that a page pushes, if the rules let it. */
    @JvmOverloads
    fun adopt(webview: String, page: String, snapshotJson: String, nowMs: Long = Clock.nowMs()): Outcome =
        ask(Outcome.UNKNOWN) {
            val code = NativeTracer.adopt(it, webview.bytes(), page.bytes(), snapshotJson.bytes(), nowMs)
            Outcome.of(code)
        }

    /** Tells of a step in the life of the app, or of a page where one is given. */
    @JvmOverloads
    fun lifecycle(
        step: Lifecycle,
        webview: String? = null,
        page: String? = null,
        nowMs: Long = Clock.nowMs(),
    ): Outcome = ask(Outcome.UNKNOWN) {
        Outcome.of(NativeTracer.lifecycle(it, step.code, webview?.bytes(), page?.bytes(), nowMs))
    }

    /** Says that a root span begins; a sampling decision that is still open is taken now. */
    @JvmOverloads
    fun beginRootSpan(name: String? = null, source: String? = null) =
        act { NativeTracer.beginRootSpan(it, name?.bytes(), source?.bytes()) }

    /** Says that the root span ended; its decision and context belong to the trace for good. */
    fun endRootSpan() = act { NativeTracer.endRootSpan(it) }

    /**
     * Says which span requests hang under from now on: 16 hexadecimal digits, or null for none.
     *
     * @throws IllegalArgumentException for an id that is malformed.
     */
    fun setActiveSpan(spanId: String?) = act { NativeTracer.setActiveSpan(it, spanId?.bytes()) }

    /** The state: what another layer needs to take the trace over. */
    fun snapshot(): Snapshot = ask(Snapshot("")) { Snapshot(NativeTracer.snapshot(it).toString(UTF_8)) }

    /** The headers of the trace as HTML meta tags; empty when no header is sent. */
    fun metaTags(): String = ask("") { NativeTracer.metaTags(it).toString(UTF_8) }

    /** The headers of the trace for any carrier: a WebSocket message, a queue, GraphQL. */
    fun traceData(): Map<String, String> = ask(emptyMap()) { HeaderBlock.read(NativeTracer.traceData(it)) }

    /** Why a request to [url] carries the trace or not. */
    fun explain(url: String): Explanation =
        ask(Explanation("")) { Explanation(NativeTracer.explain(it, url.bytes()).toString(UTF_8)) }

    /** The headers of a request that has none of them yet; empty when it must not carry the trace. */
    fun headersFor(url: String): Map<String, String> = outgoing(url).set

    /**
     * Decides about a request that is about to leave. [existing] may be all of its headers, names
     * in any case. With [freshSpan] a span id is drawn for it: only for a caller that reports a span
     * with that id.
     */
    @JvmOverloads
    fun outgoing(
        url: String,
        existing: Map<String, List<String>> = emptyMap(),
        policy: Policy = Policy.KEEP,
        freshSpan: Boolean = false,
    ): Outgoing = outgoing(url, policy, freshSpan) { buffer ->
        for ((name, values) in existing) {
            for (value in values) buffer.add(name, value)
        }
    }

    internal inline fun outgoing(
        url: String,
        policy: Policy,
        freshSpan: Boolean,
        existing: (RequestBuffer) -> Unit,
    ): Outgoing {
        if (!Library.isLoaded) return Outgoing.NONE
        return RequestBuffer.use { buffer ->
            buffer.begin(url)
            existing(buffer)
            buffer.ask(number(), policy, freshSpan)
        }
    }

    /**
     * Adds a listener, which is told of each change from now on: after the change, outside every
     * lock, on the thread that made it. Calls of several threads may overlap and come in any order,
     * so ignore a revision lower than the last. An exception that it throws is logged and forgotten.
     *
     * @return names the listener for [removeListener].
     */
    fun addListener(listener: ChangeListener): Long = ask(0L) {
        NativeTracer.addListener(
            it,
            object : NativeTracer.Listener {
                override fun changed(revision: Long, source: Int, snapshot: ByteArray) =
                    listener.changed(Snapshot(snapshot.toString(UTF_8)))
            },
        )
    }

    /**
     * Removes a listener: no new call starts after this returns, but one that another thread has begun
     * may still be running. An unknown id is nothing.
     */
    fun removeListener(id: Long) = act { NativeTracer.removeListener(it, id) }

    /**
     * Gives the tracer up, once or several times. The tracer of the process stays: closing it is
     * nothing, because others use it.
     */
    override fun close() {
        if (isShared) return
        val number = handle.getAndSet(0)
        if (number != 0L) NativeTracer.free(number)
    }

    internal fun number(): Long = handle.get()

    private inline fun act(body: (Long) -> Unit) {
        if (Library.isLoaded) body(number())
    }

    private inline fun <T> ask(otherwise: T, body: (Long) -> T): T =
        if (Library.isLoaded) body(number()) else otherwise

    companion object {
        private val process: Tracer by lazy(LazyThreadSafetyMode.SYNCHRONIZED) {
            Tracer(if (Library.isLoaded) NativeTracer.shared() else 0, true).also { it.lifecycle(Lifecycle.APP_START) }
        }

        /** The one tracer of the process, the same that C code has. Attaches nothing until configured. */
        @JvmStatic
        fun shared(): Tracer = process

        /**
         * Makes a tracer of its own, which nobody else sees; without options it attaches nothing
         * until it is configured. To be closed by the caller.
         *
         * @throws IllegalArgumentException names the option that is wrong.
         */
        @JvmStatic
        @JvmOverloads
        fun create(options: Options? = null): Tracer =
            Tracer(if (Library.isLoaded) NativeTracer.create(options?.json?.bytes()) else 0, false)
    }
}

private fun String.bytes(): ByteArray = toByteArray(UTF_8)
