package dev.spanferry.capacitor

import android.net.Uri
import android.webkit.WebResourceRequest
import android.webkit.WebResourceResponse
import android.webkit.WebView
import com.getcapacitor.Bridge
import com.getcapacitor.BridgeWebViewClient
import dev.spanferry.core.Policy
import dev.spanferry.core.Tracer

/**
 * Puts the headers on GETs of a page that CapacitorHttp has native code send. Only for pages that do
 * without the request shim of the npm package: call `bridge.setWebViewClient(SpanferryWebViewClient(bridge))`.
 *
 * A bridge has one client, so an app with its own does better to copy these lines. Requests of a service
 * worker go past every client.
 */
open class SpanferryWebViewClient(bridge: Bridge) : BridgeWebViewClient(bridge) {
    override fun shouldInterceptRequest(view: WebView, request: WebResourceRequest): WebResourceResponse? {
        val url = proxied(request.url) ?: return super.shouldInterceptRequest(view, request)
        val headers = request.requestHeaders.orEmpty()
        val outgoing = Tracer.shared().outgoing(url, headers.mapValues { listOf(it.value) }, Policy.KEEP)
        if (outgoing.isUnchanged) return super.shouldInterceptRequest(view, request)
        val kept = headers.filterKeys { name -> outgoing.remove.none { it.equals(name, ignoreCase = true) } }
        return super.shouldInterceptRequest(view, WithHeaders(request, kept + outgoing.set))
    }

    private fun proxied(url: Uri): String? = url.takeIf { it.path == PROXY }?.getQueryParameter("u")

    private class WithHeaders(request: WebResourceRequest, private val headers: Map<String, String>) : WebResourceRequest by request {
        override fun getRequestHeaders(): Map<String, String> = headers
    }

    private companion object {
        const val PROXY = "/_capacitor_http_interceptor_"
    }
}
