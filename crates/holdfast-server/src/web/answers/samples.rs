//! Each page of this room, empty, as usual and full, so that one test renders them all. It stands for nothing real.

use std::collections::BTreeMap;

use askama::Template;
use holdfast_core::catalog::{AskId, Bilingual, Knows, Language, MeasureId};
use holdfast_core::decide::questionnaire::{
    AskState, Asked, Given, PartAsked, PassedOn, Questionnaire, Said, Sent, Suggested,
};
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::{Coverage, Finding, HospitalScope, Part};

use super::both::BothPage;
use super::desk::{Desk, Frame};
use super::invite::{InvitePage, Typed};
use super::key_in::KeyInPage;
use super::language::Spoken;
use super::list::ListPage;
use super::open::OpenPage;
use super::overview::OverviewPage;
use super::paper::PaperPage;
use super::question::{Fault, QuestionPage};
use crate::app::answers::{Answerer, Both, PartBehind};
use crate::web::Layout;
use crate::web::hospital::Here;
use crate::web::problem::Problems;

const BAD: &str = "<i>bad</i>";

fn here() -> Here {
    Here {
        ccn: holdfast_core::model::Ccn::parse("991301").expect("a number"),
        name: BAD.to_owned(),
        place: BAD.to_owned(),
        links: Vec::new(),
        may_edit: true,
        may_accept: true,
    }
}

fn at() -> jiff::Timestamp {
    "2026-03-02T12:00:00Z".parse().expect("a moment")
}

fn asked(n: usize, state: AskState) -> Asked {
    let half = Finding::Partly(Coverage::new(11, 96).expect("a share"));
    Asked {
        ask: AskId::new(&format!("ask-{n}")),
        code: format!("IT-{n}"),
        asks: Bilingual::new(BAD, BAD),
        hint: Some(Bilingual::new(BAD, BAD)),
        measures: vec![MeasureId::new("m")],
        counts: (n.is_multiple_of(2)).then(|| BAD.to_owned()),
        passed_on: vec![PassedOn { from: Knows::Hr, to: Knows::It, by: BAD.to_owned(), at: at() }],
        may_ask: vec![Knows::Nursing],
        said: Some(Given {
            said: match n % 3 {
                0 => Said::Differs,
                1 => Said::Finds(half),
                _ => Said::NotApplicable {
                    reason: BAD.to_owned(),
                    approver: BAD.to_owned(),
                    until: "2026-12-31".parse().expect("a day"),
                },
            },
            by: BAD.to_owned(),
            at: at(),
            is_fresh: state == AskState::Answered,
            is_to_question: true,
        }),
        suggested: Some(Suggested { finding: half, from: BAD.to_owned() }),
        version: 3,
        state,
    }
}

fn all(n: usize) -> Questionnaire {
    let state = |i: usize| match i % 4 {
        0 => AskState::Open,
        1 => AskState::Answered,
        2 => AskState::Contradicted { why: vec![BAD.to_owned()], is_overdue: true },
        _ => AskState::NotAsked { shown_by: vec![BAD.to_owned()] },
    };
    let person = Part { knows: Knows::It, name: BAD.to_owned(), email: BAD.to_owned(), invited_at: at() };
    let questions = (0..n).map(|i| asked(i, state(i))).collect();
    Questionnaire { parts: vec![PartAsked { knows: Knows::It, person: Some(person), questions }] }
}

fn desk(invited: bool) -> Desk {
    let here = (!invited).then(here);
    Desk {
        scope: HospitalScope::checked(self::here().ccn),
        knows: Knows::It,
        who: Answerer::invited(BAD, Knows::It),
        hospital: BAD.to_owned(),
        approver: BAD.to_owned(),
        here,
        base: "/questions".to_owned(),
    }
}

fn check(what: &str, page: &impl Template) -> String {
    let html = page.render().expect("a page");
    assert!(!html.contains(BAD), "{what} does not escape");
    assert_eq!(html.matches("<h1").count(), 1, "{what} has one main heading");
    html
}

#[test]
fn every_page_renders_empty_usual_and_full_in_both_languages() {
    for n in [0, 4, 60] {
        let all = all(n);
        let overview = OverviewPage::new(Layout::default(), here(), &all, n > 0, BAD.to_owned());
        check("the overview", &overview);
        for language in [Language::English, Language::Spanish] {
            let spoken = Spoken::of(language);
            let part = &all.parts[0];
            for invited in [false, true] {
                let list = ListPage::new(Layout::default(), desk(invited), spoken, &all, "ask-1");
                let html = check("a list", &list.expect("a part"));
                assert!(html.contains(&format!("<div lang=\"{}\">", language.key())));
                for q in &part.questions {
                    let faults = vec![Fault { field: "n".to_owned(), text: BAD.to_owned() }];
                    let fields: Fields =
                        [("answer", "partly"), ("n", BAD), ("of", BAD)].into_iter().collect();
                    let desk = desk(invited);
                    let page = QuestionPage::new(Layout::default(), desk, spoken, part, q, fields, faults);
                    check("a question", &page);
                }
            }
            if let Some(q) = part.questions.first() {
                let both = Both { asked: q.clone(), mine: Sent::Ask(Knows::Hr) };
                let fields: Fields = [("reason", BAD)].into_iter().collect();
                check("both", &BothPage::new(Layout::default(), &desk(false), spoken, &both, &fields));
            }
            check("paper", &PaperPage::new(Layout::default(), desk(false), spoken, &all));
            let (desk, typed) = (desk(false), BTreeMap::new());
            check("a form", &KeyInPage::new(Layout::default(), &desk, spoken, part, &typed, BAD.to_owned()));
            let behind = PartBehind { hospital: BAD.to_owned(), knows: Knows::It, name: BAD.to_owned() };
            let (layout, token, typed) = (Layout::default(), "t".to_owned(), BAD.to_owned());
            let frame = Frame { here: None, spoken, may_switch: n == 0 };
            let html = check("a link", &OpenPage { layout, frame, token, behind, typed, is_wrong: n > 0 });
            assert!(html.contains(&format!("<html lang=\"{}\">", language.key())));
        }
        let person = (n > 0).then(|| (BAD.to_owned(), BAD.to_owned(), BAD.to_owned()));
        let typed = Typed { name: BAD.to_owned(), email: BAD.to_owned() };
        let problems = Problems::one("email", BAD);
        let (layout, knows) = (Layout::default(), Knows::It);
        check(
            "an invitation",
            &InvitePage { layout, here: here(), knows, days: 30, person, typed, problems },
        );
    }
}

#[test]
fn somebody_invited_sees_nothing_that_was_found() {
    let finding = "85 of 96 mailboxes";
    let mut all = all(8);
    for q in &mut all.parts[0].questions {
        q.suggested = Some(Suggested { finding: Finding::Met, from: finding.to_owned() });
        if let AskState::Contradicted { why: says, .. } | AskState::NotAsked { shown_by: says } = &mut q.state
        {
            *says = vec![finding.to_owned()];
        }
    }
    let spoken = Spoken::of(Language::English);
    let show = |invited| {
        let list = ListPage::new(Layout::default(), desk(invited), spoken, &all, "").expect("a part");
        let part = &all.parts[0];
        let question = |q: &Asked| {
            let desk = desk(invited);
            let page =
                QuestionPage::new(Layout::default(), desk, spoken, part, q, Fields::default(), Vec::new());
            page.render().expect("a page")
        };
        list.render().expect("a page") + &part.questions.iter().map(question).collect::<String>()
    };
    assert!(show(false).contains(finding) && show(false).contains("Look again"));
    assert!(!show(true).contains(finding) && !show(true).contains("Look again"));
}
