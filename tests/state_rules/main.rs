//! The rules of the trace state, one test each: what a reader of this file may rely on.

#![expect(
    clippy::unwrap_used,
    reason = "a test program: what cannot fail may stop it"
)]

mod changes;
mod lifetime;
mod pages;
mod pushes;
mod sampling;

use std::cell::Cell;
use std::sync::Arc;

use spanferry::system::ThreadEntropy;
use spanferry::trace::config::Config;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::options::Options;
use spanferry::trace::state::event::{Lifecycle, Outcome};
use spanferry::trace::state::pages::PageId;
use spanferry::trace::state::trace::Trace;
use spanferry::trace::state::tracer::Tracer;

const OTHER: &str = "771a43a4192642f0b136d5159a501700";
const THIRD: &str = "00000000000000000000000000000003";

fn timeless() -> Tracer {
    Tracer::unconfigured(Arc::new(ThreadEntropy))
}

/// A tracer of an app that started when the clock stood at 0.
fn tracer() -> Tracer {
    let tracer = timeless();
    tracer.lifecycle(Lifecycle::AppStart, None, 0);
    tracer
}

fn config(json: &str) -> Arc<Config> {
    let json = format!(r#"{{"dsn": "https://key@ingest.example/1"{json}}}"#);
    Config::new(Options::from_json(json.as_bytes()).unwrap()).unwrap()
}

fn configured(json: &str) -> Tracer {
    Tracer::new(config(json), Arc::new(ThreadEntropy))
}

fn trace(tracer: &Tracer) -> Arc<Trace> {
    tracer.view().trace.clone()
}

fn trace_id(tracer: &Tracer) -> String {
    trace(tracer).trace_id.to_string()
}

fn baggage(tracer: &Tracer) -> String {
    tracer.trace_data().baggage.unwrap_or_default()
}

fn incoming(sentry_trace: &str, baggage: &str) -> Incoming {
    let headers = [("sentry-trace", sentry_trace), ("baggage", baggage)];
    let present = headers.into_iter().filter(|(_, value)| !value.is_empty());
    Incoming::from_headers(present.map(|(name, value)| (name.as_bytes(), value.as_bytes())))
}

/// A page as its webview would act for it: it numbers its pushes and remembers the state it knows.
struct Page<'a> {
    tracer: &'a Tracer,
    id: PageId,
    sequence: Cell<u64>,
    base: Cell<u64>,
}

impl<'a> Page<'a> {
    fn attached(tracer: &'a Tracer, webview: &str, page: &str) -> Self {
        let id = PageId::new(webview, page);
        assert_eq!(tracer.attach(&id, 0), Outcome::Unchanged);
        let page = Self {
            tracer,
            id,
            sequence: Cell::new(0),
            base: Cell::new(0),
        };
        page.learn();
        page
    }

    /// Takes over the current state.
    fn learn(&self) {
        self.base.set(self.tracer.view().revision);
    }

    fn push(&self, trace_id: &str, more: &str) -> Outcome {
        self.sequence.set(self.sequence.get() + 1);
        let epoch = self.tracer.view().epoch;
        self.send(epoch, trace_id, more)
    }

    fn send(&self, epoch: u64, trace_id: &str, more: &str) -> Outcome {
        let json = format!(
            r#"{{"epoch": {epoch}, "revision": {}, "sequence": {}, "traceId": "{trace_id}"{more}}}"#,
            self.base.get(),
            self.sequence.get(),
        );
        self.tracer.adopt(&self.id, json.as_bytes(), 0)
    }

    fn lifecycle(&self, step: Lifecycle, now_ms: u64) -> Outcome {
        self.tracer.lifecycle(step, Some(self.id.clone()), now_ms)
    }
}
