//! The page for a made-up hospital in a made-up valley: what the board reads, what the county reads, and what is not known.

use super::*;
use crate::decide::care::tests::{ccn, valley};
use crate::decide::downtime::tests::services;
use crate::decide::downtime::{Outage, OwnServices, downtime};
use crate::model::Ccn;

fn page(model: &CareModel, down: &[Ccn], reader: Reader) -> DarkPaper {
    let services = services();
    let impact = model.impact(down, 21).expect("listed hospitals");
    let got = downtime(&services, &OwnServices::default(), &Outage::Everything.out_of_use(&services));
    let says = Outage::Everything.sentence(&services, &got);
    let hospital = Subject { name: Some("Fixture Memorial Hospital".to_owned()), ..Subject::default() };
    let given = DarkGiven {
        hospital: &hospital,
        as_of: Date::constant(2026, 8, 10),
        catalog: "made-up",
        model,
        impact: &impact,
        inside: Inside { downtime: &got, says: &says, has_word: false },
    };
    dark(&given, reader)
}

#[track_caller]
fn figure(page: &DarkPaper, what: &str) -> String {
    let found = page.figures.iter().find(|f| f.what.contains(what));
    found.map_or_else(|| panic!("no figure of {what}: {:?}", page.figures), |f| f.says.clone())
}

#[test]
fn the_board_reads_few_figures_what_stops_and_who_receives() {
    let model = valley();
    let page = page(&model, &[ccn(0)], Reader::Board);
    assert!((3..=5).contains(&page.figures.len()), "{:?}", page.figures);
    assert_eq!(figure(&page, "Lose their nearest"), "1,000 people");
    assert_eq!(figure(&page, "beyond 30"), "1,000 people (0 to 1,000)");
    assert_eq!(figure(&page, "65 and more"), "250 people, 25 %");
    assert!(page.says.starts_with("If Fixture 0 is down for 3 weeks, 1,000 people lose"), "{}", page.says);
    let next = &page.receivers[0];
    assert_eq!((next.name.as_str(), next.place.as_str(), next.miles), ("Fixture 1", "Fixture, ZZ", 35));
    assert_eq!((next.strain.as_str(), next.phone.as_str()), ("Overwhelmed", "(999) 555-0100"));
    assert!(!page.services.is_empty() && page.ask.is_empty());
    let is_income = |row: &ServiceRow| !row.when.starts_with("care is hurt");
    assert!(page.services.iter().is_sorted_by_key(is_income), "patients come first: {:?}", page.services);
    assert!(page.not_known.iter().any(|said| said.contains("said nothing of its services")));
}

#[test]
fn the_county_reads_where_they_live_and_what_to_ask_and_nothing_of_the_inside() {
    let model = valley();
    let page = page(&model, &[ccn(0), ccn(1)], Reader::County);
    assert_eq!(
        (page.counties[0].name.as_str(), page.counties[0].people.as_str()),
        ("county 99001, ZZ", "1,600 people (1,500 to 1,600)")
    );
    assert_eq!(page.states.len(), 1);
    assert_eq!(figure(&page, "without internet"), "20 %");
    assert!(page.services.is_empty() && page.inside_says.is_empty() && page.ask.len() >= 5);
    assert_eq!(page.sent_on[0], "The second nearest is down, too, for 1,500 people.");
    assert!(
        page.sent_on[1].starts_with("Of 1 place they turn to, 1 would be overwhelmed"),
        "{:?}",
        page.sent_on
    );
    assert!(!page.not_known.iter().any(|said| said.contains("of its services")), "{:?}", page.not_known);
}

#[test]
fn what_is_not_known_is_no_zero_and_has_no_picture() {
    let empty = crate::decide::care::tests::without_people();
    for reader in Reader::ALL {
        let page = page(&empty, &[ccn(0)], reader);
        assert!(page.pushed.is_empty() && page.picture.is_none());
        for f in &page.figures {
            assert_eq!(f.says, "not known", "{}", f.what);
        }
        assert!(page.says.ends_with("is not known."), "{}", page.says);
        assert!(page.not_known[1].starts_with("Who loses hospital"), "{:?}", page.not_known);
    }
}

#[test]
fn a_picture_holds_all_it_shows_and_north_is_up() {
    let model = valley();
    let picture = page(&model, &[ccn(0)], Reader::Board).picture.expect("people and places");
    let inside =
        |spot: &Spot| (0.0..=picture.width).contains(&spot.x) && (0.0..=picture.height).contains(&spot.y);
    let all = picture.down.iter().chain(&picture.receivers).chain(picture.discs.iter().map(|d| &d.at));
    assert!(all.clone().all(inside), "{picture:?}");
    assert_eq!((picture.down.len(), picture.receivers.len(), picture.discs.len()), (1, 1, 1));
    // The next one lies 40 km north: 25 miles up, and not to the side.
    let (down, next) = (picture.down[0], picture.receivers[0]);
    assert!((down.y - next.y - 24.9).abs() < 0.2 && (down.x - next.x).abs() < 0.1, "{picture:?}");
    assert_eq!((picture.discs[0].share, picture.discs[0].level), (1.0, 3));
}

/// Islands on both sides of the date line lie beside each other.
#[test]
fn the_short_way_counts_over_the_date_line() {
    let point = |lon| crate::model::Point::new(52.0, lon).expect("on the globe");
    let spot = picture::from(&point(179.9), &point(-179.9));
    assert!((0.0..10.0).contains(&spot.x) && spot.y == 0.0, "{spot:?}");
}
