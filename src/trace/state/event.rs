//! What can happen to the state, and what came of it.

use std::sync::Arc;

use super::pages::PageId;
use super::source::Source;
use super::trace::RootSpan;
use crate::trace::config::Config;
use crate::trace::continuation::Continuation;
use crate::trace::ids::{SpanId, TraceId};
use crate::trace::sampling::Answer;
use crate::trace::snapshot::Push;

/// Something that happens to the state.
#[derive(Debug, Clone)]
pub enum Event {
    /// A checked configuration is put in force.
    Configure(Arc<Config>),
    /// The program asks for a new trace.
    StartNewTrace(Source),
    /// A decision about an incoming trace is carried out.
    Incoming(Continuation),
    /// A page introduces itself.
    Attach(PageId),
    /// A page pushes its trace.
    Adopt(PageId, Push),
    /// A root span begins; the sampler was asked before, outside the lock.
    BeginRootSpan(RootSpan, Answer),
    /// The root span ended.
    EndRootSpan,
    /// Requests hang under this span from now on; `None` is the trace's stable span id.
    SetActiveSpan(Option<SpanId>),
    /// The life of the app or of a page; the page is known where a page says it.
    Lifecycle(Lifecycle, Option<PageId>),
}

/// A step in the life of the app. The numbers are part of the C ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Lifecycle {
    /// A page was loaded.
    PageLoad = 1,
    /// The user navigated within the page.
    Navigation = 2,
    /// The app went to the background.
    Background = 3,
    /// The app came to the foreground.
    Foreground = 4,
    /// A webview is gone.
    WebviewGone = 5,
    /// The app has started. Nothing but the time that it tells: told as soon as there is a tracer, it
    /// is the time from which the start-up trace ages.
    AppStart = 6,
}

impl Lifecycle {
    /// Every step.
    pub const ALL: [Self; 6] = [
        Self::PageLoad,
        Self::Navigation,
        Self::Background,
        Self::Foreground,
        Self::WebviewGone,
        Self::AppStart,
    ];

    /// The step of that number.
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step as u32 == number)
    }

    /// The name that every door and JSON text uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PageLoad => "page_load",
            Self::Navigation => "navigation",
            Self::Background => "background",
            Self::Foreground => "foreground",
            Self::WebviewGone => "webview_gone",
            Self::AppStart => "app_start",
        }
    }
}

/// What an event needs from outside: the time and fresh random values.
///
/// The values are drawn for every event and used by those that start a trace.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// Milliseconds of a monotonic clock of the host, where the event tells the time; time never
    /// runs backwards, an earlier value counts as the last one.
    pub now_ms: Option<u64>,
    /// The id of a trace that starts.
    pub trace_id: TraceId,
    /// Its stable span id.
    pub span_id: SpanId,
    /// Its random number, unless the configuration fixes one.
    pub sample_rand: f64,
}

/// What came of an event. The numbers are part of the C ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Outcome {
    /// Nothing changed: no new revision, no event to listeners.
    Unchanged = 0,
    /// Another trace is current now.
    Started = 1,
    /// The current trace changed.
    Updated = 2,
    /// Refused: another origin changed the state since. The page takes over the current state.
    Stale = 10,
    /// Refused: another page took the place of this one.
    DeadPage = 11,
    /// Refused: another webview owns the trace. The page takes over the current state.
    NotOwner = 12,
    /// Dropped: a later push of the page was seen before.
    OldSequence = 13,
    /// Refused: the snapshot does not parse.
    SnapshotRefused = 14,
}

impl Outcome {
    /// Every outcome, in the order of the numbers.
    pub const ALL: [Self; 8] = [
        Self::Unchanged,
        Self::Started,
        Self::Updated,
        Self::Stale,
        Self::DeadPage,
        Self::NotOwner,
        Self::OldSequence,
        Self::SnapshotRefused,
    ];

    /// Whether the state has a new revision.
    pub const fn changed(self) -> bool {
        matches!(self, Self::Started | Self::Updated)
    }

    /// The name that every door and JSON text uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Started => "started",
            Self::Updated => "updated",
            Self::Stale => "stale",
            Self::DeadPage => "dead_page",
            Self::NotOwner => "not_owner",
            Self::OldSequence => "old_sequence",
            Self::SnapshotRefused => "snapshot_refused",
        }
    }
}
