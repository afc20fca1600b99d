//! The machine's event logs, looked at every few minutes with the rules this agent carries. Only what a rule hits leaves the machine.

use std::path::{Path, PathBuf};
use std::time::Duration;

use holdfast_hunt::{Bookmarks, Engine, Look, Rules, Text, Watch};
use holdfast_wire::device::MOST_FOUND;

use crate::talk::Courier;
use crate::talk::pack::unpack;
use crate::world::World;

/// How often logs are looked at.
const EVERY: Duration = Duration::from_secs(5 * 60);
/// Findings of one look that are told; rules of ours hit a machine that is well a few times a day.
const MOST_FINDINGS: usize = 500;

/// The rules of the catalog, packed when this program was built.
const RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.json.gz"));

/// The rules this agent carries, ready to run.
#[expect(
    clippy::expect_used,
    reason = "they were packed when this program was built, and a test unpacks them"
)]
pub fn engine() -> Engine {
    let text = unpack(RULES).expect("the rules unpack");
    let files: Vec<(String, String)> = serde_json::from_slice(&text).expect("the rules are JSON");
    let texts = files.into_iter().map(|(name, text)| Text { name, bytes: text.into_bytes() });
    Engine::new(Rules::read(texts.collect(), Default::default()))
}

/// The event logs of this machine, watched.
#[derive(Debug)]
pub struct Logs<'e> {
    folder: PathBuf,
    watch: Watch<'e>,
    /// How far logs were read; `None` before the first look.
    marks: Option<Bookmarks>,
    due: Duration,
}

impl<'e> Logs<'e> {
    /// Watches a folder of logs, from now on.
    pub fn new(engine: &'e Engine, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), watch: Watch::new(engine), marks: None, due: Duration::ZERO }
    }

    /// How long until the next look.
    pub fn due_in(&self, world: &dyn World) -> Duration {
        self.due.saturating_sub(world.elapsed())
    }

    /// Looks when it is time, and puts what logs show into the queue before the bookmarks are kept: whatever stops the agent, nothing is
    /// passed over, and what is told twice the portal knows. While it runs nothing is read twice, for rules that count would count twice.
    pub fn look_when_due(&mut self, courier: &mut Courier, world: &dyn World) {
        if world.elapsed() < self.due {
            return;
        }
        let mut marks = self.marks.take().unwrap_or_else(|| courier.bookmarks().clone());
        let trouble = match self.watch.look(&self.folder, &mut marks, world.now()) {
            Ok(mut look) => {
                let n_over = look.findings.len().saturating_sub(MOST_FINDINGS);
                look.findings.truncate(MOST_FINDINGS);
                for part in look.findings.chunks(MOST_FOUND) {
                    courier.queue_found(world.now(), part.to_vec());
                }
                // Also what an earlier look found may still wait for a disk that takes it.
                if courier.is_found_on_disk() {
                    courier.keep_bookmarks(marks.clone());
                }
                // A look that is cut short goes on at once.
                self.due = world.elapsed() + if look.is_cut_short { Duration::from_secs(1) } else { EVERY };
                trouble(&look, n_over)
            }
            Err(error) => {
                self.due = world.elapsed() + EVERY;
                format!("event logs in {} cannot be read: {error}", self.folder.display())
            }
        };
        self.marks = Some(marks);
        courier.tell_of_logs(trouble);
    }
}

fn trouble(look: &Look, n_over: usize) -> String {
    let mut all = Vec::new();
    if n_over > 0 {
        all.push(format!("event logs show more than {MOST_FINDINGS} findings at once; {n_over} of the least grave were left out"));
    }
    let whole: Vec<_> = look.unread.iter().filter(|unread| unread.place.is_none()).collect();
    if let Some(first) = whole.first() {
        all.push(format!(
            "{} event logs cannot be read; the first is {}: {}",
            whole.len(),
            first.file,
            first.reason
        ));
    }
    all.join("; ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_rule_of_the_catalog_is_carried_and_can_match() {
        let engine = super::engine();
        assert_eq!(engine.rules().rejected, []);
        assert!(engine.n_rules() >= 60, "{}", engine.n_rules());
    }
}
