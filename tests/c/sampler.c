/* The sampler: what it is told, what its answer does, and who owns its pointer. */

#include "check.h"

#include <math.h>

struct seen {
  int calls;
  int drops;
  double rate;
  spanferry_sampling_context context;
  char name[32];
};

static double sample(void *user, const spanferry_sampling_context *context) {
  struct seen *seen = user;
  seen->calls++;
  seen->context = *context;
  CHECK(context->name.len < sizeof seen->name);
  memset(seen->name, 0, sizeof seen->name);
  if (context->name.len > 0) {
    memcpy(seen->name, context->name.data, context->name.len);
  }
  return seen->rate;
}

static void drop(void *user) { ((struct seen *)user)->drops++; }

static spanferry_tracer *sampled_tracer(struct seen *seen) {
  spanferry_options *options = options_of("{\"dsn\": \"" DSN "\", \"sampleRand\": 0.5}");
  spanferry_tracer *tracer = NULL;
  CHECK_STATUS(OK, spanferry_options_set_sampler(options, sample, seen, drop));
  CHECK_STATUS(OK, spanferry_tracer_new(options, &tracer, NULL));
  spanferry_options_free(options);
  CHECK_NUMBER(0, (uint64_t)seen->drops);
  return tracer;
}

static void its_rate_decides_and_only_at_a_root_span(void) {
  struct seen seen = {.rate = 0.75};
  spanferry_tracer *tracer = sampled_tracer(&seen);
  spanferry_headers *headers = NULL;
  CHECK_STATUS(OK, spanferry_tracer_trace_data(tracer, &headers));
  spanferry_headers_free(headers);
  CHECK_NUMBER(0, (uint64_t)seen.calls);
  CHECK_STATUS(OK, spanferry_tracer_begin_root_span(tracer, SPANFERRY_STR("checkout"), no_text()));
  CHECK_NUMBER(1, (uint64_t)seen.calls);
  CHECK(strcmp(seen.name, "checkout") == 0);
  CHECK_NUMBER(sizeof(spanferry_sampling_context), seen.context.size);
  CHECK_NUMBER(0, seen.context.parent_sampled);
  CHECK(isnan(seen.context.parent_sample_rate) && isnan(seen.context.inherited));
  CHECK(snapshot_has(tracer, "\"sampled\":true"));
  CHECK(snapshot_has(tracer, "\"sampleRate\":0.75"));
  spanferry_tracer_free(tracer);
  CHECK_NUMBER(1, (uint64_t)seen.drops);
}

static void it_is_told_of_the_parent(void) {
  struct seen seen = {.rate = 0};
  spanferry_tracer *tracer = sampled_tracer(&seen);
  const spanferry_header incoming[] = {
      {SPANFERRY_STR("sentry-trace"), SPANFERRY_STR(INCOMING)},
      {SPANFERRY_STR("baggage"), SPANFERRY_STR("sentry-sample_rate=0.125")},
  };
  CHECK_STATUS(OK, spanferry_tracer_continue_trace(tracer, incoming, 2, 0, NULL));
  CHECK_STATUS(OK, spanferry_tracer_begin_root_span(tracer, no_text(), no_text()));
  CHECK_NUMBER(2, seen.context.parent_sampled);
  CHECK(seen.context.parent_sample_rate == 0.125 && seen.context.inherited == 0.125);
  CHECK(snapshot_has(tracer, "\"sampled\":false"));
  spanferry_tracer_free(tracer);
}

static void an_invalid_rate_samples_nothing(void) {
  const double rates[] = {(double)NAN, -1, 2};
  for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
    struct seen seen = {.rate = rates[i]};
    spanferry_tracer *tracer = sampled_tracer(&seen);
    CHECK_STATUS(OK, spanferry_tracer_begin_root_span(tracer, no_text(), no_text()));
    CHECK(snapshot_has(tracer, "\"sampled\":false"));
    spanferry_tracer_free(tracer);
  }
}

static void its_pointer_lives_while_options_or_a_tracer_use_it(void) {
  struct seen seen = {.rate = 1};
  spanferry_options *options = spanferry_options_new();
  CHECK_STATUS(OK, spanferry_options_set_sampler(options, sample, &seen, drop));
  spanferry_tracer *first = NULL;
  spanferry_tracer *second = NULL;
  CHECK_STATUS(OK, spanferry_tracer_new(options, &first, NULL));
  CHECK_STATUS(OK, spanferry_tracer_detach(first, NULL, 0, &second, NULL));
  spanferry_tracer_free(first);
  spanferry_options_free(options);
  CHECK_NUMBER(0, (uint64_t)seen.drops);
  spanferry_tracer_free(second);
  CHECK_NUMBER(1, (uint64_t)seen.drops);
}

static void a_new_sampler_takes_the_place_of_the_old(void) {
  struct seen first = {.rate = 0};
  struct seen second = {.rate = 1};
  spanferry_options *options = spanferry_options_new();
  CHECK_STATUS(OK, spanferry_options_set_sampler(options, sample, &first, drop));
  CHECK_STATUS(OK, spanferry_options_set_sampler(options, sample, &second, NULL));
  CHECK_NUMBER(1, (uint64_t)first.drops);
  spanferry_options_free(options);
  CHECK_NUMBER(0, (uint64_t)second.drops);
}

static void after_a_failure_the_pointer_is_still_the_callers(void) {
  struct seen seen = {.rate = 1};
  spanferry_options *options = spanferry_options_new();
  CHECK_STATUS(NULL_POINTER, spanferry_options_set_sampler(NULL, sample, &seen, drop));
  CHECK_STATUS(NULL_POINTER, spanferry_options_set_sampler(options, NULL, &seen, drop));
  spanferry_options_free(options);
  CHECK_NUMBER(0, (uint64_t)seen.drops);
}

int main(void) {
  RUN(its_rate_decides_and_only_at_a_root_span);
  RUN(it_is_told_of_the_parent);
  RUN(an_invalid_rate_samples_nothing);
  RUN(its_pointer_lives_while_options_or_a_tracer_use_it);
  RUN(a_new_sampler_takes_the_place_of_the_old);
  RUN(after_a_failure_the_pointer_is_still_the_callers);
  return 0;
}
