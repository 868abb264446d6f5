import android.app.Activity
import android.app.Application
import android.os.Looper
import android.os.SystemClock
import android.view.MotionEvent
import android.widget.Button
import com.sun.net.httpserver.HttpServer
import dev.spanferry.app.App
import dev.spanferry.app.MainActivity
import dev.spanferry.app.RecordingWebView
import dev.spanferry.app.WebViewSide
import dev.spanferry.core.Snapshot
import dev.spanferry.core.Tracer
import io.sentry.IScope
import io.sentry.ITransaction
import io.sentry.ScopeObserverAdapter
import io.sentry.Sentry
import io.sentry.SpanContext
import io.sentry.TransactionOptions
import io.sentry.android.core.SentryAndroid
import io.sentry.android.core.SentryAndroidOptions
import java.io.File
import java.io.InputStream
import java.net.InetSocketAddress
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.zip.GZIPInputStream
import org.json.JSONObject
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/**
 * The real SDK for Android beside the plugin: what its own transport posts. With `-Dfeed=false` the plugin
 * does not feed it, and these tests fail; with `-DkeepTrace=false` the SDK goes on drawing traces of its own,
 * and those fail where it does.
 */
@RunWith(RobolectricTestRunner::class)
@Config(minSdk = 24, shadows = [RecordingWebView::class])
class SentryTest {
    private val posted = LinkedBlockingQueue<String>()
    private val collector = HttpServer.create(InetSocketAddress("127.0.0.1", 0), 0)
    private lateinit var app: App

    @Before
    fun collect() {
        collector.createContext("/") { exchange ->
            posted += plain(exchange.requestHeaders.getFirst("Content-Encoding"), exchange.requestBody).readBytes().toString(Charsets.UTF_8)
            exchange.sendResponseHeaders(200, -1)
            exchange.close()
        }
        collector.start()
        WebViewSide.reset()
    }

    @After
    fun stop() {
        Sentry.close()
        collector.stop(0)
        app.close()
        MainActivity.configuration = null
        App.newProcess()
    }

    @Test
    fun events_carry_the_trace_of_the_page_its_decision_and_its_context() {
        start()
        val state = app.handshake("page").getJSONObject("snapshot")
        app.adopt("page", state, 1, PAGE, ""","sampled":true,"sampleRand":0.25,"dsc":[["trace_id","$PAGE"],["public_key","key"],["release","page@1"],["sampled","true"]]""")
        assertCarries(capture(), Tracer.shared().snapshot())
        app.data("startNewTrace")
        assertCarries(capture(), Tracer.shared().snapshot())
        Tracer.shared().startNewTrace()
        assertCarries(capture(), Tracer.shared().snapshot())
    }

    @Test
    fun an_sdk_that_starts_after_the_page_is_fed_with_the_next_change() {
        open()
        app.handshake("page")
        init()
        app.data("startNewTrace")
        assertCarries(capture(), Tracer.shared().snapshot())
    }

    @Test
    fun another_activity_starts_no_trace_of_the_sdks_own() {
        start()
        app.handshake("page")
        Robolectric.buildActivity(Activity::class.java).setup()
        assertCarries(capture(), Tracer.shared().snapshot())
    }

    @Test
    fun a_tap_starts_no_trace_of_the_sdks_own() {
        start()
        val screen = Screen()
        app.handshake("page")
        screen.tap()
        assertEquals(1, screen.clicks)
        assertCarries(capture(), Tracer.shared().snapshot())
    }

    @Test
    fun a_tap_that_is_a_transaction_leaves_the_pages_trace_which_is_back_when_it_ends() {
        start {
            it.tracesSampleRate = 1.0
            it.isEnableUserInteractionTracing = true
            it.isEnableAutoActivityLifecycleTracing = false
        }
        val screen = Screen()
        val page = app.handshake("page").getJSONObject("snapshot").getString("traceId")
        screen.tap()
        assertEquals("ui.action.click", transaction()!!.operation)
        untilTransactionEnds()
        assertEquals(page, Tracer.shared().snapshot().traceId)
        assertCarries(capture(), Tracer.shared().snapshot())
    }

    @Test
    fun an_activity_that_is_a_transaction_leaves_the_pages_trace_which_is_back_when_it_ends() {
        start { it.tracesSampleRate = 1.0 }
        val page = app.handshake("page").getJSONObject("snapshot").getString("traceId")
        val second = Robolectric.buildActivity(Activity::class.java).setup()
        assertEquals("ui.load", transaction()!!.operation)
        // Nothing is drawn here, so the transaction waits for the end of the activity.
        second.pause().stop().destroy()
        untilTransactionEnds()
        assertEquals(page, Tracer.shared().snapshot().traceId)
        assertCarries(capture(), Tracer.shared().snapshot())
    }

    @Test
    fun after_a_transaction_of_the_apps_own_events_and_native_crashes_have_the_pages_trace_again() {
        start()
        app.handshake("first")
        val observed = CopyOnWriteArrayList<String>()
        // Once more, as the JavaScript SDK of a page does when it starts the native one.
        init {
            it.tracesSampleRate = 1.0
            it.addScopeObserver(object : ScopeObserverAdapter() {
                // As the observer of the native SDK: what is null changes nothing there.
                override fun setTrace(spanContext: SpanContext?, scope: IScope) {
                    spanContext?.let { trace -> observed += trace.traceId.toString() }
                }
            })
        }
        app.handshake("second")
        val own = Sentry.startTransaction("job", "task", TransactionOptions().apply { isBindToScope = true })
        assertEquals(own.spanContext.traceId.toString(), capture().traceId)
        own.finish()
        assertCarries(capture(), Tracer.shared().snapshot())
        assertEquals(Tracer.shared().snapshot().traceId, observed.last())
    }

    @Test
    fun targets_that_are_empty_here_are_emptied_in_the_sdk() {
        start()
        app.handshake("page")
        assertEquals(listOf(".*"), targets())
        app.data("configure", """{"page":"page","options":{"dsn":"https://key@o42.ingest.sentry.io/1","release":"app@1","tracePropagationTargets":[]}}""")
        assertEquals(emptyList<String>(), targets())
    }

    private fun targets(): List<String> = Sentry.getCurrentScopes().options.tracePropagationTargets

    /** Starts the app, and then the SDK. */
    private fun start(options: (SentryAndroidOptions) -> Unit = {}) {
        open()
        init(options)
    }

    private fun open() {
        MainActivity.configuration = configuration()
        app = App()
    }

    private fun init(options: (SentryAndroidOptions) -> Unit = {}) = SentryAndroid.init(RuntimeEnvironment.getApplication() as Application) {
        it.dsn = "http://key@127.0.0.1:${collector.address.port}/1"
        it.release = "native@1"
        it.isEnableAutoSessionTracking = false
        it.idleTimeout = 100
        options(it)
    }

    private fun transaction(): ITransaction? {
        var bound: ITransaction? = null
        Sentry.configureScope { bound = it.transaction }
        return bound
    }

    private fun untilTransactionEnds() {
        val end = System.nanoTime() + 20_000_000_000
        while (transaction() != null) {
            check(System.nanoTime() < end) { "the transaction does not end" }
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(5)
        }
    }

    /** Another activity of the app, with a button that has a name, as the SDK wants it. */
    private class Screen {
        var clicks = 0
        private val activity: Activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        private val button = Button(activity).apply {
            id = android.R.id.button1
            setOnClickListener { clicks++ }
        }

        init {
            activity.setContentView(button)
            shadowOf(Looper.getMainLooper()).idle()
        }

        /** Through the window, where the SDK listens. */
        fun tap() {
            val now = SystemClock.uptimeMillis()
            for ((action, later) in listOf(MotionEvent.ACTION_DOWN to 0L, MotionEvent.ACTION_UP to 20L)) {
                activity.window.callback.dispatchTouchEvent(MotionEvent.obtain(now, now + later, action, 20f, button.height / 2f + 60, 0))
            }
            shadowOf(Looper.getMainLooper()).idle()
        }
    }

    private class Envelope(val trace: JSONObject?, val event: JSONObject) {
        val traceId: String get() = event.getJSONObject("contexts").getJSONObject("trace").getString("trace_id")
    }

    private fun capture(): Envelope {
        val id = Sentry.captureMessage("seen").toString()
        while (true) {
            val text = posted.poll(20, TimeUnit.SECONDS) ?: throw AssertionError("no envelope")
            val lines = text.split('\n').filter(String::isNotEmpty)
            if (id in lines[0]) return Envelope(JSONObject(lines[0]).optJSONObject("trace"), JSONObject(lines[2]))
        }
    }

    private fun assertCarries(envelope: Envelope, wanted: Snapshot) {
        val trace = envelope.event.getJSONObject("contexts").getJSONObject("trace")
        assertEquals(wanted.traceId, trace.getString("trace_id"))
        assertEquals(wanted.activeSpanId ?: wanted.spanId, trace.getString("span_id"))
        assertEquals(wanted.traceId, envelope.trace!!.getString("trace_id"))
        // The context is that of the page, not what the SDK would say of itself.
        assertNotEquals("native@1", envelope.trace.optString("release"))
        val sampled = wanted.headers["baggage"].orEmpty().split(',').firstOrNull { it.startsWith("sentry-sampled=") }
        assertEquals(sampled?.substringAfter('='), envelope.trace.optString("sampled").ifEmpty { null })
    }

    private fun configuration(): File {
        val switches = listOf("feed" to "feedSentry", "keepTrace" to "keepTrace").map { (property, name) -> "\"$name\":${System.getProperty(property, "true")}" }
        return App.configuration("""{"dsn":"https://key@o42.ingest.sentry.io/1","release":"app@1",${switches.joinToString(",")}}""")
    }

    private fun plain(encoding: String?, body: InputStream) = if (encoding == "gzip") GZIPInputStream(body) else body

    private companion object {
        const val PAGE = "771a43a4192642f0b136d5159a501700"
    }
}
