//! Text from a mail made fit to show on one line: bounded, no control letters, nothing that turns or hides what is read.

use crate::reported::Fault;
use crate::walk::Walk;

/// `text` on one line of at most `max` letters.
pub(crate) fn one_line(text: &str, max: usize, walk: &mut Walk) -> String {
    let mut line = String::new();
    let (mut n_letters, mut gap) = (0, false);
    for letter in text.chars() {
        if is_hidden(letter) {
            walk.fault(Fault::HiddenLetters);
            continue;
        }
        if letter.is_whitespace() || letter.is_control() {
            gap = n_letters > 0;
            continue;
        }
        let needed = if gap { 2 } else { 1 };
        if n_letters + needed > max {
            break;
        }
        if gap {
            line.push(' ');
        }
        line.push(letter);
        n_letters += needed;
        gap = false;
    }
    line
}

/// Letters that are not seen, or turn the direction in which the rest is read.
fn is_hidden(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, max: usize, expect: &str, is_hidden: bool) {
        let mut walk = Walk::new();
        assert_eq!(one_line(text, max, &mut walk), expect);
        assert_eq!(walk.faults.contains(&Fault::HiddenLetters), is_hidden);
    }

    #[test]
    fn a_text_becomes_one_line() {
        check("  Your\r\n\tpay \u{0} stub  ", 80, "Your pay stub", false);
        check("abc def", 4, "abc", false);
        check("abc def", 5, "abc d", false);
        check("", 5, "", false);
    }

    #[test]
    fn what_hides_or_turns_is_taken_out_and_told() {
        check("invoice\u{202e}fdp.exe", 80, "invoicefdp.exe", true);
        check("pay\u{200b}roll", 80, "payroll", true);
        check("nómina", 80, "nómina", false);
    }
}
