//! The guide `docs/adding-a-program.md` against the reader: its example loads, and it lists every fact and every word.
//!
//! It is a test only; the guide is written by people.

use holdfast_core::catalog::OfferKind;
use holdfast_core::decide::eligibility::{Because, Verdict, verdict};
use holdfast_core::facts::{FactKind, FactSource, FactValue, Facts};
use holdfast_core::{Date, catalog::Catalog};

const GUIDE: &str = include_str!("../../../docs/adding-a-program.md");

/// The example's blocks of one kind, joined as its reader is told to join them.
fn example(kind: &str) -> String {
    let opening = format!("```toml {kind}\n");
    let blocks = GUIDE.split(opening.as_str()).skip(1);
    blocks.filter_map(|rest| rest.split_once("```")).map(|(block, _)| block).collect::<Vec<_>>().join("\n")
}

fn catalog() -> Catalog {
    let shipped = crate::embedded().iter().filter(|(path, _)| {
        ["safeguards/", "evidence/", "frameworks/"].iter().any(|folder| path.starts_with(folder))
    });
    let mut files = vec![
        ("programs/franklin-mail.toml", example("program")),
        ("programs/franklin-research.toml", example("applicants")),
        ("resources/franklin.toml", example("resource")),
    ];
    files.extend(shipped.map(|(path, text)| (*path, (*text).to_owned())));
    crate::read(&files).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn the_worked_example_loads_and_answers_as_the_guide_says() {
    let catalog = catalog();
    let (_, offer) = catalog.offer("franklin-filter").expect("the example's offer");
    let on = Date::constant(2026, 8, 1);
    let answer = |known: &[(FactKind, FactValue)]| {
        let mut facts = Facts::none(on);
        for (kind, value) in known {
            facts.know(*kind, value.clone(), FactSource::Attested { on });
        }
        verdict(offer, &facts)
    };
    let state = |code: &str| (FactKind::State, FactValue::Word(code.to_owned()));
    let no = |kind| (kind, FactValue::Bool(false));
    let refers = |answer: Verdict| match answer {
        Verdict::Refer { clause, because } => (clause.to_string(), because),
        other => panic!("{other:?}"),
    };
    assert_eq!(answer(&[state("ZZ"), (FactKind::Cah, FactValue::Bool(true))]), Verdict::Eligible);
    assert!(
        matches!(answer(&[state("MT")]), Verdict::Ineligible { clause } if clause.as_str() == "in-franklin")
    );
    let sixty =
        [state("ZZ"), no(FactKind::Cah), no(FactKind::Reh), (FactKind::LicensedBeds, FactValue::Int(60))];
    assert_eq!(refers(answer(&sixty)), ("small".to_owned(), Because::Judgement));
    assert_eq!(refers(answer(&sixty[..3])), ("small".to_owned(), Because::Missing(FactKind::LicensedBeds)));
}

#[test]
fn the_guide_lists_every_fact_and_every_word() {
    for kind in FactKind::ALL {
        assert!(
            GUIDE.contains(&format!("\n| `{}` |", kind.key())),
            "{} is not in the list of facts",
            kind.key()
        );
        for word in kind.words().unwrap_or_default().iter().filter(|_| *kind != FactKind::State) {
            let line = GUIDE
                .lines()
                .find(|l| l.starts_with(&format!("- `{}`:", kind.key())))
                .expect("a line of words");
            assert!(line.contains(&format!("`{word}`")), "{word} of {}", kind.key());
        }
    }
    for (_, key, _) in OfferKind::ALL {
        assert!(GUIDE.contains(&format!("`{key}`")), "{key}");
    }
}
