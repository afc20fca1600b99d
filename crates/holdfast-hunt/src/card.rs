//! One event as it is shown beside a hit: who wrote it, when, where it stands, and its fields as text, cut to a bound.

use std::sync::Arc;

use holdfast_sigma::Event;
use jiff::Timestamp;

/// Bytes of one value that are shown.
const MAX_VALUE_BYTES: usize = 2_000;
/// Bytes of all names and values of one event that are shown.
const MAX_BYTES: usize = 16_000;

/// An event that came from somewhere: what rules do not ask for and people do.
pub(crate) trait Source: Event {
    /// Appends the name of the computer that wrote it.
    fn host(&self, out: &mut String);

    /// When it was written, in microseconds since 1970. `None` when the event does not say.
    fn at_us(&self) -> Option<i64>;

    /// Its number in the log it was written to.
    fn record_id(&self) -> Option<u64>;

    /// Calls `visit` with every field of the event's body, in order; values without text are left out.
    fn each_field(&self, visit: &mut dyn FnMut(&str, &str));

    /// The same event for rules.
    fn as_event(&self) -> &dyn Event;
}

/// Where an event stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The file's number among the files read, in the order they were found.
    pub(crate) file_no: u32,
    /// Bytes from the start of the file, or the line.
    pub(crate) place: u64,
    /// The file.
    pub(crate) file: Arc<str>,
}

/// An event as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Card {
    /// Microseconds since 1970.
    pub(crate) at_us: i64,
    /// Where it stands.
    pub(crate) place: Place,
    /// The computer, as the event spells it.
    pub(crate) host: Box<str>,
    /// The log.
    pub(crate) channel: Box<str>,
    /// Who wrote it.
    pub(crate) provider: Box<str>,
    /// Its id.
    pub(crate) event_id: Option<u32>,
    /// Its number in its log.
    pub(crate) record_id: Option<u64>,
    /// Fields, in order; a name may come twice.
    pub(crate) fields: Vec<(Box<str>, Box<str>)>,
}

impl Card {
    /// The event as it is shown.
    pub(crate) fn of(event: &dyn Source, at_us: i64, host: &str, place: &Place) -> Self {
        let mut room = Room::new();
        let mut fields: Vec<(Box<str>, Box<str>)> = Vec::new();
        event.each_field(&mut |name, value| {
            fields.extend(room.fit(name, value).map(|value| (name.into(), value.into())));
        });
        Self {
            at_us,
            place: place.clone(),
            host: host.into(),
            channel: event.channel().into(),
            provider: event.provider().into(),
            event_id: event.event_id(),
            record_id: event.record_id(),
            fields,
        }
    }

    /// What decides which of two events is the first.
    pub(crate) fn order(&self) -> (i64, u32, u64) {
        (self.at_us, self.place.file_no, self.place.place)
    }

    /// The same in the shape that goes between processes. Values of one name are joined with a line between.
    pub(crate) fn to_wire(&self) -> holdfast_wire::hunt::Example {
        let mut fields = std::collections::BTreeMap::<String, String>::new();
        for (name, value) in &self.fields {
            let entry = fields.entry(name.to_string());
            entry
                .and_modify(|all| _ = std::fmt::Write::write_fmt(all, format_args!("\n{value}")))
                .or_insert_with(|| value.to_string());
        }
        holdfast_wire::hunt::Example {
            at: timestamp(self.at_us),
            channel: self.channel.to_string(),
            provider: self.provider.to_string(),
            event_id: self.event_id,
            record_id: self.record_id,
            file: self.place.file.to_string(),
            place: self.place.place,
            fields,
        }
    }
}

/// What may still be shown of one event.
pub(crate) struct Room(usize);

impl Room {
    /// For an event of which nothing is shown yet.
    pub(crate) fn new() -> Self {
        Self(MAX_BYTES)
    }

    /// A value as it is shown; nothing when there is no room for it.
    pub(crate) fn fit(&mut self, name: &str, value: &str) -> Option<String> {
        let value = cut(value, MAX_VALUE_BYTES.min(self.0));
        self.0 = self.0.saturating_sub(name.len() + value.len());
        (self.0 > 0).then_some(value)
    }
}

/// An instant; what lies outside the years a calendar has becomes its first or last.
pub(crate) fn timestamp(at_us: i64) -> Timestamp {
    let limit = if at_us < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(at_us).unwrap_or(limit)
}

/// At most `max` bytes of a text, with an ellipsis where something was cut. Control characters become blanks, so that nothing an
/// attacker wrote into a log can move a reader's cursor.
fn cut(text: &str, max: usize) -> String {
    let mut out = String::with_capacity(text.len().min(max));
    for c in text.chars() {
        if out.len() + c.len_utf8() > max {
            out.push('\u{2026}');
            break;
        }
        out.push(if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_says_so_and_nothing_moves_the_cursor() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("ab\u{e9}d", 3), "ab\u{2026}");
        assert_eq!(cut("a\u{1b}[2Jb\r\n", 99), "a [2Jb \n");
    }

    #[test]
    fn a_time_no_calendar_has_becomes_the_nearest_it_has() {
        assert_eq!(timestamp(i64::MAX), Timestamp::MAX);
        assert_eq!(timestamp(i64::MIN), Timestamp::MIN);
        assert_eq!(timestamp(1_000_000).as_second(), 1);
    }
}
