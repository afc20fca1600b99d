//! Looking at the next tokens and taking them.
//!
//! It decides nothing about grammar; slips such as `and` for `&&` are reported here because they are slips of one token.

use super::{At, Parser, Token};

impl Parser<'_, '_> {
    pub(super) fn here(&self) -> At {
        self.tokens.get(self.next).map_or(self.end..self.end, |(_, at)| at.clone())
    }

    pub(super) fn last_end(&self) -> usize {
        self.next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |(_, at)| at.end)
    }

    pub(super) fn sees(&self, mark: &str) -> bool {
        matches!(self.tokens.get(self.next), Some((Token::Mark(m), _)) if *m == mark)
    }

    pub(super) fn starts_a_value(&self) -> bool {
        match self.tokens.get(self.next) {
            Some((Token::Name(name), _)) => *name != "in",
            Some((Token::Int(_) | Token::Text(_) | Token::Mark("(" | "!" | "["), _)) => true,
            Some((Token::Mark(_), _)) | None => false,
        }
    }

    pub(super) fn takes(&mut self, mark: &'static str) -> bool {
        self.takes_one_of(&[mark]).is_some()
    }

    pub(super) fn takes_one_of(&mut self, marks: &[&'static str]) -> Option<&'static str> {
        let Some((Token::Mark(mark), _)) = self.tokens.get(self.next) else { return None };
        let taken = marks.iter().find(|m| *m == mark)?;
        self.next += 1;
        Some(taken)
    }

    /// `and`, `or` and `not` are read as meant, and reported.
    pub(super) fn takes_spelled(&mut self, word: &str, mark: &str) -> bool {
        let at = self.here();
        let taken =
            matches!(self.tokens.get(self.next), Some((Token::Name(n), _)) if n.eq_ignore_ascii_case(word));
        if taken {
            self.next += 1;
            self.fault(at, format!("write `{mark}` for \"{word}\""));
        }
        taken
    }

    /// `in`, or `not in`, which is reported.
    pub(super) fn takes_in(&mut self) -> bool {
        let names =
            |i: usize, word: &str| matches!(self.tokens.get(i), Some((Token::Name(n), _)) if *n == word);
        if names(self.next, "in") {
            self.next += 1;
            return true;
        }
        if !(names(self.next, "not") && names(self.next + 1, "in")) {
            return false;
        }
        let start = self.here().start;
        self.next += 2;
        self.fault(start..self.last_end(), "write `!(x in [..])` for \"not in\"".to_owned());
        true
    }

    /// Passes over `( ... )`, if one begins here.
    pub(super) fn skip_group(&mut self) {
        let mut open = 0_usize;
        while let Some((token, _)) = self.tokens.get(self.next) {
            match token {
                Token::Mark("(") => open += 1,
                Token::Mark(")") if open > 0 => open -= 1,
                _ if open == 0 => return,
                _ => {}
            }
            self.next += 1;
            if open == 0 {
                return;
            }
        }
    }
}
