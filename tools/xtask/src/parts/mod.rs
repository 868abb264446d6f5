//! The parts of the test command: one file for each subject, in the order they run.

mod android_api;
mod arm;
pub(crate) mod artefact;
mod bench;
mod binding;
pub(crate) mod c;
pub(crate) mod capacitor;
mod consumers;
mod demo;
mod example;
pub(crate) mod fuzzing;
mod hammer;
mod instrumented;
mod interface;
mod ios;
mod jvm;
mod manifest;
mod node;
mod package;
pub(crate) mod pipe;
mod pod;
mod promises;
mod rust;
mod sdk;
mod source;
pub(crate) mod swift;
pub(crate) mod table;
pub(crate) mod vectors;
mod web;
pub(crate) mod wrong;

use crate::part::Part;

static PARTS: &[Part] = &[
    source::FORMAT,
    source::PURITY,
    source::LICENCES,
    rust::CLIPPY,
    rust::TESTS,
    vectors::RUST,
    rust::DOCS,
    c::HEADER,
    artefact::SYMBOLS,
    artefact::SIZE,
    c::INCLUDE,
    c::PLAIN,
    c::PANIC,
    c::SANITIZED,
    c::VALGRIND,
    vectors::C,
    jvm::LIBRARY,
    jvm::ARM64,
    jvm::DOOR,
    vectors::JNI,
    vectors::KOTLIN,
    jvm::SHARED,
    jvm::OKHTTP,
    jvm::CONNECTION,
    jvm::TORN,
    jvm::FEED,
    jvm::SHRUNK,
    capacitor::GRADLE,
    capacitor::PLUGIN,
    capacitor::SENTRY,
    android_api::API,
    swift::BINDINGS,
    binding::KOTLIN,
    swift::FORMAT,
    interface::HEADER,
    interface::DOCUMENTED,
    swift::TESTS,
    swift::PANIC,
    swift::TORN,
    vectors::SWIFT,
    ios::ARCHIVE,
    manifest::PACKAGE,
    web::LINT,
    web::TESTS,
    vectors::WEB,
    web::CORE,
    web::SIZE,
    web::SNIPPETS,
    pipe::MATRIX,
    pipe::TRACE,
    pipe::COLD_START,
    pipe::BESIDE,
    pipe::CORS,
    pipe::RACES,
    pipe::SPEED,
    example::APP,
    package::PACKAGE,
    consumers::CONSUMERS,
    demo::DEMO,
    sdk::SDK,
    sdk::SWIFT,
    bench::BENCH,
    bench::JVM,
    fuzzing::SMOKE,
    fuzzing::COVERAGE,
    wrong::MUTANTS,
    wrong::TORN,
    promises::OLDEST_RUST,
    promises::DENY,
    instrumented::ADDRESS,
    instrumented::THREAD,
    instrumented::SWIFT_ADDRESS,
    instrumented::SWIFT_THREAD,
    arm::ARM,
    node::REGEX,
    hammer::HAMMER,
    bench::SWIFT,
    pipe::RACES_LONG,
    capacitor::OLD,
    jvm::X64,
    ios::ARCHIVE_LONG,
    fuzzing::LONG,
];

/// All parts, in the order they run.
pub(crate) fn all() -> &'static [Part] {
    PARTS
}

/// The part of that name.
pub(crate) fn find(name: &str) -> Option<&'static Part> {
    PARTS.iter().find(|part| part.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_words_that_no_keyword_of_the_test_task_hides() {
        for part in PARTS {
            assert!(
                std::ptr::eq(find(part.name).unwrap(), part),
                "{}",
                part.name
            );
            assert!(!["core", "long"].contains(&part.name));
            assert!(
                part.name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{}",
                part.name
            );
            assert!(!part.proves.contains('\n') && !part.proves.is_empty());
        }
    }
}
