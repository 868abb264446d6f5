/* A program that uses the library through its header: a tracer set up as a vector says. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

const char *const DEFAULT_DSN = "https://49d0f7386ad645858ae85020e393bef3@o42.ingest.sentry.io/5390094";

static const char *const OPTION_FIELDS[] = {
    "dsn",      "release",   "environment",          "org_id", "strict", "traces_sample_rate",
    "traces_sampler", "replay_id", "propagate_traceparent", NULL};

spanferry_str str(const char *text) {
  spanferry_str result = {text, text == NULL ? 0 : strlen(text)};
  return result;
}

/* A number with all its digits: cJSON prints 15 where it thinks them enough. */
cJSON *exact(const cJSON *number) {
  char text[32];
  snprintf(text, sizeof text, "%.17g", number->valuedouble);
  return cJSON_CreateRaw(text);
}

static void copy(cJSON *options, const char *key, const cJSON *vector, const char *from,
                 const char *otherwise) {
  const cJSON *value = cJSON_GetObjectItemCaseSensitive(vector, from);
  if (value != NULL) {
    cJSON_AddItemToObject(options, key,
                          cJSON_IsNumber(value) ? exact(value) : cJSON_Duplicate(value, true));
  } else if (otherwise != NULL) {
    cJSON_AddStringToObject(options, key, otherwise);
  }
}

/* The options of a vector as a program writes them; NULL for an unknown one. */
cJSON *options_of(const cJSON *vector) {
  if (!known(vector, OPTION_FIELDS)) {
    return NULL;
  }
  cJSON *options = cJSON_CreateObject();
  copy(options, "dsn", vector, "dsn", DEFAULT_DSN);
  copy(options, "release", vector, "release", "myapp@1.2.3");
  copy(options, "environment", vector, "environment", "production");
  copy(options, "orgId", vector, "org_id", NULL);
  copy(options, "strictTraceContinuation", vector, "strict", NULL);
  copy(options, "replayId", vector, "replay_id", NULL);
  copy(options, "propagateTraceparent", vector, "propagate_traceparent", NULL);
  return options;
}

/* A number of a vector, also one that JSON cannot hold. */
static double number_of(const cJSON *json) {
  const cJSON *special = cJSON_GetObjectItemCaseSensitive(json, "$num");
  if (cJSON_IsString(special)) {
    return strtod(special->valuestring, NULL);
  }
  if (cJSON_IsBool(json)) {
    return cJSON_IsTrue(json) ? 1 : 0;
  }
  return cJSON_IsNumber(json) ? json->valuedouble : NAN;
}

/* The sampler callbacks that vectors describe. */
static double sample(void *user, const spanferry_sampling_context *context) {
  const cJSON *sampler = user;
  const char *kind = cJSON_GetObjectItemCaseSensitive(sampler, "kind")->valuestring;
  if (strcmp(kind, "const") == 0) {
    return number_of(cJSON_GetObjectItemCaseSensitive(sampler, "value"));
  }
  if (strcmp(kind, "inherit_or_sample_with") == 0) {
    double fallback = number_of(cJSON_GetObjectItemCaseSensitive(sampler, "fallback"));
    return isnan(context->inherited) ? fallback : context->inherited;
  }
  return NAN;
}

static void drop_sampler(void *user) { cJSON_Delete(user); }

/* A tracer with options; `rate` and `sampler` are those of the vector, perhaps NULL. */
spanferry_tracer *tracer_of(const cJSON *options, const cJSON *rate, const cJSON *sampler) {
  char *json = cJSON_PrintUnformatted(options);
  spanferry_options *made = NULL;
  spanferry_tracer *tracer = NULL;
  spanferry_error *error = NULL;
  spanferry_status status = spanferry_options_from_json(str(json), &made, &error);
  if (status == SPANFERRY_STATUS_OK && rate != NULL && !cJSON_IsNull(rate)) {
    status = spanferry_options_set_number(made, SPANFERRY_OPTION_TRACES_SAMPLE_RATE, number_of(rate));
  }
  if (status == SPANFERRY_STATUS_OK && cJSON_IsObject(sampler)) {
    status = spanferry_options_set_sampler(made, sample, cJSON_Duplicate(sampler, true), drop_sampler);
  }
  if (status == SPANFERRY_STATUS_OK) {
    status = spanferry_tracer_new(made, &tracer, &error);
  }
  if (status != SPANFERRY_STATUS_OK) {
    spanferry_str text = error == NULL ? spanferry_name(SPANFERRY_NAME_KIND_STATUS, status)
                                       : spanferry_error_message(error);
    fail("%.*s", (int)text.len, text.data);
  }
  spanferry_error_free(error);
  spanferry_options_free(made);
  free(json);
  return tracer;
}

static cJSON *parse(const char *text, size_t len, spanferry_status status) {
  return status == SPANFERRY_STATUS_OK ? cJSON_ParseWithLength(text, len) : NULL;
}

cJSON *snapshot_of(const spanferry_tracer *tracer) {
  static char text[65536];
  size_t len = 0;
  spanferry_status status = spanferry_tracer_snapshot(tracer, text, sizeof text, &len);
  return parse(text, len, status);
}

cJSON *explanation_of(const spanferry_tracer *tracer, const char *url) {
  static char text[65536];
  size_t len = 0;
  spanferry_status status = spanferry_tracer_explain(tracer, str(url), text, sizeof text, &len);
  return parse(text, len, status);
}

/* The headers for any carrier, named as in the vectors. */
cJSON *data_of(const spanferry_tracer *tracer) {
  cJSON *data = cJSON_CreateObject();
  spanferry_headers *headers = NULL;
  if (spanferry_tracer_trace_data(tracer, &headers) != SPANFERRY_STATUS_OK) {
    return data;
  }
  spanferry_str name, value;
  for (size_t i = 0; spanferry_headers_get(headers, i, &name, &value); i++) {
    char key[32], *text = malloc(value.len + 1);
    snprintf(key, sizeof key, "%.*s", (int)name.len, name.data);
    if (strcmp(key, "sentry-trace") == 0) {
      snprintf(key, sizeof key, "sentry_trace");
    }
    memcpy(text, value.data, value.len);
    text[value.len] = '\0';
    cJSON_AddStringToObject(data, key, text);
    free(text);
  }
  spanferry_headers_free(headers);
  return data;
}

/* The dynamic sampling context as it stands: what freezing it gives. */
cJSON *frozen_dsc(const spanferry_tracer *tracer) {
  spanferry_tracer *scope = NULL;
  if (spanferry_tracer_detach(tracer, NULL, 0, &scope, NULL) != SPANFERRY_STATUS_OK) {
    return NULL;
  }
  spanferry_status ended = spanferry_tracer_end_root_span(scope);
  cJSON *snapshot = ended == SPANFERRY_STATUS_OK ? snapshot_of(scope) : NULL;
  cJSON *dsc = cJSON_DetachItemFromObjectCaseSensitive(snapshot, "dsc");
  cJSON_Delete(snapshot);
  spanferry_tracer_free(scope);
  return dsc;
}

/* Continues what came in, or starts at the head of a trace; false when the call failed. */
bool receive(spanferry_tracer *tracer, const cJSON *incoming, uint32_t *reason) {
  static const char *const fields[] = {"sentry_trace", "baggage", NULL};
  if (!known(incoming, fields)) {
    return false;
  }
  *reason = 0;
  if (!cJSON_IsObject(incoming)) {
    return spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 0) == SPANFERRY_STATUS_OK;
  }
  spanferry_header headers[2];
  size_t count = 0;
  const cJSON *trace = cJSON_GetObjectItemCaseSensitive(incoming, "sentry_trace");
  const cJSON *baggage = cJSON_GetObjectItemCaseSensitive(incoming, "baggage");
  if (cJSON_IsString(trace)) {
    headers[count++] = (spanferry_header){str("sentry-trace"), str(trace->valuestring)};
  }
  if (cJSON_IsString(baggage)) {
    headers[count++] = (spanferry_header){str("Baggage"), str(baggage->valuestring)};
  }
  return spanferry_tracer_continue_trace(tracer, headers, count, 0, reason) == SPANFERRY_STATUS_OK;
}

void begin_root_span(spanferry_tracer *tracer, const cJSON *span) {
  const cJSON *name = cJSON_GetObjectItemCaseSensitive(span, "name");
  const cJSON *source = cJSON_GetObjectItemCaseSensitive(span, "source");
  spanferry_str none = {NULL, 0};
  (void)spanferry_tracer_begin_root_span(tracer,
                                         cJSON_IsString(name) ? str(name->valuestring) : none,
                                         cJSON_IsString(source) ? str(source->valuestring) : none);
}

/* Takes over a trace that a page pushes. */
uint32_t push(spanferry_tracer *tracer, const cJSON *context) {
  static const char *const renamed[][2] = {
      {"traceId", "trace_id"},  {"spanId", "propagation_span_id"}, {"parentSpanId", "parent_span_id"},
      {"sampled", "sampled"},   {"sampleRand", "sample_rand"},     {"dsc", "dsc"},
  };
  spanferry_str webview = str("webview"), page = str("page");
  uint32_t outcome = UINT32_MAX;
  if (spanferry_tracer_attach(tracer, webview, page, 0) != SPANFERRY_STATUS_OK) {
    return outcome;
  }
  cJSON *state = snapshot_of(tracer), *snapshot = cJSON_CreateObject();
  copy(snapshot, "epoch", state, "epoch", NULL);
  copy(snapshot, "revision", state, "revision", NULL);
  cJSON_AddNumberToObject(snapshot, "sequence", 1);
  for (size_t i = 0; i < sizeof renamed / sizeof renamed[0]; i++) {
    copy(snapshot, renamed[i][0], context, renamed[i][1], NULL);
  }
  char *text = cJSON_PrintUnformatted(snapshot);
  (void)spanferry_tracer_adopt(tracer, webview, page, str(text), 0, &outcome);
  free(text);
  cJSON_Delete(snapshot);
  cJSON_Delete(state);
  return outcome;
}

static void decode(char *text) {
  char *out = text;
  for (; *text != '\0'; text++) {
    unsigned byte = 0;
    if (*text == '%' && sscanf(text + 1, "%2x", &byte) == 1) {
      *out++ = (char)byte;
      text += 2;
    } else {
      *out++ = *text;
    }
  }
  *out = '\0';
}

static cJSON *dsc_of(const char *baggage) {
  cJSON *dsc = cJSON_CreateArray();
  char *copied = malloc(strlen(baggage) + 1);
  strcpy(copied, baggage);
  for (char *member = strtok(copied, ","); member != NULL; member = strtok(NULL, ",")) {
    char *value = strchr(member, '=');
    if (value == NULL) {
      continue;
    }
    *value++ = '\0';
    decode(value);
    const char *pair[] = {member + strlen("sentry-"), value};
    cJSON_AddItemToArray(dsc, cJSON_CreateStringArray(pair, 2));
  }
  free(copied);
  return dsc;
}

/* The context of a page whose headers are these: input for `push`, taken apart by plain splitting. */
cJSON *context_of_headers(const cJSON *sentry_trace, const cJSON *baggage) {
  char trace[33] = "", span[17] = "", flag[2] = "";
  if (cJSON_IsString(sentry_trace)) {
    sscanf(sentry_trace->valuestring, "%32[0-9a-f]-%16[0-9a-f]-%1[01]", trace, span, flag);
  }
  cJSON *context = cJSON_CreateObject();
  cJSON_AddStringToObject(context, "trace_id", trace);
  cJSON_AddStringToObject(context, "propagation_span_id", span);
  if (flag[0] != '\0') {
    cJSON_AddBoolToObject(context, "sampled", flag[0] == '1');
  }
  cJSON_AddItemToObject(context, "dsc", dsc_of(cJSON_IsString(baggage) ? baggage->valuestring : ""));
  return context;
}
