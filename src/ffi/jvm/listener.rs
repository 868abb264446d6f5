//! Who is told about changes.

use jni::objects::{JClass, JObject, JValue};
use jni::sys::jlong;
use jni::{EnvUnowned, jni_sig, jni_str};

use super::call::{call, java_number, tracer};
use super::callback::Callback;
use crate::ffi::log::{self, Level};
use crate::ffi::ops;
use crate::trace::snapshot;
use crate::trace::state::listeners::{Change, ListenerId};

/// `addListener(long, Listener): long`: the listener's `changed(long, int, byte[])` is called after
/// each change, outside every lock, on the thread that made it. A thread of C's is attached to the
/// virtual machine for the call.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_addListener<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    listener: JObject<'l>,
) -> jlong {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let signature = jni_sig!("(JI[B)V");
        let callback = Callback::new(env, &listener, jni_str!("changed"), signature)?;
        let ListenerId(id) = ops::add_listener(&tracer, move |change| tell(&callback, change));
        Ok(jlong::try_from(id).unwrap_or(0))
    })
}

/// `removeListener(long, long)`: no new call starts after this returns; an id that is not known is
/// nothing.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_removeListener<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    id: jlong,
) {
    call(env, |_| {
        let id = ListenerId(u64::try_from(id).unwrap_or(0));
        ops::remove_listener(&tracer(handle)?, id);
        Ok(())
    });
}

fn tell(callback: &Callback, change: &Change) {
    let json = snapshot::render(&change.view);
    let revision = jlong::try_from(change.view.revision).unwrap_or(jlong::MAX);
    let source = java_number(change.view.source as u32);
    if !callback.call(&[JValue::Long(revision), JValue::Int(source)], &json) {
        log::write(Level::Error, format_args!("a change listener threw"));
    }
}
