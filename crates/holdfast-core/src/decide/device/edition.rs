//! For whom an edition of Windows is made: by its id, else by its name.

use holdfast_wire::device::Os;

use crate::catalog::EditionGroup;

/// What can be told of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// For people or devices, in this edition.
    Client(EditionGroup),
    /// For people or devices, nobody knows in which edition.
    SomeClient,
    /// For other machines.
    Server,
    /// Nothing.
    Untold,
}

/// Beginnings of Windows' own ids; the first that fits counts.
const IDS: &[(&str, Made)] = &[
    // Enterprise for several people at once, made of the client.
    ("serverrdsh", Made::Client(EditionGroup::Enterprise)),
    ("server", Made::Server),
    ("iotenterprises", Made::Client(EditionGroup::IotLtsc)),
    ("enterprises", Made::Client(EditionGroup::Ltsc)),
    ("iotenterprise", Made::Client(EditionGroup::Enterprise)),
    ("enterprise", Made::Client(EditionGroup::Enterprise)),
    ("education", Made::Client(EditionGroup::Enterprise)),
    ("embedded", Made::Client(EditionGroup::Embedded)),
    ("core", Made::Client(EditionGroup::HomePro)),
    ("home", Made::Client(EditionGroup::HomePro)),
    ("professional", Made::Client(EditionGroup::HomePro)),
    ("ultimate", Made::Client(EditionGroup::HomePro)),
    ("cloudedition", Made::Client(EditionGroup::HomePro)),
];

/// Parts of names in the languages systems of hospitals speak; the first that fits counts.
const NAMES: &[(&[&str], Made)] = &[
    (&["server"], Made::Server),
    (&["iot", "ltsc"], Made::Client(EditionGroup::IotLtsc)),
    (&["iot", "ltsb"], Made::Client(EditionGroup::IotLtsc)),
    (&["ltsc"], Made::Client(EditionGroup::Ltsc)),
    (&["ltsb"], Made::Client(EditionGroup::Ltsc)),
    (&["embedded"], Made::Client(EditionGroup::Embedded)),
    (&["posready"], Made::Client(EditionGroup::Embedded)),
    (&["pro education"], Made::Client(EditionGroup::HomePro)),
    (&["enterprise"], Made::Client(EditionGroup::Enterprise)),
    (&["education"], Made::Client(EditionGroup::Enterprise)),
    (&["entreprise"], Made::Client(EditionGroup::Enterprise)),
    (
        &["\u{43a}\u{43e}\u{440}\u{43f}\u{43e}\u{440}\u{430}\u{442}\u{438}\u{432}\u{43d}\u{430}\u{44f}"],
        Made::Client(EditionGroup::Enterprise),
    ),
    (&["\u{4f01}\u{4e1a}\u{7248}"], Made::Client(EditionGroup::Enterprise)),
    (&["\u{6559}\u{80b2}\u{7248}"], Made::Client(EditionGroup::Enterprise)),
    (&[" pro"], Made::Client(EditionGroup::HomePro)),
    (&["home"], Made::Client(EditionGroup::HomePro)),
    (&["famille"], Made::Client(EditionGroup::HomePro)),
    (&["ultimate"], Made::Client(EditionGroup::HomePro)),
    (
        &[
            "\u{43f}\u{440}\u{43e}\u{444}\u{435}\u{441}\u{441}\u{438}\u{43e}\u{43d}\u{430}\u{43b}\u{44c}\u{43d}\u{430}\u{44f}",
        ],
        Made::Client(EditionGroup::HomePro),
    ),
    (&["\u{4e13}\u{4e1a}\u{7248}"], Made::Client(EditionGroup::HomePro)),
    (&["\u{5bb6}\u{5ead}"], Made::Client(EditionGroup::HomePro)),
];

/// What id and name tell. The id goes first: a name may be of another version than the system.
pub fn made_for(os: &Os) -> Made {
    let id = os.edition.to_ascii_lowercase();
    if let Some((_, made)) = IDS.iter().find(|(start, _)| id.starts_with(start)) {
        return *made;
    }
    let name = os.name.to_lowercase();
    let fits = |parts: &[&str]| parts.iter().all(|part| name.contains(part));
    match NAMES.iter().find(|(parts, _)| fits(parts)) {
        Some((_, made)) => *made,
        // A server's name has the word in every language it comes in.
        None if name.contains("windows") => Made::SomeClient,
        None => Made::Untold,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(edition: &str, name: &str, expect: Made) {
        let os = Os { edition: edition.to_owned(), name: name.to_owned(), ..Os::default() };
        assert_eq!(made_for(&os), expect, "{edition} {name}");
    }

    #[test]
    fn ids_go_before_names_and_unknown_stays_unknown() {
        use EditionGroup::{Embedded, Enterprise, HomePro, IotLtsc, Ltsc};
        check("EnterpriseS", "Windows 10 Enterprise", Made::Client(Ltsc));
        check("IoTEnterpriseS", "Windows 10 Enterprise LTSC", Made::Client(IotLtsc));
        check("IoTEnterprise", "", Made::Client(Enterprise));
        check("ServerRdsh", "", Made::Client(Enterprise));
        check("ServerStandard", "Windows 10 Pro", Made::Server);
        check("CoreSingleLanguage", "", Made::Client(HomePro));
        check("ProfessionalEducation", "", Made::Client(HomePro));
        check("", "Microsoft Windows 10 Pro Education", Made::Client(HomePro));
        check("", "Microsoft Windows 10 Education", Made::Client(Enterprise));
        check("", "Microsoft Windows 10 IoT Enterprise LTSC", Made::Client(IotLtsc));
        check("", "Microsoft Windows 10 Enterprise 2016 LTSB", Made::Client(Ltsc));
        check("", "Microsoft Windows Server 2012 R2 Standard", Made::Server);
        check("", "Microsoft\u{ae} Windows Server\u{ae} 2008 Standard", Made::Server);
        check("", "Microsoft Windows 10 \u{4f01}\u{4e1a}\u{7248}", Made::Client(Enterprise));
        check("", "Windows Embedded POSReady 7", Made::Client(Embedded));
        check("", "Microsoft Windows 10", Made::SomeClient);
        check("", "", Made::Untold);
    }
}
