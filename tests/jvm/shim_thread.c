/* A thread that Java has never seen makes a change. */
#include <jni.h>
#include <pthread.h>

#include "spanferry/spanferry.h"

static void *change(void *unused) {
  (void)unused;
  spanferry_tracer *tracer = spanferry_tracer_shared();
  (void)spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 0);
  spanferry_tracer_free(tracer);
  return NULL;
}

/* Starts a trace on a thread of C's, and waits for it. */
JNIEXPORT jboolean JNICALL Java_Shim_startOnThread(JNIEnv *env, jclass class) {
  (void)env;
  (void)class;
  pthread_t thread;
  return pthread_create(&thread, NULL, change, NULL) == 0 && pthread_join(thread, NULL) == 0;
}
