//! Where log lines go.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::enums::Level;
use super::error::NativeError;
use crate::ffi::log::Sink;
use crate::ffi::ops;

/// Receives log lines, on the thread that has something to say, several at once.
#[uniffi::export(with_foreign)]
pub trait LogSink: Send + Sync {
    /// Takes one line.
    fn log(&self, level: Level, line: String) -> Result<(), NativeError>;
}

/// Sets the log sink (none for silence) and the level of the process.
#[uniffi::export]
pub fn log_set(sink: Option<Arc<dyn LogSink>>, level: Level) -> Result<(), NativeError> {
    ops::log_set(sink.map(forward), level);
    Ok(())
}

fn forward(sink: Arc<dyn LogSink>) -> Sink {
    Box::new(move |level, line| {
        let call = || sink.log(level, line.to_owned());
        drop(catch_unwind(AssertUnwindSafe(call)));
    })
}
