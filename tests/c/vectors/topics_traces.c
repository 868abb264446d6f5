/* Topics dsc, trace_continuation, trace_data, lifecycle, org_id. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

static void put(cJSON *object, const char *key, const cJSON *from, const char *name) {
  const cJSON *value = cJSON_GetObjectItemCaseSensitive(from, name);
  cJSON_AddItemToObject(object, key, value == NULL ? cJSON_CreateNull() : cJSON_Duplicate(value, true));
}

static spanferry_tracer *tracer_for(const cJSON *vector, const cJSON *random, bool traceparent) {
  cJSON *options = options_of(vector);
  if (options == NULL) {
    return NULL;
  }
  if (random != NULL) {
    cJSON_AddItemToObject(options, "sampleRand", exact(random));
  }
  if (traceparent) {
    cJSON_AddBoolToObject(options, "propagateTraceparent", true);
  }
  spanferry_tracer *tracer =
      tracer_of(options, cJSON_GetObjectItemCaseSensitive(vector, "traces_sample_rate"),
                cJSON_GetObjectItemCaseSensitive(vector, "traces_sampler"));
  cJSON_Delete(options);
  return tracer;
}

/* What is held and sent after headers came in. */
static cJSON *answer(spanferry_tracer *tracer, const cJSON *span, bool continued) {
  cJSON *held = snapshot_of(tracer);
  if (cJSON_IsObject(span)) {
    begin_root_span(tracer, span);
  }
  cJSON *actual = data_of(tracer);
  cJSON_AddBoolToObject(actual, "continued", continued);
  put(actual, "trace_id", held, "traceId");
  put(actual, "parent_span_id", held, "parentSpanId");
  put(actual, "parent_sampled", held, "sampled");
  put(actual, "sample_rand", held, "sampleRand");
  cJSON_AddItemToObject(actual, "dsc", frozen_dsc(tracer));
  cJSON_Delete(held);
  return actual;
}

verdict check_traces(const test_case *test) {
  static const char *const fields[] = {"options", "random", "incoming", "span", NULL};
  if (!known(test->input, fields)) {
    return FAILED;
  }
  spanferry_tracer *tracer = tracer_for(cJSON_GetObjectItemCaseSensitive(test->input, "options"),
                                        cJSON_GetObjectItemCaseSensitive(test->input, "random"), false);
  if (tracer == NULL) {
    return FAILED;
  }
  uint32_t reason = 0;
  verdict result = FAILED;
  if (receive(tracer, cJSON_GetObjectItemCaseSensitive(test->input, "incoming"), &reason)) {
    const cJSON *span = cJSON_GetObjectItemCaseSensitive(test->input, "span");
    cJSON *actual = answer(tracer, span, reason == SPANFERRY_REASON_CONTINUED);
    result = fits(test->expected, actual);
    cJSON_Delete(actual);
  }
  spanferry_tracer_free(tracer);
  return result;
}

verdict check_trace_data(const test_case *test) {
  static const char *const fields[] = {"options", "context", NULL};
  if (!known(test->input, fields)) {
    return FAILED;
  }
  spanferry_tracer *tracer =
      tracer_for(cJSON_GetObjectItemCaseSensitive(test->input, "options"), NULL, true);
  if (tracer == NULL) {
    return FAILED;
  }
  uint32_t outcome = push(tracer, cJSON_GetObjectItemCaseSensitive(test->input, "context"));
  /* A context that is refused is never sent: that is "no headers" of it. */
  bool refused = outcome == SPANFERRY_OUTCOME_SNAPSHOT_REFUSED;
  cJSON *actual = refused ? cJSON_CreateObject() : data_of(tracer);
  verdict result = fits(test->expected, actual);
  cJSON_Delete(actual);
  spanferry_tracer_free(tracer);
  return result;
}

/* Reads meta tags with the given values, or loads a page without any. */
static void load_page(spanferry_tracer *tracer, const cJSON *meta) {
  static char html[16384];
  size_t len = 0;
  const cJSON *tag;
  cJSON_ArrayForEach(tag, meta) {
    len += (size_t)snprintf(html + len, sizeof html - len, "<meta name=\"%s\" content=\"%s\">",
                            tag->string, tag->valuestring);
  }
  spanferry_str none = {NULL, 0};
  if (len > 0) {
    (void)spanferry_tracer_continue_from_meta(tracer, str(html), 0, NULL);
  } else {
    (void)spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_PAGE_LOAD, none, none, 0, NULL);
  }
  cJSON *span = cJSON_CreateObject();
  cJSON_AddStringToObject(span, "name", "/");
  cJSON_AddStringToObject(span, "source", "url");
  begin_root_span(tracer, span);
  cJSON_Delete(span);
}

static bool configure(spanferry_tracer *tracer, const cJSON *input, const cJSON *random) {
  cJSON *vector = cJSON_CreateObject(), *options = options_of(vector);
  cJSON_AddItemToObject(options, "sampleRand", exact(random));
  const cJSON *rate = cJSON_GetObjectItemCaseSensitive(input, "traces_sample_rate");
  cJSON_AddItemToObject(options, "tracesSampleRate", cJSON_Duplicate(rate, true));
  char *json = cJSON_PrintUnformatted(options);
  spanferry_options *made = NULL;
  bool done = spanferry_options_from_json(str(json), &made, NULL) == SPANFERRY_STATUS_OK &&
              spanferry_tracer_configure(tracer, made, NULL) == SPANFERRY_STATUS_OK;
  spanferry_options_free(made);
  free(json);
  cJSON_Delete(options);
  cJSON_Delete(vector);
  return done;
}

/* Takes one step; the answer, or NULL where the step gives none. */
static cJSON *take(spanferry_tracer *tracer, const cJSON *input, const cJSON *step, bool *done) {
  const char *word = cJSON_IsString(step) ? step->valuestring : "";
  const cJSON *navigate = cJSON_GetObjectItemCaseSensitive(step, "navigate");
  const cJSON *random = cJSON_GetObjectItemCaseSensitive(step, "random");
  spanferry_str none = {NULL, 0};
  *done = true;
  if (strcmp(word, "data") == 0) {
    return data_of(tracer);
  }
  if (strcmp(word, "new_trace") == 0) {
    spanferry_tracer *scope = NULL;
    *done = spanferry_tracer_detach(tracer, NULL, 0, &scope, NULL) == SPANFERRY_STATUS_OK &&
            spanferry_tracer_start_new_trace(scope, SPANFERRY_SOURCE_APP, 0) == SPANFERRY_STATUS_OK;
    cJSON *data = *done ? data_of(scope) : NULL;
    spanferry_tracer_free(scope);
    return data;
  }
  if (strcmp(word, "end") == 0) {
    *done = spanferry_tracer_end_root_span(tracer) == SPANFERRY_STATUS_OK;
  } else if (cJSON_IsObject(navigate)) {
    *done = spanferry_tracer_lifecycle(tracer, SPANFERRY_LIFECYCLE_NAVIGATION, none, none, 0, NULL) ==
            SPANFERRY_STATUS_OK;
    begin_root_span(tracer, navigate);
  } else {
    *done = cJSON_IsNumber(random) && configure(tracer, input, random);
  }
  return NULL;
}

static verdict run_steps(spanferry_tracer *tracer, const test_case *test) {
  int answered = 0;
  const cJSON *step;
  cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(test->input, "steps")) {
    bool done = true;
    cJSON *data = take(tracer, test->input, step, &done);
    if (!done) {
      return fail("a step failed");
    }
    if (data != NULL) {
      verdict result = fits(cJSON_GetArrayItem(test->expected, answered++), data);
      cJSON_Delete(data);
      if (result != PASSED) {
        return result;
      }
    }
  }
  int expected = cJSON_GetArraySize(test->expected);
  return answered == expected ? PASSED : fail("expected %d answers, got %d", expected, answered);
}

verdict check_lifecycle(const test_case *test) {
  static const char *const fields[] = {"traces_sample_rate", "random", "meta", "steps", NULL};
  if (!known(test->input, fields)) {
    return FAILED;
  }
  cJSON *vector = cJSON_CreateObject();
  put(vector, "traces_sample_rate", test->input, "traces_sample_rate");
  const cJSON *random = cJSON_GetObjectItemCaseSensitive(test->input, "random");
  spanferry_tracer *tracer = tracer_for(vector, random, false);
  verdict result = FAILED;
  if (tracer != NULL) {
    load_page(tracer, cJSON_GetObjectItemCaseSensitive(test->input, "meta"));
    result = run_steps(tracer, test);
  }
  spanferry_tracer_free(tracer);
  cJSON_Delete(vector);
  return result;
}

static cJSON *own_org_id(const spanferry_tracer *tracer) {
  cJSON *dsc = frozen_dsc(tracer), *found = NULL;
  const cJSON *pair;
  cJSON_ArrayForEach(pair, dsc) {
    if (strcmp(cJSON_GetArrayItem(pair, 0)->valuestring, "org_id") == 0) {
      found = cJSON_Duplicate(cJSON_GetArrayItem(pair, 1), true);
    }
  }
  cJSON_Delete(dsc);
  return found == NULL ? cJSON_CreateNull() : found;
}

verdict check_org_id(const test_case *test) {
  static const char *const fields[] = {"options", "baggage_org_id", NULL};
  if (!known(test->input, fields)) {
    return FAILED;
  }
  /* The options stand in the vector as a program writes them. */
  const cJSON *options = cJSON_GetObjectItemCaseSensitive(test->input, "options");
  spanferry_tracer *tracer = tracer_of(options, NULL, NULL);
  if (tracer == NULL) {
    return FAILED;
  }
  const cJSON *org = cJSON_GetObjectItemCaseSensitive(test->input, "baggage_org_id");
  cJSON *incoming = cJSON_CreateObject(), *actual = cJSON_CreateObject();
  cJSON_AddStringToObject(incoming, "sentry_trace", "771a43a4192642f0b136d5159a501700-1234567890abcdef-1");
  if (cJSON_IsString(org)) {
    char baggage[256];
    snprintf(baggage, sizeof baggage, "sentry-org_id=%s", org->valuestring);
    cJSON_AddStringToObject(incoming, "baggage", baggage);
  }
  cJSON_AddItemToObject(actual, "sdk_org_id", own_org_id(tracer));
  uint32_t reason = 0;
  bool received = receive(tracer, incoming, &reason);
  cJSON_AddBoolToObject(actual, "continue", received && reason == SPANFERRY_REASON_CONTINUED);
  verdict result = same("org_id", test->expected, actual);
  cJSON_Delete(incoming);
  cJSON_Delete(actual);
  spanferry_tracer_free(tracer);
  return result;
}
