//! The library for Apple's phones and their simulators, built and looked at without Apple's tools.
//!
//! An archive is all that cargo makes here, and archives need no linker and no SDK: what this machine
//! builds is what a Mac builds. Linking it is a check, against a stub of the system's library.

pub(crate) mod archive;
pub(crate) mod framework;
pub(crate) mod link;

/// The oldest iOS that Capacitor 8 and with it `Package.swift` and the podspec name.
pub(crate) const OLDEST: &str = "15.0";

/// What the library is built for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Target {
    /// As rustc calls it.
    pub(crate) name: &'static str,
    /// As Apple calls its processor.
    pub(crate) arch: &'static str,
    pub(crate) simulator: bool,
}

/// iPhones and iPads.
pub(crate) const PHONE: Target = Target {
    name: "aarch64-apple-ios",
    arch: "arm64",
    simulator: false,
};

/// The simulator of Macs with Apple's processor.
pub(crate) const SIMULATOR: Target = Target {
    name: "aarch64-apple-ios-sim",
    arch: "arm64",
    simulator: true,
};

/// The simulator of older Macs.
pub(crate) const SIMULATOR_X64: Target = Target {
    name: "x86_64-apple-ios",
    arch: "x86_64",
    simulator: true,
};

/// The targets of one folder of the XCFramework each.
pub(crate) const VARIANTS: [&[Target]; 2] = [&[PHONE], &[SIMULATOR, SIMULATOR_X64]];
