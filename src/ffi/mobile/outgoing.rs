//! Requests that are about to leave.

use super::enums::Policy;
use super::error::NativeError;
use super::records::{HeaderLine, OutgoingHeaders, bytes};
use super::tracer::NativeTracer;
use crate::ffi::ops::{self, Decision};
use crate::trace::outgoing::{Outgoing, Request};

/// Suffices unless existing baggage is longer than 8 kB.
const USUAL: usize = 16_384;

#[uniffi::export]
impl NativeTracer {
    /// Decides about a request. All of its headers may be passed, the three are picked out.
    pub fn outgoing(
        &self,
        url: String,
        existing: Vec<HeaderLine>,
        policy: Policy,
        fresh_span: bool,
    ) -> Result<OutgoingHeaders, NativeError> {
        let request = Request {
            url: url.as_bytes(),
            existing: existing.iter().map(bytes),
            policy,
            fresh_span,
        };
        let mut usual = [0; USUAL];
        Ok(match ops::outgoing(&self.0, &request, &mut usual) {
            Ok(outgoing) => record(&outgoing, &usual),
            // The state may change in between, and with it what is needed.
            Err(mut too_small) => loop {
                let mut more = vec![0; too_small.needed];
                match ops::outgoing(&self.0, &request, &mut more) {
                    Ok(outgoing) => break record(&outgoing, &more),
                    Err(larger) => too_small = larger,
                }
            },
        })
    }

    /// Why a request to a URL carries the trace or not, as JSON.
    pub fn explain(&self, url: String) -> Result<String, NativeError> {
        Ok(ops::explain(&self.0, url.as_bytes()))
    }
}

fn record(outgoing: &Outgoing, buffer: &[u8]) -> OutgoingHeaders {
    let mut rest = buffer;
    let mut place = 0;
    let values = outgoing.lens.map(|len| {
        let (value, behind) = rest.split_at_checked(len).unwrap_or_default();
        rest = behind;
        place += 1;
        let text = std::str::from_utf8(value).unwrap_or_default();
        outgoing.set.contains(place - 1).then(|| text.to_owned())
    });
    let [sentry_trace, baggage, traceparent] = values;
    OutgoingHeaders {
        decision: Decision::of(outgoing),
        reason: outgoing.reason,
        remove: outgoing.remove.0,
        revision: outgoing.revision,
        sentry_trace,
        baggage,
        traceparent,
    }
}
