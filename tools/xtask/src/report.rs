//! The end of a test run: a table of the parts and the line that CI reads.

use std::fmt::Write;
use std::time::Duration;

/// How a part ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    Passed,
    Failed,
    /// Not run: the reason, and the command that would enable it.
    LeftOut {
        reason: String,
        remedy: String,
    },
}

/// A part that has ended.
pub(crate) struct Row {
    pub(crate) part: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) took: Duration,
    pub(crate) figures: Vec<String>,
}

/// The rows in the order they ran, and whether a part left out counts as failed.
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    pub(crate) require_all: bool,
}

impl Report {
    /// Whether the run as a whole is good.
    pub(crate) fn is_good(&self) -> bool {
        self.failed() == 0
    }

    /// The table, ending in the line `N passed, M failed[, K skipped]`.
    pub(crate) fn table(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let word = match &row.verdict {
                Verdict::Passed => "ok",
                Verdict::Failed => "FAILED",
                Verdict::LeftOut { .. } => "left out",
            };
            let _ = writeln!(
                text,
                "{:<14} {word:<8} {:>6.1} s",
                row.part,
                row.took.as_secs_f64()
            );
            for figure in &row.figures {
                let _ = writeln!(text, "{:14} {figure}", "");
            }
            if let Verdict::LeftOut { reason, remedy } = &row.verdict {
                let _ = writeln!(text, "{:14} {reason}; to enable it: {remedy}", "");
            }
        }
        let _ = writeln!(text, "{:<14} {:8} {:>6.1} s", "in all", "", self.seconds());
        text.push_str(&self.last_line());
        text.push('\n');
        text
    }

    fn last_line(&self) -> String {
        let mut line = format!(
            "{} passed, {} failed",
            self.count(&Verdict::Passed),
            self.failed()
        );
        if !self.require_all && self.left_out() > 0 {
            let _ = write!(line, ", {} skipped", self.left_out());
        }
        line
    }

    fn seconds(&self) -> f64 {
        self.rows.iter().map(|row| row.took.as_secs_f64()).sum()
    }

    fn count(&self, verdict: &Verdict) -> usize {
        self.rows
            .iter()
            .filter(|row| row.verdict == *verdict)
            .count()
    }

    fn left_out(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| matches!(row.verdict, Verdict::LeftOut { .. }))
            .count()
    }

    fn failed(&self) -> usize {
        self.count(&Verdict::Failed) + if self.require_all { self.left_out() } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(part: &'static str, verdict: Verdict) -> Row {
        Row {
            part,
            verdict,
            took: Duration::from_millis(1250),
            figures: vec!["7 bytes".to_owned()],
        }
    }

    fn left_out() -> Verdict {
        Verdict::LeftOut {
            reason: "no valgrind".to_owned(),
            remedy: "apt-get install".to_owned(),
        }
    }

    fn report(verdicts: &[Verdict], require_all: bool) -> Report {
        let rows = verdicts
            .iter()
            .map(|verdict| row("part", verdict.clone()))
            .collect();
        Report { rows, require_all }
    }

    fn last_line(report: &Report) -> String {
        report.table().lines().last().unwrap().to_owned()
    }

    #[test]
    fn the_last_line_counts_passed_and_failed() {
        let report = report(&[Verdict::Passed, Verdict::Failed, Verdict::Passed], false);
        assert_eq!(last_line(&report), "2 passed, 1 failed");
        assert!(!report.is_good());
    }

    #[test]
    fn a_part_left_out_is_skipped_and_says_how_to_enable_it() {
        let report = report(&[Verdict::Passed, left_out()], false);
        assert_eq!(last_line(&report), "1 passed, 0 failed, 1 skipped");
        assert!(
            report
                .table()
                .contains("no valgrind; to enable it: apt-get install")
        );
        assert!(report.is_good());
    }

    #[test]
    fn with_everything_required_a_part_left_out_has_failed() {
        let report = report(&[Verdict::Passed, left_out()], true);
        assert_eq!(last_line(&report), "1 passed, 1 failed");
        assert!(!report.is_good());
    }

    #[test]
    fn every_row_shows_its_seconds_and_figures() {
        let table = report(&[Verdict::Passed, Verdict::Failed], false).table();
        assert_eq!(table.matches("1.2 s").count(), 2, "{table}");
        assert_eq!(table.matches("7 bytes").count(), 2, "{table}");
        assert!(table.contains("2.5 s"), "{table}");
    }
}
