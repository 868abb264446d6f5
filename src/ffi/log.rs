//! Where log lines go: one sink and one level for the process, both off until the host sets them.
//!
//! A line that is not wanted costs one relaxed load. Lines above debug level hold counts, reasons
//! and revisions, never the user's data: no URL, header value, DSN, or id of anything.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use arc_swap::ArcSwapOption;

/// How important a line is; a sink gets the lines up to its level. The numbers are part of the
/// C ABI and those of the option `logLevel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
pub enum Level {
    /// Nothing is logged.
    Off = 0,
    /// A fault of this library, or a configuration that was refused.
    Error = 1,
    /// Something that is probably not meant.
    Warn = 2,
    /// Rare and worth knowing: configured, a new trace, a refused push.
    Info = 3,
    /// Each decision, with the data that led to it.
    Debug = 4,
    /// Everything.
    Trace = 5,
}

impl Level {
    /// Every level, from silent to talkative.
    pub const ALL: [Self; 6] = [
        Self::Off,
        Self::Error,
        Self::Warn,
        Self::Info,
        Self::Debug,
        Self::Trace,
    ];

    /// The level of that number.
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|level| *level as u32 == number)
    }

    /// The name that every door uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

/// Receives log lines. May be called from any thread, several at once; holds no lock of ours.
pub type Sink = Box<dyn Fn(Level, &str) + Send + Sync>;

static LEVEL: AtomicU32 = AtomicU32::new(Level::Off as u32);
static SINK: ArcSwapOption<Sink> = ArcSwapOption::const_empty();

thread_local! {
    /// Whether this thread is inside the sink: a sink that calls the library must not log again.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Replaces the sink (`None` for none) and the level. The old sink is dropped after its last
/// running call.
pub fn set(sink: Option<Sink>, level: Level) {
    SINK.store(sink.map(Arc::new));
    set_level(level);
}

/// Changes the level only.
pub fn set_level(level: Level) {
    LEVEL.store(level as u32, Ordering::Relaxed);
}

/// Whether lines of that level are wanted.
#[inline]
pub fn enabled(level: Level) -> bool {
    level as u32 <= LEVEL.load(Ordering::Relaxed)
}

/// Hands a line to the sink if its level is wanted; otherwise nothing is formatted.
pub fn write(level: Level, line: fmt::Arguments<'_>) {
    if !enabled(level) {
        return;
    }
    let Some(sink) = SINK.load_full() else {
        return;
    };
    if INSIDE.replace(true) {
        return;
    }
    let _leave = Leave;
    sink(level, &line.to_string());
}

struct Leave;

impl Drop for Leave {
    fn drop(&mut self) {
        INSIDE.set(false);
    }
}
