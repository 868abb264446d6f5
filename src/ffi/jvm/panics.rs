//! Functions that panic, to test what Java sees then. Never part of a library that is shipped: only
//! `--cfg spanferry_test_panic` compiles them.

use jni::EnvUnowned;
use jni::objects::JClass;
use jni::sys::jint;

use super::call::call;

/// Panics where a number is due.
#[unsafe(no_mangle)]
#[expect(clippy::panic, reason = "this is what it is for")]
pub extern "system" fn Java_dev_spanferry_core_PanicProbe_panic<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
) -> jint {
    call(env, |_| panic!("on purpose"))
}
