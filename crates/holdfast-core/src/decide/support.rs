//! Asking for help: what counts as a request, and how long one has waited. It routes and answers nothing.

use super::registration::{FieldError, Fields};
use crate::model::{CareAffected, Ccn, EmailAddress};

/// Longest subject, in characters.
pub const MOST_SUBJECT: usize = 120;
/// Longest message, in characters.
pub const MOST_TEXT: usize = 4_000;
/// Longest name, in characters.
const MOST_NAME: usize = 100;

/// A request as someone wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRequest {
    /// Whether patients are affected.
    pub care: CareAffected,
    /// What is wrong, in one line.
    pub subject: String,
    /// What happened.
    pub text: String,
    /// Who asks.
    pub name: String,
    /// Where the answer goes.
    pub email: EmailAddress,
    /// Their hospital, as typed or chosen; it proves nothing.
    pub ccn: Option<Ccn>,
}

/// Reads a request: `care`, `subject`, `text`, `name`, `email` and, where there is one, `ccn`.
///
/// On error every field at fault is named once, in the order asked. An empty certification number is fine.
pub fn read(fields: &Fields) -> Result<HelpRequest, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let care = CareAffected::from_key(fields.get("care"));
    if care.is_none() {
        wrong.push(FieldError::new("care", "Say whether patient care is affected now."));
    }
    let mut text = |field, most, lines, asks: &str| match words(fields.get(field), most, lines) {
        Ok(text) if text.is_empty() => {
            wrong.push(FieldError::new(field, asks));
            text
        }
        Ok(text) => text,
        Err(fault) => {
            wrong.push(FieldError::new(field, fault));
            String::new()
        }
    };
    let subject = text("subject", MOST_SUBJECT, false, "Say in one line what is wrong.");
    let message = text("text", MOST_TEXT, true, "Say what happened, and what you have tried.");
    let ccn = match fields.get("ccn") {
        "" => None,
        typed => match Ccn::parse(typed) {
            Ok(ccn) => Some(ccn),
            Err(_) => {
                let says =
                    "A certification number has six characters, like 271304. Check it, or leave it empty.";
                wrong.push(FieldError::new("ccn", says));
                None
            }
        },
    };
    let name = match words(fields.get("name"), MOST_NAME, false) {
        Ok(name) if name.is_empty() => Err("Write your name.".to_owned()),
        other => other,
    };
    let name = name.map_err(|fault| wrong.push(FieldError::new("name", fault)));
    let email = EmailAddress::parse(fields.get("email")).map_err(|_| {
        wrong.push(FieldError::new("email", "Write an e-mail address, like name@hospital.org."));
    });
    match (care, name, email) {
        (Some(care), Ok(name), Ok(email)) if wrong.is_empty() => {
            Ok(HelpRequest { care, subject, text: message, name, email, ccn })
        }
        _ => Err(wrong),
    }
}

/// A message in a request that is under way, or what to mend about it.
pub fn read_message(text: &str) -> Result<String, FieldError> {
    match words(text.trim(), MOST_TEXT, true) {
        Ok(text) if text.is_empty() => Err(FieldError::new("text", "Write your message.")),
        Ok(text) => Ok(text),
        Err(fault) => Err(FieldError::new("text", fault)),
    }
}

/// Plain text within bounds, its lines ended one way.
fn words(typed: &str, most: usize, lines: bool) -> Result<String, String> {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    let n = text.chars().count();
    if n > most {
        return Err(format!("Use up to {most} characters here; you wrote {n}. Shorten it."));
    }
    let plain = |c: char| !c.is_control() || (lines && matches!(c, '\n' | '\t'));
    if text.chars().all(plain) {
        return Ok(text);
    }
    let wanted = if lines { "plain text" } else { "one line of plain text" };
    Err(format!("Write {wanted} here."))
}

/// How long something has waited, in the largest unit that fits: `3 hours`.
pub fn waited(since_ms: i64, now_ms: i64) -> String {
    let minutes = now_ms.saturating_sub(since_ms).max(0) / 60_000;
    let (n, unit) = match minutes {
        0..=119 => (minutes, "minute"),
        120..=2_879 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    if n == 1 { format!("1 {unit}") } else { format!("{n} {unit}s") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &[(&str, &str)] = &[
        ("care", "now"),
        ("subject", "Cannot open charts"),
        ("text", "Since six.\r\nWe have tried nothing yet."),
        ("name", "Pat Fixture"),
        ("email", "Pat@FixtureMemorial.example"),
        ("ccn", "991301"),
    ];

    fn sent(changed: &[(&str, &str)]) -> Fields {
        let mut fields: Fields = GOOD.iter().copied().collect();
        for (name, value) in changed {
            fields.set(*name, *value);
        }
        fields
    }

    #[track_caller]
    fn check(changed: &[(&str, &str)], expected: &str) {
        let got = match read(&sent(changed)) {
            Ok(r) => format!(
                "{} {} {:?} {}",
                r.care.key(),
                r.email,
                r.text,
                r.ccn.map_or("-".into(), |c| c.to_string())
            ),
            Err(wrong) => {
                wrong.iter().map(|e| format!("{}: {}", e.field, e.message)).collect::<Vec<_>>().join(" | ")
            }
        };
        assert_eq!(got, expected);
    }

    #[test]
    fn a_request_is_read_or_each_field_says_what_to_do() {
        check(&[], r#"now pat@fixturememorial.example "Since six.\nWe have tried nothing yet." 991301"#);
        check(&[("ccn", ""), ("text", "Help")], r#"now pat@fixturememorial.example "Help" -"#);
        check(
            &[("care", ""), ("subject", " "), ("text", ""), ("ccn", "12"), ("name", ""), ("email", "pat")],
            "care: Say whether patient care is affected now. | subject: Say in one line what is wrong. \
             | text: Say what happened, and what you have tried. \
             | ccn: A certification number has six characters, like 271304. Check it, or leave it empty. \
             | name: Write your name. | email: Write an e-mail address, like name@hospital.org.",
        );
        check(
            &[("care", "maybe"), ("subject", "a\nb"), ("name", "Pat\tF")],
            "care: Say whether patient care is affected now. | subject: Write one line of plain text here. \
             | name: Write one line of plain text here.",
        );
        let long = "x".repeat(4_001);
        check(&[("text", &long)], "text: Use up to 4000 characters here; you wrote 4001. Shorten it.");
    }

    #[test]
    fn waiting_is_said_in_the_unit_that_fits() {
        let after = |minutes: i64| waited(0, minutes * 60_000);
        assert_eq!(
            [after(-5), after(1), after(90), after(120), after(47 * 60), after(48 * 60)],
            ["0 minutes", "1 minute", "90 minutes", "2 hours", "47 hours", "2 days"]
        );
    }

    proptest! {
        #[test]
        fn hostile_text_never_panics_and_stays_in_bounds(text in "(?s).{0,200}") {
            if let Ok(kept) = read_message(&text) {
                prop_assert!(!kept.is_empty() && kept.chars().count() <= MOST_TEXT && !kept.contains('\r'));
            }
            let _ = read(&GOOD.iter().map(|(k, _)| (*k, text.as_str())).collect());
        }
    }
}
