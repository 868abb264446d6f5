import dev.spanferry.core.Lifecycle
import dev.spanferry.core.Options
import dev.spanferry.core.Tracer

/** The typed Kotlin library. */
class KotlinProgram(private val tracer: Tracer) : Program {
    override fun configure(options: String) = tracer.configure(Options.fromJson(options))
    override fun startNewTrace() = tracer.startNewTrace(nowMs = 0)
    override fun continueTrace(headers: List<Pair<String, String>>) = tracer.continueTrace(headers.toMap(), 0).code
    override fun continueFromMeta(html: String) = tracer.continueFromMeta(html, 0).code
    override fun detach() = KotlinProgram(tracer.detach())
    override fun attach(webview: String, page: String) = tracer.attach(webview, page, 0)
    override fun adopt(webview: String, page: String, snapshot: String) = tracer.adopt(webview, page, snapshot, 0).code
    override fun lifecycle(step: Int) {
        tracer.lifecycle(Lifecycle.values().first { it.code == step }, nowMs = 0)
    }
    override fun beginRootSpan(name: String?, source: String?) = tracer.beginRootSpan(name, source)
    override fun endRootSpan() = tracer.endRootSpan()
    override fun snapshot() = tracer.snapshot().json
    override fun metaTags() = tracer.metaTags()
    override fun explain(url: String) = tracer.explain(url).json
    override fun traceData() = tracer.traceData()
    override fun outgoing(url: String, existing: List<Pair<String, String>>) =
        tracer.outgoing(url, existing.groupBy({ it.first }, { it.second })).let { it.set to it.remove }
    override fun close() = tracer.close()

    companion object {
        @JvmField
        val DOOR = Door { KotlinProgram(Tracer.create(Options.fromJson(it))) }
    }
}
