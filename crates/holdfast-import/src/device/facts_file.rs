//! The file an agent writes where there is no network: gzip of one JSON object, read as if a stranger had sent it.

use std::io::Read as _;

use flate2::read::GzDecoder;
use holdfast_wire::device::{FACTS_FILE, FactsFile, MAX_BYTES, MAX_PACKED_BYTES, VERSION};

use super::NoDevice;

/// Reads the file, packed or not.
pub fn read_facts_file(bytes: &[u8]) -> Result<FactsFile, NoDevice> {
    if bytes.len() > MAX_PACKED_BYTES {
        return Err(NoDevice(
            "the file has more than 1 MB, and no agent writes one so large; look whether it is the right one"
                .to_owned(),
        ));
    }
    let text = if bytes.starts_with(b"\x1f\x8b") { unpacked(bytes)? } else { bytes.to_vec() };
    let file: FactsFile = serde_json::from_slice(&text).map_err(|e| {
        NoDevice(format!(
            "it is no file of the agent ({e}); write it anew with `holdfast-agent --once --out facts.hfz`"
        ))
    })?;
    if file.kind != FACTS_FILE {
        return Err(NoDevice(format!(
            "it is a file of another kind, `{}`",
            file.kind.chars().take(40).collect::<String>()
        )));
    }
    if file.version != VERSION {
        let says = format!(
            "it is of version {}, and this portal reads version {VERSION}; bring agent and portal to one release",
            file.version
        );
        return Err(NoDevice(says));
    }
    if file.facts.identity.name.is_empty() {
        return Err(NoDevice("it does not say which machine it is of".to_owned()));
    }
    Ok(file)
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, NoDevice> {
    let mut text = Vec::new();
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let read = GzDecoder::new(bytes).take(most + 1).read_to_end(&mut text);
    match read {
        Ok(n) if n > MAX_BYTES => Err(NoDevice("it unpacks to more than 16 MB".to_owned())),
        Ok(_) => Ok(text),
        Err(e) => {
            Err(NoDevice(format!("it is damaged ({e}); copy it anew, or write it anew on the machine")))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use holdfast_wire::device::{DeviceFacts, Identity};

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text).expect("packed");
        packer.finish().expect("packed")
    }

    #[test]
    fn a_file_of_the_agent_is_read_and_others_say_why_not() {
        let identity = Identity { name: "PC-7".to_owned(), ..Identity::default() };
        let file = FactsFile {
            kind: FACTS_FILE.to_owned(),
            version: VERSION,
            collector: "holdfast-agent 0.1.0".to_owned(),
            collected_at: jiff::Timestamp::UNIX_EPOCH,
            facts: DeviceFacts { identity, ..DeviceFacts::default() },
        };
        let text = serde_json::to_vec(&file).expect("written");
        assert_eq!(read_facts_file(&packed(&text)).as_ref(), Ok(&file));
        assert_eq!(read_facts_file(&text).as_ref(), Ok(&file));
        let check = |bytes: &[u8], expected: &str| {
            let error = read_facts_file(bytes).expect_err("refused").to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(&packed(&text)[..40], "damaged");
        check(b"{}", "no file of the agent");
        check(&packed(&vec![b' '; MAX_BYTES + 2]), "more than 16 MB");
        let changed = |from: &str, to: &str| String::from_utf8_lossy(&text).replace(from, to).into_bytes();
        check(&changed("\"version\":1", "\"version\":9"), "version 9");
        check(&changed("device-facts", "other"), "another kind");
        check(&changed("PC-7", ""), "which machine");
    }
}
