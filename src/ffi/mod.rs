//! The doors: thin adapters between a foreign caller and the core.
//!
//! A door checks what it is given, calls one function of [`ops`] and converts the answer. It decides
//! nothing. Operations and their names in each door:
//!
//! | operation ([`ops`]) | C | JNI | Swift |
//! |---|---|---|---|
//! | `new` | `spanferry_tracer_new` | `create` | `init` |
//! | `shared` | `spanferry_tracer_shared` | `shared` | `shared` |
//! | `configure` | `spanferry_tracer_configure` | `configure` | `configure` |
//! | `start_new_trace` | `spanferry_tracer_start_new_trace` | `startNewTrace` | `startNewTrace` |
//! | `continue_trace` | `spanferry_tracer_continue_trace` | `continueTrace` | `continueTrace` |
//! | `continue_from_meta` | `spanferry_tracer_continue_from_meta` | `continueFromMeta` | `continueFromMeta` |
//! | `detach` | `spanferry_tracer_detach` | `detach` | `detach` |
//! | `attach` | `spanferry_tracer_attach` | `attach` | `attach` |
//! | `adopt` | `spanferry_tracer_adopt` | `adopt` | `adopt` |
//! | `snapshot` | `spanferry_tracer_snapshot` | `snapshot` | `snapshot` |
//! | `begin_root_span` | `spanferry_tracer_begin_root_span` | `beginRootSpan` | `beginRootSpan` |
//! | `end_root_span` | `spanferry_tracer_end_root_span` | `endRootSpan` | `endRootSpan` |
//! | `set_active_span` | `spanferry_tracer_set_active_span` | `setActiveSpan` | `setActiveSpan` |
//! | `outgoing` | `spanferry_tracer_outgoing`, `spanferry_tracer_outgoing_headers` | `outgoing` | `outgoing` |
//! | `trace_data` | `spanferry_tracer_trace_data` | `traceData` | `traceData` |
//! | `meta_tags` | `spanferry_tracer_meta_tags` | `metaTags` | `metaTags` |
//! | `explain` | `spanferry_tracer_explain` | `explain` | `explain` |
//! | `lifecycle` | `spanferry_tracer_lifecycle` | `lifecycle` | `lifecycle` |
//! | `add_listener` | `spanferry_tracer_add_listener` | `addListener` | `addListener` |
//! | `remove_listener` | `spanferry_tracer_remove_listener` | `removeListener` | `removeListener` |
//! | `version` | `spanferry_version` | `version` | `version` |
//! | `cors_headers` | `spanferry_cors_headers` | `corsHeaders` | `corsHeaders` |
//! | `log_set` | `spanferry_log_set` | `logSet` | `logSet` |
//!
//! `tests/parity.rs` fails when a door lacks one of them.

#[cfg(feature = "capi")]
#[allow(
    unsafe_code,
    reason = "a C ABI cannot be had without; the only place besides JNI"
)]
pub mod capi;
#[cfg(feature = "jni")]
#[allow(
    unsafe_code,
    reason = "native methods are exported by name, and Java counts its bytes with a sign"
)]
mod jvm;
pub mod log;
#[cfg(feature = "uniffi")]
#[allow(unsafe_code, reason = "UniFFI's macros export functions by name")]
mod mobile;
#[cfg(spanferry_no_fstat)]
#[allow(unsafe_code, reason = "a name is taken by exporting it")]
mod no_fstat;
pub mod ops;
pub mod shared;
