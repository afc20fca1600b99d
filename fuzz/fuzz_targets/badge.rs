//! Any text that somebody pastes to have a badge or a code looked at.
#![no_main]

use holdfast_core::decide::badge::{BadgeKey, claims, code_typed};
use holdfast_report::badge::{Token, token_in};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(code) = code_typed(text) {
        assert_eq!(code_typed(&code), Some(code.clone()));
    }
    // Nobody signed any of these.
    let key = BadgeKey {
        id: String::new(),
        x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU".to_owned(),
        y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0".to_owned(),
    };
    if let Some(Ok(token)) = token_in(text).map(Token::read) {
        let _ = claims(token.payload());
        assert!(!token.holds(&key));
    }
    if let Ok(payload) = serde_json::from_str(text) {
        let _ = claims(&payload);
    }
});
