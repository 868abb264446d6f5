/*
 * Runs the behaviour topics of the conformance vectors through the C header.
 *
 *     vectors FOLDER
 *
 * Prints `TOPIC: N passed, M skipped, K failed` for each file that this door runs, and exits with 1
 * when anything failed. An unknown topic or field is a failure.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

typedef struct {
  const char *name;
  check run; /* NULL: a grammar topic, which the Rust API alone runs */
} topic;

static const topic TOPICS[] = {
    {"dsc", check_traces},
    {"lifecycle", check_lifecycle},
    {"meta_tags", check_meta_tags},
    {"org_id", check_org_id},
    {"propagation_targets", check_propagation_targets},
    {"request_headers", check_request_headers},
    {"sentry_request_url", check_sentry_request_url},
    {"trace_continuation", check_traces},
    {"trace_data", check_trace_data},
    {"baggage_format", NULL},
    {"baggage_merge", NULL},
    {"baggage_parse", NULL},
    {"dsn", NULL},
    {"js_regex", NULL},
    {"sample_rand", NULL},
    {"sampling", NULL},
    {"sentry_trace_format", NULL},
    {"sentry_trace_parse", NULL},
    {"traceparent", NULL},
};

static const char *const CASE_FIELDS[] = {
    "name",  "input", "expected", "expected_v10", "expected_tuple_origin", "recommended",
    "peers", "tags",  NULL};

static const topic *find_topic(const char *name) {
  for (size_t i = 0; i < sizeof TOPICS / sizeof TOPICS[0]; i++) {
    if (strcmp(TOPICS[i].name, name) == 0) {
      return &TOPICS[i];
    }
  }
  return NULL;
}

static bool has_tag(const cJSON *json, const char *tag) {
  const cJSON *item;
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(json, "tags")) {
    if (strcmp(item->valuestring, tag) == 0) {
      return true;
    }
  }
  return false;
}

static verdict run_case(const cJSON *json, check run) {
  if (!known(json, CASE_FIELDS)) {
    return FAILED;
  }
  const cJSON *recommended = cJSON_GetObjectItemCaseSensitive(json, "recommended");
  const cJSON *tuple = cJSON_GetObjectItemCaseSensitive(json, "expected_tuple_origin");
  const cJSON *v10 = cJSON_GetObjectItemCaseSensitive(json, "expected_v10");
  test_case test = {cJSON_GetObjectItemCaseSensitive(json, "input"),
                    cJSON_GetObjectItemCaseSensitive(json, "expected"), NULL};
  if (test.input == NULL || test.expected == NULL) {
    return fail("no input or no expected value");
  }
  if ((has_tag(json, "js-quirk") && recommended == NULL) || has_tag(json, "sdk-only")) {
    return SKIPPED;
  }
  test.expected_v10 = tuple != NULL ? NULL : v10 != NULL ? v10 : test.expected;
  test.expected = recommended != NULL ? recommended : tuple != NULL ? tuple : test.expected;
  placeholders_reset();
  return run(&test);
}

/* Runs a topic and answers how many cases failed. */
static int run_topic(const cJSON *file) {
  const cJSON *name = cJSON_GetObjectItemCaseSensitive(file, "topic");
  const topic *topic = cJSON_IsString(name) ? find_topic(name->valuestring) : NULL;
  if (topic == NULL) {
    printf("%s: 0 passed, 0 skipped, 1 failed\n  unknown topic\n",
           cJSON_IsString(name) ? name->valuestring : "(no topic)");
    return 1;
  }
  if (topic->run == NULL) {
    return 0;
  }
  int passed = 0, skipped = 0, failed = 0;
  const cJSON *json;
  cJSON_ArrayForEach(json, cJSON_GetObjectItemCaseSensitive(file, "cases")) {
    verdict result = run_case(json, topic->run);
    passed += result == PASSED;
    skipped += result == SKIPPED;
    failed += result == FAILED;
    if (result == FAILED) {
      const cJSON *case_name = cJSON_GetObjectItemCaseSensitive(json, "name");
      printf("  %s: %s\n", cJSON_IsString(case_name) ? case_name->valuestring : "?", problem());
    }
  }
  failed += passed + skipped + failed == 0;
  printf("%s: %d passed, %d skipped, %d failed\n", topic->name, passed, skipped, failed);
  return failed;
}

static char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
    return NULL;
  }
  long size = ftell(file);
  rewind(file);
  char *text = size < 0 ? NULL : malloc((size_t)size + 1);
  if (text != NULL) {
    text[fread(text, 1, (size_t)size, file)] = '\0';
  }
  fclose(file);
  return text;
}

static int run_file(const char *path) {
  char *text = read_file(path);
  cJSON *json = text == NULL ? NULL : cJSON_Parse(text);
  int failed = 1;
  if (json == NULL) {
    printf("%s: not readable\n", path);
  } else {
    failed = run_topic(json);
  }
  cJSON_Delete(json);
  free(text);
  return failed;
}

static int is_json(const struct dirent *entry) {
  const char *dot = strrchr(entry->d_name, '.');
  return dot != NULL && strcmp(dot, ".json") == 0;
}

int main(int argc, char **argv) {
  struct dirent **entries = NULL;
  int count = argc == 2 ? scandir(argv[1], &entries, is_json, alphasort) : -1;
  if (count <= 0) {
    fprintf(stderr, "usage: vectors FOLDER (with .json files)\n");
    return 2;
  }
  int failed = 0;
  for (int i = 0; i < count; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
    failed += run_file(path);
    free(entries[i]);
  }
  free(entries);
  printf("%d failed\n", failed);
  return failed == 0 ? 0 : 1;
}
