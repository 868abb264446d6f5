//! Starts the backends and the client, and shows what came of it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::record::Record;
use crate::{tree, verdict};

/// The trace that the webview started; the client takes it over.
pub const WEBVIEW_TRACE: &str = "771a43a4192642f0b136d5159a501700";

/// Runs the demo; true when everything joined. With `broken` one backend drops the headers.
pub fn run(client: &str, broken: bool) -> Result<bool> {
    let (sender, receiver) = channel();
    let pricing = Backend::start("pricing", &[], &sender)?;
    let mut inventory_words = vec![pricing.address()];
    if broken {
        inventory_words.push("--drop-headers".to_owned());
    }
    let inventory = Backend::start("inventory", &inventory_words, &sender)?;
    let shop = Backend::start("shop", &[inventory.address(), pricing.address()], &sender)?;
    drop(sender);
    let decisions = play(client, &shop, &pricing)?;
    drop((shop, inventory, pricing));
    let records = collect(&receiver)?;
    print!("{}", tree::render(&decisions, &records));
    let verdict = verdict::judge(&records);
    print!("{}", verdict.text());
    Ok(verdict.joined())
}

/// Runs the client to its end; what it prints are its decisions, a line each.
fn play(client: &str, shop: &Backend, outside: &Backend) -> Result<Vec<String>> {
    let output = Command::new(client)
        .arg(format!("http://127.0.0.1:{}", shop.port))
        .arg(format!("http://localhost:{}", outside.port))
        .arg(WEBVIEW_TRACE)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot run the client {client}"))?;
    if !output.status.success() {
        bail!("the client failed: {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect())
}

/// Everything that was received; the backends have ended, so the channel ends too.
fn collect(receiver: &Receiver<String>) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    while let Ok(line) = receiver.recv_timeout(Duration::from_secs(10)) {
        records.push(Record::from_line(&line)?);
    }
    Ok(records)
}

/// A running backend; it ends when this is dropped.
struct Backend {
    child: Child,
    port: u16,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Backend {
    fn start(name: &str, words: &[String], sender: &Sender<String>) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["backend", name])
            .args(words)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let port = lines
            .next()
            .context("the backend ended at once")??
            .parse()?;
        let sender = sender.clone();
        let reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                _ = sender.send(line);
            }
        });
        Ok(Self {
            child,
            port,
            reader: Some(reader),
        })
    }

    fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
        if let Some(reader) = self.reader.take() {
            _ = reader.join();
        }
    }
}
