//! From what a person typed as a certification number to a hospital of the directory, or to what to do instead.
//!
//! It never corrects silently: a near number is shown and the person chooses.

use super::directory::{Directory, Listed};
use crate::model::{Ccn, CcnError};

/// Nearby hospitals shown for a number that is not listed.
const MOST_NEAR: usize = 5;
/// Kilometres within which two entries are the same place.
const SAME_PLACE_KM: f64 = 0.3;

/// What a typed number leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum LookUp<'d> {
    /// A listed hospital.
    Found(&'d Listed),
    /// A swing-bed, psychiatric or rehabilitation unit; it has what its hospital has.
    Unit {
        /// What was typed.
        ccn: Ccn,
        /// The number of its hospital.
        parent: Ccn,
        /// That hospital, when listed.
        listed: Option<&'d Listed>,
    },
    /// Well formed, but not in the directory.
    Unknown {
        /// What was typed.
        ccn: Ccn,
        /// Listed hospitals whose number differs by one slip of the finger.
        near: Vec<&'d Listed>,
    },
    /// Not a certification number.
    Malformed(CcnError),
}

/// Looks up a typed number.
pub fn look_up<'d>(directory: &'d Directory, typed: &str) -> LookUp<'d> {
    let ccn = match Ccn::parse(typed) {
        Ok(ccn) => ccn,
        Err(e) => return LookUp::Malformed(e),
    };
    if let Some(listed) = directory.get(ccn) {
        return LookUp::Found(listed);
    }
    if let Some(parent) = ccn.parent() {
        return LookUp::Unit { ccn, parent, listed: directory.get(parent) };
    }
    LookUp::Unknown { ccn, near: near(directory, ccn) }
}

/// Listed hospitals whose number differs in one character, or by two neighbours swapped, in order of number.
fn near(directory: &Directory, ccn: Ccn) -> Vec<&Listed> {
    let is_near = |other: &Ccn| {
        let (a, b) = (ccn.as_str().as_bytes(), other.as_str().as_bytes());
        let differ: Vec<usize> = (0..6).filter(|i| a[*i] != b[*i]).collect();
        match differ.as_slice() {
            [_] => true,
            [i, j] => *j == i + 1 && a[*i] == b[*j] && a[*j] == b[*i],
            _ => false,
        }
    };
    let mut found: Vec<&Listed> = directory.hospitals().iter().filter(|l| is_near(&l.hospital.ccn)).collect();
    // A changed last digit is the likeliest slip within one state; those of the same state come first.
    found.sort_by_key(|l| (l.hospital.ccn.as_str()[..2] != ccn.as_str()[..2], l.hospital.ccn));
    found.truncate(MOST_NEAR);
    found
}

/// Another entry of the directory at the same place with another type: a hospital that converts gets a new number, and
/// for a while the file lists both.
///
/// `None` where the place is not known. Two hospitals under one roof show here too, so the page asks instead of telling.
pub fn same_place<'d>(directory: &'d Directory, listed: &Listed) -> Option<&'d Listed> {
    let nearest = listed.location.as_ref()?.nearest_other_ed?;
    let other = directory.get(nearest.ccn)?;
    let differs = other.hospital.hospital_type != listed.hospital.hospital_type;
    (nearest.km <= SAME_PLACE_KM && differs).then_some(other)
}
