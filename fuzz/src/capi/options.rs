//! Options of the C door: as JSON, or set one by one.

use super::super::input::Input;
use super::lent::Text;
use spanferry::ffi::capi::*;
use std::ptr;

/// Options that are freed.
pub struct Options(pub Option<Box<spanferry_options>>);

impl Options {
    /// A line of JSON; an empty one stands for options that are set one by one by what follows.
    pub fn new(input: &mut Input<'_>) -> Self {
        let line = input.line();
        if line.is_empty() {
            return Self::set_one_by_one(input);
        }
        let json = Text::new(line);
        let (mut options, mut error) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the text and the places outlive the call.
        let status = unsafe { spanferry_options_from_json(json.str, &mut options, &mut error) };
        assert_eq!(options.is_null(), status != spanferry_status::Ok);
        assert_error(status, error);
        // SAFETY: an object that was handed out is a box.
        Self((!options.is_null()).then(|| unsafe { Box::from_raw(options) }))
    }

    fn set_one_by_one(input: &mut Input<'_>) -> Self {
        let mut options = spanferry_options_new();
        for _ in 0..input.byte() % 8 {
            let (kind, number) = (input.byte(), u32::from(input.byte()));
            let text = Text::new(input.line());
            // SAFETY: the texts outlive the calls, and the options are ours alone.
            let status = unsafe {
                match kind % 5 {
                    0 => spanferry_options_set_text(options.as_deref_mut(), number, text.str),
                    1 => {
                        let value = f64::from(number) / 16.0 - 1.0;
                        spanferry_options_set_number(options.as_deref_mut(), number % 32, value)
                    }
                    2 => spanferry_options_set_flag(options.as_deref_mut(), number, kind > 100),
                    3 => spanferry_options_set_none(options.as_deref_mut(), number % 4),
                    _ => add_rule(options.as_deref_mut(), number, &text, input),
                }
            };
            assert_ne!(status, spanferry_status::Internal);
        }
        Self(options)
    }

    /// What functions take that only look at options; NULL for none.
    pub fn lent(&self) -> Option<&spanferry_options> {
        self.0.as_deref()
    }
}

fn add_rule(
    options: Option<&mut spanferry_options>,
    number: u32,
    text: &Text,
    input: &mut Input<'_>,
) -> spanferry_status {
    let flags = Text::new(input.line());
    let mut error = ptr::null_mut();
    let (list, kind) = (number % 4, number / 4 % 4);
    // SAFETY: the texts and the place outlive the call.
    let status =
        unsafe { spanferry_options_add_rule(options, list, kind, text.str, flags.str, &mut error) };
    assert_error(status, error);
    status
}

/// An error comes with a refused option and says something; then it is freed.
pub fn assert_error(status: spanferry_status, error: *mut spanferry_error) {
    assert_ne!(status, spanferry_status::Internal);
    assert_eq!(!error.is_null(), status == spanferry_status::InvalidOption);
    if !error.is_null() {
        // SAFETY: an error that was handed out is a box.
        let error = unsafe { Box::from_raw(error) };
        assert!(spanferry_error_message(Some(&error)).len > 0);
        spanferry_error_free(Some(error));
    }
}
