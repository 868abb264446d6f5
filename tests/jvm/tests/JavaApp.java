import dev.spanferry.core.Options;
import dev.spanferry.core.TraceTarget;
import dev.spanferry.core.Tracer;
import dev.spanferry.http.SpanferryConnections;
import dev.spanferry.okhttp.SpanferryInterceptor;
import dev.spanferry.sentry.SentryFeed;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** What docs/ANDROID.md shows, as a program in Java writes it. */
public final class JavaApp {
  private final Tracer tracer;
  private final OkHttpClient client;

  public JavaApp(Tracer tracer) {
    this.tracer = tracer;
    this.client = SpanferryInterceptor.install(new OkHttpClient.Builder(), tracer).build();
  }

  /** Sends four requests: with the trace, without, with that of a message, and by the platform's own client. */
  public void send(String url, Map<String, String> message) throws IOException {
    execute(new Request.Builder().url(url));
    execute(SpanferryInterceptor.leaveAlone(new Request.Builder().url(url)));
    try (Tracer job = tracer.detach(message)) {
      execute(SpanferryInterceptor.traceWith(new Request.Builder().url(url), job));
    }
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    SpanferryConnections.applyTo(connection, tracer);
    connection.getResponseCode();
  }

  /** Set-up, which is compiled and not run: it is for the tracer of the process. */
  public static OkHttpClient setUp() {
    Tracer.shared().configure(
        Options.builder()
            .dsn("https://key@o42.ingest.sentry.io/1")
            .tracePropagationTargets(TraceTarget.text("api.example.com"), TraceTarget.regex("^https://[a-z]+", "i"))
            .build());
    SentryFeed.install(Tracer.shared(), new SentryFeed.Settings(true, false));
    SentryFeed.install();
    return SpanferryInterceptor.install(new OkHttpClient.Builder()).build();
  }

  private void execute(Request.Builder request) throws IOException {
    client.newCall(request.build()).execute().close();
  }
}
