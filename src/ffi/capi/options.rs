//! Options under construction.

use super::handle::lent_mut;
use super::out::Out;
use super::user::User;
use super::{guard, sampler, spanferry_drop, spanferry_error, spanferry_sampler};
use super::{spanferry_status, spanferry_str};
use crate::trace::json::Value;
use crate::trace::options::Options;

/// Options for a tracer, set one by one or read from JSON.
///
/// For one thread at a time. A tracer copies them, so they may be changed, used again and freed
/// afterwards.
pub struct spanferry_options {
    pub(super) options: Options,
}

/// The options that take one value; each has the name and the meaning of its key in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_option {
    /// `dsn`, text: where events go. Without it no header is sent.
    Dsn = 1,
    /// `orgId`, text or number: the organisation, else taken of the DSN's host.
    OrgId = 2,
    /// `appOrigin`, text: an absolute URL of the app.
    AppOrigin = 3,
    /// `release`, text: the release of the app.
    Release = 4,
    /// `environment`, text: the environment; `production` when empty or unset.
    Environment = 5,
    /// `tunnel`, text: where envelopes go instead of the DSN's host.
    Tunnel = 6,
    /// `replayId`, text: the session replay that is being recorded.
    ReplayId = 7,
    /// `targetMatching`, text: `js11` (default) or `js10`.
    TargetMatching = 8,
    /// `mode`, text: `native` (default) or `browser`.
    Mode = 9,
    /// `logLevel`, text: `off`, `error`, `warn`, `info`, `debug` or `trace`.
    LogLevel = 10,
    /// `tracesSampleRate`, number from 0 to 1; any other number samples nothing.
    TracesSampleRate = 20,
    /// `sampleRand`, number from 0 to below 1: fixed, for runs that must repeat.
    SampleRand = 21,
    /// `backgroundLimitMs`, number of milliseconds (30,000): a longer absence starts a new trace.
    BackgroundLimitMs = 22,
    /// `handoverLimitMs`, number of milliseconds (60,000): how long a page may take over a trace.
    HandoverLimitMs = 23,
    /// `strictTraceContinuation`, flag: whether traces of unknown organisations are refused.
    StrictTraceContinuation = 40,
    /// `propagateTraceparent`, flag: whether `traceparent` is written too.
    PropagateTraceparent = 41,
}

/// Makes options with nothing set.
///
/// @return owned by the caller (free with `spanferry_options_free`); `NULL` after an internal fault.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_options_new() -> Option<Box<spanferry_options>> {
    guard::guard(None, || {
        Some(Box::new(spanferry_options {
            options: Options::default(),
        }))
    })
}

/// Frees options; `NULL` is nothing.
///
/// @param options given up; tracers that were made with them keep their copy.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_options_free(options: Option<Box<spanferry_options>>) {
    guard::guard((), || drop(options));
}

/// Reads options from a JSON object with the keys of the JavaScript SDK; unknown keys are refused.
///
/// @param json copied.
/// @param options_out written on success; owned by the caller (free with `spanferry_options_free`).
/// @param error_out may be `NULL`; written on `SPANFERRY_STATUS_INVALID_OPTION`, then owned by the
/// caller (free with `spanferry_error_free`).
/// @return `NULL_POINTER`, `INVALID_UTF8` or `INVALID_OPTION`.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_options_from_json(
    json: spanferry_str,
    options_out: *mut *mut spanferry_options,
    error_out: *mut *mut spanferry_error,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for text and for places of results.
        let (json, out, error) = unsafe {
            let out = Out::required(options_out)?;
            (json.utf8()?, out, Out::optional(error_out))
        };
        let options = Options::from_json(json.as_bytes())
            .map_err(|refused| spanferry_error::report(&refused, error))?;
        out.give(spanferry_options { options });
        Ok(())
    })
}

/// Sets an option to text; the empty text unsets most of them.
///
/// @param options borrowed for the call.
/// @param option a `spanferry_option`.
/// @param value copied; UTF-8.
/// @return `NULL_POINTER`, `INVALID_UTF8`, `INVALID_ARGUMENT` for an option that is not known,
/// `INVALID_OPTION` for a value that the option does not take.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_options_set_text(
    options: Option<&mut spanferry_options>,
    option: u32,
    value: spanferry_str,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for text.
        let value = unsafe { value.utf8() }?;
        set(options, option, &Value::Text(value.into()))
    })
}

/// Sets an option to a number.
///
/// @param options borrowed for the call.
/// @param option a `spanferry_option`.
/// @param value the number.
/// @return `NULL_POINTER`, `INVALID_ARGUMENT` for an option that is not known, `INVALID_OPTION` for
/// a value that the option does not take.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_options_set_number(
    options: Option<&mut spanferry_options>,
    option: u32,
    value: f64,
) -> spanferry_status {
    guard::status(|| set(options, option, &Value::Number(value)))
}

/// Sets an option to true or false.
///
/// @param options borrowed for the call.
/// @param option a `spanferry_option`.
/// @param value true or false.
/// @return `NULL_POINTER`, `INVALID_ARGUMENT` for an option that is not known, `INVALID_OPTION` for
/// an option that is no flag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_options_set_flag(
    options: Option<&mut spanferry_options>,
    option: u32,
    value: bool,
) -> spanferry_status {
    guard::status(|| set(options, option, &Value::Flag(value)))
}

/// Sets the callback that chooses the sample rate of each root span.
///
/// It is called inside `spanferry_tracer_begin_root_span`, on that thread, never for a request. On a
/// failure `user` stays the caller's.
///
/// @param options borrowed for the call.
/// @param sampler the callback.
/// @param user handed to each call; owned by the library on success, until `drop` is called with it.
/// @param drop may be `NULL`; called once, when neither options nor a tracer use the callback.
/// @return `NULL_POINTER`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_options_set_sampler(
    options: Option<&mut spanferry_options>,
    sampler: spanferry_sampler,
    user: *mut std::ffi::c_void,
    drop: spanferry_drop,
) -> spanferry_status {
    guard::status(|| {
        let options = &mut lent_mut(options)?.options;
        let sampler = sampler.ok_or(spanferry_status::NullPointer)?;
        options.traces_sampler = Some(sampler::wrap(sampler, User::new(user, drop)));
        Ok(())
    })
}

fn set(
    options: Option<&mut spanferry_options>,
    option: u32,
    value: &Value,
) -> Result<(), spanferry_status> {
    let options = &mut lent_mut(options)?.options;
    let key = key(option).ok_or(spanferry_status::InvalidArgument)?;
    let refused = |_| spanferry_status::InvalidOption;
    options.set(key, value).map_err(refused)
}

/// The key in JSON, where the option is defined.
fn key(option: u32) -> Option<&'static str> {
    let known = KEYS.iter().find(|(known, _)| *known as u32 == option);
    known.map(|(_, key)| *key)
}

const KEYS: [(spanferry_option, &str); 16] = [
    (spanferry_option::Dsn, "dsn"),
    (spanferry_option::OrgId, "orgId"),
    (spanferry_option::AppOrigin, "appOrigin"),
    (spanferry_option::Release, "release"),
    (spanferry_option::Environment, "environment"),
    (spanferry_option::Tunnel, "tunnel"),
    (spanferry_option::ReplayId, "replayId"),
    (spanferry_option::TargetMatching, "targetMatching"),
    (spanferry_option::Mode, "mode"),
    (spanferry_option::LogLevel, "logLevel"),
    (spanferry_option::TracesSampleRate, "tracesSampleRate"),
    (spanferry_option::SampleRand, "sampleRand"),
    (spanferry_option::BackgroundLimitMs, "backgroundLimitMs"),
    (spanferry_option::HandoverLimitMs, "handoverLimitMs"),
    (
        spanferry_option::StrictTraceContinuation,
        "strictTraceContinuation",
    ),
    (
        spanferry_option::PropagateTraceparent,
        "propagateTraceparent",
    ),
];
