/* Change listeners: what they are told, when they stop, and who owns their pointer. */

#include "check.h"

struct heard {
  spanferry_tracer *tracer;
  uint64_t id;
  int calls;
  int drops;
  uint64_t revision;
  uint32_t source;
  bool has_trace_id;
};

static void listen(void *user, uint64_t revision, uint32_t source, spanferry_str json) {
  struct heard *heard = user;
  heard->calls++;
  heard->revision = revision;
  heard->source = source;
  heard->has_trace_id = contains(json.data, json.len, "\"traceId\":\"");
}

static void listen_once(void *user, uint64_t revision, uint32_t source, spanferry_str json) {
  struct heard *heard = user;
  listen(user, revision, source, json);
  spanferry_tracer_remove_listener(heard->tracer, heard->id);
  CHECK_NUMBER(0, (uint64_t)heard->drops);
}

static void listen_and_read(void *user, uint64_t revision, uint32_t source, spanferry_str json) {
  struct heard *heard = user;
  listen(user, revision, source, json);
  CHECK(snapshot_has(heard->tracer, "\"traceId\":\""));
}

static void drop(void *user) { ((struct heard *)user)->drops++; }

static void renew(spanferry_tracer *tracer) {
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 1));
}

static void a_listener_is_told_of_each_change_until_it_is_removed(void) {
  spanferry_tracer *tracer = configured_tracer();
  struct heard heard = {0};
  CHECK_STATUS(OK, spanferry_tracer_add_listener(tracer, listen, &heard, drop, &heard.id));
  CHECK_NUMBER(0, (uint64_t)heard.calls);
  renew(tracer);
  CHECK_NUMBER(1, (uint64_t)heard.calls);
  CHECK_NUMBER(SPANFERRY_SOURCE_APP, heard.source);
  CHECK(heard.has_trace_id);
  uint64_t before = heard.revision;
  renew(tracer);
  CHECK(heard.calls == 2 && heard.revision > before);
  spanferry_tracer_remove_listener(tracer, heard.id);
  CHECK_NUMBER(1, (uint64_t)heard.drops);
  renew(tracer);
  CHECK_NUMBER(2, (uint64_t)heard.calls);
  spanferry_tracer_remove_listener(tracer, heard.id);
  spanferry_tracer_free(tracer);
  CHECK_NUMBER(1, (uint64_t)heard.drops);
}

static void what_changes_nothing_is_not_told(void) {
  spanferry_tracer *tracer = configured_tracer();
  struct heard heard = {0};
  CHECK_STATUS(OK, spanferry_tracer_add_listener(tracer, listen, &heard, NULL, NULL));
  CHECK_STATUS(OK, spanferry_tracer_set_active_span(tracer, no_text()));
  CHECK_NUMBER(0, (uint64_t)heard.calls);
  spanferry_tracer_free(tracer);
}

static void a_listener_may_remove_itself_and_is_dropped_after_the_call(void) {
  spanferry_tracer *tracer = configured_tracer();
  struct heard heard = {.tracer = tracer};
  CHECK_STATUS(OK, spanferry_tracer_add_listener(tracer, listen_once, &heard, drop, &heard.id));
  renew(tracer);
  CHECK(heard.calls == 1 && heard.drops == 1);
  renew(tracer);
  CHECK(heard.calls == 1 && heard.drops == 1);
  spanferry_tracer_free(tracer);
}

static void a_listener_may_read_the_tracer(void) {
  spanferry_tracer *tracer = configured_tracer();
  struct heard heard = {.tracer = tracer};
  CHECK_STATUS(OK, spanferry_tracer_add_listener(tracer, listen_and_read, &heard, NULL, NULL));
  renew(tracer);
  CHECK_NUMBER(1, (uint64_t)heard.calls);
  spanferry_tracer_free(tracer);
}

static void listeners_go_with_the_last_reference(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_tracer *again = spanferry_tracer_retain(tracer);
  struct heard heard = {0};
  CHECK_STATUS(OK, spanferry_tracer_add_listener(tracer, listen, &heard, drop, NULL));
  spanferry_tracer_free(tracer);
  CHECK_NUMBER(0, (uint64_t)heard.drops);
  spanferry_tracer_free(again);
  CHECK_NUMBER(1, (uint64_t)heard.drops);
}

static void a_detached_tracer_has_listeners_of_its_own(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_tracer *scope = NULL;
  struct heard heard = {0};
  CHECK_STATUS(OK, spanferry_tracer_add_listener(tracer, listen, &heard, NULL, NULL));
  CHECK_STATUS(OK, spanferry_tracer_detach(tracer, NULL, 0, &scope, NULL));
  renew(scope);
  CHECK_NUMBER(0, (uint64_t)heard.calls);
  spanferry_tracer_free(scope);
  spanferry_tracer_free(tracer);
}

static void after_a_failure_the_pointer_is_still_the_callers(void) {
  spanferry_tracer *tracer = configured_tracer();
  struct heard heard = {0};
  uint64_t id = UNTOUCHED;
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_add_listener(NULL, listen, &heard, drop, &id));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_add_listener(tracer, NULL, &heard, drop, &id));
  CHECK(id == UNTOUCHED && heard.drops == 0);
  spanferry_tracer_remove_listener(NULL, 1);
  spanferry_tracer_remove_listener(tracer, 12345);
  spanferry_tracer_free(tracer);
  CHECK_NUMBER(0, (uint64_t)heard.drops);
}

int main(void) {
  RUN(a_listener_is_told_of_each_change_until_it_is_removed);
  RUN(what_changes_nothing_is_not_told);
  RUN(a_listener_may_remove_itself_and_is_dropped_after_the_call);
  RUN(a_listener_may_read_the_tracer);
  RUN(listeners_go_with_the_last_reference);
  RUN(a_detached_tracer_has_listeners_of_its_own);
  RUN(after_a_failure_the_pointer_is_still_the_callers);
  return 0;
}
