//! How a native method is entered and left: failures and panics become exceptions.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jni::strings::{JNIStr, JNIString};
use jni::{Env, EnvUnowned, Outcome, jni_str};

use super::handles;
use crate::ffi::log::{self, Level};
use crate::trace::error::ConfigError;
use crate::trace::state::tracer::Tracer;

/// Why a call gives no result.
#[derive(Debug)]
pub(super) enum Failure {
    /// The tracer was closed, or the number never was one.
    Closed,
    /// A mistake in the calling program.
    Argument(&'static str),
    /// Options that cannot be used.
    Options(ConfigError),
    /// More tracers are open than any program needs.
    TooMany,
    /// The virtual machine refused something; an exception of its own may be pending.
    Machine,
}

impl From<jni::errors::Error> for Failure {
    #[cold]
    #[inline(never)]
    fn from(error: jni::errors::Error) -> Self {
        match error {
            jni::errors::Error::NullPtr(_) => Self::Argument("null where a byte array is due"),
            jni::errors::Error::IndexOutOfBounds => Self::Argument("lengths beyond the array"),
            _ => Self::Machine,
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Options(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the tracer is closed"),
            Self::Argument(what) => f.write_str(what),
            Self::Options(error) => write!(f, "{error}"),
            Self::TooMany => f.write_str("too many open tracers; close those no longer used"),
            Self::Machine => f.write_str("the virtual machine refused a call"),
        }
    }
}

impl std::error::Error for Failure {}

impl Failure {
    fn class(&self) -> &'static JNIStr {
        match self {
            Self::Closed | Self::TooMany => jni_str!("java/lang/IllegalStateException"),
            Self::Argument(_) | Self::Options(_) => {
                jni_str!("java/lang/IllegalArgumentException")
            }
            Self::Machine => jni_str!("java/lang/RuntimeException"),
        }
    }
}

/// Runs the body of a native method; after a failure the value does not count.
#[inline]
pub(super) fn call<'l, T: Default>(
    env: EnvUnowned<'l>,
    body: impl FnOnce(&mut Env<'l>) -> Result<T, Failure>,
) -> T {
    let (mut body, mut result) = (Some(body), T::default());
    run(env, &mut |env| {
        if let Some(body) = body.take() {
            result = body(env)?;
        }
        Ok(())
    });
    result
}

/// A body whose type is forgotten.
type Body<'a, 'l> = &'a mut dyn FnMut(&mut Env<'l>) -> Result<(), Failure>;

/// Entering and leaving exist once, not once for each method: that is most of the door's size.
#[inline(never)]
fn run<'l>(mut env: EnvUnowned<'l>, body: Body<'_, 'l>) {
    let outcome = env.with_env(body).into_outcome();
    leave(&mut env, outcome);
}

/// As [`call`], for the method that runs with every request: without the crate's own book-keeping,
/// which is for bodies that call functions of the machine. This one copies an array.
#[inline]
pub(super) fn bare<'l, T: Default>(
    mut env: EnvUnowned<'l>,
    body: impl FnOnce(&EnvUnowned<'l>) -> Result<T, Failure>,
) -> T {
    match catch_unwind(AssertUnwindSafe(|| body(&env))) {
        Ok(Ok(result)) => result,
        Ok(Err(failure)) => leave(&mut env, Outcome::Err(failure)),
        Err(payload) => leave(&mut env, Outcome::Panic(payload)),
    }
}

/// Makes an exception of what is no result.
#[inline(never)]
fn leave<T: Default>(env: &mut EnvUnowned<'_>, outcome: Outcome<T, Failure>) -> T {
    match outcome {
        Outcome::Ok(result) => return result,
        Outcome::Err(failure) => throw(env, Some(&failure)),
        Outcome::Panic(payload) => {
            // Dropping what was panicked with could panic again; it is a text of ours, and leaked.
            std::mem::forget(payload);
            log::write(Level::Error, format_args!("a call panicked"));
            throw(env, None);
        }
    }
    T::default()
}

/// The tracer of a number from Java.
pub(super) fn tracer(handle: i64) -> Result<Tracer, Failure> {
    handles::table().get(handle).ok_or(Failure::Closed)
}

/// Milliseconds from Java; no clock gives negative ones.
pub(super) fn time(now_ms: i64) -> u64 {
    u64::try_from(now_ms).unwrap_or(0)
}

/// A number of an enumeration from Java.
pub(super) fn number(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A number of an enumeration for Java; they are all small.
pub(super) fn java_number(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(-1)
}

/// Throws what stands for a failure, or for a panic; an exception that is pending already goes first.
#[cold]
#[inline(never)]
fn throw(env: &mut EnvUnowned<'_>, failure: Option<&Failure>) {
    let class = failure.map_or(jni_str!("java/lang/RuntimeException"), Failure::class);
    let message = match failure {
        Some(failure) => failure.to_string(),
        None => "spanferry: a fault inside the library".to_owned(),
    };
    let thrown = env.with_env(|env| {
        if env.exception_check() {
            return Ok(());
        }
        env.throw_new(class, JNIString::from(message))
    });
    // The result says that an exception is pending now, which is what is wanted.
    drop(thrown.into_outcome());
}
