//! The doors: thin adapters between a foreign caller and the core.
//!
//! A door checks what it is given, calls one function of [`ops`] and converts the answer. It decides
//! nothing. Operations and their names in each door:
//!
//! | operation ([`ops`]) | C |
//! |---|---|
//! | `new` | `spanferry_tracer_new` |
//! | `shared` | `spanferry_tracer_shared` |
//! | `configure` | `spanferry_tracer_configure` |
//! | `start_new_trace` | `spanferry_tracer_start_new_trace` |
//! | `continue_trace` | `spanferry_tracer_continue_trace` |
//! | `continue_from_meta` | `spanferry_tracer_continue_from_meta` |
//! | `detach` | `spanferry_tracer_detach` |
//! | `attach` | `spanferry_tracer_attach` |
//! | `adopt` | `spanferry_tracer_adopt` |
//! | `snapshot` | `spanferry_tracer_snapshot` |
//! | `begin_root_span` | `spanferry_tracer_begin_root_span` |
//! | `end_root_span` | `spanferry_tracer_end_root_span` |
//! | `set_active_span` | `spanferry_tracer_set_active_span` |
//! | `outgoing` | `spanferry_tracer_outgoing`, `spanferry_tracer_outgoing_headers` |
//! | `trace_data` | `spanferry_tracer_trace_data` |
//! | `meta_tags` | `spanferry_tracer_meta_tags` |
//! | `explain` | `spanferry_tracer_explain` |
//! | `lifecycle` | `spanferry_tracer_lifecycle` |
//! | `add_listener` | `spanferry_tracer_add_listener` |
//! | `remove_listener` | `spanferry_tracer_remove_listener` |
//! | `version` | `spanferry_version` |
//! | `cors_headers` | `spanferry_cors_headers` |
//! | `log_set` | `spanferry_log_set` |
//!
//! `tests/parity.rs` fails when a door lacks one of them.

#[cfg(feature = "capi")]
#[allow(
    unsafe_code,
    reason = "a C ABI cannot be had without; the only place besides JNI"
)]
pub mod capi;
pub mod log;
pub mod ops;
pub mod shared;
