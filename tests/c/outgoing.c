/* Requests that are about to leave: one buffer, one structure, and the set of headers. */

#include "check.h"

#include <stddef.h>

static const char URL[] = "https://api.example.com/orders";

static void the_layout_is_that_of_the_contract(void) {
  CHECK_NUMBER(48, sizeof(spanferry_outgoing));
  CHECK_NUMBER(20, offsetof(spanferry_outgoing, len));
  CHECK_NUMBER(32, offsetof(spanferry_outgoing, total));
  CHECK_NUMBER(40, offsetof(spanferry_outgoing, revision));
}

static spanferry_tracer *tracer_with_traceparent(void) {
  return tracer_of("{\"dsn\": \"" DSN "\", \"propagateTraceparent\": true}");
}

static void values_stand_in_the_buffer_one_after_the_other(void) {
  spanferry_tracer *tracer = tracer_with_traceparent();
  spanferry_request request = request_to(URL);
  spanferry_outgoing out = {.size = sizeof out};
  char buf[1024];
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  CHECK_NUMBER(SPANFERRY_DECISION_ATTACH, out.decision);
  CHECK_NUMBER(SPANFERRY_REASON_DEFAULT_ALL, out.reason);
  CHECK_NUMBER(SPANFERRY_HEADER_SENTRY_TRACE | SPANFERRY_HEADER_BAGGAGE |
                   SPANFERRY_HEADER_TRACEPARENT,
               out.set);
  CHECK_NUMBER(out.set, out.remove);
  CHECK_NUMBER(49, out.len[0]);
  CHECK_NUMBER(55, out.len[2]);
  CHECK_NUMBER(out.len[0] + out.len[1] + out.len[2], out.total);
  CHECK_NUMBER(sizeof out, out.size);
  CHECK_NUMBER(0, out.reserved);
  CHECK(memcmp(buf + out.len[0], "sentry-environment=production,", 30) == 0);
  CHECK(memcmp(buf + out.len[0] + out.len[1], "00-", 3) == 0);
  CHECK(memcmp(buf, buf + out.len[0] + out.len[1] + 3, 32) == 0);
  spanferry_tracer_free(tracer);
}

static void a_small_buffer_is_not_touched(void) {
  spanferry_tracer *tracer = tracer_with_traceparent();
  spanferry_request request = request_to(URL);
  spanferry_outgoing out;
  memset(&out, 0xA5, sizeof out);
  out.size = sizeof out;
  CHECK_STATUS(BUFFER_TOO_SMALL, spanferry_tracer_outgoing(tracer, &request, NULL, 0, &out));
  uint32_t total = out.total;
  CHECK(total > 104 && total < 1024);
  CHECK_NUMBER(UNTOUCHED, out.decision);
  CHECK_NUMBER(UNTOUCHED, out.reason);
  CHECK_NUMBER(UNTOUCHED, out.set);
  char buf[1024];
  memset(buf, 'x', sizeof buf);
  CHECK_STATUS(BUFFER_TOO_SMALL, spanferry_tracer_outgoing(tracer, &request, buf, total - 1, &out));
  for (size_t i = 0; i < sizeof buf; i++) {
    CHECK(buf[i] == 'x');
  }
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, buf, total, &out));
  CHECK(buf[total - 1] != 'x' && buf[total] == 'x');
  spanferry_tracer_free(tracer);
}

static void outgoing_checks_its_pointers(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_request request = request_to(URL);
  spanferry_headers *headers = (spanferry_headers *)UNTOUCHED_POINTER;
  spanferry_outgoing out;
  memset(&out, 0xA5, sizeof out);
  out.size = sizeof out;
  char buf[16];
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing(NULL, &request, buf, sizeof buf, &out));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing(tracer, NULL, buf, sizeof buf, &out));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing(tracer, &request, NULL, 1, &out));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, NULL));
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_tracer_outgoing(tracer, &request, buf, SIZE_MAX, &out));
  request.existing_len = 1;
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing_headers(tracer, &request, &headers));
  request.existing_len = 0;
  request.url = broken_text();
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing_headers(NULL, &request, &headers));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing_headers(tracer, NULL, &headers));
  CHECK_STATUS(NULL_POINTER, spanferry_tracer_outgoing_headers(tracer, &request, NULL));
  CHECK_NUMBER(UNTOUCHED, out.total);
  CHECK(headers == UNTOUCHED_POINTER);
  spanferry_tracer_free(tracer);
}

static void numbers_of_a_request_are_checked(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_outgoing out = {.size = sizeof out};
  char buf[1024];
  spanferry_request request = request_to(URL);
  request.policy = 2;
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_tracer_outgoing(tracer, &request, buf, 1024, &out));
  request = request_to(URL);
  request.flags = 2;
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_tracer_outgoing(tracer, &request, buf, 1024, &out));
  request = request_to(URL);
  request.reserved = 1;
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_tracer_outgoing(tracer, &request, buf, 1024, &out));
  spanferry_tracer_free(tracer);
}

static void smaller_structures_are_refused_unread(void) {
  spanferry_tracer *tracer = configured_tracer();
  /* As large as they say, so that the sanitizers see a read or write behind them. */
  uint32_t *small = malloc(sizeof *small);
  CHECK(small != NULL);
  *small = sizeof *small;
  spanferry_request request = request_to(URL);
  spanferry_outgoing out = {.size = sizeof out};
  char buf[1024];
  CHECK_STATUS(INVALID_SIZE, spanferry_tracer_outgoing(tracer, (spanferry_request *)(void *)small,
                                                       buf, sizeof buf, &out));
  CHECK_STATUS(INVALID_SIZE, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf,
                                                       (spanferry_outgoing *)(void *)small));
  free(small);
  request.size = 0;
  CHECK_STATUS(INVALID_SIZE, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  out.size = 47;
  request.size = sizeof request;
  CHECK_STATUS(INVALID_SIZE, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  spanferry_tracer_free(tracer);
}

static void larger_structures_of_later_programs_are_taken(void) {
  struct {
    spanferry_request now;
    char later[16];
  } request;
  struct {
    spanferry_outgoing now;
    char later[16];
  } out;
  memset(&request, 0xEE, sizeof request);
  memset(&out, 0xEE, sizeof out);
  request.now = request_to(URL);
  request.now.size = sizeof request;
  out.now.size = sizeof out;
  spanferry_tracer *tracer = configured_tracer();
  char buf[1024];
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request.now, buf, sizeof buf, &out.now));
  CHECK_NUMBER(SPANFERRY_DECISION_ATTACH, out.now.decision);
  CHECK_NUMBER(sizeof out, out.now.size);
  for (size_t i = 0; i < sizeof out.later; i++) {
    CHECK_NUMBER(0xEE, (unsigned char)out.later[i]);
  }
  spanferry_tracer_free(tracer);
}

static void a_url_of_any_bytes_is_a_decision(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_outgoing out = {.size = sizeof out};
  char buf[1024];
  spanferry_request request = request_to("\xFF\xFE");
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  CHECK_NUMBER(SPANFERRY_REASON_INVALID_URL, out.reason);
  CHECK_NUMBER(SPANFERRY_DECISION_LEAVE, out.decision);
  CHECK_NUMBER(0, out.set | out.remove | out.total);
  request.url = no_text();
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  CHECK_NUMBER(SPANFERRY_REASON_INVALID_URL, out.reason);
  spanferry_tracer_free(tracer);
}

static void a_fresh_span_is_drawn_on_request_only(void) {
  spanferry_tracer *tracer = configured_tracer();
  spanferry_request request = request_to(URL);
  spanferry_outgoing out = {.size = sizeof out};
  char first[1024], second[1024];
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, first, sizeof first, &out));
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, second, sizeof second, &out));
  CHECK(memcmp(first, second, out.len[0]) == 0);
  request.flags = SPANFERRY_REQUEST_FRESH_SPAN;
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, second, sizeof second, &out));
  CHECK(memcmp(first, second, 33) == 0 && memcmp(first + 33, second + 33, 16) != 0);
  spanferry_tracer_free(tracer);
}

static void existing_headers_are_kept_or_replaced(void) {
  spanferry_tracer *tracer = configured_tracer();
  const spanferry_header existing[] = {
      {SPANFERRY_STR("Accept"), SPANFERRY_STR("*/*")},
      {SPANFERRY_STR("Sentry-Trace"), SPANFERRY_STR(INCOMING)},
      {SPANFERRY_STR("Baggage"), SPANFERRY_STR("tenant=blue;p=1")},
  };
  spanferry_request request = request_to(URL);
  request.existing = existing;
  request.existing_len = 3;
  spanferry_outgoing out = {.size = sizeof out};
  char buf[1024];
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  CHECK_NUMBER(SPANFERRY_REASON_ALREADY_TRACED, out.reason);
  CHECK_NUMBER(0, out.set | out.remove);
  request.policy = SPANFERRY_POLICY_REPLACE;
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  CHECK_NUMBER(SPANFERRY_HEADER_SENTRY_TRACE | SPANFERRY_HEADER_BAGGAGE, out.set);
  CHECK(memcmp(buf + out.len[0], "tenant=blue;p=1,sentry-", 23) == 0);
  spanferry_tracer_free(tracer);
}

/* The value of sentry-trace as the tracer sends it. */
static void own_line(const spanferry_tracer *tracer, char line[49]) {
  spanferry_headers *headers = NULL;
  spanferry_str name, value;
  CHECK_STATUS(OK, spanferry_tracer_trace_data(tracer, &headers));
  CHECK(spanferry_headers_get(headers, 0, &name, &value) && value.len == 49);
  memcpy(line, value.data, 49);
  spanferry_headers_free(headers);
}

static void headers_of_our_trace_are_taken_off_other_requests(void) {
  spanferry_tracer *tracer =
      tracer_of("{\"dsn\": \"" DSN "\", \"tracePropagationTargets\": [\"ours.example\"]}");
  char line[49];
  own_line(tracer, line);
  const spanferry_header existing[] = {{SPANFERRY_STR("sentry-trace"), {line, sizeof line}}};
  spanferry_request request = request_to("https://theirs.example/");
  request.policy = SPANFERRY_POLICY_REPLACE;
  request.existing = existing;
  request.existing_len = 1;
  spanferry_outgoing out = {.size = sizeof out};
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, NULL, 0, &out));
  CHECK_NUMBER(SPANFERRY_DECISION_STRIP, out.decision);
  CHECK_NUMBER(0, out.set);
  CHECK_NUMBER(SPANFERRY_HEADER_SENTRY_TRACE, out.remove);

  spanferry_headers *headers = NULL;
  spanferry_str name, value;
  CHECK_STATUS(OK, spanferry_tracer_outgoing_headers(tracer, &request, &headers));
  CHECK(spanferry_headers_get(headers, 0, &name, &value));
  CHECK_TEXT("sentry-trace", name);
  CHECK(value.data == NULL && value.len == 0);
  CHECK(!spanferry_headers_get(headers, 1, &name, &value));
  spanferry_headers_free(headers);
  spanferry_tracer_free(tracer);
}

static void the_set_holds_what_the_buffer_holds(void) {
  spanferry_tracer *tracer = tracer_with_traceparent();
  spanferry_request request = request_to(URL);
  spanferry_outgoing out = {.size = sizeof out};
  spanferry_headers *headers = NULL;
  char buf[1024];
  const char *at = buf;
  const char *names[] = {"sentry-trace", "baggage", "traceparent"};
  spanferry_str name, value;
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  CHECK_STATUS(OK, spanferry_tracer_outgoing_headers(tracer, &request, &headers));
  for (size_t i = 0; i < 3; i++) {
    CHECK(spanferry_headers_get(headers, i, &name, &value));
    CHECK_TEXT(names[i], name);
    CHECK(value.len == out.len[i] && memcmp(value.data, at, value.len) == 0);
    at += out.len[i];
  }
  CHECK(!spanferry_headers_get(headers, 3, &name, &value));
  spanferry_headers_free(headers);
  spanferry_tracer_free(tracer);
}

static void long_baggage_needs_more_and_gets_it(void) {
  static char baggage[8000];
  size_t len = 0;
  while (len < 6000) {
    len += (size_t)snprintf(baggage + len, sizeof baggage - len, "%sk%zu=v", len ? "," : "", len);
  }
  spanferry_tracer *tracer = configured_tracer();
  const spanferry_header existing[] = {{SPANFERRY_STR("baggage"), {baggage, len}}};
  spanferry_request request = request_to(URL);
  request.existing = existing;
  request.existing_len = 1;
  spanferry_headers *headers = NULL;
  spanferry_str name, value;
  CHECK_STATUS(OK, spanferry_tracer_outgoing_headers(tracer, &request, &headers));
  CHECK(spanferry_headers_get(headers, 1, &name, &value));
  CHECK(value.len > len && memcmp(value.data, baggage, len) == 0);
  spanferry_headers_free(headers);
  spanferry_tracer_free(tracer);
}

int main(void) {
  RUN(the_layout_is_that_of_the_contract);
  RUN(values_stand_in_the_buffer_one_after_the_other);
  RUN(a_small_buffer_is_not_touched);
  RUN(outgoing_checks_its_pointers);
  RUN(numbers_of_a_request_are_checked);
  RUN(smaller_structures_are_refused_unread);
  RUN(larger_structures_of_later_programs_are_taken);
  RUN(a_url_of_any_bytes_is_a_decision);
  RUN(a_fresh_span_is_drawn_on_request_only);
  RUN(existing_headers_are_kept_or_replaced);
  RUN(headers_of_our_trace_are_taken_off_other_requests);
  RUN(the_set_holds_what_the_buffer_holds);
  RUN(long_baggage_needs_more_and_gets_it);
  return 0;
}
