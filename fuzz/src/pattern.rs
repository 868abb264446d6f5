//! Patterns: refused at a place that exists, or answered alike by every machine.

use super::input::Input;
use super::machines::Machines;
use spanferry::trace::targets::pattern::CaseMode;

/// Texts that patterns of propagation targets are meant for, and a few that they are not.
const TEXTS: [&[u8]; 4] = [
    b"https://api.example.com/v1/users/12345?limit=50#top",
    b"",
    b"aAaA bb\n11__--\xc3\xa9",
    b"caaacb{2}]x",
];

/// Takes a line with the flags; the source is what follows.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let flags = input.text();
    let Ok(source) = std::str::from_utf8(input.rest()) else {
        return;
    };
    for case in [CaseMode::Js11, CaseMode::Js10] {
        match Machines::new(source, &flags, case) {
            Err(error) => {
                assert!(error.position <= source.chars().count());
                assert!(!error.problem.is_empty() && !error.problem.ends_with('.'));
            }
            Ok(machines) => TEXTS.iter().for_each(|text| _ = machines.agreed(text)),
        }
    }
}
