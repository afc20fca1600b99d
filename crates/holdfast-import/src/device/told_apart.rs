//! Which of the files that tell of machines one is: by what is in it, never by its name.

use holdfast_wire::device::{DeviceFacts, FactsFile};

use super::{Header, NoDevice, read_facts_file, read_header, read_systeminfo};

/// A file that tells of machines.
#[derive(Clone, Debug, PartialEq)]
pub enum DeviceFile {
    /// An agent wrote it.
    Facts(Box<FactsFile>),
    /// What Windows' `systeminfo` prints. It does not say when.
    Report(Box<DeviceFacts>),
    /// A list, of which somebody has to say which column holds what.
    List(Header),
}

/// Reads a file of any kind; the error says, as a sentence, what it is not and why.
pub fn read_device_file(bytes: &[u8]) -> Result<DeviceFile, NoDevice> {
    if bytes.is_empty() {
        let empty = "The file is empty. Choose it again, or save it once more where it came from.";
        return Err(NoDevice(empty.to_owned()));
    }
    if bytes.starts_with(b"\x1f\x8b") || bytes.trim_ascii_start().starts_with(b"{") {
        return read_facts_file(bytes).map(|file| DeviceFile::Facts(Box::new(file)));
    }
    match read_systeminfo(bytes) {
        Ok(facts) if facts.identity.name.is_empty() => Err(NoDevice(
            "The report does not begin with the name of the machine, so it cannot be told which one it is of."
                .to_owned(),
        )),
        Ok(facts) => Ok(DeviceFile::Report(Box::new(facts))),
        Err(no_report) => read_header(bytes).map(DeviceFile::List).map_err(|no_list| {
            NoDevice(format!(
                "It is no file of the agent. As a system report: {no_report}. As a list: {no_list}."
            ))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_what_is_in_them() {
        let check = |bytes: &[u8], expected: &str| {
            let found = match read_device_file(bytes) {
                Ok(DeviceFile::Facts(file)) => format!("facts of {}", file.facts.identity.name),
                Ok(DeviceFile::Report(facts)) => format!("a report of {}", facts.identity.name),
                Ok(DeviceFile::List(header)) => format!("a list of {}", header.columns.join("+")),
                Err(why) => why.to_string(),
            };
            assert!(found.contains(expected), "{found}");
        };
        check(b"", "is empty");
        check(b"{}", "no file of the agent");
        check(b"\x1f\x8b\x08", "damaged");
        check(
            br#" {"type":"device-facts","version":1,"collector":"a","collected_at":"2026-11-27T12:00:00Z","facts":{"identity":{"name":"PC-7"}}}"#,
            "facts of PC-7",
        );
        check(
            b"Host Name:                 PC-8\r\nOS Name:                   Microsoft Windows 10 Pro\r\nOS Version:                10.0.19045 N/A Build 19045\r\n",
            "a report of PC-8",
        );
        check(b"Device name,OS\nPC-9,Windows\n", "a list of Device name+OS");
        check(b"one\ntwo\n", "As a list");
    }
}
