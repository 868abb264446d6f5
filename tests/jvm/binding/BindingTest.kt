/* What UniFFI writes for Kotlin, compiled as it is committed and run through JNA. */
import dev.spanferry.uniffi.ChangeListener
import dev.spanferry.uniffi.Decision
import dev.spanferry.uniffi.HeaderLine
import dev.spanferry.uniffi.NativeException
import dev.spanferry.uniffi.NativeTracer
import dev.spanferry.uniffi.Outcome
import dev.spanferry.uniffi.Policy
import dev.spanferry.uniffi.Reason
import dev.spanferry.uniffi.Source
import dev.spanferry.uniffi.version
import java.nio.charset.CharacterCodingException
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread
import org.json.JSONObject

private const val OPTIONS = """{"dsn":"https://key@o42.ingest.sentry.io/1","propagateTraceparent":true,"release":"app@1"}"""
private const val URL = "https://api.example.com/users"
private const val OTHER = "771a43a4192642f0b136d5159a501700"

private fun NativeTracer.state() = JSONObject(snapshot())

private fun NativeTracer.traceId(): String = state().getString("traceId")

private fun NativeTracer.request(url: String = URL) = outgoing(url, emptyList(), Policy.REPLACE, false)

private fun Claims.traces() {
    claim("options that are wrong are an exception that names the option, and the previous ones stay") {
        val wrong = OPTIONS.dropLast(1) + ""","tracePropagationTargets":[{"regex":"("}]}"""
        val refused = throws<NativeException.InvalidOption> { NativeTracer(wrong) }
        check("tracePropagationTargets[0]" in refused.message.orEmpty()) { "$refused" }
        NativeTracer(OPTIONS).use { tracer ->
            throws<NativeException.InvalidOption> { tracer.configure(wrong) }
            equals(Decision.ATTACH, tracer.request().decision)
        }
    }
    claim("a trace that is started is read back, and no other one") {
        NativeTracer(OPTIONS).use { tracer ->
            val before = tracer.traceId()
            equals(Outcome.STARTED, tracer.startNewTrace(Source.APP, 1uL))
            check(tracer.traceId() != before)
            equals(Reason.CONTINUED, tracer.continueTrace(listOf(HeaderLine("sentry-trace", "$OTHER-1234567890abcdef-1")), 2uL))
            equals(OTHER, tracer.traceId())
        }
    }
    claim("the three headers of a request are of one trace, and a URL that is no target gets none") {
        NativeTracer(OPTIONS.dropLast(1) + ""","tracePropagationTargets":["api.example.com"]}""").use { tracer ->
            val trace = tracer.traceId()
            val request = tracer.request()
            equals(trace, request.sentryTrace?.substringBefore('-'))
            equals(trace, request.traceparent?.split('-')?.get(1))
            check("sentry-trace_id=$trace" in request.baggage.orEmpty().split(',')) { "${request.baggage}" }
            val other = tracer.request("https://other.example/")
            equals(Reason.NO_TARGET_MATCHED to null, other.reason to other.sentryTrace)
        }
    }
    claim("a snapshot is JSON that says whose trace it is and how old") {
        NativeTracer(null).use { tracer ->
            equals(1L to "native_auto", tracer.state().let { it.getLong("revision") to it.getString("source") })
            tracer.startNewTrace(Source.APP, 1uL)
            equals(2L to "app", tracer.state().let { it.getLong("revision") to it.getString("source") })
        }
    }
    claim("a detached tracer changes, and the one that it came from does not") {
        NativeTracer(OPTIONS).use { tracer ->
            val before = tracer.snapshot()
            val detached = tracer.detach(listOf(HeaderLine("sentry-trace", "$OTHER-1234567890abcdef-1")))
            equals(Reason.CONTINUED to OTHER, detached.reason to detached.tracer.traceId())
            detached.tracer.startNewTrace(Source.APP, 1uL)
            equals(before, tracer.snapshot())
            detached.destroy()
        }
    }
}

/** Keeps what it hears and on which thread; throws afterwards. */
private class Heard(private val tracer: NativeTracer) : ChangeListener {
    val changes = CopyOnWriteArrayList<Pair<Thread, String>>()

    override fun changed(revision: ULong, source: Source, snapshotJson: String) {
        // No lock is held: the listener may use the tracer.
        check(tracer.state().getLong("revision").toULong() >= revision)
        changes.add(Thread.currentThread() to JSONObject(snapshotJson).getString("traceId"))
        error("mine")
    }
}

private fun Claims.life() {
    claim("a listener hears of a change that another thread makes, and what it throws harms nobody") {
        NativeTracer(OPTIONS).use { tracer ->
            val heard = Heard(tracer)
            val id = tracer.addListener(heard)
            val maker = thread { tracer.startNewTrace(Source.APP, 1uL) }
            maker.join()
            equals(listOf(maker to tracer.traceId()), heard.changes.toList())
            tracer.removeListener(id)
            tracer.startNewTrace(Source.APP, 2uL)
            equals(1, heard.changes.size)
        }
    }
    claim("an object that was closed is an exception, also when it is closed twice") {
        val tracer = NativeTracer(OPTIONS)
        tracer.close()
        tracer.close()
        throws<IllegalStateException> { tracer.snapshot() }
        throws<IllegalStateException> { tracer.request() }
    }
    claim("closing one holder of the process's tracer leaves it to the others") {
        val (first, second) = List(2) { NativeTracer.shared() }
        first.startNewTrace(Source.APP, 1uL)
        val trace = first.traceId()
        first.close()
        equals(trace, second.traceId())
        second.close()
    }
    claim("NUL, emoji and a megabyte are taken; half of a pair is an exception before the library is entered") {
        NativeTracer(OPTIONS).use { tracer ->
            for (text in listOf("", "\u0000", "\ud83d\ude80", "x".repeat(1 shl 20), "\ud83d\ude80".repeat(1 shl 19))) {
                check(tracer.explain("https://example.com/$text").startsWith("{"))
                tracer.beginRootSpan(text, "custom")
                check(tracer.request().baggage.orEmpty().all { it in ' '..'~' })
            }
            throws<CharacterCodingException> { tracer.explain("\ud83d") }
        }
    }
}

fun main() {
    check(version().isNotEmpty())
    Claims().apply {
        traces()
        life()
    }.end("binding")
}
