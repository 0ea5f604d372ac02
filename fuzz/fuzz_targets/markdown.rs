//! Any text as the body of a story.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| showcase_fuzz::text::check(text));
