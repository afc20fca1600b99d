//! A program that is met on machines: how lists of installed programs name it, and by which names public lists of weaknesses know it.
//!
//! It says nothing about one machine; see [`crate::decide::device`].

use serde::{Deserialize, Serialize};

use super::{Provenance, SoftwareId};

/// One program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownSoftware {
    /// Never reused.
    pub id: SoftwareId,
    /// What people call it.
    pub name: String,
    /// Who makes it.
    pub vendor: String,
    /// What kind of program it is.
    pub used_for: SoftwareUse,
    /// What it does, in one line of ours.
    pub does: String,
    /// Patterns of its name in lists: the whole name, `*` for any text, `?` for one character.
    pub named: Vec<String>,
    /// Patterns of its maker in lists. Empty fits any, also none.
    pub publisher: Vec<String>,
    /// Patterns of names that fit and are something else, such as its updater.
    pub not_named: Vec<String>,
    /// Whether a machine that has it most likely runs a device that its vendor delivered as a whole.
    pub is_console: bool,
    /// Whether it is a part of Windows that Windows' own updates mend.
    pub comes_with_windows: bool,
    /// By which names public lists know it; empty when none of those at hand does.
    pub known_to: Vec<KnownAs>,
    /// Where that comes from.
    pub provenance: Provenance,
}

/// A name by which a public list knows a program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownAs {
    /// On CISA's list of exploited weaknesses. It has no versions.
    Kev {
        /// The vendor there.
        vendor: String,
        /// The product there.
        product: String,
    },
    /// In records of weaknesses, like `google:chrome`: vendor and product of a CPE name, or as the record's author writes them, in lower
    /// case and with `_` for blanks.
    Cpe(String),
}

/// What a program is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SoftwareUse {
    /// Shows web pages.
    Browser,
    /// Other programs run on it.
    Runtime,
    /// Writing, counting, reading.
    Office,
    /// PDF, archives, pictures and media.
    Document,
    /// Records of patients, coding, bills.
    Records,
    /// Pictures of the body.
    Imaging,
    /// Laboratory and blood.
    Laboratory,
    /// Medicines and pumps.
    Pharmacy,
    /// Devices at the bedside.
    Bedside,
    /// Messages between systems, speech, badges.
    Interface,
    /// Reaching or managing a computer from elsewhere.
    Remote,
    /// A way into the network, and a second step of signing in.
    Vpn,
    /// Databases, web servers, transfer of files.
    Server,
    /// Backups and virtual machines.
    Backup,
    /// Mail, meetings, shared files.
    Mail,
    /// Against malware, and passwords.
    Protection,
    /// Printing, and what makers of computers put on.
    Hardware,
}

impl SoftwareUse {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Browser,
        Self::Runtime,
        Self::Office,
        Self::Document,
        Self::Records,
        Self::Imaging,
        Self::Laboratory,
        Self::Pharmacy,
        Self::Bedside,
        Self::Interface,
        Self::Remote,
        Self::Vpn,
        Self::Server,
        Self::Backup,
        Self::Mail,
        Self::Protection,
        Self::Hardware,
    ];

    /// The key used in the catalog and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Runtime => "runtime",
            Self::Office => "office",
            Self::Document => "document",
            Self::Records => "records",
            Self::Imaging => "imaging",
            Self::Laboratory => "laboratory",
            Self::Pharmacy => "pharmacy",
            Self::Bedside => "bedside",
            Self::Interface => "interface",
            Self::Remote => "remote",
            Self::Vpn => "vpn",
            Self::Server => "server",
            Self::Backup => "backup",
            Self::Mail => "mail",
            Self::Protection => "protection",
            Self::Hardware => "hardware",
        }
    }
}
