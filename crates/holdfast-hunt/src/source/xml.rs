//! One event of an XML export to names and values, under the names an event log's own reader gives them.

use holdfast_sigma::{Fields, JsonEvent};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Xml};

/// Elements inside elements that are followed.
const MAX_DEPTH: usize = 32;

/// Reads one event. An error says what is wrong with it.
pub(crate) fn read(xml: &str, into: &mut JsonEvent, fields: &Fields) -> Result<(), String> {
    into.begin(fields);
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    // Names of the open elements, the text inside the innermost, and whether it has elements of its own.
    let mut open: Vec<(String, String, bool)> = Vec::new();
    let mut name = None::<String>;
    loop {
        match reader.read_event() {
            Ok(Xml::Start(tag)) => {
                if open.len() >= MAX_DEPTH {
                    return Err("elements are nested too deeply".to_owned());
                }
                if let Some((_, _, has_elements)) = open.last_mut() {
                    *has_elements = true;
                }
                name = attributes(&tag, &open, into, fields)?;
                open.push((local(&tag), String::new(), false));
            }
            Ok(Xml::Text(text)) => {
                if let Some((_, inside, _)) = open.last_mut() {
                    inside.push_str(&text);
                }
            }
            Ok(Xml::CData(text)) => {
                if let Some((_, inside, _)) = open.last_mut() {
                    inside.push_str(&text);
                }
            }
            Ok(Xml::GeneralRef(reference)) => {
                let said: &str = &reference;
                let c = match reference.resolve_char_ref().map_err(|e| e.to_string())? {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(said)
                        .ok_or_else(|| format!("nobody knows what `&{said};` means"))?
                        .to_owned(),
                };
                if let Some((_, inside, _)) = open.last_mut() {
                    inside.push_str(&c);
                }
            }
            Ok(Xml::End(_)) => {
                let Some((tag, text, has_elements)) = open.pop() else { continue };
                // `Event` itself and its sections hold elements; a value is an element that holds none.
                // Of the head, what has no text has attributes only, which were taken.
                let is_bare_head =
                    text.is_empty() && open.get(1).is_some_and(|(section, ..)| section == "System");
                if !has_elements && open.len() > 1 && !is_bare_head {
                    let shown = name.take().unwrap_or(tag);
                    into.add(&shown, Some(&text), fields);
                }
                name = None;
            }
            Ok(Xml::Eof) if open.is_empty() => return Ok(()),
            Ok(Xml::Eof) => return Err("it ends inside an element".to_owned()),
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// Takes the attributes of an element, and gives what a `Data` element says its name is.
fn attributes(
    tag: &BytesStart<'_>,
    open: &[(String, String, bool)],
    into: &mut JsonEvent,
    fields: &Fields,
) -> Result<Option<String>, String> {
    let mut name = None;
    let element = local(tag);
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let key = attribute.key.local_name().as_ref().to_owned();
        if attribute.key.as_ref().starts_with("xmlns") {
            continue;
        }
        let value =
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
        let is_data = open.last().is_some_and(|(section, ..)| section == "EventData");
        if is_data && key == "Name" {
            name = Some(value.into_owned());
        } else if open.len() > 1 && !value.is_empty() {
            into.add(&format!("{element}_{key}"), Some(&value), fields);
        }
    }
    Ok(name.filter(|name| !name.is_empty()))
}

fn local(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(xml: &str) -> Result<Vec<String>, String> {
        let mut event = JsonEvent::new();
        read(xml, &mut event, &Fields::default())?;
        Ok(event.entries().map(|(name, value)| format!("{name}={}", value.unwrap_or("null"))).collect())
    }

    #[test]
    fn names_are_those_of_an_event_log() {
        let xml = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing' Guid='{1}'/><EventID>4688</EventID><TimeCreated SystemTime='2026-01-02T03:04:05.6Z'/><Correlation/><Execution ProcessID='4' ThreadID='8'/><Channel>Security</Channel><Computer>FS01</Computer></System><EventData><Data Name='CommandLine'>cmd /c &quot;a &amp; b&quot; &#233;</Data><Data Name='Empty'/><Data>bare</Data></EventData></Event>";
        assert_eq!(
            shown(xml).expect("read"),
            [
                "Provider_Name=Microsoft-Windows-Security-Auditing",
                "Provider_Guid={1}",
                "EventID=4688",
                "TimeCreated_SystemTime=2026-01-02T03:04:05.6Z",
                "Execution_ProcessID=4",
                "Execution_ThreadID=8",
                "Channel=Security",
                "Computer=FS01",
                "CommandLine=cmd /c \"a & b\" \u{e9}",
                "Empty=",
                "Data=bare",
            ]
        );
    }

    #[test]
    fn elements_of_a_provider_are_fields_however_deep() {
        let xml = "<Event><System><EventID Qualifiers='1'>1102</EventID></System><UserData><LogFileCleared xmlns='x'><SubjectUserName>ada</SubjectUserName></LogFileCleared></UserData></Event>";
        assert_eq!(
            shown(xml).expect("read"),
            ["EventID_Qualifiers=1", "EventID=1102", "SubjectUserName=ada"]
        );
    }

    #[test]
    fn what_is_no_xml_says_what_is_wrong() {
        for (xml, says) in
            [("<Event><a></Event>", ""), ("<Event>&nope;</Event>", "nope"), ("<Event>", "inside an element")]
        {
            let error = shown(xml).expect_err("refused");
            assert!(error.contains(says), "{error}");
        }
        assert!(shown(&("<Event>".to_owned() + &"<a>".repeat(100))).expect_err("refused").contains("deeply"));
    }
}
