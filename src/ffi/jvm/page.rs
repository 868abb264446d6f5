//! Webviews and their pages, and the life of the app.

use jni::objects::{JByteArray, JClass};
use jni::sys::{jint, jlong};
use jni::{Env, EnvUnowned};

use super::bytes;
use super::call::{Failure, call, java_number, number, time, tracer};
use crate::ffi::ops;
use crate::trace::state::event::Lifecycle;
use crate::trace::state::pages::PageId;

/// `attach(long, byte[], byte[], long)`: webview and page.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_attach<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    webview: JByteArray<'l>,
    page: JByteArray<'l>,
    now_ms: jlong,
) {
    call(env, |env| {
        let tracer = tracer(handle)?;
        ops::attach(&tracer, &page_id(env, &webview, &page)?, time(now_ms));
        Ok(())
    });
}

/// `adopt(long, byte[], byte[], byte[], long): int`: webview, page and snapshot; the outcome.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_adopt<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    webview: JByteArray<'l>,
    page: JByteArray<'l>,
    snapshot: JByteArray<'l>,
    now_ms: jlong,
) -> jint {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let page = page_id(env, &webview, &page)?;
        let json = bytes::required(env, &snapshot)?;
        let outcome = ops::adopt(&tracer, &page, &json, time(now_ms));
        Ok(java_number(outcome as u32))
    })
}

/// `lifecycle(long, int, byte[]?, byte[]?, long): int`: step, webview and page; the outcome.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_lifecycle<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    event: jint,
    webview: JByteArray<'l>,
    page: JByteArray<'l>,
    now_ms: jlong,
) -> jint {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let step = Lifecycle::from_number(number(event));
        let step = step.ok_or(Failure::Argument("a step that is not known"))?;
        let id = page_id(env, &webview, &page)?;
        let page = (!id.webview.is_empty()).then_some(id);
        let outcome = ops::lifecycle(&tracer, step, page, time(now_ms));
        Ok(java_number(outcome as u32))
    })
}

fn page_id(
    env: &Env<'_>,
    webview: &JByteArray<'_>,
    page: &JByteArray<'_>,
) -> Result<PageId, Failure> {
    let (webview, page) = (bytes::text(env, webview)?, bytes::text(env, page)?);
    Ok(PageId::new(&webview, &page))
}
