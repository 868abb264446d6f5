/* The native methods and the Kotlin library above them, without any HTTP client. */
import dev.spanferry.core.ChangeListener
import dev.spanferry.core.Decision
import dev.spanferry.core.Lifecycle
import dev.spanferry.core.LogLevel
import dev.spanferry.core.LogSink
import dev.spanferry.core.Options
import dev.spanferry.core.Outcome
import dev.spanferry.core.Policy
import dev.spanferry.core.Reason
import dev.spanferry.core.Source
import dev.spanferry.core.Spanferry
import dev.spanferry.core.TraceTarget
import dev.spanferry.core.Tracer
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread

private const val DSN = "https://key@o42.ingest.sentry.io/1"
private const val URL = "https://api.example.com/users"
private val OPTIONS = Options.builder().dsn(DSN).build()

private val natives: List<Method> = Class.forName("dev.spanferry.core.NativeTracer").declaredMethods
    .filter { java.lang.reflect.Modifier.isNative(it.modifiers) }

/** Calls a native method of a tracer with empty arguments. */
private fun call(method: Method, handle: Long) {
    val arguments = method.parameterTypes.mapIndexed { i, type ->
        when {
            i == 0 -> handle
            type == Long::class.java -> 0L
            type == Int::class.java -> 0
            type == ByteArray::class.java -> ByteArray(64)
            else -> null
        }
    }
    try {
        method.invoke(null, *arguments.toTypedArray())
    } catch (error: InvocationTargetException) {
        throw error.targetException
    }
}

private fun Claims.handles() {
    val ofTracer = natives.filter { it.parameterTypes.firstOrNull() == Long::class.java && it.name != "free" }
    claim("every method of a tracer that was closed throws IllegalStateException") {
        val handle = Native.create(null)
        Native.free(handle)
        check(ofTracer.size >= 18) { "found ${ofTracer.size}" }
        ofTracer.forEach { throws<IllegalStateException> { call(it, handle) } }
    }
    claim("numbers that no tracer ever had throw IllegalStateException") {
        for (handle in listOf(0L, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x7fff_dead_beef, 65536L * 1_000_000)) {
            ofTracer.forEach { throws<IllegalStateException> { call(it, handle) } }
            Native.free(handle)
        }
    }
    claim("a tracer may be closed twice, and says so to those who use it later") {
        val tracer = Tracer.create(OPTIONS)
        tracer.close()
        tracer.close()
        val error = throws<IllegalStateException> { tracer.snapshot() }
        equals("the tracer is closed", error.message)
    }
    claim("closing the tracer of the process changes nothing") {
        Tracer.shared().close()
        check(Tracer.shared().snapshot().traceId.length == 32)
    }
    claim("closing while other threads are inside is an exception there at most") {
        repeat(50) { closeUnderLoad() }
    }
}

private fun closeUnderLoad() {
    val tracer = Tracer.create(OPTIONS)
    val wrong = AtomicReference<Throwable>()
    val users = List(4) {
        thread {
            try {
                while (true) {
                    check(tracer.headersFor(URL).size == 2)
                    tracer.startNewTrace()
                    tracer.snapshot()
                }
            } catch (_: IllegalStateException) {
            } catch (error: Throwable) {
                wrong.set(error)
            }
        }
    }
    Thread.sleep(2)
    tracer.close()
    users.forEach { it.join() }
    wrong.get()?.let { throw it }
}

private val STRANGE = listOf(
    "", "\u0000", "a\u0000b", "\ud83d\ude80", "\ud83d", "\ude80\ud83d", "\ud800a", "\u00e9\u0416", "\r\nx: y",
    "x".repeat(1 shl 20), "\ud83d\ude80".repeat(1 shl 19), "%".repeat(1 shl 20),
)

private fun Claims.texts() {
    claim("halves of pairs, NUL, emoji and a megabyte are taken wherever text is taken") {
        Tracer.create(OPTIONS).use { tracer ->
            for (text in STRANGE) {
                tracer.explain(text).json.let { check(it.startsWith("{")) }
                tracer.explain("https://example.com/$text")
                tracer.headersFor("https://example.com/$text")
                tracer.headersFor(text)
                tracer.outgoing(URL, mapOf("baggage" to listOf(text), text to listOf("v")), Policy.REPLACE)
                tracer.continueTrace(mapOf("sentry-trace" to text, "baggage" to text, text to text))
                tracer.continueFromMeta("<meta name=\"sentry-trace\" content=\"$text\">")
                tracer.attach(text, text)
                tracer.adopt(text, text, text)
                tracer.lifecycle(Lifecycle.NAVIGATION, text, text)
                tracer.beginRootSpan(text, text)
                tracer.endRootSpan()
                check(tracer.snapshot().traceId.length == 32)
            }
        }
    }
    claim("text beyond ASCII reaches the context, and what is written is ASCII") {
        Tracer.create(Options.builder().dsn(DSN).tracesSampleRate(1.0).build()).use { tracer ->
            tracer.beginRootSpan("caf\u00e9 \ud83d\ude80", "custom")
            val baggage = tracer.headersFor(URL).getValue("baggage")
            check("caf%C3%A9%20%F0%9F%9A%80" in baggage) { baggage }
        }
    }
    claim("a NUL or a line break never reaches a header") {
        Tracer.create(OPTIONS).use { tracer ->
            tracer.beginRootSpan("a\u0000b\r\nc", "custom")
            val outgoing = tracer.outgoing(URL, mapOf("baggage" to listOf("k=a\u0000b", "x=y\r\nEvil: 1")))
            for (value in outgoing.set.values) check(value.all { it in ' '..'~' }) { value }
        }
    }
}

private fun Claims.arguments() {
    claim("options that are wrong name the option, and the previous ones stay") {
        Tracer.create(OPTIONS).use { tracer ->
            val wrong = Options.builder().dsn(DSN).tracePropagationTargets(TraceTarget.regex("(")).build()
            val error = throws<IllegalArgumentException> { tracer.configure(wrong) }
            check("tracePropagationTargets" in error.message.orEmpty()) { "$error" }
            equals(2, tracer.headersFor(URL).size)
        }
        throws<IllegalArgumentException> { Tracer.create(Options.fromJson("{\"no such option\": 1}")) }
        throws<IllegalArgumentException> { Native.create(byteArrayOf(-1, -2)) }
    }
    claim("null where an array is due is an IllegalArgumentException") {
        val handle = Native.create(null)
        throws<IllegalArgumentException> { Native.configure(handle, null) }
        throws<IllegalArgumentException> { Native.explain(handle, null) }
        throws<IllegalArgumentException> { Native.continueTrace(handle, null) }
        throws<IllegalArgumentException> { Native.outgoing(handle, null, 0, 0, 0, 0) }
        Native.free(handle)
    }
    claim("a header block that is cut off is an IllegalArgumentException") {
        val handle = Native.create(null)
        throws<IllegalArgumentException> { Native.continueTrace(handle, ByteArray(5)) }
        throws<IllegalArgumentException> { Native.continueTrace(handle, byteArrayOf(1, 0, 1, 0, 0, 0, 65)) }
        Native.free(handle)
    }
    claim("lengths, policies and flags that cannot be are IllegalArgumentExceptions") {
        val handle = Native.create(null)
        val buffer = ByteArray(100)
        val wrong = listOf(
            intArrayOf(-1, 0, 0, 0), intArrayOf(0, -1, 0, 0), intArrayOf(101, 0, 0, 0), intArrayOf(60, 60, 0, 0),
            intArrayOf(Int.MAX_VALUE, Int.MAX_VALUE, 0, 0), intArrayOf(0, 0, 2, 0), intArrayOf(0, 0, 0, 2),
        )
        for ((url, headers, policy, flags) in wrong) {
            throws<IllegalArgumentException> { Native.outgoing(handle, buffer, url, headers, policy, flags) }
        }
        Native.free(handle)
    }
    claim("a malformed span id is an IllegalArgumentException") {
        Tracer.create(OPTIONS).use { tracer ->
            throws<IllegalArgumentException> { tracer.setActiveSpan("xyz") }
            tracer.setActiveSpan("1234567890abcdef")
            check("-1234567890abcdef" in tracer.headersFor(URL).getValue("sentry-trace"))
            tracer.setActiveSpan(null)
        }
    }
    claim("an array that is too short is not written, and the answer says how long it must be") {
        val handle = Native.create(OPTIONS.json.toByteArray())
        val url = URL.toByteArray()
        for (length in listOf(url.size, 47, 48, 60, 200)) {
            val buffer = url.copyOf(length)
            val before = buffer.copyOf()
            val needed = -Native.outgoing(handle, buffer, url.size, 0, 0, 0)
            check(needed > length) { "$length: $needed" }
            check(buffer.contentEquals(before)) { "written at $length" }
            val enough = url.copyOf(needed)
            equals(needed, Native.outgoing(handle, enough, url.size, 0, 0, 0))
        }
        Native.free(handle)
    }
    claim("baggage longer than the usual buffer grows it") {
        Tracer.create(OPTIONS).use { tracer ->
            val long = (0 until 2000).joinToString(",") { "k$it=value$it" }
            val baggage = tracer.outgoing(URL, mapOf("baggage" to listOf(long))).set.getValue("baggage")
            check(baggage.length > 16_000 && baggage.endsWith("k1999=value1999")) { "${baggage.length}" }
        }
    }
}

private fun Claims.callbacks() {
    claim("a listener is called on the thread that made the change, and may use the tracer") {
        Tracer.create(OPTIONS).use { tracer ->
            val seen = CopyOnWriteArrayList<Pair<Thread, String>>()
            val id = tracer.addListener(ChangeListener { seen.add(Thread.currentThread() to tracer.snapshot().traceId) })
            val maker = thread { tracer.startNewTrace() }
            maker.join()
            equals(listOf(maker to tracer.snapshot().traceId), seen.toList())
            tracer.removeListener(id)
            tracer.startNewTrace()
            equals(1, seen.size)
        }
    }
    claim("a listener gets the state after the change, revisions ascending") {
        Tracer.create(OPTIONS).use { tracer ->
            val revisions = CopyOnWriteArrayList<Long>()
            tracer.addListener(ChangeListener { revisions.add(it.revision) })
            repeat(100) { tracer.startNewTrace() }
            equals(100, revisions.size)
            equals(revisions.sorted().distinct(), revisions.toList())
        }
    }
    claim("a listener that throws harms nobody: no exception is left over, the next one is called") {
        Tracer.create(OPTIONS).use { tracer ->
            var called = 0
            tracer.addListener(ChangeListener { throw IllegalStateException("mine") })
            tracer.addListener(ChangeListener { throw StackOverflowError("mine") })
            tracer.addListener(ChangeListener { called++ })
            tracer.startNewTrace()
            equals(1, called)
            equals(Outcome.STARTED, tracer.lifecycle(Lifecycle.NAVIGATION))
            equals(2, called)
        }
    }
    claim("a log sink gets lines up to its level, and one that throws harms nobody") {
        val lines = CopyOnWriteArrayList<Pair<LogLevel, String>>()
        Spanferry.logSet(LogLevel.INFO, LogSink { level, line -> lines.add(level to line) })
        Tracer.create(OPTIONS).use { it.headersFor(URL) }
        check(lines.any { (level, line) -> level == LogLevel.INFO && "configured" in line }) { "$lines" }
        check(lines.none { (level, line) -> level > LogLevel.INFO || "example.com" in line }) { "$lines" }
        Spanferry.logSet(LogLevel.DEBUG, LogSink { _, _ -> throw Error("mine") })
        Tracer.create(OPTIONS).use { equals(2, it.headersFor(URL).size) }
        Spanferry.logSet(LogLevel.OFF)
    }
    claim("a log sink may make requests while it is called") {
        Tracer.create(OPTIONS).use { tracer ->
            var inside: Map<String, String>? = null
            Spanferry.logSet(LogLevel.DEBUG, LogSink { _, _ -> inside = inside ?: tracer.headersFor("https://inside.example/") })
            val outside = tracer.headersFor(URL)
            Spanferry.logSet(LogLevel.OFF)
            equals(outside, inside)
        }
    }
}

/** Headers that an app works out only when they are asked for. */
private class Lazy(val work: () -> Unit) : AbstractMap<String, List<String>>() {
    override val entries: Set<Map.Entry<String, List<String>>>
        get() = mapOf("baggage" to listOf("mine=1")).also { work() }.entries
}

private fun Claims.requests() {
    val options = Options.builder().dsn(DSN).tracePropagationTargets(TraceTarget.text("caf%C3%A9"), TraceTarget.text("api.example"))
    claim("letters beyond ASCII arrive, wherever they stand in a URL or a header") {
        Tracer.create(options.build()).use { tracer ->
            for (url in listOf("https://x.example/caf\u00e9", "https://x.example/caf\u00e9/menu", "https://x.example/\u65e5/caf\u00e9/1")) {
                equals(Reason.TARGET_MATCHED to url, tracer.outgoing(url).reason to url)
            }
            for ((there, kept) in listOf("k=\u00e9,l=1" to "k=%C3%A9,l=1,", "k=1,l=\u65e5" to "k=1,l=%E6%97%A5,")) {
                val baggage = tracer.outgoing(URL, mapOf("baggage" to listOf(there))).set["baggage"].orEmpty()
                check(baggage.startsWith("${kept}sentry-")) { baggage }
            }
        }
    }
    claim("a request made while another's headers are read harms neither") {
        Tracer.create(options.build()).use { tracer ->
            var inside: Reason? = null
            val outside = tracer.outgoing(URL, Lazy { inside = tracer.outgoing("https://other.example/" + "x".repeat(99)).reason })
            equals(Reason.NO_TARGET_MATCHED, inside)
            equals(Reason.TARGET_MATCHED, outside.reason)
            check(outside.set["baggage"].orEmpty().startsWith("mine=1,sentry-")) { "${outside.set}" }
        }
    }
}

private fun Claims.library() {
    claim("numbers and names of the enumerations are the library's, and none is missing") {
        fun of(kind: Int) = (-1..200).associateWith { String(Native.name(kind, it)) }.filterValues { it.isNotEmpty() }
        equals(of(2), Reason.values().filter { it.code >= 0 }.associate { it.code to it.text })
        equals(of(3), Source.values().filter { it.code >= 0 }.associate { it.code to it.text })
        equals(of(4), Outcome.values().filter { it.code >= 0 }.associate { it.code to it.text })
        equals(of(5), Lifecycle.values().associate { it.code to it.text })
        equals(of(6), LogLevel.values().associate { it.code to it.text })
    }
    claim("every option of the builder is taken") {
        val options = Options.builder().dsn(DSN).orgId("7").strictTraceContinuation(true)
            .tracePropagationTargets(TraceTarget.text("a\"\\\n\ud83d\ude80"), TraceTarget.regex("^https://api", "i"))
            .denyTargets(TraceTarget.text("deny")).targetMatching(dev.spanferry.core.TargetMatching.JS10)
            .mode(dev.spanferry.core.Mode.BROWSER).appOrigin("https://localhost").propagateTraceparent(true)
            .tracesSampleRate(0.25).release("r@1").environment("e").tunnel("https://t.example/t").sampleRand(0.5)
            .replayId("12312012123120121231201212312012").logLevel(LogLevel.OFF)
            .backgroundLimitMs(1000).handoverLimitMs(2000).build()
        Tracer.create(options).use { tracer ->
            tracer.beginRootSpan("/", "route")
            val data = tracer.traceData()
            equals(setOf("sentry-trace", "baggage", "traceparent"), data.keys)
            check("sentry-org_id=7" in data.getValue("baggage") && "sentry-release=r%401" in data.getValue("baggage"))
            equals(Reason.TARGET_MATCHED, tracer.explain("https://API.example/").reason)
            equals(Reason.DENIED, tracer.explain("https://api.example/deny").reason)
        }
    }
    claim("no target at all is nothing sent, and explain says so") {
        val none = Options.builder().dsn(DSN).tracePropagationTargets().build()
        Tracer.create(none).use { tracer ->
            equals(emptyMap<String, String>(), tracer.headersFor(URL))
            val explanation = tracer.explain(URL)
            check(!explanation.attach && explanation.reason == Reason.NO_TARGETS && explanation.text.isNotEmpty())
        }
    }
    claim("a snapshot says what the headers say") {
        Tracer.create(Options.builder().dsn(DSN).tracesSampleRate(1.0).build()).use { tracer ->
            tracer.beginRootSpan("/x", "route")
            tracer.endRootSpan()
            val snapshot = tracer.snapshot()
            equals("${snapshot.traceId}-${snapshot.spanId}-1", tracer.headersFor(URL)["sentry-trace"])
            equals(true, snapshot.sampled)
            equals(snapshot.traceId, snapshot.dsc?.toMap()?.get("trace_id"))
            equals(tracer.traceData(), snapshot.headers)
        }
    }
    claim("a detached tracer goes its own way") {
        Tracer.create(OPTIONS).use { tracer ->
            val incoming = mapOf("Sentry-Trace" to "771a43a4192642f0b136d5159a501700-1234567890abcdef-1")
            tracer.detach(incoming).use { job ->
                equals("771a43a4192642f0b136d5159a501700", job.snapshot().traceId)
                check(tracer.snapshot().traceId != job.snapshot().traceId)
            }
            tracer.detach().use { equals(tracer.snapshot().traceId, it.snapshot().traceId) }
        }
    }
    claim("a fresh span id is another one each time, the usual one the same") {
        Tracer.create(OPTIONS).use { tracer ->
            val fresh = List(2) { tracer.outgoing(URL, freshSpan = true).set.getValue("sentry-trace") }
            check(fresh[0] != fresh[1])
            equals(tracer.headersFor(URL), tracer.headersFor(URL))
        }
    }
    claim("a decision comes with its words") {
        Tracer.create(OPTIONS).use { tracer ->
            val kept = tracer.outgoing(URL, mapOf("SENTRY-TRACE" to listOf("x")))
            equals(Decision.LEAVE to Reason.ALREADY_TRACED, kept.decision to kept.reason)
            equals(Decision.ATTACH to Reason.DEFAULT_ALL, tracer.outgoing(URL).let { it.decision to it.reason })
            equals(tracer.snapshot().revision, tracer.outgoing(URL).revision)
        }
    }
}

fun main() {
    check(Spanferry.isAvailable && Spanferry.version().isNotEmpty())
    Claims().apply {
        handles()
        texts()
        arguments()
        callbacks()
        requests()
        library()
    }.end("door")
}
