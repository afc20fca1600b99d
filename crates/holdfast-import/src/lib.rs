//! Official public files, as published, to rows, rejects, digest and release date; files sent in as evidence, to what
//! they are or why they are not taken; and what tells of machines.
//!
//! Takes bytes and gives values: nothing here opens a file, reaches a network, joins tables or writes a store. A bad
//! line costs that line only and is named with its place; a wrong file is refused whole, with what it looks like.

mod cbsa;
mod cms_hospitals;
mod counties;
pub mod device;
pub mod diff;
pub mod doubt;
mod error;
pub mod evidence_file;
mod forhp;
mod imported;
mod kind;
mod locations;
mod named_columns;
mod open;
mod packed;
mod people;
mod records;
mod release;
mod ruca;
mod rucc;
mod sheet;
mod source;
mod staff_roster;
mod travel_times;
pub mod updates;
mod web_domain;
mod zctas;

pub use cbsa::read_cbsa;
pub use cms_hospitals::read_cms_hospitals;
pub use counties::read_counties;
pub use error::ImportError;
pub use forhp::read_forhp_zips;
pub use imported::{Imported, RowError};
pub use kind::{FileKind, NamedFile, recognise};
pub use locations::read_locations;
pub use named_columns::{NamedColumnsError, read_named_columns, table_text};
pub use packed::{PackError, load_packed, pack, unpack};
pub use people::{PeopleFiles, load_people, make_people_tables, read_county_vulnerability, read_zcta_homes};
pub use release::from_name as release_in_name;
pub use ruca::{read_ruca_2010, read_ruca_2020};
pub use rucc::read_rucc;
pub use source::{SourceRead, SourceRows, read_directory, read_source};
pub use staff_roster::{StaffRosterError, read_staff_roster};
pub use travel_times::read_travel_times;
pub use zctas::read_zctas;
