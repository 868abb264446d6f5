/* The OkHttp interceptor: one line of each header, on each hop the right ones. */
import dev.spanferry.core.Options
import dev.spanferry.core.Policy
import dev.spanferry.core.TraceTarget
import dev.spanferry.core.Tracer
import dev.spanferry.okhttp.SpanferryInterceptor
import dev.spanferry.okhttp.spanferry
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import okhttp3.Headers
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import okhttp3.WebSocket
import okhttp3.WebSocketListener

private const val DSN = "https://key@o42.ingest.sentry.io/1"
private const val OTHER = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
private val FOREIGN = mapOf(
    "sentry-trace" to "$OTHER-bbbbbbbbbbbbbbbb-1",
    "baggage" to "v=1,sentry-trace_id=$OTHER",
    "traceparent" to "00-$OTHER-bbbbbbbbbbbbbbbb-01",
)

class OkHttpTest(private val claims: Claims, private val server: RecordingServer, private val second: RecordingServer) {
    private fun tracer(vararg targets: TraceTarget): Tracer {
        val options = Options.builder().dsn(DSN).propagateTraceparent(true)
        if (targets.isNotEmpty()) options.tracePropagationTargets(*targets)
        return Tracer.create(options.build())
    }

    private fun get(client: OkHttpClient, url: String, headers: Map<String, String> = emptyMap(), more: Request.Builder.() -> Unit = {}) {
        val request = Request.Builder().url(url)
        headers.forEach { (name, value) -> request.addHeader(name, value) }
        client.newCall(request.apply(more).build()).execute().use { check(it.code == 200) { "${it.code}" } }
    }

    private fun client(tracer: Tracer, more: OkHttpClient.Builder.() -> Unit = {}) =
        OkHttpClient.Builder().spanferry(tracer).apply(more).build()

    fun plain() = claims.run {
        claim("a request carries the trace, one line each") {
            val tracer = tracer()
            get(client(tracer), server.url())
            equals(tracer.snapshot().traceId, server.take().single().oneTrace())
        }
        claim("headers of the caller that name another trace are replaced as a unit, other members stay") {
            val tracer = tracer()
            get(client(tracer), server.url(), FOREIGN)
            val request = server.take().single()
            equals(tracer.snapshot().traceId, request.oneTrace())
            check(request.values("baggage").single().endsWith(",v=1") || request.values("baggage").single().startsWith("v=1,"))
        }
        claim("names in any case and several lines become one line each") {
            val tracer = tracer()
            get(client(tracer), server.url(), mapOf("BAGGAGE" to "a=1", "Baggage" to "b=2", "Sentry-Trace" to "x", "SENTRY-TRACE" to "y"))
            val request = server.take().single()
            equals(tracer.snapshot().traceId, request.oneTrace())
            check(listOf("a=1", "b=2").all { it in request.values("baggage").single() })
        }
        claim("with the policy keep a sentry-trace stays and nothing else changes") {
            val keep = OkHttpClient.Builder().also { SpanferryInterceptor.install(it, tracer(), Policy.KEEP) }.build()
            get(keep, server.url(), FOREIGN)
            val request = server.take().single()
            FOREIGN.forEach { (name, value) -> equals(listOf(value), request.values(name)) }
        }
        claim("a traceparent of another tracing system stays, and ours is not written beside it") {
            val tracer = tracer()
            val parent = "00-cccccccccccccccccccccccccccccccc-dddddddddddddddd-01"
            get(client(tracer), server.url(), mapOf("traceparent" to parent))
            val request = server.take().single()
            equals(listOf(parent), request.values("traceparent"))
            check(request.values("sentry-trace").single().startsWith(tracer.snapshot().traceId))
        }
        claim("an interceptor of OpenTelemetry's after ours keeps its traceparent, alone") {
            val tracer = tracer()
            val parent = "00-cccccccccccccccccccccccccccccccc-dddddddddddddddd-01"
            get(client(tracer) { addInterceptor { it.proceed(it.request().newBuilder().header("traceparent", parent).build()) } }, server.url())
            val request = server.take().single()
            equals(listOf(parent), request.values("traceparent"))
            equals(1, request.values("sentry-trace").size)
        }
        claim("what is no target is left as it is") {
            get(client(tracer(TraceTarget.text("other.example"))), server.url(), FOREIGN)
            val request = server.take().single()
            FOREIGN.forEach { (name, value) -> equals(listOf(value), request.values(name)) }
        }
        claim("a tracer that is closed or not configured leaves requests alone") {
            val closed = tracer().also { it.close() }
            for (tracer in listOf(closed, Tracer.create())) {
                get(client(tracer), server.url(), FOREIGN)
                equals(FOREIGN.values.toList(), server.take().single().let { r -> FOREIGN.keys.map { r.values(it).single() } })
            }
        }
        claim("installing twice is installing once") {
            val builder = OkHttpClient.Builder().spanferry(tracer()).spanferry(tracer())
            equals(1 to 1, builder.interceptors().size to builder.networkInterceptors().size)
        }
        claim("whatever stands in URL and headers, the call is made and carries the trace") {
            val tracer = tracer()
            val strange = listOf("caf\u00e9 \ud83d\ude80", "\ud83d", "k=v;;;,,=,%zz", "a=1,".repeat(1 shl 16), "x".repeat(1 shl 20))
            for (text in strange) {
                val headers = Headers.Builder().apply { listOf("baggage", "sentry-trace", "x-other").forEach { addUnsafeNonAscii(it, text) } }
                get(client(tracer), server.url("/" + "long".repeat(10_000) + "?q=%F0%9F%9A%80%00")) { headers(headers.build()) }
                val request = server.take().single()
                equals(tracer.snapshot().traceId, request.oneTrace())
                check(request.values("baggage").single().all { it in ' '..'~' }) { "bytes beyond ASCII" }
            }
        }
        claim("a program in Java does the same") {
            val tracer = tracer()
            JavaApp(tracer).send(server.url(), FOREIGN)
            val (okhttp, alone, detached, connection) = server.take()
            equals(listOf(tracer.snapshot().traceId, tracer.snapshot().traceId), listOf(okhttp, connection).map { it.oneTrace() })
            check(alone.untraced())
            equals(OTHER, detached.oneTrace())
        }
        claim("a body is sent as it is") {
            val tracer = tracer()
            get(client(tracer), server.url()) { post("body".toRequestBody()) }
            equals(tracer.snapshot().traceId, server.take().single().oneTrace())
        }
    }

    fun redirects() = claims.run {
        val first = TraceTarget.regex("^http://localhost:")
        claim("a redirect out of the targets loses the trace, third-party members stay") {
            get(client(tracer(first)), server.url("/to/302?" + second.url("/x", "127.0.0.1")), mapOf("baggage" to "v=1"))
            check(server.take().single().oneTrace() != null)
            val request = second.take().single()
            equals(emptyList<String>() to listOf("v=1"), request.values("sentry-trace") to request.values("baggage"))
            equals(emptyList<String>(), request.values("traceparent"))
        }
        claim("a redirect into the targets gets the trace") {
            val tracer = tracer(first)
            get(client(tracer), server.url("/to/302?" + second.url("/x"), "127.0.0.1"))
            check(server.take().single().untraced())
            equals(tracer.snapshot().traceId, second.take().single().oneTrace())
        }
        claim("a redirect within the targets carries one line each") {
            val tracer = tracer()
            get(client(tracer), server.url("/to/307?" + second.url("/to/301?" + server.url("/end"))))
            val hops = server.take() + second.take()
            equals(listOf(tracer.snapshot().traceId), hops.map { it.oneTrace() }.distinct())
            equals(3, hops.size)
        }
        claim("a trace that changes during a redirect leaves nothing of the old one behind") {
            for (target in listOf(first, TraceTarget.text("http"))) {
                val tracer = tracer(target)
                val change = Interceptor { chain -> chain.proceed(chain.request()).also { tracer.startNewTrace() } }
                get(client(tracer) { addNetworkInterceptor(change) }, server.url("/to/302?" + second.url("/x", "127.0.0.1")), mapOf("baggage" to "v=1"))
                val old = server.take().single().oneTrace()
                val request = second.take().single()
                check(old != null && request.lines.none { old in it }) { request.lines.joinToString() }
                check("v=1" in request.values("baggage").single())
            }
        }
    }

    fun scopes() = claims.run {
        claim("a request that is to be left alone is left alone") {
            get(client(tracer()), server.url()) { SpanferryInterceptor.leaveAlone(this) }
            check(server.take().single().untraced())
        }
        claim("a request with a detached tracer carries that one's trace, also after a redirect") {
            val tracer = tracer()
            tracer.detach(FOREIGN).use { job ->
                get(client(tracer), server.url("/to/302?/x")) { SpanferryInterceptor.traceWith(this, job) }
            }
            equals(listOf(OTHER), server.take().map { it.oneTrace() }.distinct())
        }
        claim("the upgrade to a WebSocket carries the trace") {
            val tracer = tracer()
            upgrade(client(tracer), Request.Builder().url(server.url()).build())
            equals(tracer.snapshot().traceId, server.take().single().oneTrace())
        }
    }
}

/** Opens a WebSocket, and ends when it is closed. */
fun upgrade(client: OkHttpClient, request: Request) {
    val done = CountDownLatch(1)
    val listener = object : WebSocketListener() {
        override fun onOpen(webSocket: WebSocket, response: Response) { webSocket.cancel() }
        override fun onFailure(webSocket: WebSocket, t: Throwable, response: Response?) = done.countDown()
    }
    client.newWebSocket(request, listener)
    check(done.await(10, TimeUnit.SECONDS))
}

fun main() {
    check(dev.spanferry.core.Spanferry.isAvailable)
    val claims = Claims()
    RecordingServer().use { server ->
        RecordingServer().use { second ->
            OkHttpTest(claims, server, second).apply {
                plain()
                redirects()
                scopes()
            }
            claims.besideSentry(server)
            claims.connections(server, second)
        }
    }
    // Read at run time: the constant would be that of the version compiled against.
    claims.end("okhttp ${Class.forName("okhttp3.OkHttp").getField("VERSION").get(null)}")
}
