//! `--once`: facts to a file, for machines without a way to the portal.

use std::error::Error;
use std::fs;
use std::path::Path;

use holdfast_wire::device::{FACTS_FILE, FactsFile, VERSION};

use super::Words;
use crate::os;
use crate::run::collected;
use crate::talk::AGENT;
use crate::talk::pack::pack;
use crate::world::{Machine, World};

pub(super) fn run(words: &Words) -> Result<(), Box<dyn Error>> {
    let out = words.out.as_deref().unwrap_or_default();
    let (facts, _, left_out) = collected(os::collector().as_ref());
    let file = FactsFile {
        kind: FACTS_FILE.to_owned(),
        version: VERSION,
        collector: AGENT.to_owned(),
        collected_at: Machine::new().now(),
        facts,
    };
    let packed = pack(&serde_json::to_vec(&file)?);
    let beside = format!("{out}.new");
    fs::write(&beside, &packed).and_then(|()| fs::rename(&beside, out)).map_err(|error| {
        format!("cannot write `{out}`: {error}; look for a full disk or name another file")
    })?;
    left_out.iter().for_each(|what| eprintln!("holdfast-agent: {what}"));
    let path = Path::new(out).display();
    eprintln!(
        "holdfast-agent: wrote {path}, {} bytes; hand it in on the hospital's page of devices",
        packed.len()
    );
    Ok(())
}
