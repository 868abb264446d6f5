//! The doors: thin adapters between a foreign caller and the core.
//!
//! A door checks what it is given, calls one function of [`ops`] and converts the answer. It decides
//! nothing. Operations and their names in each door:
//!
//! | operation ([`ops`]) | C | JNI |
//! |---|---|---|
//! | `new` | `spanferry_tracer_new` | `create` |
//! | `shared` | `spanferry_tracer_shared` | `shared` |
//! | `configure` | `spanferry_tracer_configure` | `configure` |
//! | `start_new_trace` | `spanferry_tracer_start_new_trace` | `startNewTrace` |
//! | `continue_trace` | `spanferry_tracer_continue_trace` | `continueTrace` |
//! | `continue_from_meta` | `spanferry_tracer_continue_from_meta` | `continueFromMeta` |
//! | `detach` | `spanferry_tracer_detach` | `detach` |
//! | `attach` | `spanferry_tracer_attach` | `attach` |
//! | `adopt` | `spanferry_tracer_adopt` | `adopt` |
//! | `snapshot` | `spanferry_tracer_snapshot` | `snapshot` |
//! | `begin_root_span` | `spanferry_tracer_begin_root_span` | `beginRootSpan` |
//! | `end_root_span` | `spanferry_tracer_end_root_span` | `endRootSpan` |
//! | `set_active_span` | `spanferry_tracer_set_active_span` | `setActiveSpan` |
//! | `outgoing` | `spanferry_tracer_outgoing`, `spanferry_tracer_outgoing_headers` | `outgoing` |
//! | `trace_data` | `spanferry_tracer_trace_data` | `traceData` |
//! | `meta_tags` | `spanferry_tracer_meta_tags` | `metaTags` |
//! | `explain` | `spanferry_tracer_explain` | `explain` |
//! | `lifecycle` | `spanferry_tracer_lifecycle` | `lifecycle` |
//! | `add_listener` | `spanferry_tracer_add_listener` | `addListener` |
//! | `remove_listener` | `spanferry_tracer_remove_listener` | `removeListener` |
//! | `version` | `spanferry_version` | `version` |
//! | `cors_headers` | `spanferry_cors_headers` | `corsHeaders` |
//! | `log_set` | `spanferry_log_set` | `logSet` |
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
pub mod ops;
pub mod shared;
