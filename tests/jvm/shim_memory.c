/* How often memory was handed out in this process, counted by a preloaded library; see benches. */
#include <jni.h>
#include <stdint.h>

void malloc_count_get(uint64_t counts[2]) __attribute__((weak));

JNIEXPORT jlong JNICALL Java_Shim_allocations(JNIEnv *env, jclass class) {
  (void)env;
  (void)class;
  uint64_t counts[2] = {0, 0};
  if (malloc_count_get) {
    malloc_count_get(counts);
  }
  return (jlong)counts[0];
}
