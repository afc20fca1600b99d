//! The three ways to ask a Windows machine, as traits: what is made of the answers can be tried on any system.

use std::collections::BTreeMap;

use holdfast_wire::device::{Admin, Listening, UpdateClient};
use jiff::Timestamp;

use crate::collect::place::Place;
use crate::collect::seen::Seen;

/// A value of the registry, or a property of a WMI object.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// A text.
    Text(String),
    /// A number; WMI's larger ones come as texts.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// Many texts.
    Texts(Vec<String>),
    /// Something else, or nothing.
    Other,
}

/// Values or properties by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row(pub BTreeMap<String, Datum>);

impl Row {
    /// A value by its name; Windows takes capitals and small letters for the same.
    fn get(&self, name: &str) -> Option<&Datum> {
        let other = || self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, datum)| datum);
        self.0.get(name).or_else(other)
    }

    /// A text that says something.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Datum::Text(text) => Some(text.trim_matches(['\0', ' '])).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// A number, also when it is written as a text.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Datum::Number(number) => Some(*number),
            Datum::Flag(flag) => Some(i64::from(*flag)),
            Datum::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Yes or no; a number is yes when it is not 0.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.number(name).map(|number| number != 0)
    }
}

/// The registry, as a 64-bit program sees it.
pub trait Registry {
    /// Those of the place's values that are there; all of them when the place names none. A missing key is not there.
    fn values(&self, place: &Place, names: &[&str]) -> Seen<Row>;
    /// Names of keys for the last star of the place.
    fn keys(&self, place: &Place, names: &[&str]) -> Seen<Vec<String>>;
}

/// WMI.
pub trait Wmi {
    /// Objects of the place's class with its properties, within a time limit.
    fn rows(&self, place: &Place) -> Seen<Vec<Row>>;
}

/// Calls that only ask.
pub trait Calls {
    /// Major, minor and build, whatever a compatibility layer says.
    fn version(&self) -> Seen<(u32, u32, u32)>;
    /// When the machine was started.
    fn booted_at(&self) -> Seen<Timestamp>;
    /// Members of the group S-1-5-32-544, whatever it is called here.
    fn admins(&self) -> Seen<Vec<Admin>>;
    /// Ports that listen for others.
    fn listening(&self) -> Seen<Vec<Listening>>;
    /// What Windows Update says of itself; `asks` and `is_automatic` are left to settings.
    fn update_agent(&self) -> Seen<UpdateClient>;
}

/// A Windows machine.
pub struct Machine<'a> {
    /// Its registry.
    pub registry: &'a dyn Registry,
    /// Its WMI.
    pub wmi: &'a dyn Wmi,
    /// Its calls.
    pub calls: &'a dyn Calls,
}
