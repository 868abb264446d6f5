package dev.spanferry.core

/** Why a request carries the trace or not. */
class Explanation internal constructor(
    /** The explanation as JSON; empty without the native library. */
    @JvmField val json: String,
) {
    private val values: Map<String, Any?> by lazy(LazyThreadSafetyMode.PUBLICATION) { JsonReader.read(json) }

    /** The URL as it was understood. */
    val url: String? get() = values["url"] as? String

    /** Whether the request carries the trace. */
    val attach: Boolean get() = values["attach"] == true

    /** Why. */
    val reason: Reason get() = Reason.values().firstOrNull { it.text == values["reason"] } ?: Reason.UNKNOWN

    /** The rule that decided, as its author wrote it. */
    val rule: String? get() = (values["rule"] as? Map<*, *>)?.get("text") as? String

    /** One readable sentence. */
    val text: String
        get() = values["text"] as? String ?: "The native library is not there: requests carry no trace."

    override fun toString(): String = text
}
