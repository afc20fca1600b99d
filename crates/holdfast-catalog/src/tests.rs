//! A made-up catalog read whole, then broken in one way after another; and the catalog of this release.

use holdfast_core::Date;
use holdfast_core::catalog::{Group, OfferKind, Otherwise, QuestionKind, Serves};
use holdfast_core::facts::FactKind;
use proptest::prelude::*;

use super::*;

mod detection;
mod drill;
mod lesson;
mod made_up;
mod reading;

use self::made_up::*;

/// The errors after one text of the made-up catalog is replaced wherever it stands.
fn broken(from: &str, to: &str) -> String {
    let files = FILES.map(|(path, text)| (path, text.replace(from, to)));
    assert!(files.iter().zip(FILES).any(|((_, new), (_, old))| new != old), "`{from}` is in no file");
    match read(&files) {
        Ok(_) => "no error".to_owned(),
        Err(errors) => errors.to_string(),
    }
}

/// Each change of the made-up catalog and the errors it is answered with.
fn answers(changes: &[(&str, &str)]) -> String {
    let answer = |(from, to): &(&str, &str)| {
        let errors = broken(from, to);
        let errors = errors.rsplit_once('\n').map_or(errors.as_str(), |(errors, _count)| errors);
        format!("{from} -> {to}\n  {}\n", errors.replace('\n', "\n  "))
    };
    changes.iter().map(answer).collect()
}

#[test]
fn a_catalog_reads_as_written() {
    let catalog = read(&FILES).unwrap_or_else(|e| panic!("{e}"));
    let program = catalog.program("franklin-help").expect("the program");
    assert_eq!(
        (program.serves, program.review_target_days, program.denominators[0].n),
        (Serves::Hospitals, 5, 12)
    );
    assert_eq!(program.provenance.verified_on, Some(Date::constant(2026, 8, 1)));
    assert_eq!(program.denominators[0].provenance.verified_on, None);
    let offer = &program.offers[0];
    assert_eq!((offer.group, offer.kind, offer.term_months), (Group::Program, OfferKind::Discount, Some(12)));
    assert_eq!(offer.window.to, Some(Date::constant(2026, 10, 13)));
    let value = offer.value.as_ref().expect("a value");
    assert_eq!((value.per, value.high_usd.0, value.at_most), (Some(FactKind::StaffedUsers), 198, Some(300)));
    assert_eq!(
        offer.year_two.as_ref().and_then(|y| y.price.as_ref()).map(|p| (p.per, p.low_usd.0)),
        Some((None, 10))
    );
    assert_eq!(offer.alternatives[0].offer.as_ref().map(|o| o.as_str()), Some("franklin-scan"));
    assert_eq!(offer.clauses[0].otherwise, Otherwise::Ineligible);
    assert_eq!(offer.clauses[1].when.source(), "state == \"ZZ\" && licensed_beds <= 25");
    assert_eq!(offer.clauses[1].otherwise, Otherwise::Refer);
    assert_eq!(catalog.resources[0].group, Group::Elsewhere);
    assert!(catalog.resources[0].cost.free);
    let form = catalog.program("franklin-grants").and_then(|p| p.form.as_ref()).expect("a form");
    assert_eq!(form.questions[0].fact, Some(FactKind::ApplicantKind));
    assert_eq!(form.questions[1].kind, QuestionKind::LongText { max_chars: 900 });
    assert_eq!(catalog.safeguard_name(&offer.safeguards[0]), "Multifactor sign-in");
}

#[test]
fn the_version_follows_the_files_and_not_their_order() {
    let version = |files: &[(&str, &str)]| read(files).map(|c| c.version).unwrap_or_default();
    let mut backward = FILES;
    backward.reverse();
    assert_eq!(version(&FILES), version(&backward));
    assert!(version(&FILES).len() == 12 && version(&FILES).bytes().all(|b| b.is_ascii_hexdigit()));
    let renamed = FILES
        .map(|(path, text)| (if path == "programs/franklin.toml" { "programs/z.toml" } else { path }, text));
    assert_ne!(version(&FILES), version(&renamed));
}

#[test]
fn each_mistake_is_named_at_its_place() {
    let changes = [
        ("gets = \"Mail", "get = \"Mail"),
        ("kind = \"discount\"", "kind = \"discuont\""),
        ("free = false", "free = \"no\""),
        ("to = \"2026-10-13\"", "to = \"13/10/2026\""),
        ("to = \"2026-10-13\"", "to = 2026-10-13"),
        ("to = \"2026-10-13\"", "to = \"2026-02-30\""),
        ("to = \"2026-10-13\"", "to = \"2020-10-13\""),
        ("id = \"franklin-price\"", "id = \"Franklin price\""),
        ("\"franklin-scan\"", "\"franklin-price\""),
        ("offer = \"franklin-scan\"", "offer = \"franklin-skan\""),
        ("[\"mfa\", \"email\"]", "[\"mfa\", \"mail\", 3, \"mfa\"]"),
        (
            "source = \"Made up for tests\"\nverified_on = \"2026-08-01\"\n\n[offer.cost]",
            "source = \"\"\n\n[offer.cost]",
        ),
        ("from = \"\"\nto = \"\"\n", ""),
        ("to = \"\"\n", "to = \"soon\"\n"),
        ("per = \"staffed_users\"", "per = \"stafed_users\""),
        ("low_usd = 158", "low_usd = 500"),
        ("low_usd = 158", "low_usd = -1"),
        ("url = \"https://example.org/help\"", "url = \"example.org\""),
        ("cost = { says = \"Free.\", free = true }", ""),
        ("id = \"in-franklin\"", "id = \"small\""),
        ("[[resource]]", "[[resurce]]"),
        ("[[resource]]", "resource = [{ id = \"twin\" }, { id = \"twin\" }]\n[rest]"),
        ("[program]\nid = \"franklin-help\"", "[programm]\nid = \"franklin-help\""),
        ("serves = \"hospitals\"", "serves = \"applicants\""),
        ("serves = \"applicants\"", "serves = \"hospitals\""),
        ("fact = \"applicant_kind\"", "fact = \"focus_area\""),
        ("kind = \"choice\"", "kind = \"yes_no\""),
        ("id = \"problem\"", "id = \"kind\""),
    ];
    insta::assert_snapshot!(answers(&changes));
}

#[test]
fn each_mistake_in_a_safeguard_is_named_at_its_place() {
    let changes = [
        ("set = \"essential\"", "set = \"bronze\""),
        ("code = \"E3\"", "code = \"N3\""),
        ("code = \"E3\"", "code = \"E\u{e9}\""),
        ("id = \"email-no-spoofing\"", "id = \"mfa-admins\""),
        ("proven_by = [\"sign-in-report\"]\n", ""),
        ("proven_by = [\"sign-in-report\"]\n", "proven_by = [\"sign-in-reprt\"]\n"),
        ("weight = 3", "weight = 9"),
        ("fresh_for_days = 30", "fresh_for_days = 0"),
        ("franklin-rule = [\"12(b)\"]\nsource", "franklin-rule = [\"12(c)\"]\nsource"),
        ("franklin-rule = [\"12(b)\"]\nsource", "franklin-law = [\"12(b)\"]\nsource"),
        ("franklin-rule = [\"12(b)\"]\nsource", "franklin-rule = \"12(b)\"\nsource"),
        ("[maps_to]", "[mapsto]"),
        ("method = \"test\"", "method = \"interview\""),
        ("gathered_by = \"tenant\"", "gathered_by = \"landlord\""),
        ("for = \"it\"", "for = \"cafeteria\""),
        ("answers = [\"mfa-admins\"]", "answers = [\"mfa-admin\"]"),
        ("answers = [\"mfa-admins\"]", "hint = \"Count them.\""),
        ("kind = \"required\"", "kind = \"desired\""),
        ("title = \"Two steps\"", "titel = \"Two steps\""),
    ];
    insta::assert_snapshot!(answers(&changes));
}

#[test]
fn each_mistake_in_a_service_is_named_at_its_place() {
    let changes = [
        ("on = \"drawer\"", "on = \"drawr\""),
        ("depends_on = [\"desk\"]", "depends_on = [\"dest\"]"),
        ("depends_on = [\"desk\"]", "depend_on = [\"desk\"]"),
        ("id = \"desk\"", "id = \"drawer\""),
        ("kind = \"clinical\"", "kind = \"clinicle\""),
        ("effect = \"slows\"", "effect = \"ends\""),
        ("hours = [1, 2, 3]", "hours = [3, 2, 1]"),
        ("[[need]]", "[[needs]]"),
        ("days_on_hand = [1, 20, 99]", "days_on_hand = [1, 20]"),
        ("[on_hand]", "[in_hand]"),
    ];
    insta::assert_snapshot!(answers(&changes));
}

#[test]
fn clause_errors_point_into_the_string() {
    let changes = [
        ("when = \"cah || reh\"", "when = \"cah || rehh\""),
        ("when = \"cah || reh\"", "when = 'cah || rehh'"),
        ("when = \"cah || reh\"", "when = \"state == \\\"XX\\\" && rehh\""),
        ("when = \"cah || reh\"", "when = \"\"\"\ncah\n|| rehh\"\"\""),
        ("when = \"cah || reh\"", "when = \"  \""),
    ];
    insta::assert_snapshot!(answers(&changes));
}

#[test]
fn broken_toml_does_not_hide_other_errors_nor_make_up_new_ones() {
    let files = [
        (
            "programs/franklin.toml",
            PROGRAM.replace("name = \"A lower price\"", "name = \"A lower price").replace("reh\"", "rehh\""),
        ),
        ("resources/franklin.toml", RESOURCES.replace("kind = \"scan\"", "kind = \"skan\"")),
        ("safeguards/mfa.toml", MFA.replace("[[measure]]", "[[measure]")),
        ("recipes/one.toml", String::new()),
    ];
    let errors = read(&files).expect_err("errors").to_string();
    insta::assert_snapshot!(errors);

    // An id that is nowhere is lost, whatever else is broken.
    let files = [
        ("programs/franklin.toml", PROGRAM.replace("offer = \"franklin-scan\"", "offer = \"franklin-skan\"")),
        ("resources/franklin.toml", RESOURCES.to_owned()),
        ("safeguards/mfa.toml", MFA.replace("id = \"mfa\"", "id = \"mfa\"\n[[")),
    ];
    let errors = read(&files).expect_err("errors").to_string();
    assert!(errors.contains("no offer or resource has the id `franklin-skan`"), "{errors}");
    assert!(!errors.contains("id `mfa`"), "{errors}");
}

#[test]
fn errors_are_values_too() {
    let errors = read(&[("resources/a.toml", "[[resource]]\nid = 3\n")]).expect_err("errors");
    let first = errors.iter().next().expect("one at least");
    assert_eq!((first.file.as_str(), first.line, first.column), ("resources/a.toml", 1, 1));
    assert_eq!((errors.n_errors(), errors.n_files()), (10, 1));
    assert!(errors.to_string().ends_with("\n10 errors in 1 file"));
}

#[test]
fn the_catalog_of_this_release_is_free_of_errors() {
    let catalog = load_embedded().unwrap_or_else(|e| panic!("{e}"));
    let on_disk = load_dir(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog"));
    assert_eq!(on_disk.unwrap_or_else(|e| panic!("{e}")).version, catalog.version);
    let n_in = |set| catalog.safeguards.iter().filter(|s| s.set == set).count();
    use holdfast_core::catalog::SafeguardSet::{Enhanced, Essential, Extra};
    assert_eq!((n_in(Essential), n_in(Enhanced), n_in(Extra)), (10, 10, 7));
    for id in ["rural-hospitals", "ai-for-health"] {
        let program = catalog.program(id).unwrap_or_else(|| panic!("{id} ships with the product"));
        assert!(!program.offers.is_empty());
    }
    assert!(catalog.resources.len() >= 30, "{} resources", catalog.resources.len());
    for offer in catalog.offers() {
        assert!(!offer.how_to_apply.is_empty(), "{} says how to apply", offer.id);
        assert!(
            !offer.alternatives.is_empty() || offer.cost.free || offer.group == Group::Elsewhere,
            "{}",
            offer.id
        );
        for alternative in offer.alternatives.iter().filter_map(|a| a.offer.as_ref()) {
            assert!(catalog.offer(alternative.as_str()).is_some(), "{alternative}");
        }
    }
}

#[test]
fn a_folder_that_is_no_catalog_says_so() {
    let missing = load_dir(std::path::Path::new("/no/such/folder")).expect_err("an error").to_string();
    assert!(missing.starts_with("/no/such/folder:1:1: cannot be read: "), "{missing}");
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let other = load_dir(&source).expect_err("an error").to_string();
    assert!(other.contains("there is no catalog here"), "{other}");
}

#[test]
fn each_mistake_in_a_step_or_scenario_is_named_at_its_place() {
    let changes = [
        ("after = []", "after = [\"second-step\"]"),
        ("after = [\"list-administrators\"]", "after = [\"second-step\"]"),
        ("after = [\"list-administrators\"]", "after = [\"list-admins\"]"),
        ("closes = [\"mfa-admins\"]", "closes = [\"mfa-adminz\"]"),
        ("skill = \"own\"", "skill = \"nobody\""),
        ("hours_first = [2, 4, 8]", "hours_first = [8, 4, 2]"),
        ("hours_first = [2, 4, 8]", "hours_first = [2, 4]"),
        ("hours_first = [2, 4, 8]", "hours_first = [2, 4, 8, 16]"),
        ("hours_first = [2, 4, 8]", "hours_first = [2, \"4\", 8]"),
        ("hours_first = [2, 4, 8]", "hours_first = 4"),
        ("hours_first = [2, 4, 8]\n", ""),
        ("cut_percent = [10, 20, 40]", "cut_percent = [10, 20, 100]"),
        ("scenario = \"lost-password\"", "scenario = \"lost-pasword\""),
        ("offer = \"franklin-scan\", percent", "offer = \"franklin-skan\", percent"),
        ("percent = 50", "percent = 0"),
        ("steps = [\"Turn it on.\"]\n", ""),
        ("[cost]", "[costs]"),
        ("per_1000_years = [10, 20, 40]", "per_1000_years = [-1, 20, 40]"),
        ("per = \"bed_day\"", "per = \"bed\""),
    ];
    insta::assert_snapshot!(answers(&changes));
}

#[test]
fn each_mistake_in_a_kind_of_system_is_named_at_its_place() {
    let changes = [
        ("holds = \"all\"", "holds = \"everything\""),
        ("care = \"slows\"", "care = \"sleeps\""),
        ("flows = \"Created at the desk; kept in a drawer.\"\n", ""),
        ("[[threat]]", "[[thread]]"),
        ("scenario = \"lost-password\"\nhow", "scenario = \"lost-pasword\"\nhow"),
        ("\"integrity\"]", "\"dignity\"]"),
        ("harms = [\"confidentiality\", \"integrity\"]\n", ""),
        ("weak_without = [\"mfa-admins\"]", "weak_without = []"),
        ("weak_without = [\"mfa-admins\"]", "weak_without = [\"mfa-adminz\"]"),
    ];
    insta::assert_snapshot!(answers(&changes));
}

/// Each scenario threatens something, and each measure that is a gate keeps something off.
#[test]
fn the_kinds_of_systems_of_this_release_are_whole() {
    let catalog = load_embedded().unwrap_or_else(|e| panic!("{e}"));
    assert!(catalog.assets.len() >= 12, "{} kinds of systems", catalog.assets.len());
    let threats = || catalog.assets.iter().flat_map(|a| &a.threats);
    for scenario in &catalog.scenarios {
        assert!(threats().any(|t| t.scenario == scenario.id), "nothing is threatened by {}", scenario.id);
    }
    for (_, gate) in catalog.measures().filter(|(_, m)| m.gate.is_some()) {
        assert!(threats().any(|t| t.weak_without.contains(&gate.id)), "{} keeps nothing off", gate.id);
    }
}

/// Everything that can be down hurts some service, and what stops claims starts the clock of money.
#[test]
fn the_services_of_this_release_are_whole() {
    use holdfast_core::catalog::ServiceKind;
    use holdfast_core::decide::downtime::{OutOfUse, OwnServices, ServiceState, downtime};

    let services = load_embedded().unwrap_or_else(|e| panic!("{e}")).services;
    assert!(services.services.len() >= 10, "{} services", services.services.len());
    for dependency in &services.dependencies {
        let down = [OutOfUse::Dependency(dependency.id.clone())];
        let got = downtime(&services, &OwnServices::default(), &down);
        let hurt: Vec<_> = got.services.iter().filter(|s| s.state != ServiceState::GoesOn).collect();
        assert!(!hurt.is_empty(), "nothing leans on {}", dependency.id);
        let stops_billing =
            hurt.iter().any(|s| s.kind == ServiceKind::Billing && s.state == ServiceState::Stops);
        assert_eq!(got.cash.is_some(), stops_billing, "{}", dependency.id);
    }
    let network = [OutOfUse::Dependency(holdfast_core::catalog::DependencyId::new("network"))];
    let got = downtime(&services, &OwnServices::default(), &network);
    assert!(got.services.iter().all(|s| s.state != ServiceState::GoesOn), "{:?}", got.services);
}

/// Every measure can be closed, nothing is stopped wholly, and each scenario costs something and can be made rarer.
#[test]
fn the_steps_and_scenarios_of_this_release_are_whole() {
    let catalog = load_embedded().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(catalog.scenarios.len(), 8);
    assert!(catalog.steps.len() >= 60, "{} steps", catalog.steps.len());
    for (_, measure) in catalog.measures() {
        assert!(
            catalog.steps.iter().any(|s| s.closes.contains(&measure.id)),
            "no step closes {}",
            measure.id
        );
    }
    for step in &catalog.steps {
        assert!(step.steps.len() >= 2, "{} says how", step.id);
        for measure in &step.closes {
            let (_, measure) = catalog.measures().find(|(_, m)| m.id == *measure).expect("followed");
            assert!(
                step.proof.iter().any(|p| measure.proven_by.contains(p)),
                "{} proves {}",
                step.id,
                measure.id
            );
        }
    }
    for scenario in &catalog.scenarios {
        let acts =
            catalog.steps.iter().flat_map(|s| &s.effects).filter(|e| e.scenario == scenario.id).count();
        assert!(acts >= 3, "{acts} effects act on {}", scenario.id);
    }
}

/// Codes without a gap, every HHS goal with its title, and no measure that only hope can prove.
#[test]
fn the_safeguards_of_this_release_are_whole() {
    use std::collections::HashSet;
    let catalog = load_embedded().unwrap_or_else(|e| panic!("{e}"));
    let codes: Vec<&str> = catalog.safeguards.iter().map(|s| s.code.as_str()).collect();
    let wanted = [('E', 10), ('N', 10), ('X', 7)];
    let wanted: Vec<String> =
        wanted.iter().flat_map(|(l, n)| (1..=*n).map(move |i| format!("{l}{i}"))).collect();
    assert_eq!(codes, wanted);
    for safeguard in &catalog.safeguards {
        let is_hhs = !safeguard.code.starts_with('X');
        assert_eq!(safeguard.title.is_some(), is_hhs, "{}", safeguard.id);
        assert!(safeguard.maps_to.iter().any(|m| m.framework.as_str() == "hipaa"), "{}", safeguard.id);
    }
    let asked: HashSet<_> = catalog.asks.iter().flat_map(|a| &a.answers).collect();
    for (_, measure) in catalog.measures() {
        let by_test = measure.proven_by.iter().filter_map(|k| catalog.evidence_kind(k));
        let by_machine = by_test.filter(|k| k.method == holdfast_core::catalog::Method::Test).count() > 0;
        let by_assessor = measure.proven_by.iter().any(|k| k.as_str() == "assessor-review");
        assert!(
            by_machine || (asked.contains(&measure.id) && by_assessor),
            "nobody can settle {}",
            measure.id
        );
    }
    let used: HashSet<_> = catalog.measures().flat_map(|(_, m)| &m.proven_by).collect();
    for kind in &catalog.evidence {
        assert!(used.contains(&kind.id), "no measure names {}", kind.id);
    }
    let n_gates = catalog.measures().filter(|(_, m)| m.gate.is_some()).count();
    assert_eq!(n_gates, 8);
}

proptest! {
    /// Whatever replaces a piece of a file, the reader answers, and every place is inside the file.
    #[test]
    fn any_bytes_are_answered(cut in 0_usize..3_000, len in 0_usize..200, bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        for (path, text) in FILES {
            let mut whole = text.as_bytes().to_vec();
            let from = cut.min(whole.len());
            let to = (from + len).min(whole.len());
            whole.splice(from..to, bytes.iter().copied());
            answered(path, &String::from_utf8_lossy(&whole))?;
        }
    }

    #[test]
    fn any_soup_of_lines_is_answered(lines in prop::collection::vec(prop::sample::select(SOUP), 0..30)) {
        for (path, _) in FILES {
            answered(path, &lines.join("\n"))?;
            answered(path, &lines.concat())?;
        }
    }
}

const SOUP: &[&str] = &[
    "[program]",
    "[[program]]",
    "program = 3",
    "[[offer]]",
    "[offer]",
    "[[offer.clause]]",
    "[offer.clause]",
    "[[resource]]",
    "resource = [1, {}]",
    "[maps_to]",
    "[[measure]]",
    "[[requirement]]",
    "id = \"a\"",
    "id = \"\"",
    "when = \"cah &&\"",
    "when = '''\n(",
    "when = \"\\u00e9 \\\"",
    "cost = {}",
    "cost = []",
    "value = { per = 'x' }",
    "verified_on = \"\"",
    "safeguards = [[",
    "choices = [[\"a\"], 3]",
    "[[question]]",
    "kind = \"choice\"",
    "n = 0x7fffffffffffffff",
    "n = -0",
    "n = 1e9",
    "é = \"ü\"",
    "\u{0}",
    "=",
    "\"",
    "]",
    "# x",
];

fn answered(path: &str, text: &str) -> Result<(), TestCaseError> {
    if let Err(errors) = read(&[(path, text)]) {
        for error in &errors {
            let line = text.split('\n').nth(error.line - 1);
            prop_assert!(line.is_some_and(|l| error.column <= l.chars().count() + 1), "{error} in {text:?}");
        }
    }
    Ok(())
}

#[test]
fn deep_nesting_and_large_files_are_refused() {
    for open in ["[", "{a=", "a.", "[["] {
        let text = format!("x = {}", open.repeat(5_000));
        assert!(read(&[("programs/deep.toml", text)]).is_err());
        assert!(read(&[("programs/deep.toml", open.repeat(5_000))]).is_err());
    }
    let errors = read(&[("programs/large.toml", "#".repeat(2_000_001))]).expect_err("too large");
    assert!(errors.to_string().contains("2000000 is the most"));
}
