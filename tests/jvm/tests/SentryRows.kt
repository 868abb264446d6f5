/* The interceptor beside sentry-okhttp, in every order. */
import dev.spanferry.core.Options
import dev.spanferry.core.Tracer
import dev.spanferry.okhttp.spanferry
import io.sentry.Sentry
import io.sentry.okhttp.SentryOkHttpEventListener
import io.sentry.okhttp.SentryOkHttpInterceptor
import io.sentry.transport.NoOpTransport
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Request

private const val OTHER = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/** How the two are put into a client, and how many lines of `sentry-trace` come of it. */
private class Row(val text: String, val lines: Int = 1, val install: OkHttpClient.Builder.(Tracer) -> Unit)

private val ROWS = listOf(
    Row("Sentry as application interceptor, before ours") { addInterceptor(SentryOkHttpInterceptor()).spanferry(it) },
    Row("Sentry as application interceptor, after ours") { spanferry(it).addInterceptor(SentryOkHttpInterceptor()) },
    Row("Sentry as network interceptor, before ours") { addNetworkInterceptor(SentryOkHttpInterceptor()).spanferry(it) },
    Row("Sentry on both sides, before ours") {
        addInterceptor(SentryOkHttpInterceptor()).addNetworkInterceptor(SentryOkHttpInterceptor()).spanferry(it)
    },
    Row("Sentry's event listener, with its interceptor") {
        eventListener(SentryOkHttpEventListener()).addInterceptor(SentryOkHttpInterceptor()).spanferry(it)
    },
    Row("Sentry's event listener alone") { eventListener(SentryOkHttpEventListener()).spanferry(it) },
    // The left-over case that the documentation names, with its remedy: install ours last.
    Row("Sentry as network interceptor, after ours", lines = 2) { spanferry(it).addNetworkInterceptor(SentryOkHttpInterceptor()) },
)

/** A WebSocket has no network interceptors. */
private val SOCKETS = listOf(
    Row("Sentry before ours") { addInterceptor(SentryOkHttpInterceptor()).spanferry(it) },
    Row("Sentry's event listener") { eventListener(SentryOkHttpEventListener()).spanferry(it) },
    Row("Sentry after ours", lines = 2) { spanferry(it).addInterceptor(SentryOkHttpInterceptor()) },
)

fun Claims.besideSentry(server: RecordingServer) {
    Sentry.init { options ->
        options.dsn = "https://key@o1.ingest.sentry.io/1"
        options.isPropagateTraceparent = true
        options.setTransportFactory { _, _ -> NoOpTransport.getInstance() }
    }
    for (row in ROWS) for (callerHasHeaders in listOf(false, true)) {
        claim("${row.text}, the caller had headers: $callerHasHeaders: ${row.lines} line(s), other members stay") {
            row.check(server, callerHasHeaders)
        }
    }
    for (row in SOCKETS) claim("a WebSocket, ${row.text}: ${row.lines} line(s)") { row.checkSocket(server) }
    claim("the off switch of Sentry's own targets mends the left-over cases") {
        Sentry.configureScope { it.options.setTracePropagationTargets(emptyList()) }
        Row("", 1, ROWS.last().install).check(server, false)
        Row("", 1, SOCKETS.last().install).checkSocket(server)
        Sentry.configureScope { it.options.setTracePropagationTargets(listOf(".*")) }
    }
    Sentry.close()
}

private fun Row.checkSocket(server: RecordingServer) {
    val tracer = tracer()
    upgrade(OkHttpClient.Builder().apply { install(tracer) }.build(), Request.Builder().url(server.url()).build())
    val seen = server.take().single()
    equals(lines, seen.values("sentry-trace").size)
    if (lines == 1) equals(tracer.snapshot().traceId, seen.oneTrace())
}

private fun tracer() = Tracer.create(Options.builder().dsn("https://key@o42.ingest.sentry.io/1").propagateTraceparent(true).build())

private fun Row.check(server: RecordingServer, callerHasHeaders: Boolean) {
    val tracer = tracer()
    val client = OkHttpClient.Builder().apply { install(tracer) }.build()
    val request = Request.Builder().url(server.url()).addHeader("baggage", "v=1")
    if (callerHasHeaders) {
        request.addHeader("sentry-trace", "$OTHER-bbbbbbbbbbbbbbbb-1").addHeader("traceparent", "00-$OTHER-bbbbbbbbbbbbbbbb-01")
    }
    client.newCall(request.build()).execute().close()
    val seen = server.take().single()
    equals(lines, seen.values("sentry-trace").size)
    if (lines == 1) {
        equals(tracer.snapshot().traceId, seen.oneTrace())
        check("v=1" in seen.values("baggage").single().split(','))
    }
}
