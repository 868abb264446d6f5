package dev.spanferry.app

import android.os.Bundle
import android.os.Looper
import com.getcapacitor.Bridge
import com.getcapacitor.BridgeActivity
import com.getcapacitor.CapConfig
import com.getcapacitor.Plugin
import dev.spanferry.capacitor.SpanferryPlugin
import dev.spanferry.sentry.SentryFeed
import java.io.File
import java.nio.file.Files
import org.json.JSONObject
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf

/** The activity of an app; its configuration is that of the app's assets unless another one is set. */
class MainActivity : BridgeActivity() {
    val core: Bridge get() = bridge

    override fun onCreate(saved: Bundle?) {
        configuration?.let { config = CapConfig.loadFromFile(this, it.parent) }
        others.forEach { registerPlugin(Class.forName(it).asSubclass(Plugin::class.java)) }
        super.onCreate(saved)
    }

    companion object {
        /** The file of another configuration, in a folder of its own. */
        var configuration: File? = null

        /** Classes of plugins beside those of the app's assets. */
        var others: List<String> = emptyList()
    }
}

/** The real activity, and the page in front of it. */
class App {
    val activity = Robolectric.buildActivity(MainActivity::class.java).setup()
    val bridge: Bridge get() = activity.get().core
    val plugin get() = bridge.getPlugin("Spanferry").instance as SpanferryPlugin

    /** Calls a method as the page does; the number of the call. */
    fun post(plugin: String, method: String, options: String = "{}", mainFrame: Boolean = true): Int {
        val id = calls.incrementAndGet()
        WebViewSide.post(bridge.webView, """{"callbackId":"$id","pluginId":"$plugin","methodName":"$method","options":$options}""", mainFrame)
        return id
    }

    /** Calls a method of our plugin and waits for its answer. */
    fun call(method: String, options: String = "{}"): JSONObject = answer(post("Spanferry", method, options))

    /** What the call resolved to; throws when it was rejected. */
    fun data(method: String, options: String = "{}"): JSONObject {
        val answer = call(method, options)
        check(answer.getBoolean("success")) { "$method: $answer" }
        return answer.getJSONObject("data")
    }

    /** Answers so far to that call: one, but for a listener. */
    fun answers(id: Int): List<JSONObject> {
        shadowOf(Looper.getMainLooper()).idle()
        return WebViewSide.toPage.map { it.text.removePrefix("window.Capacitor.fromNative(").removeSuffix(")") }
            .filter { it.contains("\"callbackId\":\"$id\"") }.map(::JSONObject)
    }

    fun answer(id: Int): JSONObject {
        val end = System.nanoTime() + 20_000_000_000
        while (System.nanoTime() < end) {
            answers(id).firstOrNull()?.let { return it }
            Thread.sleep(2)
        }
        throw AssertionError("call $id was never answered")
    }

    /** Listens to changes; the number of the listener. */
    fun listen(): Int = post("Spanferry", "addListener", """{"eventName":"change"}""")

    /** Introduces a page. */
    fun handshake(page: String): JSONObject = data("handshake", """{"page":"$page","version":"0.1.0","protocol":1}""")

    /** A push of a page that has the state. */
    fun adopt(page: String, state: JSONObject, sequence: Int, traceId: String, more: String = ""): JSONObject = data(
        "adopt",
        """{"page":"$page","snapshot":{"epoch":${state.get("epoch")},"revision":${state.get("revision")},"sequence":$sequence,"traceId":"$traceId"$more}}""",
    )

    fun close() {
        activity.pause().stop().destroy()
    }

    companion object {
        private val calls = java.util.concurrent.atomic.AtomicInteger(1000)

        /** Takes from the plugin what it keeps for the process: what follows is another process to it. */
        fun newProcess() {
            val kept = { name: String ->
                Class.forName("dev.spanferry.capacitor.SpanferryPlugin\$Process").getDeclaredField(name).apply { isAccessible = true }
            }
            (kept("feed").get(null) as SentryFeed?)?.close()
            for (name in listOf("feed", "options")) kept(name).set(null, null)
        }

        /** A configuration of another app, in a folder of its own. */
        fun configuration(spanferry: String, more: String = ""): File {
            val file = Files.createTempDirectory("capacitor").resolve("capacitor.config.json").toFile()
            file.writeText("""{"appId":"dev.spanferry.app","appName":"a","android":{"resolveServiceWorkerRequests":false},"plugins":{"Spanferry":$spanferry}$more}""")
            return file
        }
    }
}
