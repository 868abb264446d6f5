//! What the programs said, case by case, and the tables made of it.

use serde_json::Value;
use std::collections::BTreeMap;

/// The name that the floors' program gives itself in its rows.
const FLOOR: &str = "own floor";

/// One line of a program's output.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    id: String,
    peer: String,
    variant: String,
    ns: Option<f64>,
    allocations: Option<f64>,
    pub(super) instructions: Option<f64>,
    threads: Option<Threads>,
    first_ns: Option<f64>,
    next_ns: Option<f64>,
}

/// Calls from several threads: million operations a second of all together, CPU time of one.
#[derive(Clone, Debug, PartialEq)]
struct Threads {
    count: u64,
    mops: f64,
    cpu_ns: f64,
}

impl Row {
    pub(super) fn read(line: &str) -> Option<Row> {
        let value: Value = serde_json::from_str(line).ok()?;
        let text = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
        let number = |key: &str| value.get(key).and_then(Value::as_f64);
        let threads = || {
            Some(Threads {
                count: value.get("threads")?.as_u64()?,
                mops: number("mops")?,
                cpu_ns: number("cpu_ns")?,
            })
        };
        Some(Row {
            id: text("id")?,
            peer: text("peer")?,
            variant: text("variant")?,
            ns: number("ns"),
            allocations: number("allocs"),
            instructions: None,
            threads: threads(),
            first_ns: number("first_cpu_ns").or(number("first_ns")),
            next_ns: number("next99_ns"),
        })
    }

    /// The case as the programs' command line names it.
    pub(super) fn case(&self) -> String {
        format!("{}|{}", self.id, self.variant)
    }
}

/// Figures by workload, program and entry point.
#[derive(Default)]
pub(super) struct Results {
    cases: BTreeMap<[String; 3], Case>,
}

#[derive(Default)]
struct Case {
    ns: Vec<f64>,
    allocations: Option<f64>,
    instructions: Option<f64>,
    threads: BTreeMap<u64, Vec<Threads>>,
    first_ns: Vec<f64>,
    next_ns: Vec<f64>,
}

impl Case {
    fn add(&mut self, row: Row) {
        self.ns.extend(row.ns);
        self.first_ns.extend(row.first_ns);
        self.next_ns.extend(row.next_ns);
        self.allocations = row.allocations.or(self.allocations);
        self.instructions = row.instructions.or(self.instructions);
        if let Some(threads) = row.threads {
            self.threads.entry(threads.count).or_default().push(threads);
        }
    }
}

fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

impl Results {
    pub(super) fn extend(&mut self, rows: impl IntoIterator<Item = Row>) {
        for row in rows {
            let name = [&row.id, &row.peer, &row.variant].map(String::clone);
            self.cases.entry(name).or_default().add(row);
        }
    }

    /// The fastest hand-written program for the workload.
    fn floor(&self, id: &str) -> Option<f64> {
        let is_floor = |[of, peer, _]: &[String; 3]| of == id && peer == FLOOR;
        let floors = self.cases.iter().filter(|(name, _)| is_floor(name));
        floors
            .filter_map(|(_, case)| median(case.ns.clone()))
            .min_by(f64::total_cmp)
    }

    pub(super) fn tables(&self) -> Option<String> {
        let tables = [self.times(), self.threads(), self.cold()];
        let tables: Vec<String> = tables.into_iter().flatten().collect();
        (!tables.is_empty()).then(|| tables.join("\n\n"))
    }

    fn times(&self) -> Option<String> {
        let head = "| workload | program | entry point | ns | x floor | allocations | instructions |\n\
                    |---|---|---|---:|---:|---:|---:|";
        self.table(head, |[id, peer, variant], case| {
            let ns = median(case.ns.clone())?;
            let ratio = shown(self.floor(id).map(|floor| ns / floor), 1);
            let allocations = shown(case.allocations, 0);
            let instructions = shown(case.instructions, 0);
            Some(format!(
                "| {id} | {peer} | {variant} | {ns:.1} | {ratio} | {allocations} | {instructions} |"
            ))
        })
    }

    fn threads(&self) -> Option<String> {
        let head = "| workload | program | entry point | threads | million calls a second (best) | CPU ns a call |\n\
                    |---|---|---|---:|---:|---:|";
        self.table(head, |[id, peer, variant], case| {
            let line = |(count, all): (&u64, &Vec<Threads>)| {
                let best = all.iter().map(|one| one.mops).max_by(f64::total_cmp)?;
                let cpu = median(all.iter().map(|one| one.cpu_ns))?;
                Some(format!(
                    "| {id} | {peer} | {variant} | {count} | {best:.2} | {cpu:.0} |"
                ))
            };
            let lines: Vec<String> = case.threads.iter().filter_map(line).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        })
    }

    fn cold(&self) -> Option<String> {
        let head = "| workload | program | what | first call, us (least) | calls 2 to 100, ns each |\n\
                    |---|---|---|---:|---:|";
        self.table(head, |[id, peer, variant], case| {
            let first = median(case.first_ns.clone())? / 1e3;
            let least = case.first_ns.iter().copied().min_by(f64::total_cmp)? / 1e3;
            let next = median(case.next_ns.clone())?;
            Some(format!(
                "| {id} | {peer} | {variant} | {first:.0} ({least:.0}) | {next:.0} |"
            ))
        })
    }

    fn table(
        &self,
        head: &str,
        line: impl Fn(&[String; 3], &Case) -> Option<String>,
    ) -> Option<String> {
        let lines: Vec<String> = self
            .cases
            .iter()
            .filter_map(|(name, case)| line(name, case))
            .collect();
        (!lines.is_empty()).then(|| format!("{head}\n{}", lines.join("\n")))
    }
}

fn shown(figure: Option<f64>, decimals: usize) -> String {
    figure.map_or(String::new(), |figure| format!("{figure:.decimals$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(peer: &str, figures: &str) -> Row {
        let line = format!(r#"{{"id": "W1", "peer": "{peer}", "variant": "v", {figures}}}"#);
        Row::read(&line).unwrap()
    }

    #[test]
    fn the_table_shows_the_median_of_the_rounds_and_its_ratio_to_the_floor() {
        let mut results = Results::default();
        for ns in [30.0, 10.0, 20.0] {
            results.extend([row("ours", &format!(r#""ns": {ns}"#))]);
            results.extend([row(FLOOR, &format!(r#""ns": {}"#, ns / 4.0))]);
        }
        results.extend([row("ours", r#""allocs": 2"#)]);
        let table = results.tables().unwrap();
        assert!(
            table.contains("| W1 | ours | v | 20.0 | 4.0 | 2 |"),
            "{table}"
        );
        assert!(
            table.contains("| W1 | own floor | v | 5.0 | 1.0 |"),
            "{table}"
        );
    }

    #[test]
    fn threads_show_the_best_rate_and_the_median_cost() {
        let mut results = Results::default();
        for (mops, cpu) in [(3.0, 100), (1.0, 300), (2.0, 200)] {
            let figures = format!(r#""threads": 2, "mops": {mops}, "cpu_ns": {cpu}"#);
            results.extend([row("ours", &figures)]);
        }
        let table = results.tables().unwrap();
        assert!(
            table.contains("| W1 | ours | v | 2 | 3.00 | 200 |"),
            "{table}"
        );
    }

    #[test]
    fn a_cold_start_shows_cpu_time_where_it_is_told() {
        let mut results = Results::default();
        let figures = r#""first_ns": 9000, "first_cpu_ns": 8000, "next99_ns": 5"#;
        results.extend([row("ours", figures)]);
        let table = results.tables().unwrap();
        assert!(table.contains("| W1 | ours | v | 8 (8) | 5 |"), "{table}");
    }

    #[test]
    fn without_rows_there_is_no_table() {
        assert_eq!(Results::default().tables(), None);
        assert_eq!(Row::read("not a row"), None);
        assert_eq!(Row::read("{\"id\": \"W1\"}"), None);
    }
}
