/* A fault inside the library. These functions exist only in a library that was built for this test
 * (`--cfg spanferry_test_panic`); the header does not know them. */

#include "check.h"

spanferry_status spanferry_test_panic_status(void);
spanferry_options *spanferry_test_panic_object(void);
bool spanferry_test_panic_flag(void);

static void it_is_a_status(void) { CHECK_STATUS(INTERNAL, spanferry_test_panic_status()); }

static void it_is_null_where_an_object_is_due(void) {
  CHECK(spanferry_test_panic_object() == NULL);
}

static void it_is_false_where_a_flag_is_due(void) { CHECK(!spanferry_test_panic_flag()); }

static void the_library_goes_on(void) {
  spanferry_tracer *tracer = configured_tracer();
  CHECK_STATUS(INTERNAL, spanferry_test_panic_status());
  CHECK_STATUS(OK, spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 1));
  spanferry_tracer_free(tracer);
}

int main(void) {
  RUN(it_is_a_status);
  RUN(it_is_null_where_an_object_is_due);
  RUN(it_is_false_where_a_flag_is_due);
  RUN(the_library_goes_on);
  return 0;
}
