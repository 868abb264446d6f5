//! A request costs no heap allocation, through Rust and through C.

#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "a test may fail loudly, and its structures are small"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use spanferry::{Options, Policy, Request, RootSpan, Target, Tracer};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

#[expect(unsafe_code, reason = "an allocator is unsafe by definition")]
// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations of this thread during `work`.
fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

const URL: &str = "https://api.example.com/v1/orders?page=2";

const EXISTING: [(&str, &str); 3] = [
    ("Accept", "application/json"),
    (
        "Baggage",
        "tenant=blue;p=1, user%20id=7,sentry-environment=stale",
    ),
    ("X-Other", "1"),
];

fn options() -> Options {
    let text = |text: &str| Target::Text(text.to_owned());
    let regex = Target::Regex {
        source: r"^https://api\.example\.com/v\d+/".to_owned(),
        flags: String::new(),
    };
    Options {
        dsn: Some("https://key@o1.ingest.sentry.io/2".to_owned()),
        trace_propagation_targets: Some(vec![text("localhost"), text("other.example"), regex]),
        propagate_traceparent: true,
        traces_sample_rate: Some(1.0),
        release: Some("shop@1.2.3".to_owned()),
        ..Options::default()
    }
}

/// A tracer whose patterns are compiled and whose thread's generator is seeded: both are done once,
/// by the first request.
fn warm() -> Tracer {
    let tracer = spanferry::tracer(options()).unwrap();
    tracer.begin_root_span(&RootSpan::default());
    request_in_rust(&tracer, &mut [0; 4096], true);
    tracer
}

fn request_in_rust(tracer: &Tracer, buffer: &mut [u8], fresh_span: bool) -> usize {
    let existing = EXISTING.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes()));
    let request = Request {
        url: URL.as_bytes(),
        existing,
        policy: Policy::Replace,
        fresh_span,
    };
    let outgoing = tracer.outgoing(&request, buffer).unwrap();
    assert!(outgoing.reason.attaches());
    assert!(outgoing.set.contains(0) && outgoing.set.contains(1) && outgoing.set.contains(2));
    outgoing.total()
}

#[test]
fn a_request_through_rust_allocates_nothing() {
    let tracer = warm();
    let mut buffer = [0; 4096];
    for fresh_span in [false, true] {
        let count = allocations(|| {
            for _ in 0..100 {
                request_in_rust(&tracer, &mut buffer, fresh_span);
            }
        });
        assert_eq!(count, 0, "fresh span: {fresh_span}");
    }
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(vec![1]))), 1);
}

#[cfg(feature = "capi")]
mod c {
    use super::*;
    use spanferry::ffi::capi::*;
    use std::ptr::null_mut;

    fn text(text: &str) -> spanferry_str {
        spanferry_str {
            data: text.as_ptr().cast(),
            len: text.len(),
        }
    }

    #[expect(unsafe_code, reason = "the C door is called as C calls it")]
    fn tracer() -> *mut spanferry_tracer {
        let json = text(
            r#"{"dsn": "https://key@o1.ingest.sentry.io/2", "propagateTraceparent": true,
                "tracePropagationTargets": ["localhost", {"regex": "^https://api\\.example\\.com/v\\d+/"}]}"#,
        );
        let (mut options, mut tracer) = (null_mut(), null_mut());
        // SAFETY: every pointer is valid for its call, and the options are freed once.
        unsafe {
            let status = spanferry_options_from_json(json, &raw mut options, null_mut());
            assert_eq!(status, spanferry_status::Ok);
            let status = spanferry_tracer_new(options.as_ref(), &raw mut tracer, null_mut());
            assert_eq!(status, spanferry_status::Ok);
            spanferry_options_free(Some(Box::from_raw(options)));
        }
        tracer
    }

    #[expect(unsafe_code, reason = "the C door is called as C calls it")]
    fn request(tracer: *const spanferry_tracer, flags: u32, buffer: &mut [u8]) {
        let existing = EXISTING.map(|(name, value)| spanferry_header {
            name: text(name),
            value: text(value),
        });
        let request = spanferry_request {
            size: size_of::<spanferry_request>() as u32,
            policy: spanferry_policy::Replace as u32,
            flags,
            reserved: 0,
            url: text(URL),
            existing: existing.as_ptr(),
            existing_len: existing.len(),
        };
        // SAFETY: all zero is a value of every field.
        let mut out: spanferry_outgoing = unsafe { std::mem::zeroed() };
        out.size = 48;
        let (place, len) = (buffer.as_mut_ptr().cast(), buffer.len());
        // SAFETY: every pointer is valid for the call.
        let status = unsafe {
            spanferry_tracer_outgoing(
                tracer.as_ref(),
                &raw const request,
                place,
                len,
                &raw mut out,
            )
        };
        assert_eq!((status, out.set), (spanferry_status::Ok, 7));
    }

    #[test]
    #[expect(unsafe_code, reason = "the C door is called as C calls it")]
    fn a_request_through_c_allocates_nothing() {
        let tracer = tracer();
        let mut buffer = [0; 4096];
        for flags in [0, SPANFERRY_REQUEST_FRESH_SPAN] {
            request(tracer, flags, &mut buffer);
            let count = allocations(|| {
                for _ in 0..100 {
                    request(tracer, flags, &mut buffer);
                }
            });
            assert_eq!(count, 0, "flags {flags}");
        }
        // SAFETY: the one reference, given up once.
        unsafe { spanferry_tracer_free(tracer) };
    }
}
