//! Who is told about changes.

use std::ffi::c_void;

use super::handle::lent_by;
use super::out::Out;
use super::user::User;
use super::{guard, spanferry_drop, spanferry_status, spanferry_str, spanferry_tracer};
use crate::ffi::ops;
use crate::trace::snapshot;
use crate::trace::state::listeners::{Change, ListenerId};

/// Is told of a change after it was made, outside every lock, on the thread that made it.
///
/// Calls of several threads may overlap and come in any order: ignore a `revision` lower than the
/// last. `source` is a `spanferry_source`; `snapshot_json` is borrowed for the call. The callback may
/// call any function of this library; it must not throw.
pub type spanferry_listener = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        revision: u64,
        source: u32,
        snapshot_json: spanferry_str,
    ),
>;

/// Adds a listener, which is told of changes from now on. On a failure `user` stays the caller's.
///
/// @param tracer borrowed for the call.
/// @param listener the callback.
/// @param user handed to each call; owned by the library on success, until `drop` is called with it.
/// @param drop may be `NULL`; called once, after the listener was removed (or the tracer went) and
/// its last running call has returned.
/// @param id_out may be `NULL`; names the listener for `spanferry_tracer_remove_listener`.
/// @return `NULL_POINTER` for the tracer or the callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_add_listener(
    tracer: *mut spanferry_tracer,
    listener: spanferry_listener,
    user: *mut c_void,
    drop: spanferry_drop,
    id_out: *mut u64,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        if listener.is_none() {
            return Err(spanferry_status::NullPointer);
        }
        // SAFETY: the header obliges the caller for places of results.
        let out = unsafe { Out::optional(id_out) };
        let user = User::new(user, drop);
        let ListenerId(id) =
            ops::add_listener(&tracer.tracer, move |change| tell(listener, &user, change));
        if let Some(out) = out {
            out.set(id);
        }
        Ok(())
    })
}

/// Removes a listener: no new call starts after this returns; one that another thread is just making
/// may still be running, and `drop` waits for it.
///
/// May be called inside the listener. An id that is not known is nothing.
///
/// @param tracer borrowed for the call; `NULL` is nothing.
/// @param id from `spanferry_tracer_add_listener`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_remove_listener(tracer: *mut spanferry_tracer, id: u64) {
    guard::guard((), || {
        // SAFETY: the header obliges the caller for objects.
        if let Ok(tracer) = unsafe { lent_by(tracer) } {
            ops::remove_listener(&tracer.tracer, ListenerId(id));
        }
    });
}

fn tell(listener: spanferry_listener, user: &User, change: &Change) {
    let json = snapshot::render(&change.view);
    let source = change.view.source as u32;
    let Some(listener) = listener else {
        return;
    };
    let (revision, json) = (change.view.revision, spanferry_str::of(&json));
    // SAFETY: the caller handed the two in together; `user` lives as long as the listener.
    unsafe { listener(user.data(), revision, source, json) };
}
