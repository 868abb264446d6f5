/* Tracers: made, shared, counted, configured, detached. */

#include "check.h"

static void a_tracer_needs_a_place(void) {
  spanferry_options *options = options_of("{}");
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_new(options, NULL, NULL));
  spanferry_options_free(options);
}

static void refused_options_make_no_tracer(void) {
  spanferry_options *options = options_of("{\"dsn\": \"not a dsn\"}");
  spanferry_tracer *tracer = (spanferry_tracer *)UNTOUCHED_POINTER;
  spanferry_error *error = NULL;
  CHECK_STATUS(INVALID_OPTION, spanferry_tracer_new(options, &tracer, &error));
  CHECK(tracer == UNTOUCHED_POINTER);
  spanferry_str message = spanferry_error_message(error);
  CHECK(contains(message.data, message.len, "dsn: "));
  CHECK(!contains(message.data, message.len, "not a dsn"));
  spanferry_error_free(error);
  CHECK_STATUS(INVALID_OPTION, spanferry_tracer_new(options, &tracer, NULL));
  spanferry_options_free(options);
}

static void without_options_nothing_is_attached(void) {
  spanferry_tracer *tracer = NULL;
  spanferry_request request = request_to("https://a.example/");
  spanferry_outgoing out = {.size = sizeof out};
  CHECK_STATUS(OK, spanferry_tracer_new(NULL, &tracer, NULL));
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, NULL, 0, &out));
  CHECK_NUMBER(SPANFERRY_REASON_NOT_CONFIGURED, out.reason);
  spanferry_tracer_free(tracer);
}

static void options_are_copied(void) {
  spanferry_options *options = options_of("{\"dsn\": \"" DSN "\", \"release\": \"first\"}");
  spanferry_tracer *tracer = NULL;
  CHECK_STATUS(OK, spanferry_tracer_new(options, &tracer, NULL));
  CHECK_STATUS(OK, spanferry_options_set_text(options, SPANFERRY_OPTION_RELEASE,
                                              SPANFERRY_STR("second")));
  CHECK(snapshot_has(tracer, "sentry-release=first"));
  CHECK_STATUS(OK, spanferry_tracer_configure(tracer, options, NULL));
  CHECK(snapshot_has(tracer, "sentry-release=second"));
  spanferry_options_free(options);
  spanferry_tracer_free(tracer);
}

static void references_are_counted(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_tracer *again = spanferry_tracer_retain(tracer);
  CHECK(again == tracer);
  spanferry_tracer_free(tracer);
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(again, SPANFERRY_SOURCE_APP, 1));
  spanferry_tracer_free(again);
}

static void null_is_no_tracer(void) {
  spanferry_tracer_free(NULL);
  CHECK(spanferry_tracer_retain(NULL) == NULL);
}

static void the_process_has_one_shared_tracer(void) {
  spanferry_tracer *one = spanferry_tracer_shared();
  spanferry_tracer *other = spanferry_tracer_shared();
  CHECK(one != NULL && one == other);
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(one, SPANFERRY_SOURCE_APP, 1));
  CHECK(snapshot_has(other, "\"source\":\"app\""));
  spanferry_tracer_free(one);
  spanferry_tracer_free(other);
  spanferry_tracer *later = spanferry_tracer_shared();
  CHECK(snapshot_has(later, "\"source\":\"app\""));
  spanferry_tracer_free(later);
}

static void configuring_needs_both(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_options *options = options_of("{}");
  spanferry_error *error = (spanferry_error *)UNTOUCHED_POINTER;
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_configure(NULL, options, &error));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_configure(tracer, NULL, &error));
  CHECK(error == UNTOUCHED_POINTER);
  spanferry_options_free(options);
  spanferry_tracer_free(tracer);
}

static void refused_options_change_nothing(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_options *options =
      options_of("{\"dsn\": \"" DSN "\", \"tracePropagationTargets\": [{\"regex\": \"[\"}]}");
  spanferry_error *error = NULL;
  char before[16384];
  strcpy(before, snapshot_of(tracer));
  CHECK_STATUS(INVALID_OPTION, spanferry_tracer_configure(tracer, options, &error));
  spanferry_str message = spanferry_error_message(error);
  CHECK(contains(message.data, message.len, "tracePropagationTargets[0]"));
  CHECK(contains(message.data, message.len, "position"));
  spanferry_error_free(error);
  CHECK_STATUS(INVALID_OPTION, spanferry_tracer_configure(tracer, options, NULL));
  CHECK(strcmp(before, snapshot_of(tracer)) == 0);
  spanferry_options_free(options);
  spanferry_tracer_free(tracer);
}

static void a_detached_tracer_carries_on_alone(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_tracer *scope = NULL;
  uint32_t reason = 0;
  CHECK_STATUS(OK, spanferry_tracer_detach(tracer, NULL, 0, &scope, &reason));
  CHECK_NUMBER(SPANFERRY_REASON_CONTINUED, reason);
  CHECK(scope != tracer && same_trace(tracer, scope));
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(scope, SPANFERRY_SOURCE_APP, 1));
  CHECK(!same_trace(tracer, scope));
  CHECK(snapshot_has(tracer, "\"reason\":\"created\""));
  spanferry_tracer_free(tracer);
  CHECK_STATUS(OK, spanferry_tracer_end_root_span(scope));
  spanferry_tracer_free(scope);
}

static void a_detached_tracer_may_continue_a_message(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_tracer *scope = NULL;
  uint32_t reason = 0;
  const spanferry_header message[] = {{SPANFERRY_STR("Sentry-Trace"), SPANFERRY_STR(INCOMING)}};
  CHECK_STATUS(OK, spanferry_tracer_detach(tracer, message, 1, &scope, &reason));
  CHECK_NUMBER(SPANFERRY_REASON_CONTINUED, reason);
  CHECK(snapshot_has(scope, INCOMING_TRACE_ID) && !snapshot_has(tracer, INCOMING_TRACE_ID));
  spanferry_tracer_free(scope);
  const spanferry_header other[] = {{SPANFERRY_STR("x"), SPANFERRY_STR("y")}};
  CHECK_STATUS(OK, spanferry_tracer_detach(tracer, other, 1, &scope, &reason));
  CHECK_NUMBER(SPANFERRY_REASON_NO_INCOMING_TRACE, reason);
  CHECK(!same_trace(tracer, scope));
  spanferry_tracer_free(scope);
  CHECK_STATUS(OK, spanferry_tracer_detach(tracer, message, 1, &scope, NULL));
  spanferry_tracer_free(scope);
  spanferry_tracer_free(tracer);
}

static void detaching_checks_its_arguments(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_tracer *scope = (spanferry_tracer *)UNTOUCHED_POINTER;
  uint32_t reason = UNTOUCHED;
  const spanferry_header broken[] = {{SPANFERRY_STR("sentry-trace"), broken_text()}};
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_detach(NULL, NULL, 0, &scope, &reason));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_detach(tracer, NULL, 1, &scope, &reason));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_detach(tracer, NULL, 0, NULL, &reason));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_detach(tracer, broken, 1, &scope, &reason));
  CHECK(scope == UNTOUCHED_POINTER && reason == UNTOUCHED);
  spanferry_tracer_free(tracer);
}

int main(void) {
  RUN(a_tracer_needs_a_place);
  RUN(refused_options_make_no_tracer);
  RUN(without_options_nothing_is_attached);
  RUN(options_are_copied);
  RUN(references_are_counted);
  RUN(null_is_no_tracer);
  RUN(the_process_has_one_shared_tracer);
  RUN(configuring_needs_both);
  RUN(refused_options_change_nothing);
  RUN(a_detached_tracer_carries_on_alone);
  RUN(a_detached_tracer_may_continue_a_message);
  RUN(detaching_checks_its_arguments);
  return 0;
}
