//! Listeners that come and go while the state changes.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use spanferry::system::ThreadEntropy;
use spanferry::trace::state::source::Source;
use spanferry::trace::state::tracer::Tracer;

const LISTENERS: usize = 200;

/// What became of a listener.
#[derive(Default)]
struct Life {
    last_revision: AtomicU64,
    running: AtomicUsize,
    drops: AtomicUsize,
}

/// Lives in a listener; it is dropped with it.
struct Token(Arc<Life>);

impl Token {
    fn called(&self, revision: u64) {
        self.0.running.fetch_add(1, Ordering::SeqCst);
        self.0.last_revision.fetch_max(revision, Ordering::SeqCst);
        thread::yield_now();
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        assert_eq!(
            self.0.running.load(Ordering::SeqCst),
            0,
            "a call still runs"
        );
        self.0.drops.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_removed_listener_hears_of_no_later_change_and_is_dropped_once() {
    let tracer = Tracer::unconfigured(Arc::new(ThreadEntropy));
    let (stop, ends) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| write(&tracer, &stop)))
            .collect();
        let adders: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| come_and_go(&tracer, &ends)))
            .collect();
        adders.into_iter().for_each(|end| end.join().unwrap());
        stop.store(true, Ordering::Relaxed);
        writers.into_iter().for_each(|end| end.join().unwrap());
    });
    let ends = ends.into_inner().unwrap();
    assert_eq!(ends.len(), LISTENERS);
    let called = |(life, _): &&(Arc<Life>, u64)| life.last_revision.load(Ordering::SeqCst) > 0;
    assert!(ends.iter().filter(called).count() > LISTENERS / 2);
    for (life, removed_at) in &ends {
        assert!(life.last_revision.load(Ordering::SeqCst) <= *removed_at);
        assert_eq!(life.drops.load(Ordering::SeqCst), 1);
    }
}

fn write(tracer: &Tracer, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        tracer.start_new_trace(Source::App, 0);
    }
}

/// Adds listeners and removes each after it was called a few times; a change after that has a
/// greater revision than the one then current.
fn come_and_go(tracer: &Tracer, ends: &Mutex<Vec<(Arc<Life>, u64)>>) {
    for _ in 0..LISTENERS / 4 {
        let life = Arc::new(Life::default());
        let token = Token(life.clone());
        let added_at = tracer.view().revision;
        let id = tracer.add_listener(move |change| token.called(change.view.revision));
        while life.last_revision.load(Ordering::SeqCst) < added_at + 3 {
            thread::yield_now();
        }
        assert!(tracer.remove_listener(id));
        assert!(!tracer.remove_listener(id));
        let removed_at = tracer.view().revision;
        ends.lock().unwrap().push((life, removed_at));
    }
}

#[test]
fn a_listener_may_remove_itself_and_change_the_state() {
    let tracer = Tracer::unconfigured(Arc::new(ThreadEntropy));
    let (own, calls) = (Arc::new(Mutex::new(None)), Arc::new(AtomicUsize::new(0)));
    let (its, count, inner) = (own.clone(), calls.clone(), tracer.clone());
    let id = tracer.add_listener(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        assert!(inner.remove_listener(its.lock().unwrap().take().unwrap()));
        inner.start_new_trace(Source::App, 0);
    });
    *own.lock().unwrap() = Some(id);
    let revision = tracer.view().revision;
    tracer.start_new_trace(Source::App, 0);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    assert_eq!(tracer.view().revision, revision + 2);
}
