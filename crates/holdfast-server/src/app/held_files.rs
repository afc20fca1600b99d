//! Files that wait in memory until a person has said what to do with them: for an hour, for one hospital, and no more of them together than
//! memory bears. A restart forgets them; whoever comes back is told to send the file again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use holdfast_core::model::HospitalScope;
use jiff::{SignedDuration, Timestamp};

use super::{AppError, SentFile};

/// A file waits for so long.
const HELD_HOURS: i64 = 1;
/// Bytes of all files of one kind that wait.
const MOST_HELD_BYTES: usize = 64 * 1024 * 1024;

/// Files of one kind that wait for a person.
#[derive(Debug, Default)]
pub(super) struct HeldFiles(Mutex<HashMap<String, HeldFile>>);

/// A file that waits.
#[derive(Clone, Debug)]
pub(super) struct HeldFile {
    scope: HospitalScope,
    /// The file.
    pub(super) file: SentFile,
    /// Since when.
    pub(super) at: Timestamp,
}

impl HeldFiles {
    /// Lets a file wait by a token, since `now`.
    pub(super) fn hold(
        &self,
        token: String,
        scope: HospitalScope,
        file: SentFile,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, kept| kept.at >= since(now));
        let n_bytes: usize = held.values().map(|kept| kept.file.bytes.len()).sum();
        if n_bytes + file.bytes.len() > MOST_HELD_BYTES {
            return Err(AppError::refused(
                "Too many lists wait to be settled just now. Try again in an hour.",
            ));
        }
        held.insert(token, HeldFile { scope, file, at: now });
        Ok(())
    }

    /// The file of a hospital that waits by this token.
    pub(super) fn held(
        &self,
        scope: HospitalScope,
        token: &str,
        now: Timestamp,
    ) -> Result<HeldFile, AppError> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held.get(token).filter(|kept| kept.scope == scope && kept.at >= since(now)).cloned();
        found.ok_or_else(|| AppError::not_found("The list is not held any more. Send the file again."))
    }

    /// Lets go of a file that is settled.
    pub(super) fn let_go(&self, token: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(token);
    }
}

fn since(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(HELD_HOURS)).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::Ccn;

    use super::*;

    fn scope(ccn: &str) -> HospitalScope {
        HospitalScope::checked(Ccn::parse(ccn).expect("a number"))
    }

    fn file(n_bytes: usize) -> SentFile {
        SentFile { name: "list.csv".to_owned(), bytes: vec![b'x'; n_bytes].into() }
    }

    fn hour(n: i64) -> Timestamp {
        Timestamp::from_second(n * 3_600).expect("a moment")
    }

    #[test]
    fn a_file_waits_an_hour_for_its_own_hospital() {
        let files = HeldFiles::default();
        files.hold("t".to_owned(), scope("991301"), file(3), hour(5)).expect("room");
        assert_eq!(files.held(scope("991301"), "t", hour(6)).expect("it waits").file.bytes.len(), 3);
        assert!(files.held(scope("991301"), "t", hour(7)).is_err(), "it waited long enough");
        assert!(files.held(scope("991302"), "t", hour(5)).is_err(), "it is another hospital's");
        assert!(files.held(scope("991301"), "u", hour(5)).is_err(), "there is none by that token");
        files.let_go("t");
        assert!(files.held(scope("991301"), "t", hour(5)).is_err(), "it is settled");
    }

    #[test]
    fn what_waits_is_bounded_and_makes_room_in_time() {
        let files = HeldFiles::default();
        files.hold("a".to_owned(), scope("991301"), file(MOST_HELD_BYTES - 1), hour(5)).expect("room");
        assert!(files.hold("b".to_owned(), scope("991301"), file(2), hour(6)).is_err(), "no more room");
        files.hold("b".to_owned(), scope("991301"), file(2), hour(7)).expect("the first one's hour is over");
    }
}
