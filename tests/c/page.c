/* Webviews and their pages, and the life of the app. */

#include "check.h"

#define WEBVIEW SPANFERRY_STR("webview-1")
#define PAGE SPANFERRY_STR("page-1")
#define NO_MORE "\"spanId\":null"

/* A page pushes a trace of its own that is based on the tracer's current state. */
static uint32_t push(spanferry_tracer *tracer, spanferry_str page, const char *json) {
  uint32_t outcome = UNTOUCHED;
  CHECK_STATUS(OK, spanferry_tracer_adopt(tracer, WEBVIEW, page, str_of(json), 1, &outcome));
  return outcome;
}

static void a_page_that_was_attached_may_push(void) {
  spanferry_tracer *tracer = configured_tracer();
  CHECK_STATUS(OK, spanferry_tracer_attach(tracer, WEBVIEW, PAGE, 1));
  CHECK_NUMBER(SPANFERRY_OUTCOME_STARTED, push(tracer, PAGE, push_of(tracer, 1, NO_MORE)));
  CHECK(snapshot_has(tracer, INCOMING_TRACE_ID));
  CHECK_NUMBER(SPANFERRY_OUTCOME_OLD_SEQUENCE, push(tracer, PAGE, push_of(tracer, 1, NO_MORE)));
  spanferry_tracer_free(tracer);
}

static void a_page_that_is_not_there_is_refused(void) {
  spanferry_tracer *tracer = configured_tracer();
  CHECK_NUMBER(SPANFERRY_OUTCOME_DEAD_PAGE, push(tracer, PAGE, push_of(tracer, 1, NO_MORE)));
  CHECK_STATUS(OK, spanferry_tracer_attach(tracer, WEBVIEW, PAGE, 1));
  CHECK_STATUS(OK, spanferry_tracer_attach(tracer, WEBVIEW, SPANFERRY_STR("page-2"), 1));
  CHECK_NUMBER(SPANFERRY_OUTCOME_DEAD_PAGE, push(tracer, PAGE, push_of(tracer, 1, NO_MORE)));
  spanferry_tracer_free(tracer);
}

static void a_broken_push_is_a_decision(void) {
  spanferry_tracer *tracer = configured_tracer();
  CHECK_STATUS(OK, spanferry_tracer_attach(tracer, WEBVIEW, PAGE, 1));
  CHECK_NUMBER(SPANFERRY_OUTCOME_SNAPSHOT_REFUSED, push(tracer, PAGE, "{"));
  CHECK_NUMBER(SPANFERRY_OUTCOME_SNAPSHOT_REFUSED, push(tracer, PAGE, "\xFF"));
  CHECK_STATUS(OK, spanferry_tracer_adopt(tracer, WEBVIEW, PAGE, no_text(), 1, NULL));
  CHECK_STATUS(OK, spanferry_tracer_attach(tracer, SPANFERRY_STR("\xFF"), PAGE, 1));
  CHECK_STATUS(OK, spanferry_tracer_attach(tracer, no_text(), no_text(), 1));
  CHECK_NUMBER(SPANFERRY_OUTCOME_STARTED, push(tracer, PAGE, push_of(tracer, 1, NO_MORE)));
  spanferry_tracer_free(tracer);
}

static void pages_check_their_arguments(void) {
  spanferry_tracer *tracer = configured_tracer();
  uint32_t outcome = UNTOUCHED;
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_attach(NULL, WEBVIEW, PAGE, 1));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_attach(tracer, broken_text(), PAGE, 1));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_attach(tracer, WEBVIEW, broken_text(), 1));
  CHECK_STATUS(NULL_POINTER,
               spanferry_tracer_adopt(NULL, WEBVIEW, PAGE, no_text(), 1, &outcome));
  CHECK_STATUS(NULL_POINTER,
               spanferry_tracer_adopt(tracer, WEBVIEW, PAGE, broken_text(), 1, &outcome));
  CHECK_STATUS(NULL_POINTER,
               spanferry_tracer_adopt(tracer, broken_text(), PAGE, no_text(), 1, &outcome));
  CHECK_NUMBER(UNTOUCHED, outcome);
  spanferry_tracer_free(tracer);
}

static void a_navigation_starts_a_trace(void) {
  spanferry_tracer *tracer = configured_tracer();
  uint32_t change = 0;
  CHECK_STATUS(OK, spanferry_tracer_attach(tracer, WEBVIEW, PAGE, 1));
  CHECK_STATUS(OK, spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_NAVIGATION, WEBVIEW, PAGE,
                                              2, &change));
  CHECK_NUMBER(SPANFERRY_OUTCOME_STARTED, change);
  CHECK(snapshot_has(tracer, "\"reason\":\"navigation\""));
  spanferry_tracer_free(tracer);
}

static void a_long_absence_starts_a_trace(void) {
  spanferry_tracer *tracer = configured_tracer();
  uint32_t change = UNTOUCHED;
  CHECK_STATUS(OK, spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_BACKGROUND, no_text(),
                                              no_text(), 1000, &change));
  CHECK_NUMBER(SPANFERRY_OUTCOME_UNCHANGED, change);
  CHECK_STATUS(OK, spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_FOREGROUND, no_text(),
                                              no_text(), 31000, &change));
  CHECK_NUMBER(SPANFERRY_OUTCOME_STARTED, change);
  CHECK_STATUS(OK, spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_WEBVIEW_GONE, WEBVIEW,
                                              PAGE, 31000, NULL));
  spanferry_tracer_free(tracer);
}

static void a_start_up_trace_ages_from_the_start_of_the_app(void) {
  spanferry_tracer *tracer = configured_tracer();
  uint32_t change = UNTOUCHED;
  CHECK_STATUS(OK, spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_APP_START, no_text(),
                                              no_text(), 7200000, &change));
  CHECK_NUMBER(SPANFERRY_OUTCOME_UNCHANGED, change);
  CHECK_STATUS(OK, spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_FOREGROUND, no_text(),
                                              no_text(), 7260000, &change));
  CHECK_NUMBER(SPANFERRY_OUTCOME_UNCHANGED, change);
  CHECK_STATUS(OK, spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_FOREGROUND, no_text(),
                                              no_text(), 7260001, &change));
  CHECK_NUMBER(SPANFERRY_OUTCOME_STARTED, change);
  spanferry_tracer_free(tracer);
}

static void steps_check_their_arguments(void) {
  spanferry_tracer *tracer = configured_tracer();
  uint32_t change = UNTOUCHED;
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_lifecycle(NULL, SPANFERRY_LIFECYCLE_BACKGROUND,
                                                        no_text(), no_text(), 1, &change));
  CHECK_STATUS(INVALID_ARGUMENT,
               spanferry_tracer_lifecycle(tracer, 0, no_text(), no_text(), 1, &change));
  CHECK_STATUS(INVALID_ARGUMENT,
               spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_APP_START + 1, no_text(),
                                          no_text(), 1, &change));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_PAGE_LOAD,
                                                        broken_text(), no_text(), 1, &change));
  CHECK_NUMBER(UNTOUCHED, change);
  spanferry_tracer_free(tracer);
}

int main(void) {
  RUN(a_page_that_was_attached_may_push);
  RUN(a_page_that_is_not_there_is_refused);
  RUN(a_broken_push_is_a_decision);
  RUN(pages_check_their_arguments);
  RUN(a_navigation_starts_a_trace);
  RUN(a_long_absence_starts_a_trace);
  RUN(a_start_up_trace_ages_from_the_start_of_the_app);
  RUN(steps_check_their_arguments);
  return 0;
}
