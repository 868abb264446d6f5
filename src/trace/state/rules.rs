//! How the state changes: one pure function from state and event to state and outcome.
//!
//! The rules in short; each is told where it stands below.
//!
//! * A tracer always holds a trace. Only [`Event`]s that say so start another one; a second
//!   configuration or a recreated activity never does.
//! * What changes nothing raises no revision.
//! * A page's push counts when the page lives in the webview attached last, its number increases,
//!   and nobody else of equal or greater strength changed the state since its base.
//! * An update fills what is undecided and never changes what is decided or frozen.

use std::sync::Arc;

use super::event::{Event, Lifecycle, Moment, Outcome};
use super::history::Origin;
use super::model::{Background, State};
use super::pages::{PageId, Standing};
use super::source::Source;
use super::trace::{RootSpan, Trace};
use super::view::Rendered;
use crate::trace::config::Config;
use crate::trace::continuation::{Continuation, Continued};
use crate::trace::dsc;
use crate::trace::reason::Reason;
use crate::trace::sampling::{self, Answer};
use crate::trace::snapshot::Push;
use crate::trace::wire::number::format_number;

/// Applies an event.
pub fn apply(state: &State, event: Event, moment: Moment) -> (State, Outcome) {
    let mut next = state.clone();
    next.advance(moment.now_ms);
    let outcome = match event {
        Event::Configure(config) => configure(&mut next, config, moment),
        Event::StartNewTrace(source) => start_new_trace(&mut next, source, moment),
        Event::Incoming(continuation) => incoming(&mut next, continuation, moment),
        Event::Attach(page) => attach(&mut next, &page),
        Event::Adopt(page, push) => adopt(&mut next, page, push, moment),
        Event::BeginRootSpan(root, answer) => {
            next.root_began_in = Some(next.trace.trace_id);
            begin_root_span(&mut next, root, answer, moment)
        }
        Event::EndRootSpan => end_root_span(&mut next),
        Event::SetActiveSpan(span_id) => update(&mut next, |trace| trace.active_span_id = span_id),
        Event::Lifecycle(step, page) => lifecycle(&mut next, step, page, moment),
    };
    if outcome.changed() {
        next.revision = state.revision + 1;
    }
    (next, outcome)
}

/// Puts another trace in force. Its strength is remembered for races with pages.
fn put(state: &mut State, trace: Trace, source: Source, reason: Reason, origin: Origin) {
    state.trace = Arc::new(trace);
    state.source = source;
    state.reason = reason;
    state.set_at_ms = state.now_ms;
    let revision = state.revision + 1;
    state.history.record(revision, origin, source);
}

/// Only the tracer itself starts a trace as `native_auto`, and once: it is how the return to the
/// foreground tells a trace that nobody asked for. A call is the program's.
fn start_new_trace(state: &mut State, source: Source, moment: Moment) -> Outcome {
    let source = match source {
        Source::NativeAuto => Source::App,
        other => other,
    };
    start(state, source, Reason::NewTraceRequested, moment);
    Outcome::Started
}

fn start(state: &mut State, source: Source, reason: Reason, moment: Moment) {
    let trace = new_trace(state, moment);
    put(state, trace, source, reason, Origin::Host);
}

fn new_trace(state: &State, moment: Moment) -> Trace {
    Trace::new(moment.trace_id, moment.span_id, sample_rand(state, moment))
}

/// The number of a new trace: the configured one, for reproducible runs, else the drawn one.
fn sample_rand(state: &State, moment: Moment) -> f64 {
    let fixed = state
        .config
        .as_ref()
        .and_then(|config| config.options.sample_rand);
    fixed.unwrap_or(moment.sample_rand)
}

/// Changes the current trace; what readers do not see of it keeps the revision. Changes within a
/// trace never make a page's push stale: they only fill what it may fill too.
fn update(state: &mut State, change: impl FnOnce(&mut Trace)) -> Outcome {
    let mut trace = Trace::clone(&state.trace);
    change(&mut trace);
    if trace == *state.trace {
        return Outcome::Unchanged;
    }
    let old = std::mem::replace(&mut state.trace, Arc::new(trace));
    outcome_since(state, state.config.as_deref(), &old)
}

/// Whether readers see another trace or other headers than before.
fn outcome_since(state: &State, config: Option<&Config>, trace: &Trace) -> Outcome {
    let now = || Rendered::new(state.config.as_deref(), &state.trace);
    if state.trace.reads_like(trace) && now() == Rendered::new(config, trace) {
        Outcome::Unchanged
    } else {
        Outcome::Updated
    }
}

/// A living tracer keeps its trace: an unfrozen context follows the new options, a frozen one
/// stays.
fn configure(state: &mut State, config: Arc<Config>, moment: Moment) -> Outcome {
    let trace = state.trace.clone();
    let before = state.config.replace(config);
    if state.reason == Reason::Created && !state.handed_over && !trace.decided_here {
        prepare_cold_start(state, moment);
    }
    outcome_since(state, before.as_deref(), &trace)
}

/// The start-up trace takes the configured number, and its decision where a rate is configured:
/// at once, so that early native requests and the first page agree.
fn prepare_cold_start(state: &mut State, moment: Moment) {
    let options = state.config.as_ref().map(|config| &config.options);
    let fixed = options.and_then(|options| options.sample_rand);
    let decides = options.is_some_and(|options| options.traces_sample_rate.is_some());
    update(state, |trace| {
        trace.sample_rand = fixed.or(trace.sample_rand)
    });
    if decides {
        begin_root_span(state, RootSpan::default(), Answer::None, moment);
    }
}

fn incoming(state: &mut State, continuation: Continuation, moment: Moment) -> Outcome {
    let (trace, reason) = match continuation {
        Continuation::Continue(continued) => (continue_here(continued, moment), Reason::Continued),
        Continuation::StartNew(reason) => (new_trace(state, moment), reason),
    };
    put(state, trace, Source::Incoming, reason, Origin::Host);
    Outcome::Started
}

fn continue_here(continued: Continued, moment: Moment) -> Trace {
    Trace {
        parent_span_id: continued.parent_span_id,
        sampled: continued.sampled,
        dsc: Some(continued.dsc),
        ..Trace::new(continued.trace_id, moment.span_id, continued.sample_rand)
    }
}

fn attach(state: &mut State, page: &PageId) -> Outcome {
    if Arc::make_mut(&mut state.pages).attach(page) {
        Outcome::Unchanged
    } else {
        Outcome::DeadPage
    }
}

fn adopt(state: &mut State, page: PageId, push: Push, moment: Moment) -> Outcome {
    if let Some(refusal) = refusal(state, &page, &push) {
        return refusal;
    }
    state.handed_over = true;
    if push.trace_id == state.trace.trace_id {
        return adopt_update(state, page, push);
    }
    let source = push.strength();
    let trace = Trace {
        decided_here: push.sampled.is_some(),
        ..push.into_trace(moment.span_id)
    };
    put(state, trace, source, Reason::PagePush, Origin::Page(page));
    Outcome::Started
}

fn refusal(state: &mut State, page: &PageId, push: &Push) -> Option<Outcome> {
    let standing = state.pages.standing(page);
    if standing == Standing::Dead {
        return Some(Outcome::DeadPage);
    }
    if !Arc::make_mut(&mut state.pages).advance(page, push.sequence) {
        return Some(Outcome::OldSequence);
    }
    if standing == Standing::NotOwner {
        return Some(Outcome::NotOwner);
    }
    let origin = Origin::Page(page.clone());
    let overtaken = state
        .history
        .changed_by_other(&origin, push.revision, push.strength());
    let foreign = push.epoch != state.epoch || push.revision > state.revision;
    (foreign || overtaken).then_some(Outcome::Stale)
}

/// Fills what is undecided; what is decided or frozen stays.
fn adopt_update(state: &mut State, page: PageId, push: Push) -> Outcome {
    let strength = push.strength();
    let outcome = update(state, |trace| fill(trace, push));
    if outcome.changed() {
        let revision = state.revision + 1;
        state.history.record(revision, Origin::Page(page), strength);
    }
    outcome
}

fn fill(trace: &mut Trace, push: Push) {
    if trace.sampled.is_none() && push.sampled.is_some() {
        trace.root = trace.root.take().or(push.root());
        trace.sampled = push.sampled;
        trace.sample_rate = push.sample_rate;
        trace.decided_here = true;
    }
    trace.sample_rand = trace.sample_rand.or(push.sample_rand);
    trace.active_span_id = push.active_span_id.or(trace.active_span_id);
    if trace.dsc.is_none() {
        trace.dsc = push.dsc;
    }
}

/// Takes the sampling decision if it is still open. With tracing off a root span means nothing, as
/// in the JavaScript SDK.
fn begin_root_span(state: &mut State, root: RootSpan, answer: Answer, moment: Moment) -> Outcome {
    let Some(config) = state
        .config
        .clone()
        .filter(|config| config.tracing_enabled())
    else {
        return Outcome::Unchanged;
    };
    let drawn = sample_rand(state, moment);
    update(state, |trace| {
        if !trace.decided_here {
            decide(trace, answer, config.options.traces_sample_rate, drawn);
        }
        if trace.dsc.is_none() {
            trace.root = Some(root);
        }
    })
}

fn decide(trace: &mut Trace, answer: Answer, rate: Option<f64>, drawn: f64) {
    let sample_rand = trace.sample_rand.unwrap_or(drawn);
    let decision = sampling::decide(answer, rate, trace.sampled, sample_rand);
    trace.decided_here = true;
    trace.sample_rand = Some(sample_rand);
    trace.sampled = Some(decision.sampled);
    trace.sample_rate = decision.rate.filter(|_| decision.local);
    let Some(frozen) = trace.dsc.as_mut() else {
        return;
    };
    // A trace that came without Sentry baggage gets the number that decided, and nothing else.
    if frozen.is_empty() {
        frozen.set("sample_rand", &format_number(sample_rand));
    }
    if let Some(rate) = trace.sample_rate {
        frozen.set("sample_rate", &format_number(rate));
    }
}

/// Freezes the decision and the context into the trace: later requests carry the same.
///
/// The end of a root span whose trace another one has replaced says nothing of the current trace: it
/// must not freeze what has only begun.
fn end_root_span(state: &mut State) -> Outcome {
    let began_in = state.root_began_in.take();
    if began_in.is_some_and(|began_in| began_in != state.trace.trace_id) {
        return Outcome::Unchanged;
    }
    let Some(config) = state.config.clone() else {
        return Outcome::Unchanged;
    };
    update(state, |trace| {
        trace.dsc = Some(dsc::current(&config, trace).into_owned());
        trace.root = None;
    })
}

fn lifecycle(state: &mut State, step: Lifecycle, page: Option<PageId>, moment: Moment) -> Outcome {
    match (step, page) {
        (Lifecycle::PageLoad | Lifecycle::Navigation, Some(page)) => {
            match state.pages.standing(&page) {
                Standing::Dead => Outcome::DeadPage,
                Standing::NotOwner => Outcome::NotOwner,
                Standing::Owner => renew(state, step, Origin::Page(page), moment),
            }
        }
        (Lifecycle::PageLoad | Lifecycle::Navigation, None) => {
            renew(state, step, Origin::Host, moment)
        }
        (Lifecycle::Background, _) => {
            let now = Background {
                at_ms: state.now_ms,
                trace_id: state.trace.trace_id,
            };
            state.background.get_or_insert(now);
            Outcome::Unchanged
        }
        (Lifecycle::Foreground, _) => foreground(state, moment),
        (Lifecycle::WebviewGone, page) => {
            page.map(|page| Arc::make_mut(&mut state.pages).remove(&page.webview));
            Outcome::Unchanged
        }
        (Lifecycle::AppStart, _) => Outcome::Unchanged,
    }
}

/// Page load and navigation start a new trace, except that the first page takes over a trace that
/// was started natively and has not waited too long.
fn renew(state: &mut State, step: Lifecycle, origin: Origin, moment: Moment) -> Outcome {
    let waits = !state.handed_over && state.trace_age_ms() <= state.handover_limit_ms();
    state.handed_over = true;
    if step == Lifecycle::PageLoad && waits {
        return Outcome::Unchanged;
    }
    let reason = match step {
        Lifecycle::PageLoad => Reason::PageLoad,
        _ => Reason::Navigation,
    };
    let trace = new_trace(state, moment);
    put(state, trace, Source::Lifecycle, reason, origin);
    Outcome::Started
}

/// A long time in the background ends a trace, unless it was set on the way up (a deep link). Coming
/// up without ever having gone down ends only a start-up trace that waited too long for a page.
fn foreground(state: &mut State, moment: Moment) -> Outcome {
    let reason = match state.background.take() {
        Some(background) => {
            let away = state.since(background.at_ms);
            let same = background.trace_id == state.trace.trace_id;
            (same && away >= state.background_limit_ms()).then_some(Reason::BackgroundLimit)
        }
        None => {
            let unused = state.source == Source::NativeAuto && !state.handed_over;
            let old = state.trace_age_ms() > state.handover_limit_ms();
            (unused && old).then_some(Reason::HandoverLimit)
        }
    };
    let Some(reason) = reason else {
        return Outcome::Unchanged;
    };
    start(state, Source::Lifecycle, reason, moment);
    Outcome::Started
}
