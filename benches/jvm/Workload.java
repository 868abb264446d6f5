package dev.spanferry.bench;

import java.util.List;

/** W7 of benches/inputs: five targets of which the last one matches, baggage of others, a frozen context. */
final class Workload {
    static final String TRACE_ID = "771a43a4192642f0b136d5159a501700";
    static final String SPAN_ID = "b7ad6b7169203331";
    static final String SENTRY_TRACE = TRACE_ID + "-" + SPAN_ID + "-1";
    static final String OTHERS = "userId=alice,serverNode=DF%2028,isProduction=false;prop=1";
    static final String BAGGAGE = "sentry-trace_id=" + TRACE_ID + ",sentry-environment=production,"
        + "sentry-release=com.example.shop%404.2.1%2B1207,sentry-public_key=49d0f7386ad645858ae85020e393bef3,"
        + "sentry-org_id=447951,sentry-transaction=GET%20%2Fcheckout%2F%5Bid%5D,sentry-sampled=true,"
        + "sentry-sample_rand=0.142857,sentry-sample_rate=0.25";
    static final String TRACEPARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";
    static final String DSN = "https://49d0f7386ad645858ae85020e393bef3@o447951.ingest.example.invalid/5390094";

    /** Our targets, as in JavaScript. */
    static final String OPTIONS = "{\"dsn\":\"" + DSN + "\",\"propagateTraceparent\":true,\"tracePropagationTargets\":["
        + "\"localhost\",{\"regex\":\"^\\\\/api\\\\/\"},\"https://internal.example.org\","
        + "{\"regex\":\"^https:\\\\/\\\\/[a-z0-9-]+\\\\.staging\\\\.myproject\\\\.org\\\\/\"},"
        + "{\"regex\":\"^https:\\\\/\\\\/(?:api|cdn|img)\\\\.myproject\\\\.org\\\\/v\\\\d+\\\\/\"}]}";

    /** The same for sentry-java, which compares an expression with the whole URL. */
    static final List<String> SENTRY_TARGETS = List.of("localhost", "^/api/.*", "https://internal.example.org",
        "https://[a-z0-9-]+\\.staging\\.myproject\\.org/.*", "https://(?:api|cdn|img)\\.myproject\\.org/v\\d+/.*");

    private static final int URLS = 64;
    private int next;
    private final String[] urls = new String[URLS];

    Workload() {
        for (int i = 0; i < URLS; i++) {
            urls[i] = "https://api.myproject.org/v2/users/" + (12345 + i) + "/orders?expand=items&limit=50&cursor=eyJpZCI6MTIzNDV9";
        }
    }

    /** The next of 64 URLs, so that nobody profits from having seen this one a moment ago. */
    String url() {
        next = (next + 1) % URLS;
        return urls[next];
    }

    /** Fails when a library did not do the work. */
    static void check(boolean holds, String what) {
        if (!holds) throw new IllegalStateException(what);
    }
}
