//! The one tracer of the process, which every door hands out.

use std::sync::{Arc, LazyLock};

use crate::system::ThreadEntropy;
use crate::trace::state::tracer::Tracer;

static SHARED: LazyLock<Tracer> = LazyLock::new(|| Tracer::unconfigured(Arc::new(ThreadEntropy)));

/// The tracer of this process, made by the first call. It attaches nothing until it is configured.
pub fn shared() -> Tracer {
    SHARED.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_gives_the_same_trace() {
        assert_eq!(shared().snapshot(), shared().snapshot());
    }
}
