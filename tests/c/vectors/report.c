/* Comparing and reporting. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

static char message[4096];

verdict fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  return FAILED;
}

const char *problem(void) { return message; }

bool known(const cJSON *object, const char *const *fields) {
  const cJSON *item;
  cJSON_ArrayForEach(item, object) {
    bool found = !cJSON_IsObject(object);
    for (size_t i = 0; fields[i] != NULL && !found; i++) {
      found = strcmp(item->string, fields[i]) == 0;
    }
    if (!found) {
      fail("unknown field %s", item->string);
      return false;
    }
  }
  return true;
}

static bool is_nothing(const cJSON *json) { return json == NULL || cJSON_IsNull(json); }

static bool equal(const cJSON *a, const cJSON *b);

/* Every member of `a` is in `b`; absent and null mean the same. */
static bool includes(const cJSON *a, const cJSON *b) {
  const cJSON *item;
  cJSON_ArrayForEach(item, a) {
    if (!equal(item, cJSON_GetObjectItemCaseSensitive(b, item->string))) {
      return false;
    }
  }
  return true;
}

static bool equal(const cJSON *a, const cJSON *b) {
  if (is_nothing(a) || is_nothing(b)) {
    return is_nothing(a) && is_nothing(b);
  }
  if (cJSON_IsObject(a) && cJSON_IsObject(b)) {
    return includes(a, b) && includes(b, a);
  }
  if (cJSON_IsArray(a) && cJSON_IsArray(b)) {
    bool equal_items = cJSON_GetArraySize(a) == cJSON_GetArraySize(b);
    for (int i = 0; equal_items && i < cJSON_GetArraySize(a); i++) {
      equal_items = equal(cJSON_GetArrayItem(a, i), cJSON_GetArrayItem(b, i));
    }
    return equal_items;
  }
  return cJSON_Compare(a, b, true);
}

verdict same(const char *what, const cJSON *expected, const cJSON *actual) {
  if (equal(expected, actual)) {
    return PASSED;
  }
  char *wanted = cJSON_PrintUnformatted(expected), *got = cJSON_PrintUnformatted(actual);
  fail("%s: expected %s, got %s", what, wanted == NULL ? "null" : wanted, got == NULL ? "null" : got);
  free(wanted);
  free(got);
  return FAILED;
}
