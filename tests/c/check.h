/* The assertions of the C tests, and the few objects that most of them need. */
#ifndef SPANFERRY_TESTS_CHECK_H
#define SPANFERRY_TESTS_CHECK_H

#include <spanferry/spanferry.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ends the program when the claim is false. */
#define CHECK(claim) check_that((claim), #claim, __FILE__, __LINE__)

/* Compares a status with a spanferry_status without its prefix: CHECK_STATUS(OK, call). */
#define CHECK_STATUS(wanted, call) \
  check_number(SPANFERRY_STATUS_##wanted, (call), #call, __FILE__, __LINE__)

/* Compares two numbers and prints both. */
#define CHECK_NUMBER(wanted, found) check_number((wanted), (found), #found, __FILE__, __LINE__)

/* Compares a spanferry_str with a literal. */
#define CHECK_TEXT(wanted, found) check_text((wanted), (found), #found, __FILE__, __LINE__)

/* Runs a test and says so. */
#define RUN(test) (test(), (void)printf("ok %s\n", #test))

/* What an out-parameter holds that must not be written. */
#define UNTOUCHED 0xA5A5A5A5u

/* A pointer that an out-parameter holds which must not be written. */
#define UNTOUCHED_POINTER ((void *)(uintptr_t)UNTOUCHED)

static inline void check_that(bool claim, const char *text, const char *file, int line) {
  if (!claim) {
    fprintf(stderr, "%s:%d: %s\n", file, line, text);
    exit(EXIT_FAILURE);
  }
}

static inline void check_number(uint64_t wanted, uint64_t found, const char *text,
                                const char *file, int line) {
  if (wanted != found) {
    fprintf(stderr, "%s:%d: %s is %llu, not %llu\n", file, line, text, (unsigned long long)found,
            (unsigned long long)wanted);
    exit(EXIT_FAILURE);
  }
}

static inline bool text_is(spanferry_str text, const char *wanted) {
  return text.len == strlen(wanted) && (text.len == 0 || memcmp(text.data, wanted, text.len) == 0);
}

static inline void check_text(const char *wanted, spanferry_str found, const char *text,
                              const char *file, int line) {
  if (!text_is(found, wanted)) {
    fprintf(stderr, "%s:%d: %s is \"%.*s\", not \"%s\"\n", file, line, text, (int)found.len,
            found.data == NULL ? "" : found.data, wanted);
    exit(EXIT_FAILURE);
  }
}

static inline spanferry_str str_of(const char *text) {
  spanferry_str str = {text, strlen(text)};
  return str;
}

static inline spanferry_str no_text(void) {
  spanferry_str str = {NULL, 0};
  return str;
}

/* Text that claims a length and has no data. */
static inline spanferry_str broken_text(void) {
  spanferry_str str = {NULL, 1};
  return str;
}

/* Whether text of `len` bytes contains a part. */
static inline bool contains(const char *text, size_t len, const char *part) {
  size_t part_len = strlen(part);
  for (size_t i = 0; i + part_len <= len; i++) {
    if (memcmp(text + i, part, part_len) == 0) {
      return true;
    }
  }
  return false;
}

#define DSN "https://key@o1.ingest.sentry.io/2"

/* A sentry-trace as another service sends it. */
#define INCOMING_TRACE_ID "771a43a4192642f0b136d5159a501700"
#define INCOMING INCOMING_TRACE_ID "-1234567890abcdef-1"

static inline spanferry_options *options_of(const char *json) {
  spanferry_options *options = NULL;
  spanferry_error *error = NULL;
  spanferry_status status = spanferry_options_from_json(str_of(json), &options, &error);
  CHECK_TEXT("", spanferry_error_message(error));
  CHECK_STATUS(OK, status);
  return options;
}

static inline spanferry_tracer *tracer_of(const char *json) {
  spanferry_options *options = options_of(json);
  spanferry_tracer *tracer = NULL;
  CHECK_STATUS(OK, spanferry_tracer_new(options, &tracer, NULL));
  CHECK(tracer != NULL);
  spanferry_options_free(options);
  return tracer;
}

static inline spanferry_tracer *configured_tracer(void) {
  return tracer_of("{\"dsn\": \"" DSN "\"}");
}

/* The state, NUL-terminated, in memory that the next call uses again. */
static inline const char *snapshot_of(const spanferry_tracer *tracer) {
  static char json[16384];
  size_t len = 0;
  CHECK_STATUS(OK, spanferry_tracer_snapshot(tracer, json, sizeof json - 1, &len));
  json[len] = '\0';
  return json;
}

static inline bool snapshot_has(const spanferry_tracer *tracer, const char *part) {
  const char *json = snapshot_of(tracer);
  return contains(json, strlen(json), part);
}

/* Whether two tracers hold the same trace. */
static inline bool same_trace(const spanferry_tracer *a, const spanferry_tracer *b) {
  enum { LEN = sizeof "\"traceId\":\"" - 1 + 32 };
  char trace_id[LEN + 1] = "";
  const char *found = strstr(snapshot_of(a), "\"traceId\":\"");
  CHECK(found != NULL);
  memcpy(trace_id, found, LEN);
  return snapshot_has(b, trace_id);
}

/* A page's push of INCOMING_TRACE_ID that is based on the state as it is, with a sequence number and
 * more keys. */
static inline const char *push_of(const spanferry_tracer *tracer, int sequence, const char *more) {
  static char json[512];
  const char *epoch = strstr(snapshot_of(tracer), "\"epoch\":");
  const char *end = epoch == NULL ? NULL : strstr(epoch, ",\"source\"");
  CHECK(end != NULL);
  int len = snprintf(json, sizeof json,
                     "{%.*s,\"sequence\":%d,\"traceId\":\"" INCOMING_TRACE_ID "\",%s}",
                     (int)(end - epoch), epoch, sequence, more);
  CHECK(len > 0 && (size_t)len < sizeof json);
  return json;
}

static inline spanferry_request request_to(const char *url) {
  spanferry_request request;
  memset(&request, 0, sizeof request);
  request.size = sizeof request;
  request.url = str_of(url);
  return request;
}

#endif
