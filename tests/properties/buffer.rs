//! The contract of the caller's buffer: nothing is written unless everything fits, and the size
//! that is told is exact.

use crate::random::Random;
use crate::tracers;
use spanferry::trace::outgoing::{BufferTooSmall, Outgoing, Policy, Request};
use spanferry::trace::state::tracer::Tracer;

const FILL: u8 = 0xAA;

type Header = (&'static [u8], Vec<u8>);

fn ask(
    tracer: &Tracer,
    existing: &[Header],
    policy: Policy,
    buffer: &mut [u8],
) -> Result<Outgoing, BufferTooSmall> {
    let request = Request {
        url: b"https://api.example.com/v1/users?id=1",
        existing: existing
            .iter()
            .map(|(name, value)| (*name, value.as_slice())),
        policy,
        fresh_span: false,
    };
    tracer.outgoing(&request, buffer)
}

/// Tries each of `capacities` below what is needed, then exactly that; gives how much it is.
fn assert_exact(tracer: &Tracer, existing: &[Header], policy: Policy, step: usize) -> usize {
    let mut large = vec![FILL; 1 << 17];
    let enough = ask(tracer, existing, policy, &mut large).unwrap();
    let needed = enough.total();
    assert!(
        large[needed..].iter().all(|&byte| byte == FILL),
        "nothing is written behind the end"
    );
    for capacity in (0..needed).step_by(step).chain(needed.checked_sub(1)) {
        let mut small = vec![FILL; capacity];
        assert_eq!(
            ask(tracer, existing, policy, &mut small),
            Err(BufferTooSmall { needed })
        );
        assert!(
            small.iter().all(|&byte| byte == FILL),
            "{capacity} of {needed} bytes"
        );
    }
    let mut exact = vec![FILL; needed];
    assert_eq!(ask(tracer, existing, policy, &mut exact), Ok(enough));
    assert_eq!(exact, large[..needed]);
    needed
}

#[test]
fn every_capacity_below_the_needed_one_is_refused_with_that_number() {
    let random = Random::new(20);
    for seed in 0..12 {
        let tracer = tracers::tracer(tracers::options(&random), seed);
        let ours = tracer.trace_data().sentry_trace.unwrap().into_bytes();
        let existing: [Header; 4] = [
            (b"Baggage", b"a=1;p, sentry-x=2,".to_vec()),
            (b"baggage", random.nasty_bytes(20)),
            (b"traceparent", random.nasty_bytes(4)),
            (b"sentry-trace", ours),
        ];
        for count in 0..=existing.len() {
            for policy in [Policy::Keep, Policy::Replace] {
                assert_exact(&tracer, &existing[..count], policy, 1);
            }
        }
    }
}

#[test]
fn long_baggage_needs_what_is_told_too() {
    let random = Random::new(21);
    let tracer = tracers::tracer(tracers::options(&random), 1);
    for member in ["k=v", "k=é", " k = v ", "sentry-k=v", "k=\u{7f}"] {
        let existing: [Header; 1] = [(b"baggage", [member; 4_000].join(",").into_bytes())];
        assert!(assert_exact(&tracer, &existing, Policy::Keep, 997) > 49);
    }
}

#[test]
fn sixteen_kib_suffice_unless_existing_baggage_is_longer_than_8_kb() {
    let random = Random::new(22);
    let mut options = tracers::options(&random);
    options.release = Some("r".repeat(8_000));
    options.propagate_traceparent = true;
    let tracer = tracers::tracer(options, 1);
    let existing: [Header; 1] = [(b"baggage", [&b"k="[..], &[b'x'; 8_190]].concat())];
    let needed = assert_exact(&tracer, &existing, Policy::Keep, 4_001);
    assert!(needed <= 16_384, "{needed}");
}
