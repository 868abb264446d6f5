//! What the library says of itself.

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass};
use jni::sys::{jboolean, jint};

use super::bytes;
use super::call::{call, number};
use crate::ffi::log::Level;
use crate::ffi::ops;
use crate::trace::reason::Reason;
use crate::trace::state::event::{Lifecycle, Outcome};
use crate::trace::state::source::Source;

/// `version(): byte[]`.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_version<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
) -> JByteArray<'l> {
    call(env, |env| bytes::give(env, ops::version().as_bytes()))
}

/// `corsHeaders(boolean): byte[]`.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_corsHeaders<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    with_traceparent: jboolean,
) -> JByteArray<'l> {
    call(env, |env| {
        bytes::give(env, ops::cors_headers(with_traceparent).as_bytes())
    })
}

/// `name(int, int): byte[]`: the name of a number; kinds are those of `spanferry_name_kind` in C.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_name<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    kind: jint,
    value: jint,
) -> JByteArray<'l> {
    call(env, |env| {
        let name = name(kind, number(value)).unwrap_or_default();
        bytes::give(env, name.as_bytes())
    })
}

fn name(kind: jint, value: u32) -> Option<&'static str> {
    let reasons = || Reason::ALL.into_iter().find(|item| *item as u32 == value);
    let outcomes = || Outcome::ALL.into_iter().find(|item| *item as u32 == value);
    match kind {
        2 => reasons().map(Reason::name),
        3 => Source::from_number(value).map(Source::name),
        4 => outcomes().map(Outcome::name),
        5 => Lifecycle::from_number(value).map(Lifecycle::name),
        6 => Level::from_number(value).map(Level::name),
        _ => None,
    }
}
