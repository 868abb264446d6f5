import org.json.JSONArray
import org.json.JSONObject

const val DEFAULT_DSN = "https://49d0f7386ad645858ae85020e393bef3@o42.ingest.sentry.io/5390094"

/** A case and the door that it goes through. */
class Case(val door: Door, val input: JSONObject, val expected: Any?, val expectedV10: Any?) {
    val placeholders = Placeholders()

    fun open(options: JSONObject): Program = try {
        door.open(options.toString())
    } catch (error: IllegalArgumentException) {
        throw Mismatch("options: ${error.message}")
    }
}

/** The options of a vector as a program writes them. */
fun optionsOf(vector: JSONObject?): JSONObject {
    known(
        vector, "dsn", "release", "environment", "org_id", "strict", "traces_sample_rate", "traces_sampler",
        "replay_id", "propagate_traceparent",
    )
    val options = JSONObject()
    options.put("dsn", vector?.opt("dsn") ?: DEFAULT_DSN)
    options.put("release", vector?.opt("release") ?: "myapp@1.2.3")
    options.put("environment", vector?.opt("environment") ?: "production")
    options.putOpt("orgId", vector?.opt("org_id"))
    options.putOpt("strictTraceContinuation", vector?.opt("strict"))
    options.putOpt("replayId", vector?.opt("replay_id"))
    options.putOpt("propagateTraceparent", vector?.opt("propagate_traceparent"))
    if (vector?.opt("traces_sampler") is JSONObject) throw Skipped() // Samplers are for Rust and C.
    rate(vector?.opt("traces_sample_rate"))?.let { options.put("tracesSampleRate", it) }
    return options
}

/** A rate of a vector, also one that JSON cannot hold. */
private fun rate(json: Any?): Any? = when {
    isNothing(json) -> null
    json is Number -> json
    json is Boolean -> if (json) 1 else 0
    json is JSONObject && json.has("\$num") -> json.getString("\$num").toDoubleOrNull()?.takeIf { it.isFinite() } ?: "NaN"
    else -> "NaN"
}

/** Continues what came in, or starts at the head of a trace; the reason. */
fun receive(program: Program, incoming: JSONObject?): Int {
    known(incoming, "sentry_trace", "baggage")
    if (incoming == null) {
        program.startNewTrace()
        return 0
    }
    val headers = listOf("sentry-trace" to incoming.opt("sentry_trace"), "Baggage" to incoming.opt("baggage"))
    return program.continueTrace(headers.mapNotNull { (name, value) -> (value as? String)?.let { name to it } })
}

fun begin(program: Program, span: JSONObject) =
    program.beginRootSpan(span.opt("name") as? String, span.opt("source") as? String)

/** Takes over a trace that a page pushes; the outcome. */
fun push(program: Program, context: JSONObject): Int {
    program.attach("webview", "page")
    val state = program.state()
    val snapshot = JSONObject().put("epoch", state.opt("epoch")).put("revision", state.opt("revision")).put("sequence", 1)
    val renamed = mapOf(
        "traceId" to "trace_id", "spanId" to "propagation_span_id", "parentSpanId" to "parent_span_id",
        "sampled" to "sampled", "sampleRand" to "sample_rand", "dsc" to "dsc",
    )
    renamed.forEach { (key, name) -> snapshot.putOpt(key, context.opt(name)) }
    return program.adopt("webview", "page", snapshot.toString())
}

/** The context of a page whose headers are these: input for [push], taken apart by plain splitting. */
fun contextOf(sentryTrace: String?, baggage: String?): JSONObject {
    val parts = sentryTrace.orEmpty().split('-')
    val context = JSONObject().put("trace_id", parts[0]).put("propagation_span_id", parts.getOrElse(1) { "" })
    parts.getOrNull(2)?.let { context.put("sampled", it == "1") }
    val dsc = JSONArray()
    baggage.orEmpty().split(',').filter { '=' in it }.forEach { member ->
        val (name, value) = member.split('=', limit = 2)
        dsc.put(JSONArray(listOf(name.removePrefix("sentry-"), java.net.URLDecoder.decode(value.replace("+", "%2B"), "UTF-8"))))
    }
    return context.put("dsc", dsc)
}
