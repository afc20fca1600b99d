//! Hosts made to be taken for the hospital's own.

use serde::{Deserialize, Serialize};

use crate::model::MailDomain;

/// The shortest name of which one letter more or less is no accident.
const LEAST_FOR_SLIP: usize = 6;

/// How a host looks like the hospital's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LooksLike {
    /// Letters that look the same on a screen.
    SameOnScreen,
    /// One letter changed, added, left out, or two swapped.
    OneLetterOff,
    /// The same name under another ending.
    OtherEnding,
    /// The name with something added.
    NameAndMore,
}

/// How `host` looks like `own`; `None` when it is its own, or does not. `host` as it reads on a screen.
pub fn looks_like(host: &str, own: &MailDomain) -> Option<LooksLike> {
    let host = host.trim_end_matches('.').to_lowercase();
    let own = own.to_string();
    let is_own = host == own || host.strip_suffix(&own).is_some_and(|before| before.ends_with('.'));
    let name = first_label(&own);
    if is_own || name.chars().count() < 4 {
        return None;
    }
    let seen = on_screen(&own);
    if on_screen(&host) == seen || on_screen(&host).ends_with(&format!(".{seen}")) {
        return Some(LooksLike::SameOnScreen);
    }
    let own_on_screen = on_screen(name);
    let labels: Vec<&str> = host.split('.').collect();
    // The last label is an ending that hospitals do not choose.
    let (_, before_ending) = labels.split_last()?;
    if before_ending.iter().any(|label| on_screen(label) == own_on_screen) {
        return Some(LooksLike::OtherEnding);
    }
    if name.chars().count() >= LEAST_FOR_SLIP {
        if before_ending.iter().any(|label| is_one_off(&on_screen(label), &own_on_screen)) {
            return Some(LooksLike::OneLetterOff);
        }
        if before_ending.iter().any(|label| on_screen(label).contains(&own_on_screen)) {
            return Some(LooksLike::NameAndMore);
        }
    }
    None
}

fn first_label(domain: &str) -> &str {
    domain.split('.').next().unwrap_or_default()
}

/// A word as it looks: letters that pass for each other become one.
fn on_screen(word: &str) -> String {
    let one = |letter| match letter {
        '0' | 'о' | 'ο' | 'օ' => 'o',
        '1' | 'l' | '|' | 'і' | 'ı' | 'ӏ' | 'ι' => 'i',
        'а' | 'α' | 'à' | 'á' | 'ä' => 'a',
        'е' | 'é' | 'è' | 'ё' => 'e',
        'р' | 'ρ' => 'p',
        'с' | 'ϲ' => 'c',
        'у' | 'ý' => 'y',
        'х' | 'χ' => 'x',
        'ѕ' | '5' => 's',
        'ԁ' => 'd',
        'ո' | 'ñ' => 'n',
        'м' => 'm',
        'т' | 'τ' => 't',
        'ν' => 'v',
        'í' | 'ì' => 'i',
        'ó' | 'ò' | 'ö' => 'o',
        'ú' | 'ü' => 'u',
        other => other,
    };
    let letters: String = word.chars().map(one).collect();
    letters.replace("rn", "m").replace("vv", "w")
}

/// Whether two words are one letter apart, or two neighbours are swapped; not when they are the same.
fn is_one_off(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let n_same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(n_same..).unwrap_or_default(), b.get(n_same..).unwrap_or_default());
    match (a, b) {
        ([], [_]) | ([_], []) => true,
        ([a1, a2, a @ ..], [b1, b2, b @ ..]) if a1 == b2 && a2 == b1 && a == b => a1 != a2,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) if a == b => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, expect: Option<LooksLike>) {
        let own = MailDomain::parse("fixturememorial.org").expect("a domain");
        assert_eq!(looks_like(host, &own), expect, "{host}");
    }

    #[test]
    fn what_is_made_to_be_taken_for_the_hospital_s_is_named() {
        check("fixturernemoria1.org", Some(LooksLike::SameOnScreen));
        check("mail.fіxturememorial.org", Some(LooksLike::SameOnScreen));
        check("fixturememorial.com", Some(LooksLike::OtherEnding));
        check("fixturememorial.org.login.example", Some(LooksLike::OtherEnding));
        check("fixturememorail.org", Some(LooksLike::OneLetterOff));
        check("fixturmemorial.net", Some(LooksLike::OneLetterOff));
        check("fixturememorial-payroll.com", Some(LooksLike::NameAndMore));
    }

    #[test]
    fn its_own_hosts_and_others_are_not() {
        for host in [
            "fixturememorial.org",
            "MAIL.fixturememorial.org.",
            "memorial.org",
            "fixture.org",
            "example.com",
            "",
        ] {
            check(host, None);
        }
        let short = MailDomain::parse("va.gov").expect("a domain");
        assert_eq!(looks_like("va.com", &short), None);
    }
}
