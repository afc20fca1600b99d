//! Which column of a list holds what: guessed from its name, settled by a person.

use std::collections::BTreeMap;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The machine's name.
    Name,
    /// Its domain.
    Domain,
    /// The maker's serial number.
    Serial,
    /// Its hardware addresses.
    Mac,
    /// The name of its system.
    Os,
    /// The version of its system.
    OsVersion,
    /// Who made it.
    Maker,
    /// The model.
    Model,
    /// Memory.
    Memory,
    /// Its security chip.
    Tpm,
    /// Whether its disk is encrypted.
    Encrypted,
    /// When the list saw it last.
    SeenAt,
}

impl Column {
    /// Every one, in the order asked.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Domain,
        Self::Serial,
        Self::Mac,
        Self::Os,
        Self::OsVersion,
        Self::Maker,
        Self::Model,
        Self::Memory,
        Self::Tpm,
        Self::Encrypted,
        Self::SeenAt,
    ];

    /// The key used in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Domain => "domain",
            Self::Serial => "serial",
            Self::Mac => "mac",
            Self::Os => "os",
            Self::OsVersion => "os_version",
            Self::Maker => "maker",
            Self::Model => "model",
            Self::Memory => "memory",
            Self::Tpm => "tpm",
            Self::Encrypted => "encrypted",
            Self::SeenAt => "seen_at",
        }
    }

    /// What it is called for a person.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Name => "Name of the machine",
            Self::Domain => "Domain",
            Self::Serial => "Serial number",
            Self::Mac => "Hardware address (MAC)",
            Self::Os => "System",
            Self::OsVersion => "Version of the system",
            Self::Maker => "Maker",
            Self::Model => "Model",
            Self::Memory => "Memory",
            Self::Tpm => "Security chip (TPM)",
            Self::Encrypted => "Disk encrypted",
            Self::SeenAt => "Last seen",
        }
    }

    /// Names that such columns go by in lists of known programs, plain: see [`plain`]. The first that is there is taken.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Name => &[
                "devicename",
                "hostname",
                "computername",
                "machinename",
                "name",
                "dnshostname",
                "netbiosname",
                "computer",
                "device",
                "host",
                "machine",
            ],
            Self::Domain => &["domain", "dnsdomain", "domainname"],
            Self::Serial => &["serialnumber", "serial", "serialno", "servicetag"],
            Self::Mac => {
                &["macaddress", "mac", "ethernetmac", "wifimac", "macaddresses", "ethernetmacaddress"]
            }
            Self::Os => &["operatingsystem", "os", "osname", "system", "osplatform", "platform"],
            Self::OsVersion => &[
                "osversion",
                "operatingsystemversion",
                "osbuild",
                "build",
                "buildnumber",
                "operatingsystembuild",
                "version",
            ],
            Self::Maker => &["manufacturer", "maker", "make", "vendor", "brand"],
            Self::Model => &["model", "devicemodel", "modelname"],
            Self::Memory => &[
                "memory",
                "ram",
                "totalphysicalmemory",
                "physicalmemory",
                "physicalmemoryinbytes",
                "memorygb",
                "ramgb",
            ],
            Self::Tpm => &["tpmversion", "tpm", "tpmspecificationversion"],
            Self::Encrypted => {
                &["encrypted", "isencrypted", "encryptionstatus", "bitlocker", "diskencryption"]
            }
            Self::SeenAt => &[
                "lastcheckin",
                "lastlogondate",
                "lastseen",
                "lastsynctime",
                "lastsync",
                "lastcontact",
                "lastlogontimestamp",
                "lastlogon",
                "seen",
                "lastinventory",
            ],
        }
    }
}

/// Which column, counted from 0, holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap(BTreeMap<Column, usize>);

impl ColumnMap {
    /// A map of what a person said.
    pub fn of(said: impl IntoIterator<Item = (Column, usize)>) -> Self {
        Self(said.into_iter().collect())
    }

    /// Where something stands; `None` for nowhere.
    pub fn at(&self, column: Column) -> Option<usize> {
        self.0.get(&column).copied()
    }
}

/// Letters and digits of a name, in small letters.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// A first guess from the names of the columns.
pub fn guess_columns(columns: &[String]) -> ColumnMap {
    let plain: Vec<String> = columns.iter().map(|c| plain(c)).collect();
    let at = |column: Column| column.names().iter().find_map(|name| plain.iter().position(|p| p == name));
    ColumnMap::of(Column::ALL.into_iter().filter_map(|column| Some((column, at(column)?))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_known_programs_are_guessed_and_others_left_open() {
        let check = |head: &str, expected: &[(Column, usize)]| {
            let columns: Vec<String> = head.split(',').map(str::to_owned).collect();
            assert_eq!(guess_columns(&columns), ColumnMap::of(expected.iter().copied()), "{head}");
        };
        check(
            "Device name,OS,OS version,Last check-in",
            &[(Column::Name, 0), (Column::Os, 1), (Column::OsVersion, 2), (Column::SeenAt, 3)],
        );
        check("Name,DNSHostName,OperatingSystem", &[(Column::Name, 0), (Column::Os, 2)]);
        check("Asset tag,Room", &[]);
        check("Serial #,Serial Number", &[(Column::Serial, 1)]);
    }

    #[test]
    fn each_column_has_its_own_key() {
        let mut keys: Vec<&str> = Column::ALL.into_iter().map(Column::key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), Column::ALL.len());
    }
}
