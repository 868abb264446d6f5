//! One distributed trace for every part of a Capacitor app.
//!
//! spanferry holds the trace of an app, decides which requests carry it and writes the
//! `sentry-trace`, `baggage` and `traceparent` headers, so that webview JavaScript, Kotlin, Swift
//! and C all send the same trace with the same bytes.
//!
//! ```text
//! incoming headers -> wire (parse) -> continuation: Continue | StartNew(reason) -> state (Tracer) <-> snapshot <-> webview
//! request URL -> targets: attach? -> outgoing (span id, merge) -> wire (format) -> headers -> native HTTP call
//! ```
//!
//! [`trace`] is the pure core: no unsafe code, no FFI, no clock, no I/O, no globals. The doors in
//! [`ffi`] are thin adapters over it. What a Rust program needs stands right here:
//!
//! ```
//! use spanferry::{Options, Policy, Request, Source};
//!
//! let tracer = spanferry::tracer(Options {
//!     dsn: Some("https://key@o1.ingest.sentry.io/2".to_owned()),
//!     ..Options::default()
//! })?;
//! tracer.start_new_trace(Source::App, 0);
//!
//! let request = Request {
//!     url: b"https://api.example.com/orders",
//!     existing: std::iter::empty(),
//!     policy: Policy::Keep,
//!     fresh_span: false,
//! };
//! let mut buffer = [0; 16_384];
//! let outgoing = tracer.outgoing(&request, &mut buffer)?;
//! let headers: Vec<_> = outgoing.headers(&buffer).collect();
//! assert_eq!((headers[0].0, headers[1].0), ("sentry-trace", "baggage"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(unsafe_code)]

pub mod ffi;
pub mod system;
#[forbid(unsafe_code)]
pub mod trace;

pub use ffi::ops::{cors_headers, shared, version};
pub use trace::config::Config;
pub use trace::continuation::Incoming;
pub use trace::error::ConfigError;
pub use trace::options::Options;
pub use trace::outgoing::{BufferTooSmall, Outgoing, Policy, Request, TraceData};
pub use trace::reason::Reason;
pub use trace::sampling::{Sampler, SamplingContext};
pub use trace::state::event::{Lifecycle, Outcome};
pub use trace::state::pages::PageId;
pub use trace::state::source::Source;
pub use trace::state::trace::RootSpan;
pub use trace::state::tracer::Tracer;
pub use trace::targets::{Matching, Mode, Target};

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("spanferry");

/// Makes a tracer of its own, with the random numbers of the system.
///
/// # Errors
/// Names the option that is wrong, for a target also the pattern and the place in it.
pub fn tracer(options: Options) -> Result<Tracer, ConfigError> {
    ffi::ops::new(Some(options))
}

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
