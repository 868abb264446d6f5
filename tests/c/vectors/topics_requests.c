/* Topics propagation_targets, sentry_request_url, request_headers, meta_tags. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

static cJSON *targets_of(const cJSON *list) {
  cJSON *targets = cJSON_CreateArray();
  const cJSON *item;
  cJSON_ArrayForEach(item, list) {
    if (cJSON_IsString(item)) {
      cJSON_AddItemToArray(targets, cJSON_Duplicate(item, true));
      continue;
    }
    cJSON *regex = cJSON_CreateObject();
    const cJSON *source = cJSON_GetObjectItemCaseSensitive(item, "source");
    const cJSON *flags = cJSON_GetObjectItemCaseSensitive(item, "flags");
    cJSON_AddStringToObject(regex, "regex", source->valuestring);
    cJSON_AddStringToObject(regex, "flags", flags->valuestring);
    cJSON_AddItemToArray(targets, regex);
  }
  return targets;
}

/* The matcher's answer for a page, as `explain` gives it: a rule says yes. */
static verdict matches(const cJSON *input, const char *matching, const cJSON *expected) {
  cJSON *options = cJSON_CreateObject();
  cJSON_AddStringToObject(options, "dsn", DEFAULT_DSN);
  cJSON_AddStringToObject(options, "mode", "browser");
  cJSON_AddStringToObject(options, "targetMatching", matching);
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(input, "targets");
  if (cJSON_IsArray(list)) {
    cJSON_AddItemToObject(options, "tracePropagationTargets", targets_of(list));
  }
  const cJSON *page = cJSON_GetObjectItemCaseSensitive(input, "page");
  if (cJSON_IsString(page)) {
    cJSON_AddStringToObject(options, "appOrigin", page->valuestring);
  }
  spanferry_tracer *tracer = tracer_of(options, NULL, NULL);
  cJSON_Delete(options);
  if (tracer == NULL) {
    return FAILED;
  }
  const cJSON *url = cJSON_GetObjectItemCaseSensitive(input, "url");
  cJSON *explanation = explanation_of(tracer, url->valuestring);
  const cJSON *rule = cJSON_GetObjectItemCaseSensitive(explanation, "rule");
  cJSON *actual = cJSON_CreateBool(cJSON_IsObject(rule));
  verdict result = same(matching, expected, actual);
  cJSON_Delete(actual);
  cJSON_Delete(explanation);
  spanferry_tracer_free(tracer);
  return result;
}

verdict check_propagation_targets(const test_case *test) {
  static const char *const fields[] = {"url", "targets", "page", NULL};
  if (!known(test->input, fields)) {
    return FAILED;
  }
  if (test->expected_v10 != NULL && matches(test->input, "js10", test->expected_v10) != PASSED) {
    return FAILED;
  }
  return matches(test->input, "js11", test->expected);
}

verdict check_sentry_request_url(const test_case *test) {
  static const char *const fields[] = {"url", "dsn", "tunnel", NULL};
  if (!known(test->input, fields)) {
    return FAILED;
  }
  cJSON *options = cJSON_CreateObject();
  const char *const keys[] = {"dsn", "tunnel"};
  for (size_t i = 0; i < 2; i++) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(test->input, keys[i]);
    cJSON_AddItemToObject(options, keys[i], cJSON_Duplicate(value, true));
  }
  spanferry_tracer *tracer = tracer_of(options, NULL, NULL);
  cJSON_Delete(options);
  if (tracer == NULL) {
    return FAILED;
  }
  const cJSON *url = cJSON_GetObjectItemCaseSensitive(test->input, "url");
  cJSON *explanation = explanation_of(tracer, url->valuestring);
  const cJSON *reason = cJSON_GetObjectItemCaseSensitive(explanation, "reason");
  const char *text = cJSON_IsString(reason) ? reason->valuestring : "";
  cJSON *actual = cJSON_CreateBool(strcmp(text, "own_ingest") == 0 || strcmp(text, "tunnel") == 0);
  verdict result = same("own request", test->expected, actual);
  cJSON_Delete(actual);
  cJSON_Delete(explanation);
  spanferry_tracer_free(tracer);
  return result;
}

/* A tracer that holds the trace whose headers these are. */
static spanferry_tracer *holding(const cJSON *trace, const cJSON *baggage, bool traceparent) {
  cJSON *options = cJSON_CreateObject();
  cJSON_AddStringToObject(options, "dsn", DEFAULT_DSN);
  cJSON_AddBoolToObject(options, "propagateTraceparent", traceparent);
  spanferry_tracer *tracer = tracer_of(options, NULL, NULL);
  cJSON *context = context_of_headers(trace, baggage);
  if (tracer != NULL && push(tracer, context) != SPANFERRY_OUTCOME_STARTED) {
    fail("the trace was not taken over");
    spanferry_tracer_free(tracer);
    tracer = NULL;
  }
  cJSON_Delete(context);
  cJSON_Delete(options);
  return tracer;
}

/* What becomes of a request: {unchanged, set, remove} as in the vectors. */
static cJSON *outcome_of(const spanferry_outgoing *outgoing, const char *values) {
  static const char *const names[] = {"sentry-trace", "baggage", "traceparent"};
  cJSON *actual = cJSON_CreateObject(), *set = cJSON_CreateObject(), *removed = cJSON_CreateArray();
  for (size_t i = 0; i < 3; i++) {
    bool is_set = (outgoing->set & (1u << i)) != 0, is_gone = (outgoing->remove & (1u << i)) != 0;
    if (is_set) {
      char *value = calloc(outgoing->len[i] + 1, 1);
      memcpy(value, values, outgoing->len[i]);
      cJSON_AddStringToObject(set, names[i], value);
      free(value);
    } else if (is_gone) {
      cJSON_AddItemToArray(removed, cJSON_CreateString(names[i]));
    }
    values += outgoing->len[i];
  }
  bool unchanged = outgoing->remove == 0;
  cJSON_AddBoolToObject(actual, "unchanged", unchanged);
  cJSON_AddItemToObject(actual, "set", unchanged ? cJSON_CreateNull() : set);
  cJSON_AddItemToObject(actual, "remove",
                        cJSON_GetArraySize(removed) == 0 ? cJSON_CreateNull() : removed);
  if (unchanged) {
    cJSON_Delete(set);
  }
  if (cJSON_GetObjectItemCaseSensitive(actual, "remove") != removed) {
    cJSON_Delete(removed);
  }
  return actual;
}

static verdict send(const spanferry_tracer *tracer, const cJSON *existing, const cJSON *expected) {
  spanferry_header headers[32];
  size_t count = 0;
  const cJSON *pair;
  cJSON_ArrayForEach(pair, existing) {
    if (count == sizeof headers / sizeof headers[0]) {
      return fail("too many headers");
    }
    headers[count].name = str(cJSON_GetArrayItem(pair, 0)->valuestring);
    headers[count++].value = str(cJSON_GetArrayItem(pair, 1)->valuestring);
  }
  spanferry_request request = {0};
  request.size = sizeof request;
  request.url = str("https://api.example.com/");
  request.existing = headers;
  request.existing_len = count;
  spanferry_outgoing outgoing = {0};
  outgoing.size = sizeof outgoing;
  static char values[16384];
  spanferry_status status =
      spanferry_tracer_outgoing(tracer, &request, values, sizeof values, &outgoing);
  if (status != SPANFERRY_STATUS_OK) {
    return fail("outgoing: status %u", (unsigned)status);
  }
  cJSON *actual = outcome_of(&outgoing, values);
  verdict result = same("request", expected, actual);
  cJSON_Delete(actual);
  return result;
}

verdict check_request_headers(const test_case *test) {
  static const char *const fields[] = {"existing", "trace_data", NULL};
  static const char *const data_fields[] = {"sentry_trace", "baggage", "traceparent", NULL};
  const cJSON *data = cJSON_GetObjectItemCaseSensitive(test->input, "trace_data");
  if (!known(test->input, fields) || !known(data, data_fields)) {
    return FAILED;
  }
  spanferry_tracer *tracer =
      holding(cJSON_GetObjectItemCaseSensitive(data, "sentry_trace"),
              cJSON_GetObjectItemCaseSensitive(data, "baggage"),
              cJSON_IsString(cJSON_GetObjectItemCaseSensitive(data, "traceparent")));
  if (tracer == NULL) {
    return FAILED;
  }
  const cJSON *existing = cJSON_GetObjectItemCaseSensitive(test->input, "existing");
  verdict result = send(tracer, existing, test->expected);
  spanferry_tracer_free(tracer);
  return result;
}

static cJSON *meta_tags_of(const spanferry_tracer *tracer) {
  static char html[16384];
  size_t len = 0;
  if (spanferry_tracer_meta_tags(tracer, html, sizeof html - 1, &len) != SPANFERRY_STATUS_OK) {
    return cJSON_CreateNull();
  }
  html[len] = '\0';
  return cJSON_CreateString(html);
}

static const cJSON *value_of(const cJSON *pairs, const char *name) {
  const cJSON *pair;
  cJSON_ArrayForEach(pair, pairs) {
    if (strcmp(cJSON_GetArrayItem(pair, 0)->valuestring, name) == 0) {
      return cJSON_GetArrayItem(pair, 1);
    }
  }
  return NULL;
}

/* The tags of a tracer that holds the given headers; without any, one that has no DSN. */
static spanferry_tracer *tracer_to_render(const cJSON *input) {
  const cJSON *pairs = cJSON_GetObjectItemCaseSensitive(input, "trace_data");
  if (cJSON_IsArray(pairs) && cJSON_GetArraySize(pairs) > 0) {
    return holding(value_of(pairs, "sentry-trace"), value_of(pairs, "baggage"),
                   value_of(pairs, "traceparent") != NULL);
  }
  if (cJSON_IsArray(pairs)) {
    cJSON *options = cJSON_CreateObject();
    spanferry_tracer *tracer = tracer_of(options, NULL, NULL);
    cJSON_Delete(options);
    return tracer;
  }
  cJSON *options = options_of(cJSON_GetObjectItemCaseSensitive(input, "options"));
  spanferry_tracer *tracer = options == NULL ? NULL : tracer_of(options, NULL, NULL);
  if (tracer != NULL) {
    (void)push(tracer, cJSON_GetObjectItemCaseSensitive(input, "context"));
  }
  cJSON_Delete(options);
  return tracer;
}

static verdict render(const test_case *test) {
  spanferry_tracer *tracer = tracer_to_render(test->input);
  if (tracer == NULL) {
    return FAILED;
  }
  cJSON *actual = meta_tags_of(tracer);
  verdict result = same("meta tags", test->expected, actual);
  cJSON_Delete(actual);
  spanferry_tracer_free(tracer);
  return result;
}

static spanferry_tracer *reader(void) {
  cJSON *options = cJSON_CreateObject();
  cJSON_AddNumberToObject(options, "sampleRand", 0.5);
  spanferry_tracer *tracer = tracer_of(options, NULL, NULL);
  cJSON_Delete(options);
  return tracer;
}

/* A page must lead to the same state as the headers that its tags are expected to hold. */
static verdict extract(const test_case *test) {
  spanferry_tracer *page = reader(), *headers = reader();
  uint32_t from_page = 0, from_headers = 0;
  const cJSON *html = cJSON_GetObjectItemCaseSensitive(test->input, "html");
  verdict result = FAILED;
  if (page != NULL && headers != NULL &&
      spanferry_tracer_continue_from_meta(page, str(html->valuestring), 0, &from_page) ==
          SPANFERRY_STATUS_OK &&
      receive(headers, test->expected, &from_headers)) {
    cJSON *got = snapshot_of(page), *wanted = snapshot_of(headers);
    static const char *const own[] = {"epoch", "revision", "spanId", "headers"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
      cJSON_DeleteItemFromObjectCaseSensitive(got, own[i]);
      cJSON_DeleteItemFromObjectCaseSensitive(wanted, own[i]);
    }
    if (from_page != SPANFERRY_REASON_CONTINUED) { /* then both drew an id of their own */
      cJSON_DeleteItemFromObjectCaseSensitive(got, "traceId");
      cJSON_DeleteItemFromObjectCaseSensitive(wanted, "traceId");
    }
    result = from_page == from_headers ? same("state", wanted, got)
                                       : fail("reason %u, not %u", from_page, from_headers);
    cJSON_Delete(got);
    cJSON_Delete(wanted);
  }
  spanferry_tracer_free(page);
  spanferry_tracer_free(headers);
  return result;
}

verdict check_meta_tags(const test_case *test) {
  static const char *const fields[] = {"kind", "trace_data", "options", "context", "html", NULL};
  if (!known(test->input, fields)) {
    return FAILED;
  }
  const cJSON *kind = cJSON_GetObjectItemCaseSensitive(test->input, "kind");
  bool extracts = cJSON_IsString(kind) && strcmp(kind->valuestring, "extract") == 0;
  return extracts ? extract(test) : render(test);
}
