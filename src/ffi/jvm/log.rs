//! Where log lines go.

use jni::objects::{JClass, JObject, JValue};
use jni::sys::jint;
use jni::{EnvUnowned, jni_sig, jni_str};

use super::call::{Failure, call, java_number, number};
use super::callback::Callback;
use crate::ffi::log::{Level, Sink};
use crate::ffi::ops;

/// `logSet(Sink?, int)`: the sink's `log(int, byte[])` gets the lines up to the level, on the thread
/// that has something to say. Without a sink they go to Android's log, and elsewhere nowhere.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_logSet<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    sink: JObject<'l>,
    level: jint,
) {
    call(env, |env| {
        let level = Level::from_number(number(level));
        let level = level.ok_or(Failure::Argument("a level that is not known"))?;
        let sink = if sink.is_null() {
            platform_sink()
        } else {
            let callback = Callback::new(env, &sink, jni_str!("log"), jni_sig!("(I[B)V"))?;
            Some(sink_of(callback))
        };
        ops::log_set(sink, level);
        Ok(())
    });
}

fn sink_of(callback: Callback) -> Sink {
    Box::new(move |level, line| {
        // A sink that throws has nowhere to complain to.
        callback.call(&[JValue::Int(java_number(level as u32))], line);
    })
}

/// Writes to Android's log under the tag `spanferry`, through a logger of our own: none is installed
/// for the process.
#[cfg(target_os = "android")]
fn platform_sink() -> Option<Sink> {
    use ::log::Log;
    let config = android_logger::Config::default()
        .with_tag("spanferry")
        .with_max_level(::log::LevelFilter::Trace);
    let logger = android_logger::AndroidLogger::new(config);
    Some(Box::new(move |level, line| {
        if let Some(level) = android_level(level) {
            let arguments = format_args!("{line}");
            let record = ::log::Record::builder()
                .level(level)
                .args(arguments)
                .build();
            logger.log(&record);
        }
    }))
}

#[cfg(target_os = "android")]
fn android_level(level: Level) -> Option<::log::Level> {
    match level {
        Level::Off => None,
        Level::Error => Some(::log::Level::Error),
        Level::Warn => Some(::log::Level::Warn),
        Level::Info => Some(::log::Level::Info),
        Level::Debug => Some(::log::Level::Debug),
        Level::Trace => Some(::log::Level::Trace),
    }
}

#[cfg(not(target_os = "android"))]
fn platform_sink() -> Option<Sink> {
    None
}
