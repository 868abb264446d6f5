// The header from C++17: overloads, lambdas as callbacks, enumerators where numbers are due.

#include "check.h"

#include <memory>
#include <string>
#include <string_view>

namespace {

struct Free {
  void operator()(spanferry_tracer *tracer) const { spanferry_tracer_free(tracer); }
  void operator()(spanferry_options *options) const { spanferry_options_free(options); }
  void operator()(spanferry_headers *headers) const { spanferry_headers_free(headers); }
};

template <typename T>
using Owned = std::unique_ptr<T, Free>;

Owned<spanferry_tracer> make_tracer() {
  Owned<spanferry_options> options(spanferry_options_new());
  CHECK_STATUS(OK,
               spanferry_options_set_text(options.get(), SPANFERRY_OPTION_DSN, SPANFERRY_STR(DSN)));
  spanferry_tracer *tracer = nullptr;
  CHECK_STATUS(OK, spanferry_tracer_new(options.get(), &tracer, nullptr));
  return Owned<spanferry_tracer>(tracer);
}

void headers_become_a_string() {
  Owned<spanferry_tracer> tracer = make_tracer();
  spanferry_headers *raw = nullptr;
  CHECK_STATUS(OK, spanferry_tracer_trace_data(tracer.get(), &raw));
  Owned<spanferry_headers> headers(raw);
  std::string all;
  spanferry_str name{}, value{};
  for (size_t i = 0; spanferry_headers_get(headers.get(), i, &name, &value); i++) {
    all.append(std::string_view(name.data, name.len)).append("\n");
  }
  CHECK(all == "sentry-trace\nbaggage\n");
}

void a_lambda_may_listen() {
  Owned<spanferry_tracer> tracer = make_tracer();
  int calls = 0;
  spanferry_listener listener = [](void *user, uint64_t, uint32_t source, spanferry_str) {
    CHECK(source == SPANFERRY_SOURCE_APP);
    ++*static_cast<int *>(user);
  };
  CHECK_STATUS(OK, spanferry_tracer_add_listener(tracer.get(), listener, &calls, nullptr, nullptr));
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(tracer.get(), SPANFERRY_SOURCE_APP, 1));
  CHECK(calls == 1);
}

void a_request_is_decided() {
  Owned<spanferry_tracer> tracer = make_tracer();
  spanferry_request request{};
  request.size = sizeof request;
  request.url = SPANFERRY_STR("https://a.example/");
  spanferry_outgoing out{};
  out.size = sizeof out;
  char buf[1024];
  spanferry_status status =
      spanferry_tracer_outgoing(tracer.get(), &request, buf, sizeof buf, &out);
  CHECK(status == SPANFERRY_STATUS_OK && out.decision == SPANFERRY_DECISION_ATTACH);
}

}  // namespace

int main() {
  RUN(headers_become_a_string);
  RUN(a_lambda_may_listen);
  RUN(a_request_is_decided);
  return 0;
}
