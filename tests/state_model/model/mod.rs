//! The rules of the trace state a second time, written to be read, not to be fast.
//!
//! Nothing here is shared with the library but the ids. The state is a plain value, every change
//! that was ever made stays in one list, and whether a push comes too late is answered by looking
//! through that list. Where this model and the library disagree, one of them is wrong.

use spanferry::trace::ids::{SpanId, TraceId};

pub(crate) mod dsc;
pub(crate) mod incoming;
mod lifetime;
pub(crate) mod sampling;
pub(crate) mod types;

use incoming::Verdict;
pub(crate) use types::{Fresh, Options, Origin, Page, Push, Root, Source, Trace};

#[derive(Clone, Debug)]
struct Change {
    revision: u64,
    by: Origin,
    /// How strong the change is in a race; none for what never makes a push late.
    strength: Option<Source>,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) epoch: u64,
    pub(crate) revision: u64,
    pub(crate) source: Source,
    pub(crate) reason: &'static str,
    pub(crate) trace: Trace,
    pub(crate) options: Option<Options>,
    /// Whether the decision of the trace was taken on this device.
    decided: bool,
    /// The root span, if one began.
    root: Option<Root>,
    /// The trace that was current when a caller last began a root span, until it ends one.
    began_in: Option<TraceId>,
    now_ms: u64,
    /// Nobody has told the time yet.
    timeless: bool,
    set_at_ms: u64,
    had_a_page: bool,
    background: Option<(u64, TraceId)>,
    /// The living page of each webview, in the order in which they were attached.
    living: Vec<Page>,
    /// Pages whose place was taken.
    dead: Vec<Page>,
    /// Every push number that was seen.
    pushes: Vec<(Page, u64)>,
    changes: Vec<Change>,
}

/// What readers can see: a change of anything else is no change.
type Seen = (Trace, Option<dsc::Headers>);

impl Model {
    pub(crate) fn new(epoch: u64, fresh: Fresh) -> Self {
        Self {
            epoch,
            revision: 1,
            source: Source::NativeAuto,
            reason: "created",
            trace: head(fresh),
            options: None,
            decided: false,
            root: None,
            began_in: None,
            now_ms: 0,
            timeless: true,
            set_at_ms: 0,
            had_a_page: false,
            background: None,
            living: Vec::new(),
            dead: Vec::new(),
            pushes: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Time never runs backwards, and begins when it is first told.
    pub(crate) fn at(&mut self, now_ms: u64) {
        if std::mem::take(&mut self.timeless) {
            self.set_at_ms = now_ms;
        }
        self.now_ms = self.now_ms.max(now_ms);
    }

    pub(crate) fn configure(&mut self, options: Options) -> &'static str {
        let before = self.seen();
        self.options = Some(options);
        if self.reason == "created" && !self.had_a_page && !self.decided {
            if options.sample_rand.is_some() {
                self.trace.sample_rand = options.sample_rand;
            }
            if options.rate.is_some() {
                self.begin_without_sampler();
            }
        }
        self.finish(before, Origin::Host, None)
    }

    /// The decision of the cold-start trace is the rate's: no sampler is asked.
    fn begin_without_sampler(&mut self) {
        let number = self.trace.sample_rand.unwrap_or_default();
        let rate = self.options.and_then(|options| options.rate);
        let decision = sampling::decide(None, rate, self.trace.sampled, number);
        self.root = Some(Root::default());
        self.record(decision);
    }

    pub(crate) fn start_new_trace(&mut self, source: Source, fresh: Fresh) -> &'static str {
        // Only the tracer itself starts a trace as `native_auto`, once; a call is the program's.
        let source = match source {
            Source::NativeAuto => Source::App,
            other => other,
        };
        self.renew(source, "new_trace_requested", Origin::Host, fresh)
    }

    pub(crate) fn incoming(&mut self, headers: &incoming::Headers, fresh: Fresh) -> &'static str {
        let fresh = self.fixed(fresh);
        match incoming::judge(headers, self.options.as_ref(), fresh.sample_rand) {
            Verdict::New(reason) => {
                self.renew(Source::Incoming, reason, Origin::Host, fresh);
                reason
            }
            Verdict::Continued(trace) => {
                let before = self.seen();
                self.set(trace, Source::Incoming, "continued");
                self.trace.span_id = fresh.span_id;
                self.finish(before, Origin::Host, Some(Source::Incoming));
                "continued"
            }
        }
    }

    pub(crate) fn attach(&mut self, page: Page) -> &'static str {
        if self.dead.contains(&page) {
            return "dead_page";
        }
        if let Some(place) = self.place(page.webview) {
            let old = self.living.remove(place);
            if old != page {
                self.dead.push(old);
            }
        }
        self.living.push(page);
        "unchanged"
    }

    /// A webview that is gone is forgotten with all its pages; the one before is the owner.
    pub(crate) fn webview_gone(&mut self, webview: &str) -> &'static str {
        self.living.retain(|page| page.webview != webview);
        self.dead.retain(|page| page.webview != webview);
        self.pushes.retain(|(page, _)| page.webview != webview);
        "unchanged"
    }

    pub(crate) fn push(&mut self, page: Page, push: Push, fresh: Fresh) -> &'static str {
        if !self.living.contains(&page) {
            return "dead_page";
        }
        let seen_before = |&(by, number): &(Page, u64)| by == page && number >= push.sequence;
        if self.pushes.iter().any(seen_before) {
            return "old_sequence";
        }
        self.pushes.push((page, push.sequence));
        if let Some(refusal) = self.refusal(page) {
            return refusal;
        }
        let strength = push.source.max(Source::Webview);
        if self.is_late(&push, page, strength) {
            return "stale";
        }
        self.had_a_page = true;
        let before = self.seen();
        if push.trace_id == self.trace.trace_id {
            self.fill(&push);
        } else {
            self.take_over(push, strength, fresh);
        }
        self.finish(before, Origin::Page(page), Some(strength))
    }

    fn is_late(&self, push: &Push, page: Page, strength: Source) -> bool {
        let overtaken = self.changes.iter().any(|change| {
            change.revision > push.base
                && change.by != Origin::Page(page)
                && change.strength >= Some(strength)
        });
        push.epoch != self.epoch || push.base > self.revision || overtaken
    }

    /// The same trace: what is open may be filled in, what is decided stays.
    fn fill(&mut self, push: &Push) {
        if self.trace.sampled.is_none() && push.sampled.is_some() {
            self.trace.sampled = push.sampled;
            self.trace.sample_rate = push.sample_rate;
            self.decided = true;
            self.root.get_or_insert_default();
        }
        if self.trace.sample_rand.is_none() {
            self.trace.sample_rand = push.sample_rand;
        }
        if self.trace.dsc.is_none() {
            self.trace.dsc.clone_from(&push.dsc);
        }
        if push.active_span_id.is_some() {
            self.trace.active_span_id = push.active_span_id;
        }
    }

    fn take_over(&mut self, push: Push, strength: Source, fresh: Fresh) {
        let decided = push.sampled.is_some();
        let trace = Trace {
            trace_id: push.trace_id,
            span_id: push.span_id.unwrap_or(fresh.span_id),
            active_span_id: push.active_span_id,
            parent_span_id: push.parent_span_id,
            sampled: push.sampled,
            sample_rand: push.sample_rand,
            sample_rate: push.sample_rate,
            dsc: push.dsc,
        };
        self.set(trace, strength, "page_push");
        self.decided = decided;
        // Who has decided is in a root span; its name only comes with the frozen context.
        self.root = decided.then(Root::default);
    }

    pub(crate) fn begin_root_span(&mut self, root: Root, fresh: Fresh) -> &'static str {
        self.began_in = Some(self.trace.trace_id);
        self.decide_root(root, fresh)
    }

    fn decide_root(&mut self, root: Root, fresh: Fresh) -> &'static str {
        let Some(options) = self.options.filter(sampling::is_on) else {
            return "unchanged";
        };
        let before = self.seen();
        self.root = Some(root);
        if !self.decided {
            let number = self.trace.sample_rand;
            let number = number.unwrap_or(self.fixed(fresh).sample_rand);
            self.trace.sample_rand = Some(number);
            let parent = self.trace.sampled;
            self.record(sampling::decide(
                options.sampler,
                options.rate,
                parent,
                number,
            ));
        }
        self.finish(before, Origin::Host, None)
    }

    /// Writes a decision into the trace, and into a frozen context what belongs there.
    fn record(&mut self, decision: sampling::Decision) {
        self.decided = true;
        self.trace.sampled = Some(decision.sampled);
        self.trace.sample_rate = decision.own_rate;
        let (number, rate) = (self.trace.sample_rand, self.trace.sample_rate);
        if let Some(frozen) = &mut self.trace.dsc {
            frozen.decided(number, rate);
        }
    }

    pub(crate) fn end_root_span(&mut self) -> &'static str {
        if self
            .began_in
            .take()
            .is_some_and(|trace| trace != self.trace.trace_id)
        {
            return "unchanged";
        }
        let before = self.seen();
        if self.trace.dsc.is_none() {
            self.trace.dsc = self.context();
        }
        self.finish(before, Origin::Host, None)
    }

    pub(crate) fn set_active_span(&mut self, span_id: Option<SpanId>) -> &'static str {
        let before = self.seen();
        self.trace.active_span_id = span_id;
        self.finish(before, Origin::Host, None)
    }

    /// The page that was attached longest ago.
    pub(crate) fn oldest(&self) -> Option<Page> {
        self.living.first().copied()
    }

    /// The page whose pushes count.
    pub(crate) fn owner(&self) -> Option<Page> {
        self.living.last().copied()
    }

    pub(crate) fn headers(&self) -> Option<dsc::Headers> {
        dsc::Headers::of(self.options.as_ref()?, &self.context()?)
    }

    /// The context now: the frozen one, else one made of the options.
    fn context(&self) -> Option<dsc::Members> {
        let options = self.options.as_ref()?;
        let frozen = self.trace.dsc.clone();
        Some(frozen.unwrap_or_else(|| dsc::own(options, &self.trace, self.root)))
    }

    fn renew(
        &mut self,
        source: Source,
        reason: &'static str,
        by: Origin,
        fresh: Fresh,
    ) -> &'static str {
        let before = self.seen();
        self.set(head(self.fixed(fresh)), source, reason);
        self.finish(before, by, Some(source))
    }

    fn set(&mut self, trace: Trace, source: Source, reason: &'static str) {
        self.trace = trace;
        self.source = source;
        self.reason = reason;
        self.set_at_ms = self.now_ms;
        self.decided = false;
        self.root = None;
    }

    fn seen(&self) -> Seen {
        (self.trace.clone(), self.headers())
    }

    /// Counts and remembers a change, if there is one to see.
    fn finish(&mut self, before: Seen, by: Origin, strength: Option<Source>) -> &'static str {
        if self.seen() == before {
            return "unchanged";
        }
        self.revision += 1;
        self.changes.push(Change {
            revision: self.revision,
            by,
            strength,
        });
        if self.trace.trace_id == before.0.trace_id {
            "updated"
        } else {
            "started"
        }
    }

    /// Why a message of that page does not count.
    fn refusal(&self, page: Page) -> Option<&'static str> {
        if !self.living.contains(&page) {
            Some("dead_page")
        } else if self.living.last() != Some(&page) {
            Some("not_owner")
        } else {
            None
        }
    }

    fn place(&self, webview: &str) -> Option<usize> {
        self.living.iter().position(|page| page.webview == webview)
    }

    fn fixed(&self, fresh: Fresh) -> Fresh {
        let fixed = self.options.and_then(|options| options.sample_rand);
        Fresh {
            sample_rand: fixed.unwrap_or(fresh.sample_rand),
            ..fresh
        }
    }
}

fn head(fresh: Fresh) -> Trace {
    Trace {
        trace_id: fresh.trace_id,
        span_id: fresh.span_id,
        active_span_id: None,
        parent_span_id: None,
        sampled: None,
        sample_rand: Some(fresh.sample_rand),
        sample_rate: None,
        dsc: None,
    }
}
