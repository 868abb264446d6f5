//! Webviews and their pages, and the life of the app.

use super::handle::lent_by;
use super::out::Out;
use super::{guard, spanferry_status, spanferry_str, spanferry_tracer};
use crate::ffi::ops;
use crate::trace::state::event::Lifecycle;
use crate::trace::state::pages::PageId;

/// Introduces a page; its webview owns the trace from now on, the page before it is dead.
///
/// Give the page `spanferry_tracer_snapshot` as the answer.
///
/// @param tracer borrowed for the call.
/// @param webview copied; an id that the host gives the webview, never one from JavaScript.
/// @param page copied; an id that each page load draws.
/// @param now_ms the time.
/// @return `NULL_POINTER`. A page that is dead, or has no id, is not attached, and its pushes say
/// so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_attach(
    tracer: *mut spanferry_tracer,
    webview: spanferry_str,
    page: spanferry_str,
    now_ms: u64,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        // SAFETY: the header obliges the caller for text.
        let page = unsafe { page_id(webview, page) }?;
        ops::attach(&tracer.tracer, &page, now_ms);
        Ok(())
    })
}

/// Takes over the trace that a page pushes, if the rules let it.
///
/// @param tracer borrowed for the call.
/// @param webview borrowed for the call; as for `spanferry_tracer_attach`.
/// @param page borrowed for the call; as for `spanferry_tracer_attach`.
/// @param snapshot_json borrowed for the call; a snapshot with the key `sequence`, which grows with
/// every push of the page.
/// @param now_ms the time.
/// @param outcome_out may be `NULL`; a `spanferry_outcome`. Whatever it is, the page then takes
/// `spanferry_tracer_snapshot` as the current state.
/// @return `NULL_POINTER`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_adopt(
    tracer: *mut spanferry_tracer,
    webview: spanferry_str,
    page: spanferry_str,
    snapshot_json: spanferry_str,
    now_ms: u64,
    outcome_out: *mut u32,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        // SAFETY: the header obliges the caller for text and for places of results.
        let (page, json, out) = unsafe {
            let out = Out::optional(outcome_out);
            (page_id(webview, page)?, snapshot_json.bytes()?, out)
        };
        let outcome = ops::adopt(&tracer.tracer, &page, json, now_ms);
        if let Some(out) = out {
            out.set(outcome as u32);
        }
        Ok(())
    })
}

/// Tells of a step in the life of the app, or of a page where `webview` is not empty.
///
/// @param tracer borrowed for the call.
/// @param event a `spanferry_lifecycle`.
/// @param webview borrowed for the call; `{NULL, 0}` when the step is the app's.
/// @param page borrowed for the call; `{NULL, 0}` when the step is the app's.
/// @param now_ms the time.
/// @param change_out may be `NULL`; a `spanferry_outcome`: what changed.
/// @return `NULL_POINTER`, `INVALID_ARGUMENT` for a step that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_lifecycle(
    tracer: *mut spanferry_tracer,
    event: u32,
    webview: spanferry_str,
    page: spanferry_str,
    now_ms: u64,
    change_out: *mut u32,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        let step = Lifecycle::from_number(event).ok_or(spanferry_status::InvalidArgument)?;
        // SAFETY: the header obliges the caller for text and for places of results.
        let (id, out) = unsafe { (page_id(webview, page)?, Out::optional(change_out)) };
        let page = (webview.len > 0).then_some(id);
        let outcome = ops::lifecycle(&tracer.tracer, step, page, now_ms);
        if let Some(out) = out {
            out.set(outcome as u32);
        }
        Ok(())
    })
}

/// A page id; one that is not UTF-8 is no page that was ever attached.
///
/// # Safety
/// As [`spanferry_str::bytes`].
unsafe fn page_id(webview: spanferry_str, page: spanferry_str) -> Result<PageId, spanferry_status> {
    // SAFETY: the caller's promise is passed on.
    let (webview, page) = unsafe { (webview.bytes()?, page.bytes()?) };
    let text = |bytes| std::str::from_utf8(bytes).unwrap_or_default();
    Ok(PageId::new(text(webview), text(page)))
}
