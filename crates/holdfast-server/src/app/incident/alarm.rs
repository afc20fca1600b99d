//! The letter that goes out when a case becomes critical: one a file, however many cases it opens.
//!
//! It names no machine, account or finding. Whoever is attacked may have a stranger reading the mail.

use holdfast_core::model::{Detection, HospitalScope, IncidentId, Severity};
use holdfast_store::{Incidents, StoreError, Write};

use crate::app::{App, AppError};
use crate::mail::Note;

/// Those of `cases` in which a critical finding stands now and none did before.
pub(super) async fn became_critical(
    write: &mut Write,
    scope: HospitalScope,
    cases: &[(IncidentId, u32)],
    were_critical: &[IncidentId],
) -> Result<Vec<u32>, StoreError> {
    let mut numbers = Vec::new();
    for (id, number) in cases {
        if !were_critical.contains(id) && is_critical(&write.detections(scope, *id).await?) {
            numbers.push(*number);
        }
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Whether a critical finding is among these.
pub(super) fn is_critical(found: &[Detection]) -> bool {
    found.iter().any(|d| d.severity == Severity::Critical)
}

impl App {
    /// Queues the letter to everyone who answers for the hospital; none when no case became critical.
    pub(super) async fn raise_alarm(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        numbers: &[u32],
    ) -> Result<(), AppError> {
        if !numbers.is_empty() {
            let letter = self.alarm_letter(scope, numbers);
            self.tell_hospital(write, scope, &letter).await?;
        }
        Ok(())
    }

    fn alarm_letter(&self, scope: HospitalScope, numbers: &[u32]) -> Note {
        let (subject, says, path) = match numbers {
            [one] => (
                "A security case needs a person now",
                format!("Security case {one} of your hospital is critical."),
                format!("/hospital/{}/security-cases/{one}", scope.ccn()),
            ),
            all => (
                "Security cases need a person now",
                format!("{} security cases of your hospital are critical.", all.len()),
                format!("/hospital/{}/security-cases", scope.ccn()),
            ),
        };
        let says =
            format!("{says} Signs of an attack were found in your logs. They are signs, and no proof.");
        let next = "Sign in now and do the first three steps: whom to call, what to unplug, what to keep."
            .to_owned();
        let by_phone =
            "Talk about it by phone or in person. If this is an attack, a stranger may read your mail; \
                        that is why this letter says no more."
                .to_owned();
        let mut letter = self.note("security-case-critical", subject, vec![says, next, by_phone]);
        letter.link = Some(("Open it".to_owned(), self.link(&path)));
        letter
    }
}
