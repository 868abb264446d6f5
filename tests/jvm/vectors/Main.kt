/*
 * Runs the behaviour topics of the conformance vectors through a door.
 *
 *     vectors jni|kotlin FOLDER
 *
 * Prints `TOPIC: N passed, M skipped, K failed` for each file that these doors run, and exits with 1
 * when anything failed. An unknown topic or field is a failure.
 */
import dev.spanferry.core.Spanferry
import java.io.File
import kotlin.system.exitProcess
import org.json.JSONArray
import org.json.JSONObject

private val TOPICS: Map<String, ((Case) -> Unit)?> = mapOf(
    "dsc" to ::checkTraces,
    "lifecycle" to ::checkLifecycle,
    "meta_tags" to ::checkMetaTags,
    "org_id" to ::checkOrgId,
    "propagation_targets" to ::checkPropagationTargets,
    "request_headers" to ::checkRequestHeaders,
    "sentry_request_url" to ::checkSentryRequestUrl,
    "trace_continuation" to ::checkTraces,
    "trace_data" to ::checkTraceData,
) + listOf(
    // Grammar topics, which the Rust API alone runs.
    "baggage_format", "baggage_merge", "baggage_parse", "dsn", "js_regex", "sample_rand", "sampling",
    "sentry_trace_format", "sentry_trace_parse", "traceparent",
).associateWith { null }

private val CASE_FIELDS =
    arrayOf("name", "input", "expected", "expected_v10", "expected_tuple_origin", "recommended", "peers", "tags")

private fun runCase(door: Door, json: JSONObject, check: (Case) -> Unit) {
    known(json, *CASE_FIELDS)
    val tags = json.optJSONArray("tags") ?: JSONArray()
    if ((tags.contains("js-quirk") && !json.has("recommended")) || tags.contains("sdk-only")) throw Skipped()
    val tuple = json.opt("expected_tuple_origin")
    val v10 = if (tuple != null) null else json.opt("expected_v10") ?: json.get("expected")
    val expected = json.opt("recommended") ?: tuple ?: json.get("expected")
    check(Case(door, json.getJSONObject("input"), expected, v10))
}

private class Sums {
    var passed = 0
    var skipped = 0
    var failed = 0

    fun count(name: String, case: () -> Unit) {
        try {
            case()
            passed++
        } catch (_: Skipped) {
            skipped++
        } catch (error: Exception) {
            failed++
            println("  $name: ${error.message ?: error}")
        }
    }
}

/** Runs a topic and answers how many cases failed. */
private fun runTopic(door: Door, file: File): Int {
    val json = JSONObject(file.readText())
    val topic = json.getString("topic")
    if (topic !in TOPICS) {
        println("$topic: 0 passed, 0 skipped, 1 failed\n  unknown topic")
        return 1
    }
    val check = TOPICS[topic] ?: return 0
    val sums = Sums()
    for (case in json.getJSONArray("cases")) {
        case as JSONObject
        sums.count(case.optString("name", "?")) { runCase(door, case, check) }
    }
    if (sums.passed + sums.skipped + sums.failed == 0) sums.failed = 1
    println("$topic: ${sums.passed} passed, ${sums.skipped} skipped, ${sums.failed} failed")
    return sums.failed
}

fun main(arguments: Array<String>) {
    val door = when (arguments.getOrNull(0)) {
        "jni" -> JniProgram.DOOR
        "kotlin" -> KotlinProgram.DOOR
        else -> null
    }
    val files = arguments.getOrNull(1)?.let(::File)?.listFiles { file -> file.extension == "json" }?.sorted().orEmpty()
    if (door == null || files.isEmpty()) {
        System.err.println("usage: vectors jni|kotlin FOLDER (with .json files)")
        exitProcess(2)
    }
    check(Spanferry.isAvailable) { "the library was not loaded" }
    val failed = files.sumOf { runTopic(door, it) }
    println("$failed failed")
    exitProcess(if (failed == 0) 0 else 1)
}
