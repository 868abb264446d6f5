//! Objects of Java's that the library calls.

use jni::objects::{JObject, JValue};
use jni::refs::Global;
use jni::signature::MethodSignature;
use jni::strings::JNIStr;
use jni::{Env, JavaVM};

use super::call::Failure;

/// An object that is called from any thread; it lives as long as this.
pub(super) struct Callback {
    object: Global<JObject<'static>>,
    method: &'static JNIStr,
    signature: MethodSignature<'static, 'static>,
}

impl Callback {
    /// An object with a method that returns nothing.
    pub(super) fn new(
        env: &Env<'_>,
        object: &JObject<'_>,
        method: &'static JNIStr,
        signature: MethodSignature<'static, 'static>,
    ) -> Result<Self, Failure> {
        if object.is_null() {
            return Err(Failure::Argument("null where a callback is due"));
        }
        Ok(Self {
            object: env.new_global_ref(object)?,
            method,
            signature,
        })
    }

    /// Calls the method with numbers and then `text` as a byte array, on this thread, which is
    /// attached for the call if it is not one of Java's. False when the method threw: the exception
    /// is forgotten, because there is nobody here to catch it.
    pub(super) fn call(&self, numbers: &[JValue<'_>], text: &str) -> bool {
        let Ok(machine) = JavaVM::singleton() else {
            return false;
        };
        let called = machine.attach_current_thread_for_scope(|env| -> Result<bool, Failure> {
            let called = self.call_with(env, numbers, text);
            if env.exception_check() {
                env.exception_clear();
                return Ok(false);
            }
            called.map(|()| true)
        });
        called.unwrap_or(false)
    }

    fn call_with(
        &self,
        env: &mut Env<'_>,
        numbers: &[JValue<'_>],
        text: &str,
    ) -> Result<(), Failure> {
        let bytes = env.byte_array_from_slice(text.as_bytes())?;
        let mut arguments = numbers.to_vec();
        arguments.push(JValue::Object(&bytes));
        env.call_method(&*self.object, self.method, &self.signature, &arguments)?;
        Ok(())
    }
}
