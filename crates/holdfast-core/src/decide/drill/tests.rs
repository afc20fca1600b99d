//! A made-up drill of the State of Franklin: whom to call in which order, what is said of what is not known, and what a pack never holds.

use proptest::prelude::*;

use super::*;
use crate::catalog::{
    BlankForm, Call, CallBy, CallId, Contact, ContactId, DependencyId, DrillId, Drills, FormId, WaiverPart,
    WaiverPoint, WaiverPointId,
};
use crate::decide::care::tests::{ccn, valley, without_people};
use crate::decide::care::{Beds, CareError, CareModel, NoSite, Site};

fn provenance() -> Provenance {
    Provenance { source: "made up for tests".to_owned(), verified_on: None }
}

fn drill(dark: WhoIsDark, is_everything: bool, down: &[&str]) -> Drill {
    let told = |what: &str| vec![format!("{what}.")];
    Drill {
        id: DrillId::new("made-up"),
        name: "A made-up drill".to_owned(),
        story: "It is dark.".to_owned(),
        dark,
        is_everything,
        down: down.iter().map(|id| DependencyId::new(id)).collect(),
        lost: told("The record"),
        first_hour: told("Tell everybody"),
        first_day: told("Call the insurer"),
        first_week: told("Keep the paper"),
        injects: vec![Inject {
            minute: 5,
            story_time: "Day 1, 06:00".to_owned(),
            says: "A screen is red.".to_owned(),
            expect: "Somebody calls.".to_owned(),
        }],
        look_at: told("Who knew"),
        forms: vec![FormId::new("log"), FormId::new("nowhere")],
        provenance: provenance(),
    }
}

fn catalog() -> Catalog {
    let call = |id: &str, by: CallBy, called_by: Option<&str>, contact: Option<&str>| Call {
        id: CallId::new(id),
        who: format!("The {id}"),
        is_outside: contact.is_some(),
        called_by: called_by.map(CallId::new),
        by,
        why: contact.is_none().then(|| "Decides.".to_owned()),
        say: "What stopped.".to_owned(),
        only_for: Vec::new(),
        contact: contact.map(ContactId::new),
        provenance: provenance(),
    };
    let form = BlankForm {
        id: FormId::new("log"),
        name: "Log".to_owned(),
        how: "Write.".to_owned(),
        parts: Vec::new(),
        provenance: provenance(),
    };
    let point = |id: &str, part: WaiverPart| WaiverPoint {
        id: WaiverPointId::new(id),
        part,
        says: format!("Look at {id}."),
        provenance: provenance(),
    };
    Catalog {
        services: crate::decide::downtime::tests::services(),
        contacts: vec![Contact {
            id: ContactId::new("insurer"),
            name: "Insurer".to_owned(),
            why: "Pays only for firms it agreed to.".to_owned(),
            provenance: provenance(),
        }],
        drills: Drills {
            drills: Vec::new(),
            calls: vec![
                call("chief", CallBy::AtOnce, None, None),
                call("insurer", CallBy::FirstDay, Some("chief"), Some("insurer")),
                call("ward", CallBy::AtOnce, Some("chief"), None),
            ],
            forms: vec![form],
            waiver: vec![point("state", WaiverPart::Without), point("both", WaiverPart::First)],
        },
        ..Catalog::default()
    }
}

fn subject() -> Subject {
    Subject { name: Some("Fixture Memorial Hospital".to_owned()), ..Subject::default() }
}

/// The pack of hospital `own` when `down` is dark.
fn pack_of(model: &CareModel, drill: &Drill, own: usize, down: usize) -> DrillPack {
    let impact = model.impact(&[ccn(down)], 21).expect("a listed hospital");
    let at = model.sites().iter().find(|s| s.first().ccn == ccn(own)).map(|s| s.point);
    let near = at.map_or_else(Vec::new, |at| near_sites(model, at, &[ccn(own)], 9));
    let given = DrillGiven {
        hospital: &subject(),
        own: ccn(own),
        at,
        as_of: Date::constant(2026, 8, 10),
        down: ccn(down),
        impact: &impact,
        near: &near,
        own_services: &OwnServices::default(),
        sources: &[],
    };
    drill_pack(&catalog(), drill, &given)
}

#[test]
fn the_nearest_stretch_comes_first_and_in_it_those_with_room() {
    let pack = pack_of(&valley(), &drill(WhoIsDark::Us, true, &[]), 0, 0);
    let said: Vec<String> = pack
        .receivers
        .iter()
        .map(|r| format!("{} {}: {}", r.ccn, r.phone.as_deref().unwrap_or("?"), r.why))
        .collect();
    assert_eq!(
        said,
        [
            "990002 (999) 555-0100: Its beds should hold what comes; 35 miles by road; becomes the nearest for people who lose theirs.",
            "990003 (999) 555-0100: Keeps nobody overnight; 70 miles by road; nobody's nearest, but near.",
        ]
    );
    assert_eq!(pack.receivers[1].people, None, "nobody counted is no zero");
}

/// The order goes by beds: a department that is overwhelmed stands beside them, not in their place.
#[test]
fn beds_and_the_department_are_told_apart() {
    let pack = pack_of(&valley(), &drill(WhoIsDark::Us, true, &[]), 0, 0);
    let said: Vec<[&str; 3]> =
        pack.receivers.iter().map(|r| [r.beds_hold, r.department, r.beds.as_str()]).collect();
    assert_eq!(
        said,
        [
            ["Should hold it", "Overwhelmed", "10, of them 3 to 4 may be free"],
            ["Has none", "Not known", "keeps nobody overnight"],
        ]
    );
}

#[test]
fn miles_from_a_place_that_nobody_knows_are_left_open() {
    let pack = pack_of(&valley(), &drill(WhoIsDark::Neighbour, false, &[]), 5, 0);
    let first = &pack.receivers[0];
    assert_eq!((first.miles, first.miles_in_words().as_str()), (None, "Not known"));
    assert!(first.why.contains("how far from here is not known"), "{}", first.why);
    assert!(pack.not_known.join("\n").contains("room alone makes their order"), "{:?}", pack.not_known);
}

#[test]
fn what_stops_is_the_scenarios_and_the_hospitals_own_word() {
    let all = pack_of(&valley(), &drill(WhoIsDark::Us, true, &[]), 0, 0);
    let line = |pack: &DrillPack, n: usize| {
        let clock = &pack.clocks[n];
        format!("{}: {}, {}", clock.name, clock.becomes(), clock.hurt)
    };
    assert_eq!(line(&all, 0), "Service tests: By hand, care is hurt after about 2 hours (1 to 6)");
    let record = pack_of(&valley(), &drill(WhoIsDark::Us, false, &["record"]), 0, 0);
    assert_eq!(line(&record, 2), "Service claims: Goes on, ");
    assert!(record.money.is_none() && all.money.is_some());
    assert!(!all.has_word && all.clocks[2].by_hand == "On paper.");
}

#[test]
fn a_dark_neighbour_sends_people_here_and_is_not_called() {
    let drill = drill(WhoIsDark::Neighbour, false, &[]);
    let pack = pack_of(&valley(), &drill, 1, 0);
    assert!(pack.comes_here.as_deref().is_some_and(|s| s.contains("1,000 people")), "{:?}", pack.comes_here);
    let called: Vec<Ccn> = pack.receivers.iter().map(|r| r.ccn).collect();
    assert_eq!(called, [ccn(2)], "neither the one that is dark nor this one");
    assert!(pack.clocks.is_empty(), "where all goes on there is nothing to print: {:?}", pack.clocks);
    let far = pack_of(&valley(), &drill, 2, 0);
    assert!(far.comes_here.is_some_and(|s| s.contains("for nobody on file")));
}

#[test]
fn what_is_not_known_is_said_and_never_a_zero() {
    let pack = pack_of(&without_people(), &drill(WhoIsDark::Us, true, &[]), 0, 0);
    assert!(pack.receivers.is_empty());
    assert!(pack.sentence.ends_with("is not known."), "{}", pack.sentence);
    let said = pack.not_known.join("\n");
    assert!(said.contains("No place that could take patients is known"), "{said}");
    let neighbour = pack_of(&without_people(), &drill(WhoIsDark::Neighbour, false, &[]), 5, 0);
    assert_eq!(neighbour.comes_here.as_deref(), Some("How many of its people come here is not known."));
    assert!(neighbour.not_known.join("\n").contains("Where this hospital stands is not known"));
}

#[test]
fn a_place_without_a_number_is_named_to_be_looked_up() {
    let model = valley();
    let silent: Vec<NearSite> = near_sites(&model, model.sites()[0].point, &[ccn(0)], 9)
        .into_iter()
        .map(|mut near| {
            near.site.members[0].phone = " ".to_owned();
            near
        })
        .collect();
    let mut impact = model.impact(&[ccn(0)], 21).expect("a listed hospital");
    impact.receivers.clear();
    let given = DrillGiven {
        hospital: &subject(),
        own: ccn(0),
        at: Some(model.sites()[0].point),
        as_of: Date::constant(2026, 8, 10),
        down: ccn(0),
        impact: &impact,
        near: &silent,
        own_services: &OwnServices::default(),
        sources: &[],
    };
    let pack = drill_pack(&catalog(), &drill(WhoIsDark::Us, true, &[]), &given);
    assert!(pack.receivers.iter().all(|r| r.phone.is_none()), "{:?}", pack.receivers);
    let said = pack.not_known.join("\n");
    assert!(said.contains("No telephone number is on file for Fixture 1, Fixture 2."), "{said}");
}

#[test]
fn the_tree_is_in_order_and_takes_its_reason_from_the_list_of_whom_to_tell() {
    let pack = pack_of(&valley(), &drill(WhoIsDark::Us, true, &[]), 0, 0);
    let said: Vec<String> = pack
        .calls
        .iter()
        .map(|c| format!("{} <- {}, {}: {}", c.who, c.caller, c.by.label(), c.why))
        .collect();
    assert_eq!(
        said,
        [
            "The chief <- Whoever sees it first, at once: Decides.",
            "The ward <- The chief, at once: Decides.",
            "The insurer <- The chief, within the day: Pays only for firms it agreed to.",
        ]
    );
    assert_eq!(pack.forms.len(), 1, "a form that is not there is left out");
    let parts: Vec<&str> = pack.waiver.iter().map(|list| list.title).collect();
    assert_eq!(parts, ["Before anything can be waived", "What to do without a waiver"]);
}

#[test]
fn a_call_of_another_scenario_is_not_made() {
    let mut catalog = catalog();
    catalog.drills.calls[1].only_for = vec![DrillId::new("an-attack")];
    let tree = |id: &str| {
        let drill = Drill { id: DrillId::new(id), ..drill(WhoIsDark::Us, true, &[]) };
        let ids: Vec<String> = lines::calls(&catalog, &drill).into_iter().map(|call| call.id).collect();
        ids.join(" ")
    };
    assert_eq!(tree("an-attack"), "chief ward insurer");
    assert_eq!(tree("a-cut-cable"), "chief ward");
}

#[test]
fn the_same_values_give_the_same_pack() {
    let once = || serde_json::to_string(&pack_of(&valley(), &drill(WhoIsDark::Us, true, &[]), 0, 0));
    assert_eq!(once().expect("plain values"), once().expect("plain values"));
}

#[test]
fn what_is_asked_for_finds_the_neighbour_or_says_why_not() {
    let directory = crate::decide::directory::Directory::join(&crate::model::DirectoryTables::default());
    let own_services = OwnServices::default();
    let ask = |model: &CareModel, dark: WhoIsDark, own: usize, neighbour: Option<usize>| {
        let asked = DrillAsked {
            own: ccn(own),
            neighbour: neighbour.map(ccn),
            days: 7,
            as_of: Date::constant(2026, 8, 10),
            own_services: &own_services,
        };
        let pack = drill_for(&catalog(), &drill(dark, false, &[]), &directory, model, &asked);
        pack.map(|pack| pack.dark_hospitals)
    };
    use WhoIsDark::{Neighbour, Us};
    assert_eq!(ask(&valley(), Us, 0, Some(2)), Ok(vec![ccn(0)]), "nobody else is dark");
    assert_eq!(ask(&valley(), Neighbour, 0, None), Ok(vec![ccn(1)]));
    assert_eq!(ask(&valley(), Neighbour, 0, Some(2)), Ok(vec![ccn(2)]));
    assert_eq!(ask(&valley(), Neighbour, 0, Some(0)), Err(DrillError::SamePlace(ccn(0))));
    assert_eq!(ask(&without_people(), Neighbour, 0, None), Err(DrillError::NoNeighbour));
    assert_eq!(ask(&valley(), Us, 9, None), Err(DrillError::Care(CareError::NotListed(ccn(9)))));
}

/// Two listed hospitals that are no place with an open department: of one nobody knows where it stands, the other has no department.
fn with_two_apart() -> CareModel {
    let mut facts = crate::decide::care::CareFacts::default();
    facts.sites = valley().sites().to_vec();
    facts.areas = valley().areas().to_vec();
    facts.no_site = [(ccn(7), NoSite::NoPoint), (ccn(8), NoSite::NoEmergency)].into();
    facts.model()
}

#[test]
fn somebody_is_dark_in_every_pack() {
    let directory = crate::decide::directory::Directory::join(&crate::model::DirectoryTables::default());
    let own_services = OwnServices::default();
    let ask = |dark: WhoIsDark, own: usize, neighbour: usize| {
        let asked = DrillAsked {
            own: ccn(own),
            neighbour: Some(ccn(neighbour)),
            days: 7,
            as_of: Date::constant(2026, 8, 10),
            own_services: &own_services,
        };
        let pack = drill_for(&catalog(), &drill(dark, false, &[]), &directory, &with_two_apart(), &asked);
        pack.map(|pack| pack.dark_hospitals)
    };
    use WhoIsDark::{Neighbour, Us};
    for own in [0, 7, 8] {
        assert_eq!(ask(Us, own, 1), Ok(vec![ccn(own)]), "this one, with a department or without");
    }
    assert_eq!(ask(Neighbour, 0, 7), Ok(vec![ccn(7)]), "where it stands is not known, but it is dark");
    assert_eq!(ask(Neighbour, 0, 8), Err(DrillError::NotOpen(ccn(8))));
    assert_eq!(ask(Neighbour, 0, 9), Err(DrillError::NeighbourNotListed(ccn(9))));
    assert_eq!(ask(Neighbour, 8, 8), Err(DrillError::SamePlace(ccn(8))));
}

fn point(north: f64, east: f64) -> Point {
    Point::new(north, east).expect("on the globe")
}

proptest! {
    /// Nobody stands before one of a nearer stretch, nor, within it, before one with more room; and each place stands once.
    #[test]
    fn the_order_is_the_rule(
        places in prop::collection::vec((-2.0_f64..2.0, -2.0_f64..2.0, 0_u32..60), 2..14),
    ) {
        let first = valley().sites()[0].clone();
        let mut facts = crate::decide::care::CareFacts::default();
        facts.sites = places.iter().enumerate().map(|(i, (north, east, beds))| {
            let beds = match beds { 0 => Beds::NoInpatients, 1 => Beds::Unknown, n => Beds::Known(*n) };
            let mut site = Site { point: point(*north, *east), beds, ..first.clone() };
            site.members[0].ccn = ccn(i);
            site
        }).collect();
        facts.areas = valley().areas().to_vec();
        let pack = pack_of(&facts.model(), &drill(WhoIsDark::Us, true, &[]), 0, 0);
        let key = |r: &DrillReceiver| {
            let room = ["should hold", "may not hold", "is not known", "would not hold", "nobody overnight"];
            let room = room.iter().position(|words| r.why.to_lowercase().contains(words)).unwrap_or(9);
            (r.miles > Some(60), r.miles > Some(120), [0, 1, 1, 2, 3, 9][room.min(5)], r.miles)
        };
        let keys: Vec<_> = pack.receivers.iter().map(key).collect();
        prop_assert!(keys.windows(2).all(|pair| pair[0] <= pair[1]), "{keys:?}");
        let each: std::collections::BTreeSet<Ccn> = pack.receivers.iter().map(|r| r.ccn).collect();
        prop_assert_eq!(each.len(), pack.receivers.len());
        prop_assert!(!each.contains(&ccn(0)));
    }

    /// The nearest come first, none of those left out is nearer, and none is the hospital itself.
    #[test]
    fn near_places_are_the_nearest(
        at in (-60.0_f64..60.0, -150.0_f64..150.0),
        others in prop::collection::vec((-60.0_f64..60.0, -150.0_f64..150.0), 1..20),
        n in 0_usize..25,
    ) {
        let first = valley().sites()[0].clone();
        let sites: Vec<Site> = others.iter().enumerate().map(|(i, (north, east))| {
            let mut site = Site { point: point(*north, *east), ..first.clone() };
            site.members[0].ccn = ccn(i);
            site
        }).collect();
        let mut facts = crate::decide::care::CareFacts::default();
        facts.sites = sites;
        let model = facts.model();
        let at = point(at.0, at.1);
        let near = near_sites(&model, at, &[ccn(0)], n);
        prop_assert_eq!(near.len(), n.min(others.len() - 1));
        prop_assert!(near.windows(2).all(|pair| pair[0].km <= pair[1].km));
        prop_assert!(near.iter().all(|one| one.site.first().ccn != ccn(0)));
        let farthest = near.last().map_or(0.0, |one| one.km);
        let left = model.sites().iter().filter(|s| {
            s.first().ccn != ccn(0) && !near.iter().any(|one| one.site.first().ccn == s.first().ccn)
        });
        for site in left {
            prop_assert!(n == 0 || at.km_to(&site.point) >= farthest);
        }
    }
}
