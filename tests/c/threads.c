/* What may be used by two threads at once is used by several. */

#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { ROUNDS = 300, WRITERS = 2, READERS = 2, THREADS = WRITERS + READERS };

struct shared {
  spanferry_tracer *tracer;
  const spanferry_headers *headers;
  const spanferry_error *error;
  atomic_int calls;
  atomic_int drops;
};

static void each_on_its_own_thread(void *(*work[THREADS])(void *), struct shared *shared) {
  pthread_t threads[THREADS];
  for (size_t i = 0; i < THREADS; i++) {
    CHECK(pthread_create(&threads[i], NULL, work[i], shared) == 0);
  }
  for (size_t i = 0; i < THREADS; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
}

static void *write_traces(void *user) {
  struct shared *shared = user;
  spanferry_tracer *tracer = spanferry_tracer_retain(shared->tracer);
  const spanferry_header incoming[] = {{SPANFERRY_STR("sentry-trace"), SPANFERRY_STR(INCOMING)}};
  spanferry_options *options = options_of("{\"dsn\": \"" DSN "\", \"propagateTraceparent\": true}");
  for (int i = 0; i < ROUNDS; i++) {
    CHECK_STATUS(OK, spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, (uint64_t)i));
    CHECK_STATUS(OK, spanferry_tracer_continue_trace(tracer, incoming, 1, (uint64_t)i, NULL));
    CHECK_STATUS(OK, spanferry_tracer_begin_root_span(tracer, SPANFERRY_STR("x"), no_text()));
    CHECK_STATUS(OK, spanferry_tracer_end_root_span(tracer));
    CHECK_STATUS(OK, spanferry_tracer_set_active_span(tracer, SPANFERRY_STR("00000000000000ab")));
    CHECK_STATUS(OK, spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_NAVIGATION, no_text(),
                                                no_text(), (uint64_t)i, NULL));
    CHECK_STATUS(OK, spanferry_tracer_attach(tracer, SPANFERRY_STR("w"), SPANFERRY_STR("p"), 1));
    CHECK_STATUS(OK, spanferry_tracer_adopt(tracer, SPANFERRY_STR("w"), SPANFERRY_STR("p"),
                                            SPANFERRY_STR("{}"), 1, NULL));
    CHECK_STATUS(OK, spanferry_tracer_continue_from_meta(tracer, no_text(), 1, NULL));
    CHECK_STATUS(OK, spanferry_tracer_configure(tracer, options, NULL));
  }
  spanferry_options_free(options);
  spanferry_tracer_free(tracer);
  return NULL;
}

/* The trace id in sentry-trace, baggage and traceparent is the same. The trace that is continued
 * came without baggage, and so goes on without. */
static void check_whole(const char *buf, const spanferry_outgoing *out) {
  const char *baggage = buf + out->len[0];
  char trace_id[33] = "";
  memcpy(trace_id, buf, 32);
  if (strcmp(trace_id, INCOMING_TRACE_ID) == 0) {
    CHECK_NUMBER(SPANFERRY_HEADER_SENTRY_TRACE | SPANFERRY_HEADER_TRACEPARENT, out->set);
  } else {
    CHECK(contains(baggage, out->len[1], trace_id));
  }
  CHECK(memcmp(baggage + out->len[1] + 3, trace_id, 32) == 0);
}

static void read_all(const spanferry_tracer *tracer) {
  char buf[16384];
  size_t len = 0;
  spanferry_headers *headers = NULL;
  spanferry_tracer *scope = NULL;
  CHECK_STATUS(OK, spanferry_tracer_snapshot(tracer, buf, sizeof buf, &len));
  CHECK_STATUS(OK, spanferry_tracer_meta_tags(tracer, buf, sizeof buf, &len));
  CHECK_STATUS(OK, spanferry_tracer_explain(tracer, SPANFERRY_STR("https://a.example/"), buf,
                                            sizeof buf, &len));
  CHECK_STATUS(OK, spanferry_tracer_trace_data(tracer, &headers));
  spanferry_headers_free(headers);
  CHECK_STATUS(OK, spanferry_tracer_detach(tracer, NULL, 0, &scope, NULL));
  spanferry_tracer_free(scope);
}

static void *send_requests(void *user) {
  struct shared *shared = user;
  char buf[16384];
  for (int i = 0; i < ROUNDS * 2; i++) {
    spanferry_request request = request_to("https://api.example.com/");
    const spanferry_header existing[] = {{SPANFERRY_STR("baggage"), SPANFERRY_STR("a=b")}};
    request.existing = existing;
    request.existing_len = 1;
    spanferry_outgoing out = {.size = sizeof out};
    CHECK_STATUS(OK, spanferry_tracer_outgoing(shared->tracer, &request, buf, sizeof buf, &out));
    check_whole(buf, &out);
    spanferry_headers *headers = NULL;
    CHECK_STATUS(OK, spanferry_tracer_outgoing_headers(shared->tracer, &request, &headers));
    spanferry_headers_free(headers);
    read_all(shared->tracer);
  }
  return NULL;
}

static void one_tracer_serves_all_threads(void) {
  struct shared shared = {0};
  shared.tracer = tracer_of("{\"dsn\": \"" DSN "\", \"propagateTraceparent\": true}");
  void *(*work[THREADS])(void *) = {write_traces, send_requests, write_traces, send_requests};
  each_on_its_own_thread(work, &shared);
  spanferry_tracer_free(shared.tracer);
}

static void count_call(void *user, uint64_t revision, uint32_t source, spanferry_str json) {
  struct shared *shared = user;
  (void)revision;
  (void)source;
  (void)json;
  CHECK(atomic_load(&shared->drops) < 2 * ROUNDS);
  atomic_fetch_add(&shared->calls, 1);
}

static void count_drop(void *user) { atomic_fetch_add(&((struct shared *)user)->drops, 1); }

static void *listen_and_stop(void *user) {
  struct shared *shared = user;
  for (int i = 0; i < ROUNDS; i++) {
    uint64_t id = 0;
    CHECK_STATUS(OK, spanferry_tracer_add_listener(shared->tracer, count_call, shared, count_drop,
                                                   &id));
    spanferry_tracer_remove_listener(shared->tracer, id);
  }
  return NULL;
}

static void *renew(void *user) {
  struct shared *shared = user;
  for (int i = 0; i < ROUNDS; i++) {
    CHECK_STATUS(OK, spanferry_tracer_start_new_trace(shared->tracer, SPANFERRY_SOURCE_APP, 1));
  }
  return NULL;
}

static void each_listener_is_dropped_once_whoever_removes_it(void) {
  struct shared shared = {0};
  shared.tracer = configured_tracer();
  void *(*work[THREADS])(void *) = {listen_and_stop, renew, listen_and_stop, renew};
  each_on_its_own_thread(work, &shared);
  CHECK_NUMBER(2 * ROUNDS, (uint64_t)atomic_load(&shared.drops));
  spanferry_tracer_free(shared.tracer);
  CHECK_NUMBER(2 * ROUNDS, (uint64_t)atomic_load(&shared.drops));
}

enum { WAITING, RUNNING, REMOVED };

struct slow {
  spanferry_tracer *tracer;
  atomic_int stage;
  atomic_int drops;
};

static void wait_for(atomic_int *stage, int wanted) {
  while (atomic_load(stage) != wanted) {
    sched_yield();
  }
}

static void run_until_removed(void *user, uint64_t revision, uint32_t source, spanferry_str json) {
  struct slow *slow = user;
  (void)revision;
  (void)source;
  CHECK_NUMBER(WAITING, (uint64_t)atomic_load(&slow->stage));
  atomic_store(&slow->stage, RUNNING);
  wait_for(&slow->stage, REMOVED);
  CHECK_NUMBER(0, (uint64_t)atomic_load(&slow->drops));
  CHECK(contains(json.data, json.len, "traceId"));
}

static void count_slow_drop(void *user) { atomic_fetch_add(&((struct slow *)user)->drops, 1); }

static void *change_once(void *user) {
  struct slow *slow = user;
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(slow->tracer, SPANFERRY_SOURCE_APP, 1));
  return NULL;
}

static void a_running_call_outlives_its_removal_and_is_the_last(void) {
  struct slow slow = {.tracer = configured_tracer()};
  uint64_t id = 0;
  pthread_t thread;
  CHECK_STATUS(OK, spanferry_tracer_add_listener(slow.tracer, run_until_removed, &slow,
                                                 count_slow_drop, &id));
  CHECK(pthread_create(&thread, NULL, change_once, &slow) == 0);
  wait_for(&slow.stage, RUNNING);
  spanferry_tracer_remove_listener(slow.tracer, id);
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(slow.tracer, SPANFERRY_SOURCE_APP, 1));
  CHECK_NUMBER(0, (uint64_t)atomic_load(&slow.drops));
  atomic_store(&slow.stage, REMOVED);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK_NUMBER(1, (uint64_t)atomic_load(&slow.drops));
  spanferry_tracer_free(slow.tracer);
}

static void *read_what_is_immutable(void *user) {
  const struct shared *shared = user;
  spanferry_str name, value;
  for (int i = 0; i < ROUNDS; i++) {
    CHECK(spanferry_headers_get(shared->headers, 0, &name, &value));
    CHECK_TEXT("sentry-trace", name);
    CHECK_TEXT("x: is not an option", spanferry_error_message(shared->error));
    spanferry_tracer *tracer = spanferry_tracer_shared();
    CHECK(tracer != NULL);
    spanferry_tracer_free(tracer);
  }
  return NULL;
}

static void headers_and_errors_may_be_read_by_all_threads(void) {
  struct shared shared = {0};
  spanferry_headers *headers = NULL;
  spanferry_options *options = NULL;
  spanferry_error *error = NULL;
  shared.tracer = configured_tracer();
  CHECK_STATUS(OK, spanferry_tracer_trace_data(shared.tracer, &headers));
  CHECK_STATUS(INVALID_OPTION,
               spanferry_options_from_json(SPANFERRY_STR("{\"x\": 1}"), &options, &error));
  shared.headers = headers;
  shared.error = error;
  void *(*work[THREADS])(void *) = {read_what_is_immutable, read_what_is_immutable,
                                    read_what_is_immutable, read_what_is_immutable};
  each_on_its_own_thread(work, &shared);
  spanferry_headers_free(headers);
  spanferry_error_free(error);
  spanferry_tracer_free(shared.tracer);
}

static void count_line(void *user, uint32_t level, spanferry_str line) {
  (void)level;
  (void)line;
  atomic_fetch_add(&((struct shared *)user)->calls, 1);
}

static void *change_sinks(void *user) {
  for (int i = 0; i < ROUNDS; i++) {
    CHECK_STATUS(OK, spanferry_log_set(count_line, user, count_drop, SPANFERRY_LOG_LEVEL_INFO));
  }
  return NULL;
}

static void log_sinks_may_change_while_others_log(void) {
  struct shared shared = {0};
  shared.tracer = configured_tracer();
  void *(*work[THREADS])(void *) = {change_sinks, renew, change_sinks, renew};
  each_on_its_own_thread(work, &shared);
  CHECK_STATUS(OK, spanferry_log_set(NULL, NULL, NULL, SPANFERRY_LOG_LEVEL_OFF));
  CHECK_NUMBER(2 * ROUNDS, (uint64_t)atomic_load(&shared.drops));
  spanferry_tracer_free(shared.tracer);
}

int main(void) {
  RUN(one_tracer_serves_all_threads);
  RUN(each_listener_is_dropped_once_whoever_removes_it);
  RUN(a_running_call_outlives_its_removal_and_is_the_last);
  RUN(headers_and_errors_may_be_read_by_all_threads);
  RUN(log_sinks_may_change_while_others_log);
  return 0;
}
