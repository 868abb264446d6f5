/* A whole run, as a native plugin of an app makes it: configure, take over the page's trace, send
 * requests, start a new trace, and hand one to a background job. */

#include "check.h"

static uint32_t changes;

static void count_change(void *user, uint64_t revision, uint32_t source, spanferry_str json) {
  (void)user;
  (void)revision;
  (void)source;
  (void)json;
  changes++;
}

/* The headers of a request as "name: value" lines, NUL-terminated. */
static const char *headers_for(const spanferry_tracer *tracer, const char *url,
                               const char *baggage) {
  static char lines[4096];
  spanferry_header existing = {SPANFERRY_STR("Baggage"), str_of(baggage)};
  spanferry_request request = request_to(url);
  request.existing = &existing;
  request.existing_len = baggage[0] == '\0' ? 0 : 1;
  spanferry_headers *headers = NULL;
  CHECK_STATUS(OK, spanferry_tracer_outgoing_headers(tracer, &request, &headers));
  spanferry_str name, value;
  size_t len = 0;
  lines[0] = '\0';
  for (size_t i = 0; spanferry_headers_get(headers, i, &name, &value); i++) {
    len += (size_t)snprintf(lines + len, sizeof lines - len, "%.*s: %.*s\n", (int)name.len,
                            name.data, (int)value.len, value.data);
  }
  spanferry_headers_free(headers);
  return lines;
}

static void take_over(spanferry_tracer *tracer) {
  uint32_t outcome = UNTOUCHED;
  spanferry_str webview = SPANFERRY_STR("webview"), page = SPANFERRY_STR("page");
  CHECK_STATUS(OK, spanferry_tracer_attach(tracer, webview, page, 10));
  const char *json = push_of(tracer, 1, "\"spanId\":\"00000000000000ab\",\"sampled\":true,"
                                        "\"dsc\":[[\"release\",\"web@1\"]]");
  CHECK_STATUS(OK, spanferry_tracer_adopt(tracer, webview, page, str_of(json), 11, &outcome));
  CHECK_NUMBER(SPANFERRY_OUTCOME_STARTED, outcome);
  CHECK(changes >= 1);
}

static void requests_of_one_app_carry_one_trace(void) {
  spanferry_tracer *tracer = tracer_of(
      "{\"dsn\": \"" DSN "\", \"tracePropagationTargets\": [{\"regex\": \"^https://api\\\\.\"}]}");
  CHECK_STATUS(OK, spanferry_tracer_add_listener(tracer, count_change, NULL, NULL, NULL));
  take_over(tracer);

  const char *expected = "sentry-trace: " INCOMING_TRACE_ID "-00000000000000ab-1\n"
                         "baggage: sentry-release=web%401\n";
  CHECK(strcmp(expected, headers_for(tracer, "https://api.example/", "")) == 0);
  CHECK(strcmp("", headers_for(tracer, "https://other.example/", "")) == 0);
  CHECK(strstr(headers_for(tracer, "https://api.example/", "their=1"),
               "baggage: their=1,sentry-release=web%401\n") != NULL);

  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 12));
  CHECK(strstr(headers_for(tracer, "https://api.example/", ""), INCOMING_TRACE_ID) == NULL);

  spanferry_tracer *job = NULL;
  CHECK_STATUS(OK, spanferry_tracer_detach(tracer, NULL, 0, &job, NULL));
  CHECK(same_trace(tracer, job));
  spanferry_tracer_free(tracer);
  CHECK(strstr(headers_for(job, "https://api.example/", ""), "sentry-trace: ") != NULL);
  spanferry_tracer_free(job);
}

int main(void) {
  RUN(requests_of_one_app_carry_one_trace);
  return 0;
}
