//! Instructions of a case, by callgrind: the same in every run of the same build.

use anyhow::{Context, Result};
use std::process::Command;

/// How often the case runs inside the region that is counted.
const TIMES: u32 = 200;

/// Counts the instructions of one operation; `command` is the program with the word `ir`.
pub(super) fn count(case: &str, command: &Command) -> Result<f64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args([
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        "--collect-atstart=no",
        "--toggle-collect=bench_ir_region",
    ]);
    valgrind.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        valgrind.envs(value.map(|value| (name, value)));
    }
    let ended = valgrind.args([case, &TIMES.to_string()]).output();
    let said = ended.context("valgrind does not run")?.stderr;
    let all = collected(&String::from_utf8_lossy(&said));
    let all = all
        .filter(|all| *all > 0.0)
        .context("callgrind saw nothing of the region")?;
    Ok(all / f64::from(TIMES))
}

fn collected(said: &str) -> Option<f64> {
    let (_, rest) = said.split_once("Collected : ")?;
    rest.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_read_where_callgrind_tells_it() {
        let said = "==1== Events    : Ir\n==1== Collected : 1747026\n==1==\n";
        assert_eq!(collected(said), Some(1_747_026.0));
        assert_eq!(collected("==1== no such region"), None);
    }
}
