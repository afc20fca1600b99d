//! JSON lines, in the shapes of `holdfast-wire`: what the portal takes in.

use std::io::{self, Write};

use holdfast_wire::hunt::{Head, Line};

use crate::hunt::Outcome;

/// Writes a whole result.
pub fn write(out: &mut dyn Write, head: Head, found: &Outcome) -> io::Result<()> {
    let mut line = |line: &Line| -> io::Result<()> {
        serde_json::to_writer(&mut *out, line)?;
        out.write_all(b"\n")
    };
    line(&Line::Hunt(head))?;
    found.findings.iter().try_for_each(|finding| line(&Line::Finding(finding.clone())))?;
    found.coverage.iter().try_for_each(|coverage| line(&Line::Coverage(coverage.clone())))?;
    found.unread.iter().try_for_each(|unread| line(&Line::Unread(unread.clone())))?;
    line(&Line::End(found.end.clone()))
}
