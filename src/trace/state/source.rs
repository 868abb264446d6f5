//! Who set the current trace, and how strong that is in a race.

/// Who set the current trace, from weak to strong.
///
/// Strength decides races only: a change made in this process, or based on the current revision,
/// applies whatever its source. The numbers are part of the C ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u32)]
pub enum Source {
    /// The tracer itself, when it was created.
    NativeAuto = 0,
    /// A page, by its own SDK.
    Webview = 1,
    /// Page load, navigation, return from the background.
    Lifecycle = 2,
    /// Headers or meta tags that came in.
    Incoming = 3,
    /// The program, by a call.
    App = 4,
}

impl Source {
    /// Every source, from weak to strong.
    pub const ALL: [Self; 5] = [
        Self::NativeAuto,
        Self::Webview,
        Self::Lifecycle,
        Self::Incoming,
        Self::App,
    ];

    /// The name that every door and JSON text uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NativeAuto => "native_auto",
            Self::Webview => "webview",
            Self::Lifecycle => "lifecycle",
            Self::Incoming => "incoming",
            Self::App => "app",
        }
    }

    /// The source of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }

    /// The source of that number.
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|source| *source as u32 == number)
    }
}
