/* The helper for HttpURLConnection, on the JDK's implementation. */
import dev.spanferry.core.Options
import dev.spanferry.core.TraceTarget
import dev.spanferry.core.Tracer
import dev.spanferry.http.Preparation
import dev.spanferry.http.SpanferryConnections
import java.net.HttpURLConnection
import java.net.URL

private fun tracer(vararg targets: TraceTarget): Tracer {
    val options = Options.builder().dsn("https://key@o42.ingest.sentry.io/1").propagateTraceparent(true)
    if (targets.isNotEmpty()) options.tracePropagationTargets(*targets)
    return Tracer.create(options.build())
}

private fun connection(server: RecordingServer, vararg headers: Pair<String, String>): HttpURLConnection {
    val connection = URL(server.url()).openConnection() as HttpURLConnection
    headers.forEach { (name, value) -> connection.addRequestProperty(name, value) }
    return connection
}

fun Claims.connections(server: RecordingServer, second: RecordingServer) {
    claim("a connection carries the trace, one line each") {
        val tracer = tracer()
        check(connection(server).let { SpanferryConnections.applyTo(it, tracer) && it.responseCode == 200 })
        equals(tracer.snapshot().traceId, server.take().single().oneTrace())
    }
    claim("members of the caller's baggage stay, under whatever case the name was set") {
        for (name in listOf("baggage", "Baggage", "BAGGAGE")) {
            val tracer = tracer()
            connection(server, name to "v=1").let { SpanferryConnections.applyTo(it, tracer); it.responseCode }
            val request = server.take().single()
            equals(tracer.snapshot().traceId, request.oneTrace())
            check("v=1" in request.values("baggage").single().split(','))
        }
    }
    claim("of several lines that differ in case no member is said twice") {
        val tracer = tracer()
        val connection = connection(server, "BAGGAGE" to "a=1", "baggage" to "b=2", "Baggage" to "c=3")
        SpanferryConnections.applyTo(connection, tracer)
        connection.responseCode
        val members = server.take().single().values("baggage").flatMap { it.split(',') }
        equals(listOf("a=1", "b=2", "c=3"), members.filterNot { it.startsWith("sentry-") }.sorted())
        equals(1, members.count { it.startsWith("sentry-trace_id=") })
    }
    claim("a sentry-trace of the caller's stays, and nothing changes") {
        val connection = connection(server, "Sentry-Trace" to "x")
        check(!SpanferryConnections.applyTo(connection, tracer()))
        connection.responseCode
        equals(listOf("x") to 0, server.take().single().let { it.values("sentry-trace") to it.values("baggage").size })
    }
    claim("a connection that is connected, and a tracer that is closed, are false and no exception") {
        val connection = connection(server)
        connection.connect()
        check(!SpanferryConnections.applyTo(connection, tracer()))
        connection.responseCode
        check(!SpanferryConnections.applyTo(connection(server), tracer().also { it.close() }))
        server.take()
    }
    claim("redirects are followed by hand, with the decision of each hop") {
        val tracer = tracer(TraceTarget.regex("^http://localhost:"))
        val prepare = Preparation { it.setRequestProperty("baggage", "v=1") }
        val url = server.url("/to/302?" + second.url("/to/307?" + server.url("/end"), "127.0.0.1"))
        equals(200, SpanferryConnections.open(URL(url), tracer, prepare).responseCode)
        val (first, last) = server.take()
        equals(listOf(tracer.snapshot().traceId), listOf(first, last).map { it.oneTrace() }.distinct())
        val between = second.take().single()
        equals(0 to listOf("v=1"), between.values("sentry-trace").size to between.values("baggage"))
    }
    claim("a redirect of a POST is an answer, and one without an end is an exception") {
        val post = Preparation { it.requestMethod = "POST" }
        equals(302, SpanferryConnections.open(URL(server.url("/to/302?/x")), tracer(), post).responseCode)
        throws<java.io.IOException> { SpanferryConnections.open(URL(server.url("/to/302?".repeat(40))), tracer()) }
        server.take()
    }
}
