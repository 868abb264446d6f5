package dev.spanferry.okhttp

import dev.spanferry.core.HeaderNames
import dev.spanferry.core.Outgoing
import dev.spanferry.core.Policy
import dev.spanferry.core.Tracer
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response

/**
 * Gives the requests of an OkHttp client the trace: exactly one line of each header, whoever else is
 * installed, and nothing where the targets say so.
 *
 * Install it with [install], which adds it twice. As a network interceptor it sees what every
 * application interceptor has done, and each hop of a redirect with the URL of that hop; as an
 * application interceptor it sees WebSockets, which have no network interceptors. It never throws
 * into a call: on a fault of ours the request goes out as it is.
 *
 * Runs on OkHttp 4.12 and 5, as one binary.
 */
class SpanferryInterceptor @JvmOverloads constructor(
    private val tracer: Tracer = Tracer.shared(),
    private val policy: Policy = Policy.REPLACE,
) : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val request = chain.request()
        return chain.proceed(traced(request, chain.connection() == null))
    }

    private fun traced(request: Request, isApplicationPass: Boolean): Request = try {
        val scope = request.tag(TraceScope::class.java)
        val tracer = if (scope == null) tracer else scope.tracer
        if (tracer == null) request else decide(request, tracer, isApplicationPass)
    } catch (_: RuntimeException) {
        request
    } catch (_: LinkageError) {
        request
    }

    private fun decide(request: Request, tracer: Tracer, isApplicationPass: Boolean): Request {
        val before = if (isApplicationPass) null else request.tag(Before::class.java)
        val outgoing = if (before == null) {
            ask(request, tracer)
        } else {
            // What the application pass wrote stands in the request: the decision of this hop, with
            // the trace of this moment, starts from what was there before.
            tracer.outgoing(request.url.toString(), policy, false) { buffer ->
                before.forEachLine(request) { name, value -> buffer.add(name, value) }
            }
        }
        return when {
            !outgoing.isUnchanged -> apply(request, outgoing, before, isApplicationPass)
            before != null -> before.restore(request)
            else -> request
        }
    }

    private fun ask(request: Request, tracer: Tracer): Outgoing =
        tracer.outgoing(request.url.toString(), policy, false) { buffer ->
            val headers = request.headers
            for (i in 0 until headers.size) {
                val name = headers.name(i)
                if (HeaderNames.isOurs(name)) buffer.add(name, headers.value(i))
            }
        }

    private fun apply(request: Request, outgoing: Outgoing, before: Before?, isApplicationPass: Boolean): Request {
        val builder = (before?.restore(request) ?: request).newBuilder()
        outgoing.forEachRemoved { builder.removeHeader(it) }
        outgoing.forEachSet { name, value -> builder.header(name, value) }
        if (isApplicationPass) {
            builder.tag(Before::class.java, Before(request, outgoing))
        }
        return builder.build()
    }

    companion object {
        /**
         * Adds the interceptor to a client, on both sides; once, however often it is called. Call it
         * last, after other tracing interceptors.
         */
        @JvmStatic
        @JvmOverloads
        fun install(
            builder: OkHttpClient.Builder,
            tracer: Tracer = Tracer.shared(),
            policy: Policy = Policy.REPLACE,
        ): OkHttpClient.Builder {
            if (builder.interceptors().any { it is SpanferryInterceptor }) return builder
            val interceptor = SpanferryInterceptor(tracer, policy)
            return builder.addInterceptor(interceptor).addNetworkInterceptor(interceptor)
        }

        /** Makes a request go out as it is: no trace is added, none taken away. */
        @JvmStatic
        fun leaveAlone(builder: Request.Builder): Request.Builder =
            builder.tag(TraceScope::class.java, TraceScope(null))

        /** Gives a request the trace of a detached tracer, which must stay open until the call ends. */
        @JvmStatic
        fun traceWith(builder: Request.Builder, tracer: Tracer): Request.Builder =
            builder.tag(TraceScope::class.java, TraceScope(tracer))
    }
}

/** Adds the interceptor to a client, on both sides; see [SpanferryInterceptor.install]. */
@JvmSynthetic
fun OkHttpClient.Builder.spanferry(tracer: Tracer = Tracer.shared()): OkHttpClient.Builder =
    SpanferryInterceptor.install(this, tracer)

/** Whose trace a request carries; none is to leave it alone. */
internal class TraceScope(val tracer: Tracer?)
