//! What a tracer says of its trace, as UTF-8.

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass};
use jni::sys::jlong;

use super::call::{call, tracer};
use super::{bytes, headers};
use crate::ffi::ops;

/// `snapshot(long): byte[]`: the state as JSON.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_snapshot<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
) -> JByteArray<'l> {
    call(env, |env| {
        let json = ops::snapshot(&tracer(handle)?);
        bytes::give(env, json.as_bytes())
    })
}

/// `metaTags(long): byte[]`: HTML.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_metaTags<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
) -> JByteArray<'l> {
    call(env, |env| {
        let html = ops::meta_tags(&tracer(handle)?);
        bytes::give(env, html.as_bytes())
    })
}

/// `explain(long, byte[]): byte[]`: why a request to a URL carries the trace or not, as JSON.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_explain<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    url: JByteArray<'l>,
) -> JByteArray<'l> {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let url = bytes::required(env, &url)?;
        bytes::give(env, ops::explain(&tracer, &url).as_bytes())
    })
}

/// `traceData(long): byte[]`: the headers for any carrier, as a block.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_traceData<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
) -> JByteArray<'l> {
    call(env, |env| {
        let block = headers::block(&ops::trace_data(&tracer(handle)?));
        bytes::give(env, &block)
    })
}
