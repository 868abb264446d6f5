/* What the library says of itself: version, names, header names for CORS. */

#include "check.h"

static void header_and_library_are_of_one_version(void) {
  CHECK_TEXT(SPANFERRY_VERSION, spanferry_version());
  char composed[32];
  snprintf(composed, sizeof composed, "%d.%d.%d", SPANFERRY_VERSION_MAJOR, SPANFERRY_VERSION_MINOR,
           SPANFERRY_VERSION_PATCH);
  CHECK_TEXT(composed, spanferry_version());
}

static void the_composed_number_uses_each_part_once(void) {
  CHECK_NUMBER(SPANFERRY_VERSION_MAJOR * 10000 + SPANFERRY_VERSION_MINOR * 100 +
                   SPANFERRY_VERSION_PATCH,
               SPANFERRY_VERSION_NUMBER);
}

static void the_abi_has_a_version(void) { CHECK_NUMBER(1, spanferry_abi_version()); }

static void numbers_have_names(void) {
  CHECK_TEXT("buffer_too_small",
             spanferry_name(SPANFERRY_NAME_KIND_STATUS, SPANFERRY_STATUS_BUFFER_TOO_SMALL));
  CHECK_TEXT("ok", spanferry_name(SPANFERRY_NAME_KIND_STATUS, SPANFERRY_STATUS_OK));
  CHECK_TEXT("target_matched",
             spanferry_name(SPANFERRY_NAME_KIND_REASON, SPANFERRY_REASON_TARGET_MATCHED));
  CHECK_TEXT("native_auto",
             spanferry_name(SPANFERRY_NAME_KIND_SOURCE, SPANFERRY_SOURCE_NATIVE_AUTO));
  CHECK_TEXT("dead_page",
             spanferry_name(SPANFERRY_NAME_KIND_OUTCOME, SPANFERRY_OUTCOME_DEAD_PAGE));
  CHECK_TEXT("page_load",
             spanferry_name(SPANFERRY_NAME_KIND_LIFECYCLE, SPANFERRY_LIFECYCLE_PAGE_LOAD));
  CHECK_TEXT("debug",
             spanferry_name(SPANFERRY_NAME_KIND_LOG_LEVEL, SPANFERRY_LOG_LEVEL_DEBUG));
}

static void unknown_numbers_have_no_name(void) {
  CHECK_TEXT("", spanferry_name(0, 0));
  CHECK_TEXT("", spanferry_name(SPANFERRY_NAME_KIND_REASON, 0));
  CHECK_TEXT("", spanferry_name(SPANFERRY_NAME_KIND_STATUS, 4294967295u));
  CHECK_TEXT("", spanferry_name(4294967295u, 1));
}

static void servers_are_told_which_headers_to_allow(void) {
  CHECK_TEXT("sentry-trace, baggage", spanferry_cors_headers(false));
  CHECK_TEXT("sentry-trace, baggage, traceparent", spanferry_cors_headers(true));
}

int main(void) {
  RUN(header_and_library_are_of_one_version);
  RUN(the_composed_number_uses_each_part_once);
  RUN(the_abi_has_a_version);
  RUN(numbers_have_names);
  RUN(unknown_numbers_have_no_name);
  RUN(servers_are_told_which_headers_to_allow);
  return 0;
}
