import dev.spanferry.app.App
import dev.spanferry.app.RecordingWebView
import dev.spanferry.app.WebViewSide
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The plugin in an app whose native library is missing: run with a library that is nowhere. */
@RunWith(RobolectricTestRunner::class)
@Config(minSdk = 24, shadows = [RecordingWebView::class])
class AbsentPluginTest {
    @Test
    fun without_the_native_library_the_app_runs_on_and_the_page_hears_so() {
        WebViewSide.reset()
        val app = App()
        val answer = app.call("handshake", """{"page":"p","version":"0.1.0","protocol":1}""")
        assertFalse(answer.getBoolean("success"))
        assertEquals("unavailable", answer.getJSONObject("error").getString("code"))
        for (method in listOf("snapshot", "startNewTrace", "getTraceData", "explain", "adopt")) app.call(method, """{"page":"p","url":"x","snapshot":{}}""")
        RecordingServer().use { server ->
            app.answer(app.post("CapacitorHttp", "get", """{"url":"${server.url("/traced")}"}"""))
            assertEquals(true, server.take().single().untraced())
        }
        app.close()
    }
}
