/* A request costs the native side no memory: run with a library preloaded that counts, and without a compiler. */
import dev.spanferry.core.Options
import dev.spanferry.core.Tracer

private const val CALLS = 10_000
/** What costs memory shows soon; without a compiler long texts take their time. */
private const val FEW = 100
private const val URL = "https://api.example.com/v1/orders?page=2"

/** How often memory is handed out in one call, the virtual machine's own included. */
private fun perCall(calls: Int = CALLS, call: () -> Unit): Double {
    repeat(FEW) { call() }
    val before = Shim.allocations()
    repeat(calls) { call() }
    return (Shim.allocations() - before).toDouble() / calls
}

fun main() {
    System.load(System.getProperty("shim"))
    val tracer = Tracer.create(Options.builder().dsn("https://key@o42.ingest.sentry.io/1").propagateTraceparent(true).build())
    val existing = mapOf("Baggage" to listOf("tenant=blue;p=1,sentry-environment=stale"))
    Claims().apply {
        claim("the counter counts: a snapshot is memory, and so are more headers than a thread keeps room for") {
            val long = mapOf("baggage" to listOf("a=" + "x".repeat(80_000)))
            val costs = listOf(perCall(FEW) { tracer.snapshot() }, perCall(FEW) { tracer.outgoing(URL, long) })
            check(costs.all { it >= 1 }) { "$costs" }
        }
        claim("headers for a URL, and beside baggage of others, are none") {
            val costs = listOf(perCall { tracer.headersFor(URL) }, perCall { tracer.outgoing(URL, existing) })
            check(costs.all { it < 0.1 }) { "$costs" }
        }
    }.end("memory")
}
