//! Until when a product is mended: how to tell it by what a machine says of itself, and its days.
//!
//! It says nothing about one machine; see [`crate::decide::device`]. Ends that touch a count of machines are
//! [`super::LifecycleDate`].

use serde::{Deserialize, Serialize};

use super::{OfferId, ProductId, Provenance};
use crate::Date;
use crate::model::Usd;

/// One product, in one edition and version where these decide the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Never reused.
    pub id: ProductId,
    /// Its name, with edition and version.
    pub name: String,
    /// By what it is told.
    pub family: ProductFamily,
    /// Names that fit: a Linux distribution's id, else a pattern in which `*` stands for any text. Empty fits all of the family.
    pub named: Vec<String>,
    /// Editions of Windows that fit. Empty fits all.
    pub editions: Vec<EditionGroup>,
    /// Beginnings of versions that fit, part by part: `10.0.19045` fits `10.0.19045.6456`. Empty fits all.
    pub versions: Vec<String>,
    /// When it came out.
    pub released: Date,
    /// The last day faults other than those of security are mended, where that day is known.
    pub support_ends: Option<Date>,
    /// The last day security updates are made for everybody; `None` when no day is announced.
    pub security_ends: Option<Date>,
    /// What may follow for those who pay, first to last.
    pub extended: Vec<ExtendedPeriod>,
    /// What else to know.
    pub note: Option<String>,
    /// Where the days come from.
    pub provenance: Provenance,
}

/// By what a product is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProductFamily {
    /// Windows for people and devices, by version and edition.
    Windows,
    /// Windows Server, by version.
    WindowsServer,
    /// A Linux distribution, by its id and release.
    Linux,
    /// macOS, by its release.
    Macos,
    /// The system of a phone or tablet, by name and release.
    Phone,
    /// The system of a firewall or hypervisor, by name and release.
    Appliance,
    /// A program on a machine, by the name and version it is listed with.
    Software,
}

/// Editions of Windows that share their days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditionGroup {
    /// Home, Pro, Pro for Workstations, Pro Education and their like.
    HomePro,
    /// Enterprise, Education, IoT Enterprise and their like.
    Enterprise,
    /// Enterprise LTSB and LTSC.
    Ltsc,
    /// IoT Enterprise LTSC, as many medical devices have it.
    IotLtsc,
    /// Windows Embedded of the years before Windows 10.
    Embedded,
}

/// A year, or another stretch, of updates for those who pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtendedPeriod {
    /// Which year; `None` when only the last day of all is published.
    pub year: Option<u8>,
    /// Its last day.
    pub ends_on: Date,
    /// The list price of it for one machine.
    pub list_usd: Option<Usd>,
    /// The id by which Windows lists its licence, in lower case.
    pub activation_id: Option<String>,
    /// The offer that gives it away.
    pub granted_by: Option<OfferId>,
    /// Where price and id come from, when not from the row's own source.
    pub provenance: Option<Provenance>,
}

impl Product {
    /// The last day anybody gets security updates, paid or not; `None` when no day is announced.
    pub fn last_day(&self) -> Option<Date> {
        let free = self.security_ends?;
        Some(self.extended.iter().map(|e| e.ends_on).fold(free, Date::max))
    }

    /// The extended period that holds on a day after [`Product::security_ends`], if one is sold for it.
    pub fn extended_on(&self, day: Date) -> Option<&ExtendedPeriod> {
        let free = self.security_ends?;
        (day > free).then(|| self.extended.iter().find(|e| e.ends_on >= day))?
    }
}
