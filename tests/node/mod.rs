//! What the comparisons with JavaScript share: cases that repeat exactly, and a Node program to ask.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;

/// A small generator of numbers that repeat exactly (SplitMix64).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed >> 33) % limit as u64).unwrap_or_default()
    }

    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len()))
            .copied()
            .unwrap_or_default()
    }
}

/// Gives `lines` to a Node program, and what it prints back.
pub(crate) fn ask(node: &str, program: &[&str], lines: String) -> String {
    let mut child = Command::new(node)
        .args(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("SPANFERRY_NODE names a node program");
    let mut input = child.stdin.take();
    let writer = thread::spawn(move || input.as_mut().map(|pipe| pipe.write_all(lines.as_bytes())));
    let mut answers = String::new();
    if let Some(output) = child.stdout.as_mut() {
        output.read_to_string(&mut answers).unwrap_or_default();
    }
    drop(writer.join());
    let ended = child.wait();
    assert!(ended.is_ok_and(|status| status.success()), "node failed");
    answers
}
