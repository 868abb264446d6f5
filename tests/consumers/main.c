/* What a program does that found the installed library: it asks for the version and makes headers. */

#include <spanferry/spanferry.h>

#include <stdio.h>
#include <string.h>

int main(void) {
  spanferry_str version = spanferry_version();
  if (version.len != strlen(SPANFERRY_VERSION) ||
      memcmp(version.data, SPANFERRY_VERSION, version.len) != 0) {
    fprintf(stderr, "header %s, library %.*s\n", SPANFERRY_VERSION, (int)version.len, version.data);
    return 1;
  }

  spanferry_options *options = NULL;
  spanferry_tracer *tracer = NULL;
  spanferry_headers *headers = NULL;
  spanferry_str name, value;
  spanferry_str json = SPANFERRY_STR("{\"dsn\": \"https://key@o1.ingest.sentry.io/1\"}");
  if (spanferry_options_from_json(json, &options, NULL) != SPANFERRY_STATUS_OK ||
      spanferry_tracer_new(options, &tracer, NULL) != SPANFERRY_STATUS_OK ||
      spanferry_tracer_trace_data(tracer, &headers) != SPANFERRY_STATUS_OK ||
      !spanferry_headers_get(headers, 0, &name, &value)) {
    fprintf(stderr, "no trace data\n");
    return 1;
  }
  printf("%.*s: %.*s\n", (int)name.len, name.data, (int)value.len, value.data);
  spanferry_headers_free(headers);
  spanferry_tracer_free(tracer);
  spanferry_options_free(options);
  return 0;
}
