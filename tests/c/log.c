/* The log sink: levels, what stands in the lines, and who owns its pointer. */

#include "check.h"

struct lines {
  int calls;
  int drops;
  uint32_t highest;
  char text[16384];
  size_t len;
};

static void collect(void *user, uint32_t level, spanferry_str line) {
  struct lines *lines = user;
  lines->calls++;
  lines->highest = level > lines->highest ? level : lines->highest;
  CHECK(lines->len + line.len + 1 < sizeof lines->text);
  memcpy(lines->text + lines->len, line.data, line.len);
  lines->len += line.len;
  lines->text[lines->len++] = '\n';
}

/* Logs from inside the sink, which must not come back to it. */
static void collect_and_trace(void *user, uint32_t level, spanferry_str line) {
  collect(user, level, line);
  spanferry_tracer_free(configured_tracer());
}

static void drop(void *user) { ((struct lines *)user)->drops++; }

static void no_sink(void) {
  CHECK_STATUS(OK, spanferry_log_set(NULL, NULL, NULL, SPANFERRY_LOG_LEVEL_OFF));
}

static void do_things(void) {
  spanferry_tracer *tracer =
      tracer_of("{\"dsn\": \"https://secret@o1.ingest.sentry.io/2\", \"release\": \"secret\"}");
  spanferry_request request = request_to("https://secret.example/secret");
  spanferry_outgoing out = {.size = sizeof out};
  char buf[1024];
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 1));
  CHECK_STATUS(OK, spanferry_tracer_adopt(tracer, SPANFERRY_STR("secret"), SPANFERRY_STR("secret"),
                                          SPANFERRY_STR("secret"), 1, NULL));
  spanferry_tracer_free(tracer);
}

static void at_info_lines_hold_nothing_of_the_user(void) {
  struct lines lines = {0};
  CHECK_STATUS(OK, spanferry_log_set(collect, &lines, drop, SPANFERRY_LOG_LEVEL_INFO));
  do_things();
  CHECK_NUMBER(SPANFERRY_LOG_LEVEL_INFO, lines.highest);
  CHECK(contains(lines.text, lines.len, "configured: targets default"));
  CHECK(contains(lines.text, lines.len, "trace started: new_trace_requested, source app"));
  CHECK(contains(lines.text, lines.len, "push refused: snapshot_refused"));
  CHECK(!contains(lines.text, lines.len, "secret"));
  no_sink();
  CHECK_NUMBER(1, (uint64_t)lines.drops);
}

static void at_debug_lines_tell_of_requests(void) {
  struct lines lines = {0};
  CHECK_STATUS(OK, spanferry_log_set(collect, &lines, NULL, SPANFERRY_LOG_LEVEL_DEBUG));
  do_things();
  CHECK(contains(lines.text, lines.len, "request: default_all for https://secret.example/secret"));
  no_sink();
}

static void nothing_is_logged_when_it_is_off(void) {
  struct lines lines = {0};
  CHECK_STATUS(OK, spanferry_log_set(collect, &lines, drop, SPANFERRY_LOG_LEVEL_OFF));
  do_things();
  CHECK_NUMBER(0, (uint64_t)lines.calls);
  no_sink();
  do_things();
  CHECK_NUMBER(0, (uint64_t)lines.calls);
}

static void the_option_sets_the_level(void) {
  struct lines lines = {0};
  CHECK_STATUS(OK, spanferry_log_set(collect, &lines, NULL, SPANFERRY_LOG_LEVEL_OFF));
  spanferry_tracer_free(tracer_of("{\"logLevel\": \"info\"}"));
  CHECK(lines.calls > 0);
  no_sink();
}

static void a_sink_does_not_hear_itself(void) {
  struct lines lines = {0};
  CHECK_STATUS(OK, spanferry_log_set(collect_and_trace, &lines, NULL, SPANFERRY_LOG_LEVEL_INFO));
  spanferry_tracer_free(configured_tracer());
  CHECK_NUMBER(1, (uint64_t)lines.calls);
  no_sink();
}

static void after_a_failure_the_pointer_is_still_the_callers(void) {
  struct lines lines = {0};
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_log_set(collect, &lines, drop, 6));
  CHECK_NUMBER(0, (uint64_t)lines.drops);
}

static void the_last_sink_is_dropped_when_another_comes(void) {
  struct lines first = {0}, second = {0};
  CHECK_STATUS(OK, spanferry_log_set(collect, &first, drop, SPANFERRY_LOG_LEVEL_INFO));
  CHECK_STATUS(OK, spanferry_log_set(collect, &second, drop, SPANFERRY_LOG_LEVEL_INFO));
  CHECK(first.drops == 1 && second.drops == 0);
  no_sink();
  CHECK(first.drops == 1 && second.drops == 1);
}

int main(void) {
  RUN(at_info_lines_hold_nothing_of_the_user);
  RUN(at_debug_lines_tell_of_requests);
  RUN(nothing_is_logged_when_it_is_off);
  RUN(the_option_sets_the_level);
  RUN(a_sink_does_not_hear_itself);
  RUN(after_a_failure_the_pointer_is_still_the_callers);
  RUN(the_last_sink_is_dropped_when_another_comes);
  return 0;
}
