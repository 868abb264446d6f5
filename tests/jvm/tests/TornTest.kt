/*
 * Ten thousand calls on 64 threads during a thousand changes of the trace: the three headers of each
 * request name one trace. With the argument `torn` an interceptor that reads the trace twice takes
 * the place of ours, and the test must see it.
 */
import dev.spanferry.core.Options
import dev.spanferry.core.Tracer
import dev.spanferry.okhttp.spanferry
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlin.system.exitProcess
import okhttp3.ConnectionPool
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Request

private const val CALLS = 10_000
private const val THREADS = 64
private const val CHANGES = 1_000

/** Reads the trace once for two headers and once more for the third. */
private fun torn(tracer: Tracer) = Interceptor { chain ->
    val url = chain.request().url.toString()
    val builder = chain.request().newBuilder()
    val early = tracer.headersFor(url)
    Thread.yield()
    (tracer.headersFor(url) + ("baggage" to early.getValue("baggage"))).forEach { (name, value) -> builder.header(name, value) }
    chain.proceed(builder.build())
}

fun main(arguments: Array<String>) {
    val tracer = Tracer.create(Options.builder().dsn("https://key@o42.ingest.sentry.io/1").propagateTraceparent(true).build())
    val builder = OkHttpClient.Builder().connectionPool(ConnectionPool(THREADS, 1, TimeUnit.MINUTES))
    val client = (if ("torn" in arguments) builder.addNetworkInterceptor(torn(tracer)) else builder.spanferry(tracer)).build()
    val (whole, mixed) = List(2) { AtomicInteger() }
    val traces = java.util.concurrent.ConcurrentHashMap.newKeySet<String>()
    RecordingServer().use { server ->
        server.sink = { request ->
            val trace = request.oneTrace()
            if (trace == null) mixed.incrementAndGet() else whole.incrementAndGet().also { traces.add(trace) }
        }
        val done = AtomicBoolean()
        val changes = AtomicInteger()
        val changer = thread {
            // Spread over the calls, and at least so many.
            while (!done.get() || changes.get() < CHANGES) {
                tracer.startNewTrace()
                changes.incrementAndGet()
                java.util.concurrent.locks.LockSupport.parkNanos(200_000)
            }
        }
        val pool = Executors.newFixedThreadPool(THREADS)
        val request = Request.Builder().url(server.url()).build()
        repeat(CALLS) { pool.execute { client.newCall(request).execute().close() } }
        pool.shutdown()
        check(pool.awaitTermination(3, TimeUnit.MINUTES))
        done.set(true)
        changer.join()
        println("torn: ${whole.get()} whole, ${mixed.get()} mixed, ${traces.size} traces, ${changes.get()} changes")
    }
    exitProcess(if (whole.get() == CALLS && mixed.get() == 0 && traces.size > CHANGES / 10) 0 else 1)
}
