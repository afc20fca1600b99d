//! Calendars as RFC 5545 text, for any calendar program: a hospital's dated ends to subscribe to, and days of any other kind.
//!
//! Of dated ends it writes titles and actions, which name offers and products only; nothing a hospital told us goes in.

use std::fmt::Write;

use super::cliff::Cliff;
use crate::Date;

/// Days before an end at which a calendar reminds.
pub const REMIND_DAYS: [u16; 3] = [180, 90, 30];

/// The most bytes a line holds before it is folded (RFC 5545, 3.1).
const LINE_BYTES: usize = 75;

/// The whole calendar: one all-day event for each dated end, with reminders 180, 90 and 30 days ahead.
///
/// `name` is what a calendar program shows; `domain` makes the event ids unique in the world. Lines end in CRLF and
/// are folded at 75 bytes between characters. The same input gives the same bytes: `as_of` stands in for the time of writing.
pub fn calendar(name: &str, domain: &str, cliffs: &[Cliff], as_of: Date) -> String {
    let days = cliffs.iter().map(|cliff| DayEvent {
        key: cliff.about.key(),
        on: cliff.on,
        title: cliff.title.clone(),
        says: cliff.action.clone(),
        remind_days: &REMIND_DAYS,
    });
    calendar_of(name, domain, &days.collect::<Vec<_>>(), as_of)
}

/// One all-day event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayEvent<'a> {
    /// What it is, the same from day to day; unique within the calendar.
    pub key: String,
    /// The day.
    pub on: Date,
    /// The title.
    pub title: String,
    /// What to do.
    pub says: String,
    /// Days before it at which a calendar reminds.
    pub remind_days: &'a [u16],
}

/// A calendar of any days, written as [`calendar`] is.
pub fn calendar_of(name: &str, domain: &str, days: &[DayEvent<'_>], as_of: Date) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Holdfast//Dated ends//EN");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    line(&mut out, &format!("NAME:{}", escaped(name)));
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:P1D");
    for day in days {
        event(&mut out, day, domain, as_of);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, day: &DayEvent<'_>, domain: &str, as_of: Date) {
    // A day without a next one is the end of the calendar; the event is then one day long by definition.
    let next = day.on.tomorrow().unwrap_or(day.on);
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@{}", escaped(&day.key), escaped(domain)));
    line(out, &format!("DTSTAMP:{}T000000Z", basic(as_of)));
    line(out, &format!("DTSTART;VALUE=DATE:{}", basic(day.on)));
    line(out, &format!("DTEND;VALUE=DATE:{}", basic(next)));
    line(out, &format!("SUMMARY:{}", escaped(&day.title)));
    line(out, &format!("DESCRIPTION:{}", escaped(&day.says)));
    line(out, "TRANSP:TRANSPARENT");
    for days in day.remind_days {
        line(out, "BEGIN:VALARM");
        line(out, "ACTION:DISPLAY");
        line(out, &format!("TRIGGER:-P{days}D"));
        line(
            out,
            &format!(
                "DESCRIPTION:{}",
                escaped(&format!("{} in {days} {}", day.title, if *days == 1 { "day" } else { "days" }))
            ),
        );
        line(out, "END:VALARM");
    }
    line(out, "END:VEVENT");
}

/// `20261013`.
fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Text as RFC 5545, 3.3.11 wants it: backslash, semicolon, comma and line ends escaped, other control characters dropped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push_str("\\n");
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds one content line, folded.
fn line(out: &mut String, content: &str) {
    let mut n_bytes = 0;
    for c in content.chars() {
        if n_bytes + c.len_utf8() > LINE_BYTES {
            out.push_str("\r\n ");
            n_bytes = 1;
        }
        out.push(c);
        n_bytes += c.len_utf8();
    }
    let _ = write!(out, "\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::{LifecycleId, OfferId};
    use crate::decide::cliff::{About, Lead};
    use crate::decide::made_up::day;

    fn cliff(about: About, on: &str, title: &str, action: &str) -> Cliff {
        Cliff {
            about,
            on: day(on),
            title: title.to_owned(),
            why: "You told us the number of Windows servers: 4711.".to_owned(),
            action: action.to_owned(),
            price: None,
            days_left: 0,
            lead: Lead::Later,
        }
    }

    /// Undoes folding and splits into content lines, as a reader would.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split("\r\n").filter(|l| !l.is_empty()).map(str::to_owned).collect()
    }

    /// Undoes escaping.
    fn unescaped(text: &str) -> String {
        let mut out = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => match chars.next().expect("something escaped") {
                    'n' => out.push('\n'),
                    c => out.push(c),
                },
                (c, false) => out.push(c),
            }
        }
        out
    }

    #[test]
    fn one_event_a_day_with_three_reminders() {
        let offer = About::OfferCloses { offer: OfferId::new("updates") };
        let text = calendar(
            "Dated ends, Fixture Memorial",
            "help.example",
            &[cliff(
                offer,
                "2026-12-31",
                "Last day: Updates; first year",
                "Read it, then accept.\nOr let it pass.",
            )],
            day("2026-06-01"),
        );
        insta::assert_snapshot!(text.replace("\r\n", "\n"), @r"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Holdfast//Dated ends//EN
        CALSCALE:GREGORIAN
        METHOD:PUBLISH
        NAME:Dated ends\, Fixture Memorial
        X-WR-CALNAME:Dated ends\, Fixture Memorial
        REFRESH-INTERVAL;VALUE=DURATION:P1D
        BEGIN:VEVENT
        UID:closes.updates@help.example
        DTSTAMP:20260601T000000Z
        DTSTART;VALUE=DATE:20261231
        DTEND;VALUE=DATE:20270101
        SUMMARY:Last day: Updates\; first year
        DESCRIPTION:Read it\, then accept.\nOr let it pass.
        TRANSP:TRANSPARENT
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER:-P180D
        DESCRIPTION:Last day: Updates\; first year in 180 days
        END:VALARM
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER:-P90D
        DESCRIPTION:Last day: Updates\; first year in 90 days
        END:VALARM
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER:-P30D
        DESCRIPTION:Last day: Updates\; first year in 30 days
        END:VALARM
        END:VEVENT
        END:VCALENDAR
        ");
        assert!(!text.contains("4711"), "what a hospital told us stays out");
    }

    #[test]
    fn an_empty_calendar_is_a_calendar() {
        let text = calendar("Dated ends", "help.example", &[], day("2026-06-01"));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }

    proptest! {
        #[test]
        fn lines_fold_between_characters_and_read_back(title in "\\PC{0,200}|[é😀,;\\\\]{0,120}", action in any::<String>()) {
            let about = About::SupportEnds { lifecycle: LifecycleId::new("os-9") };
            let text = calendar("Ends", "help.example", &[cliff(about, "2026-10-13", &title, &action)], day("2026-06-01"));
            for physical in text.split("\r\n") {
                prop_assert!(physical.len() <= LINE_BYTES, "{} bytes", physical.len());
                prop_assert!(!physical.contains(['\r', '\n']));
            }
            let lines = unfolded(&text);
            let summary = lines.iter().find_map(|l| l.strip_prefix("SUMMARY:")).expect("a summary");
            prop_assert_eq!(unescaped(summary), title.clone());
            let expected: String = action.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ")
                .chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            let described = lines.iter().find_map(|l| l.strip_prefix("DESCRIPTION:")).expect("a description");
            prop_assert_eq!(unescaped(described), expected);
            prop_assert_eq!(lines.iter().filter(|l| l.starts_with("BEGIN:")).count(), lines.iter().filter(|l| l.starts_with("END:")).count());
        }

        #[test]
        fn an_event_keeps_its_id_from_day_to_day(n in 0i32..1_000) {
            let ends = [cliff(About::TermEnds { offer: OfferId::new("suite") }, "2027-02-09", "The suite ends", "Decide.")];
            let later = day("2026-06-01").saturating_add(jiff::Span::new().days(n));
            let uid = |text: String| unfolded(&text).into_iter().find(|l| l.starts_with("UID:"));
            let now = uid(calendar("Ends", "help.example", &ends, day("2026-06-01")));
            prop_assert_eq!(now, uid(calendar("Ends", "help.example", &ends, later)));
        }
    }
}
