//! The first call of a process.

use super::{Label, Suite, label, print, row};
use crate::measure::cpu_ns;
use serde_json::json;

type Init = Box<dyn FnOnce() -> Box<dyn FnMut()>>;

pub(super) struct Case {
    label: Label,
    init: Init,
}

impl Suite {
    /// Sets the case; `init` is timed together with the first call of what it returns.
    pub fn cold(
        &mut self,
        variant: &'static str,
        init: impl FnOnce() -> Box<dyn FnMut()> + 'static,
    ) {
        self.cold = Some(Case {
            label: label("W11", variant),
            init: Box::new(init),
        });
    }

    pub(super) fn run_cold(self) {
        let Some(case) = self.cold else { return };
        let before = cpu_ns();
        let mut call = (case.init)();
        call();
        let first = cpu_ns() - before;
        let before = cpu_ns();
        (0..99).for_each(|_| call());
        let next = (cpu_ns() - before) as f64 / 99.0;
        let mut row = row(self.peer, &case.label);
        row["first_ns"] = json!(first);
        row["next99_ns"] = json!(next);
        print(row);
    }
}
