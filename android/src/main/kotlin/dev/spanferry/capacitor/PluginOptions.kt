package dev.spanferry.capacitor

import org.json.JSONObject

/**
 * What stands under `plugins.Spanferry` in `capacitor.config`: switches of the plugin, and options of
 * the tracer, which the core checks.
 */
internal class PluginOptions private constructor(
    /** Whether the first page takes over the trace that the native side started with. */
    val coldStart: Boolean,
    /** Whether calls of CapacitorHttp get their headers here when no page's shim has seen to them. */
    val nativeHttp: Boolean,
    /** Whether a native Sentry SDK is given the trace. */
    val feedSentry: Boolean,
    /** Whether that SDK is kept from starting traces of its own. */
    val keepTrace: Boolean,
    /** Whether that SDK's targets are emptied where ours are. */
    val emptyTargets: Boolean,
    /** The options of the tracer as JSON; null when there are none. */
    val tracer: String?,
) {
    companion object {
        private val SWITCHES = listOf("coldStart", "nativeHttp", "feedSentry", "keepTrace", "emptyTargets")

        /** Reads the configuration; [appOrigin] stands in where it names none. */
        fun of(config: JSONObject, appOrigin: String): PluginOptions {
            val on = { name: String, otherwise: Boolean -> config.optBoolean(name, otherwise) }
            return PluginOptions(
                coldStart = on("coldStart", true),
                nativeHttp = on("nativeHttp", false),
                feedSentry = on("feedSentry", true),
                keepTrace = on("keepTrace", true),
                emptyTargets = on("emptyTargets", true),
                tracer = tracerOptions(config)?.let { withOrigin(it, appOrigin) },
            )
        }

        /** The options that a page or the configuration gives, with the origin that the bridge knows. */
        fun withOrigin(options: JSONObject, appOrigin: String): String {
            val copy = JSONObject(options.toString())
            if (!copy.has("appOrigin")) copy.put("appOrigin", appOrigin)
            return copy.toString()
        }

        private fun tracerOptions(config: JSONObject): JSONObject? {
            val copy = JSONObject(config.toString())
            SWITCHES.forEach(copy::remove)
            return copy.takeIf { it.length() > 0 }
        }
    }
}
