package dev.spanferry.okhttp

import dev.spanferry.core.HeaderNames
import dev.spanferry.core.Outgoing
import okhttp3.Request

/**
 * The trace headers of a request before our application pass, and what that wrote. OkHttp carries
 * both on to the next hop of a redirect, where the trace or the answer may be another one.
 */
internal class Before(request: Request, outgoing: Outgoing) {
    private val lines = ArrayList<Pair<String, String>>()
    private val written = HashMap<String, String>()

    init {
        val headers = request.headers
        for (i in 0 until headers.size) {
            if (HeaderNames.isOurs(headers.name(i))) lines.add(headers.name(i).lowercase() to headers.value(i))
        }
        outgoing.forEachSet { name, value -> written[name] = value }
    }

    /** The lines that count at a later pass: in place of a line that we wrote, those from before. */
    inline fun forEachLine(request: Request, body: (String, String) -> Unit) {
        val headers = request.headers
        for (i in 0 until headers.size) {
            val name = headers.name(i).lowercase()
            if (!HeaderNames.isOurs(name)) continue
            if (written[name] == headers.value(i)) {
                lines.forEach { (other, value) -> if (other == name) body(name, value) }
            } else {
                body(name, headers.value(i))
            }
        }
    }

    /** The request without what we wrote. */
    fun restore(request: Request): Request {
        val builder = request.newBuilder()
        HeaderNames.ALL.forEach { builder.removeHeader(it) }
        forEachLine(request) { name, value -> builder.addHeader(name, value) }
        return builder.build()
    }
}
