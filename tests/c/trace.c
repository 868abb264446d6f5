/* The trace of a tracer: started, continued, sampled, with an active span. */

#include "check.h"

static void starting_checks_its_arguments(void) {
  spanferry_tracer *tracer = configured_tracer();
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_start_new_trace(NULL, SPANFERRY_SOURCE_APP, 1));
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_tracer_start_new_trace(tracer, 5, 1));
  CHECK(snapshot_has(tracer, "\"reason\":\"created\""));
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 1));
  CHECK(snapshot_has(tracer, "\"reason\":\"new_trace_requested\""));
  spanferry_tracer_free(tracer);
}

static void headers_are_picked_out_of_a_request(void) {
  spanferry_tracer *tracer = configured_tracer();
  const spanferry_header request[] = {
      {SPANFERRY_STR("Host"), SPANFERRY_STR("example.com")},
      {SPANFERRY_STR("SENTRY-TRACE"), SPANFERRY_STR(INCOMING)},
      {SPANFERRY_STR("Baggage"), SPANFERRY_STR("other=1,sentry-release=far%40away")},
  };
  uint32_t reason = 0;
  CHECK_STATUS(OK, spanferry_tracer_continue_trace(tracer, request, 3, 1, &reason));
  CHECK_NUMBER(SPANFERRY_REASON_CONTINUED, reason);
  CHECK(snapshot_has(tracer, INCOMING_TRACE_ID));
  CHECK(snapshot_has(tracer, "[\"release\",\"far@away\"]"));
  CHECK_STATUS(OK, spanferry_tracer_continue_trace(tracer, NULL, 0, 1, NULL));
  CHECK(!snapshot_has(tracer, INCOMING_TRACE_ID));
  spanferry_tracer_free(tracer);
}

static void broken_headers_are_a_decision(void) {
  spanferry_tracer *tracer = configured_tracer();
  uint32_t reason = 0;
  const spanferry_header bytes[] = {{SPANFERRY_STR("sentry-trace"), SPANFERRY_STR("\xFF\0\r\n")}};
  CHECK_STATUS(OK, spanferry_tracer_continue_trace(tracer, bytes, 1, 1, &reason));
  CHECK_NUMBER(SPANFERRY_REASON_INVALID_SENTRY_TRACE, reason);
  CHECK_STATUS(OK, spanferry_tracer_continue_trace(tracer, NULL, 0, 1, &reason));
  CHECK_NUMBER(SPANFERRY_REASON_NO_INCOMING_TRACE, reason);
  spanferry_tracer_free(tracer);
}

static void continuing_checks_its_arguments(void) {
  spanferry_tracer *tracer = configured_tracer();
  const spanferry_header no_name[] = {{broken_text(), SPANFERRY_STR("x")}};
  const spanferry_header one[] = {{SPANFERRY_STR("x"), SPANFERRY_STR("x")}};
  uint32_t reason = UNTOUCHED;
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_continue_trace(NULL, NULL, 0, 1, &reason));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_continue_trace(tracer, NULL, 2, 1, &reason));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_continue_trace(tracer, no_name, 1, 1, &reason));
  CHECK_STATUS(INVALID_ARGUMENT,
               spanferry_tracer_continue_trace(tracer, one, SIZE_MAX, 1, &reason));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_continue_from_meta(NULL, no_text(), 1, &reason));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_continue_from_meta(tracer, broken_text(), 1, &reason));
  CHECK_NUMBER(UNTOUCHED, reason);
  CHECK(snapshot_has(tracer, "\"reason\":\"created\""));
  spanferry_tracer_free(tracer);
}

static void a_page_may_name_the_trace(void) {
  spanferry_tracer *tracer = configured_tracer();
  uint32_t reason = 0;
  CHECK_STATUS(OK, spanferry_tracer_continue_from_meta(
                       tracer, SPANFERRY_STR("<META content='" INCOMING "' name=\"sentry-trace\">"),
                       1, &reason));
  CHECK_NUMBER(SPANFERRY_REASON_CONTINUED, reason);
  CHECK(snapshot_has(tracer, INCOMING_TRACE_ID));
  CHECK_STATUS(OK, spanferry_tracer_continue_from_meta(tracer, no_text(), 1, NULL));
  CHECK(!snapshot_has(tracer, INCOMING_TRACE_ID));
  spanferry_tracer_free(tracer);
}

static void a_root_span_takes_the_decision_and_its_end_freezes_it(void) {
  spanferry_tracer *tracer = tracer_of("{\"dsn\": \"" DSN "\", \"tracesSampleRate\": 1}");
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 1));
  CHECK(snapshot_has(tracer, "\"sampled\":null") && snapshot_has(tracer, "\"dsc\":null"));
  CHECK_STATUS(OK, spanferry_tracer_begin_root_span(tracer, SPANFERRY_STR("GET /caf\xC3\xA9"),
                                                    SPANFERRY_STR("route")));
  CHECK(snapshot_has(tracer, "\"sampled\":true"));
  CHECK_STATUS(OK, spanferry_tracer_end_root_span(tracer));
  CHECK(snapshot_has(tracer, "[\"transaction\",\"GET /caf\xC3\xA9\"]"));
  spanferry_tracer_free(tracer);
}

static void a_name_that_is_not_utf8_is_no_failure(void) {
  spanferry_tracer *tracer = configured_tracer();
  CHECK_STATUS(OK, spanferry_tracer_begin_root_span(tracer, SPANFERRY_STR("\xFF"), no_text()));
  CHECK_STATUS(OK, spanferry_tracer_end_root_span(tracer));
  spanferry_tracer_free(tracer);
}

static void spans_check_their_arguments(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_str name = SPANFERRY_STR("name");
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_begin_root_span(NULL, name, name));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_begin_root_span(tracer, broken_text(), name));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_begin_root_span(tracer, name, broken_text()));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_end_root_span(NULL));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_set_active_span(NULL, no_text()));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_set_active_span(tracer, broken_text()));
  CHECK_STATUS(INVALID_ARGUMENT,
               spanferry_tracer_set_active_span(tracer, SPANFERRY_STR("12345")));
  CHECK(snapshot_has(tracer, "\"activeSpanId\":null"));
  spanferry_tracer_free(tracer);
}

static void requests_hang_under_the_active_span(void) {
  spanferry_tracer *tracer = configured_tracer();
  CHECK_STATUS(OK, spanferry_tracer_set_active_span(tracer, SPANFERRY_STR("00000000000000ab")));
  CHECK(snapshot_has(tracer, "-00000000000000ab\""));
  CHECK_STATUS(OK, spanferry_tracer_set_active_span(tracer, no_text()));
  CHECK(snapshot_has(tracer, "\"activeSpanId\":null"));
  spanferry_tracer_free(tracer);
}

int main(void) {
  RUN(starting_checks_its_arguments);
  RUN(headers_are_picked_out_of_a_request);
  RUN(broken_headers_are_a_decision);
  RUN(continuing_checks_its_arguments);
  RUN(a_page_may_name_the_trace);
  RUN(a_root_span_takes_the_decision_and_its_end_freezes_it);
  RUN(a_name_that_is_not_utf8_is_no_failure);
  RUN(spans_check_their_arguments);
  RUN(requests_hang_under_the_active_span);
  return 0;
}
