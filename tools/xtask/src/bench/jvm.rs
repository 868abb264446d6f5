//! What the Kotlin library costs on a JVM, beside the limit of JNI and beside sentry-java.

use crate::job::Job;
use crate::jvm::{self, Jvm, files, joined};
use crate::{repo, ship};
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

const SOURCES: &str = "benches/jvm";
const POM: &str = "benches/jvm/pom.xml";

/// The compiled benchmarks.
pub(crate) struct Benchmarks {
    program: Command,
}

impl Benchmarks {
    /// Compiles everything; the library is the shipped one.
    pub(crate) fn build(job: &mut Job) -> Result<Benchmarks> {
        let (jvm, library) = (Jvm::new(job)?, ship::android(job)?);
        let jars = jvm::maven(job, POM)?;
        let out = repo::scratch("bench-jvm")?;
        let [ours, stdlib, annotations] = jvm.parts().map(Into::into);
        let path = joined([out.clone().into(), ours, stdlib, annotations, jars]);
        let mut javac = repo::command("javac");
        javac
            .args(["-nowarn", "-cp"])
            .arg(&path)
            .arg("-d")
            .arg(&out);
        job.run(javac.args(files(&repo::path(SOURCES), &["java"])?))?;
        let limit = limit(job)?;
        let mut program = repo::command("java");
        program
            .arg(format!("-Dlimit={}", limit.display()))
            .arg(format!("-Ddev.spanferry.library={}", library.display()))
            .arg("-cp")
            .arg(path)
            .arg("org.openjdk.jmh.Main");
        Ok(Benchmarks { program })
    }

    /// Runs every case for a moment: their checks of the results are what counts.
    pub(crate) fn once(mut self, job: &mut Job) -> Result<String> {
        self.program.args([
            "-f", "1", "-wi", "0", "-i", "1", "-r", "100ms", "-foe", "true",
        ]);
        let said = job.output(&mut self.program)?;
        let cases = said
            .lines()
            .filter(|line| line.starts_with("# Benchmark:"))
            .count();
        anyhow::ensure!(cases == 6, "{cases} cases instead of 6");
        Ok(format!("{cases} cases run once"))
    }

    /// Takes the figures, as a table.
    pub(crate) fn table(mut self, job: &mut Job) -> Result<String> {
        let file = repo::scratch("bench-jvm")?.join("result.json");
        // Many short looks: the lowest is one that other work on the machine left alone.
        self.program.args([
            "-f", "3", "-wi", "4", "-w", "1", "-i", "30", "-r", "100ms", "-prof", "gc", "-foe",
            "true",
        ]);
        self.program.args(["-rf", "json", "-rff"]).arg(&file);
        job.run(&mut self.program)?;
        let json: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        let rows = json.as_array().context("no results")?.iter().map(row);
        Ok(shown(&rows.collect::<Result<_>>()?))
    }
}

fn limit(job: &mut Job) -> Result<PathBuf> {
    let out = repo::scratch("bench-jvm")?.join("liblimit.so");
    let include = jvm::include().context("the JDK has no jni.h")?;
    let mut cc = repo::command("cc");
    cc.args(["-O2", "-shared", "-fPIC", "-I"])
        .arg(&include)
        .arg("-I")
        .arg(include.join("linux"));
    job.run(cc.arg("-o").arg(&out).arg("benches/jvm/limit.c"))?;
    Ok(out)
}

/// The lowest iteration, because other work on the machine only adds time, and the bytes allocated.
struct Row {
    nanoseconds: f64,
    bytes: f64,
}

fn row(json: &Value) -> Result<(String, Row)> {
    let name = json["benchmark"]
        .as_str()
        .and_then(|name| name.rsplit('.').next());
    let runs = json["primaryMetric"]["rawData"]
        .as_array()
        .context("no runs")?;
    let runs = runs
        .iter()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_f64);
    let metrics = json["secondaryMetrics"].as_object().context("no metrics")?;
    let bytes = metrics
        .iter()
        .find(|(name, _)| name.ends_with("gc.alloc.rate.norm"));
    Ok((
        name.context("no name")?.to_owned(),
        Row {
            nanoseconds: runs.fold(f64::INFINITY, f64::min),
            bytes: bytes
                .and_then(|(_, value)| value["score"].as_f64())
                .unwrap_or_default(),
        },
    ))
}

fn shown(rows: &BTreeMap<String, Row>) -> String {
    let of = |name: &str| rows.get(name).map_or(f64::NAN, |row| row.nanoseconds);
    let mut text = String::from("| case | ns, lowest | B |\n|---|---:|---:|\n");
    for (name, row) in rows {
        let _ = writeln!(
            text,
            "| {name} | {:.0} | {:.0} |",
            row.nanoseconds, row.bytes
        );
    }
    let interceptor = |name: &str| of(name) - of("plainCall");
    let ratios = [
        ("spanferry / limit", of("spanferry") / of("limit")),
        ("sentryJava / spanferry", of("sentryJava") / of("spanferry")),
        (
            "interceptors, Sentry's / ours",
            interceptor("sentryCall") / interceptor("spanferryCall"),
        ),
    ];
    for (what, ratio) in ratios {
        let _ = writeln!(text, "\n{what}: {ratio:.1}");
    }
    text
}
