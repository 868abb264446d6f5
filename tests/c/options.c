/* Options: set one by one, read from JSON, refused with words. */

#include "check.h"

#include <math.h>

static void an_error_says_what_is_wrong_and_is_the_callers(void) {
  spanferry_options *options = (spanferry_options *)UNTOUCHED_POINTER;
  spanferry_error *error = NULL;
  CHECK_STATUS(INVALID_OPTION,
               spanferry_options_from_json(SPANFERRY_STR("{\"dns\": 1}"), &options, &error));
  CHECK(options == UNTOUCHED_POINTER);
  CHECK_TEXT("dns: is not an option", spanferry_error_message(error));
  spanferry_error_free(error);
}

static void nobody_needs_to_take_the_error(void) {
  spanferry_options *options = NULL;
  CHECK_STATUS(INVALID_OPTION, spanferry_options_from_json(SPANFERRY_STR("["), &options, NULL));
  CHECK(options == NULL);
}

static void json_is_checked_before_it_is_read(void) {
  spanferry_options *options = (spanferry_options *)UNTOUCHED_POINTER;
  spanferry_error *error = (spanferry_error *)UNTOUCHED_POINTER;
  CHECK_STATUS(NULL_POINTER, spanferry_options_from_json(broken_text(), &options, &error));
  CHECK_STATUS(NULL_POINTER, spanferry_options_from_json(SPANFERRY_STR("{}"), NULL, &error));
  CHECK_STATUS(INVALID_UTF8,
               spanferry_options_from_json(SPANFERRY_STR("{\"dsn\": \"\xFF\"}"), &options, &error));
  spanferry_str endless = {"x", SIZE_MAX};
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_options_from_json(endless, &options, &error));
  CHECK(options == UNTOUCHED_POINTER && error == UNTOUCHED_POINTER);
}

static void null_is_freed_and_read_as_nothing(void) {
  spanferry_options_free(NULL);
  spanferry_error_free(NULL);
  CHECK_TEXT("", spanferry_error_message(NULL));
}

static void each_setter_needs_options(void) {
  CHECK_STATUS(NULL_POINTER,
               spanferry_options_set_text(NULL, SPANFERRY_OPTION_DSN, SPANFERRY_STR(DSN)));
  CHECK_STATUS(NULL_POINTER,
               spanferry_options_set_number(NULL, SPANFERRY_OPTION_TRACES_SAMPLE_RATE, 1));
  CHECK_STATUS(NULL_POINTER,
               spanferry_options_set_flag(NULL, SPANFERRY_OPTION_PROPAGATE_TRACEPARENT, true));
  CHECK_STATUS(NULL_POINTER,
               spanferry_options_add_rule(NULL, SPANFERRY_LIST_DENY_TARGETS,
                                          SPANFERRY_RULE_KIND_TEXT, SPANFERRY_STR("x"), no_text(),
                                          NULL));
  CHECK_STATUS(NULL_POINTER, spanferry_options_set_none(NULL, SPANFERRY_LIST_DENY_TARGETS));
}

static void text_of_an_option_is_checked(void) {
  spanferry_options *options = spanferry_options_new();
  CHECK_STATUS(NULL_POINTER,
               spanferry_options_set_text(options, SPANFERRY_OPTION_DSN, broken_text()));
  CHECK_STATUS(INVALID_UTF8,
               spanferry_options_set_text(options, SPANFERRY_OPTION_DSN, SPANFERRY_STR("\xC3")));
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_options_set_text(options, 0, SPANFERRY_STR(DSN)));
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_options_set_text(options, 9999, SPANFERRY_STR(DSN)));
  CHECK_STATUS(INVALID_OPTION,
               spanferry_options_set_text(options, SPANFERRY_OPTION_MODE, SPANFERRY_STR("x")));
  spanferry_options_free(options);
}

static void an_option_takes_only_its_kind_of_value(void) {
  spanferry_options *options = spanferry_options_new();
  CHECK_STATUS(INVALID_OPTION, spanferry_options_set_number(options, SPANFERRY_OPTION_DSN, 1));
  CHECK_STATUS(INVALID_OPTION, spanferry_options_set_flag(options, SPANFERRY_OPTION_RELEASE, true));
  CHECK_STATUS(INVALID_OPTION,
               spanferry_options_set_number(options, SPANFERRY_OPTION_BACKGROUND_LIMIT_MS, -1));
  CHECK_STATUS(INVALID_OPTION,
               spanferry_options_set_number(options, SPANFERRY_OPTION_SAMPLE_RAND, 1));
  CHECK_STATUS(INVALID_OPTION,
               spanferry_options_set_number(options, SPANFERRY_OPTION_HANDOVER_LIMIT_MS, (double)NAN));
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_options_set_number(options, 9999, 1));
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_options_set_flag(options, 9999, true));
  spanferry_options_free(options);
}

static void every_option_can_be_set(void) {
  static const struct {
    uint32_t option;
    const char *text;
  } texts[] = {
      {SPANFERRY_OPTION_DSN, DSN},
      {SPANFERRY_OPTION_ORG_ID, "42"},
      {SPANFERRY_OPTION_APP_ORIGIN, "https://app.example.com"},
      {SPANFERRY_OPTION_RELEASE, "shop@1.2.3"},
      {SPANFERRY_OPTION_ENVIRONMENT, "staging"},
      {SPANFERRY_OPTION_TUNNEL, "/tunnel"},
      {SPANFERRY_OPTION_REPLAY_ID, "0123456789abcdef0123456789abcdef"},
      {SPANFERRY_OPTION_TARGET_MATCHING, "js10"},
      {SPANFERRY_OPTION_MODE, "browser"},
      {SPANFERRY_OPTION_LOG_LEVEL, "off"},
  };
  spanferry_options *options = spanferry_options_new();
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    CHECK_STATUS(OK, spanferry_options_set_text(options, texts[i].option, str_of(texts[i].text)));
  }
  CHECK_STATUS(OK, spanferry_options_set_number(options, SPANFERRY_OPTION_TRACES_SAMPLE_RATE, 1));
  CHECK_STATUS(OK, spanferry_options_set_number(options, SPANFERRY_OPTION_SAMPLE_RAND, 0.25));
  CHECK_STATUS(OK,
               spanferry_options_set_number(options, SPANFERRY_OPTION_BACKGROUND_LIMIT_MS, 1000));
  CHECK_STATUS(OK,
               spanferry_options_set_number(options, SPANFERRY_OPTION_HANDOVER_LIMIT_MS, 1000));
  CHECK_STATUS(OK, spanferry_options_set_flag(options, SPANFERRY_OPTION_PROPAGATE_TRACEPARENT, true));
  CHECK_STATUS(
      OK, spanferry_options_set_flag(options, SPANFERRY_OPTION_STRICT_TRACE_CONTINUATION, true));

  spanferry_tracer *tracer = NULL;
  CHECK_STATUS(OK, spanferry_tracer_new(options, &tracer, NULL));
  CHECK_STATUS(OK, spanferry_tracer_begin_root_span(tracer, SPANFERRY_STR("start"), no_text()));
  const char *parts[] = {"\"sampled\":true", "\"sampleRand\":0.25", "sentry-environment=staging",
                         "sentry-release=shop%401.2.3", "sentry-org_id=42", "\"traceparent\":\"00-",
                         "sentry-replay_id=0123456789abcdef"};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    check_that(snapshot_has(tracer, parts[i]), parts[i], __FILE__, __LINE__);
  }
  spanferry_tracer_free(tracer);
  spanferry_options_free(options);
}

static void a_rate_that_is_not_a_number_samples_nothing(void) {
  spanferry_options *options = spanferry_options_new();
  spanferry_tracer *tracer = NULL;
  CHECK_STATUS(OK, spanferry_options_set_number(options, SPANFERRY_OPTION_TRACES_SAMPLE_RATE, (double)NAN));
  CHECK_STATUS(OK, spanferry_tracer_new(options, &tracer, NULL));
  CHECK_STATUS(OK, spanferry_tracer_begin_root_span(tracer, no_text(), no_text()));
  CHECK(snapshot_has(tracer, "\"sampled\":false"));
  spanferry_tracer_free(tracer);
  spanferry_options_free(options);
}

static spanferry_status add(spanferry_options *options, uint32_t list, uint32_t kind,
                            const char *text, const char *flags, spanferry_error **error) {
  return spanferry_options_add_rule(options, list, kind, str_of(text), str_of(flags), error);
}

static void a_pattern_is_refused_when_it_is_added(void) {
  const uint32_t list = SPANFERRY_LIST_TRACE_PROPAGATION_TARGETS;
  spanferry_options *options = spanferry_options_new();
  spanferry_error *error = NULL;
  CHECK_STATUS(OK, add(options, list, SPANFERRY_RULE_KIND_TEXT, "localhost", "", &error));
  CHECK_STATUS(INVALID_OPTION, add(options, list, SPANFERRY_RULE_KIND_REGEX, "ab(c", "", &error));
  spanferry_str message = spanferry_error_message(error);
  CHECK(contains(message.data, message.len, "tracePropagationTargets[1]: "));
  CHECK(contains(message.data, message.len, "/ab(c/"));
  spanferry_error_free(error);
  CHECK_STATUS(INVALID_OPTION, add(options, list, SPANFERRY_RULE_KIND_REGEX, "a", "zz", NULL));
  spanferry_options_free(options);
}

static void numbers_of_rules_are_checked(void) {
  spanferry_options *options = spanferry_options_new();
  spanferry_error *error = (spanferry_error *)UNTOUCHED_POINTER;
  const uint32_t text = SPANFERRY_RULE_KIND_TEXT;
  CHECK_STATUS(INVALID_ARGUMENT, add(options, 0, text, "x", "", &error));
  CHECK_STATUS(INVALID_ARGUMENT, add(options, 3, text, "x", "", &error));
  CHECK_STATUS(INVALID_ARGUMENT, add(options, SPANFERRY_LIST_DENY_TARGETS, 0, "x", "", &error));
  CHECK_STATUS(INVALID_ARGUMENT, add(options, SPANFERRY_LIST_DENY_TARGETS, text, "x", "i", &error));
  CHECK_STATUS(INVALID_ARGUMENT, spanferry_options_set_none(options, 0));
  CHECK_STATUS(INVALID_UTF8,
               add(options, SPANFERRY_LIST_DENY_TARGETS, text, "\xC0\x80", "", &error));
  CHECK_STATUS(NULL_POINTER, spanferry_options_add_rule(options, SPANFERRY_LIST_DENY_TARGETS, text,
                                                        broken_text(), no_text(), &error));
  CHECK(error == UNTOUCHED_POINTER);
  spanferry_options_free(options);
}

static void a_list_holds_a_thousand_rules(void) {
  spanferry_options *options = spanferry_options_new();
  const uint32_t list = SPANFERRY_LIST_DENY_TARGETS;
  for (int i = 0; i < 1000; i++) {
    CHECK_STATUS(OK, add(options, list, SPANFERRY_RULE_KIND_TEXT, "x", "", NULL));
  }
  CHECK_STATUS(INVALID_OPTION, add(options, list, SPANFERRY_RULE_KIND_TEXT, "x", "", NULL));
  spanferry_options_free(options);
}

static uint32_t reason_for(spanferry_options *options, const char *url) {
  spanferry_tracer *tracer = NULL;
  CHECK_STATUS(OK, spanferry_tracer_new(options, &tracer, NULL));
  spanferry_request request = request_to(url);
  spanferry_outgoing out = {.size = sizeof out};
  char buf[4096];
  CHECK_STATUS(OK, spanferry_tracer_outgoing(tracer, &request, buf, sizeof buf, &out));
  spanferry_tracer_free(tracer);
  return out.reason;
}

static void no_rule_is_not_the_empty_list(void) {
  spanferry_options *options = options_of("{\"dsn\": \"" DSN "\"}");
  CHECK_NUMBER(SPANFERRY_REASON_DEFAULT_ALL, reason_for(options, "https://a.example/"));
  const uint32_t list = SPANFERRY_LIST_TRACE_PROPAGATION_TARGETS;
  CHECK_STATUS(OK, spanferry_options_set_none(options, list));
  CHECK_NUMBER(SPANFERRY_REASON_NO_TARGETS, reason_for(options, "https://a.example/"));
  CHECK_STATUS(OK, add(options, list, SPANFERRY_RULE_KIND_REGEX, "^https://A\\.", "i", NULL));
  CHECK_NUMBER(SPANFERRY_REASON_TARGET_MATCHED, reason_for(options, "https://a.example/"));
  CHECK_NUMBER(SPANFERRY_REASON_NO_TARGET_MATCHED, reason_for(options, "https://b.example/"));
  CHECK_STATUS(OK, add(options, SPANFERRY_LIST_DENY_TARGETS, SPANFERRY_RULE_KIND_TEXT, "/x", "", NULL));
  CHECK_NUMBER(SPANFERRY_REASON_DENIED, reason_for(options, "https://a.example/x"));
  CHECK_STATUS(OK, spanferry_options_set_none(options, SPANFERRY_LIST_DENY_TARGETS));
  CHECK_NUMBER(SPANFERRY_REASON_TARGET_MATCHED, reason_for(options, "https://a.example/x"));
  CHECK_STATUS(OK, spanferry_options_set_none(options, list));
  CHECK_NUMBER(SPANFERRY_REASON_NO_TARGETS, reason_for(options, "https://a.example/"));
  spanferry_options_free(options);
}

int main(void) {
  RUN(an_error_says_what_is_wrong_and_is_the_callers);
  RUN(nobody_needs_to_take_the_error);
  RUN(json_is_checked_before_it_is_read);
  RUN(null_is_freed_and_read_as_nothing);
  RUN(each_setter_needs_options);
  RUN(text_of_an_option_is_checked);
  RUN(an_option_takes_only_its_kind_of_value);
  RUN(every_option_can_be_set);
  RUN(a_rate_that_is_not_a_number_samples_nothing);
  RUN(a_pattern_is_refused_when_it_is_added);
  RUN(numbers_of_rules_are_checked);
  RUN(a_list_holds_a_thousand_rules);
  RUN(no_rule_is_not_the_empty_list);
  return 0;
}
