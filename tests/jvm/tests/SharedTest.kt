/* Kotlin and C in one process have one trace. With the argument `break` a rule of JNI is broken. */
import dev.spanferry.core.ChangeListener
import dev.spanferry.core.Options
import dev.spanferry.core.Spanferry
import dev.spanferry.core.Tracer
import java.util.concurrent.CopyOnWriteArrayList
import org.json.JSONObject

private fun seenByC() = JSONObject(String(Shim.snapshot())).getString("traceId")

fun main(arguments: Array<String>) {
    check(Spanferry.isAvailable)
    System.load(System.getProperty("shim"))
    if ("break" in arguments) Shim.breakRule()
    val tracer = Tracer.shared()
    Claims().apply {
        claim("a trace that Kotlin starts is the one that C reads through the header") {
            val before = seenByC()
            tracer.startNewTrace()
            check(seenByC() != before)
            equals(tracer.snapshot().traceId, seenByC())
        }
        claim("a trace that C starts is the one that Kotlin's requests carry") {
            tracer.configure(Options.builder().dsn("https://key@o42.ingest.sentry.io/1").build())
            val before = tracer.snapshot().traceId
            Shim.startNewTrace()
            check(tracer.snapshot().traceId != before)
            check(tracer.headersFor("https://api.example.com/").getValue("sentry-trace").startsWith(seenByC()))
        }
        claim("a listener in Kotlin hears of a change that a thread of C's makes, on that thread") {
            val heard = CopyOnWriteArrayList<Pair<String, Thread>>()
            val id = tracer.addListener(ChangeListener { heard.add(it.traceId to Thread.currentThread()) })
            check(Shim.startOnThread())
            tracer.removeListener(id)
            equals(listOf(seenByC()), heard.map { it.first })
            check(heard.single().second !== Thread.currentThread())
        }
        claim("a listener that throws on a thread of C's harms nobody") {
            val id = tracer.addListener(ChangeListener { throw Error("mine") })
            repeat(3) { check(Shim.startOnThread()) }
            tracer.removeListener(id)
            equals(tracer.snapshot().traceId, seenByC())
        }
    }.end("shared")
}
