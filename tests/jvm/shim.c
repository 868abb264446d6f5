/*
 * A C library in the same process as Kotlin: it sees the shared tracer through the C header, and the
 * library under test is the one that Java has loaded already.
 */
#include <jni.h>
#include <stdlib.h>

#include "spanferry/spanferry.h"

/* The state of the tracer of the process, as C sees it. */
JNIEXPORT jbyteArray JNICALL Java_Shim_snapshot(JNIEnv *env, jclass class) {
  (void)class;
  static char text[65536];
  size_t len = 0;
  spanferry_tracer *tracer = spanferry_tracer_shared();
  spanferry_status status = spanferry_tracer_snapshot(tracer, text, sizeof text, &len);
  spanferry_tracer_free(tracer);
  if (status != SPANFERRY_STATUS_OK) {
    return NULL;
  }
  jbyteArray bytes = (*env)->NewByteArray(env, (jsize)len);
  if (bytes != NULL) {
    (*env)->SetByteArrayRegion(env, bytes, 0, (jsize)len, (const jbyte *)text);
  }
  return bytes;
}

/* Starts a trace from C. */
JNIEXPORT void JNICALL Java_Shim_startNewTrace(JNIEnv *env, jclass class) {
  (void)env;
  (void)class;
  spanferry_tracer *tracer = spanferry_tracer_shared();
  (void)spanferry_tracer_start_new_trace(tracer, SPANFERRY_SOURCE_APP, 0);
  spanferry_tracer_free(tracer);
}

/* Breaks a rule of JNI on purpose, so that the check for such is seen to work. */
JNIEXPORT void JNICALL Java_Shim_breakRule(JNIEnv *env, jclass class) {
  (void)class;
  jclass error = (*env)->FindClass(env, "java/lang/IllegalStateException");
  (*env)->ThrowNew(env, error, "pending");
  (*env)->FindClass(env, "java/lang/Object");
  (*env)->ExceptionClear(env);
}
