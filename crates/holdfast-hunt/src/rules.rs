//! Rules from texts: those a program carries, and those `rule_files` finds.

use holdfast_sigma::{Part, RuleFile, RuleSet, Settings};
use sha2::{Digest as _, Sha256};

/// Files that are not worth a thread.
const FEW: usize = 200;

/// Rules read, and the files they were read from.
#[derive(Debug)]
pub struct Rules {
    /// The good ones, and those refused with their place.
    pub set: RuleSet,
    pub(crate) files: Vec<Text>,
}

/// A file of rules.
#[derive(Clone, Debug)]
pub struct Text {
    /// What it is called in messages.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Rules {
    /// Reads rules from texts, on as many threads as there are processors.
    pub fn read(files: Vec<Text>, settings: Settings) -> Self {
        let n_threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let n_each = files.len().div_ceil(n_threads).max(FEW);
        let settings = &settings;
        let read = |files: &[Text]| {
            Part::read(files.iter().map(|f| RuleFile { name: &f.name, bytes: &f.bytes }), settings)
        };
        let parts: Vec<Part> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                files.chunks(n_each).map(|files| scope.spawn(move || read(files))).collect();
            let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
            // Rules must not go missing silently: a fault on a thread is a fault here.
            joined.map(|part| part.unwrap_or_else(|fault| std::panic::resume_unwind(fault))).collect()
        });
        Self { set: RuleSet::join(parts, settings.clone()), files }
    }
}

/// Of all files together, whatever they are called and however they are ordered.
pub(crate) fn digest_of(files: &[Text]) -> String {
    let mut each: Vec<[u8; 32]> = files.iter().map(|f| Sha256::digest(&f.bytes).into()).collect();
    each.sort_unstable();
    let all = Sha256::digest(each.concat());
    all.iter().map(|byte| format!("{byte:02x}")).collect()
}
