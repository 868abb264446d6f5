//! Which pages live in which webviews, and whose pushes count.

use std::collections::VecDeque;
use std::sync::Arc;

/// A page in a webview. The webview id is stamped by the host, the page id drawn by each page load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageId {
    /// The webview.
    pub webview: Arc<str>,
    /// The page in it.
    pub page: Arc<str>,
}

impl PageId {
    /// Longest id that is kept, in bytes; a page with a longer one is never attached.
    pub const MAX_LEN: usize = 256;

    /// A page id of its two texts.
    pub fn new(webview: &str, page: &str) -> Self {
        Self {
            webview: webview.into(),
            page: page.into(),
        }
    }

    fn fits(&self) -> bool {
        let fits = |id: &str| !id.is_empty() && id.len() <= Self::MAX_LEN;
        fits(&self.webview) && fits(&self.page)
    }
}

/// How a page stands with the tracer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It lives in the webview that was attached last: its pushes count.
    Owner,
    /// It lives, but another webview was attached after its own.
    NotOwner,
    /// It was never attached, or another page has taken its place.
    Dead,
}

/// The webviews in the order in which they were attached, the owner last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pages {
    webviews: Vec<Webview>,
}

#[derive(Debug, Clone, PartialEq)]
struct Webview {
    id: Arc<str>,
    page: Arc<str>,
    last_sequence: Option<u64>,
    /// Pages that lived here before; a late message of one must not bring it back.
    dead: VecDeque<Arc<str>>,
}

impl Pages {
    /// Most webviews that are remembered; the one attached longest ago is forgotten first.
    pub const MAX_WEBVIEWS: usize = 32;

    /// Most earlier pages that are remembered for a webview.
    pub const MAX_DEAD: usize = 16;

    /// Attaches a page: its webview becomes the owner, the page that lived there dies.
    ///
    /// False for a page that died before, and for ids that are empty or too long.
    pub fn attach(&mut self, id: &PageId) -> bool {
        if !id.fits() {
            return false;
        }
        let found = self
            .webviews
            .iter()
            .position(|webview| webview.id == id.webview);
        let mut webview = match found {
            Some(at) if self.is_dead(at, &id.page) => return false,
            Some(at) => self.webviews.remove(at),
            None => Webview {
                id: id.webview.clone(),
                page: id.page.clone(),
                last_sequence: None,
                dead: VecDeque::new(),
            },
        };
        webview.show(id.page.clone());
        self.webviews.push(webview);
        if self.webviews.len() > Self::MAX_WEBVIEWS {
            self.webviews.remove(0);
        }
        true
    }

    fn is_dead(&self, at: usize, page: &Arc<str>) -> bool {
        self.webviews
            .get(at)
            .is_some_and(|webview| webview.dead.contains(page))
    }

    /// Forgets a webview that is gone; the one attached before becomes the owner.
    pub fn remove(&mut self, webview: &str) -> bool {
        let before = self.webviews.len();
        self.webviews.retain(|other| &*other.id != webview);
        self.webviews.len() != before
    }

    /// How the page stands.
    pub fn standing(&self, id: &PageId) -> Standing {
        let alive = |webview: &Webview| webview.id == id.webview && webview.page == id.page;
        match self.webviews.iter().rposition(alive) {
            None => Standing::Dead,
            Some(at) if at + 1 == self.webviews.len() => Standing::Owner,
            Some(_) => Standing::NotOwner,
        }
    }

    /// Takes the number of a push; false when it does not increase.
    pub fn advance(&mut self, id: &PageId, sequence: u64) -> bool {
        let Some(webview) = self
            .webviews
            .iter_mut()
            .find(|other| other.id == id.webview)
        else {
            return false;
        };
        let increases = webview.last_sequence.is_none_or(|last| sequence > last);
        if increases {
            webview.last_sequence = Some(sequence);
        }
        increases
    }
}

impl Webview {
    fn show(&mut self, page: Arc<str>) {
        if self.page == page {
            return;
        }
        let old = std::mem::replace(&mut self.page, page);
        self.last_sequence = None;
        self.dead.push_back(old);
        if self.dead.len() > Pages::MAX_DEAD {
            self.dead.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(webview: &str, page: &str) -> PageId {
        PageId::new(webview, page)
    }

    #[test]
    fn a_new_page_kills_the_old_one_for_good() {
        let mut pages = Pages::default();
        assert!(pages.attach(&page("w", "1")) && pages.attach(&page("w", "2")));
        assert_eq!(pages.standing(&page("w", "1")), Standing::Dead);
        assert!(
            !pages.attach(&page("w", "1")),
            "a late handshake does not bring it back"
        );
        assert_eq!(pages.standing(&page("w", "2")), Standing::Owner);
    }

    #[test]
    fn the_owner_is_attached_last_and_the_one_before_follows_it() {
        let mut pages = Pages::default();
        pages.attach(&page("a", "1"));
        pages.attach(&page("b", "1"));
        assert_eq!(pages.standing(&page("a", "1")), Standing::NotOwner);
        assert!(pages.remove("b"));
        assert_eq!(pages.standing(&page("a", "1")), Standing::Owner);
        assert!(!pages.remove("b"));
    }

    #[test]
    fn numbers_of_pushes_increase_within_a_page() {
        let mut pages = Pages::default();
        pages.attach(&page("a", "1"));
        assert!(pages.advance(&page("a", "1"), 5));
        assert!(!pages.advance(&page("a", "1"), 5));
        pages.attach(&page("a", "2"));
        assert!(pages.advance(&page("a", "2"), 1));
    }

    #[test]
    fn memory_is_bounded() {
        let mut pages = Pages::default();
        for n in 0..1000 {
            pages.attach(&page(&format!("w{n}"), "1"));
            pages.attach(&page("w", &n.to_string()));
        }
        assert_eq!(pages.webviews.len(), Pages::MAX_WEBVIEWS);
        assert!(
            pages
                .webviews
                .iter()
                .all(|webview| webview.dead.len() <= Pages::MAX_DEAD)
        );
        assert!(!pages.attach(&page(&"w".repeat(257), "1")) && !pages.attach(&page("", "1")));
    }
}
