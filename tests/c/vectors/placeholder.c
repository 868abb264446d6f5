/* Ids that the SDK generated stand as {name} in the vectors. */
#include <stdio.h>
#include <string.h>

#include "vectors.h"

#define MOST 64

typedef struct {
  char name[64];
  char id[33];
} binding;

static binding bindings[MOST];
static size_t count;

void placeholders_reset(void) { count = 0; }

/*
 * The same name is the same id everywhere, and two traces are two ids. A span id may be the stable
 * one of its trace under several numbers, because the library draws none for a request.
 */
static bool bind(const char *name, size_t name_len, const char *id, size_t id_len) {
  bool is_trace = id_len == 32;
  for (size_t i = 0; i < count; i++) {
    bool same_name = strlen(bindings[i].name) == name_len && memcmp(bindings[i].name, name, name_len) == 0;
    bool same_id = strlen(bindings[i].id) == id_len && memcmp(bindings[i].id, id, id_len) == 0;
    if (same_name) {
      return same_id;
    }
    if (same_id && is_trace) {
      return false;
    }
  }
  if (count == MOST || name_len >= sizeof bindings[0].name) {
    return false;
  }
  snprintf(bindings[count].name, sizeof bindings[count].name, "%.*s", (int)name_len, name);
  snprintf(bindings[count].id, sizeof bindings[count].id, "%.*s", (int)id_len, id);
  count++;
  return true;
}

bool placeholders_fit(const char *expected, const char *actual) {
  for (;;) {
    const char *open = strchr(expected, '{');
    const char *close = open == NULL ? NULL : strchr(open, '}');
    if (close == NULL) {
      return strcmp(expected, actual) == 0;
    }
    size_t before = (size_t)(open - expected), name_len = (size_t)(close - open - 1);
    if (strncmp(expected, actual, before) != 0) {
      return false;
    }
    actual += before;
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)name_len, open + 1);
    size_t id_len = strstr(name, "trace") != NULL ? 32 : 16;
    if (strspn(actual, "0123456789abcdef") != id_len || !bind(name, strlen(name), actual, id_len)) {
      return false;
    }
    actual += id_len;
    expected = close + 1;
  }
}

static bool fits_value(const cJSON *expected, const cJSON *actual) {
  if (cJSON_IsString(expected) && cJSON_IsString(actual)) {
    return placeholders_fit(expected->valuestring, actual->valuestring);
  }
  if (cJSON_IsArray(expected) && cJSON_IsArray(actual)) {
    bool all = cJSON_GetArraySize(expected) == cJSON_GetArraySize(actual);
    for (int i = 0; all && i < cJSON_GetArraySize(expected); i++) {
      all = fits_value(cJSON_GetArrayItem(expected, i), cJSON_GetArrayItem(actual, i));
    }
    return all;
  }
  return same("value", expected, actual) == PASSED;
}

/* The parent of a span is on no wire and not compared. */
verdict fits(const cJSON *expected, const cJSON *actual) {
  const cJSON *item;
  cJSON_ArrayForEach(item, expected) {
    if (strcmp(item->string, "span_parent_span_id") == 0) {
      continue;
    }
    const cJSON *got = cJSON_GetObjectItemCaseSensitive(actual, item->string);
    if (!fits_value(item, got)) {
      return same(item->string, item, got) == PASSED ? fail("%s: ids differ", item->string) : FAILED;
    }
  }
  return PASSED;
}
