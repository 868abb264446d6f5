package dev.spanferry.http

import dev.spanferry.core.HeaderNames
import dev.spanferry.core.Tracer
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL
import java.net.URLConnection

/**
 * Gives requests of [HttpURLConnection] the trace.
 *
 * The platform follows redirects by itself and sends our headers on to whatever host comes next; so
 * where that matters use [open], which follows them by hand and decides for each hop.
 */
object SpanferryConnections {
    /** As many hops as browsers follow. */
    private const val MOST_REDIRECTS = 20

    /**
     * Sets the headers of the trace, if the request is to carry it. To be called before the
     * connection is used, after its other headers were set. A `sentry-trace` that is there already
     * stays, and then nothing changes.
     *
     * @return whether headers were set; false also for a connection that is connected already.
     */
    @JvmStatic
    @JvmOverloads
    fun applyTo(connection: URLConnection, tracer: Tracer = Tracer.shared()): Boolean = try {
        Lines(connection).apply(tracer)
    } catch (_: IllegalStateException) {
        false // Connected, or the tracer is closed: either way it is too late.
    } catch (_: IllegalArgumentException) {
        false
    }

    /**
     * Opens a connection and follows redirects of GET and HEAD by hand, deciding about the trace for
     * each hop. Redirects of other methods are answers, as they are on Android: they have a body that
     * only the caller can send again. As the platform does, it never changes between http and https.
     *
     * @param prepare sets method, headers and limits; called for each hop, so that it can keep
     * credentials to the hosts that they are for.
     * @return the connection with the last answer.
     */
    @JvmStatic
    @JvmOverloads
    @Throws(IOException::class)
    fun open(
        url: URL,
        tracer: Tracer = Tracer.shared(),
        prepare: Preparation = Preparation { },
    ): HttpURLConnection {
        var at = url
        repeat(MOST_REDIRECTS) {
            val connection = hop(at, tracer, prepare)
            at = next(connection, at) ?: return connection
            connection.disconnect()
        }
        throw IOException("more than $MOST_REDIRECTS redirects")
    }

    private fun hop(url: URL, tracer: Tracer, prepare: Preparation): HttpURLConnection {
        val connection = url.openConnection() as? HttpURLConnection
            ?: throw IOException("no HTTP: ${url.protocol}")
        prepare.prepare(connection)
        connection.instanceFollowRedirects = false
        applyTo(connection, tracer)
        return connection
    }

    /** Where the answer sends us, if we go there. */
    private fun next(connection: HttpURLConnection, from: URL): URL? {
        if (connection.requestMethod != "GET" && connection.requestMethod != "HEAD") return null
        if (connection.responseCode !in REDIRECTS) return null
        val location = connection.getHeaderField("Location") ?: return null
        return URL(from, location).takeIf { it.protocol == from.protocol }
    }

    private val REDIRECTS = setOf(301, 302, 303, 307, 308)

    /** The trace headers of a connection. */
    private class Lines(private val connection: URLConnection) {
        private val before = read()

        fun apply(tracer: Tracer): Boolean {
            val url = connection.url.toString()
            val outgoing = tracer.outgoing(url, before.groupBy({ it.first }, { it.second }))
            for ((name, value) in outgoing.set) {
                connection.setRequestProperty(name, value)
            }
            if (outgoing.set.isNotEmpty()) {
                correct(url, tracer, outgoing.set)
            }
            return outgoing.set.isNotEmpty()
        }

        /**
         * The JDK replaces only one of several lines that differ in case. The others stay, so the one
         * that was written must not repeat what they say.
         */
        private fun correct(url: String, tracer: Tracer, set: Map<String, String>) {
            val others = read().filterNot { (name, value) -> set[name.lowercase()] == value }
            if (others.isEmpty()) return
            val existing = before.toMutableList().apply { others.forEach { remove(it) } }
            val outgoing = tracer.outgoing(url, existing.groupBy({ it.first }, { it.second }))
            for ((name, value) in outgoing.set) {
                connection.setRequestProperty(name, value)
            }
        }

        private fun read(): List<Pair<String, String>> = connection.requestProperties
            .filterKeys { it != null && HeaderNames.isOurs(it) }
            .flatMap { (name, values) -> values.filterNotNull().map { name to it } }
    }
}

/** Prepares a connection before a hop; see [SpanferryConnections.open]. */
fun interface Preparation {
    /** Sets method, headers and limits. */
    fun prepare(connection: HttpURLConnection)
}
