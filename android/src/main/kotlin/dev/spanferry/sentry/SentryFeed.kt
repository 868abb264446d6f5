package dev.spanferry.sentry

import dev.spanferry.core.ChangeListener
import dev.spanferry.core.Reason
import dev.spanferry.core.Snapshot
import dev.spanferry.core.Tracer
import io.sentry.Baggage
import io.sentry.NoOpLogger
import io.sentry.PropagationContext
import io.sentry.ScopeObserverAdapter
import io.sentry.Sentry
import io.sentry.SentryOptions
import io.sentry.SpanId
import io.sentry.protocol.SentryId
import java.util.concurrent.atomic.AtomicBoolean
import java.util.logging.Level
import java.util.logging.Logger

/**
 * Gives the trace of a tracer to the Sentry SDK of the same process, so that its events, and native
 * crashes on Android, carry it: at once, after each change, and after a transaction of the SDK's own,
 * which goes first while it is bound.
 *
 * One binary for sentry 7.22 to 8.62. Without the SDK, or with one that is too different, it does
 * nothing. To be installed after the SDK's `init`, and again after another one.
 */
class SentryFeed private constructor(private val tracer: Tracer, private val settings: Settings) : AutoCloseable {
    /** What the feed may change in the SDK; everything by default. */
    class Settings @JvmOverloads constructor(
        /** Whether to stop the SDK from drawing trace ids for activities and taps. */
        @JvmField val keepTrace: Boolean = true,
        /** Whether targets that are empty here are emptied in the SDK too. */
        @JvmField val emptyTargets: Boolean = true,
    )

    private val lock = Any()
    private var revision = -1L
    private var listener = 0L

    /** The options of the SDK whose transactions are watched; another `init` brings others. */
    private var watched: Any? = null

    @Volatile
    private var isClosed = false

    /** Stops feeding; the SDK keeps the last trace. */
    override fun close() {
        isClosed = true
        try {
            tracer.removeListener(listener)
        } catch (_: IllegalStateException) {
            // The tracer went first, and the listener with it.
        }
    }

    /** Feeds the current state once more: for an SDK that was initialised again, and for targets that were put in force. */
    fun again() {
        feed(tracer.snapshot(), again = true)
    }

    private fun start(): Boolean {
        if (!feed(tracer.snapshot(), again = false)) return false
        listener = tracer.addListener(ChangeListener { feed(it, again = false) })
        return true
    }

    /** Calls may come in any order: an older state never replaces a newer one. */
    private fun feed(snapshot: Snapshot, again: Boolean): Boolean = synchronized(lock) {
        if (isClosed || snapshot.revision < revision || (snapshot.revision == revision && !again)) return false
        val fed = guarded { Linked.feed(snapshot, settings, tracer.explain(PROBE).reason == Reason.NO_TARGETS) }
        if (fed) {
            revision = snapshot.revision
            watch()
        }
        fed
    }

    private fun watch() = guarded {
        watched = Linked.watchTransactions(watched) { if (!isClosed) feed(tracer.snapshot(), again = true) }
        true
    }

    /** The only class that names types of the SDK: loading it fails where there is none. */
    private object Linked {
        fun feed(snapshot: Snapshot, settings: Settings, hasNoTargets: Boolean): Boolean {
            if (!Sentry.isEnabled() || snapshot.traceId.isEmpty()) return false
            val dsc = snapshot.headers["baggage"]?.let { Baggage.fromHeader(listOf(it), NoOpLogger.getInstance()) }
            // Else the SDK completes what another service or the page has decided.
            dsc?.freeze()
            val span = SpanId(snapshot.activeSpanId ?: snapshot.spanId)
            val context = PropagationContext(SentryId(snapshot.traceId), span, null, dsc, snapshot.sampled)
            // Without a scope type: it is another one on Android than elsewhere.
            Sentry.configureScope { scope ->
                scope.propagationContext = context
                if (settings.emptyTargets && hasNoTargets) scope.options.setTracePropagationTargets(emptyList())
                if (settings.keepTrace) keep(scope.options)
            }
            return true
        }

        /** Watches once for the options that the SDK has now; they are the answer. */
        fun watchTransactions(watched: Any?, ended: () -> Unit): Any? {
            var options = watched
            Sentry.configureScope { scope ->
                if (scope.options === watched) return@configureScope
                options = scope.options
                scope.options.addScopeObserver(object : ScopeObserverAdapter() {
                    override fun setTransaction(transaction: String?) {
                        if (transaction == null) ended()
                    }
                })
            }
            return options
        }

        /** Only sentry-android has it, from 8.3.0 on. */
        private fun keep(options: SentryOptions) = try {
            options.javaClass.getMethod("setEnableAutoTraceIdGeneration", Boolean::class.java).invoke(options, false)
        } catch (_: ReflectiveOperationException) {
            null
        }
    }

    companion object {
        /** A URL that no rule means, to ask whether there are rules at all. */
        private const val PROBE = "https://probe.invalid/"
        private val hasSaid = AtomicBoolean()

        /**
         * Starts feeding.
         *
         * @return closes the feed; null when there is no SDK, or none that was initialised.
         */
        @JvmStatic
        @JvmOverloads
        fun install(tracer: Tracer = Tracer.shared(), settings: Settings = Settings()): SentryFeed? {
            val feed = SentryFeed(tracer, settings)
            return if (guarded(feed::start)) feed else null
        }

        private inline fun guarded(body: () -> Boolean): Boolean = try {
            body()
        } catch (error: LinkageError) {
            absent(error)
        } catch (error: RuntimeException) {
            absent(error)
        }

        /** One line in the log, however often it is tried. */
        private fun absent(error: Throwable): Boolean {
            if (!hasSaid.getAndSet(true)) Logger.getLogger("spanferry").log(Level.FINE, "spanferry: no Sentry SDK to feed", error)
            return false
        }
    }
}
