/*
 * A native plugin of a Capacitor app, as a C program: it takes over the trace of the webview and
 * sends its own requests with it.
 *
 *     native_plugin SHOP_URL OUTSIDE_URL WEBVIEW_TRACE_ID
 *
 * Needs libcurl. `cargo xtask demo` builds and runs it against three backends.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "spanferry/spanferry.h"

static void check(spanferry_status status, const char *what) {
  if (status != SPANFERRY_STATUS_OK) {
    spanferry_str text = spanferry_name(SPANFERRY_NAME_KIND_STATUS, status);
    fprintf(stderr, "%s: %.*s\n", what, (int)text.len, text.data);
    exit(1);
  }
}

static spanferry_str str(const char *text) {
  spanferry_str result = {text, strlen(text)};
  return result;
}

/* Milliseconds of a clock that never runs backwards, as every call with a time wants them. */
static uint64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* The configuration that a Capacitor app keeps in capacitor.config. */
static void configure(spanferry_tracer *tracer) {
  const char *json =
      "{\"dsn\": \"https://49d0f7386ad645858ae85020e393bef3@o42.ingest.sentry.io/5390094\","
      " \"release\": \"com.example.shop@4.2.1\", \"environment\": \"demo\","
      " \"tracePropagationTargets\": [{\"regex\": \"^http://127\\\\.0\\\\.0\\\\.1[:/]\"}]}";
  spanferry_options *options = NULL;
  spanferry_error *error = NULL;
  spanferry_status status = spanferry_options_from_json(str(json), &options, &error);
  if (status == SPANFERRY_STATUS_OK) {
    status = spanferry_tracer_configure(tracer, options, &error);
  }
  if (error != NULL) {
    spanferry_str text = spanferry_error_message(error);
    fprintf(stderr, "%.*s\n", (int)text.len, text.data);
    spanferry_error_free(error);
  }
  check(status, "configure");
  spanferry_options_free(options);
}

/* A whole number of the tracer's snapshot. A real plugin hands the JSON to the page instead. */
static unsigned long long number_of(const spanferry_tracer *tracer, const char *key) {
  char json[8192];
  size_t len = 0;
  check(spanferry_tracer_snapshot(tracer, json, sizeof json - 1, &len), "snapshot");
  json[len] = '\0';
  const char *at = strstr(json, key);
  return at == NULL ? 0 : strtoull(at + strlen(key), NULL, 10);
}

/* What a page does when it has loaded: it attaches, then pushes the trace that its SDK started. */
static void take_over_webview(spanferry_tracer *tracer, const char *trace_id) {
  spanferry_str webview = SPANFERRY_STR("main"), page = SPANFERRY_STR("page-1");
  check(spanferry_tracer_attach(tracer, webview, page, now_ms()), "attach");
  char push[1024];
  snprintf(push, sizeof push,
           "{\"epoch\": %llu, \"revision\": %llu, \"sequence\": 1, \"source\": \"lifecycle\","
           " \"traceId\": \"%s\", \"spanId\": \"1234567890abcdef\", \"sampled\": true,"
           " \"sampleRand\": 0.25, \"dsc\": [[\"environment\", \"demo\"],"
           " [\"release\", \"com.example.shop@4.2.1\"], [\"trace_id\", \"%s\"],"
           " [\"transaction\", \"/checkout\"], [\"sampled\", \"true\"]]}",
           number_of(tracer, "\"epoch\":"), number_of(tracer, "\"revision\":"), trace_id, trace_id);
  uint32_t outcome = 0;
  check(spanferry_tracer_adopt(tracer, webview, page, str(push), now_ms(), &outcome), "adopt");
  if (outcome != SPANFERRY_OUTCOME_STARTED) {
    spanferry_str text = spanferry_name(SPANFERRY_NAME_KIND_OUTCOME, outcome);
    fprintf(stderr, "the webview's trace was refused: %.*s\n", (int)text.len, text.data);
    exit(1);
  }
}

/* One header line for curl. */
static struct curl_slist *append(struct curl_slist *lines, spanferry_str name, spanferry_str value) {
  size_t size = name.len + value.len + 3;
  char *line = malloc(size);
  if (line == NULL) {
    exit(1);
  }
  snprintf(line, size, "%.*s: %.*s", (int)name.len, name.data, (int)value.len, value.data);
  lines = curl_slist_append(lines, line);
  free(line);
  return lines;
}

static void explain(const spanferry_tracer *tracer, const char *url) {
  char json[8192];
  size_t len = 0;
  check(spanferry_tracer_explain(tracer, str(url), json, sizeof json - 1, &len), "explain");
  json[len] = '\0';
  const char *key = "\"text\":\"";
  const char *text = json;
  for (const char *at = strstr(json, key); at != NULL; at = strstr(at + 1, key)) {
    text = at + strlen(key); /* the sentence is the last text of the object */
  }
  for (; *text != '\0' && *text != '"'; text++) {
    text += *text == '\\'; /* an escaped character stands for itself here */
    putchar(*text);
  }
  putchar('\n');
}

static size_t discard(char *data, size_t size, size_t count, void *user) {
  (void)data;
  (void)user;
  return size * count;
}

static void send_request(CURL *curl, const char *url, struct curl_slist *lines) {
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "native-plugin");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, discard);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 20L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK) {
    fprintf(stderr, "%s: %s\n", url, curl_easy_strerror(code));
    exit(1);
  }
}

/* Sends a request the way a plugin should: ask, put the headers on, send. */
static void request(CURL *curl, const spanferry_tracer *tracer, const char *base, const char *path,
                    const char *baggage) {
  char url[512];
  snprintf(url, sizeof url, "%s%s", base, path);
  explain(tracer, url);
  spanferry_header existing = {SPANFERRY_STR("baggage"), str(baggage == NULL ? "" : baggage)};
  spanferry_request ask = {0};
  ask.size = sizeof ask;
  ask.url = str(url);
  ask.existing = &existing;
  ask.existing_len = baggage == NULL ? 0 : 1;
  spanferry_headers *headers = NULL;
  check(spanferry_tracer_outgoing_headers(tracer, &ask, &headers), "outgoing");
  struct curl_slist *lines = NULL;
  spanferry_str name, value;
  for (size_t i = 0; spanferry_headers_get(headers, i, &name, &value); i++) {
    lines = append(lines, name, value);
  }
  send_request(curl, url, lines);
  curl_slist_free_all(lines);
  spanferry_headers_free(headers);
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: %s SHOP_URL OUTSIDE_URL WEBVIEW_TRACE_ID\n", argv[0]);
    return 2;
  }
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURL *curl = curl_easy_init();
  spanferry_tracer *tracer = spanferry_tracer_shared();
  if (curl == NULL || tracer == NULL) {
    return 1;
  }
  configure(tracer);
  take_over_webview(tracer, argv[3]);

  request(curl, tracer, argv[1], "/checkout", NULL);
  request(curl, tracer, argv[1], "/cart", "userId=alice;tier=gold,region=eu");
  request(curl, tracer, argv[2], "/track", NULL);
  check(spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, now_ms()), "new trace");
  request(curl, tracer, argv[1], "/support", NULL);

  spanferry_tracer_free(tracer);
  curl_easy_cleanup(curl);
  curl_global_cleanup();
  return 0;
}
