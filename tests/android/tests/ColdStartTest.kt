import dev.spanferry.app.App
import dev.spanferry.app.RecordingWebView
import dev.spanferry.app.WebViewSide
import dev.spanferry.core.Source
import dev.spanferry.core.Tracer
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The first thing that happens in a process; run in one of its own. */
@RunWith(RobolectricTestRunner::class)
@Config(minSdk = 24, shadows = [RecordingWebView::class])
class ColdStartTest {
    @Test
    fun the_start_up_trace_is_decided_at_once_and_offered_as_it_is() {
        WebViewSide.reset()
        val app = App()
        val snapshot = Tracer.shared().snapshot()
        assertEquals(Source.NATIVE_AUTO, snapshot.source)
        assertEquals(true, snapshot.sampled)
        val script = WebViewSide.scripts.single { it.text.contains("spanferry.handover") }.text
        assertTrue(script, script.contains("content=\\\"${snapshot.headers["sentry-trace"]}\\\""))
        assertTrue(snapshot.headers["sentry-trace"]!!.endsWith("-1"))
        app.close()
    }
}
