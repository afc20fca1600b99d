//! The nouns: hospitals and where they stand, money, people's roles. Parsed once at the edge into types that cannot be wrong.

mod ccn;
mod directory;
mod geo;
mod hospital;
mod mail_domain;
mod role;
mod scope;
mod state;
mod usd;

pub use ccn::{Ccn, CcnError, CcnSeries, RestoredZeros};
pub use directory::{
    CbsaRow, CountyRow, DirectoryTables, HospitalRow, LocationConfidence, LocationRow, NearestEd, Release, RucaRow,
    RuccRow, SourceKind, ZctaRow,
};
pub use geo::{CountyFips, GeoError, Point, Zip};
pub use hospital::{HospitalType, Ownership, UnknownWord};
pub use mail_domain::{EmailAddress, MailDomain, MailError};
pub use role::{Action, Role};
pub use scope::HospitalScope;
pub use state::{StateCode, StateError};
pub use usd::{Usd, UsdRange};
