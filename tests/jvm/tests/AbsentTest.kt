/* A program on a machine where the native library cannot be loaded. */
import dev.spanferry.core.Lifecycle
import dev.spanferry.core.LogLevel
import dev.spanferry.core.Options
import dev.spanferry.core.Outcome
import dev.spanferry.core.Reason
import dev.spanferry.core.Spanferry
import dev.spanferry.core.Tracer
import java.util.concurrent.CopyOnWriteArrayList
import java.util.logging.Handler
import java.util.logging.LogRecord
import java.util.logging.Logger

fun main() {
    val said = CopyOnWriteArrayList<String>()
    val logger = Logger.getLogger("spanferry")
    logger.useParentHandlers = false
    logger.addHandler(object : Handler() {
        override fun publish(record: LogRecord) { said.add(record.message) }
        override fun flush() = Unit
        override fun close() = Unit
    })
    Claims().apply {
        claim("everything does nothing, and nothing throws") {
            check(!Spanferry.isAvailable)
            equals("", Spanferry.version() + Spanferry.corsHeaders())
            Spanferry.logSet(LogLevel.DEBUG)
            for (tracer in listOf(Tracer.shared(), Tracer.create(Options.fromJson("not even JSON")))) {
                tracer.configure(Options.builder().dsn("x").build())
                tracer.startNewTrace()
                equals(emptyMap<String, String>(), tracer.headersFor("https://example.com/"))
                equals(Reason.UNKNOWN, tracer.continueTrace(emptyMap()))
                equals(Outcome.UNKNOWN, tracer.lifecycle(Lifecycle.FOREGROUND))
                equals("", tracer.snapshot().traceId + tracer.metaTags())
                check("not there" in tracer.explain("https://example.com/").text)
                tracer.detach().close()
                tracer.removeListener(tracer.addListener { })
                tracer.close()
                tracer.snapshot()
            }
        }
        claim("one line in the log says so") {
            equals(1, said.size)
            check("cannot be loaded" in said[0])
        }
    }.end("absent")
}
