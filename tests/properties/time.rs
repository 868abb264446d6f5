//! Work grows with the length of the input and not with its square.

use crate::clock;
use crate::hostile;
use crate::parsers::{self, PARSERS, Parser};
use spanferry::trace::state::tracer::Tracer;
use std::time::Duration;

const SHORT: usize = 4 << 10;
const TIMES: usize = 8;

/// Eight times the input may take this many times the time; with the square it would be 64.
const GENEROUS: u32 = 32;

/// What is over sooner says nothing: reading the clock is in it.
const NOISE: Duration = Duration::from_micros(100);

/// Of several runs the shortest counts: whatever disturbs only adds.
const RUNS: usize = 8;

fn timed(parser: &Parser, tracer: &Tracer, input: &[u8]) -> Duration {
    clock::spent_on(|| (parser.read)(tracer, input))
}

#[test]
fn eight_times_the_input_takes_about_eight_times_the_time() {
    let tracer = parsers::tracer();
    let (short, long) = (hostile::inputs(SHORT), hostile::inputs(SHORT * TIMES));
    for ((shape, short), (_, long)) in short.zip(long) {
        for parser in PARSERS {
            let once = (0..2).map(|_| timed(parser, &tracer, &short)).min();
            let limit = once.unwrap_or_default().max(NOISE) * GENEROUS;
            let mut runs = (0..RUNS).map(|_| timed(parser, &tracer, &long));
            let is_quick = runs.any(|many| many <= limit);
            assert!(is_quick, "{}: {shape}: over {limit:?}", parser.name);
        }
    }
}
