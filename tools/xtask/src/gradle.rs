//! Our Gradle module against Capacitor's own: nothing here can run Gradle, so the numbers are compared.

use anyhow::{Context, Result, ensure};

/// The settings that an app's build must find alike in both modules.
const SHARED: [&str; 5] = [
    "com.android.tools.build:gradle:",
    "compileSdkVersion : ",
    "minSdkVersion : ",
    "targetSdkVersion : ",
    "sourceCompatibility JavaVersion.",
];

/// Compares the settings; an error names the one that differs.
pub(crate) fn compare(ours: &str, capacitors: &str) -> Result<usize> {
    for setting in SHARED {
        let (here, there) = (value(ours, setting)?, value(capacitors, setting)?);
        ensure!(here == there, "{setting}{here}, but Capacitor has {there}");
    }
    Ok(SHARED.len())
}

fn value<'a>(text: &'a str, setting: &str) -> Result<&'a str> {
    let rest = text
        .split(setting)
        .nth(1)
        .with_context(|| setting.to_owned())?;
    let end = rest.find(['\'', '"', '\n', ' ']).unwrap_or(rest.len());
    rest.get(..end).with_context(|| setting.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = "classpath 'com.android.tools.build:gradle:8.13.0'\n\
        x.compileSdkVersion : 36\ny.minSdkVersion : 24\nz.targetSdkVersion : 36\n\
        sourceCompatibility JavaVersion.VERSION_21\n";

    #[test]
    fn a_number_that_differs_is_named() {
        assert_eq!(compare(MODULE, MODULE).unwrap(), SHARED.len());
        let error = compare(&MODULE.replace(": 24", ": 23"), MODULE).unwrap_err();
        assert!(error.to_string().contains("minSdkVersion : 23"), "{error}");
        assert!(compare("", MODULE).is_err());
    }
}
