//! What a hospital's machines prove, as evidence beside all other. A machine of which a thing is not known counts as not seen, and never
//! as a yes or a no.

use jiff::{SignedDuration, Timestamp};

use holdfast_wire::device::{Admin, DeviceFacts, Laps, OsFamily, Role};

use super::{FleetPicture, FleetState, Judged};
use crate::catalog::{Catalog, EvidenceKindId, MeasureId};
use crate::model::{Coverage, Evidence, EvidenceId, Finding, Outlier};

/// What evidence of machines is collected by.
pub const DEVICE_COLLECTOR: &str = "holdfast devices";
/// Most machines named as outliers.
const MOST_NAMED: usize = 200;
/// What a program against malware knows may be so old.
const KNOWS_DAYS: i64 = 7;
/// What was seen longer ago proves nothing here.
const SEEN_DAYS: i32 = 45;
/// Ends of the ids of accounts that are administrators by right: the built-in one, and the domain's administrators.
const BY_RIGHT: &[&str] = &["-500", "-512", "-519"];

/// One measure, and how a machine answers it; `None` when that is not known, or the machine is not asked.
struct Ask {
    measure: &'static str,
    kind: &'static str,
    /// Whether a machine is asked at all.
    asks: fn(&Judged<'_>) -> bool,
    answers: fn(&Judged<'_>, Timestamp) -> Option<bool>,
    limit: &'static str,
}

const ASKS: &[Ask] = &[
    Ask { measure: "supported-devices", kind: "device-updates", asks: any, answers: supported, limit: "" },
    Ask { measure: "vuln-patched", kind: "device-updates", asks: any, answers: patched, limit: "" },
    Ask {
        measure: "crypt-devices",
        kind: "device-encryption",
        asks: of_a_person,
        answers: encrypted,
        limit: "",
    },
    Ask { measure: "edr-installed", kind: "device-antivirus", asks: any, answers: protected, limit: "" },
    Ask {
        measure: "creds-local-admin",
        kind: "device-local-admins",
        asks: windows,
        answers: own_password,
        limit: "",
    },
    Ask {
        measure: "priv-no-local-admins",
        kind: "device-local-admins",
        asks: of_a_person,
        answers: no_admins,
        limit: "",
    },
    Ask {
        measure: "config-old-features-off",
        kind: "device-settings",
        asks: windows,
        answers: old_features_off,
        limit: "Macros from the internet were not looked at.",
    },
    Ask { measure: "assets-listed", kind: "device-inventory", asks: any, answers: two_sources, limit: "" },
];

/// Evidence of all machines together, one piece for each measure that some machine answers. Machines that a vendor pins count as not
/// seen: what is done for them instead is another measure.
pub fn prove_devices(catalog: &Catalog, all: &FleetPicture<'_>, now: Timestamp) -> Vec<Evidence> {
    ASKS.iter().filter_map(|ask| one(catalog, all, ask, now)).collect()
}

fn one(catalog: &Catalog, all: &FleetPicture<'_>, ask: &Ask, now: Timestamp) -> Option<Evidence> {
    let asked: Vec<&Judged<'_>> = all.devices.iter().filter(|d| (ask.asks)(d)).collect();
    let is_seen = |d: &&&Judged<'_>| d.device.pin.is_none() && d.age_days.is_some_and(|n| n <= SEEN_DAYS);
    let answered: Vec<(&Judged<'_>, bool)> =
        asked.iter().filter(is_seen).filter_map(|d| Some((*d, (ask.answers)(d, now)?))).collect();
    let n_yes = answered.iter().filter(|(_, yes)| *yes).count();
    let found = Coverage::new(small(n_yes), small(answered.len())).ok()?;
    let seen = Coverage::new(small(answered.len()), small(asked.len())).ok();
    let mut outliers: Vec<Outlier> = answered
        .iter()
        .filter(|(_, yes)| !yes)
        .map(|(d, _)| Outlier { name: d.device.brief.identity.name.clone(), is_privileged: is_server(d) })
        .collect();
    outliers.sort_by(|a, b| (!a.is_privileged, &a.name).cmp(&(!b.is_privileged, &b.name)));
    outliers.truncate(MOST_NAMED);
    let observed_at = answered.iter().filter_map(|(d, _)| d.device.observed_at()).max()?.min(now);
    let n_pinned = asked.iter().filter(|d| d.device.pin.is_some()).count();
    let note = match n_pinned {
        0 => String::new(),
        1 => "1 machine that its vendor pins is counted as not seen; it has a sheet of its own.".to_owned(),
        n => format!(
            "{n} machines that their vendors pin are counted as not seen; they have sheets of their own."
        ),
    };
    let kind = catalog.evidence_kind(&EvidenceKindId::new(ask.kind))?;
    let measure = catalog.measure(&MeasureId::new(ask.measure))?;
    measure.proven_by.contains(&kind.id).then(|| Evidence {
        id: EvidenceId(0),
        measure: measure.id.clone(),
        kind: kind.id.clone(),
        method: kind.method,
        collector: DEVICE_COLLECTOR.to_owned(),
        subject: "The hospital's devices".to_owned(),
        observed_at,
        received_at: now,
        digest: None,
        finding: Finding::of(found),
        seen,
        outliers,
        limits: Some(ask.limit).filter(|l| !l.is_empty()).map(str::to_owned).into_iter().collect(),
        note,
    })
}

fn any(_: &Judged<'_>) -> bool {
    true
}

fn windows(d: &Judged<'_>) -> bool {
    d.device.brief.os.is().is_some_and(|os| os.family == OsFamily::Windows)
}

/// A person's computer, not known to be a server.
fn of_a_person(d: &Judged<'_>) -> bool {
    windows(d) && !is_server(d)
}

fn is_server(d: &Judged<'_>) -> bool {
    matches!(d.device.brief.role.is(), Some(Role::Server | Role::DomainController))
}

fn supported(d: &Judged<'_>, _: Timestamp) -> Option<bool> {
    match d.state {
        FleetState::Receiving | FleetState::Behind => Some(true),
        FleetState::Frozen | FleetState::Ended => Some(false),
        FleetState::Unknown => None,
    }
}

fn patched(d: &Judged<'_>, _: Timestamp) -> Option<bool> {
    match d.state {
        FleetState::Receiving => Some(true),
        FleetState::Behind | FleetState::Frozen | FleetState::Ended => Some(false),
        FleetState::Unknown => None,
    }
}

/// Every disk that is known is encrypted. One that is not settles it; one that is not known leaves it open.
fn encrypted(d: &Judged<'_>, _: Timestamp) -> Option<bool> {
    let volumes = d.device.brief.volumes.is().filter(|v| !v.is_empty())?;
    let known: Vec<Option<&bool>> = volumes.iter().map(|v| v.is_encrypted.is()).collect();
    match () {
        () if known.contains(&Some(&false)) => Some(false),
        () if known.iter().all(|k| *k == Some(&true)) => Some(true),
        () => None,
    }
}

/// One program is on, and what it knows is a week old at most.
fn protected(d: &Judged<'_>, now: Timestamp) -> Option<bool> {
    let all = d.device.brief.antivirus.is()?;
    let since = now.checked_sub(SignedDuration::from_hours(24 * KNOWS_DAYS)).unwrap_or(Timestamp::MIN);
    let answers = all.iter().map(|a| match (a.is_on.is(), a.signatures_at.is()) {
        (Some(false), _) => Some(false),
        (Some(true), Some(at)) => Some(*at >= since),
        _ => None,
    });
    let answers: Vec<Option<bool>> = answers.collect();
    match () {
        () if answers.contains(&Some(true)) => Some(true),
        () if answers.contains(&None) => None,
        () => Some(false),
    }
}

fn own_password(d: &Judged<'_>, _: Timestamp) -> Option<bool> {
    d.device.brief.laps.is().map(|laps| *laps != Laps::Off)
}

/// Nobody administers it but who does so by right. A group of the domain may hold anybody, so it leaves it open.
fn no_admins(d: &Judged<'_>, _: Timestamp) -> Option<bool> {
    let all = d.device.brief.admins.is()?;
    let by_right = |a: &&Admin| BY_RIGHT.iter().any(|end| a.id.ends_with(end));
    let mut others = all.iter().filter(|a| !by_right(a)).peekable();
    if others.peek().is_none() {
        return Some(true);
    }
    if others.any(|a| !a.is_group) { Some(false) } else { None }
}

fn old_features_off(d: &Judged<'_>, _: Timestamp) -> Option<bool> {
    let DeviceFacts { smb1, llmnr, .. } = &d.device.brief;
    match (smb1.is(), llmnr.is()) {
        (Some(true), _) | (_, Some(true)) => Some(false),
        (Some(false), Some(false)) => Some(true),
        _ => None,
    }
}

fn two_sources(d: &Judged<'_>, _: Timestamp) -> Option<bool> {
    Some(d.device.told.len() > 1)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use holdfast_wire::device::{Antivirus, Identity, Known, Os, Volume, Why};

    use super::*;
    use crate::catalog::{EvidenceKind, GatheredBy, Method};
    use crate::decide::device::{Knowledge, fleet};
    use crate::decide::made_up::{assurance, made_up};
    use crate::model::{Device, DeviceId, DeviceStanding, FactsSource, Pin, PinKind, Told};

    fn now() -> Timestamp {
        "2026-11-20T12:00:00Z".parse().expect("a time")
    }

    fn device(n: i64, change: impl FnOnce(&mut DeviceFacts)) -> Device {
        let os = Os { family: OsFamily::Windows, name: "Windows 10 Pro".to_owned(), ..Os::default() };
        let identity = Identity { name: format!("PC-{n}"), ..Identity::default() };
        let mut brief = DeviceFacts {
            identity,
            os: Known::Is(os),
            role: Known::Is(Role::Workstation),
            ..DeviceFacts::default()
        };
        change(&mut brief);
        let told = Told { collector: String::new(), observed_at: now(), received_at: now() };
        Device {
            id: DeviceId(n),
            standing: DeviceStanding::Approved,
            brief,
            told: BTreeMap::from([(FactsSource::Agent, told)]),
            heard_at: Some(now()),
            health: None,
            pin: None,
            pinned_by: None,
            is_unpinned: false,
            is_cloned: false,
        }
    }

    /// A catalog in which the measure is proven by the kind.
    fn catalog(measure: &str, kind: &str) -> Catalog {
        let mut catalog = assurance();
        catalog.evidence.push(EvidenceKind {
            id: EvidenceKindId::new(kind),
            name: kind.to_owned(),
            method: Method::Test,
            gathered_by: GatheredBy::Agent,
            says: String::new(),
            provenance: made_up(),
        });
        let first = &mut catalog.safeguards[0].measures[0];
        (first.id, first.proven_by) = (MeasureId::new(measure), vec![EvidenceKindId::new(kind)]);
        catalog
    }

    fn proven(measure: &str, kind: &str, devices: &[Device]) -> Option<Evidence> {
        let catalog = catalog(measure, kind);
        let knowledge = Knowledge::new(&[], &[], &[], &[], &[], Vec::new());
        let picture = fleet(&catalog, &knowledge, devices, &[], crate::model::utc_day(now()));
        prove_devices(&catalog, &picture, now()).into_iter().next()
    }

    fn volume(is_encrypted: Known<bool>) -> Known<Vec<Volume>> {
        Known::Is(vec![Volume { name: "C:".to_owned(), is_system: true, is_encrypted, n_bytes: None }])
    }

    #[test]
    fn what_is_not_known_is_neither_yes_nor_no_and_outliers_are_named() {
        let mut pinned = device(5, |f| f.volumes = volume(Known::Is(false)));
        pinned.pin = Some(Pin {
            kind: PinKind::Medical,
            vendor: String::new(),
            what: String::new(),
            vlan: String::new(),
            peers: String::new(),
            remote_access: String::new(),
            call: String::new(),
        });
        let devices = [
            device(1, |f| f.volumes = volume(Known::Is(true))),
            device(2, |f| f.volumes = volume(Known::Is(false))),
            device(3, |f| f.volumes = volume(Known::unknown(Why::NoRight, ""))),
            device(4, |_| ()),
            pinned,
        ];
        let evidence = proven("crypt-devices", "device-encryption", &devices).expect("two answer");
        assert_eq!(evidence.finding, Finding::Partly(Coverage::new(1, 2).expect("a share")));
        assert_eq!(evidence.seen, Coverage::new(2, 5).ok());
        assert_eq!(evidence.outliers, [Outlier { name: "PC-2".to_owned(), is_privileged: false }]);
        assert!(evidence.note.contains("1 machine that its vendor pins"), "{}", evidence.note);
        assert_eq!(
            proven("crypt-devices", "device-encryption", &devices[3..4]),
            None,
            "silence proves nothing"
        );
    }

    #[test]
    fn a_program_that_is_on_and_knows_old_things_protects_nobody() {
        let av = |is_on: Known<bool>, days: i64| {
            let at = now().checked_sub(SignedDuration::from_hours(24 * days)).expect("a time");
            Known::Is(vec![Antivirus { name: "Defender".to_owned(), is_on, signatures_at: Known::Is(at) }])
        };
        let check = |antivirus, expected: Option<Finding>| {
            let evidence =
                proven("edr-installed", "device-antivirus", &[device(1, |f| f.antivirus = antivirus)]);
            assert_eq!(evidence.map(|e| e.finding), expected);
        };
        check(av(Known::Is(true), 1), Some(Finding::Met));
        check(av(Known::Is(true), 30), Some(Finding::NotMet));
        check(av(Known::Is(false), 1), Some(Finding::NotMet));
        check(av(Known::unknown(Why::NotThere, ""), 1), None);
        check(Known::Is(vec![]), Some(Finding::NotMet));
        check(Known::unknown(Why::NotThere, ""), None);
    }

    #[test]
    fn who_administers_by_right_is_nobody_to_name_and_a_group_leaves_it_open() {
        let admin = |id: &str, is_group| Admin { id: id.to_owned(), name: String::new(), is_group };
        let check = |admins: Vec<Admin>, expected: Option<Finding>| {
            let evidence = proven(
                "priv-no-local-admins",
                "device-local-admins",
                &[device(1, |f| f.admins = Known::Is(admins))],
            );
            assert_eq!(evidence.map(|e| e.finding), expected);
        };
        let right = || vec![admin("S-1-5-21-1-500", false), admin("S-1-5-21-2-512", true)];
        check(right(), Some(Finding::Met));
        check([right(), vec![admin("S-1-5-21-2-1104", false)]].concat(), Some(Finding::NotMet));
        check([right(), vec![admin("S-1-5-21-2-1200", true)]].concat(), None);
    }
}
