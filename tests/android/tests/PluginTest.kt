import android.os.Looper
import android.util.Log
import com.getcapacitor.plugin.CapacitorHttp
import dev.spanferry.app.App
import dev.spanferry.app.MainActivity
import dev.spanferry.app.RecordingWebView
import dev.spanferry.app.WebViewSide
import dev.spanferry.core.Tracer
import java.io.File
import java.nio.file.Files
import java.time.Duration
import org.json.JSONObject
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowLog
import org.robolectric.shadows.ShadowSystemClock

/** The plugin inside Capacitor's own activity. */
@RunWith(RobolectricTestRunner::class)
@Config(minSdk = 24, shadows = [RecordingWebView::class])
class PluginTest {
    private lateinit var app: App

    @Before
    fun start() {
        // Robolectric's clock starts anew with each test, the tracer of the process does not.
        hours += 1
        ShadowSystemClock.advanceBy(Duration.ofHours(hours))
        WebViewSide.reset()
        app = App()
    }

    @After
    fun stop() = app.close()

    @Test
    fun the_handshake_answers_with_the_state_of_the_process() {
        val answer = app.handshake("p1")
        assertEquals("android", answer.getString("platform"))
        assertEquals(1, answer.getInt("protocol"))
        assertTrue(answer.getBoolean("configured"))
        assertEquals("app@1", answer.getJSONObject("options").getString("release"))
        assertEquals("https://localhost", answer.getJSONObject("options").getString("appOrigin"))
        assertEquals(Tracer.shared().snapshot().traceId, answer.getJSONObject("snapshot").getString("traceId"))
    }

    @Test
    fun every_method_of_the_definitions_is_answered() {
        app.handshake("p")
        val text = File(System.getProperty("definitions")!!).readText().substringAfter("interface SpanferryPlugin")
        val methods = Regex("""^ {2}(\w+)\(""", RegexOption.MULTILINE).findAll(text).map { it.groupValues[1] }.toList()
        assertTrue(methods.size > 15)
        for (method in methods - "addListener" - "removeAllListeners") app.call(method)
    }

    @Test
    fun what_a_page_pushes_is_everybodys_trace_and_comes_not_back_to_it() {
        val state = app.handshake("p2").getJSONObject("snapshot")
        val listener = app.listen()
        val answer = app.adopt("p2", state, 1, OTHER, ""","sampled":false""")
        assertEquals("started", answer.getString("outcome"))
        assertEquals(OTHER, Tracer.shared().snapshot().traceId)
        assertEquals(false, Tracer.shared().snapshot().sampled)
        assertEquals(0, app.answers(listener).size)
    }

    @Test
    fun a_call_of_the_app_comes_to_the_page_before_it_settles() {
        app.handshake("p3")
        val listener = app.listen()
        val answer = app.data("startNewTrace")
        val event = app.answers(listener).single().getJSONObject("data")
        assertEquals(answer.getJSONObject("snapshot").getString("traceId"), event.getString("traceId"))
        assertEquals("app", event.getString("source"))
        val order = WebViewSide.toPage.map { it.text }
        assertTrue(order.indexOfFirst { it.contains("\"$listener\"") } < order.indexOfLast { it.contains("\"outcome\"") })
    }

    @Test
    fun native_code_is_heard_in_the_page() {
        app.handshake("p4")
        val listener = app.listen()
        app.call("snapshot")
        Tracer.shared().startNewTrace()
        assertEquals(Tracer.shared().snapshot().traceId, app.answers(listener).single().getJSONObject("data").getString("traceId"))
    }

    @Test
    fun a_page_that_was_replaced_is_dead() {
        val state = app.handshake("old").getJSONObject("snapshot")
        app.handshake("new")
        assertEquals("dead_page", app.adopt("old", state, 1, OTHER).getString("outcome"))
    }

    @Test
    fun a_page_in_a_frame_is_not_heard() {
        app.handshake("p5")
        val id = app.post("Spanferry", "startNewTrace", mainFrame = false)
        app.call("snapshot")
        assertEquals(0, app.answers(id).size)
    }

    @Test
    fun wrong_options_are_refused_by_name_and_the_ones_before_stay() {
        app.handshake("p6")
        val refused = app.call("configure", """{"options":{"dsn":"https://key@o42.ingest.sentry.io/1","tracePropagationTargets":[{}]}}""")
        assertFalse(refused.getBoolean("success"))
        val error = refused.getJSONObject("error")
        assertEquals("options_refused", error.getString("code"))
        assertTrue(error.getString("message"), Regex("tracePropagationTargets\\[0].*RegExp").containsMatchIn(error.getString("message")))
        assertEquals("app@1", app.handshake("p7").getJSONObject("options").getString("release"))
    }

    @Test
    fun the_start_up_trace_is_offered_to_the_first_page_until_one_is_there() {
        val offered = { WebViewSide.scripts.filter { it.text.contains("spanferry.handover") } }
        assertEquals(setOf("https://localhost"), offered().single().origins)
        assertTrue(offered().single().text.contains("\"nonce\":\"${Tracer.shared().snapshot().traceId}\""))
        Tracer.shared().startNewTrace()
        shadowOf(Looper.getMainLooper()).idle()
        assertTrue(offered().single().text.contains(Tracer.shared().snapshot().traceId))
        app.handshake("p8")
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(0, offered().size)
        Tracer.shared().startNewTrace()
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(0, offered().size)
    }

    @Test
    fun without_cold_start_nothing_is_offered_a_later_trace_neither() {
        val file = Files.createTempDirectory("capacitor").resolve("capacitor.config.json").toFile()
        file.writeText("""{"android":{"resolveServiceWorkerRequests":false},"plugins":{"Spanferry":{"coldStart":false}}}""")
        MainActivity.configuration = file
        val second = try {
            App()
        } finally {
            MainActivity.configuration = null
        }
        Tracer.shared().startNewTrace()
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(0, WebViewSide.scripts.count { it.view === second.bridge.webView && it.text.contains("spanferry.handover") })
        second.close()
    }

    @Test
    fun a_long_absence_renews_the_trace_and_a_short_one_does_not() {
        val before = app.handshake("p9").getJSONObject("snapshot").getString("traceId")
        away(Duration.ofSeconds(29))
        assertEquals(before, Tracer.shared().snapshot().traceId)
        away(Duration.ofSeconds(31))
        assertNotEquals(before, Tracer.shared().snapshot().traceId)
        assertEquals("background_limit", Tracer.shared().snapshot().reason.text)
    }

    @Test
    fun a_dialog_over_the_app_is_no_absence() {
        val before = Tracer.shared().snapshot().traceId
        app.activity.pause()
        ShadowSystemClock.advanceBy(Duration.ofSeconds(60))
        app.activity.resume()
        assertEquals(before, Tracer.shared().snapshot().traceId)
    }

    @Test
    fun an_activity_that_is_created_again_starts_no_trace() {
        val before = app.handshake("p10").getJSONObject("snapshot").getString("traceId")
        app.activity.recreate()
        assertEquals(before, Tracer.shared().snapshot().traceId)
        assertEquals("app@1", app.handshake("p11").getJSONObject("options").getString("release"))
    }

    @Test
    fun of_two_bridges_the_one_that_came_last_owns_the_trace_until_it_is_gone() {
        val state = app.handshake("first").getJSONObject("snapshot")
        val second = App()
        // The second web view's page posts from now on; the first one is asked through its own plugin.
        second.handshake("second")
        assertEquals("not_owner", Tracer.shared().adopt(webviewOf(app), "first", push(state, 1)).text)
        second.close()
        assertEquals("started", Tracer.shared().adopt(webviewOf(app), "first", push(state, 2)).text)
    }

    @Test
    fun with_a_server_url_the_pages_origin_is_that_servers() {
        other("""{"release":"live@1"}""", ""","server":{"url":"http://192.168.0.2:8100/app"}""") { live ->
            val offered = WebViewSide.scripts.single { it.text.contains("spanferry.handover") && it.view === live.bridge.webView }
            assertEquals(setOf("http://192.168.0.2:8100"), offered.origins)
            assertEquals("http://192.168.0.2:8100", live.handshake("live").getJSONObject("options").getString("appOrigin"))
        }
    }

    @Test
    fun a_regexp_in_the_configuration_file_is_refused_by_name_in_the_log() {
        other("""{"dsn":"https://key@o42.ingest.sentry.io/1","tracePropagationTargets":[{}]}""", ""","loggingBehavior":"production"""") { app ->
            val line = ShadowLog.getLogs().last { it.type == Log.ERROR && it.msg.contains("capacitor.config") }.msg
            assertTrue(line, Regex("tracePropagationTargets\\[0].*RegExp").containsMatchIn(line))
            assertFalse(app.handshake("refused").getBoolean("configured"))
        }
    }

    @Test
    fun the_plugin_for_http_takes_nobodys_place_unless_it_is_asked_to() {
        other("""{"dsn":"https://key@o42.ingest.sentry.io/1"}""") { app ->
            assertEquals(CapacitorHttp::class.java, app.bridge.getPlugin("CapacitorHttp").instance.javaClass)
        }
        // Capacitor's command line registers each class of a package that has the annotation in its short form.
        val annotated = File("android/src/main").walk().filter { it.isFile && Regex("(?m)^@(CapacitorPlugin|NativePlugin)").containsMatchIn(it.readText()) }
        assertEquals(listOf("SpanferryPlugin.kt"), annotated.map { it.name }.toList())
    }

    /** Another app in this process, with a configuration of its own. */
    private fun other(spanferry: String, more: String = "", body: (App) -> Unit) {
        App.newProcess()
        MainActivity.configuration = App.configuration(spanferry, more)
        val other = App()
        try {
            body(other)
        } finally {
            other.close()
            MainActivity.configuration = null
            App.newProcess()
        }
    }

    private fun webviewOf(app: App): String = app.plugin.javaClass.getDeclaredField("webview").run {
        isAccessible = true
        get(app.plugin) as String
    }

    private fun push(state: JSONObject, sequence: Int) =
        """{"epoch":${state.get("epoch")},"revision":${Tracer.shared().snapshot().revision},"sequence":$sequence,"traceId":"$THIRD"}"""

    private fun away(time: Duration) {
        app.activity.pause().stop()
        ShadowSystemClock.advanceBy(time)
        app.activity.restart().start().resume()
    }

    private companion object {
        const val OTHER = "771a43a4192642f0b136d5159a501700"
        var hours = 0L
        const val THIRD = "00000000000000000000000000000003"
    }
}
