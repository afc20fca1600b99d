//! What a receiving server wrote down of the sender (RFC 8601). Only the field on top is read: a mail can bring others along.

use crate::bounds::{MAX_FIELD_BYTES, MAX_NAME};
use crate::one_line::one_line;
use crate::reported::{Authentication, Verdict};
use crate::walk::Walk;

/// Reads the field. `None` when it says nothing of the three.
pub(crate) fn read(field: &str, walk: &mut Walk) -> Option<Authentication> {
    let end = field.char_indices().map(|(at, _)| at).find(|at| *at > MAX_FIELD_BYTES).unwrap_or(field.len());
    let plain = without_comments(field.get(..end).unwrap_or_default());
    let mut said = Authentication::default();
    for (place, clause) in plain.split(';').enumerate() {
        let clause = clause.trim();
        let Some((method, rest)) = clause.split_once('=') else {
            if place == 0 {
                // The name of the server, and perhaps a version.
                said.said_by = one_line(clause.split_whitespace().next().unwrap_or_default(), MAX_NAME, walk);
            }
            continue;
        };
        let word = rest.split_whitespace().next().unwrap_or_default();
        let method = method.trim().split('/').next().unwrap_or_default().trim();
        let place = match method.to_ascii_lowercase().as_str() {
            "spf" => &mut said.spf,
            "dkim" => &mut said.dkim,
            "dmarc" => &mut said.dmarc,
            _ => continue,
        };
        // Of several signatures one that holds is enough.
        if place.is_none() || verdict(word) == Verdict::Pass {
            *place = Some(verdict(word));
        }
    }
    (said.spf.is_some() || said.dkim.is_some() || said.dmarc.is_some()).then_some(said)
}

fn verdict(word: &str) -> Verdict {
    match word.to_ascii_lowercase().as_str() {
        "pass" | "bestguesspass" => Verdict::Pass,
        "fail" | "hardfail" => Verdict::Fail,
        "softfail" => Verdict::SoftFail,
        "neutral" => Verdict::Neutral,
        "none" => Verdict::Nothing,
        "temperror" | "permerror" => Verdict::Error,
        _ => Verdict::Other,
    }
}

/// The field without what stands in brackets, which may hold any sign.
fn without_comments(field: &str) -> String {
    let (mut plain, mut depth) = (String::with_capacity(field.len()), 0_usize);
    for letter in field.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who said it, and of SPF, DKIM and DMARC what.
    type Said<'s> = (&'s str, Option<Verdict>, Option<Verdict>, Option<Verdict>);

    #[track_caller]
    fn check(field: &str, expect: Option<Said<'_>>) {
        let found = read(field, &mut Walk::new());
        let found = found.as_ref().map(|said| (said.said_by.as_str(), said.spf, said.dkim, said.dmarc));
        assert_eq!(found, expect, "{field}");
    }

    #[test]
    fn the_three_words_are_read_with_who_said_them() {
        use Verdict::{Fail, Nothing, Pass, SoftFail};
        check(
            " mx.fixturememorial.example 1; spf=softfail (a; b=c) smtp.mailfrom=x.example;\r\n dkim=fail; dkim=pass header.d=x; dmarc=fail",
            Some(("mx.fixturememorial.example", Some(SoftFail), Some(Pass), Some(Fail))),
        );
        // Microsoft's leaves its name out.
        check(
            "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example; dkim=none (message not signed); compauth=pass reason=100",
            Some(("", Some(Pass), Some(Nothing), None)),
        );
    }

    #[test]
    fn what_says_nothing_is_nothing() {
        check("mx.example; none", None);
        check("", None);
        check("mx.example; arc=pass; spf", None);
        check("a; spf=(((", Some(("a", Some(Verdict::Other), None, None)));
    }
}
