package dev.spanferry.core

/**
 * What to do with a request: take away every line of the names in [remove], without regard to case,
 * then set those in [set]. Both empty: leave the request alone.
 */
class Outgoing internal constructor(
    /** The decision in one word. */
    @JvmField val decision: Decision,
    /** Why. */
    @JvmField val reason: Reason,
    private val removed: Int,
    private val values: Array<String?>,
    /** The revision of the state that decided. */
    @JvmField val revision: Long,
) {
    /** Whether the request is to be left alone. */
    val isUnchanged: Boolean get() = removed == 0

    /** The headers to take away; contains the names of [set]. */
    val remove: List<String> get() = HeaderNames.ALL.filterIndexed { place, _ -> removed and (1 shl place) != 0 }

    /** The headers to set. */
    val set: Map<String, String>
        get() {
            val map = LinkedHashMap<String, String>(4)
            forEachSet { name, value -> map[name] = value }
            return map
        }

    /** The headers to take away, without a list. */
    internal inline fun forEachRemoved(body: (String) -> Unit) {
        for (place in HeaderNames.ALL.indices) {
            if (removed and (1 shl place) != 0) body(HeaderNames.ALL[place])
        }
    }

    /** The headers to set, without a map. */
    internal inline fun forEachSet(body: (String, String) -> Unit) {
        for (place in HeaderNames.ALL.indices) {
            values[place]?.let { body(HeaderNames.ALL[place], it) }
        }
    }

    override fun toString(): String = "Outgoing($decision, ${reason.text})"

    internal companion object {
        /** The answer while there is no native library. */
        val NONE = Outgoing(Decision.LEAVE, Reason.UNKNOWN, 0, arrayOfNulls(3), 0)
    }
}

/** The names of the three headers, in the order in which the library writes them. */
internal object HeaderNames {
    @JvmField val ALL = arrayOf("sentry-trace", "baggage", "traceparent")

    /** Whether that is the name of one of the three. */
    @JvmStatic
    fun isOurs(name: String): Boolean = ALL.any { it.equals(name, ignoreCase = true) }
}
