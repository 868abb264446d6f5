package dev.spanferry.core

/** The state of a tracer at one moment: what another layer needs to take the trace over. */
class Snapshot internal constructor(
    /** The state as JSON; empty without the native library. */
    @JvmField val json: String,
) {
    private val values: Map<String, Any?> by lazy(LazyThreadSafetyMode.PUBLICATION) { JsonReader.read(json) }

    /** The number of the state: it grows with every change. */
    val revision: Long get() = values["revision"] as? Long ?: 0

    /** Random for each tracer; a revision means something only within its epoch. */
    val epoch: Any? get() = values["epoch"]

    /** Who set the current trace. */
    val source: Source get() = Source.values().firstOrNull { it.text == text("source") } ?: Source.UNKNOWN

    /** Why the current trace is the current one. */
    val reason: Reason get() = Reason.values().firstOrNull { it.text == text("reason") } ?: Reason.UNKNOWN

    /** The trace; empty without the native library. */
    val traceId: String get() = text("traceId").orEmpty()

    /** The span id of requests while no span is active. */
    val spanId: String get() = text("spanId").orEmpty()

    /** The span that requests hang under. */
    val activeSpanId: String? get() = text("activeSpanId")

    /** The span of another service that this trace continues. */
    val parentSpanId: String? get() = text("parentSpanId")

    /** The sampling decision; null is a deferred one. */
    val sampled: Boolean? get() = values["sampled"] as? Boolean

    /** The number that decisions compare with a rate. */
    val sampleRand: Double? get() = (values["sampleRand"] as? Number)?.toDouble()

    /** The rate of this device, when it decided. */
    val sampleRate: Double? get() = (values["sampleRate"] as? Number)?.toDouble()

    /** The frozen dynamic sampling context, in order; null while it follows the options. */
    val dsc: List<Pair<String, String>>?
        get() = (values["dsc"] as? List<*>)?.mapNotNull { pair ->
            (pair as? List<*>)?.takeIf { it.size == 2 }?.let { (key, value) -> "$key" to "$value" }
        }

    /** The headers of the current trace, as they are sent. */
    val headers: Map<String, String>
        get() {
            val map = LinkedHashMap<String, String>()
            (values["headers"] as? Map<*, *>)?.forEach { (name, value) -> if (value != null) map["$name"] = "$value" }
            return map
        }

    override fun toString(): String = "Snapshot(revision $revision, ${source.text}, ${reason.text})"

    private fun text(key: String) = values[key] as? String
}
