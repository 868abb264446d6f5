//! An allocator that counts, for each thread, what is allocated on it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

#[global_allocator]
static COUNTING: Counting = Counting;

struct Counting;

thread_local! {
    static TOTAL: Cell<usize> = const { Cell::new(0) };
    static LIVE: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

/// What a call allocated, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Used {
    /// All of it, also what was freed at once; a buffer that grew counts with each of its sizes.
    pub(crate) total: usize,
    /// The most that was held at one time.
    pub(crate) peak: usize,
}

/// Runs `call` and counts what it allocates on this thread.
pub(crate) fn counted<T>(call: impl FnOnce() -> T) -> (T, Used) {
    let live_before = LIVE.get();
    PEAK.set(live_before);
    let total_before = TOTAL.get();
    let result = call();
    let used = Used {
        total: TOTAL.get() - total_before,
        peak: PEAK.get().saturating_sub(live_before),
    };
    (result, used)
}

fn took(bytes: usize) {
    // Memory may move between threads, so one may free more than it took.
    _ = TOTAL.try_with(|total| total.set(total.get() + bytes));
    let live = LIVE.try_with(|live| {
        live.set(live.get() + bytes);
        live.get()
    });
    _ = PEAK.try_with(|peak| peak.set(peak.get().max(live.unwrap_or_default())));
}

fn gave(bytes: usize) {
    _ = LIVE.try_with(|live| live.set(live.get().saturating_sub(bytes)));
}

#[expect(unsafe_code, reason = "an allocator cannot be written without")]
// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        gave(layout.size());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        took(new_size);
        gave(layout.size());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(place, layout, new_size) }
    }
}

#[test]
fn every_byte_is_counted_once_for_each_time_it_is_taken() {
    let (_, used) = counted(|| {
        drop(vec![0_u8; 1000]);
        let mut grown: Vec<u8> = Vec::with_capacity(100);
        grown.reserve_exact(300);
        grown
    });
    assert_eq!(used.total, 1000 + 100 + 300);
    assert_eq!(used.peak, 1000);
    let (_, nothing) = counted(|| 1 + 1);
    assert_eq!((nothing.total, nothing.peak), (0, 0));
}
