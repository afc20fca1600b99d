//! A made-up form of every kind of question, answered well, badly, at once by two people, and by hostile hands.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::catalog::{ApplicationForm, Question, QuestionKind, Serves};
use crate::decide::directory::Directory;
use crate::decide::made_up::{catalog, day, offer};
use crate::decide::registration::Fields;
use crate::facts::FactKind;
use crate::model::{
    Ccn, DirectoryTables, HospitalRow, HospitalType, Ownership, Release, SourceKind, StateCode, Zip,
};

fn form() -> ApplicationForm {
    let question = |id: &str, page: &str, asks: &str, kind, required, fact| Question {
        id: id.to_owned(),
        page: page.to_owned(),
        asks: asks.to_owned(),
        hint: None,
        kind,
        required,
        fact,
    };
    let choices = vec![
        ("hospital".to_owned(), "Hospital".to_owned()),
        ("nonprofit".to_owned(), "Nonprofit organization".to_owned()),
    ];
    ApplicationForm {
        questions: vec![
            question(
                "name",
                "About you",
                "What is your name?",
                QuestionKind::Text { max_chars: 8 },
                true,
                None,
            ),
            question(
                "kind",
                "About you",
                "What are you?",
                QuestionKind::Choice { choices },
                true,
                Some(FactKind::ApplicantKind),
            ),
            question("ccn", "About you", "Which number?", QuestionKind::Text { max_chars: 6 }, false, None),
            question("email", "About you", "Where do we write to?", QuestionKind::Email, true, None),
            question(
                "harm",
                "Data & ethics",
                "Who is harmed?",
                QuestionKind::LongText { max_chars: 20 },
                true,
                None,
            ),
            question(
                "people",
                "Data & ethics",
                "How many?",
                QuestionKind::Number { most: 4_000 },
                true,
                None,
            ),
            question(
                "publish",
                "Data & ethics",
                "Will you publish?",
                QuestionKind::YesNo,
                false,
                Some(FactKind::WillPublish),
            ),
        ],
    }
}

fn directory() -> Directory {
    let release = |kind: SourceKind| Release {
        kind,
        title: "State of Franklin, made up".to_owned(),
        released_on: day("2026-02-06"),
        digest: "0".repeat(64),
        n_rows: 1,
        n_rejected: 0,
    };
    Directory::join(&DirectoryTables {
        releases: SourceKind::ALL.iter().map(|k| release(*k)).collect(),
        hospitals: vec![HospitalRow {
            ccn: Ccn::parse("991303").expect("a number"),
            name: "COPPER HOLLOW HOSPITAL".to_owned(),
            address: "100 MAIN STREET".to_owned(),
            city: "COPPER HOLLOW".to_owned(),
            state: StateCode::parse("ZZ").expect("the made-up state"),
            zip: Zip::parse("99905").expect("a ZIP"),
            county_name: "COPPER".to_owned(),
            phone: "(555) 555-0103".to_owned(),
            hospital_type: HospitalType::CriticalAccess,
            ownership: Ownership::Proprietary,
            emergency_services: true,
        }],
        ..DirectoryTables::default()
    })
}

fn fields(line: &str) -> Fields {
    line.split('|').filter_map(|pair| pair.trim().split_once('=')).collect()
}

fn answers(line: &str) -> BTreeMap<String, String> {
    fields(line).iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

#[track_caller]
fn check(slug: &str, sent: &str, expected: &str) {
    let form = form();
    let page = page(&form, slug).expect("a page");
    let mut kept = BTreeMap::new();
    let got = match answer(&page, &fields(sent), &directory(), &mut kept) {
        Ok(()) => kept.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(" | "),
        Err(wrong) => {
            wrong.iter().map(|w| format!("{}: {}", w.field, w.text)).collect::<Vec<_>>().join(" | ")
        }
    };
    assert_eq!(got, expected, "{sent}");
}

const GOOD: &str = "name=Pat | kind=nonprofit | email=pat@fixture.example | harm=Nobody. | people=12";

#[test]
fn a_page_takes_its_answers_as_they_are_kept() {
    check(
        "about-you",
        "name= Pat |kind=hospital|ccn=991303|email=Pat@Fixture.Example|people=7",
        "ccn=991303 | email=pat@fixture.example | kind=hospital | name=Pat",
    );
    check("data-ethics", "harm=a\r\nb|people=1,200|publish=", "harm=a\nb | people=1200");
    check("data-ethics", "harm=a|people=0|publish=no", "harm=a | people=0 | publish=no");
}

#[test]
fn each_slip_is_named_with_what_to_do() {
    check(
        "about-you",
        "",
        "name: Answer “What is your name?” | kind: Answer “What are you?” | email: Answer “Where do we write to?”",
    );
    check(
        "about-you",
        "name=Pat Fixture|kind=moon|ccn=12|email=pat",
        "name: “What is your name?” can have up to 8 characters; yours has 11. Shorten it. \
         | kind: Choose an answer to “What are you?” \
         | ccn: A certification number has six characters, like 271304. Check it, or leave it empty. \
         | email: Answer “Where do we write to?” with an address like name@example.org.",
    );
    check(
        "about-you",
        "name=Pat\tF|kind=hospital|ccn=991309|email=p@f.example",
        "name: Answer “What is your name?” with one line of plain text. \
         | ccn: No hospital with the number 991309 is in the directory. Check it, or leave it empty.",
    );
    check(
        "data-ethics",
        "harm=123456789012345678901|people=4001|publish=maybe",
        "harm: “Who is harmed?” can have up to 20 characters; yours has 21. Shorten it. \
         | people: Answer “How many?” with a whole number from 0 to 4,000. \
         | publish: Answer yes or no: “Will you publish?”",
    );
    for people in ["-1", "1.5", "ten", "٣", "99999999999", ",", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9"] {
        check(
            "data-ethics",
            &format!("harm=a|people={people}"),
            "people: Answer “How many?” with a whole number from 0 to 4,000.",
        );
    }
}

#[test]
fn a_page_with_one_slip_changes_nothing() {
    let form = form();
    let mut kept = answers("harm=Before. | people=1");
    let page = page(&form, "data-ethics").expect("a page");
    answer(&page, &fields("harm=After.|people=many"), &directory(), &mut kept).expect_err("a slip");
    assert_eq!(kept, answers("harm=Before. | people=1"));
}

#[test]
fn an_answer_taken_out_is_gone() {
    let form = form();
    let mut kept = answers("harm=a | people=1 | publish=yes");
    let page = page(&form, "data-ethics").expect("a page");
    answer(&page, &fields("harm=a|people=1|publish="), &directory(), &mut kept).expect("taken");
    assert_eq!(kept, answers("harm=a | people=1"));
}

#[test]
fn what_misses_is_listed_in_order_and_nothing_at_last() {
    let form = form();
    let left = |line: &str| -> Vec<String> {
        problems(&form, &answers(line), &directory())
            .into_iter()
            .map(|m| format!("{}#{}", m.slug, m.field))
            .collect()
    };
    assert_eq!(
        left(""),
        ["about-you#name", "about-you#kind", "about-you#email", "data-ethics#harm", "data-ethics#people"]
    );
    assert!(left(GOOD).is_empty());
    assert_eq!(left(&GOOD.replace("nonprofit", "guild")), ["about-you#kind"], "the form has changed since");
    let pages = pages(&form);
    let begun = answers("name=Pat");
    assert!(pages[0].is_begun(&begun) && !pages[0].is_done(&begun) && !pages[1].is_begun(&begun));
    assert!(pages.iter().all(|p| p.is_done(&answers(GOOD))));
}

#[test]
fn answers_are_read_back_in_words() {
    let rows = review(&form(), &answers("kind=nonprofit | people=1200 | publish=no"));
    let shown: Vec<String> =
        rows.into_iter().map(|r| format!("{}: {}", r.asks, r.said.unwrap_or_default())).collect();
    assert_eq!(shown[1], "What are you?: Nonprofit organization");
    assert_eq!(shown[5], "How many?: 1,200");
    assert_eq!(shown[6], "Will you publish?: No");
    assert_eq!(shown[0], "What is your name?: ");
    let to = contact(&form(), &answers(GOOD)).map(|e| e.as_str().to_owned());
    assert_eq!(to.as_deref(), Some("pat@fixture.example"));
}

#[test]
fn two_people_keep_what_only_one_of_them_changed() {
    let form = form();
    let page = page(&form, "data-ethics").expect("a page");
    let merged = |mine: &str, theirs: &str| {
        merge(&page, &fields("harm=a|people=1|publish=yes"), &fields(mine), &fields(theirs))
    };
    let apart = merged("harm=b|people=1|publish=yes", "harm=a|people=2|publish=yes");
    assert!(apart.both.is_empty());
    assert_eq!((apart.fields.get("harm"), apart.fields.get("people")), ("b", "2"));
    let same = merged("harm=b|people=1|publish=yes", "harm=b|people=1|publish=yes");
    assert!(same.both.is_empty());
    let clash = merged("harm=b|people=1|publish=no", "harm=c|people=1|publish=");
    let words: Vec<(&str, &str)> = clash.both.iter().map(|b| (b.mine.as_str(), b.theirs.as_str())).collect();
    assert_eq!(words, [("b", "c"), ("No", "Nothing")]);
}

#[test]
fn the_verdict_follows_from_the_answers_and_the_directory() {
    let form = form();
    let clauses = "applicant_kind=='nonprofit'||applicant_kind=='hospital' applicant_kind!='hospital'||!for_profit will_publish?";
    let catalog = catalog(vec![offer("cash", clauses)], Serves::Applicants);
    let verdict = |line: &str| {
        let answers = answers(line);
        let said = attestations(&form, &answers, day("2026-03-02"));
        let facts = facts(&answers, &said, &[], &directory(), day("2026-03-02"));
        verdicts(&catalog.programs[0], &facts).remove(0).sentence
    };
    assert_eq!(verdict("kind=nonprofit | publish=yes"), "You meet every condition we can check.");
    assert_eq!(
        verdict("kind=nonprofit"),
        "We do not know whether the results will be shared. Tell us, or a reviewer will ask."
    );
    assert_eq!(verdict("kind=nonprofit | publish=no"), "It is not will_publish.");
    assert_eq!(
        verdict("kind=hospital | publish=yes"),
        "We do not know whether it is for profit. Tell us, or a reviewer will ask."
    );
    assert_eq!(
        verdict("kind=hospital | publish=yes | ccn=991303"),
        "It is not applicant_kind!='hospital'||!for_profit.",
        "the directory tells who owns it"
    );
    assert_eq!(
        verdict("kind=nonprofit | publish=yes | ccn=991303"),
        "You meet every condition we can check.",
        "a nonprofit does not become the hospital whose number it typed"
    );
    assert_eq!(verdict(""), "We do not know what kind of applicant it is. Tell us, or a reviewer will ask.");
}

#[test]
fn a_program_takes_applications_while_one_of_its_offers_is_open() {
    let window = |from: &str, to: &str| crate::catalog::Window {
        from: (!from.is_empty()).then(|| day(from)),
        to: (!to.is_empty()).then(|| day(to)),
    };
    let program = |windows: &[crate::catalog::Window], form: Option<ApplicationForm>| {
        let offers = windows.iter().map(|w| crate::catalog::Offer { window: *w, ..offer("cash", "") });
        let catalog = catalog(offers.collect(), Serves::Applicants);
        crate::catalog::Program { form, ..catalog.programs[0].clone() }
    };
    let why = |windows: &[crate::catalog::Window]| {
        intake(&program(windows, Some(form())), day("2026-03-02")).why_not().unwrap_or_default()
    };
    let (past, ahead) = (window("", "2026-03-01"), window("2026-05-01", ""));
    assert_eq!(why(&[past, window("2026-03-02", "2026-03-02")]), "");
    assert_eq!(why(&[past]), "Applications are closed. The last day was March 1, 2026.");
    assert_eq!(why(&[past, ahead]), "Applications open on May 1, 2026.");
    assert_eq!(why(&[]), "This program takes no applications.");
    assert_eq!(intake(&program(&[window("", "")], None), day("2026-03-02")), Intake::Never);
}

#[test]
fn who_may_ask_for_what_follows_from_the_clauses() {
    let hard = "applicant_kind=='nonprofit' will_publish?";
    let offers = vec![offer("cash", hard), offer("hours", "applicant_kind!='hospital'||!for_profit")];
    let mut catalog = catalog(offers, Serves::Applicants);
    catalog.programs[0].form = Some(form());
    let program = &catalog.programs[0];
    let shown: Vec<(&str, Vec<&str>)> = kinds(program, day("2026-03-02"))
        .into_iter()
        .map(|k| (k.words, k.offers.into_iter().map(|o| o.id.as_str()).collect()))
        .collect();
    // Who owns the hospital is unknown here, so nothing rules the hours out.
    assert_eq!(shown, [("Hospital", vec!["hours"]), ("Nonprofit organization", vec!["cash", "hours"])]);
    assert_eq!(judged(program), ["It is will_publish"]);
    assert!(choices(&form(), FactKind::FocusArea).is_empty());
}

#[test]
fn an_applicant_is_known_by_its_answers() {
    let kept = answers("organization-name=Franklin Clinic | kind=nonprofit | ccn=991303");
    assert_eq!(name(&kept), Some("Franklin Clinic"));
    assert_eq!(said(&form(), &kept, FactKind::ApplicantKind).as_deref(), Some("Nonprofit organization"));
    assert_eq!(said(&form(), &kept, FactKind::WillPublish), None);
    assert_eq!(hospital(&kept).map(|c| c.to_string()).as_deref(), Some("991303"));
    assert_eq!((name(&BTreeMap::new()), hospital(&BTreeMap::new())), (None, None));
    let form = form();
    let shown = pages(&form)[1].show(&answers("harm=a"));
    assert_eq!((shown.get("harm"), shown.get("people")), ("a", ""));
}

#[test]
fn what_is_known_is_suggested_where_the_form_takes_it() {
    let directory = directory();
    let ccn = Ccn::parse("991303").expect("a number");
    let email = crate::model::EmailAddress::parse("pat@copper.example").expect("an address");
    let suggested = |hospital| {
        let all = prefill(&form(), ("Pat Fixture", &email), hospital, &directory);
        all.into_iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(suggested(None), "email=pat@copper.example");
    // This form knows no question for the applicant's name, and the kind is one of its choices.
    assert_eq!(suggested(directory.get(ccn)), "ccn=991303 | email=pat@copper.example | kind=hospital");
}

proptest! {
    #[test]
    fn hostile_text_is_taken_or_refused_and_what_is_taken_reads_the_same_again(
        texts in proptest::collection::vec("(?s).{0,60}", 7)
    ) {
        let form = form();
        let directory = directory();
        let sent: Fields = form.questions.iter().map(|q| q.id.clone()).zip(texts).collect();
        for page in pages(&form) {
            let mut kept = BTreeMap::new();
            if answer(&page, &sent, &directory, &mut kept).is_ok() {
                let again: Fields = kept.clone().into();
                let mut twice = BTreeMap::new();
                prop_assert_eq!(answer(&page, &again, &directory, &mut twice), Ok(()));
                prop_assert_eq!(kept, twice);
            }
        }
    }
}
