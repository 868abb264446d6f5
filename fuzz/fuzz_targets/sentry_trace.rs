#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| spanferry_fuzz::sentry_trace::check(data));
