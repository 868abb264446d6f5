package dev.spanferry.capacitor

import android.webkit.WebView
import androidx.webkit.ScriptHandler
import androidx.webkit.WebViewCompat
import androidx.webkit.WebViewFeature
import com.getcapacitor.Bridge
import com.getcapacitor.WebViewListener
import dev.spanferry.core.Tracer
import org.json.JSONObject

/**
 * Hands the trace that the native side started with to the first page, as meta tags that a script puts
 * into the page before anything else of it runs. To be used on the main thread.
 */
internal class Handover(
    private val bridge: Bridge,
    private val tracer: Tracer,
    private val origin: String,
    private val limitMs: Long,
) {
    private var handler: ScriptHandler? = null

    /** Whether a page has come; read on any thread. */
    @Volatile
    var isOver = false
        private set

    /** Offers the trace to the page that is about to load. */
    fun offer() {
        if (isModern()) return replace()
        // Older web views: as early as they tell that a page has begun. Later than now, because the bridge
        // that is being made sets its list of listeners at the end.
        bridge.executeOnMainThread { bridge.addWebViewListener(PageStart()) }
    }

    private inner class PageStart : WebViewListener() {
        override fun onPageStarted(webView: WebView) {
            if (!isOver) webView.evaluateJavascript(script(), null)
        }
    }

    /** Offers the current trace instead of the one before. */
    fun replace() {
        if (isOver || !isModern()) return
        handler?.remove()
        handler = WebViewCompat.addDocumentStartJavaScript(bridge.webView, script(), setOf(origin))
    }

    /** Ends the offer: a page is there. */
    fun end() {
        isOver = true
        handler?.remove()
        handler = null
    }

    private fun isModern() = WebViewFeature.isFeatureSupported(WebViewFeature.DOCUMENT_START_SCRIPT)

    /** The trace's own id is what a page remembers to have taken. */
    private fun script(): String {
        val handover = JSONObject()
            .put("html", tracer.metaTags())
            .put("origin", origin)
            .put("expires", System.currentTimeMillis() + limitMs)
            .put("nonce", tracer.snapshot().traceId)
        return HandoverScript.TEXT.replace(HandoverScript.PLACEHOLDER, handover.toString())
    }
}
