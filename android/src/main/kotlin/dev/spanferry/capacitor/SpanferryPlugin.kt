package dev.spanferry.capacitor

import android.net.Uri
import com.getcapacitor.JSObject
import com.getcapacitor.Logger
import com.getcapacitor.Plugin
import com.getcapacitor.PluginCall
import com.getcapacitor.PluginMethod
import com.getcapacitor.annotation.CapacitorPlugin
import dev.spanferry.core.ChangeListener
import dev.spanferry.core.Lifecycle
import dev.spanferry.core.Options
import dev.spanferry.core.Outcome
import dev.spanferry.core.Snapshot
import dev.spanferry.core.Spanferry
import dev.spanferry.core.Tracer
import dev.spanferry.sentry.SentryFeed
import java.util.UUID
import org.json.JSONObject

/**
 * The native half in a Capacitor app: the pages' door to the tracer of the process, and what tells the
 * tracer of the app's life. docs/BRIDGE.md says what each message means.
 *
 * Methods run on Capacitor's plugin thread, one after another; listeners of the tracer on the thread
 * that made a change.
 */
@CapacitorPlugin(name = "Spanferry")
class SpanferryPlugin : Plugin() {
    private val tracer = Tracer.shared()

    /** Names this bridge's web view to the core; a page cannot choose it. */
    private val webview = UUID.randomUUID().toString()

    /** Whether the thread is inside a call that carries the page, whose answer has the state. */
    private val answering = ThreadLocal<Boolean>()
    private lateinit var options: PluginOptions
    private lateinit var handover: Handover
    private var listener = 0L

    override fun load() {
        options = PluginOptions.of(config.configJSON, appOrigin())
        // Where Capacitor creates another bridge the options of the first page stay.
        options.tracer?.takeIf { Process.options == null }?.let { putInForce(it) }
        handover = Handover(bridge, tracer, appOrigin(), config.getInt("handoverLimitMs", HANDOVER_LIMIT_MS).toLong())
        if (options.coldStart && Spanferry.isAvailable) handover.offer()
        listener = tracer.addListener(ChangeListener(::changed))
        if (options.nativeHttp) bridge.registerPlugin(SpanferryHttpPlugin::class.java)
        feed()
    }

    override fun handleOnStart() = tell(Lifecycle.FOREGROUND)

    override fun handleOnStop() = tell(Lifecycle.BACKGROUND)

    override fun handleOnDestroy() {
        tracer.removeListener(listener)
        handover.end()
        tracer.lifecycle(Lifecycle.WEBVIEW_GONE, webview)
    }

    private fun tell(step: Lifecycle) {
        tracer.lifecycle(step)
        feed()
    }

    /** The SDK may be initialised after us; then it is fed from the next occasion on. */
    private fun feed() {
        if (options.feedSentry) Process.feed(SentryFeed.Settings(options.keepTrace, options.emptyTargets))
    }

    private fun putInForce(json: String) = try {
        tracer.configure(Options.fromJson(json))
        Process.options = json
    } catch (refused: IllegalArgumentException) {
        Logger.error("Spanferry", "capacitor.config, plugins.Spanferry: ${refused.message}", refused)
    }

    private fun changed(snapshot: Snapshot) {
        if (!Process.isFed) feed()
        if (options.coldStart && !handover.isOver) bridge.executeOnMainThread { handover.replace() }
        if (answering.get() != true) notifyListeners("change", snapshot.json.parsed())
    }

    private fun appOrigin(): String {
        val url = Uri.parse(bridge.serverUrl ?: bridge.localUrl)
        return "${url.scheme}://${url.encodedAuthority}"
    }

    /** Introduces a page; the answer is the state. */
    @PluginMethod
    fun handshake(call: PluginCall) {
        val page = call.required("page") ?: return
        if (!Spanferry.isAvailable) return call.reject("the native library cannot be loaded", "unavailable")
        bridge.executeOnMainThread { handover.end() }
        feed()
        quietly { tracer.attach(webview, page) }
        val answer = JSObject()
            .put("version", Spanferry.version())
            .put("protocol", PROTOCOL)
            .put("platform", "android")
            .put("configured", Process.options != null)
            .put("nativeHttp", options.nativeHttp)
            .put("snapshot", tracer.snapshot().json.parsed())
        answer.put("options", Process.options?.let { JSObject(it) } ?: JSONObject.NULL)
        call.resolve(answer)
    }

    /** Puts options in force, whole or not at all. */
    @PluginMethod
    fun configure(call: PluginCall) {
        val json = call.getObject("options")?.let { PluginOptions.withOrigin(it, appOrigin()) }
            ?: return call.reject("options: expected an object", REFUSED)
        try {
            change(call) {
                tracer.configure(Options.fromJson(json))
                Process.options = json
                feed() // Other targets alone are no change that listeners hear of.
            }
        } catch (refused: IllegalArgumentException) {
            call.reject(refused.message, REFUSED)
        }
    }

    /** Starts a new trace on every layer. */
    @PluginMethod
    fun startNewTrace(call: PluginCall) = change(call) { tracer.startNewTrace() }

    /** Continues the trace of incoming headers, or starts a new one. */
    @PluginMethod
    fun continueTrace(call: PluginCall) {
        val headers = call.getObject("headers") ?: JSObject()
        val lines = headers.keys().asSequence().associateWith { headers.optString(it) }
        continuation(call, tracer.continueTrace(lines).text)
    }

    /** Continues the trace that the meta tags of an HTML text name, or starts a new one. */
    @PluginMethod
    fun continueFromMeta(call: PluginCall) = continuation(call, tracer.continueFromMeta(call.getString("html").orEmpty()).text)

    /** Takes over the trace that a page pushes, if the rules let it. */
    @PluginMethod
    fun adopt(call: PluginCall) {
        val page = call.required("page") ?: return
        val push = call.getObject("snapshot")?.toString().orEmpty()
        answer(call, quietly { tracer.adopt(webview, page, push) })
    }

    /** The state. */
    @PluginMethod
    fun snapshot(call: PluginCall) = call.resolve(tracer.snapshot().json.parsed())

    /** Says that a root span begins; a sampling decision that is still open is taken now. */
    @PluginMethod
    fun beginRootSpan(call: PluginCall) = change(call) { tracer.beginRootSpan(call.getString("name"), call.getString("source")) }

    /** Says that the root span ended. */
    @PluginMethod
    fun endRootSpan(call: PluginCall) = change(call) { tracer.endRootSpan() }

    /** Says which span requests hang under from now on; null for none. */
    @PluginMethod
    fun setActiveSpan(call: PluginCall) = try {
        change(call) { tracer.setActiveSpan(call.getString("spanId")) }
    } catch (malformed: IllegalArgumentException) {
        call.reject(malformed.message)
    }

    /** The headers of the trace for any carrier. */
    @PluginMethod
    fun getTraceData(call: PluginCall) = call.resolve(objectOf(tracer.traceData()))

    /** The headers of the trace as HTML meta tags. */
    @PluginMethod
    fun getTraceMetaTags(call: PluginCall) = call.resolve(JSObject().put("html", tracer.metaTags()))

    /** The headers of a request that has none of them yet. */
    @PluginMethod
    fun headersFor(call: PluginCall) = call.resolve(JSObject().put("headers", objectOf(tracer.headersFor(call.getString("url").orEmpty()))))

    /** Why a request to a URL carries the trace or not. */
    @PluginMethod
    fun explain(call: PluginCall) = call.resolve(tracer.explain(call.getString("url").orEmpty()).json.parsed())

    /** Tells of a step in the life of the app, or of the page that is given. */
    @PluginMethod
    fun lifecycle(call: PluginCall) {
        val step = Lifecycle.values().firstOrNull { it.text == call.getString("event") } ?: return call.reject("event: unknown")
        val page = call.getString("page")
        answer(call, answering(page) { tracer.lifecycle(step, page?.let { webview }, page) })
    }

    /** Makes a change and answers with what came of it. */
    private fun change(call: PluginCall, body: () -> Unit) {
        val before = tracer.snapshot()
        answering(call.getString("page"), body)
        val after = tracer.snapshot()
        val outcome = when {
            after.revision == before.revision -> Outcome.UNCHANGED
            after.traceId == before.traceId -> Outcome.UPDATED
            else -> Outcome.STARTED
        }
        answer(call, outcome, after)
    }

    private fun answer(call: PluginCall, outcome: Outcome, snapshot: Snapshot = tracer.snapshot()) =
        call.resolve(JSObject().put("outcome", outcome.text).put("snapshot", snapshot.json.parsed()))

    private fun continuation(call: PluginCall, reason: String) =
        call.resolve(JSObject().put("reason", reason).put("snapshot", tracer.snapshot().json.parsed()))

    /** A page is not told of what it does itself; its answer has the state. */
    private fun <T> answering(page: String?, body: () -> T): T = if (page == null) body() else quietly(body)

    private fun <T> quietly(body: () -> T): T {
        answering.set(true)
        try {
            return body()
        } finally {
            answering.remove()
        }
    }

    /** Without the native library there is no text. */
    private fun String.parsed() = JSObject(ifEmpty { "{}" })

    private fun PluginCall.required(name: String): String? =
        getString(name).also { if (it == null) reject("$name: expected text") }

    private fun objectOf(headers: Map<String, String>) = JSObject().apply { headers.forEach { (name, value) -> put(name, value) } }

    /** What belongs to the process, like the tracer, and outlives an activity. */
    private object Process {
        /** The options in force, as JSON. */
        @Volatile
        var options: String? = null
        private var feed: SentryFeed? = null

        /** Whether a Sentry SDK hears of changes by itself. */
        val isFed: Boolean
            @Synchronized get() = feed != null

        @Synchronized
        fun feed(settings: SentryFeed.Settings) {
            // Again where it is there: a page that loads may have initialised the SDK anew.
            feed?.again()
            if (feed == null) feed = SentryFeed.install(Tracer.shared(), settings)
        }
    }

    private companion object {
        const val PROTOCOL = 1
        const val REFUSED = "options_refused"
        const val HANDOVER_LIMIT_MS = 60_000
    }
}
