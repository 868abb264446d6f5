import android.app.Activity
import android.app.Application
import com.sun.net.httpserver.HttpServer
import dev.spanferry.app.App
import dev.spanferry.app.MainActivity
import dev.spanferry.app.RecordingWebView
import dev.spanferry.app.WebViewSide
import dev.spanferry.core.Snapshot
import dev.spanferry.core.Tracer
import io.sentry.Sentry
import io.sentry.android.core.SentryAndroid
import java.io.InputStream
import java.net.InetSocketAddress
import java.nio.file.Files
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
import org.robolectric.annotation.Config

/**
 * The real SDK for Android beside the plugin: what its own transport posts. With `-Dfeed=false` the plugin
 * does not feed it, and these tests fail.
 */
@RunWith(RobolectricTestRunner::class)
@Config(minSdk = 24, shadows = [RecordingWebView::class])
class SentryTest {
    private val posted = LinkedBlockingQueue<String>()
    private val collector = HttpServer.create(InetSocketAddress("127.0.0.1", 0), 0)
    private lateinit var app: App

    @Before
    fun start() {
        collector.createContext("/") { exchange ->
            posted += plain(exchange.requestHeaders.getFirst("Content-Encoding"), exchange.requestBody).readBytes().toString(Charsets.UTF_8)
            exchange.sendResponseHeaders(200, -1)
            exchange.close()
        }
        collector.start()
        WebViewSide.reset()
        MainActivity.configuration = configuration()
        app = App()
        SentryAndroid.init(RuntimeEnvironment.getApplication() as Application) { options ->
            options.dsn = "http://key@127.0.0.1:${collector.address.port}/1"
            options.release = "native@1"
            options.isEnableAutoSessionTracking = false
        }
    }

    @After
    fun stop() {
        Sentry.close()
        collector.stop(0)
        app.close()
        MainActivity.configuration = null
    }

    @Test
    fun events_carry_the_trace_of_the_page_its_decision_and_its_context() {
        val state = app.handshake("page").getJSONObject("snapshot")
        app.adopt("page", state, 1, PAGE, ""","sampled":true,"sampleRand":0.25,"dsc":[["trace_id","$PAGE"],["public_key","key"],["release","page@1"],["sampled","true"]]""")
        assertCarries(capture(), Tracer.shared().snapshot())
        app.data("startNewTrace")
        assertCarries(capture(), Tracer.shared().snapshot())
        Tracer.shared().startNewTrace()
        assertCarries(capture(), Tracer.shared().snapshot())
    }

    @Test
    fun another_activity_starts_no_trace_of_the_sdks_own() {
        app.handshake("page")
        Robolectric.buildActivity(Activity::class.java).setup()
        assertCarries(capture(), Tracer.shared().snapshot())
    }

    private class Envelope(val trace: JSONObject?, val event: JSONObject)

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

    private fun configuration() = Files.createTempDirectory("capacitor").resolve("capacitor.config.json").toFile().apply {
        val spanferry = """{"dsn":"https://key@o42.ingest.sentry.io/1","release":"app@1","feedSentry":${System.getProperty("feed", "true")}}"""
        writeText("""{"appId":"dev.spanferry.app","appName":"a","android":{"resolveServiceWorkerRequests":false},"plugins":{"Spanferry":$spanferry}}""")
    }

    private fun plain(encoding: String?, body: InputStream) = if (encoding == "gzip") GZIPInputStream(body) else body

    private companion object {
        const val PAGE = "771a43a4192642f0b136d5159a501700"
    }
}
