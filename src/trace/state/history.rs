//! Who changed the state when, as far as races need it.

use super::pages::PageId;
use super::source::Source;

/// Who made a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A call in this process, or the lifecycle of the app.
    Host,
    /// A push of a page.
    Page(PageId),
}

/// For each strength the last change, and the last one by anybody else.
///
/// These two answer the only question that races ask: has somebody other than P changed the state
/// since revision R with at least that strength?
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    strengths: [Changes; Source::ALL.len()],
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Changes {
    last: Option<(u64, Origin)>,
    /// The revision of the last change by another origin than that of `last`.
    other: u64,
}

impl History {
    /// Remembers a change.
    pub fn record(&mut self, revision: u64, origin: Origin, strength: Source) {
        let Some(changes) = self.strengths.get_mut(strength as usize) else {
            return;
        };
        if let Some((last, by)) = &changes.last {
            if *by != origin {
                changes.other = *last;
            }
        }
        changes.last = Some((revision, origin));
    }

    /// Whether another origin than `origin` changed the state after revision `base` with at least
    /// `strength`.
    pub fn changed_by_other(&self, origin: &Origin, base: u64, strength: Source) -> bool {
        self.strengths
            .iter()
            .skip(strength as usize)
            .any(|changes| match &changes.last {
                Some((revision, by)) if by != origin => *revision > base,
                Some(_) => changes.other > base,
                None => false,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_later_changes_of_others_with_enough_strength_count() {
        let page = Origin::Page(PageId::new("w", "1"));
        let mut history = History::default();
        history.record(5, Origin::Host, Source::Lifecycle);
        history.record(6, page.clone(), Source::Lifecycle);
        history.record(7, page.clone(), Source::Lifecycle);
        assert!(history.changed_by_other(&page, 4, Source::Webview));
        assert!(!history.changed_by_other(&page, 5, Source::Webview));
        assert!(!history.changed_by_other(&page, 4, Source::Incoming));
        assert!(history.changed_by_other(&Origin::Host, 6, Source::Lifecycle));
    }
}
