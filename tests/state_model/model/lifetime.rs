//! When a trace ends by itself: page loads, navigation, background and foreground.

use super::{Fresh, Model, Origin, Page, Source};

impl Model {
    pub(crate) fn page_load(&mut self, page: Option<Page>, fresh: Fresh) -> &'static str {
        if let Some(refusal) = page.and_then(|page| self.refusal(page)) {
            return refusal;
        }
        let first = !self.had_a_page;
        self.had_a_page = true;
        if first && self.age_ms() <= self.handover_limit_ms() {
            return "unchanged";
        }
        self.renew(Source::Lifecycle, "page_load", origin(page), fresh)
    }

    pub(crate) fn navigation(&mut self, page: Option<Page>, fresh: Fresh) -> &'static str {
        if let Some(refusal) = page.and_then(|page| self.refusal(page)) {
            return refusal;
        }
        self.had_a_page = true;
        self.renew(Source::Lifecycle, "navigation", origin(page), fresh)
    }

    pub(crate) fn background(&mut self) -> &'static str {
        if self.background.is_none() {
            self.background = Some((self.now_ms, self.trace.trace_id));
        }
        "unchanged"
    }

    pub(crate) fn foreground(&mut self, fresh: Fresh) -> &'static str {
        let reason = match self.background.take() {
            Some((since, trace_id)) => {
                let long = self.now_ms - since >= self.background_limit_ms();
                (long && trace_id == self.trace.trace_id).then_some("background_limit")
            }
            None => {
                let waits = self.source == Source::NativeAuto && !self.had_a_page;
                let old = self.age_ms() > self.handover_limit_ms();
                (waits && old).then_some("handover_limit")
            }
        };
        match reason {
            Some(reason) => self.renew(Source::Lifecycle, reason, Origin::Host, fresh),
            None => "unchanged",
        }
    }

    fn age_ms(&self) -> u64 {
        self.now_ms - self.set_at_ms
    }

    fn background_limit_ms(&self) -> u64 {
        self.options
            .map_or(30_000, |options| options.background_limit_ms)
    }

    fn handover_limit_ms(&self) -> u64 {
        self.options
            .map_or(60_000, |options| options.handover_limit_ms)
    }
}

fn origin(page: Option<Page>) -> Origin {
    page.map_or(Origin::Host, Origin::Page)
}
