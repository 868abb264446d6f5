import kotlin.system.exitProcess

/** Runs claims one after the other and says which do not hold. */
class Claims {
    private var passed = 0
    private var failed = 0

    fun claim(text: String, body: () -> Unit) {
        try {
            body()
            passed++
        } catch (error: Throwable) {
            failed++
            println("  FAILED: $text: $error")
            error.stackTrace.take(6).forEach { println("      at $it") }
        }
    }

    /** Prints the sums; the program ends with 1 when a claim does not hold. */
    fun end(name: String) {
        println("$name: $passed passed, $failed failed")
        System.out.flush()
        exitProcess(if (failed == 0 && passed > 0) 0 else 1)
    }
}

fun equals(expected: Any?, actual: Any?) = check(expected == actual) { "expected $expected, got $actual" }

/** The exception that a body throws. */
inline fun <reified E : Throwable> throws(body: () -> Unit): E = try {
    body()
    null
} catch (error: Throwable) {
    error as? E ?: throw error
} ?: error("no ${E::class.java.simpleName}")
