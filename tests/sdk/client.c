/*
 * Sends one HTTP request with the headers that spanferry gives for it.
 *
 *     client SCENARIO URL OPTIONS [SENTRY_TRACE BAGGAGE]
 *
 * OPTIONS is the library's JSON. Prints one JSON object: the ids of the tracer's trace, the headers
 * sent, the Sentry members of the baggage, and the HTTP status of the answer. Exit status 1: no
 * request was made or no answer came; standard error says why.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>
#include <spanferry/spanferry.h>

enum { TRACE_ID_LEN = 32, SPAN_ID_LEN = 16, LINE_MAX_LEN = 16384, REQUEST_SECONDS = 20 };

static const char MEMBER_PREFIX[] = "sentry-";

struct scenario {
    const char *name;
    bool continues; /* the trace of SENTRY_TRACE and BAGGAGE */
    bool root_span; /* takes the sampling decision by the options' rate */
    bool sends;     /* the headers */
};

static const struct scenario SCENARIOS[] = {
    {"sampled", false, true, true},    {"unsampled", false, true, true},
    {"deferred", false, false, true},  {"continued", true, false, true},
    {"withheld", false, false, false},
};

static void fail(const char *what, spanferry_str detail) {
    fprintf(stderr, "%s: %.*s\n", what, (int)detail.len, detail.data);
    exit(EXIT_FAILURE);
}

static spanferry_str str_of(const char *text) {
    spanferry_str str = {text, strlen(text)};
    return str;
}

static void check(spanferry_status status, const char *what) {
    if (status != SPANFERRY_STATUS_OK) {
        fprintf(stderr, "%s: status %u\n", what, (unsigned)status);
        exit(EXIT_FAILURE);
    }
}

static uint64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* The tracer. */

static spanferry_tracer *new_tracer(const char *json) {
    spanferry_options *options = NULL;
    spanferry_tracer *tracer = NULL;
    spanferry_error *error = NULL;
    if (spanferry_options_from_json(str_of(json), &options, &error) != SPANFERRY_STATUS_OK ||
        spanferry_tracer_new(options, &tracer, &error) != SPANFERRY_STATUS_OK) {
        fail("the options were refused", spanferry_error_message(error));
    }
    spanferry_options_free(options);
    return tracer;
}

static void continue_trace(spanferry_tracer *tracer, const char *sentry_trace,
                           const char *baggage) {
    const spanferry_header incoming[] = {
        {SPANFERRY_STR("sentry-trace"), str_of(sentry_trace)},
        {SPANFERRY_STR("baggage"), str_of(baggage)},
    };
    uint32_t reason = 0;
    check(spanferry_tracer_continue_trace(tracer, incoming, 2, now_ms(), &reason), "continue");
}

static void begin(spanferry_tracer *tracer, const struct scenario *scenario, char **incoming) {
    if (scenario->continues) {
        continue_trace(tracer, incoming[0], incoming[1]);
    }
    if (scenario->root_span) {
        spanferry_str name = SPANFERRY_STR("GET /r\xC3\xA4ume/{id}");
        check(spanferry_tracer_begin_root_span(tracer, name, SPANFERRY_STR("route")), "begin span");
    }
}

static spanferry_headers *headers_for(const spanferry_tracer *tracer, const char *url) {
    spanferry_headers *headers = NULL;
    spanferry_request request = {0};
    request.size = sizeof request;
    request.url = str_of(url);
    check(spanferry_tracer_outgoing_headers(tracer, &request, &headers), "outgoing headers");
    return headers;
}

/* The value of a header, or {NULL, 0}. */
static spanferry_str header(const spanferry_headers *headers, const char *wanted) {
    spanferry_str name;
    spanferry_str value;
    for (size_t i = 0; spanferry_headers_get(headers, i, &name, &value); i++) {
        if (name.len == strlen(wanted) && memcmp(name.data, wanted, name.len) == 0) {
            return value;
        }
    }
    return (spanferry_str){NULL, 0};
}

/* Without a sentry-trace there is nothing to prove: says why the URL gets none. */
static void require_trace(const spanferry_tracer *tracer, const spanferry_headers *headers,
                          const char *url) {
    static char why[LINE_MAX_LEN];
    spanferry_str explained = {why, 0};
    if (header(headers, "sentry-trace").len > TRACE_ID_LEN + SPAN_ID_LEN) {
        return;
    }
    check(spanferry_tracer_explain(tracer, str_of(url), why, sizeof why, &explained.len),
          "explain");
    fail("no sentry-trace", explained);
}

/* The request. */

static struct curl_slist *lines_of(const spanferry_headers *headers) {
    static char line[LINE_MAX_LEN];
    struct curl_slist *lines = NULL;
    spanferry_str name;
    spanferry_str value;
    for (size_t i = 0; spanferry_headers_get(headers, i, &name, &value); i++) {
        int len = snprintf(line, sizeof line, "%.*s: %.*s", (int)name.len, name.data,
                           (int)value.len, value.data);
        if (len < 0 || (size_t)len >= sizeof line) {
            fail("a header is too long", name);
        }
        lines = curl_slist_append(lines, line);
    }
    return lines;
}

static size_t ignore_body(char *data, size_t size, size_t count, void *user) {
    (void)data;
    (void)user;
    return size * count;
}

static long get(CURL *curl, const char *url, struct curl_slist *lines) {
    long status = 0;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore_body);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)REQUEST_SECONDS);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        fail("the request failed", str_of(curl_easy_strerror(code)));
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* What is printed. */

static void print_string(const char *text, size_t len) {
    putchar('"');
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte == '"' || byte == '\\') {
            printf("\\u%04x", byte);
        } else {
            putchar(byte);
        }
    }
    putchar('"');
}

static void print_pair(const char *name, size_t name_len, const char *value, size_t value_len) {
    print_string(name, name_len);
    putchar(':');
    print_string(value, value_len);
}

static void print_headers(const spanferry_headers *headers) {
    spanferry_str name;
    spanferry_str value;
    for (size_t i = 0; spanferry_headers_get(headers, i, &name, &value); i++) {
        fputs(i == 0 ? "" : ",", stdout);
        print_pair(name.data, name.len, value.data, value.len);
    }
}

/* One member, decoded by libcurl and not by the library under test. */
static void print_member(CURL *curl, const char *member, size_t len) {
    const size_t prefix = strlen(MEMBER_PREFIX);
    const char *equals = memchr(member, '=', len);
    if (equals == NULL || len < prefix || memcmp(member, MEMBER_PREFIX, prefix) != 0) {
        return;
    }
    int name_len = 0;
    int value_len = 0;
    int value_room = (int)(member + len - equals - 1);
    char *name = curl_easy_unescape(curl, member + prefix, (int)(equals - member - (long)prefix),
                                    &name_len);
    char *value = curl_easy_unescape(curl, equals + 1, value_room, &value_len);
    print_pair(name, (size_t)name_len, value, (size_t)value_len);
    curl_free(name);
    curl_free(value);
}

static void print_members(CURL *curl, spanferry_str baggage) {
    const char *end = baggage.data + baggage.len;
    for (const char *member = baggage.data; member < end;) {
        const char *comma = memchr(member, ',', (size_t)(end - member));
        const char *stop = comma == NULL ? end : comma;
        fputs(member == baggage.data ? "" : ",", stdout);
        print_member(curl, member, (size_t)(stop - member));
        member = stop + 1;
    }
}

static void print_report(CURL *curl, const spanferry_headers *headers, bool sent, long status) {
    spanferry_str sentry_trace = header(headers, "sentry-trace");
    fputs("{", stdout);
    print_pair("traceId", 7, sentry_trace.data, TRACE_ID_LEN);
    putchar(',');
    print_pair("spanId", 6, sentry_trace.data + TRACE_ID_LEN + 1, SPAN_ID_LEN);
    printf(",\"status\":%ld,\"headers\":{", status);
    if (sent) {
        print_headers(headers);
    }
    fputs("},\"baggage\":{", stdout);
    print_members(curl, header(headers, "baggage"));
    fputs("}}\n", stdout);
}

static void run(const struct scenario *scenario, char **arguments) {
    const char *url = arguments[0];
    spanferry_tracer *tracer = new_tracer(arguments[1]);
    begin(tracer, scenario, arguments + 2);
    spanferry_headers *headers = headers_for(tracer, url);
    require_trace(tracer, headers, url);
    struct curl_slist *lines = scenario->sends ? lines_of(headers) : NULL;
    CURL *curl = curl_easy_init();
    print_report(curl, headers, scenario->sends, get(curl, url, lines));
    curl_easy_cleanup(curl);
    curl_slist_free_all(lines);
    spanferry_headers_free(headers);
    spanferry_tracer_free(tracer);
}

static const struct scenario *scenario_named(const char *name) {
    for (size_t i = 0; i < sizeof SCENARIOS / sizeof SCENARIOS[0]; i++) {
        if (strcmp(SCENARIOS[i].name, name) == 0) {
            return &SCENARIOS[i];
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    const struct scenario *scenario = argc < 4 ? NULL : scenario_named(argv[1]);
    if (scenario == NULL || argc != (scenario->continues ? 6 : 4)) {
        fail("usage", str_of("client SCENARIO URL OPTIONS [SENTRY_TRACE BAGGAGE]"));
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    run(scenario, argv + 2);
    curl_global_cleanup();
    return EXIT_SUCCESS;
}
