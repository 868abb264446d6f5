//! The demo: a C program plays a native plugin, three backends continue its trace and call each
//! other, and the terminal shows what they received.
//!
//! `demo run CLIENT [--break]` starts everything; `demo backend NAME [NEXT ...]` is one backend.

mod backend;
mod record;
mod run;
mod tree;
mod verdict;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["backend", name, rest @ ..] => backend::serve(name, rest).map(|()| true),
        ["run", client, rest @ ..] => run::run(client, rest.contains(&"--break")),
        _ => Err(anyhow::anyhow!("usage: demo run CLIENT [--break]")),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("demo: {error:#}");
            ExitCode::FAILURE
        }
    }
}
