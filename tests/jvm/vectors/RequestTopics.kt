import org.json.JSONArray
import org.json.JSONObject

fun checkPropagationTargets(case: Case) {
    known(case.input, "url", "targets", "page")
    case.expectedV10?.let { matches(case, "js10", it) }
    matches(case, "js11", case.expected)
}

/** The matcher's answer for a page, as `explain` gives it: a rule says yes. */
private fun matches(case: Case, matching: String, expected: Any?) {
    val options = JSONObject().put("dsn", DEFAULT_DSN).put("mode", "browser").put("targetMatching", matching)
    case.input.optJSONArray("targets")?.let { list -> options.put("tracePropagationTargets", JSONArray(list.map(::target))) }
    (case.input.opt("page") as? String)?.let { options.put("appOrigin", it) }
    case.open(options).use { program ->
        val explanation = JSONObject(program.explain(case.input.getString("url")))
        same(matching, expected, explanation.opt("rule") is JSONObject)
    }
}

private fun target(item: Any): Any =
    if (item is JSONObject) JSONObject().put("regex", item.getString("source")).put("flags", item.getString("flags")) else item

fun checkSentryRequestUrl(case: Case) {
    known(case.input, "url", "dsn", "tunnel")
    val options = JSONObject().putOpt("dsn", case.input.opt("dsn")).putOpt("tunnel", case.input.opt("tunnel"))
    case.open(options).use { program ->
        val reason = JSONObject(program.explain(case.input.getString("url"))).opt("reason")
        same("own request", case.expected, reason == "own_ingest" || reason == "tunnel")
    }
}

/** A tracer that holds the trace whose headers these are. */
private fun holding(case: Case, trace: String?, baggage: String?, traceparent: Boolean): Program {
    val program = case.open(JSONObject().put("dsn", DEFAULT_DSN).put("propagateTraceparent", traceparent))
    if (push(program, contextOf(trace, baggage)) != STARTED) throw Mismatch("the trace was not taken over")
    return program
}

fun checkRequestHeaders(case: Case) {
    known(case.input, "existing", "trace_data")
    val data = case.input.getJSONObject("trace_data")
    known(data, "sentry_trace", "baggage", "traceparent")
    val trace = data.opt("sentry_trace") as? String
    holding(case, trace, data.opt("baggage") as? String, data.opt("traceparent") is String).use { program ->
        val existing = case.input.optJSONArray("existing") ?: JSONArray()
        val lines = existing.map { it as JSONArray }.map { it.getString(0) to it.getString(1) }
        val (set, removed) = program.outgoing("https://api.example.com/", lines)
        val actual = JSONObject().put("unchanged", removed.isEmpty())
        if (removed.isNotEmpty()) actual.put("set", JSONObject(set))
        (removed - set.keys).takeIf { it.isNotEmpty() }?.let { actual.put("remove", JSONArray(it)) }
        same("request", case.expected, actual)
    }
}

fun checkMetaTags(case: Case) {
    known(case.input, "kind", "trace_data", "options", "context", "html")
    if (case.input.opt("kind") == "extract") extract(case) else render(case)
}

private fun render(case: Case) = programToRender(case).use { same("meta tags", case.expected, it.metaTags()) }

/** The tags of a tracer that holds the given headers; without any, one that has no DSN. */
private fun programToRender(case: Case): Program {
    val pairs = case.input.optJSONArray("trace_data")
    if (pairs == null) {
        val program = case.open(optionsOf(case.input.optJSONObject("options")))
        push(program, case.input.getJSONObject("context"))
        return program
    }
    if (pairs.isEmpty) return case.open(JSONObject())
    val values = pairs.map { it as JSONArray }.associate { it.getString(0) to it.getString(1) }
    return holding(case, values["sentry-trace"], values["baggage"], "traceparent" in values)
}

/** A page must lead to the same state as the headers that its tags are expected to hold. */
private fun extract(case: Case) {
    val options = JSONObject().put("sampleRand", 0.5)
    val page = case.open(options)
    val headers = case.open(options)
    val fromPage = page.continueFromMeta(case.input.getString("html"))
    val fromHeaders = receive(headers, case.expected as? JSONObject)
    if (fromPage != fromHeaders) throw Mismatch("reason $fromPage, not $fromHeaders")
    val own = listOf("epoch", "revision", "spanId", "headers") + if (fromPage == CONTINUED) emptyList() else listOf("traceId")
    val (got, wanted) = listOf(page, headers).map { program -> program.state().also { state -> own.forEach(state::remove) } }
    same("state", wanted, got)
    page.close()
    headers.close()
}
