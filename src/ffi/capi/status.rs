//! What a call says of itself.

/// What a call says of itself; treat a number that is not listed here as a failure.
///
/// Hostile or broken input (a URL, a header, a snapshot) is never a failure: it is a decision with a
/// reason. A status other than `SPANFERRY_STATUS_OK` means a mistake in the calling program or in
/// its configuration, and then nothing was changed and no result was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_status {
    /// The call did what it says.
    Ok = 0,
    /// An argument that must not be `NULL` is `NULL`, or text has a length and no data.
    NullPointer = 10,
    /// The text of an option is not UTF-8.
    InvalidUtf8 = 11,
    /// A number stands for no value of its enumeration, a flag or reserved field is not known, a
    /// span id is malformed, or a length is impossible.
    InvalidArgument = 12,
    /// The field `size` of a structure is smaller than the structure ever was.
    InvalidSize = 13,
    /// An option has a value that it does not take; the error object says which and why.
    InvalidOption = 20,
    /// The buffer is too small; nothing was written to it, and the length needed was reported.
    BufferTooSmall = 30,
    /// A fault inside the library. The call may have done part of its work; objects stay usable.
    Internal = 90,
}

impl spanferry_status {
    pub(super) const ALL: [Self; 8] = [
        Self::Ok,
        Self::NullPointer,
        Self::InvalidUtf8,
        Self::InvalidArgument,
        Self::InvalidSize,
        Self::InvalidOption,
        Self::BufferTooSmall,
        Self::Internal,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NullPointer => "null_pointer",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::InvalidArgument => "invalid_argument",
            Self::InvalidSize => "invalid_size",
            Self::InvalidOption => "invalid_option",
            Self::BufferTooSmall => "buffer_too_small",
            Self::Internal => "internal",
        }
    }
}
