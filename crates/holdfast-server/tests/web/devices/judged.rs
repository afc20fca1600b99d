//! A made-up machine as the real catalog and tables judge it on May 4, 2026 or another day.

use holdfast_core::decide::device::{FleetState, Need};
use holdfast_core::model::{PinKind, Usd};
use holdfast_testkit::Machine;
use holdfast_wire::device::{EsuLicence, Known, Software};

use super::*;

/// Year one of extended updates. Source: as in the catalog.
const YEAR_ONE: &str = "f520e45e-7413-4a34-a497-d2765967d094";

async fn told(portal: &Portal, scope: HospitalScope, by: &holdfast_server::app::Speaker, machine: &Machine) {
    let new = holdfast_server::app::device::NewFacts {
        place: "row 2".to_owned(),
        observed_at: portal.app.clock.now(),
        facts: machine.facts.clone(),
    };
    let source = holdfast_core::model::FactsSource::FactsFile;
    portal.app.bring_devices(scope, by, source, "facts.hfz", vec![new]).await.expect("taken in");
}

fn with(name: &str, seed: u8, change: impl FnOnce(&mut holdfast_wire::device::DeviceFacts)) -> Machine {
    let mut machine = Machine::new(name, seed);
    change(&mut machine.facts);
    machine
}

fn version(facts: &mut holdfast_wire::device::DeviceFacts, version: &str) {
    if let Known::Is(os) = &mut facts.os {
        os.version = version.to_owned();
    }
}

fn hardware(facts: &mut holdfast_wire::device::DeviceFacts, cpu: &str) {
    let h = &mut facts.hardware;
    h.cpu = Known::Is(cpu.to_owned());
    (h.n_cores, h.memory_bytes, h.system_disk_bytes) =
        (Known::Is(4), Known::Is(8 << 30), Known::Is(256_000_000_000));
    (h.is_uefi, h.tpm) = (Known::Is(true), Known::Is("2.0".to_owned()));
}

#[tokio::test]
async fn windows_10_is_told_by_its_build_and_what_it_needs_by_its_hardware() {
    let (portal, scope, by, _) = fixture(1).await;
    portal.clock.set("2026-11-20");
    let new = "Intel(R) Core(TM) i5-8500 CPU @ 3.00GHz";
    let old = "Intel(R) Core(TM) i5-6500 CPU @ 3.20GHz";
    let machines = [
        with("A-FROZEN-NEW", 1, |f| hardware(f, new)),
        with("B-FROZEN-OLD", 2, |f| hardware(f, old)),
        with("C-LICENSED", 3, |f| {
            hardware(f, old);
            f.esu = Known::Is(vec![EsuLicence { activation_id: YEAR_ONE.to_owned(), is_licensed: true }]);
        }),
        with("D-UNKNOWN", 4, |f| f.os = Known::default()),
        with("E-ELEVEN-OLD", 5, |f| {
            version(f, "10.0.22000.100");
            hardware(f, new);
        }),
        with("F-SEVEN", 6, |f| {
            version(f, "6.1.7601");
            hardware(f, old);
        }),
        with("G-CT", 7, |f| version(f, "6.1.7601")),
    ];
    for machine in &machines {
        told(&portal, scope, &by, machine).await;
    }
    let fleet = portal.app.fleet(scope).await.expect("read");
    let ct = fleet.devices.iter().find(|d| d.brief.identity.name == "G-CT").expect("there").id;
    let pin = holdfast_core::model::Pin {
        kind: PinKind::Medical,
        vendor: "Fixture Imaging".to_owned(),
        what: "CT console".to_owned(),
        vlan: String::new(),
        peers: String::new(),
        remote_access: String::new(),
        call: String::new(),
    };
    portal.app.act_on_devices(scope, &by, &[ct], &DeviceAct::Pin(pin)).await.expect("done");
    let fleet = portal.app.fleet(scope).await.expect("read");
    let picture = portal.app.fleet_picture(&fleet);
    let check = |name: &str, state: FleetState, need: &str| {
        let d = picture.devices.iter().find(|d| d.device.brief.identity.name == name).expect(name);
        assert_eq!(
            (d.state, d.need.key()),
            (state, need),
            "{name}: {:?} {:?}",
            d.receiving.state,
            d.support.state
        );
    };
    check("A-FROZEN-NEW", FleetState::Frozen, "upgrade");
    check("B-FROZEN-OLD", FleetState::Frozen, "buy_extended");
    check("C-LICENSED", FleetState::Frozen, "install");
    check("D-UNKNOWN", FleetState::Unknown, "find_out");
    check("E-ELEVEN-OLD", FleetState::Ended, "upgrade");
    check("F-SEVEN", FleetState::Ended, "replace");
    check("G-CT", FleetState::Ended, "isolate");
    let frozen =
        picture.devices.iter().find(|d| d.device.brief.identity.name == "B-FROZEN-OLD").expect("there");
    assert_eq!(frozen.receiving.state.in_words(), "frozen since November 2025");
    let Need::BuyExtended { year, usd, .. } = &frozen.need else { panic!("{:?}", frozen.need) };
    assert_eq!((*year, *usd), (Some(2), Some(Usd(61 + 122))), "who joins late pays the first year, too");
    let n: usize = picture.needs.iter().map(|s| s.n).sum();
    assert_eq!(
        (n, picture.by_state.values().sum::<usize>()),
        (7, 7),
        "each machine has one need and one state"
    );
}

fn software(list: &[(&str, &str, &str)]) -> Known<Vec<Software>> {
    let entry = |(name, version, publisher): &(&str, &str, &str)| Software {
        name: (*name).to_owned(),
        version: (*version).to_owned(),
        publisher: (*publisher).to_owned(),
    };
    Known::Is(list.iter().map(entry).collect())
}

#[tokio::test]
async fn what_is_possible_in_other_programs_is_said_of_one_machine_and_of_all() {
    let (portal, scope, by, _) = fixture(1).await;
    portal.clock.set("2026-11-20");
    let old = with("A-OLD", 1, |f| {
        f.software = software(&[
            ("Google Chrome", "117.0.5938.92", "Google LLC"),
            ("Google Update Helper", "1.3.36", "Google LLC"),
            ("WinRAR 6.11 (64-bit)", "6.11.0", "win.rar GmbH"),
            ("Microsoft Office Professional Plus 2016", "16.0.4266.1001", "Microsoft Corporation"),
        ]);
    });
    let new = with("B-NEW", 2, |f| f.software = software(&[("Google Chrome", "151.0.1", "Google LLC")]));
    let bare = with("C-BARE", 3, |_| {});
    for machine in [&old, &new, &bare] {
        told(&portal, scope, &by, machine).await;
    }
    let mut ivo = portal.signed_in(by.account).await;
    let at = |path: &str| format!("/hospital/{FIXTURE_MEMORIAL}/devices{path}");
    let page = ivo.get(&at("")).await;
    page.is(200).shows("Google Chrome on 1 machine").shows("Possible is all that a name and a version prove");
    page.shows("Of 1 more it cannot be told");
    let id = |name: &str, all: &[holdfast_core::model::Device]| {
        all.iter().find(|d| d.brief.identity.name == name).expect(name).id
    };
    let devices = portal.app.fleet(scope).await.expect("read").devices;
    let one = ivo.get(&at(&format!("/{}", id("A-OLD", &devices)))).await;
    one.is(200)
        .shows("Google Chrome 117.0.5938.92: ")
        .shows("possible weaknesses")
        .shows("used by attackers");
    one.shows("WinRAR 6.11.0: ").shows("counted in different ways").shows("Entries we do not know: 1");
    one.hides("is affected").hides("non-compliant");
    let one = ivo.get(&at(&format!("/{}", id("B-NEW", &devices)))).await;
    one.is(200).shows("No weakness is possible by the lists at hand").hides("Google Chrome 151.0.1: 1");
    let one = ivo.get(&at(&format!("/{}", id("C-BARE", &devices)))).await;
    one.is(200).shows("Its programs are not known: no source tells it");
    ivo.get(&at(".csv")).await.is(200).shows("possible and used by attackers").shows("B-NEW");
}

#[tokio::test]
async fn a_rule_is_shown_before_it_is_kept_marks_what_it_fits_and_a_person_stands_over_it() {
    let (portal, scope, by, _) = fixture(1).await;
    portal.clock.set("2026-11-20");
    for (n, name) in ["CT-01", "CT-02", "PC-01"].into_iter().enumerate() {
        let seed = u8::try_from(n).expect("small");
        let console = with(name, seed, |f| {
            version(f, "6.1.7601");
            f.software = software(&[("syngo CT 2012B", "1", "Siemens AG")]);
        });
        told(&portal, scope, &by, &console).await;
    }
    let mut ivo = portal.signed_in(by.account).await;
    let at = |path: &str| format!("/hospital/{FIXTURE_MEMORIAL}/devices{path}");
    let page = ivo.get(&at("/rules")).await;
    page.is(200).shows("There is none yet").shows("3 machines run Siemens syngo console");
    let rule = [("name", "CT-*"), ("kind", "medical"), ("what", "CT console"), ("vendor", "Fixture Imaging")];
    let preview = ivo.post(&at("/rules"), &rule).await;
    preview.is(200).shows("It marks 2 machines").shows("CT-02").hides("PC-01").shows("There is none yet");
    let long = "m".repeat(121);
    for (sent, says, at_fault) in [
        (&[("kind", "medical")][..], "would mark every machine. Fill in at least one field.", "name"),
        (&[("name", "CT-*")][..], "Say whether they are medical devices", "kind"),
        (&[("maker", "*"), ("kind", "vendor")][..], "is no pattern of a maker", "maker"),
        (&[("model", long.as_str()), ("kind", "vendor")][..], "The pattern of a model is too long", "model"),
    ] {
        let answer = ivo.post(&at("/rules"), sent).await;
        answer.is(422).shows("There is a problem").shows(says);
        assert!(answer.body.contains(&format!("<a href=\"#{at_fault}\">")), "{at_fault}");
    }
    let kept = ivo.post(&at("/rules"), &[&rule[..], &[("act", "keep")]].concat()).await;
    assert_eq!(kept.location(), at("/rules?done=kept"));
    ivo.get(&at("/rules")).await.is(200).shows("Rule 1: its name is CT-*").shows("Marks 2 machines");
    let page = ivo.get(&at("")).await;
    page.is(200).shows("Isolate 2").shows("Medical device, by rule 1");

    let devices = portal.app.fleet(scope).await.expect("read").devices;
    let id = |name: &str| devices.iter().find(|d| d.brief.identity.name == name).expect(name).id;
    let ct = at(&format!("/{}", id("CT-01")));
    ivo.get(&ct).await.is(200).shows("Medical device, by rule 1").shows("stands over it");
    ivo.post(&ct, &[("act", "unpin")]).await;
    ivo.get(&ct).await.is(200).hides("by rule 1").shows("Said that no vendor pins it");
    ivo.get(&at("/rules")).await.shows("Marks 1 machine");
    ivo.post(&at("/rules"), &[("end", "1")]).await;
    ivo.get(&at("/rules")).await.shows("There is none yet");
    ivo.post(&at("/rules"), &[("end", "1")]).await.is(404);
    ivo.get(&at("")).await.hides("by rule 1").hides("Isolate");
    // By the name the catalog gives a program.
    let by_program = [("program", "Siemens syngo console"), ("kind", "medical")];
    ivo.post(&at("/rules"), &by_program)
        .await
        .is(200)
        .shows("It marks 2 machines")
        .shows("a person said something");
    let mut kim = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    kim.get(&at("/rules")).await.is(403);
}

#[tokio::test]
async fn a_machine_of_which_a_person_said_that_none_pins_it_stays_so_under_a_later_rule() {
    let (portal, scope, by, _) = fixture(1).await;
    told(&portal, scope, &by, &with("CT-09", 9, |_| {})).await;
    let id = portal.app.fleet(scope).await.expect("read").devices[0].id;
    let unpin = async |ids: &[DeviceId]| portal.app.act_on_devices(scope, &by, ids, &DeviceAct::Unpin).await;
    assert_eq!(unpin(&[id, id]).await.expect("done"), 1);
    assert_eq!(unpin(&[id]).await.expect("done"), 0, "it is said already");
    let mut ivo = portal.signed_in(by.account).await;
    let rules = format!("/hospital/{FIXTURE_MEMORIAL}/devices/rules");
    ivo.post(&rules, &[("name", "CT-*"), ("kind", "medical"), ("act", "keep")]).await;
    ivo.get(&rules).await.shows("Rule 1: its name is CT-*").shows("Marks no machine");
    assert_eq!(portal.app.fleet(scope).await.expect("read").devices[0].pin, None);
}

#[tokio::test]
async fn the_pages_show_the_fleet_one_machine_and_a_list_coming_in() {
    let (portal, scope, by, _) = fixture(1).await;
    portal.clock.set("2026-11-20");
    let mut ivo = portal.signed_in(by.account).await;
    let at = |path: &str| format!("/hospital/{FIXTURE_MEMORIAL}/devices{path}");
    ivo.get(&at("")).await.is(200).shows("No machine is known yet");
    told(&portal, scope, &by, &with("B-FROZEN-OLD", 2, |f| hardware(f, "Intel(R) Core(TM) i5-6500 CPU")))
        .await;
    let page = ivo.get(&at("")).await;
    page.is(200)
        .shows("Get 1 year-2 ESU license")
        .shows("$183")
        .shows("B-FROZEN-OLD")
        .shows("frozen since November 2025");
    page.shows("1 Frozen could have them").shows("1 is known from one source only");
    ivo.get(&at("?state=ended")).await.is(200).shows("No machine is like that");
    ivo.get(&at("?q=frozen")).await.is(200).shows("1 of 1");
    let csv = ivo.get(&at(".csv?state=frozen")).await;
    csv.is(200).shows("B-FROZEN-OLD,Windows 10 Pro,10.0.19045.6456,frozen");
    let id = portal.app.fleet(scope).await.expect("read").devices[0].id;
    let one = ivo.get(&at(&format!("/{id}"))).await;
    one.is(200).hides("Two machines use its key");
    one.shows("its processor is too old").shows("What is not known, and why").shows("no source tells it");
    one.shows("61 + 122 dollars list");
    ivo.get(&at("/999")).await.is(404);
    let step = format!("/hospital/{FIXTURE_MEMORIAL}/plan/steps/move-off-systems-without-updates");
    ivo.get(&step).await.is(200).shows("Named:").shows("B-FROZEN-OLD");

    let pinned = [("act", "pin"), ("kind", "medical"), ("vendor", "Fixture Imaging"), ("what", "CT console")];
    let answer = ivo.post(&at(&format!("/{id}")), &pinned).await;
    assert_eq!(answer.location(), at(&format!("/{id}?done=pin")));
    ivo.get(&at(&format!("/{id}")))
        .await
        .shows("Ask its vendor about updates")
        .shows("Fixture Imaging")
        .hides("non-compliant");

    let list = "Device name,OS,OS version,Last check-in\nFIX-PC-9,Windows,10.0.26100.6899,2026-11-19\n,Windows,10.0.1.1,\n";
    let sent =
        ivo.send(crate::evidence::upload(&at("/files"), &[], Some(("intune.csv", list.as_bytes())))).await;
    let held = sent.location().to_owned();
    assert!(held.contains("/devices/lists/"), "{held}");
    ivo.get(&held).await.is(200).shows("Which column holds what?").shows("Device name, like FIX-PC-9");
    ivo.post(&held, &[("os", "1")]).await.is(422).shows("which column holds the name");
    let taken = ivo.post(&held, &[("name", "0"), ("os", "1"), ("os_version", "2"), ("seen_at", "3")]).await;
    taken.is(200).shows("1 machine is new").shows("row 3");
    ivo.get(&held).await.is(404);
    let report = b"this is no report\n";
    let wrong = ivo.send(crate::evidence::upload(&at("/files"), &[], Some(("x.txt", report)))).await;
    wrong.is(422).shows("As a system report").shows("As a list");
    let wrong = ivo.send(crate::evidence::upload(&at("/files"), &[], Some(("x.csv", b"")))).await;
    wrong.is(422).shows("The file is empty");
    let wrong = ivo.send(crate::evidence::upload(&at("/files"), &[], None)).await;
    wrong.is(422).shows("Choose the file to send");
    let large = vec![b'x'; 21 * 1024 * 1024 + 10];
    for (n, status) in [(20 * 1024 * 1024 + 10, 422), (large.len(), 400)] {
        let file = Some(("x.csv", &large[..n]));
        let wrong = ivo.send(crate::evidence::upload(&at("/files"), &[], file)).await;
        wrong.is(status).shows("larger than 20 MB").shows("Send it in parts");
    }
    let mut kim = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    kim.get(&at("")).await.is(403);
    kim.get(&held).await.is(403);
}
