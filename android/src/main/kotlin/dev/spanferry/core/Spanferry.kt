package dev.spanferry.core

import kotlin.text.Charsets.UTF_8

/** What the library says of itself, and what is set for the whole process. */
object Spanferry {
    /** Whether the native library is there; without it every call of this package does nothing. */
    @JvmStatic
    val isAvailable: Boolean get() = Library.isLoaded

    /** The version of the native library, as `major.minor.patch`; empty without it. */
    @JvmStatic
    fun version(): String = if (Library.isLoaded) NativeTracer.version().toString(UTF_8) else ""

    /**
     * The value of `Access-Control-Allow-Headers` that a server needs so that a page may send the
     * trace to it; empty without the native library.
     */
    @JvmStatic
    @JvmOverloads
    fun corsHeaders(withTraceparent: Boolean = false): String =
        if (Library.isLoaded) NativeTracer.corsHeaders(withTraceparent).toString(UTF_8) else ""

    /**
     * Sets where log lines go and how many. Without a [sink] they go to Android's log under the tag
     * `spanferry`, on other systems nowhere. The option `logLevel` of a later configuration replaces
     * [level].
     */
    @JvmStatic
    @JvmOverloads
    fun logSet(level: LogLevel, sink: LogSink? = null) {
        if (!Library.isLoaded) return
        val native = sink?.let {
            object : NativeTracer.Sink {
                override fun log(level: Int, line: ByteArray) =
                    it.log(LogLevel.values().firstOrNull { l -> l.code == level } ?: LogLevel.TRACE, line.toString(UTF_8))
            }
        }
        NativeTracer.logSet(native, level.code)
    }
}

/**
 * Receives log lines, on the thread that has something to say, several at once. What the library would
 * log while a thread is inside is left out; an exception is forgotten.
 */
fun interface LogSink {
    /** Takes one line. */
    fun log(level: LogLevel, line: String)
}

/** Is told of changes; see [Tracer.addListener]. */
fun interface ChangeListener {
    /** The state after a change. */
    fun changed(snapshot: Snapshot)
}
