package dev.spanferry.bench;

import dev.spanferry.okhttp.SpanferryInterceptor;
import io.sentry.okhttp.SentryOkHttpInterceptor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole call of OkHttp that an interceptor answers at once: the difference to the plain one is the interceptor's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Calls {
    private static final Interceptor ANSWER = chain ->
        new Response.Builder().request(chain.request()).protocol(Protocol.HTTP_1_1).code(200).message("OK").build();
    private final Request[] requests = new Request[64];
    private int next;
    private OkHttpClient plain;
    private OkHttpClient ours;
    private OkHttpClient theirs;

    @Setup
    public void start() throws IOException {
        Headers.sentry();
        Workload workload = new Workload();
        for (int i = 0; i < requests.length; i++) {
            requests[i] = new Request.Builder().url(workload.url()).header("baggage", Workload.OTHERS).build();
        }
        plain = new OkHttpClient.Builder().addInterceptor(ANSWER).build();
        ours = new OkHttpClient.Builder().addInterceptor(new SpanferryInterceptor(Headers.tracer())).addInterceptor(ANSWER).build();
        theirs = new OkHttpClient.Builder().addInterceptor(new SentryOkHttpInterceptor()).addInterceptor(ANSWER).build();
        for (OkHttpClient client : new OkHttpClient[] {ours, theirs}) {
            Request sent = client.newCall(request()).execute().request();
            Workload.check(sent.headers("sentry-trace").size() == 1, "one sentry-trace");
            Workload.check(sent.header("baggage").startsWith(Workload.OTHERS + ",sentry-"), "baggage");
        }
    }

    private Request request() {
        next = (next + 1) % requests.length;
        return requests[next];
    }

    @Benchmark
    public Response plainCall() throws IOException {
        return plain.newCall(request()).execute();
    }

    @Benchmark
    public Response spanferryCall() throws IOException {
        return ours.newCall(request()).execute();
    }

    @Benchmark
    public Response sentryCall() throws IOException {
        return theirs.newCall(request()).execute();
    }
}
