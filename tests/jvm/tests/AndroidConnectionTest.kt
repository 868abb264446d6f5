/* The helper for HttpURLConnection, on Android's own implementation, from the platform's classes. */
import dev.spanferry.core.Options
import dev.spanferry.core.TraceTarget
import dev.spanferry.core.Tracer
import dev.spanferry.http.Preparation
import dev.spanferry.http.SpanferryConnections
import java.net.HttpURLConnection
import java.net.URL
import java.net.URLStreamHandler

private val HANDLER = Class.forName("com.android.okhttp.HttpHandler").getDeclaredConstructor().newInstance() as URLStreamHandler

private fun url(text: String) = URL(null, text, HANDLER)

private fun tracer(vararg targets: TraceTarget): Tracer {
    val options = Options.builder().dsn("https://key@o42.ingest.sentry.io/1").propagateTraceparent(true)
    if (targets.isNotEmpty()) options.tracePropagationTargets(*targets)
    return Tracer.create(options.build())
}

private fun Claims.onAndroid(server: RecordingServer, second: RecordingServer) {
    claim("the connection is Android's") {
        val name = url(server.url()).openConnection().javaClass.name
        check(name.startsWith("com.android.okhttp.")) { name }
    }
    claim("one line each, whatever case the caller's lines have") {
        val tracer = tracer()
        val connection = url(server.url()).openConnection() as HttpURLConnection
        listOf("BAGGAGE" to "a=1", "baggage" to "b=2", "Baggage" to "c=3").forEach { (name, value) -> connection.addRequestProperty(name, value) }
        check(SpanferryConnections.applyTo(connection, tracer))
        equals(200, connection.responseCode)
        val request = server.take().single()
        equals(tracer.snapshot().traceId, request.oneTrace())
        check(listOf("a=1", "b=2", "c=3").all { it in request.values("baggage").single().split(',') })
    }
    claim("a connection that is connected is false and no exception") {
        val connection = url(server.url()).openConnection() as HttpURLConnection
        connection.connect()
        check(!SpanferryConnections.applyTo(connection, tracer()))
        connection.responseCode
        check(server.take().single().untraced())
    }
    claim("redirects are followed by hand, with the decision of each hop") {
        val tracer = tracer(TraceTarget.regex("^http://localhost:"))
        val prepare = Preparation { it.setRequestProperty("baggage", "v=1") }
        val start = server.url("/to/302?" + second.url("/to/307?" + server.url("/end"), "127.0.0.1"))
        equals(200, SpanferryConnections.open(url(start), tracer, prepare).responseCode)
        equals(listOf(tracer.snapshot().traceId), server.take().map { it.oneTrace() }.distinct())
        val between = second.take().single()
        equals(0 to listOf("v=1"), between.values("sentry-trace").size to between.values("baggage"))
    }
}

fun main() {
    check(dev.spanferry.core.Spanferry.isAvailable)
    RecordingServer().use { server ->
        RecordingServer().use { second ->
            Claims().apply { onAndroid(server, second) }.end("Android's HttpURLConnection")
        }
    }
}
