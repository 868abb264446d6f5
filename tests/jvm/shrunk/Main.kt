/* An app that is shrunk and renamed before it runs: native code must find all that it looks for. */
import dev.spanferry.core.ChangeListener
import dev.spanferry.core.LogLevel
import dev.spanferry.core.LogSink
import dev.spanferry.core.Options
import dev.spanferry.core.Spanferry
import dev.spanferry.core.TraceTarget
import dev.spanferry.core.Tracer

fun main() {
    check(Spanferry.isAvailable) { "the native library is not there" }
    val lines = ArrayList<String>()
    Spanferry.logSet(LogLevel.INFO, LogSink { _, line -> lines.add(line) })
    val tracer = Tracer.create(
        Options.builder().dsn("https://key@o1.ingest.sentry.io/1").tracePropagationTargets(TraceTarget.text("api.example.com")).build(),
    )
    val heard = ArrayList<String>()
    tracer.addListener(ChangeListener { heard.add(it.traceId) })
    tracer.startNewTrace()
    check(heard == listOf(tracer.snapshot().traceId)) { "the listener heard $heard" }
    check(lines.isNotEmpty()) { "nothing was logged" }
    val headers = tracer.headersFor("https://api.example.com/")
    check(headers["sentry-trace"]!!.startsWith(tracer.snapshot().traceId)) { "headers $headers" }
    val refused = try {
        tracer.configure(Options.fromJson("{\"nope\":1}"))
        null
    } catch (error: IllegalArgumentException) {
        error.message
    }
    check(refused!!.contains("nope")) { "refused with $refused" }
    tracer.close()
    val closed = try { tracer.startNewTrace() } catch (_: IllegalStateException) { "closed" }
    check(closed == "closed") { "a closed tracer did not throw" }
    // Renamed: what the keep rules do not name has another name now.
    println("shrunk: passed, ${tracer.javaClass.name}")
}
