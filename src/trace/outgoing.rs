//! What a request gets: the decision, and the three headers as one unit.
//!
//! Never `sentry-trace` of one trace with `baggage` of another, never a header twice: either all
//! three are ours, or none is touched.

use super::entropy::Entropy;
use super::ids::SpanId;
use super::reason::Reason;
use super::state::view::View;
use super::swar;
use super::wire::merge::{self, Writer};
use super::wire::sentry_trace::Text;
use super::wire::whitespace::trim_js;
use super::wire::{baggage, is_name, sentry_trace, traceparent};

/// The names of the three headers, in the order in which doors write them.
pub const NAMES: [&str; 3] = [sentry_trace::NAME, baggage::NAME, traceparent::NAME];

/// What to do with trace headers that a request has already. The numbers are part of the C ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u32)]
pub enum Policy {
    /// A `sentry-trace` means that another layer did the work: nothing changes.
    #[default]
    Keep = 0,
    /// The unit is rewritten, one line each; a line of our own trace is kept as the value. Where the
    /// request is no target, a unit of our trace is taken away.
    Replace = 1,
}

/// A request that is about to leave. All headers may be passed, the three are picked out; names are
/// compared without case.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a, H> {
    /// The URL as the program wrote it.
    pub url: &'a [u8],
    /// The headers that the request has.
    pub existing: H,
    /// What to do with trace headers among them.
    pub policy: Policy,
    /// Whether to draw a span id for this request. The caller then reports a span with it; a span id
    /// that nobody reports breaks the tree on the servers.
    pub fresh_span: bool,
}

/// Some of the three headers: bits 0, 1, 2 for `sentry-trace`, `baggage`, `traceparent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeaderSet(pub u32);

impl HeaderSet {
    const SENTRY_TRACE: u32 = 1;
    const BAGGAGE: u32 = 2;
    const TRACEPARENT: u32 = 4;

    /// Whether the header with that place in [`NAMES`] is in the set.
    pub const fn contains(self, place: usize) -> bool {
        place < 3 && self.0 & (1 << place) != 0
    }
}

/// What to do with a request: take away every line of the names in `remove`, then set those in
/// `set`. Both empty: leave it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing {
    /// The decision.
    pub reason: Reason,
    /// The headers to set; their values stand in the buffer in the order of [`NAMES`].
    pub set: HeaderSet,
    /// The headers to take away first; contains `set`.
    pub remove: HeaderSet,
    /// The lengths of the three values in the buffer, 0 for those not in `set`.
    pub lens: [usize; 3],
    /// The revision of the state that decided.
    pub revision: u64,
    /// The span id that the request carries, when headers are attached.
    pub span_id: Option<SpanId>,
    /// Third-party baggage members that were dropped, because a control character stood in them.
    pub dropped_members: usize,
}

impl Outgoing {
    /// How many bytes of the buffer the values take.
    pub fn total(&self) -> usize {
        self.lens.iter().sum()
    }

    /// The headers to change, in the order of [`NAMES`], with their values out of the buffer that
    /// they were written to. First every line of that name is taken away; `None` sets none instead.
    pub fn headers<'b>(
        &self,
        mut buffer: &'b [u8],
    ) -> impl Iterator<Item = (&'static str, Option<&'b str>)> + use<'b> {
        let Self {
            lens, set, remove, ..
        } = *self;
        NAMES
            .into_iter()
            .zip(lens)
            .enumerate()
            .filter_map(move |(place, (name, len))| {
                let (value, rest) = buffer.split_at_checked(len)?;
                buffer = rest;
                let value = std::str::from_utf8(value)
                    .ok()
                    .filter(|_| set.contains(place));
                remove.contains(place).then_some((name, value))
            })
    }

    fn untouched(view: &View, reason: Reason) -> Self {
        Self {
            reason,
            set: HeaderSet(0),
            remove: HeaderSet(0),
            lens: [0; 3],
            revision: view.revision,
            span_id: None,
            dropped_members: 0,
        }
    }
}

/// The caller's buffer is too small; nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BufferTooSmall {
    /// How many bytes are needed.
    pub needed: usize,
}

impl std::fmt::Display for BufferTooSmall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the headers need a buffer of {} bytes", self.needed)
    }
}

impl std::error::Error for BufferTooSmall {}

/// Decides about a request and writes the header values into `buffer`, one after the other.
///
/// Takes no lock, and allocates nothing for an ordinary URL unless the view is not rendered.
///
/// # Errors
/// [`BufferTooSmall`]; 16,384 bytes suffice unless existing baggage is longer than 8 kB, where a byte
/// beyond ASCII counts as the three that are written for it.
pub fn decide<'a, H>(
    view: &View,
    request: &Request<'_, H>,
    entropy: &dyn Entropy,
    buffer: &mut [u8],
) -> Result<Outgoing, BufferTooSmall>
where
    H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
{
    let config = view.config.as_deref();
    let Some(config) = config.filter(|config| config.dsn.is_some()) else {
        let reason = view.silence().unwrap_or(Reason::NotConfigured);
        return Ok(Outgoing::untouched(view, reason));
    };
    let existing = Existing::of(view, request.existing.clone());
    if request.policy == Policy::Keep && existing.has_sentry_trace {
        return Ok(Outgoing::untouched(view, Reason::AlreadyTraced));
    }
    let reason = config.targets.decide(request.url);
    if reason.attaches() {
        let span_id = if request.fresh_span {
            Some(SpanId::random(entropy))
        } else {
            None
        };
        attach(view, reason, &existing, span_id, buffer)
    } else if request.policy == Policy::Replace && existing.own_line.is_some() {
        strip(view, reason, &existing, buffer)
    } else {
        Ok(Outgoing::untouched(view, reason))
    }
}

/// The trace headers that a request has.
struct Existing<'a, H> {
    headers: H,
    has_sentry_trace: bool,
    /// The last `sentry-trace` line of our own trace.
    own_line: Option<&'a [u8]>,
    first_baggage: Option<&'a [u8]>,
    baggage_lines: usize,
    traceparent: ExistingTraceparent,
}

#[derive(PartialEq)]
enum ExistingTraceparent {
    None,
    /// Of our trace, or of a `sentry-trace` on the request.
    Unit,
    /// Of another tracing system: never changed, and ours is not written beside it.
    Foreign,
}

impl<'a, H> Existing<'a, H>
where
    H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
{
    fn of(view: &View, headers: H) -> Self {
        let mut existing = Self {
            headers,
            has_sentry_trace: false,
            own_line: None,
            first_baggage: None,
            baggage_lines: 0,
            traceparent: ExistingTraceparent::None,
        };
        let mut has_traceparent = false;
        for (name, value) in existing.headers.clone() {
            if is_name(name, sentry_trace::NAME) {
                existing.has_sentry_trace |= !trim_js(value).is_empty();
                if trace_of(value) == Some(view.trace.trace_id) {
                    existing.own_line = Some(value);
                }
            } else if is_name(name, baggage::NAME) {
                existing.first_baggage.get_or_insert(value);
                existing.baggage_lines += 1;
            } else {
                has_traceparent |= is_name(name, traceparent::NAME);
            }
        }
        if has_traceparent {
            existing.traceparent = existing.judge_traceparents(view);
        }
        existing
    }

    fn lines(&self, name: &'static str) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a, H> {
        self.headers
            .clone()
            .filter(move |(other, _)| is_name(other, name))
            .map(|(_, value)| value)
    }

    /// The baggage lines; the usual single one is not looked for again.
    fn baggage(&self) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a, H> {
        let several = self.baggage_lines > 1;
        let single = self.first_baggage.filter(|_| !several);
        let lines = several.then(|| self.lines(baggage::NAME));
        single.into_iter().chain(lines.into_iter().flatten())
    }

    /// More lines than any client writes are left alone: each is compared with every `sentry-trace`.
    fn judge_traceparents(&self, view: &View) -> ExistingTraceparent {
        const MOST_LINES: usize = 16;
        let is_ours = |value: &[u8]| {
            let Some(parsed) = traceparent::parse(value) else {
                return false;
            };
            parsed.trace_id == view.trace.trace_id
                || self
                    .lines(sentry_trace::NAME)
                    .any(|line| trace_of(line) == Some(parsed.trace_id))
        };
        let few = self.lines(traceparent::NAME).nth(MOST_LINES).is_none();
        if few && self.lines(traceparent::NAME).all(is_ours) {
            ExistingTraceparent::Unit
        } else {
            ExistingTraceparent::Foreign
        }
    }

    fn has_sentry_member(&self) -> bool {
        self.baggage()
            .flat_map(swar::members)
            .any(baggage::is_sentry_member)
    }
}

fn trace_of(sentry_trace: &[u8]) -> Option<super::ids::TraceId> {
    sentry_trace::parse(sentry_trace)?.trace_id
}

fn attach<'a, H>(
    view: &View,
    reason: Reason,
    existing: &Existing<'a, H>,
    fresh: Option<SpanId>,
    buffer: &mut [u8],
) -> Result<Outgoing, BufferTooSmall>
where
    H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
{
    let own_line = existing.own_line.and_then(OwnLine::read);
    let OwnLine {
        text,
        span_id,
        sampled,
    } = own_line.unwrap_or_else(|| {
        let span_id = fresh.unwrap_or_else(|| view.trace.outgoing_span_id());
        OwnLine {
            text: view.sentry_trace(span_id),
            span_id,
            sampled: view.trace.sampled,
        }
    });
    let rendered = view.rendered();
    let writes_traceparent =
        rendered.traceparent && existing.traceparent != ExistingTraceparent::Foreign;
    let parts = Parts {
        sentry_trace: Some(text),
        baggage: plan_baggage(existing, &rendered.baggage),
        traceparent: writes_traceparent.then(|| traceparent::from_ids(text.ids(), sampled)),
        removes_traceparent: existing.traceparent == ExistingTraceparent::Unit,
    };
    let outgoing = Outgoing {
        span_id: Some(span_id),
        ..Outgoing::untouched(view, reason)
    };
    parts.write(existing, &rendered.baggage, outgoing, buffer)
}

/// Takes a unit of our trace away from a request that is no target.
fn strip<'a, H>(
    view: &View,
    reason: Reason,
    existing: &Existing<'a, H>,
    buffer: &mut [u8],
) -> Result<Outgoing, BufferTooSmall>
where
    H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
{
    let parts = Parts {
        sentry_trace: None,
        baggage: plan_baggage(existing, ""),
        traceparent: None,
        removes_traceparent: existing.traceparent == ExistingTraceparent::Unit,
    };
    let mut outgoing = Outgoing::untouched(view, reason);
    outgoing.remove.0 |= HeaderSet::SENTRY_TRACE;
    parts.write(existing, "", outgoing, buffer)
}

/// A `sentry-trace` line of our own trace that is kept as the value: another layer of this app
/// wrote it, and its span id is a span that somebody reports.
struct OwnLine {
    text: Text,
    span_id: SpanId,
    sampled: Option<bool>,
}

impl OwnLine {
    fn read(line: &[u8]) -> Option<Self> {
        let parsed = sentry_trace::parse(line)?;
        let span_id = parsed.span_id?;
        let text = sentry_trace::format(parsed.trace_id?, span_id, parsed.sampled);
        Some(Self {
            text,
            span_id,
            sampled: parsed.sampled,
        })
    }
}

/// What becomes of the baggage.
#[derive(Clone, Copy, PartialEq)]
enum BaggagePlan {
    /// There is nothing of ours to add or of Sentry's to take away.
    Leave,
    /// Ours as it is: there is nothing to merge.
    Ours,
    /// Third-party members, then ours.
    Merge,
}

fn plan_baggage<'a, H>(existing: &Existing<'a, H>, ours: &str) -> BaggagePlan
where
    H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
{
    match (existing.baggage_lines > 0, ours.is_empty()) {
        (false, true) => BaggagePlan::Leave,
        (false, false) => BaggagePlan::Ours,
        (true, true) if !existing.has_sentry_member() => BaggagePlan::Leave,
        (true, _) => BaggagePlan::Merge,
    }
}

/// The values that are about to be written.
struct Parts {
    sentry_trace: Option<Text>,
    baggage: BaggagePlan,
    traceparent: Option<[u8; traceparent::LEN]>,
    removes_traceparent: bool,
}

impl Parts {
    /// Writes the values, or only counts when they do not fit: the buffer is touched on success
    /// alone.
    fn write<'a, H>(
        &self,
        existing: &Existing<'a, H>,
        ours: &str,
        outgoing: Outgoing,
        buffer: &mut [u8],
    ) -> Result<Outgoing, BufferTooSmall>
    where
        H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
    {
        if self.bound(existing, ours) > buffer.len() {
            let counted = self.write_to(existing, ours, outgoing, &mut []);
            if counted.total() > buffer.len() {
                return Err(BufferTooSmall {
                    needed: counted.total(),
                });
            }
        }
        Ok(self.write_to(existing, ours, outgoing, buffer))
    }

    fn bound<'a, H>(&self, existing: &Existing<'a, H>, ours: &str) -> usize
    where
        H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
    {
        let baggage = match self.baggage {
            BaggagePlan::Leave => 0,
            BaggagePlan::Ours => ours.len(),
            BaggagePlan::Merge => merge::bound(existing.baggage(), ours),
        };
        baggage.saturating_add(sentry_trace::MAX_LEN + traceparent::LEN)
    }

    fn write_to<'a, H>(
        &self,
        existing: &Existing<'a, H>,
        ours: &str,
        mut outgoing: Outgoing,
        buffer: &mut [u8],
    ) -> Outgoing
    where
        H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
    {
        let mut out = Writer::new(buffer);
        if let Some(text) = &self.sentry_trace {
            out.write(text.as_bytes());
            outgoing.set.0 |= HeaderSet::SENTRY_TRACE;
        }
        let after_trace = out.written();
        match self.baggage {
            BaggagePlan::Leave => {}
            BaggagePlan::Ours => out.write(ours.as_bytes()),
            BaggagePlan::Merge => {
                let merged = merge::merge(existing.baggage(), ours, &mut out);
                outgoing.dropped_members = merged.dropped;
                outgoing.remove.0 |= HeaderSet::BAGGAGE;
            }
        }
        let after_baggage = out.written();
        if after_baggage > after_trace {
            outgoing.set.0 |= HeaderSet::BAGGAGE;
        }
        if let Some(text) = &self.traceparent {
            out.write(text);
            outgoing.set.0 |= HeaderSet::TRACEPARENT;
        }
        if self.removes_traceparent {
            outgoing.remove.0 |= HeaderSet::TRACEPARENT;
        }
        outgoing.remove.0 |= outgoing.set.0;
        outgoing.lens = [
            after_trace,
            after_baggage - after_trace,
            out.written() - after_baggage,
        ];
        outgoing
    }
}

/// The headers of the current trace for any carrier, without a request: a WebSocket message, a
/// queue, GraphQL.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TraceData {
    /// The value of `sentry-trace`; `None` when nothing is sent.
    pub sentry_trace: Option<String>,
    /// The value of `baggage`.
    pub baggage: Option<String>,
    /// The value of `traceparent`, where it is configured.
    pub traceparent: Option<String>,
}

impl TraceData {
    /// The headers of a view; all `None` without configuration or DSN.
    pub fn of(view: &View) -> Self {
        if view.silence().is_some() {
            return Self::default();
        }
        let span_id = view.trace.outgoing_span_id();
        let rendered = view.rendered();
        let baggage = Some(&rendered.baggage).filter(|baggage| !baggage.is_empty());
        let traceparent = rendered.traceparent.then(|| view.traceparent(span_id));
        Self {
            sentry_trace: Some(view.sentry_trace(span_id).as_str().to_owned()),
            baggage: baggage.cloned(),
            traceparent: traceparent.map(|text| String::from_utf8_lossy(&text).into_owned()),
        }
    }

    /// Name and value of all three headers, in the order of [`NAMES`].
    pub fn all(&self) -> [(&'static str, Option<&str>); 3] {
        let values = [&self.sentry_trace, &self.baggage, &self.traceparent];
        let [first, second, third] = values.map(|value| value.as_deref());
        let [trace, baggage, traceparent] = NAMES;
        [(trace, first), (baggage, second), (traceparent, third)]
    }

    /// Name and value of the headers that are there.
    pub fn present(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.all()
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
    }
}
