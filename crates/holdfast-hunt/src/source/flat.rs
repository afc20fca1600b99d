//! Events that were names and values already, from JSON and XML: who wrote them and when, in the words of many programs.

use holdfast_sigma::{Event, JsonEvent};
use jiff::Timestamp;

use crate::card::Source;

/// Under which names programs put the computer, best first.
const HOST: &[&str] = &["Computer", "host.name", "Hostname", "ComputerName", "MachineName", "host"];
/// Under which names they put the time, best first.
const TIME: &[&str] = &[
    "TimeCreated_SystemTime",
    "TimeCreated",
    "SystemTime",
    "@timestamp",
    "EventTime",
    "Timestamp",
    "timestamp",
    "UtcTime",
];
const RECORD: &[&str] = &["EventRecordID", "RecordID", "RecordNumber"];
/// Names that are about the event and not of it.
const HEAD: &[&str] = &[
    "Channel",
    "Provider_Name",
    "Provider_Guid",
    "Provider",
    "EventID",
    "EventID_Qualifiers",
    "Version",
    "Level",
    "Task",
    "Opcode",
    "Keywords",
    "Correlation",
    "Correlation_ActivityID",
    "Execution",
    "Execution_ProcessID",
    "Execution_ThreadID",
    "Security",
    "Security_UserID",
];

/// The first value under any of the names.
fn first<'a>(event: &'a JsonEvent, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|wanted| {
        event
            .entries()
            .find(|(name, value)| name == wanted && value.is_some_and(|v| !v.is_empty()))
            .and_then(|(_, value)| value)
    })
}

impl Source for JsonEvent {
    fn host(&self, out: &mut String) {
        out.push_str(first(self, HOST).unwrap_or(""));
    }

    fn at_us(&self) -> Option<i64> {
        instant(first(self, TIME)?)
    }

    fn record_id(&self) -> Option<u64> {
        first(self, RECORD)?.parse().ok()
    }

    fn each_field(&self, visit: &mut dyn FnMut(&str, &str)) {
        for (name, value) in self.entries() {
            let is_head = HEAD.contains(&name)
                || HOST.contains(&name)
                || TIME[..4].contains(&name)
                || RECORD.contains(&name);
            if let Some(value) = value.filter(|_| !is_head) {
                visit(name, value);
            }
        }
    }

    fn as_event(&self) -> &dyn Event {
        self
    }
}

/// Microseconds since 1970 of a time as programs write it. Without a zone it is UTC, as Windows counts.
fn instant(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_microsecond());
    }
    if let Ok(at) = text.parse::<jiff::civil::DateTime>() {
        return at.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp().as_microsecond());
    }
    // `2021-04-22 22:09:04.123 +09:00`, with a blank before the zone.
    if let Some((time, zone)) = text.rsplit_once(' ')
        && zone.starts_with(['+', '-'])
    {
        return format!("{time}{zone}").parse::<Timestamp>().ok().map(Timestamp::as_microsecond);
    }
    let number: i64 = text.parse().ok()?;
    match number {
        1_000_000_000..=9_999_999_999 => Some(number * 1_000_000),
        1_000_000_000_000..=9_999_999_999_999 => Some(number * 1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use holdfast_sigma::Fields;

    use super::*;

    #[test]
    fn times_of_many_programs_are_one_instant() {
        let wanted = "2021-04-22T22:09:04.123Z".parse::<Timestamp>().expect("a time").as_microsecond();
        for text in [
            "2021-04-22T22:09:04.1230000Z",
            "2021-04-22 22:09:04.123",
            "2021-04-22 22:09:04.123 UTC",
            "2021-04-23 07:09:04.123 +09:00",
            "2021-04-23T07:09:04.123+09:00",
            "1619129344123",
        ] {
            let text = text.strip_suffix(" UTC").unwrap_or(text);
            assert_eq!(instant(text), Some(wanted), "{text}");
        }
        for none in ["", "soon", "12", "2021-13-01 00:00:00"] {
            assert_eq!(instant(none), None, "{none}");
        }
    }

    #[test]
    fn shapes_of_many_programs_are_one_event() {
        for json in [
            r#"{"winlog":{"channel":"Security","event_id":4688,"computer_name":"FS01","record_id":7,"event_data":{"CommandLine":"x"}},"@timestamp":"2021-04-22T22:09:04.123Z","host":{"name":"FS01"}}"#,
            r##"{"Event":{"System":{"Channel":"Security","EventID":4688,"Computer":"FS01","EventRecordID":7,"TimeCreated":{"#attributes":{"SystemTime":"2021-04-22T22:09:04.123Z"}}},"EventData":{"CommandLine":"x"}}}"##,
            r#"{"Timestamp":"2021-04-22 22:09:04.123 +00:00","RuleTitle":"x","Computer":"FS01","Channel":"Sec","EventID":4688,"RecordID":7,"AllFieldInfo":{"CommandLine":"x"}}"#,
            r##"{"group":"Sigma","document":{"kind":"evtx","data":{"Event":{"System":{"Channel":"Security","EventID":4688,"Computer":"FS01","EventRecordID":7,"TimeCreated_attributes":{"SystemTime":"2021-04-22T22:09:04.123Z"}},"EventData":{"CommandLine":"x"}}}}}"##,
            r#"{"Timestamp":"2021-04-22 22:09:04.123 +00:00","Computer":"FS01","Channel":"Security","EventID":4688,"RecordID":7,"CommandLine":"x"}"#,
        ] {
            let mut event = JsonEvent::new();
            event.read(json.as_bytes(), &Fields::default()).expect("read");
            let mut host = String::new();
            event.host(&mut host);
            assert_eq!(
                (host.as_str(), event.event_id(), event.channel()),
                ("FS01", Some(4688), "Security"),
                "{json}"
            );
            assert_eq!((event.record_id(), event.at_us()), (Some(7), Some(1_619_129_344_123_000)), "{json}");
            let mut fields = Vec::new();
            event.each_field(&mut |name, value| fields.push(format!("{name}={value}")));
            assert!(fields.contains(&"CommandLine=x".to_owned()), "{json}: {fields:?}");
        }
    }
}
