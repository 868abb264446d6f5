//! The trace state of an app: what it is, how it changes, who may read it.
//!
//! * [`trace`]: the trace itself; [`source`]: who may set it.
//! * [`rules`]: one pure function `(state, event) -> (state, outcome)` over [`model`] and [`event`].
//! * [`view`]: what readers see, whole and immutable; [`publish`] hands it to them without a lock.
//! * [`tracer`]: one mutex for writers, the listeners, and every operation.

pub mod event;
pub mod history;
pub mod listeners;
pub mod model;
pub mod pages;
pub mod publish;
pub mod rules;
pub mod source;
pub mod trace;
pub mod tracer;
pub mod view;
