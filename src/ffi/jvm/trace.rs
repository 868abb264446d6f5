//! The trace of a tracer: started, continued, sampled.

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass};
use jni::sys::{jint, jlong};

use super::bytes;
use super::call::{Failure, call, java_number, number, time, tracer};
use super::headers::Lines;
use crate::ffi::ops;
use crate::trace::ids::SpanId;
use crate::trace::state::source::Source;
use crate::trace::state::trace::RootSpan;

/// `startNewTrace(long, int, long)`.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_startNewTrace<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    source: jint,
    now_ms: jlong,
) {
    call(env, |_| {
        let tracer = tracer(handle)?;
        let source = Source::from_number(number(source));
        let source = source.ok_or(Failure::Argument("a source that is not known"))?;
        ops::start_new_trace(&tracer, source, time(now_ms));
        Ok(())
    });
}

/// `continueTrace(long, byte[], long): int`: the reason.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_continueTrace<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    headers: JByteArray<'l>,
    now_ms: jlong,
) -> jint {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let block = bytes::required(env, &headers)?;
        let incoming = Lines::new(&block)?.incoming();
        let reason = ops::continue_trace(&tracer, incoming, time(now_ms));
        Ok(java_number(reason as u32))
    })
}

/// `continueFromMeta(long, byte[], long): int`: the reason.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_continueFromMeta<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    html: JByteArray<'l>,
    now_ms: jlong,
) -> jint {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let html = bytes::required(env, &html)?;
        let reason = ops::continue_from_meta(&tracer, &html, time(now_ms));
        Ok(java_number(reason as u32))
    })
}

/// `beginRootSpan(long, byte[]?, byte[]?)`: name and source of the name.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_beginRootSpan<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    name: JByteArray<'l>,
    source: JByteArray<'l>,
) {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let source = bytes::text(env, &source)?;
        let root = RootSpan {
            name: bytes::text(env, &name)?,
            source: Some(source).filter(|source| !source.is_empty()),
        };
        ops::begin_root_span(&tracer, &root);
        Ok(())
    });
}

/// `endRootSpan(long)`.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_endRootSpan<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
) {
    call(env, |_| {
        ops::end_root_span(&tracer(handle)?);
        Ok(())
    });
}

/// `setActiveSpan(long, byte[]?)`: 16 hexadecimal digits, or nothing.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_setActiveSpan<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    span_id: JByteArray<'l>,
) {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let text = bytes::optional(env, &span_id)?.filter(|text| !text.is_empty());
        let span_id = match text {
            None => None,
            Some(text) => Some(SpanId::parse(&text).ok_or(Failure::Argument("no span id"))?),
        };
        ops::set_active_span(&tracer, span_id);
        Ok(())
    });
}
