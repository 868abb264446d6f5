//! `test`: runs the parts and reports on each.

use super::Task;
use crate::args::{Args, Spec};
use crate::job::Job;
use crate::need::{self, Need};
use crate::part::{Depth, Part};
use crate::parts;
use crate::report::{Report, Row, Verdict};
use anyhow::{Result, bail};
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub(super) const TASK: Task = Task {
    name: "test",
    usage: "[core|long|PART...] [--require all]",
    about: "run the parts and report on each (-v: show output; --list)",
    run,
};

const SPEC: Spec = Spec {
    switches: &["-v", "--list", "--write"],
    options: &["--require"],
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = SPEC.parse(words)?;
    let chosen = choose(&args.words, parts::all())?;
    if args.has("--list") {
        return list(&chosen, args.has("--write"));
    }
    let require_all = requires_all(&args)?;
    let needs: Vec<Need> = chosen.iter().flat_map(|part| part.needs).copied().collect();
    let started = Instant::now();
    need::prefetch(&needs);
    println!("prerequisites: {:.1} s", started.elapsed().as_secs_f64());
    let rows = chosen
        .into_iter()
        .map(|part| perform(part, args.has("-v")))
        .collect();
    let report = Report { rows, require_all };
    print!("\n{}", report.table());
    Ok(if report.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn list(chosen: &[&Part], write: bool) -> Result<ExitCode> {
    if write {
        parts::table::write()?;
    }
    chosen
        .iter()
        .for_each(|part| println!("{:<14} {}", part.name, part.proves));
    Ok(ExitCode::SUCCESS)
}

fn requires_all(args: &Args) -> Result<bool> {
    match args.value("--require") {
        None => Ok(false),
        Some("all") => Ok(true),
        Some(other) => bail!("--require takes only \"all\", not {other:?}"),
    }
}

/// The parts that the words name, in the order of the list; no word means the default run.
fn choose<'a>(words: &[String], all: &'a [Part]) -> Result<Vec<&'a Part>> {
    if let Some(unknown) = words
        .iter()
        .find(|word| all.iter().all(|part| !names(word, part)))
    {
        let parts: Vec<&str> = all.iter().map(|part| part.name).collect();
        bail!(
            "no part named {unknown:?}; parts are core, long, {}",
            parts.join(", ")
        );
    }
    let chosen = |part: &&Part| match words {
        [] => part.depth != Depth::Long,
        words => words.iter().any(|word| names(word, part)),
    };
    Ok(all.iter().filter(chosen).collect())
}

fn names(word: &str, part: &Part) -> bool {
    word == part.name || word == "long" || (word == "core" && part.depth == Depth::Core)
}

/// Runs one part to its verdict; nothing that goes wrong in it stops the others.
fn perform(part: &'static Part, verbose: bool) -> Row {
    println!("\n== {}: {}", part.name, part.proves);
    let started = Instant::now();
    for need in part.needs {
        if let Err(error) = need.meet() {
            let (reason, remedy) = (format!("{error:#}"), need.remedy());
            println!("   left out: {reason}; to enable it: {remedy}");
            return row(
                part,
                Verdict::LeftOut { reason, remedy },
                started,
                Vec::new(),
            );
        }
    }
    let mut figures = Vec::new();
    let ended = Job::new(part.name, verbose).and_then(|mut job| {
        let ended = (part.run)(&mut job);
        figures = job.figures().to_vec();
        figures.iter().for_each(|figure| println!("   {figure}"));
        if ended.is_err() && !job.verbose() {
            println!("{}", job.log());
        }
        ended
    });
    let verdict = match ended {
        Ok(()) => Verdict::Passed,
        Err(error) => {
            println!("   FAILED: {error:#}");
            Verdict::Failed
        }
    };
    row(part, verdict, started, figures)
}

fn row(part: &'static Part, verdict: Verdict, started: Instant, figures: Vec<String>) -> Row {
    let took: Duration = started.elapsed();
    println!("   {:.1} s", took.as_secs_f64());
    Row {
        part: part.name,
        verdict,
        took,
        figures,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn part(name: &'static str, depth: Depth) -> Part {
        Part {
            name,
            proves: "a claim",
            depth,
            needs: &[],
            run: |_| Ok(()),
        }
    }

    const PARTS: &[Part] = &[
        part("rust", Depth::Core),
        part("c", Depth::Full),
        part("arm", Depth::Long),
    ];

    fn chosen(words: &[&str]) -> Vec<&'static str> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        choose(&words, PARTS)
            .unwrap()
            .iter()
            .map(|part| part.name)
            .collect()
    }

    #[test]
    fn core_is_within_the_default_run_and_that_within_the_long_one() {
        assert_eq!(chosen(&["core"]), ["rust"]);
        assert_eq!(chosen(&[]), ["rust", "c"]);
        assert_eq!(chosen(&["long"]), ["rust", "c", "arm"]);
    }

    #[test]
    fn named_parts_run_in_the_order_of_the_list() {
        assert_eq!(chosen(&["arm", "rust"]), ["rust", "arm"]);
        assert_eq!(chosen(&["arm", "core"]), ["rust", "arm"]);
    }

    #[test]
    fn an_unknown_part_is_refused_with_the_list() {
        let error = choose(&["rust".to_owned(), "cc".to_owned()], PARTS)
            .err()
            .unwrap();
        assert!(
            error
                .to_string()
                .contains("\"cc\"; parts are core, long, rust, c, arm")
        );
    }

    #[test]
    fn require_takes_only_all() {
        let args = |line: &str| SPEC.parse(&[line.to_owned()]).unwrap();
        assert!(requires_all(&args("--require=all")).unwrap());
        assert!(!requires_all(&args("rust")).unwrap());
        assert!(requires_all(&args("--require=most")).is_err());
    }

    #[test]
    fn a_part_that_fails_or_lacks_something_does_not_stop_the_run() {
        static FAILS: Part = Part {
            run: |_| bail!("broken"),
            ..part("report-test-fails", Depth::Core)
        };
        static LACKS: Part = Part {
            needs: &[Need::Program {
                name: "no-such-program",
                from: "nowhere",
            }],
            ..part("report-test-lacks", Depth::Core)
        };
        assert_eq!(perform(&FAILS, false).verdict, Verdict::Failed);
        let left_out = perform(&LACKS, false).verdict;
        assert!(matches!(left_out, Verdict::LeftOut { remedy, .. } if remedy == "nowhere"));
    }
}
