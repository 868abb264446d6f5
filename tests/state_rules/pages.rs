//! Which pages have a say.

use spanferry::trace::state::event::{Lifecycle, Outcome};
use spanferry::trace::state::pages::PageId;

use crate::{OTHER, Page, THIRD, tracer};

#[test]
fn a_new_page_kills_the_old_one_of_its_webview() {
    let tracer = tracer();
    let old = Page::attached(&tracer, "main", "1");
    let new = Page::attached(&tracer, "main", "2");
    assert_eq!(old.push(OTHER, ""), Outcome::DeadPage);
    assert_eq!(old.lifecycle(Lifecycle::Navigation, 0), Outcome::DeadPage);
    assert_eq!(
        tracer.attach(&old.id, 0),
        Outcome::DeadPage,
        "a late handshake"
    );
    assert_eq!(new.push(OTHER, ""), Outcome::Started);
}

#[test]
fn a_page_that_never_attached_has_no_say() {
    let tracer = tracer();
    let id = PageId::new("main", "1");
    let step = tracer.lifecycle(Lifecycle::Navigation, Some(id), 0);
    assert_eq!(step, Outcome::DeadPage);
}

#[test]
fn the_webview_attached_last_owns_the_trace() {
    let tracer = tracer();
    let main = Page::attached(&tracer, "main", "1");
    let popup = Page::attached(&tracer, "popup", "1");
    assert_eq!(main.push(OTHER, ""), Outcome::NotOwner);
    assert_eq!(popup.push(OTHER, ""), Outcome::Started);
}

#[test]
fn the_webview_before_owns_the_trace_when_the_last_one_is_gone() {
    let tracer = tracer();
    let main = Page::attached(&tracer, "main", "1");
    let popup = Page::attached(&tracer, "popup", "1");
    popup.lifecycle(Lifecycle::WebviewGone, 0);
    assert_eq!(popup.push(OTHER, ""), Outcome::DeadPage);
    assert_eq!(main.push(OTHER, ""), Outcome::Started);
}

#[test]
fn a_push_whose_number_does_not_increase_is_dropped() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    assert_eq!(page.push(OTHER, ""), Outcome::Started);
    page.learn();
    let epoch = tracer.view().epoch;
    assert_eq!(page.send(epoch, THIRD, ""), Outcome::OldSequence);
    assert_eq!(page.push(THIRD, ""), Outcome::Started);
}
