//! Every chore of the repository as `cargo xtask TASK`; alone it lists the tasks.

mod apple;
mod apt;
mod args;
mod bench;
mod bindings;
mod bionic;
mod cache;
mod capacitor;
mod cc;
mod coverage;
mod demo;
mod deny;
mod example;
mod fuzz;
mod gradle;
mod handover;
mod jdk;
mod job;
mod jvm;
mod metadata;
mod mutation;
mod need;
mod packages;
mod part;
mod parts;
mod pipe;
mod prefix;
mod repo;
mod report;
mod rustup;
mod ship;
mod spdx;
mod swift;
mod tasks;
mod web;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = words.split_first() else {
        print!("{}", tasks::listing());
        return ExitCode::SUCCESS;
    };
    let Some(task) = tasks::find(name) else {
        eprintln!("no task named {name:?}\n\n{}", tasks::listing());
        return ExitCode::from(2);
    };
    (task.run)(rest).unwrap_or_else(|error| {
        eprintln!("xtask {name}: {error:#}");
        ExitCode::FAILURE
    })
}
