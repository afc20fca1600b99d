//! Tenant scope: the proof that someone may read one hospital's findings, as a type every such read asks for.

use super::Ccn;

/// Leave to read and write one hospital's own records.
///
/// Only sign-in and the command line make one, after checking a role; store methods take it instead of a number,
/// so a query that forgot its hospital does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HospitalScope {
    ccn: Ccn,
}

impl HospitalScope {
    /// A scope for a caller whose right to this hospital has just been checked.
    ///
    /// Call it in an extractor or at the command line, never in a use case.
    pub fn checked(ccn: Ccn) -> Self {
        Self { ccn }
    }

    /// The hospital.
    pub fn ccn(&self) -> Ccn {
        self.ccn
    }
}
