/* The feed in a program without the Sentry SDK. */
import dev.spanferry.core.Tracer
import dev.spanferry.sentry.SentryFeed

fun main() {
    Claims().apply {
        claim("without the SDK the feed is nothing, and nothing throws") {
            equals(null, SentryFeed.install(Tracer.shared()))
        }
    }.end("no sentry")
}
