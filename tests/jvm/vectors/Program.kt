import org.json.JSONObject

/** What a vector's program does with a tracer, through some door. */
interface Program : AutoCloseable {
    fun configure(options: String)
    fun startNewTrace()

    /** Whether the trace goes on, and the number of the reason. */
    fun continueTrace(headers: List<Pair<String, String>>): Int
    fun continueFromMeta(html: String): Int
    fun detach(): Program
    fun attach(webview: String, page: String)

    /** The number of the outcome. */
    fun adopt(webview: String, page: String, snapshot: String): Int
    fun lifecycle(step: Int)
    fun beginRootSpan(name: String?, source: String?)
    fun endRootSpan()
    fun snapshot(): String
    fun metaTags(): String
    fun explain(url: String): String
    fun traceData(): Map<String, String>

    /** The headers to set, and the names to take away. */
    fun outgoing(url: String, existing: List<Pair<String, String>>): Pair<Map<String, String>, List<String>>
}

/** Makes a program with options as JSON. */
fun interface Door {
    fun open(options: String): Program
}

/** Numbers of the C header, which every door shares. */
const val CONTINUED = 40
const val STARTED = 1
const val SNAPSHOT_REFUSED = 14
const val PAGE_LOAD = 1
const val NAVIGATION = 2

fun Program.state() = JSONObject(snapshot())

/** The headers for any carrier, named as in the vectors. */
fun Program.data(): JSONObject {
    val data = JSONObject()
    traceData().forEach { (name, value) -> data.put(if (name == "sentry-trace") "sentry_trace" else name, value) }
    return data
}

/** The dynamic sampling context as it stands: what freezing it gives. */
fun Program.frozenDsc(): Any? = detach().use {
    it.endRootSpan()
    it.state().opt("dsc")
}
