//! Compares the engine with Node's `RegExp` on generated patterns.
//!
//! Runs only where `SPANFERRY_NODE` names a node program; `SPANFERRY_NODE_CASES` says how many
//! cases (20,000 if unset) and `SPANFERRY_NODE_SEED` where the generator starts.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test program: counts are its output, a missing node its failure"
)]

mod generate;
#[path = "../node/mod.rs"]
mod node;

use std::env;

use serde_json::Value;
use spanferry::trace::targets::pattern::{CaseMode, Pattern, Verdict};

/// Reads one `[source, flags, text]` a line and answers with one character a line.
const NODE_PROGRAM: &str = r#"
const lines = require('fs').readFileSync(0, 'latin1').split('\n').filter(Boolean);
const answer = ([source, flags, text]) => {
  try { return new RegExp(source, flags).test(text) ? 't' : 'f'; } catch { return 'e'; }
};
process.stdout.write(lines.map((line) => answer(JSON.parse(line))).join('\n'));
"#;

fn ask_node(node: &str, cases: &[[String; 3]]) -> String {
    let lines = cases.iter().map(|case| ascii_json(case) + "\n").collect();
    node::ask(node, &["-e", NODE_PROGRAM], lines)
}

/// JSON with `\u` escapes, so that no encoding comes between the two programs.
fn ascii_json(case: &[String; 3]) -> String {
    let json = Value::from(case.to_vec()).to_string();
    let mut ascii = String::with_capacity(json.len());
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => ascii.push(char::from(byte)),
            _ => ascii.push_str(&format!("\\u{unit:04x}")),
        }
    }
    ascii
}

/// The answer as Node gives it, or `u` for what we call unsupported and `s` for a step limit.
fn ours([source, flags, text]: &[String; 3]) -> char {
    match Pattern::new(source, flags, CaseMode::Js10) {
        Err(error) if error.problem.contains("unsupported") => 'u',
        Err(_) => 'e',
        Ok(pattern) => match pattern.test(text.as_bytes()) {
            Verdict::Match => 't',
            Verdict::NoMatch => 'f',
            Verdict::StepLimit => 's',
        },
    }
}

/// One name of each property that the engine lists, and of some that nobody has.
const PROPERTIES: &str = "L Lu Ll LC N P Po Pc Pd Ps Pe S Sm Sc Sk Z Cc C Lt Nl Pi Cf ASCII AHex Hex \
    Alpha Cased Bidi_M CI CWCF CWKCF CWCM CWL Upper CWT CWU Lower Dash Dia Emoji EComp Gr_Base IDS \
    IDC XIDS XIDC Math Pat_Syn Pat_WS space QMark STerm SD Term Bidi_C DI Dep EMod EBase EPres \
    ExtPict Ext Gr_Ext IDSB IDST Ideo Join_C LOE NChar Radical RI UIdeo VS Any Assigned sc=Latin \
    scx=Latn sc=Common scx=Zyyy scx=Common sc=Greek gc=Lu General_Category=Uppercase_Letter \
    Script_Extensions=Han IsL Latin gc Block=Basic_Latin lu Letter=L sc=Lu RGI_Emoji";

#[test]
fn properties_hold_for_the_same_ascii_characters_as_in_node() {
    let Some(node) = node() else { return };
    let mut cases = Vec::new();
    for name in PROPERTIES.split_whitespace() {
        for (flags, letter) in [("u", 'p'), ("u", 'P'), ("iu", 'p'), ("v", 'p'), ("iv", 'p')] {
            let source = format!("^\\{letter}{{{name}}}$");
            let characters = (0..128_u8).map(|byte| char::from(byte).to_string());
            cases.extend(characters.map(|text| [source.clone(), flags.to_owned(), text]));
        }
    }
    compare(&cases, &ask_node(&node, &cases));
}

/// The node program to compare with, if there is one.
fn node() -> Option<String> {
    let node = env::var("SPANFERRY_NODE").ok();
    if node.is_none() {
        println!("left out: needs SPANFERRY_NODE=node");
    }
    node
}

#[test]
fn generated_patterns_are_answered_as_in_node() {
    let Some(node) = node() else { return };
    let number = |name: &str| env::var(name).ok().and_then(|value| value.parse().ok());
    let count = number("SPANFERRY_NODE_CASES").unwrap_or(20_000);
    let seed = number("SPANFERRY_NODE_SEED").unwrap_or(1) as u64;
    let cases = generate::cases(count, seed);
    let answers = ask_node(&node, &cases);
    compare(&cases, &answers);
}

fn compare(cases: &[[String; 3]], answers: &str) {
    assert_eq!(
        answers.lines().count(),
        cases.len(),
        "one answer for each case"
    );
    let (mut valid, mut refused, mut limited, mut wrong) = (0, 0, 0, Vec::new());
    for (case, answer) in cases.iter().zip(answers.lines()) {
        let got = ours(case);
        valid += usize::from(answer != "e");
        if got == 'u' {
            refused += usize::from(answer != "e");
        } else if got == 's' {
            limited += 1;
        } else if !answer.starts_with(got) {
            wrong.push(format!("{case:?}: node {answer}, here {got}"));
        }
    }
    println!(
        "{} cases, {valid} of valid patterns, {refused} unsupported, {limited} out of steps, \
         {} wrong",
        cases.len(),
        wrong.len()
    );
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        refused * 100 < cases.len() * 3,
        "too many unsupported patterns"
    );
    assert!(
        limited * 1000 < cases.len(),
        "too many patterns out of steps"
    );
    assert!(valid * 5 > cases.len(), "too few valid patterns");
}
