//! What a call throws.

use std::fmt;

use crate::trace::error::ConfigError;

/// A mistake in the calling program or its options; nothing was changed.
#[derive(Debug, uniffi::Error)]
#[uniffi(flat_error)]
pub enum NativeError {
    /// An option has a value that it does not take; the message names option and place.
    InvalidOption(String),
    /// An argument stands for nothing.
    InvalidArgument(&'static str),
    /// A callback of the host failed.
    Callback(String),
}

impl fmt::Display for NativeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidOption(text) | Self::Callback(text) => f.write_str(text),
            Self::InvalidArgument(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for NativeError {}

impl From<ConfigError> for NativeError {
    fn from(error: ConfigError) -> Self {
        Self::InvalidOption(error.to_string())
    }
}

/// What a callback of the host threw against its declaration.
impl From<uniffi::UnexpectedUniFFICallbackError> for NativeError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Callback(error.reason)
    }
}
