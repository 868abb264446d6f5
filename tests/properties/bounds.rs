//! No input makes a parser panic, or allocate more than a small multiple of its length.

use crate::counting::counted;
use crate::hostile;
use crate::parsers::{self, FIXED, PARSERS, Parser};
use crate::random::Random;
use spanferry::trace::state::tracer::Tracer;

fn assert_bounded(parser: &Parser, tracer: &Tracer, shape: &str, input: &[u8]) {
    let ((), used) = counted(|| (parser.read)(tracer, input));
    let (name, len) = (parser.name, input.len());
    assert!(
        used.total <= parser.total * len + FIXED,
        "{name}: {len} bytes of {shape}: {used:?}"
    );
    assert!(
        used.peak <= parser.peak * len + FIXED,
        "{name}: {len} bytes of {shape}: {used:?}"
    );
}

fn assert_all_bounded(tracer: &Tracer, len: usize, every: usize) {
    for (shape, input) in hostile::inputs(len).step_by(every) {
        for parser in PARSERS {
            assert_bounded(parser, tracer, &shape, &input);
        }
    }
}

#[test]
fn hostile_inputs_of_any_length_cost_a_small_multiple_of_it() {
    let tracer = parsers::tracer();
    for len in [0, 100, 1 << 10, 8 << 10, 64 << 10] {
        assert_all_bounded(&tracer, len, 1);
    }
    assert_all_bounded(&tracer, 1 << 20, 7);
}

#[test]
fn random_bytes_cost_a_small_multiple_of_their_number() {
    let (tracer, random) = (parsers::tracer(), Random::new(30));
    for _ in 0..300 {
        let input = random.nasty_bytes(400);
        for parser in PARSERS {
            assert_bounded(parser, &tracer, "random bytes", &input);
        }
    }
}

#[test]
fn nesting_of_any_depth_is_refused_and_not_followed() {
    let tracer = parsers::tracer();
    for depth in [100, 200, 1_000, 100_000] {
        for (open, close) in [
            ("[", "]"),
            ("{\"a\":", "}"),
            ("(", ")"),
            ("(?:", ")"),
            ("<template>", "</template>"),
        ] {
            let input = [open.repeat(depth), close.repeat(depth)].concat();
            for parser in PARSERS {
                assert_bounded(parser, &tracer, open, input.as_bytes());
            }
        }
    }
}
