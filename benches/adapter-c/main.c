/*
 * spanferry's C door on the workloads: what a C program pays, linked with the static library.
 */
#define _GNU_SOURCE
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <spanferry/spanferry.h>

enum { URLS = 64, BUFFER_LEN = 1024, MAX_TARGETS = 16 };

/* What the requests of a case have in common. */
struct plan {
    int traceparent;
    int targets;
    int fresh_span;
    const char *existing;
};

/* The texts of a case, read before anything is measured. */
struct texts {
    struct plan plan;
    char options[1024];
    spanferry_str targets[MAX_TARGETS];
    uint32_t kinds[MAX_TARGETS];
    int target_count;
    spanferry_header incoming[2];
    spanferry_str span_id;
    spanferry_header existing;
    spanferry_str urls[URLS];
};

/* The requests of one thread. */
struct work {
    const struct texts *texts;
    spanferry_tracer *tracer;
    spanferry_request request;
    uint64_t next;
    spanferry_outgoing out;
    char buffer[BUFFER_LEN];
};

static spanferry_str str_of(const char *text) {
    spanferry_str str = {text, text == NULL ? 0 : strlen(text)};
    return str;
}

static void ok(spanferry_status status, const char *what) {
    suite_check(status == SPANFERRY_STATUS_OK, what);
}

static void read_targets(struct texts *texts) {
    for (int i = 0; i < MAX_TARGETS; i++) {
        char name[64];
        snprintf(name, sizeof name, "W7.targets.%d", i);
        const char *text = suite_input(name);
        uint32_t kind = SPANFERRY_RULE_KIND_TEXT;
        if (text == NULL) {
            snprintf(name, sizeof name, "W7.targets.%d.re", i);
            text = suite_input(name);
            kind = SPANFERRY_RULE_KIND_REGEX;
        }
        if (text == NULL) {
            return;
        }
        texts->targets[i] = str_of(text);
        texts->kinds[i] = kind;
        texts->target_count = i + 1;
    }
}

/* The URL of W7 and others of the same length that the same target matches. */
static void read_urls(struct texts *texts) {
    const char *url = suite_need("W7.url"), *number = strstr(url, "/12345/");
    suite_check(number != NULL, "the URL has the number that varies");
    for (int i = 0; i < URLS; i++) {
        char *variant = strdup(url), digits[8];
        snprintf(digits, sizeof digits, "/%05d/", 12345 + 997 * i);
        memcpy(variant + (number - url), digits, 7);
        texts->urls[i] = str_of(variant);
    }
}

static struct texts *read_texts(const struct plan *plan) {
    struct texts *texts = calloc(1, sizeof *texts);
    texts->plan = *plan;
    snprintf(texts->options, sizeof texts->options,
             "{\"dsn\": \"%s\", \"strictTraceContinuation\": true, \"tracesSampleRate\": %s, "
             "\"release\": \"%s\", \"environment\": \"%s\", \"propagateTraceparent\": %s}",
             suite_need("config.dsn"), suite_need("config.traces_sample_rate"),
             suite_need("config.release"), suite_need("config.environment"),
             plan->traceparent ? "true" : "false");
    if (plan->targets) {
        read_targets(texts);
    }
    texts->incoming[0].name = SPANFERRY_STR("sentry-trace");
    texts->incoming[0].value = str_of(suite_need("W4.expect.sentry-trace"));
    texts->incoming[1].name = SPANFERRY_STR("baggage");
    texts->incoming[1].value = str_of(suite_need("W4.expect.baggage"));
    texts->span_id = str_of(suite_need("W4.span_id"));
    if (plan->existing != NULL) {
        texts->existing.name = SPANFERRY_STR("baggage");
        texts->existing.value = str_of(suite_need(plan->existing));
    }
    read_urls(texts);
    return texts;
}

/* A configured tracer that goes on with the trace of W4, W5 and W7. */
static spanferry_tracer *new_tracer(const struct texts *texts) {
    spanferry_options *options = NULL;
    ok(spanferry_options_from_json(str_of(texts->options), &options, NULL), "the options are good");
    for (int i = 0; i < texts->target_count; i++) {
        ok(spanferry_options_add_rule(options, SPANFERRY_LIST_TRACE_PROPAGATION_TARGETS,
                                      texts->kinds[i], texts->targets[i], SPANFERRY_STR(""), NULL),
           "the target is a rule");
    }
    spanferry_tracer *tracer = NULL;
    ok(spanferry_tracer_new(options, &tracer, NULL), "there is a tracer");
    spanferry_options_free(options);
    uint32_t reason = 0;
    ok(spanferry_tracer_continue_trace(tracer, texts->incoming, 2, 0, &reason), "it takes a trace");
    suite_check(reason == SPANFERRY_REASON_CONTINUED, "the trace goes on");
    ok(spanferry_tracer_set_active_span(tracer, texts->span_id), "and a span");
    return tracer;
}

static struct work *new_work(const struct texts *texts, spanferry_tracer *tracer) {
    /* Aligned so that no two threads write into one cache line. */
    struct work *work = aligned_alloc(128, (sizeof *work + 127) / 128 * 128);
    memset(work, 0, sizeof *work);
    work->texts = texts;
    work->tracer = tracer;
    work->request.size = sizeof work->request;
    work->request.flags = texts->plan.fresh_span ? SPANFERRY_REQUEST_FRESH_SPAN : 0;
    if (texts->plan.existing != NULL) {
        work->request.existing = &texts->existing;
        work->request.existing_len = 1;
    }
    work->out.size = sizeof work->out;
    return work;
}

static void run(uint64_t times, void *context) {
    struct work *work = context;
    for (uint64_t i = 0; i < times; i++) {
        work->request.url = work->texts->urls[work->next++ % URLS];
        if (spanferry_tracer_outgoing(work->tracer, &work->request, work->buffer, BUFFER_LEN,
                                      &work->out) != SPANFERRY_STATUS_OK) {
            abort();
        }
        __asm__ volatile("" : : "r"(work->buffer) : "memory");
    }
}

static int value_is(const struct work *work, int place, const char *expected) {
    size_t from = 0;
    for (int i = 0; i < place; i++) {
        from += work->out.len[i];
    }
    size_t len = strlen(expected);
    return work->out.len[place] == len && memcmp(work->buffer + from, expected, len) == 0;
}

/* A case whose headers are known in full. */
static struct suite_case fixed(const char *id, const struct plan *plan, const char *input) {
    const struct texts *texts = read_texts(plan);
    struct work *work = new_work(texts, new_tracer(texts));
    const char *names[] = {"sentry-trace", "baggage", "traceparent"};
    run(1, work);
    for (int i = 0; i < (plan->traceparent ? 3 : 2); i++) {
        char name[64];
        snprintf(name, sizeof name, "%s.expect.%s", input, names[i]);
        suite_check(value_is(work, i, suite_need(name)), name);
    }
    struct suite_case result = {id, "spanferry_tracer_outgoing", run, work, 0};
    return result;
}

static const struct plan WHOLE = {1, 1, 1, "W7.existing_baggage"};

/* The whole outgoing path: a span id of its own for each request. */
static struct suite_case whole(void) {
    const struct texts *texts = read_texts(&WHOLE);
    struct work *work = new_work(texts, new_tracer(texts));
    char last[17] = "";
    for (int i = 0; i < URLS; i++) {
        run(1, work);
        suite_check(value_is(work, 1, suite_need("W7.expect.baggage")), "the baggage is merged");
        suite_check(work->out.len[0] == 51, "sentry-trace has two ids and a flag");
        const char *prefix = suite_need("W7.expect.sentry-trace-prefix");
        suite_check(memcmp(work->buffer, prefix, 33) == 0, "the trace is the given one");
        suite_check(memcmp(work->buffer + 49, "-1", 2) == 0, "the trace is sampled");
        suite_check(memcmp(work->buffer + 33, last, 16) != 0, "each span id is new");
        memcpy(last, work->buffer + 33, 16);
        suite_check(memcmp(work->buffer + work->out.total - 19, last, 16) == 0,
                    "traceparent has the same span id");
    }
    struct suite_case result = {"W7", "spanferry_tracer_outgoing", run, work, 0};
    return result;
}

static const struct texts *whole_texts;
static spanferry_tracer *shared;

static void *make_sharing(void) { return new_work(whole_texts, shared); }

/* Everything that a program does between its start and its first request with headers. */
static void *start(void) { return new_work(whole_texts, new_tracer(whole_texts)); }

int main(int argc, char **argv) {
    struct suite suite = {"spanferry (C)", NULL, 0, {0}, {0}};
    whole_texts = read_texts(&WHOLE);
    suite.cold = (struct suite_cold){"configure + first outgoing", start, run};
    if (argc > 1 && strcmp(argv[1], "cold") == 0) {
        return suite_main(&suite, argc, argv);
    }
    const struct plan plain = {0, 0, 0, NULL}, with_parent = {1, 0, 0, NULL};
    const struct plan merged = {1, 0, 0, "W5.existing_baggage"};
    const struct suite_case cases[] = {
        fixed("W4", &plain, "W4"),
        fixed("W4tp", &with_parent, "W4"),
        fixed("W5", &merged, "W5"),
        whole(),
    };
    shared = new_tracer(whole_texts);
    suite.cases = cases;
    suite.count = (int)(sizeof cases / sizeof *cases);
    suite.threads =
        (struct suite_threads){"W10", "spanferry_tracer_outgoing, one tracer", run, make_sharing};
    return suite_main(&suite, argc, argv);
}
