import android.app.Application
import android.os.Looper
import dev.spanferry.app.App
import dev.spanferry.app.MainActivity
import dev.spanferry.app.PageRequest
import dev.spanferry.app.RecordingWebView
import dev.spanferry.app.WebViewSide
import dev.spanferry.core.Spanferry
import dev.spanferry.core.Tracer
import dev.spanferry.http.SpanferryConnections
import dev.spanferry.okhttp.spanferry
import io.sentry.Sentry
import io.sentry.android.core.SentryAndroid
import java.io.File
import java.net.HttpURLConnection
import java.net.URL
import java.nio.file.Files
import java.time.Duration
import java.util.Base64
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import okhttp3.OkHttpClient
import okhttp3.Request
import org.json.JSONObject
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowSystemClock

/**
 * The app as a program that another one drives, with one JSON object a line; tests/android/README.md has
 * the lines. Ends with its standard input.
 */
@RunWith(RobolectricTestRunner::class)
@Config(minSdk = 24, shadows = [RecordingWebView::class])
class Host {
    private val apps = LinkedHashMap<Int, App>()
    private val lines = LinkedBlockingQueue<String>()
    private val background = Executors.newCachedThreadPool { Thread(it).apply { isDaemon = true } }
    private val client = OkHttpClient.Builder().spanferry().build()
    private val told = HashSet<WebViewSide.Script>()
    private var sent = 0

    @Test
    fun serve() {
        thread(isDaemon = true) {
            System.`in`.bufferedReader().forEachLine(lines::add)
            lines.add("end")
        }
        WebViewSide.reset()
        // The runner's mark for a test that begins stands on a line of its own.
        println()
        while (true) {
            val line = lines.poll(2, TimeUnit.MILLISECONDS)
            if (line == "end") return
            if (line != null) obey(JSONObject(line))
            shadowOf(Looper.getMainLooper()).idle()
            tellScripts()
            tellPages()
        }
    }

    private fun obey(order: JSONObject) {
        val id = order.opt("id")
        val answer = try {
            JSONObject().put("ok", act(order) ?: JSONObject.NULL)
        } catch (error: Exception) {
            JSONObject().put("error", error.toString())
        }
        // What the order led to goes out before its answer.
        shadowOf(Looper.getMainLooper()).idle()
        tellScripts()
        tellPages()
        if (id != null && order.getString("do") !in LATER) say(answer.put("id", id))
    }

    private fun act(order: JSONObject): Any? = when (val what = order.getString("do")) {
        "start" -> start(order)
        "post" -> WebViewSide.post(app(order).bridge.webView, order.getString("text"), order.optBoolean("main", true)).let { null }
        "request" -> later(order) { request(order) }
        "native" -> later(order) { native(order) }
        "away" -> away(app(order), order.getLong("ms"))
        "advance" -> ShadowSystemClock.advanceBy(Duration.ofMillis(order.getLong("ms"))).let { null }
        "recreate" -> app(order).activity.recreate().let { null }
        "stop" -> apps.remove(order.getInt("app"))?.close().let { null }
        "snapshot" -> JSONObject(Tracer.shared().snapshot().json)
        "startNewTrace" -> Tracer.shared().startNewTrace().let { null }
        "corsHeaders" -> Spanferry.corsHeaders(withTraceparent = true)
        "explain" -> JSONObject(Tracer.shared().explain(order.getString("url")).json)
        "sentry" -> sentry(order.getString("dsn"))
        "capture" -> Sentry.captureMessage(order.getString("text")).toString()
        else -> throw IllegalArgumentException("unknown: $what")
    }

    private fun app(order: JSONObject) = apps.getValue(order.getInt("app"))

    private fun start(order: JSONObject): JSONObject {
        MainActivity.configuration = order.optJSONObject("config")?.let { config ->
            Files.createTempDirectory("capacitor").resolve("capacitor.config.json").toFile().apply { writeText(config.toString()) }
        }
        MainActivity.others = order.optJSONArray("plugins")?.let { names -> List(names.length(), names::getString) }.orEmpty()
        val app = App()
        apps[order.getInt("app")] = app
        return JSONObject().put("origin", app.bridge.localUrl)
    }

    private fun away(app: App, ms: Long): Any? {
        app.activity.pause().stop()
        ShadowSystemClock.advanceBy(Duration.ofMillis(ms))
        app.activity.restart().start().resume()
        return null
    }

    private fun sentry(dsn: String): Any? {
        SentryAndroid.init(RuntimeEnvironment.getApplication() as Application) { options ->
            options.dsn = dsn
            options.isEnableAutoSessionTracking = false
        }
        return null
    }

    /** Answers when it is done, while the app goes on. */
    private fun later(order: JSONObject, body: () -> Any?): Any? {
        background.execute {
            val answer = try {
                JSONObject().put("ok", body() ?: JSONObject.NULL)
            } catch (error: Exception) {
                JSONObject().put("error", error.toString())
            }
            say(answer.put("id", order.get("id")))
        }
        return null
    }

    /** What the web view asks the app for: a file of its own, or a GET that CapacitorHttp has proxied. */
    private fun request(order: JSONObject): JSONObject? {
        val bridge = app(order).bridge
        val page = PageRequest(order.getString("url"), strings(order.optJSONObject("headers")), order.optString("method", "GET"), order.optBoolean("main"))
        val response = bridge.webViewClient.shouldInterceptRequest(bridge.webView, page) ?: return null
        return JSONObject()
            .put("status", if (response.statusCode == 0) 200 else response.statusCode)
            .put("type", response.mimeType)
            .put("headers", JSONObject(response.responseHeaders.orEmpty().filterKeys { it != null }))
            .put("body", Base64.getEncoder().encodeToString(response.data?.readBytes() ?: ByteArray(0)))
    }

    /** A request of native code. */
    private fun native(order: JSONObject): Int {
        val url = order.getString("url")
        if (order.getString("client") == "okhttp") {
            return client.newCall(Request.Builder().url(url).build()).execute().use { it.code }
        }
        val connection = URL(url).openConnection() as HttpURLConnection
        SpanferryConnections.applyTo(connection)
        return connection.responseCode
    }

    private fun strings(json: JSONObject?): Map<String, String> =
        json?.keys()?.asSequence()?.associateWith { json.getString(it) }.orEmpty()

    private fun tellScripts() {
        val now = WebViewSide.scripts.toList()
        for (script in told - now.toSet()) tell(script, null)
        for (script in now.filter(told::add)) tell(script, script.text)
        told.retainAll(now.toSet())
    }

    private fun tell(script: WebViewSide.Script, text: String?) {
        val app = appOf(script.view) ?: return
        say(JSONObject().put("app", app).put("script", JSONObject().put("id", "${System.identityHashCode(script)}").put("text", text ?: JSONObject.NULL)))
    }

    private fun tellPages() {
        while (sent < WebViewSide.toPage.size) {
            val next = WebViewSide.toPage[sent++]
            appOf(next.view)?.let { say(JSONObject().put("app", it).put(next.kind, next.text)) }
        }
    }

    private fun appOf(view: android.webkit.WebView) = apps.entries.firstOrNull { it.value.bridge.webView === view }?.key

    private fun say(line: JSONObject) = synchronized(System.out) { println(line) }

    private companion object {
        /** Orders that are answered when their work is done. */
        val LATER = setOf("request", "native")
    }
}
