//! W6 and compile: the decision alone.

use crate::setup;
use spanferry::trace::targets::{TargetOptions, Targets};
use spanferry_bench::inputs::Input;
use spanferry_bench::suite::Suite;
use std::hint::black_box;

pub(crate) fn add(suite: &mut Suite) {
    for (id, case) in [("W6a", "a"), ("W6b", "b"), ("W6c", "c"), ("W6d", "d")] {
        add_decision(suite, id, case);
    }
    for (id, len) in [("W6d/20", 20), ("W6d/24", 24), ("W6d/4096", 4096)] {
        add_nested(suite, id, len);
    }
    add_compile(suite);
}

fn options(case: &str) -> TargetOptions {
    let input = Input::read("W6");
    let list = input.value(&format!("/cases/{case}/targets"));
    TargetOptions {
        targets: Some(setup::targets(list)),
        ..TargetOptions::default()
    }
}

fn add_decision(suite: &mut Suite, id: &'static str, case: &str) {
    let input = Input::read("W6");
    let url = input.text(&format!("/cases/{case}/url"));
    let expected = input.flag(&format!("/cases/{case}/expect"));
    let targets = Targets::new(&options(case)).expect("good targets");
    let decide = move || targets.decide(black_box(url.as_bytes()));
    assert_eq!(decide().attaches(), expected, "{id}");
    if id == "W6d" {
        suite.case(id, "Targets::decide", decide);
    } else {
        suite.barred(id, "Targets::decide", 0, decide);
    }
}

/// W6d with a run of a's of another length: how the time grows with it.
fn add_nested(suite: &mut Suite, id: &'static str, len: usize) {
    let targets = Targets::new(&options("d")).expect("good targets");
    let url = format!("https://api.myproject.org/{}!", "a".repeat(len));
    let decide = move || targets.decide(black_box(url.as_bytes()));
    assert!(!decide().attaches());
    suite.case(id, "Targets::decide", decide);
}

fn add_compile(suite: &mut Suite) {
    let (options, url) = (options("b"), Input::read("W6").text("/cases/b/url"));
    suite.case("compile", "Targets::new + first decision", move || {
        let targets = Targets::new(black_box(&options)).expect("good targets");
        targets.decide(url.as_bytes())
    });
}
