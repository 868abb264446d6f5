//! Three strings through UniFFI without any work: what no call of ours can be faster than.

uniffi::setup_scaffolding!();

/// Three header values.
#[derive(Clone, uniffi::Record)]
pub struct Three {
    /// The first.
    pub sentry_trace: String,
    /// The second.
    pub baggage: String,
    /// The third.
    pub traceparent: String,
}

/// Holds the strings that each call gives.
#[derive(uniffi::Object)]
pub struct Limit(Three);

#[uniffi::export]
impl Limit {
    /// Keeps the strings.
    #[uniffi::constructor]
    pub fn new(three: Three) -> Self {
        Self(three)
    }

    /// The strings.
    pub fn three(&self) -> Three {
        self.0.clone()
    }

    /// The strings, for a URL that crosses and is not looked at.
    pub fn three_for(&self, url: String) -> Three {
        drop(url);
        self.0.clone()
    }
}
