//! Eight threads at once: readers never see half a state, listeners miss nothing.
//!
//! Four threads change one tracer in every way there is, four ask it for the headers of requests.
//! What a request got is compared afterwards with what the listener was told of that revision. A
//! build with `--cfg spanferry_torn` reads the state in two halves and must fail here.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test program: what cannot fail may stop it, the counts are its output"
)]

mod listeners;
mod requests;
mod writers;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread::{self, ScopedJoinHandle};

use spanferry::system::ThreadEntropy;
use spanferry::trace::outgoing::TraceData;
use spanferry::trace::state::history::Origin;
use spanferry::trace::state::tracer::Tracer;
use spanferry::trace::state::view::View;

use requests::Reader;
use writers::{Counts, WRITERS};

const READERS: usize = 4;
const LEAST_REQUESTS: usize = 10_000;
const LEAST_CHANGES: usize = 1_000;

/// What listeners were told of each revision, and whether a page had made it.
type Told = Mutex<HashMap<u64, (TraceData, bool)>>;

#[test]
fn no_request_gets_headers_of_two_states_while_everything_changes() {
    let tracer = Tracer::new(writers::config(0), Arc::new(ThreadEntropy));
    let told = record(&tracer);
    let (barrier, writing) = (Barrier::new(8), AtomicUsize::new(WRITERS.len()));
    let (readers, changes) = thread::scope(|scope| {
        let readers = [(); READERS].map(|()| scope.spawn(|| read(&tracer, &barrier, &writing)));
        let writers = WRITERS.map(|write| {
            let (tracer, barrier, writing) = (&tracer, &barrier, &writing);
            scope.spawn(move || change(tracer, barrier, writing, write))
        });
        (join(readers), join(writers))
    });
    let told = told.lock().unwrap();
    check_changes(&tracer, &changes, &told);
    check_requests(&readers, &told);
}

fn join<T>(threads: [ScopedJoinHandle<'_, T>; 4]) -> [T; 4] {
    threads.map(|thread| thread.join().unwrap())
}

/// Adds a listener that keeps what it is told; the state before it is there too.
fn record(tracer: &Tracer) -> Arc<Told> {
    let told = Arc::new(Told::default());
    let keep = told.clone();
    tracer.add_listener(move |change| {
        let by_page = change.origin != Origin::Host;
        let before = keep
            .lock()
            .unwrap()
            .insert(change.view.revision, (headers(&change.view), by_page));
        assert_eq!(before, None, "revision {} twice", change.view.revision);
    });
    let view = tracer.view();
    told.lock()
        .unwrap()
        .insert(view.revision, (headers(&view), false));
    told
}

fn headers(view: &View) -> TraceData {
    TraceData::of(view)
}

fn read(tracer: &Tracer, barrier: &Barrier, writing: &AtomicUsize) -> Reader {
    let mut reader = Reader::new(tracer);
    barrier.wait();
    while writing.load(Ordering::Relaxed) > 0 || reader.requests < LEAST_REQUESTS / READERS {
        reader.request();
    }
    reader
}

fn change(
    tracer: &Tracer,
    barrier: &Barrier,
    writing: &AtomicUsize,
    write: fn(&Tracer, u64, &mut Counts),
) -> Counts {
    let mut counts = Counts::default();
    let _ended = Ended(writing);
    barrier.wait();
    let mut round = 0;
    while counts.total() < LEAST_CHANGES / WRITERS.len() {
        round += 1;
        write(tracer, round, &mut counts);
        thread::yield_now();
    }
    counts
}

/// Counts a writer as ended, also one that failed: readers wait for it.
struct Ended<'a>(&'a AtomicUsize);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Every change was told once, under its own revision, and those of pages as theirs.
fn check_changes(tracer: &Tracer, changes: &[Counts], told: &HashMap<u64, (TraceData, bool)>) {
    let mut sum = Counts::default();
    changes.iter().for_each(|counts| sum.add(counts));
    println!("{} changes: {sum:?}", sum.total());
    assert!(sum.total() >= LEAST_CHANGES && sum.kinds() == writers::KINDS);
    let first = tracer.view().revision - sum.total() as u64;
    assert!((first..=tracer.view().revision).all(|revision| told.contains_key(&revision)));
    assert_eq!(told.len(), sum.total() + 1);
    let by_pages = told.values().filter(|(_, by_page)| *by_page).count();
    assert_eq!(by_pages, sum.by_pages());
}

/// What requests got is what listeners were told of the same revision.
fn check_requests(readers: &[Reader], told: &HashMap<u64, (TraceData, bool)>) {
    let requests: usize = readers.iter().map(|reader| reader.requests).sum();
    let states: usize = readers.iter().map(|reader| reader.seen.len()).sum();
    println!("{requests} requests, {states} states seen");
    assert!(requests >= LEAST_REQUESTS);
    assert!(
        states > READERS,
        "the requests fell into the time of the changes"
    );
    for (revision, got) in readers.iter().flat_map(|reader| &reader.seen) {
        let (expected, _) = told.get(revision).unwrap();
        assert_eq!(got, expected, "revision {revision}");
    }
}
