import android.os.Looper
import dev.spanferry.app.App
import dev.spanferry.app.RecordingWebView
import dev.spanferry.app.WebViewSide
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** A web view that takes no script at the start of a document; in a process of its own. */
@RunWith(RobolectricTestRunner::class)
@Config(minSdk = 24, shadows = [RecordingWebView::class])
class OldWebViewTest {
    @Test
    fun an_old_web_view_is_offered_it_when_a_page_begins() {
        WebViewSide.reset(modern = false)
        val app = App()
        val offered = { WebViewSide.toPage.filter { it.kind == "eval" && it.text.contains("spanferry.handover") } }
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(0, offered().size)
        app.bridge.webViewClient.onPageStarted(app.bridge.webView, "https://localhost/", null)
        assertEquals(1, offered().size)
        app.close()
    }
}
