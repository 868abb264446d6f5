#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| spanferry_fuzz::json::check(data));
