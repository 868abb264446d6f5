//! Every operation on a trace state, for any number of threads.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::event::{Event, Lifecycle, Moment, Outcome};
use super::history::Origin;
use super::listeners::{Change, ListenerId, Listeners};
use super::model::State;
use super::pages::PageId;
use super::publish::Published;
use super::rules;
use super::source::Source;
use super::trace::RootSpan;
use super::view::View;
use crate::trace::config::Config;
use crate::trace::continuation::{self, Incoming};
use crate::trace::entropy::Entropy;
use crate::trace::ids::{SpanId, TraceId};
use crate::trace::outgoing::{self, BufferTooSmall, Outgoing, Request, TraceData};
use crate::trace::reason::Reason;
use crate::trace::sampling::{Answer, SamplingContext};
use crate::trace::snapshot::{self, Push};
use crate::trace::wire::meta;
use crate::trace::wire::number::parse_rate;
use crate::trace::{explain, targets::Explanation};

/// Holds the trace of an app and answers every question about it.
///
/// A tracer is a handle: clones share one state. All methods may be called from any thread at once.
/// Reading takes no lock and never waits; writers share one mutex, and no callback runs under it.
/// Times are milliseconds of a monotonic clock of the host.
#[derive(Clone)]
pub struct Tracer {
    inner: Arc<Inner>,
}

struct Inner {
    state: Mutex<State>,
    published: Published,
    listeners: Listeners,
    entropy: Arc<dyn Entropy>,
}

/// A state and its view that another one has replaced.
type Old = (State, Option<Arc<View>>);

impl Tracer {
    /// A tracer that holds a trace of its own and, until it is configured, attaches nothing.
    pub fn unconfigured(entropy: Arc<dyn Entropy>) -> Self {
        let state = State::new(epoch(&*entropy), moment(&*entropy, None));
        Self::with_state(state, entropy)
    }

    /// A tracer with a configuration.
    pub fn new(config: Arc<Config>, entropy: Arc<dyn Entropy>) -> Self {
        let tracer = Self::unconfigured(entropy);
        tracer.configure(config);
        tracer
    }

    fn with_state(state: State, entropy: Arc<dyn Entropy>) -> Self {
        let published = Published::new(View::new(&state));
        let listeners = Listeners::default();
        Self {
            inner: Arc::new(Inner {
                state: Mutex::new(state),
                published,
                listeners,
                entropy,
            }),
        }
    }

    /// Puts a checked configuration in force. The trace goes on; equal options change nothing.
    pub fn configure(&self, config: Arc<Config>) -> Outcome {
        let view = self.inner.published.latest();
        if view
            .config
            .as_ref()
            .is_some_and(|current| current.options == config.options)
        {
            return Outcome::Unchanged;
        }
        self.apply(Event::Configure(config), None)
    }

    /// Starts a new trace, undecided: the decision is taken by the next root span.
    pub fn start_new_trace(&self, source: Source, now_ms: u64) -> Outcome {
        self.apply(Event::StartNewTrace(source), Some(now_ms))
    }

    /// Continues an incoming trace, or starts a new one; the answer says which and why.
    pub fn continue_trace(&self, incoming: Incoming, now_ms: u64) -> Reason {
        self.incoming(incoming, Some(now_ms))
    }

    fn incoming(&self, incoming: Incoming, now_ms: Option<u64>) -> Reason {
        let view = self.inner.published.latest();
        let random = self.sample_rand(view.config.as_deref());
        let continuation = continuation::decide(view.config.as_deref(), incoming, random);
        let reason = match &continuation {
            continuation::Continuation::Continue(_) => Reason::Continued,
            continuation::Continuation::StartNew(reason) => *reason,
        };
        self.apply(Event::Incoming(continuation), now_ms);
        reason
    }

    /// Continues the trace of a page's meta tags, or starts a new one.
    pub fn continue_from_meta(&self, html: &[u8], now_ms: u64) -> Reason {
        self.continue_trace(Incoming::from_meta(&meta::extract(html)), now_ms)
    }

    /// A detached tracer: its own copy of the state, for a background job or a push message. What
    /// happens to it never touches this one, and listeners stay here.
    ///
    /// With headers it continues their trace (or starts a new one, as the reason says).
    pub fn detach(&self, incoming: Option<Incoming>) -> (Self, Option<Reason>) {
        let mut state = self.lock().clone();
        state.epoch = epoch(&*self.inner.entropy);
        let detached = Self::with_state(state, self.inner.entropy.clone());
        let reason = incoming.map(|incoming| detached.incoming(incoming, None));
        (detached, reason)
    }

    /// A page introduces itself. [`Outcome::DeadPage`] for one whose place another page has taken.
    pub fn attach(&self, page: &PageId, now_ms: u64) -> Outcome {
        self.apply(Event::Attach(page.clone()), Some(now_ms))
    }

    /// A page pushes its trace as JSON. On a refusal the page takes over [`Tracer::snapshot`].
    pub fn adopt(&self, page: &PageId, snapshot: &[u8], now_ms: u64) -> Outcome {
        match Push::parse(snapshot) {
            Some(push) => self.apply(Event::Adopt(page.clone(), push), Some(now_ms)),
            None => Outcome::SnapshotRefused,
        }
    }

    /// A root span begins: the sampling decision is taken if it is still open.
    ///
    /// The sampler is asked here, outside the lock, and asked again when the trace changed meanwhile,
    /// but a few times only: a sampler that changes the trace itself would be asked for ever. The
    /// last answer then decides.
    pub fn begin_root_span(&self, root: &RootSpan) -> Outcome {
        const MOST_QUESTIONS: usize = 8;
        for asked_before in 1..=MOST_QUESTIONS {
            let view = self.inner.published.latest();
            let answer = ask_sampler(&view, root);
            let event = Event::BeginRootSpan(root.clone(), answer);
            let holds = |state: &State| asked_before == MOST_QUESTIONS || asked(state, &view);
            if let Some(outcome) = self.apply_if(event, None, holds) {
                return outcome;
            }
        }
        Outcome::Unchanged
    }

    /// The root span ended: decision and context are frozen into the trace.
    pub fn end_root_span(&self) -> Outcome {
        self.apply(Event::EndRootSpan, None)
    }

    /// Requests hang under this span from now on; `None` is the trace's stable span id.
    pub fn set_active_span(&self, span_id: Option<SpanId>) -> Outcome {
        self.apply(Event::SetActiveSpan(span_id), None)
    }

    /// A step in the life of the app, or of a page where `page` is given.
    pub fn lifecycle(&self, step: Lifecycle, page: Option<PageId>, now_ms: u64) -> Outcome {
        self.apply(Event::Lifecycle(step, page), Some(now_ms))
    }

    /// Decides about a request and writes the header values into `buffer`.
    ///
    /// # Errors
    /// [`BufferTooSmall`], with nothing written.
    pub fn outgoing<'a, H>(
        &self,
        request: &Request<'_, H>,
        buffer: &mut [u8],
    ) -> Result<Outgoing, BufferTooSmall>
    where
        H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
    {
        outgoing::decide(&self.view(), request, &*self.inner.entropy, buffer)
    }

    /// The headers of the current trace for any carrier.
    pub fn trace_data(&self) -> TraceData {
        TraceData::of(&self.view())
    }

    /// The headers of the current trace as HTML meta tags, empty when nothing is sent.
    pub fn meta_tags(&self) -> String {
        let mut html = String::new();
        for (name, value) in self.trace_data().present() {
            meta::render_into(name, value, &mut html);
        }
        html
    }

    /// Why a request to `url` carries the trace or not.
    pub fn explain(&self, url: &[u8]) -> Explanation {
        explain::explain(&self.view(), url)
    }

    /// The explanation as JSON.
    pub fn explain_json(&self, url: &[u8]) -> String {
        explain::render(&self.view(), url)
    }

    /// The state as JSON.
    pub fn snapshot(&self) -> String {
        snapshot::render(&self.view())
    }

    /// The state: whole and immutable.
    pub fn view(&self) -> impl std::ops::Deref<Target = Arc<View>> + use<> {
        self.inner.published.load()
    }

    /// Adds a listener; it is told of changes that happen from now on.
    pub fn add_listener(&self, listener: impl Fn(&Change) + Send + Sync + 'static) -> ListenerId {
        self.inner.listeners.add(Arc::new(listener))
    }

    /// Removes a listener: no new call starts after this returns, and the listener is dropped after
    /// its last running call. False when the id is unknown.
    pub fn remove_listener(&self, id: ListenerId) -> bool {
        self.inner.listeners.remove(id)
    }

    fn apply(&self, event: Event, now_ms: Option<u64>) -> Outcome {
        self.apply_if(event, now_ms, |_| true)
            .unwrap_or(Outcome::Unchanged)
    }

    /// Applies an event if the state is still as `expected`; tells the listeners afterwards.
    fn apply_if(
        &self,
        event: Event,
        now_ms: Option<u64>,
        expected: impl FnOnce(&State) -> bool,
    ) -> Option<Outcome> {
        let origin = origin(&event);
        let (outcome, news, old) = {
            let mut state = self.lock();
            if !expected(&state) {
                return None;
            }
            let (next, outcome) = rules::apply(&state, event, moment(&*self.inner.entropy, now_ms));
            let (news, old) = self.replace(&mut state, next);
            (outcome, news, old)
        };
        // The last holder of a configuration drops its sampler, which is the program's code.
        drop(old);
        if let Some(view) = news {
            self.inner.listeners.notify(&Change { view, origin });
        }
        Some(outcome)
    }

    /// Stores the next state and publishes it. A configuration may change the rules for requests,
    /// and a trace what later decisions need of it, without a new revision; only a new revision is
    /// news for the listeners. Gives that news, and what was replaced, to be dropped after the lock.
    fn replace(&self, state: &mut State, next: State) -> (Option<Arc<View>>, Old) {
        let published = same(&state.config, &next.config) && Arc::ptr_eq(&state.trace, &next.trace);
        let changed = next.revision != state.revision;
        let old_state = std::mem::replace(state, next);
        let view = (changed || !published).then(|| Arc::new(View::new(state)));
        let old_view = view.clone().map(|view| self.inner.published.replace(view));
        (view.filter(|_| changed), (old_state, old_view))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is replaced whole, so a panic of a writer leaves the one before.
        self.inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn sample_rand(&self, config: Option<&Config>) -> f64 {
        let fixed = config.and_then(|config| config.options.sample_rand);
        fixed.unwrap_or_else(|| self.inner.entropy.sample_rand())
    }
}

impl fmt::Debug for Tracer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Tracer(revision {})",
            self.inner.published.latest().revision
        )
    }
}

fn origin(event: &Event) -> Origin {
    match event {
        Event::Adopt(page, _) | Event::Lifecycle(_, Some(page)) => Origin::Page(page.clone()),
        _ => Origin::Host,
    }
}

fn epoch(entropy: &dyn Entropy) -> u64 {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes);
    u64::from_le_bytes(bytes) & State::MAX_EPOCH
}

fn moment(entropy: &dyn Entropy, now_ms: Option<u64>) -> Moment {
    Moment {
        now_ms,
        trace_id: TraceId::random(entropy),
        span_id: SpanId::random(entropy),
        sample_rand: entropy.sample_rand(),
    }
}

fn ask_sampler(view: &View, root: &RootSpan) -> Answer {
    let sampler = view
        .config
        .as_ref()
        .and_then(|config| config.options.traces_sampler.as_ref());
    let Some(sampler) = sampler.filter(|_| !view.trace.decided_here) else {
        return Answer::None;
    };
    let rate = view
        .trace
        .dsc
        .as_ref()
        .and_then(|dsc| dsc.get("sample_rate"));
    sampler.sample(&SamplingContext {
        name: &root.name,
        parent_sampled: view.trace.sampled,
        parent_sample_rate: rate.and_then(parse_rate),
    })
}

/// Whether what the sampler was asked about is still so.
fn asked(state: &State, view: &View) -> bool {
    same(&state.config, &view.config) && Arc::ptr_eq(&state.trace, &view.trace)
}

fn same(one: &Option<Arc<Config>>, other: &Option<Arc<Config>>) -> bool {
    one.as_ref().map(Arc::as_ptr) == other.as_ref().map(Arc::as_ptr)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;
    use crate::system::ThreadEntropy;
    use crate::trace::options::Options;
    use crate::trace::sampling::Sampler;

    /// Whether `work` comes to its end.
    fn ends(work: impl FnOnce() + Send + 'static) -> bool {
        let (done, wait) = mpsc::channel();
        std::thread::spawn(move || {
            work();
            done.send(())
        });
        wait.recv_timeout(Duration::from_secs(20)).is_ok()
    }

    fn tracer() -> Tracer {
        Tracer::unconfigured(Arc::new(ThreadEntropy))
    }

    fn sampled_by(sample: impl Fn() + Send + Sync + 'static) -> Arc<Config> {
        let sampler = Sampler::new(move |_| {
            sample();
            Some(1.0)
        });
        let options = Options {
            traces_sampler: Some(sampler),
            ..Options::default()
        };
        Config::new(options).unwrap()
    }

    struct ChangesWhenDropped(Tracer);

    impl Drop for ChangesWhenDropped {
        fn drop(&mut self) {
            self.0.start_new_trace(Source::App, 0);
        }
    }

    #[test]
    fn a_sampler_that_calls_the_tracer_when_it_is_dropped_waits_for_no_lock() {
        assert!(ends(|| {
            let tracer = tracer();
            let held = ChangesWhenDropped(tracer.clone());
            let config = sampled_by(move || _ = &held);
            tracer.apply(Event::Configure(config), None);
            let plain = Config::new(Options::default()).unwrap();
            // As `configure`, but without the view that it looked at, which keeps the old one.
            tracer.apply(Event::Configure(plain), None);
            assert_eq!(tracer.view().reason, Reason::NewTraceRequested);
        }));
    }

    #[test]
    fn meta_tags_hold_a_traceparent_where_it_is_configured() {
        for (json, tags) in [
            (r#"{"dsn": "https://key@ingest.example/1"}"#, 2),
            (
                r#"{"dsn": "https://key@ingest.example/1", "propagateTraceparent": true}"#,
                3,
            ),
            ("{}", 0),
        ] {
            let config = Config::new(Options::from_json(json.as_bytes()).unwrap()).unwrap();
            let html = Tracer::new(config, Arc::new(ThreadEntropy)).meta_tags();
            assert_eq!(html.matches("<meta name=").count(), tags, "{html}");
            assert_eq!(html.contains("traceparent"), tags == 3);
        }
    }

    #[test]
    fn a_sampler_that_starts_traces_is_not_asked_for_ever() {
        assert!(ends(|| {
            let tracer = tracer();
            let other = tracer.clone();
            tracer.configure(sampled_by(move || {
                other.start_new_trace(Source::App, 0);
            }));
            tracer.begin_root_span(&RootSpan::default());
            assert_eq!(tracer.view().trace.sampled, Some(true));
            // The sampler holds the tracer that holds it.
            tracer.configure(sampled_by(|| ()));
        }));
    }
}
