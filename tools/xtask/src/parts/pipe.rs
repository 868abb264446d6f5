//! Pages in a browser in front of the real plugin: the whole pipe.

use crate::job::Job;
use crate::part::{Depth, Part};
use crate::pipe::{self, NEEDS};
use anyhow::Result;

pub(crate) const MATRIX: Part = Part {
    name: "pipe-matrix",
    proves: "each way of a request, platform, SDK and target list: one line of each header or none, as in docs/MATRIX.md",
    depth: Depth::Full,
    needs: NEEDS,
    run: matrix,
};

pub(crate) const TRACE: Part = Part {
    name: "pipe-trace",
    proves: "page, native app, Python, Node and WebSocket services report one trace, a new one when there should be",
    depth: Depth::Full,
    needs: NEEDS,
    run: |job| run(job, "trace"),
};

pub(super) const COLD_START: Part = Part {
    name: "pipe-coldstart",
    proves: "the first page, its Sentry SDK unmodified, goes on with the trace of the native start; no other does",
    depth: Depth::Full,
    needs: NEEDS,
    run: |job| run(job, "coldstart"),
};

pub(super) const BESIDE: Part = Part {
    name: "pipe-beside",
    proves: "beside @sentry/capacitor 4.4's own init and Android plugin, everything is one trace with one line each",
    depth: Depth::Full,
    needs: NEEDS,
    run: |job| run(job, "beside"),
};

pub(super) const CORS: Part = Part {
    name: "pipe-cors",
    proves: "Chromium's preflights pass where a server allows the headers, fail where not, and explain says why",
    depth: Depth::Full,
    needs: NEEDS,
    run: |job| run(job, "cors"),
};

pub(super) const RACES: Part = Part {
    name: "pipe-races",
    proves: "after 200 random interleavings in two web views, with late messages, all sides have one state",
    depth: Depth::Full,
    needs: NEEDS,
    run: |job| run(job, "races"),
};

pub(super) const SPEED: Part = Part {
    name: "pipe-speed",
    proves: "in Chromium and Node our decisions about 64 URLs are the SDK's; what both cost is told",
    depth: Depth::Full,
    needs: NEEDS,
    run: |job| run(job, "speed"),
};

pub(super) const RACES_LONG: Part = Part {
    name: "pipe-races-long",
    proves: "the same after 2,000",
    depth: Depth::Long,
    needs: NEEDS,
    run: |job| {
        let said = pipe::prove(job, "races", &["--rounds", "2000"])?;
        job.figure(said);
        Ok(())
    },
};

fn run(job: &mut Job, suite: &str) -> Result<()> {
    let said = pipe::prove(job, suite, &[])?;
    job.figure(said);
    Ok(())
}

/// The committed table is the one that was seen now.
fn matrix(job: &mut Job) -> Result<()> {
    let table = pipe::matrix(job)?;
    pipe::compare(&table)
}
