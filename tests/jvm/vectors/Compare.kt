import org.json.JSONArray
import org.json.JSONObject

/** A case that did not come out as expected. */
class Mismatch(message: String) : Exception(message)

/** A case that this door does not run. */
class Skipped : Exception()

fun isNothing(json: Any?) = json == null || json == JSONObject.NULL

/** Absent and null mean the same. */
fun equal(a: Any?, b: Any?): Boolean = when {
    isNothing(a) || isNothing(b) -> isNothing(a) && isNothing(b)
    a is JSONObject && b is JSONObject -> (a.keySet() + b.keySet()).all { equal(a.opt(it), b.opt(it)) }
    a is JSONArray && b is JSONArray -> a.length() == b.length() && (0 until a.length()).all { equal(a.opt(it), b.opt(it)) }
    a is Number && b is Number -> a.toDouble() == b.toDouble()
    else -> a == b
}

fun same(what: String, expected: Any?, actual: Any?) {
    if (!equal(expected, actual)) throw Mismatch("$what: expected $expected, got $actual")
}

/** An unknown field would be a rule that nobody checks. */
fun known(json: JSONObject?, vararg fields: String) {
    val unknown = json?.keySet().orEmpty() - fields.toSet()
    if (unknown.isNotEmpty()) throw Mismatch("unknown field ${unknown.first()}")
}

/** Ids that the SDK generated stand as {name} in the vectors. */
class Placeholders {
    private val ids = HashMap<String, String>()

    /** The parent of a span is on no wire and not compared. */
    fun fits(expected: JSONObject, actual: JSONObject) {
        for (key in expected.keySet() - "span_parent_span_id") {
            if (!fitsValue(expected.opt(key), actual.opt(key))) {
                throw Mismatch("$key: expected ${expected.opt(key)}, got ${actual.opt(key)}")
            }
        }
    }

    private fun fitsValue(expected: Any?, actual: Any?): Boolean = when {
        expected is String && actual is String -> fitsText(expected, actual)
        expected is JSONArray && actual is JSONArray ->
            expected.length() == actual.length() &&
                (0 until expected.length()).all { fitsValue(expected.opt(it), actual.opt(it)) }
        else -> equal(expected, actual)
    }

    private fun fitsText(expected: String, actual: String): Boolean {
        val names = ArrayList<String>()
        val pattern = PLACEHOLDER.split(expected).joinToString("\u0000").let { parts ->
            val found = PLACEHOLDER.findAll(expected).map { it.groupValues[1] }.toList()
            names += found
            parts.split('\u0000').mapIndexed { i, part ->
                Regex.escape(part) + if (i < found.size) "([0-9a-f]{${idLength(found[i])}})" else ""
            }.joinToString("")
        }
        val match = Regex(pattern).matchEntire(actual) ?: return false
        return names.indices.all { bind(names[it], match.groupValues[it + 1]) }
    }

    /**
     * The same name is the same id everywhere, and two traces are two ids. A span id may be the stable
     * one of its trace under several numbers, because the library draws none for a request.
     */
    private fun bind(name: String, id: String): Boolean {
        ids[name]?.let { return it == id }
        if (id.length == TRACE && id in ids.values) return false
        ids[name] = id
        return true
    }

    private fun idLength(name: String) = if ("trace" in name) TRACE else SPAN

    private companion object {
        const val TRACE = 32
        const val SPAN = 16
        val PLACEHOLDER = Regex("""\{([^}]*)}""")
    }
}
