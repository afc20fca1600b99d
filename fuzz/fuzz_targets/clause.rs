//! Any text as a clause: it compiles or is refused with places inside the text, and what compiles can be evaluated.
#![no_main]

use holdfast_core::cel::Expr;
use holdfast_core::facts::Facts;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Expr::compile(text) {
        Ok(clause) => {
            let _ = clause.eval(&Facts::none(jiff::civil::date(2026, 10, 14)));
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(error.at.start <= error.at.end && error.at.end <= text.len().max(1));
            }
        }
    }
});
