//! A hospital's machines: what a collector sees of one, and the messages that carry it.
//!
//! `facts` is what is seen, `known` how it is said that something is not, `message` how it travels.

mod facts;
mod known;
mod message;

pub use facts::{
    Admin, Antivirus, BackupSign, DeviceFacts, EsuLicence, FirewallProfile, Hardware, Identity,
    InstalledUpdate, Laps, Listening, Os, OsFamily, RemoteDesktop, Role, Service, Share, Software, Sshd,
    UpdateClient, Volume, WaitingUpdate,
};
pub use known::{Known, Unseen, Why};
pub use message::{
    CheckIn, DEVICE_HEADER, Enrol, Enrolled, FACTS_FILE, FactsFile, Health, MAX_BYTES, MAX_PACKED_BYTES,
    MOST_FOUND, News, Reply, SIGNATURE_HEADER, SIGNED_AS, Standing, apply, changes, parts,
};

/// The version of these shapes.
pub const VERSION: u32 = 1;
