/* What a tracer says of its trace: snapshot, meta tags, explanation, trace data. */

#include "check.h"

typedef spanferry_status (*reader)(const spanferry_tracer *, char *, size_t, size_t *);

static spanferry_status explain(const spanferry_tracer *tracer, char *buf, size_t cap,
                                size_t *len_out) {
  return spanferry_tracer_explain(tracer, SPANFERRY_STR("https://a.example/"), buf, cap, len_out);
}

static const reader READERS[] = {spanferry_tracer_snapshot, spanferry_tracer_meta_tags, explain};
enum { READER_COUNT = sizeof READERS / sizeof READERS[0] };

static void each_reader_checks_its_arguments(void) {
  spanferry_tracer *tracer = configured_tracer();
  char buf[16] = "untouched";
  for (size_t i = 0; i < READER_COUNT; i++) {
    size_t len = UNTOUCHED;
    CHECK_STATUS(NULL_POINTER, READERS[i](NULL, buf, sizeof buf, &len));
    CHECK_STATUS(NULL_POINTER, READERS[i](tracer, NULL, 1, &len));
    CHECK_STATUS(NULL_POINTER, READERS[i](tracer, buf, sizeof buf, NULL));
    CHECK_NUMBER(UNTOUCHED, len);
  }
  CHECK(strcmp(buf, "untouched") == 0);
  size_t len = UNTOUCHED;
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_explain(tracer, broken_text(), buf, 16, &len));
  CHECK_NUMBER(UNTOUCHED, len);
  spanferry_tracer_free(tracer);
}

static void each_reader_says_how_much_it_needs_and_writes_exactly_that(void) {
  spanferry_tracer *tracer = configured_tracer();
  for (size_t i = 0; i < READER_COUNT; i++) {
    size_t needed = 0, len = 0;
    CHECK_STATUS(BUFFER_TOO_SMALL, READERS[i](tracer, NULL, 0, &needed));
    char *buf = malloc(needed + 1);
    CHECK(needed > 0 && buf != NULL);
    memset(buf, '#', needed + 1);
    CHECK_STATUS(BUFFER_TOO_SMALL, READERS[i](tracer, buf, needed - 1, &len));
    CHECK(len == needed && buf[0] == '#');
    CHECK_STATUS(OK, READERS[i](tracer, buf, needed, &len));
    CHECK(len == needed && buf[0] != '#' && buf[needed] == '#');
    free(buf);
  }
  spanferry_tracer_free(tracer);
}

static void an_explanation_says_why(void) {
  spanferry_tracer *tracer =
      tracer_of("{\"dsn\": \"" DSN "\", \"tracePropagationTargets\": [\"example.com/api\"]}");
  char buf[2048];
  size_t len = 0;
  CHECK_STATUS(OK, spanferry_tracer_explain(tracer, SPANFERRY_STR("HTTPS://Example.com/api/x"), buf,
                                            sizeof buf, &len));
  CHECK(contains(buf, len, "\"attach\":true"));
  CHECK(contains(buf, len, "\"reason\":\"target_matched\""));
  CHECK(contains(buf, len, "\"url\":\"https://example.com/api/x\""));
  CHECK_STATUS(OK, spanferry_tracer_explain(tracer, SPANFERRY_STR("\xFF"), buf, sizeof buf, &len));
  CHECK(contains(buf, len, "\"reason\":\"invalid_url\""));
  spanferry_tracer_free(tracer);
}

static void nothing_is_told_before_somebody_configures(void) {
  spanferry_tracer *tracer = NULL;
  spanferry_headers *headers = NULL;
  spanferry_str name, value;
  size_t len = UNTOUCHED;
  CHECK_STATUS(OK, spanferry_tracer_new(NULL, &tracer, NULL));
  CHECK_STATUS(OK, spanferry_tracer_meta_tags(tracer, NULL, 0, &len));
  CHECK_NUMBER(0, len);
  CHECK_STATUS(OK, spanferry_tracer_trace_data(tracer, &headers));
  CHECK(!spanferry_headers_get(headers, 0, &name, &value));
  spanferry_headers_free(headers);
  spanferry_tracer_free(tracer);
}

static void trace_data_checks_its_arguments(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_headers *headers = (spanferry_headers *)UNTOUCHED_POINTER;
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_trace_data(NULL, &headers));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_trace_data(tracer, NULL));
  CHECK(headers == UNTOUCHED_POINTER);
  spanferry_tracer_free(tracer);
}

static void a_set_outlives_the_tracer_and_its_changes(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_headers *headers = NULL;
  spanferry_str name, value;
  CHECK_STATUS(OK, spanferry_tracer_trace_data(tracer, &headers));
  CHECK(spanferry_headers_get(headers, 0, &name, &value));
  char first[49];
  CHECK(value.len == sizeof first);
  memcpy(first, value.data, sizeof first);
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 1));
  spanferry_tracer_free(tracer);
  CHECK(memcmp(first, value.data, sizeof first) == 0);
  spanferry_headers_free(headers);
}

static void a_set_checks_its_arguments(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_headers *headers = NULL;
  CHECK_STATUS(OK, spanferry_tracer_trace_data(tracer, &headers));
  spanferry_str name = {UNTOUCHED_POINTER, 7}, value = {UNTOUCHED_POINTER, 8};
  CHECK(!spanferry_headers_get(NULL, 0, &name, &value));
  CHECK(!spanferry_headers_get(headers, 0, NULL, &value));
  CHECK(!spanferry_headers_get(headers, 0, &name, NULL));
  CHECK(!spanferry_headers_get(headers, SIZE_MAX, &name, &value));
  CHECK(name.data == UNTOUCHED_POINTER && name.len == 7);
  CHECK(value.data == UNTOUCHED_POINTER && value.len == 8);
  spanferry_headers_free(headers);
  spanferry_headers_free(NULL);
  spanferry_tracer_free(tracer);
}

int main(void) {
  RUN(each_reader_checks_its_arguments);
  RUN(each_reader_says_how_much_it_needs_and_writes_exactly_that);
  RUN(an_explanation_says_why);
  RUN(nothing_is_told_before_somebody_configures);
  RUN(trace_data_checks_its_arguments);
  RUN(a_set_outlives_the_tracer_and_its_changes);
  RUN(a_set_checks_its_arguments);
  return 0;
}
