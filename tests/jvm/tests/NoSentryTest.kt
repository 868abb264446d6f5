/* The feed in a program without the Sentry SDK. */
import dev.spanferry.core.Tracer
import dev.spanferry.sentry.SentryFeed
import java.util.concurrent.CopyOnWriteArrayList
import java.util.logging.Handler
import java.util.logging.Level
import java.util.logging.LogRecord
import java.util.logging.Logger

fun main() {
    Claims().apply {
        claim("without the SDK the feed is nothing, nothing throws, and one line for debugging says so") {
            val said = CopyOnWriteArrayList<LogRecord>()
            val logger = Logger.getLogger("spanferry").apply { level = Level.ALL }
            logger.addHandler(object : Handler() {
                override fun publish(record: LogRecord) { said.add(record) }
                override fun flush() = Unit
                override fun close() = Unit
            })
            repeat(3) { equals(null, SentryFeed.install(Tracer.shared())) }
            equals(listOf(Level.FINE), said.map { it.level })
        }
    }.end("no sentry")
}
