//! A backend: continues the trace of each request and calls the next backends within it.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use spanferry::system::ThreadEntropy;
use spanferry::trace::config::Config;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::options::Options;
use spanferry::trace::outgoing::{NAMES, Policy, Request};
use spanferry::trace::reason::Reason;
use spanferry::trace::state::trace::RootSpan;
use spanferry::trace::state::tracer::Tracer;

use crate::record::Record;

/// Serves until the process is ended. The first line printed is the port, every other a request
/// that was received. `words` are the addresses of the next backends, and perhaps `--drop-headers`.
pub fn serve(name: &str, words: &[&str]) -> Result<()> {
    let server = tiny_http::Server::http("127.0.0.1:0").map_err(|error| anyhow!("{error}"))?;
    let port = server.server_addr().to_ip().context("no port")?.port();
    say(&port.to_string())?;
    let backend = Backend::new(name, words)?;
    for request in server.incoming_requests() {
        let record = backend.handle(&request)?;
        say(&record.to_line())?;
        request.respond(tiny_http::Response::from_string("ok\n"))?;
    }
    Ok(())
}

fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

struct Backend {
    name: String,
    next: Vec<String>,
    drops_headers: bool,
    tracer: Tracer,
    client: ureq::Agent,
}

impl Backend {
    fn new(name: &str, words: &[&str]) -> Result<Self> {
        let options = Options {
            dsn: Some("https://f00dcafe@o42.ingest.sentry.io/7".to_owned()),
            release: Some(format!("{name}@1.0.0")),
            traces_sample_rate: Some(1.0),
            ..Options::default()
        };
        let config = Config::new(options)?;
        let next = words.iter().filter(|word| !word.starts_with("--"));
        Ok(Self {
            name: name.to_owned(),
            next: next.map(|&address| address.to_owned()).collect(),
            drops_headers: words.contains(&"--drop-headers"),
            tracer: Tracer::new(config, Arc::new(ThreadEntropy)),
            client: ureq::Agent::config_builder()
                .user_agent(name)
                .build()
                .into(),
        })
    }

    /// Continues the request's trace in a scope of its own, so that requests do not disturb each
    /// other.
    fn handle(&self, request: &tiny_http::Request) -> Result<Record> {
        let headers: Vec<(&str, &str)> = request
            .headers()
            .iter()
            .map(|header| (header.field.as_str().as_str(), header.value.as_str()))
            .collect();
        let lines = headers
            .iter()
            .map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        let (scope, reason) = self.tracer.detach(Some(Incoming::from_headers(lines)));
        let name = format!("{} {}", request.method(), request.url());
        scope.begin_root_span(&RootSpan {
            name,
            source: Some("route".to_owned()),
        });
        for address in &self.next {
            self.call(&scope, address, request.url())?;
        }
        Ok(self.record(request.url(), &headers, &scope, reason))
    }

    fn record(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        scope: &Tracer,
        reason: Option<Reason>,
    ) -> Record {
        let lines = |name: &str| -> Vec<&str> {
            let same = headers
                .iter()
                .filter(|(other, _)| other.eq_ignore_ascii_case(name));
            same.map(|(_, value)| *value).collect()
        };
        let first = |name: &str| lines(name).first().map(|&value| value.to_owned());
        let trace = scope.view().trace.clone();
        Record {
            service: self.name.clone(),
            path: path.to_owned(),
            caller: first("user-agent").unwrap_or_default(),
            sentry_trace: first("sentry-trace"),
            baggage: first("baggage"),
            doubled: NAMES.iter().any(|name| lines(name).len() > 1),
            trace_id: trace.trace_id.to_string(),
            span_id: trace.outgoing_span_id().to_string(),
            reason: reason.map(Reason::name).unwrap_or_default().to_owned(),
            sampled: trace.sampled,
        }
    }

    /// Calls the next backend with the headers of the scope.
    fn call(&self, scope: &Tracer, address: &str, path: &str) -> Result<()> {
        let url = format!("http://{address}{path}");
        let mut request = self.client.get(&url);
        let outgoing = Request {
            url: url.as_bytes(),
            existing: std::iter::empty(),
            policy: Policy::Keep,
            fresh_span: false,
        };
        let mut buffer = [0; 16_384];
        let decided = scope
            .outgoing(&outgoing, &mut buffer)
            .map_err(|e| anyhow!("{e:?}"))?;
        let mut values = buffer.as_slice();
        for (place, name) in NAMES.into_iter().enumerate() {
            let (value, rest) = values.split_at(decided.lens[place]);
            values = rest;
            if decided.set.contains(place) && !self.drops_headers {
                request = request.header(name, value);
            }
        }
        request
            .call()
            .with_context(|| format!("{} calls {url}", self.name))?;
        Ok(())
    }
}
