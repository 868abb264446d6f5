//! Takes the model and a tracer through the same steps and compares what readers see of them.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::mem;
use std::sync::{Arc, Mutex};

use spanferry::trace::ids::TraceId;
use spanferry::trace::state::event::Lifecycle;
use spanferry::trace::state::history::Origin;
use spanferry::trace::state::source::Source as TracerSource;
use spanferry::trace::state::tracer::Tracer;

use crate::convert::{self, Samplers};
use crate::entropy::StepEntropy;
use crate::model::{Model, Page, Push, incoming};
use crate::steps::{self, Step, What, Which, Who};

/// How often each kind of step ended how.
pub(crate) type Counts = BTreeMap<(&'static str, String), u64>;

/// What a listener was told: the revision, and who made the change.
type Told = Arc<Mutex<Vec<(u64, Origin)>>>;

/// The page that stands for the owner while there is none.
const FIRST: Page = Page {
    webview: "main",
    page: 0,
};

/// What the model says, and the tracer.
type Answers = (&'static str, &'static str);

struct Driver {
    model: Model,
    tracer: Tracer,
    entropy: Arc<StepEntropy>,
    samplers: Samplers,
    told: Told,
    clock_ms: u64,
    /// The highest number that each page has sent.
    sent: Vec<(Page, u64)>,
    /// Every trace that was current.
    traces: Vec<TraceId>,
}

/// Runs a sequence; an error says at which step the two disagree, and how.
pub(crate) fn run(steps: &[Step], samplers: &Samplers, counts: &mut Counts) -> Result<(), String> {
    let mut driver = Driver::new(steps.first().map_or(0, |step| step.number), samplers);
    for (at, step) in steps.iter().enumerate() {
        let ended = driver.step(step);
        let (kind, outcome) = ended.map_err(|problem| format!("step {at}: {problem}"))?;
        *counts.entry((kind, outcome)).or_default() += 1;
    }
    Ok(())
}

/// Takes out every step without which the sequence fails all the same.
pub(crate) fn shrink(mut steps: Vec<Step>, samplers: &Samplers) -> Vec<Step> {
    for at in (0..steps.len()).rev() {
        let mut fewer = steps.clone();
        fewer.remove(at);
        if run(&fewer, samplers, &mut Counts::new()).is_err() {
            steps = fewer;
        }
    }
    steps
}

impl Driver {
    fn new(seed: u64, samplers: &Samplers) -> Self {
        let entropy = Arc::new(StepEntropy::default());
        entropy.set_step(!seed);
        let tracer = Tracer::unconfigured(entropy.clone());
        let model = Model::new(tracer.view().epoch, entropy.fresh());
        let told = Told::default();
        let log = told.clone();
        tracer.add_listener(move |change| {
            let told = (change.view.revision, change.origin.clone());
            log.lock().unwrap().push(told);
        });
        Self {
            traces: vec![model.trace.trace_id],
            model,
            tracer,
            entropy,
            samplers: samplers.clone(),
            told,
            // A host's clock does not start with the tracer.
            clock_ms: 7_200_000,
            sent: Vec::new(),
        }
    }

    fn step(&mut self, step: &Step) -> Result<(&'static str, String), String> {
        self.entropy.set_step(step.number);
        let now_ms = self.clock_ms.saturating_add_signed(step.later_ms);
        self.clock_ms = self.clock_ms.max(now_ms);
        let revision = self.model.revision;
        let page = step.what.who().map(|who| self.page(who));
        let (expected, outcome) = self.both(&step.what, page, now_ms)?;
        same("outcome", expected, outcome)?;
        compare(&self.model, &self.tracer)?;
        self.compare_told(revision, page)?;
        self.traces.push(self.model.trace.trace_id);
        Ok((step.what.kind(), outcome.to_owned()))
    }

    /// What the model and the tracer say of a step.
    fn both(&mut self, what: &What, page: Option<Page>, now_ms: u64) -> Result<Answers, String> {
        let (model, tracer, fresh) = (&mut self.model, &self.tracer, self.entropy.fresh());
        Ok(match what {
            What::Configure(options) => {
                let config = convert::config(options, &self.samplers);
                (model.configure(*options), tracer.configure(config).name())
            }
            What::BeginRootSpan(root) => {
                let expected = model.begin_root_span(*root, fresh);
                (
                    expected,
                    tracer.begin_root_span(&convert::root(*root)).name(),
                )
            }
            What::EndRootSpan => (model.end_root_span(), tracer.end_root_span().name()),
            What::SetActiveSpan(span_id) => {
                let expected = model.set_active_span(*span_id);
                (expected, tracer.set_active_span(*span_id).name())
            }
            What::Detach(headers) => self.detach(headers.as_ref())?,
            What::MalformedPush(_) => {
                let page = convert::page(page.unwrap());
                (
                    "snapshot_refused",
                    tracer.adopt(&page, b"{}", now_ms).name(),
                )
            }
            timed => {
                model.at(now_ms);
                self.timed(timed, page, now_ms)
            }
        })
    }

    fn timed(&mut self, what: &What, page: Option<Page>, now_ms: u64) -> Answers {
        let fresh = self.entropy.fresh();
        match what {
            What::StartNewTrace(source) => {
                let expected = self.model.start_new_trace(*source, fresh);
                let source = convert::source(*source);
                (expected, self.tracer.start_new_trace(source, now_ms).name())
            }
            What::Incoming(headers) => {
                let headers = self.headers(headers);
                let expected = self.model.incoming(&headers, fresh);
                let headers = convert::incoming(&headers);
                (expected, self.tracer.continue_trace(headers, now_ms).name())
            }
            What::Attach(page) => {
                let expected = self.model.attach(*page);
                (
                    expected,
                    self.tracer.attach(&convert::page(*page), now_ms).name(),
                )
            }
            What::Push(_, push) => {
                let (page, pushed) = (page.unwrap(), self.push(page.unwrap(), push));
                let json = convert::json(&pushed, push.nulls);
                let expected = self.model.push(page, pushed, fresh);
                let outcome = self
                    .tracer
                    .adopt(&convert::page(page), json.as_bytes(), now_ms);
                (expected, outcome.name())
            }
            other => self.lifecycle(other, page, now_ms),
        }
    }

    fn lifecycle(&mut self, what: &What, page: Option<Page>, now_ms: u64) -> Answers {
        let (model, fresh) = (&mut self.model, self.entropy.fresh());
        let (step, expected) = match what {
            What::PageLoad(_) => (Lifecycle::PageLoad, model.page_load(page, fresh)),
            What::Navigation(_) => (Lifecycle::Navigation, model.navigation(page, fresh)),
            What::WebviewGone(_) => {
                let webview = page.unwrap().webview;
                (Lifecycle::WebviewGone, model.webview_gone(webview))
            }
            What::AppStart => (Lifecycle::AppStart, "unchanged"),
            What::Background => (Lifecycle::Background, model.background()),
            _ => (Lifecycle::Foreground, model.foreground(fresh)),
        };
        let outcome = self.tracer.lifecycle(step, page.map(convert::page), now_ms);
        (expected, outcome.name())
    }

    /// A detached tracer goes on from the same state; what happens to it is compared here and must
    /// leave the shared one as it is.
    fn detach(&self, headers: Option<&steps::Headers>) -> Result<Answers, String> {
        let mut model = self.model.clone();
        let headers = headers.map(|headers| self.headers(headers));
        let (detached, reason) = self.tracer.detach(headers.as_ref().map(convert::incoming));
        model.epoch = detached.view().epoch;
        let expected = headers.map(|headers| model.incoming(&headers, self.entropy.fresh()));
        compare(&model, &detached)?;
        detached.start_new_trace(TracerSource::App, 0);
        let outcome = reason.map_or("detached", |reason| reason.name());
        Ok((expected.unwrap_or("detached"), outcome))
    }

    /// A change is told once, with its revision and origin; what is no change is not told.
    fn compare_told(&self, before: u64, by: Option<Page>) -> Result<(), String> {
        let by = by.map_or(Origin::Host, |page| Origin::Page(convert::page(page)));
        let expected: Vec<_> = (before + 1..=self.model.revision)
            .map(|revision| (revision, by.clone()))
            .collect();
        let told = mem::take(&mut *self.told.lock().unwrap());
        same("told to listeners", expected, told)
    }

    fn page(&self, who: Who) -> Page {
        match who {
            Who::Page(page) => page,
            Who::Owner => self.model.owner().unwrap_or(FIRST),
            Who::Oldest => self.model.oldest().unwrap_or(FIRST),
        }
    }

    fn trace(&self, which: Which) -> TraceId {
        match which {
            Which::Current => self.model.trace.trace_id,
            Which::Earlier(at) => self.traces[at % self.traces.len()],
            Which::New(id) => id,
        }
    }

    fn headers(&self, headers: &steps::Headers) -> incoming::Headers {
        let trace = match headers.trace {
            steps::Line::Absent => incoming::Line::Absent,
            steps::Line::Malformed => incoming::Line::Malformed,
            steps::Line::Trace(which, span_id, sampled) => incoming::Line::Trace {
                trace_id: self.trace(which),
                span_id,
                sampled,
            },
        };
        incoming::Headers {
            trace,
            baggage: headers.baggage.clone(),
        }
    }

    fn push(&mut self, page: Page, push: &steps::Push) -> Push {
        let last = self
            .sent
            .iter()
            .find(|(by, _)| *by == page)
            .map_or(1, |(_, last)| *last);
        let sequence = last.saturating_add_signed(push.sequence_step);
        self.sent.retain(|(by, _)| *by != page);
        self.sent.push((page, last.max(sequence)));
        Push {
            epoch: self.model.epoch ^ u64::from(!push.right_epoch),
            base: self.model.revision.saturating_add_signed(-push.behind),
            sequence,
            source: push.source,
            trace_id: self.trace(push.trace),
            span_id: push.span_id,
            active_span_id: push.active_span_id,
            parent_span_id: push.parent_span_id,
            sampled: push.sampled,
            sample_rand: push.sample_rand,
            sample_rate: push.sample_rate,
            dsc: push.dsc.clone(),
        }
    }
}

/// Compares what readers see; the ends of both sides are in the error.
fn compare(model: &Model, tracer: &Tracer) -> Result<(), String> {
    let view = tracer.view();
    same("epoch", model.epoch, view.epoch)?;
    same("revision", model.revision, view.revision)?;
    same("source", convert::source(model.source), view.source)?;
    same("reason", model.reason, view.reason.name())?;
    same("trace", model.trace.clone(), convert::trace(&view.trace))?;
    let data = tracer.trace_data();
    let Some(headers) = model.headers() else {
        return same("headers", Default::default(), data);
    };
    let span_id = model.trace.active_span_id.unwrap_or(model.trace.span_id);
    let line = incoming::trace_line(model.trace.trace_id, Some(span_id), model.trace.sampled);
    same("sentry-trace", Some(line), data.sentry_trace)?;
    let baggage = Some(headers.baggage).filter(|baggage| !baggage.is_empty());
    same("baggage", baggage, data.baggage)?;
    same(
        "traceparent",
        headers.traceparent,
        data.traceparent.is_some(),
    )
}

fn same<T: PartialEq + Debug>(what: &str, model: T, tracer: T) -> Result<(), String> {
    if model == tracer {
        return Ok(());
    }
    Err(format!("{what}\n  model:  {model:?}\n  tracer: {tracer:?}"))
}
