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

    /// Replaces the view.
    pub fn store(&self, view: Arc<View>) {
        self.current.store(view);
    }

    /// The current view.
    #[cfg(not(spanferry_torn))]
    pub fn load(&self) -> Guard<Arc<View>> {
        self.current.load()
    }

    /// The current view, to keep.
    pub fn load_full(&self) -> Arc<View> {
        self.current.load_full()
    }

    /// Deliberately wrong: ids of one view with the baggage of a later one. The build with this
    /// `cfg` exists to see the concurrency tests fail.
    #[cfg(spanferry_torn)]
    pub fn load(&self) -> Guard<Arc<View>> {
        let first = self.current.load_full();
        std::thread::yield_now();
        let second = self.current.load_full();
        let torn = View {
            rendered: second.rendered.clone(),
            ..View::clone(&first)
        };
        Guard::from_inner(Arc::new(torn))
    }
}
