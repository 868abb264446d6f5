/* The C driver of the conformance vectors: shared declarations. */
#ifndef VECTORS_H
#define VECTORS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "spanferry/spanferry.h"

/* What became of a case; a failure leaves its message in `problem`. */
typedef enum { PASSED, SKIPPED, FAILED } verdict;

typedef struct {
  const cJSON *input;
  const cJSON *expected;
  const cJSON *expected_v10; /* NULL where the SDK 10 compares origins otherwise */
} test_case;

typedef verdict (*check)(const test_case *test);

/* report.c */
verdict fail(const char *format, ...);
const char *problem(void);
verdict same(const char *what, const cJSON *expected, const cJSON *actual);
bool known(const cJSON *object, const char *const *fields);

/* placeholder.c: ids that the SDK generated stand as {name} */
void placeholders_reset(void);
bool placeholders_fit(const char *expected, const char *actual);
verdict fits(const cJSON *expected, const cJSON *actual);

/* program.c: a program that uses the library as a vector says */
extern const char *const DEFAULT_DSN;
cJSON *exact(const cJSON *number);
cJSON *options_of(const cJSON *vector);
spanferry_tracer *tracer_of(const cJSON *options, const cJSON *rate, const cJSON *sampler);
spanferry_str str(const char *text);
cJSON *snapshot_of(const spanferry_tracer *tracer);
cJSON *explanation_of(const spanferry_tracer *tracer, const char *url);
cJSON *data_of(const spanferry_tracer *tracer);
cJSON *frozen_dsc(const spanferry_tracer *tracer);
bool receive(spanferry_tracer *tracer, const cJSON *incoming, uint32_t *reason);
void begin_root_span(spanferry_tracer *tracer, const cJSON *span);
uint32_t push(spanferry_tracer *tracer, const cJSON *context);
cJSON *context_of_headers(const cJSON *sentry_trace, const cJSON *baggage);

/* topics*.c */
verdict check_traces(const test_case *test);
verdict check_trace_data(const test_case *test);
verdict check_lifecycle(const test_case *test);
verdict check_meta_tags(const test_case *test);
verdict check_org_id(const test_case *test);
verdict check_propagation_targets(const test_case *test);
verdict check_request_headers(const test_case *test);
verdict check_sentry_request_url(const test_case *test);

#endif
