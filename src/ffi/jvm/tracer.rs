//! Tracers: made, shared, configured, detached, closed.

use jni::objects::{JByteArray, JClass, JLongArray};
use jni::sys::jlong;
use jni::{Env, EnvUnowned};

use super::call::{Failure, call, tracer};
use super::headers::Lines;
use super::{bytes, handles};
use crate::ffi::ops;
use crate::trace::options::Options;
use crate::trace::state::tracer::Tracer;

/// `create(byte[]?): long`: a tracer of its own, with options as JSON or none yet.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_create<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    options: JByteArray<'l>,
) -> jlong {
    call(env, |env| {
        let options = bytes::optional(env, &options)?;
        let options = options.map(|json| parse(&json)).transpose()?;
        open(ops::new(options)?)
    })
}

/// `shared(): long`: one more number for the tracer of the process.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_shared<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
) -> jlong {
    call(env, |_| open(ops::shared()))
}

/// `free(long)`: gives a number up; one that is not in use is nothing. Calls that are inside the
/// tracer on other threads end as if it were open.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_free<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
) {
    call(env, |_| {
        handles::table().close(handle);
        Ok(())
    });
}

/// `configure(long, byte[])`: puts options in force, whole or not at all.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_configure<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    options: JByteArray<'l>,
) {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let options = parse(&bytes::required(env, &options)?)?;
        ops::configure(&tracer, options)?;
        Ok(())
    });
}

/// `detach(long, byte[]?): long[2]`: a detached tracer and the reason.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_detach<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    headers: JByteArray<'l>,
) -> JLongArray<'l> {
    call(env, |env| {
        let tracer = tracer(handle)?;
        let block = bytes::optional(env, &headers)?;
        let lines = block.as_deref().map(Lines::new).transpose()?;
        let (scope, reason) = ops::detach(&tracer, lines.map(Lines::incoming));
        let scope = open(scope)?;
        pair(env, [scope, (reason as u32).into()]).inspect_err(|_| {
            handles::table().close(scope);
        })
    })
}

fn pair<'l>(env: &mut Env<'l>, values: [jlong; 2]) -> Result<JLongArray<'l>, Failure> {
    let array = JLongArray::new(env, values.len())?;
    array.set_region(env, 0, &values)?;
    Ok(array)
}

fn open(tracer: Tracer) -> Result<jlong, Failure> {
    handles::table().open(tracer).ok_or(Failure::TooMany)
}

fn parse(json: &[u8]) -> Result<Options, Failure> {
    Ok(Options::from_json(json)?)
}
