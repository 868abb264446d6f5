package dev.spanferry.bench;

import dev.spanferry.core.Options;
import dev.spanferry.core.Outgoing;
import dev.spanferry.core.Policy;
import dev.spanferry.core.Tracer;
import io.sentry.Baggage;
import io.sentry.IScopes;
import io.sentry.PropagationContext;
import io.sentry.ScopesAdapter;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import io.sentry.SpanId;
import io.sentry.protocol.SentryId;
import io.sentry.transport.NoOpTransport;
import io.sentry.util.TracingUtils;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The headers of one request, from the URL as text to three texts. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Headers {
    private static final Map<String, List<String>> EXISTING = Map.of("baggage", List.of(Workload.OTHERS));
    private final Workload workload = new Workload();
    private final List<String> others = List.of(Workload.OTHERS);
    private final byte[] in = new byte[256];
    private final byte[] out = new byte[1024];
    private final Tracer tracer = tracer();
    private final IScopes scopes = sentry();

    /** A tracer that continues the trace of the workload. */
    static Tracer tracer() {
        Tracer tracer = Tracer.create(Options.fromJson(Workload.OPTIONS));
        tracer.continueTrace(Map.of("sentry-trace", Workload.SENTRY_TRACE, "baggage", Workload.BAGGAGE));
        return tracer;
    }

    /** The Sentry SDK with that trace, as on Android: one scope for all threads. */
    static IScopes sentry() {
        SentryOptions[] kept = new SentryOptions[1];
        Sentry.init(options -> {
            options.setDsn(Workload.DSN);
            options.setTransportFactory((o, details) -> NoOpTransport.getInstance());
            options.setTracePropagationTargets(Workload.SENTRY_TARGETS);
            options.setPropagateTraceparent(true);
            options.setEnableUncaughtExceptionHandler(false);
            options.setEnableShutdownHook(false);
            kept[0] = options;
        }, true);
        Baggage baggage = Baggage.fromHeader(List.of(Workload.BAGGAGE), kept[0].getLogger());
        baggage.freeze();
        PropagationContext context =
            new PropagationContext(new SentryId(Workload.TRACE_ID), new SpanId(Workload.SPAN_ID), null, baggage, true);
        Sentry.configureScope(scope -> scope.setPropagationContext(context));
        return ScopesAdapter.getInstance();
    }

    @Setup
    public void check() {
        String all = Workload.SENTRY_TRACE + Workload.OTHERS + "," + Workload.BAGGAGE + Workload.TRACEPARENT;
        Limit.prepare(all.getBytes(StandardCharsets.ISO_8859_1));
        Workload.check(String.join("", limit()).equals(all), "the limit gives other text");
        String[] ours = values(spanferry());
        Workload.check(ours[0].startsWith(Workload.TRACE_ID) && ours[0].endsWith("-1"), "sentry-trace " + ours[0]);
        Workload.check(ours[1].equals(Workload.OTHERS + "," + Workload.BAGGAGE), "baggage " + ours[1]);
        Workload.check(ours[2].startsWith("00-" + Workload.TRACE_ID), "traceparent " + ours[2]);
        TracingUtils.TracingHeaders theirs = sentryJava();
        Workload.check(theirs.getSentryTraceHeader().getValue().equals(Workload.SENTRY_TRACE), "sentry-java");
        Workload.check(theirs.getBaggageHeader().getValue().startsWith(Workload.OTHERS + ",sentry-"), "its baggage");
    }

    /** Bytes across and back, texts at both ends, no work between: what nothing can be faster than. */
    @Benchmark
    @SuppressWarnings("deprecation") // One byte for a character, without another array.
    public String[] limit() {
        String url = workload.url();
        url.getBytes(0, url.length(), in, 0);
        int length = Limit.cross(in, url.length(), out);
        int second = Workload.SENTRY_TRACE.length();
        int third = length - Workload.TRACEPARENT.length();
        return new String[] {
            new String(out, 0, 0, second), new String(out, 0, second, third - second), new String(out, 0, third, length - third)
        };
    }

    /** What the connection helper and the interceptor ask, with the baggage that the request has. */
    @Benchmark
    public Outgoing spanferry() {
        return tracer.outgoing(workload.url(), EXISTING, Policy.KEEP, false);
    }

    /** What SentryOkHttpInterceptor asks. */
    @Benchmark
    public TracingUtils.TracingHeaders sentryJava() {
        return TracingUtils.traceIfAllowed(scopes, workload.url(), others, null);
    }

    private static String[] values(Outgoing outgoing) {
        return outgoing.getSet().values().toArray(new String[0]);
    }
}
