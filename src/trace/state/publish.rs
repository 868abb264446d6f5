//! How readers get the current view: an atomic pointer, no lock.

use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};

use super::view::View;

/// The current view. Writers replace it whole; a reader holds whichever it got for as long as it
/// needs it.
#[derive(Debug)]
pub struct Published {
    current: ArcSwap<View>,
}

impl Published {
    /// Publishes the first view.
    pub fn new(view: View) -> Self {
        Self {
            current: ArcSwap::from_pointee(view),
        }
    }

    /// Replaces the view and gives the old one, to be dropped where no lock is held.
    pub fn replace(&self, view: Arc<View>) -> Arc<View> {
        self.current.swap(view)
    }

    /// The current view with its headers written.
    #[cfg(not(spanferry_torn))]
    pub fn load(&self) -> Guard<Arc<View>> {
        let view = self.current.load();
        if view.is_rendered() {
            view
        } else {
            self.render(&view)
        }
    }

    /// The current view, perhaps without headers: for writers, which replace it anyway.
    pub fn latest(&self) -> Arc<View> {
        self.current.load_full()
    }

    /// The first reader after a change writes the headers for all others, and waits for nobody:
    /// readers that come meanwhile do the same, and one of the equal views stays. If a writer
    /// publishes another state meanwhile, that one stays.
    #[cold]
    fn render(&self, view: &Arc<View>) -> Guard<Arc<View>> {
        let rendered = Arc::new(view.with_rendered(view.rendered().into_owned()));
        self.current.compare_and_swap(view, rendered.clone());
        Guard::from_inner(rendered)
    }

    /// Deliberately wrong: ids of one view with the baggage of a later one. The build with this
    /// `cfg` exists to see the concurrency tests fail.
    #[cfg(spanferry_torn)]
    pub fn load(&self) -> Guard<Arc<View>> {
        let first = self.current.load();
        std::thread::yield_now();
        let second = self.render(&self.current.load());
        Guard::from_inner(Arc::new(
            first.with_rendered(second.rendered().into_owned()),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::ThreadEntropy;
    use crate::trace::config::Config;
    use crate::trace::options::Options;
    use crate::trace::state::source::Source;
    use crate::trace::state::tracer::Tracer;

    fn view() -> View {
        let options = Options {
            dsn: Some("https://key@o1.ingest.example/1".to_owned()),
            ..Options::default()
        };
        let tracer = Tracer::new(Config::new(options).unwrap(), Arc::new(ThreadEntropy));
        tracer.start_new_trace(Source::App, 0);
        View::clone(&tracer.view())
    }

    fn unrendered(revision: u64) -> View {
        let mut view = view().without_rendered();
        view.revision = revision;
        view
    }

    #[test]
    fn the_first_reader_writes_the_headers_for_the_next() {
        let published = Published::new(unrendered(1));
        let first = published.load();
        assert!(first.is_rendered() && !first.rendered().baggage.is_empty());
        assert!(Arc::ptr_eq(&first, &published.load()), "written once");
    }

    #[test]
    fn a_reader_that_is_late_does_not_bring_an_old_state_back() {
        let published = Published::new(unrendered(1));
        let old = published.latest();
        published.replace(Arc::new(unrendered(2)));
        assert_eq!(
            published.render(&old).revision,
            1,
            "it keeps what it began with"
        );
        assert_eq!(published.latest().revision, 2);
    }
}
