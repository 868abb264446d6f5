import org.json.JSONArray
import org.json.JSONObject

/** Topics dsc and trace_continuation: what is held and sent after headers came in. */
fun checkTraces(case: Case) {
    known(case.input, "options", "random", "incoming", "span")
    val options = optionsOf(case.input.optJSONObject("options")).putOpt("sampleRand", case.input.opt("random"))
    case.open(options).use { program ->
        val reason = receive(program, case.input.optJSONObject("incoming"))
        val held = program.state()
        case.input.optJSONObject("span")?.let { begin(program, it) }
        val actual = program.data()
            .put("continued", reason == CONTINUED)
            .put("trace_id", held.opt("traceId"))
            .put("parent_span_id", held.opt("parentSpanId"))
            .put("parent_sampled", held.opt("sampled"))
            .put("sample_rand", held.opt("sampleRand"))
            .put("dsc", program.frozenDsc())
        case.placeholders.fits(case.expected as JSONObject, actual)
    }
}

/** A context that is refused is never sent: that is "no headers" of it. */
fun checkTraceData(case: Case) {
    known(case.input, "options", "context")
    val options = optionsOf(case.input.optJSONObject("options")).put("propagateTraceparent", true)
    case.open(options).use { program ->
        val outcome = push(program, case.input.getJSONObject("context"))
        val actual = if (outcome == SNAPSHOT_REFUSED) JSONObject() else program.data()
        case.placeholders.fits(case.expected as JSONObject, actual)
    }
}

fun checkLifecycle(case: Case) {
    known(case.input, "traces_sample_rate", "random", "meta", "steps")
    case.open(lifecycleOptions(case, case.input.opt("random"))).use { program ->
        loadPage(program, case.input.optJSONObject("meta"))
        val expected = case.expected as JSONArray
        val answers = case.input.getJSONArray("steps").mapNotNull { take(program, case, it) }
        if (answers.size != expected.length()) throw Mismatch("expected ${expected.length()} answers, got ${answers.size}")
        answers.forEachIndexed { i, data -> case.placeholders.fits(expected.getJSONObject(i), data) }
    }
}

private fun lifecycleOptions(case: Case, random: Any?): JSONObject {
    val rate = JSONObject().putOpt("traces_sample_rate", case.input.opt("traces_sample_rate"))
    return optionsOf(rate).putOpt("sampleRand", random)
}

/** Reads meta tags with the given values, or loads a page without any. */
private fun loadPage(program: Program, meta: JSONObject?) {
    val tags = meta?.keySet().orEmpty().joinToString("") { "<meta name=\"$it\" content=\"${meta?.getString(it)}\">" }
    if (tags.isNotEmpty()) program.continueFromMeta(tags) else program.lifecycle(PAGE_LOAD)
    program.beginRootSpan("/", "url")
}

/** Takes one step; the answer, where the step gives one. */
private fun take(program: Program, case: Case, step: Any): JSONObject? {
    when {
        step == "data" -> return program.data()
        step == "new_trace" -> return program.detach().use {
            it.startNewTrace()
            it.data()
        }
        step == "end" -> program.endRootSpan()
        step is JSONObject && step.has("navigate") -> {
            program.lifecycle(NAVIGATION)
            begin(program, step.getJSONObject("navigate"))
        }
        step is JSONObject && step.has("random") -> program.configure(lifecycleOptions(case, step.get("random")).toString())
        else -> throw Mismatch("unknown step $step")
    }
    return null
}

/** The options stand in the vector as a program writes them. */
fun checkOrgId(case: Case) {
    known(case.input, "options", "baggage_org_id")
    case.open(case.input.getJSONObject("options")).use { program ->
        val own = (program.frozenDsc() as? JSONArray)?.map { it as JSONArray }?.firstOrNull { it.getString(0) == "org_id" }
        val incoming = JSONObject().put("sentry_trace", "771a43a4192642f0b136d5159a501700-1234567890abcdef-1")
        (case.input.opt("baggage_org_id") as? String)?.let { incoming.put("baggage", "sentry-org_id=$it") }
        val reason = receive(program, incoming)
        val actual = JSONObject().put("sdk_org_id", own?.get(1)).put("continue", reason == CONTINUED)
        same("org_id", case.expected, actual)
    }
}
