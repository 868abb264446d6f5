package dev.spanferry.app

import android.content.pm.PackageInfo
import android.net.Uri
import android.webkit.ValueCallback
import android.webkit.WebResourceRequest
import android.webkit.WebView
import java.lang.reflect.InvocationHandler
import java.util.concurrent.Callable
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import org.chromium.support_lib_boundary.WebMessageListenerBoundaryInterface
import org.chromium.support_lib_boundary.util.BoundaryInterfaceReflectionUtil.castToSuppLibClass
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.annotation.RealObject
import org.robolectric.shadows.ShadowWebView

/**
 * The side of androidx.webkit that is inside the web view on a phone: document-start scripts, messages
 * from the page, and what goes to the page, in order. Allowed origins are recorded, not applied.
 */
object WebViewSide {
    class Script(val view: WebView, val text: String, val origins: Set<String>)

    /** What the page gets: a reply to a message, or a script that is evaluated. */
    class ToPage(val view: WebView, val kind: String, val text: String)

    private const val START = "DOCUMENT_START_SCRIPT:1"
    private const val MESSAGES = "WEB_MESSAGE_LISTENER"

    val scripts = CopyOnWriteArrayList<Script>()
    val toPage = CopyOnWriteArrayList<ToPage>()
    private var features = arrayOf(START, MESSAGES)
    private val pages = ConcurrentHashMap<WebView, WebMessageListenerBoundaryInterface>()

    /** Forgets everything; an old web view knows no document-start scripts. */
    fun reset(modern: Boolean = true) {
        scripts.clear()
        toPage.clear()
        pages.clear()
        features = if (modern) arrayOf(START, MESSAGES) else arrayOf()
        ShadowWebView.setCurrentWebViewPackage(PackageInfo().apply {
            packageName = "com.google.android.webview"
            versionName = "140.0.0.0"
        })
    }

    /** The page posts a message to the bridge. */
    fun post(view: WebView, text: String, mainFrame: Boolean = true) =
        pages.getValue(view).onPostMessage(view, message(text), Uri.parse("https://localhost"), mainFrame, reply(view))

    private fun message(text: String) = handler { name, _ ->
        when (name) {
            "getData" -> text
            "getPorts" -> arrayOf<InvocationHandler>()
            "getSupportedFeatures" -> arrayOf<String>()
            else -> null
        }
    }

    private fun reply(view: WebView) = handler { name, args ->
        when (name) {
            "postMessage" -> {
                toPage += ToPage(view, "reply", args[0] as String)
                null
            }
            "getOrCreatePeer" -> (args[0] as Callable<*>).call()
            else -> arrayOf<String>()
        }
    }

    val factory = handler { name, args ->
        when (name) {
            "getSupportedFeatures" -> features
            "createWebView" -> webView(args[0] as WebView)
            else -> throw UnsupportedOperationException(name)
        }
    }

    private fun webView(view: WebView) = handler { name, args ->
        when (name) {
            "addDocumentStartJavaScript" -> add(view, args[0] as String, args[1] as Array<*>)
            "addWebMessageListener" -> {
                pages[view] = castToSuppLibClass(WebMessageListenerBoundaryInterface::class.java, args[2] as InvocationHandler)!!
                null
            }
            else -> throw UnsupportedOperationException(name)
        }
    }

    private fun add(view: WebView, text: String, origins: Array<*>): InvocationHandler {
        val script = Script(view, text, origins.map { it as String }.toSet())
        scripts += script
        return handler { name, _ ->
            if (name == "remove") scripts -= script
            null
        }
    }

    private fun handler(body: (String, Array<out Any?>) -> Any?) =
        InvocationHandler { _, method, args -> body(method.name, args ?: arrayOf()) }
}

/** A web view that keeps what is evaluated in it. */
@Implements(WebView::class)
class RecordingWebView : ShadowWebView() {
    @RealObject
    private lateinit var realView: WebView

    @Implementation
    override fun evaluateJavascript(script: String, callback: ValueCallback<String>?) {
        WebViewSide.toPage += WebViewSide.ToPage(realView, "eval", script)
        super.evaluateJavascript(script, callback)
    }

    companion object {
        @JvmStatic
        @Implementation(minSdk = 28)
        fun getWebViewClassLoader(): ClassLoader = RecordingWebView::class.java.classLoader!!
    }
}

/** A request of the page. */
class PageRequest(
    private val url: String,
    private val headers: Map<String, String> = emptyMap(),
    private val method: String = "GET",
    private val main: Boolean = false,
) : WebResourceRequest {
    override fun getUrl(): Uri = Uri.parse(url)
    override fun isForMainFrame() = main
    override fun isRedirect() = false
    override fun hasGesture() = false
    override fun getMethod() = method
    override fun getRequestHeaders() = headers
}
