//! Who is told about changes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::enums::Source;
use super::error::NativeError;
use super::tracer::NativeTracer;
use crate::ffi::ops;
use crate::trace::snapshot;
use crate::trace::state::listeners::{Change, ListenerId};

/// Is told of each change after it was made, outside every lock, on the thread that made it.
///
/// Calls of several threads may overlap and come in any order: ignore a revision lower than the last.
#[uniffi::export(with_foreign)]
pub trait ChangeListener: Send + Sync {
    /// The state after a change.
    fn changed(
        &self,
        revision: u64,
        source: Source,
        snapshot_json: String,
    ) -> Result<(), NativeError>;
}

#[uniffi::export]
impl NativeTracer {
    /// Adds a listener; the number names it for `remove_listener`.
    pub fn add_listener(&self, listener: Arc<dyn ChangeListener>) -> Result<u64, NativeError> {
        let id = ops::add_listener(&self.0, move |change| tell(&*listener, change));
        Ok(id.0)
    }

    /// Removes a listener: no new call starts after this returns. An unknown number is nothing.
    pub fn remove_listener(&self, id: u64) -> Result<(), NativeError> {
        ops::remove_listener(&self.0, ListenerId(id));
        Ok(())
    }
}

/// What a listener throws is forgotten: the change was made, and others want to hear of it.
fn tell(listener: &dyn ChangeListener, change: &Change) {
    let json = snapshot::render(&change.view);
    let (revision, source) = (change.view.revision, change.view.source);
    let call = || listener.changed(revision, source, json);
    drop(catch_unwind(AssertUnwindSafe(call)));
}
