//! spanferry's Rust API on the workloads.

mod outgoing;
mod setup;
mod start;
mod targets;
mod wire;

use spanferry_bench::suite::Suite;

fn main() {
    let mut suite = Suite::new("spanferry");
    if std::env::args().nth(1).as_deref() == Some("cold") {
        outgoing::add_cold(&mut suite);
        return suite.main();
    }
    wire::add(&mut suite);
    start::add(&mut suite);
    outgoing::add(&mut suite);
    targets::add(&mut suite);
    outgoing::add_threads(&mut suite);
    suite.main();
}
