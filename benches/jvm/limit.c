/* The least that a native method can cost which takes a URL and gives three headers: bytes in, bytes out, no work. */
#include <jni.h>

enum { URL_MAX = 512, TEXT_MAX = 1024 };

static jbyte text[TEXT_MAX];
static jsize text_len;

JNIEXPORT void JNICALL Java_dev_spanferry_bench_Limit_prepare(JNIEnv *env, jclass unused, jbyteArray from) {
  (void)unused;
  text_len = (*env)->GetArrayLength(env, from);
  (*env)->GetByteArrayRegion(env, from, 0, text_len, text);
}

JNIEXPORT jint JNICALL Java_dev_spanferry_bench_Limit_cross(JNIEnv *env, jclass unused, jbyteArray url, jint len, jbyteArray out) {
  (void)unused;
  jbyte in[URL_MAX];
  if (len > URL_MAX)
    return -1;
  (*env)->GetByteArrayRegion(env, url, 0, len, in);
  (*env)->SetByteArrayRegion(env, out, 0, text_len, text);
  return in[0] == 'h' ? text_len : -1;
}
