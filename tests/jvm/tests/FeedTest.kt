/* The real Sentry SDK sends the trace that it is fed. Without the argument `fed` it must not. */
import dev.spanferry.core.Options
import dev.spanferry.core.Snapshot
import dev.spanferry.core.Tracer
import dev.spanferry.sentry.SentryFeed
import io.sentry.Hint
import io.sentry.IScope
import io.sentry.ScopeObserverAdapter
import io.sentry.Sentry
import io.sentry.SentryEnvelope
import io.sentry.SentryEvent
import io.sentry.SentryOptions
import io.sentry.SpanContext
import io.sentry.transport.ITransport
import io.sentry.transport.RateLimiter
import java.util.concurrent.CopyOnWriteArrayList

private const val DSN = "https://key@o42.ingest.sentry.io/1"
private val INCOMING = mapOf(
    "sentry-trace" to "771a43a4192642f0b136d5159a501700-1234567890abcdef-1",
    "baggage" to "sentry-trace_id=771a43a4192642f0b136d5159a501700,sentry-public_key=other,sentry-release=page%401," +
        "sentry-environment=page,sentry-sample_rand=0.25,sentry-sample_rate=0.5,sentry-sampled=true,sentry-org_id=42",
)

/** Keeps envelopes instead of sending them; has the methods of every version's interface. */
private class Kept(val envelopes: MutableList<SentryEnvelope>) : ITransport {
    override fun send(envelope: SentryEnvelope, hint: Hint) { envelopes.add(envelope) }
    override fun flush(timeoutMillis: Long) = Unit
    override fun getRateLimiter(): RateLimiter? = null
    override fun close() = Unit
    override fun close(isRestarting: Boolean) = Unit
}

private class Sent(envelope: SentryEnvelope, val event: SentryEvent) {
    val trace = envelope.header.traceContext
}

private class Sdk {
    private val envelopes = CopyOnWriteArrayList<SentryEnvelope>()
    private val events = CopyOnWriteArrayList<SentryEvent>()
    lateinit var options: SentryOptions

    fun start() = Sentry.init { options ->
        options.dsn = "https://native@o42.ingest.sentry.io/2"
        options.release = "native@9"
        options.environment = "native"
        options.tracesSampleRate = 1.0 // Else a transaction is none, and in version 7 never ends.
        options.setTransportFactory { _, _ -> Kept(envelopes) }
        options.setBeforeSend { event, _ -> event.also { events.add(it) } }
        this.options = options
    }

    /** What observers hear from now on, but for null, which the native SDK's ignores. */
    fun observed(): List<String> {
        val heard = CopyOnWriteArrayList<String>()
        options.addScopeObserver(object : ScopeObserverAdapter() {
            override fun setTrace(spanContext: SpanContext?, scope: IScope) {
                spanContext?.let { heard.add(it.traceId.toString()) }
            }
        })
        return heard
    }

    /** What an event becomes that is captured now. */
    fun capture(): Sent {
        envelopes.clear()
        events.clear()
        Sentry.captureMessage("message")
        return Sent(envelopes.single(), events.single())
    }
}

private fun Sent.isOf(snapshot: Snapshot) {
    equals(snapshot.traceId, event.contexts.trace?.traceId.toString())
    equals(snapshot.activeSpanId ?: snapshot.spanId, event.contexts.trace?.spanId.toString())
    equals(snapshot.traceId, trace?.traceId.toString())
}

fun main(arguments: Array<String>) {
    val sdk = Sdk()
    sdk.start()
    val tracer = Tracer.create(Options.builder().dsn(DSN).build())
    val feed = if ("fed" in arguments) SentryFeed.install(tracer) else null
    Claims().apply {
        claim("an event carries the trace of the tracer") { sdk.capture().isOf(tracer.snapshot()) }
        claim("after each change events carry the new trace") {
            repeat(3) {
                tracer.startNewTrace()
                sdk.capture().isOf(tracer.snapshot())
            }
        }
        claim("a span that is set active is the span of events") {
            tracer.setActiveSpan("fedcba9876543210")
            sdk.capture().isOf(tracer.snapshot())
            tracer.setActiveSpan(null)
        }
        claim("a frozen context arrives whole, and nothing of the native one is mixed in") {
            tracer.continueTrace(INCOMING)
            val sent = sdk.capture()
            sent.isOf(tracer.snapshot())
            equals("page@1" to "page", sent.trace?.release to sent.trace?.environment)
            equals("other" to "true", sent.trace?.publicKey to sent.trace?.sampled)
            equals("0.5", sent.trace?.sampleRate)
        }
        claim("a transaction of the SDK's own goes first, and afterwards the trace is ours again") {
            val transaction = Sentry.startTransaction("native", "op", io.sentry.TransactionOptions().apply { isBindToScope = true })
            tracer.startNewTrace()
            transaction.finish()
            sdk.capture().isOf(tracer.snapshot())
        }
        claim("after another init of the SDK's the next change feeds it, and so does the end of a transaction") {
            sdk.start()
            tracer.startNewTrace()
            sdk.capture().isOf(tracer.snapshot())
            val observed = sdk.observed()
            Sentry.startTransaction("native", "op", io.sentry.TransactionOptions().apply { isBindToScope = true }).finish()
            equals(tracer.snapshot().traceId, observed.last())
        }
        claim("targets that are empty are emptied in the SDK, at once where the feed is told") {
            tracer.configure(Options.builder().dsn(DSN).tracePropagationTargets().build())
            feed!!.again()
            equals(emptyList<String>(), sdk.options.tracePropagationTargets)
        }
        claim("a feed that was closed feeds no more") {
            feed!!.close()
            val before = tracer.snapshot().traceId
            tracer.startNewTrace()
            equals(before, sdk.capture().event.contexts.trace?.traceId.toString())
        }
        claim("a feed that is to leave the SDK's targets alone leaves them") {
            sdk.start()
            SentryFeed.install(tracer, SentryFeed.Settings(emptyTargets = false))!!.close()
            equals(listOf(".*"), sdk.options.tracePropagationTargets)
        }
        claim("an SDK that is closed is not fed, and nothing throws") {
            Sentry.close()
            equals(null, SentryFeed.install(tracer))
        }
    }.end("feed")
}
