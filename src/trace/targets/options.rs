//! What a program configures about propagation targets.

/// How targets are compared with a URL, by the version of the JavaScript SDK they imitate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Matching {
    /// As the JavaScript SDK 11: case is ignored in texts and expressions, `g` and `y` are dropped.
    #[default]
    Js11,
    /// As the JavaScript SDK 10: case counts, unless an expression has the flag `i`.
    Js10,
}

/// Whose requests are decided, which only changes the default and the use of the app origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// Requests of native code: without targets every http(s) URL carries the trace.
    #[default]
    Native,
    /// Requests of a page: without targets those to the page's own origin carry the trace.
    Browser,
}

/// One configured rule of `tracePropagationTargets` or `denyTargets`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// Matches every URL that contains this text; the empty text matches every URL.
    Text(String),
    /// Matches every URL in which this JavaScript regular expression finds something.
    Regex {
        /// The text between the slashes of the literal.
        source: String,
        /// The letters after it, such as `i`.
        flags: String,
    },
}

/// The options that decide which requests carry the trace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TargetOptions {
    /// The rules; an empty list attaches to nothing, `None` means the default of the mode.
    pub targets: Option<Vec<Target>>,
    /// Rules that refuse what the targets (or the default) would let through.
    pub deny: Vec<Target>,
    /// How rules are compared.
    pub matching: Matching,
    /// Whose requests these are.
    pub mode: Mode,
    /// An absolute URL of the app: its origin, or the whole address of the page.
    ///
    /// Relative request URLs resolve against it, and rules are also tried on the bare path of
    /// requests to its origin.
    pub app_origin: Option<String>,
    /// Where the SDK sends its envelopes instead of the DSN's host; the empty text means nowhere.
    pub tunnel: Option<String>,
    /// Where the DSN sends envelopes.
    pub ingest: Option<Ingest>,
}

/// The parts of a DSN that tell requests to Sentry itself from others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ingest {
    /// Host name, IPv4 address or IPv6 address in brackets, in any case.
    pub host: String,
    /// Decimal digits, or empty for the default port of the scheme.
    pub port: String,
    /// `http` or `https`.
    pub scheme: String,
    /// The path before the project, without slashes at its ends; empty when there is none.
    pub path: String,
    /// The project, decimal digits.
    pub project_id: String,
}
