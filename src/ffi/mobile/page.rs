//! Webviews and their pages, and the life of the app.

use super::enums::{Lifecycle, Outcome};
use super::error::NativeError;
use super::tracer::NativeTracer;
use crate::ffi::ops;
use crate::trace::state::pages::PageId;

#[uniffi::export]
impl NativeTracer {
    /// Introduces a page; its webview owns the trace from now on.
    pub fn attach(
        &self,
        webview: String,
        page: String,
        now_ms: u64,
    ) -> Result<Outcome, NativeError> {
        Ok(ops::attach(&self.0, &PageId::new(&webview, &page), now_ms))
    }

    /// Takes over the trace that a page pushes, if the rules let it.
    pub fn adopt(
        &self,
        webview: String,
        page: String,
        snapshot_json: String,
        now_ms: u64,
    ) -> Result<Outcome, NativeError> {
        let page = PageId::new(&webview, &page);
        Ok(ops::adopt(&self.0, &page, snapshot_json.as_bytes(), now_ms))
    }

    /// Tells of a step in the life of the app, or of a page where a webview is given.
    pub fn lifecycle(
        &self,
        step: Lifecycle,
        webview: Option<String>,
        page: Option<String>,
        now_ms: u64,
    ) -> Result<Outcome, NativeError> {
        let webview = webview.filter(|webview| !webview.is_empty());
        let page = webview.map(|webview| PageId::new(&webview, &page.unwrap_or_default()));
        Ok(ops::lifecycle(&self.0, step, page, now_ms))
    }
}
