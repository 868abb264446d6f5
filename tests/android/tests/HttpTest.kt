import android.net.Uri
import dev.spanferry.app.App
import dev.spanferry.app.PageRequest
import dev.spanferry.app.RecordingWebView
import dev.spanferry.app.WebViewSide
import dev.spanferry.capacitor.SpanferryHttpPlugin
import dev.spanferry.capacitor.SpanferryWebViewClient
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** CapacitorHttp's calls, with the headers of the native side. */
@RunWith(RobolectricTestRunner::class)
@Config(minSdk = 24, shadows = [RecordingWebView::class])
class HttpTest {
    private lateinit var app: App
    private val server = RecordingServer()

    @Before
    fun start() {
        WebViewSide.reset()
        app = App()
        app.handshake("page")
    }

    @After
    fun stop() {
        server.close()
        app.close()
    }

    private fun send(method: String, more: String = "", path: String = "/traced"): Recorded {
        val answer = app.answer(app.post("CapacitorHttp", method, """{"url":"${server.url(path)}"$more}"""))
        assertTrue(answer.toString(), answer.getBoolean("success"))
        return server.take().single()
    }

    @Test
    fun every_method_sends_one_line_of_each_header() {
        assertEquals(SpanferryHttpPlugin::class.java, app.bridge.getPlugin("CapacitorHttp").instance.javaClass)
        for (method in listOf("get", "post", "put", "delete", "request")) {
            val more = if (method == "request") ""","method":"GET"""" else ""","data":{}"""
            val sent = send(method, more)
            assertEquals(method, 1, sent.values("sentry-trace").size)
            assertEquals(method, 1, sent.values("baggage").size)
        }
    }

    /** The connection of a desktop JVM knows no PATCH; that Capacitor's own plugin says so shows who sent it. */
    @Test
    fun a_patch_is_handed_on_too() {
        val answer = app.answer(app.post("CapacitorHttp", "patch", """{"url":"${server.url("/traced")}","data":{}}"""))
        assertEquals("Invalid HTTP method: PATCH", answer.getJSONObject("error").getString("message"))
    }

    @Test
    fun third_party_baggage_stays_in_the_one_line() {
        val sent = send("get", ""","headers":{"Baggage":"shop=1;p=2"}""")
        assertTrue(sent.values("baggage").single().contains("shop=1;p=2,sentry-"))
    }

    @Test
    fun a_call_that_has_a_trace_or_was_decided_about_is_left_alone() {
        val theirs = "11111111111111111111111111111111-2222222222222222-1"
        val kept = send("get", ""","headers":{"Sentry-Trace":"$theirs"}""")
        assertEquals(listOf(theirs), kept.values("sentry-trace"))
        assertEquals(0, kept.values("baggage").size)
        assertTrue(send("get", ""","spanferry":"decided"""").untraced())
    }

    @Test
    fun a_call_to_another_host_carries_nothing() {
        assertTrue(send("get", path = "/other").untraced())
    }

    @Test
    fun a_proxied_get_carries_them_with_our_client_and_only_once() {
        val client = SpanferryWebViewClient(app.bridge)
        val proxied = { path: String, headers: Map<String, String> ->
            val url = "https://localhost/_capacitor_http_interceptor_?u=${Uri.encode(server.url(path))}"
            assertEquals(200, client.shouldInterceptRequest(app.bridge.webView, PageRequest(url, headers))!!.statusCode)
            server.take().single()
        }
        val traced = proxied("/traced", mapOf("Baggage" to "a=1"))
        assertEquals(1, traced.values("sentry-trace").size)
        assertTrue(traced.values("baggage").single().startsWith("a=1,sentry-"))
        assertEquals(listOf("theirs"), proxied("/traced", mapOf("Sentry-Trace" to "theirs")).values("sentry-trace"))
        assertTrue(proxied("/other", emptyMap()).untraced())
    }
}
