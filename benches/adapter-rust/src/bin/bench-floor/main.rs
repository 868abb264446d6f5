//! The same workloads written by hand: what a program costs that does this one thing.

use spanferry_bench::suite::Suite;

fn main() {
    Suite::new("own floor").main();
}
