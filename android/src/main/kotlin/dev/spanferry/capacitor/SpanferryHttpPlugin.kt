package dev.spanferry.capacitor

import com.getcapacitor.JSObject
import com.getcapacitor.Plugin
import com.getcapacitor.PluginCall
import com.getcapacitor.PluginHandle
import com.getcapacitor.PluginMethod
import dev.spanferry.core.Outgoing
import dev.spanferry.core.Policy
import dev.spanferry.core.Tracer

/**
 * Takes the place of Capacitor's own `CapacitorHttp` and hands every call on to it, with the headers of
 * the trace on calls that no page's shim has decided about.
 *
 * Off unless `nativeHttp` is set in `capacitor.config`, or an app registers it itself. The annotation is
 * written out in full because Capacitor's command line registers every class of a plugin package that
 * has the short form, in every app.
 */
@com.getcapacitor.annotation.CapacitorPlugin(name = "CapacitorHttp")
class SpanferryHttpPlugin : Plugin() {
    /** The plugin whose place this one has taken. */
    private var before: PluginHandle? = null

    override fun load() {
        before = bridge.getPlugin("CapacitorHttp")
    }

    /** Sends a request. */
    @PluginMethod
    fun request(call: PluginCall) = passOn(call)

    /** Sends a GET. */
    @PluginMethod
    fun get(call: PluginCall) = passOn(call)

    /** Sends a POST. */
    @PluginMethod
    fun post(call: PluginCall) = passOn(call)

    /** Sends a PUT. */
    @PluginMethod
    fun put(call: PluginCall) = passOn(call)

    /** Sends a PATCH. */
    @PluginMethod
    fun patch(call: PluginCall) = passOn(call)

    /** Sends a DELETE. */
    @PluginMethod
    fun delete(call: PluginCall) = passOn(call)

    private fun passOn(call: PluginCall) {
        val decided = call.data.remove(MARK) != null
        val url = call.getString("url")
        if (!decided && url != null) trace(call, url)
        val handle = before ?: return call.reject("CapacitorHttp is not there")
        handle.invoke(call.methodName, call)
    }

    private fun trace(call: PluginCall, url: String) {
        val headers = call.getObject("headers") ?: JSObject()
        val outgoing = Tracer.shared().outgoing(url, existing(headers), Policy.KEEP)
        if (!outgoing.isUnchanged) call.data.put("headers", changed(headers, outgoing))
    }

    private fun existing(headers: JSObject): Map<String, List<String>> =
        headers.keys().asSequence().associateWith { listOf(headers.optString(it)) }

    /** A copy: names in any case go, ours are set. */
    private fun changed(headers: JSObject, outgoing: Outgoing) = JSObject(headers.toString()).apply {
        headers.keys().asSequence().filter { name -> outgoing.remove.any { it.equals(name, ignoreCase = true) } }.toList().forEach(::remove)
        outgoing.set.forEach { (name, value) -> put(name, value) }
    }

    private companion object {
        const val MARK = "spanferry"
    }
}
