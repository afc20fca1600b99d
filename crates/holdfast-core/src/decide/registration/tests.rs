//! What people type, and what comes of it.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::model::{
    Consent, Contact, ContactRole, CurrentPlan, EmailAddress, HospitalType, Independence, MailDomain,
    Ownership, RegistrationAnswers, Said, SecurityToday, WindowsCounts,
};

fn typed(text: &str) -> Fields {
    text.split('&').filter_map(|pair| pair.split_once('=')).collect()
}

/// What a page of the form leads to: the fields as kept, or each error.
fn outcome(step: Step, form: &str) -> String {
    let mut answers = RegistrationAnswers::default();
    match answer(step, &typed(form), &mut answers) {
        Ok(()) => {
            assert_eq!(step.status(&answers), Status::Done);
            let kept: Vec<String> = show(step, &answers)
                .iter()
                .filter(|(_, v)| !v.is_empty())
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            kept.join(" ")
        }
        Err(errors) => {
            assert_eq!(answers, RegistrationAnswers::default(), "an error changes nothing");
            errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect::<Vec<_>>().join(" | ")
        }
    }
}

#[test]
fn each_page_takes_its_answer_or_says_what_to_mend() {
    let forms = [
        (Step::Hospital, "legal_name= Fixture Memorial &hospital_type=cah&ownership=nonprofit_private"),
        (Step::Hospital, "legal_name=&hospital_type=castle&ownership="),
        (Step::Independence, "independence=independent&system_name=left over"),
        (Step::Independence, "independence=system&system_name="),
        (Step::Independence, "independence=system&system_name=Franklin Health"),
        (Step::Independence, "independence=dont_know"),
        (Step::Independence, ""),
        (Step::Beds, "licensed_beds=25"),
        (Step::Beds, "licensed_beds=0"),
        (Step::Beds, "licensed_beds=5,001"),
        (Step::Beds, "licensed_beds=-3"),
        (Step::Beds, "licensed_beds=twenty"),
        (Step::Beds, "licensed_beds=25&licensed_beds_unknown=yes"),
        (Step::Beds, ""),
        (Step::Users, "staffed_users=1 200"),
        (Step::Users, "staffed_users=0"),
        (Step::Users, "staffed_users=99999999999999999999"),
        (Step::Windows, "windows_11=40&windows_10_22h2=180&windows_10_other=&servers=0"),
        (Step::Windows, "windows_11=&servers="),
        (Step::Windows, "windows_11=some&servers=1e9"),
        (Step::Windows, "windows_unknown=yes&windows_11=some"),
        (Step::MailDomain, "mail_domain=https://www.Fixture.example/contact"),
        (Step::MailDomain, "mail_domain=ann@fixture.example"),
        (Step::MailDomain, "mail_domain=not a domain"),
        (Step::MailDomain, "mail_domain_unknown=on"),
        (Step::Security, "plan=business&products=A mail filter"),
        (Step::Security, "plan=dont_know"),
        (Step::Security, "plan=gold&products=x\ny"),
        (Step::Contact, "name=Ann Lee&role=it&email=Ann.Lee@Fixture.Example&phone=(555) 555-0142 ext. 12"),
        (Step::Contact, "name=Ann&role=it&email=ann@fixture.example&phone=555.555.0142 x9"),
        (Step::Contact, "name=&role=king&email=ann at home&phone=12345"),
        (Step::Contact, "name=Ann&role=it&email=ann@fixture.example&phone=call 555 555 0142 now"),
        (Step::Consent, "share_with_assessor=yes&count_in_totals=no"),
        (Step::Consent, "count_in_totals=maybe"),
    ];
    let lines: Vec<String> = forms
        .iter()
        .map(|(step, form)| format!("{} <- {form:?}\n    {}", step.slug(), outcome(*step, form)))
        .collect();
    assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_megabyte_in_a_field_is_a_length_error() {
    let huge = "\u{fc}".repeat(1_000_000);
    for (step, field) in [
        (Step::Hospital, "legal_name"),
        (Step::Beds, "licensed_beds"),
        (Step::Windows, "servers"),
        (Step::MailDomain, "mail_domain"),
        (Step::Security, "products"),
        (Step::Contact, "name"),
        (Step::Contact, "email"),
        (Step::Contact, "phone"),
    ] {
        let said = outcome(step, &format!("{field}={huge}"));
        assert!(said.contains(&format!("{field}: ")) && said.len() < 1_000, "{step:?} {field}");
    }
}

#[test]
fn everything_is_missing_at_first_and_nothing_at_last() {
    let mut answers = RegistrationAnswers::default();
    assert_eq!(problems(&answers).len(), Step::ALL.len());
    assert_eq!(Step::Beds.next_open(&answers), Some(Step::Beds));
    for (step, form) in [
        (Step::Beds, "licensed_beds=25"),
        (Step::Hospital, "legal_name=Fixture&hospital_type=cah&ownership=tribal"),
        (Step::Consent, "share_with_assessor=yes&count_in_totals=yes"),
        (Step::Independence, "independence=dont_know"),
        (Step::Users, "staffed_users=80"),
        (Step::Windows, "windows_11=5"),
        (Step::MailDomain, "mail_domain=fixture.example"),
        (Step::Contact, "name=Ann&role=it&email=ann@fixture.example&phone=555 555 0142"),
    ] {
        answer(step, &typed(form), &mut answers).expect("good answers");
    }
    assert_eq!(problems(&answers), [Missing { step: Step::Security }]);
    assert_eq!(Step::Consent.next_open(&answers), Some(Step::Security));
    assert_eq!(problems(&answers)[0].message(), "Answer \u{201c}What protects the hospital today?\u{201d}");
    answer(Step::Security, &typed("plan=none"), &mut answers).expect("a good answer");
    assert!(problems(&answers).is_empty());
    assert_eq!(Step::Hospital.next_open(&answers), None);
    let rows: Vec<String> = review(&answers)
        .iter()
        .map(|r| format!("{}: {}", r.asked, r.said.as_deref().unwrap_or("-")))
        .collect();
    assert_snapshot!(rows.join("\n"));
}

#[test]
fn two_people_on_one_page() {
    let merged = |base: &str, mine: &str, theirs: &str| {
        let merge = merge(Step::Hospital, &typed(base), &typed(mine), &typed(theirs));
        let kept: Vec<String> = merge.fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let both: Vec<String> =
            merge.both.iter().map(|b| format!("{}: {:?} or {:?}", b.label, b.mine, b.theirs)).collect();
        format!(
            "{}; {}",
            kept.join(" "),
            if both.is_empty() { "no conflict".to_owned() } else { both.join(", ") }
        )
    };
    let lines = [
        merged(
            "legal_name=A&ownership=tribal",
            "legal_name=B&ownership=tribal",
            "legal_name=A&ownership=tribal",
        ),
        merged(
            "legal_name=A&ownership=tribal",
            "legal_name=B&ownership=tribal",
            "legal_name=A&ownership=proprietary",
        ),
        merged("legal_name=A", "legal_name=B", "legal_name=C"),
        merged("legal_name=A", "legal_name=B", "legal_name=B"),
        merged("ownership=tribal", "ownership=proprietary", ""),
    ];
    assert_snapshot!(lines.join("\n"), @r#"
    hospital_type= legal_name=B ownership=tribal; no conflict
    hospital_type= legal_name=B ownership=proprietary; no conflict
    hospital_type= legal_name=B ownership=; Legal name: "B" or "C"
    hospital_type= legal_name=B ownership=; no conflict
    hospital_type= legal_name= ownership=proprietary; Owner: "For profit" or "Nothing"
    "#);
}

#[test]
fn a_number_and_i_dont_know_are_one_answer() {
    let merged = |step: Step, base: &str, mine: &str, theirs: &str| {
        let merge = merge(step, &typed(base), &typed(mine), &typed(theirs));
        let kept: Vec<String> =
            merge.fields.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={v}")).collect();
        let both: Vec<String> = merge
            .both
            .iter()
            .map(|b| format!("{} ({}): {} or {}", b.label, b.field, b.mine, b.theirs))
            .collect();
        let both = if both.is_empty() { "no conflict".to_owned() } else { both.join(", ") };
        format!("{}; {both}", kept.join(" "))
    };
    let shown = [
        merged(Step::Beds, "", "licensed_beds_unknown=yes", "licensed_beds=25"),
        merged(Step::Users, "staffed_users=10", "staffed_users=12", "staffed_users_unknown=yes"),
        merged(Step::MailDomain, "", "mail_domain_unknown=yes", "mail_domain=x.org"),
        merged(Step::Beds, "licensed_beds=10", "licensed_beds=10", "licensed_beds_unknown=yes"),
        merged(Step::Beds, "licensed_beds=10", "licensed_beds_unknown=yes", "licensed_beds=10"),
        merged(Step::Windows, "", "windows_unknown=yes", "windows_11=40&servers=6"),
        merged(Step::Windows, "windows_11=1", "windows_11=2", "windows_11=1&servers=6"),
        merged(Step::Windows, "windows_11=1", "windows_11=2", "windows_11=3"),
        merged(Step::Windows, "windows_11=1", "windows_11=1", "windows_unknown=yes"),
    ];
    assert_snapshot!(shown.join("\n"), @r"
    licensed_beds_unknown=yes; Licensed beds (licensed_beds): I don't know or 25
    staffed_users=12; People who sign in (staffed_users): 12 or I don't know
    mail_domain_unknown=yes; Mail domain (mail_domain): I don't know or x.org
    licensed_beds_unknown=yes; no conflict
    licensed_beds_unknown=yes; no conflict
    windows_unknown=yes; Windows computers (windows_unknown): I don't know or Windows 11 computers: 40; Windows servers: 6
    servers=6 windows_11=2; no conflict
    windows_11=2; Windows 11 computers (windows_11): 2 or 3
    windows_unknown=yes; no conflict
    ");
}

#[test]
fn slugs_lead_back() {
    for step in Step::ALL {
        assert_eq!(Step::from_slug(step.slug()), Some(*step));
        assert!(!labels(*step).is_empty());
    }
    assert_eq!(Step::from_slug("check"), None);
}

fn said<T: std::fmt::Debug + Clone>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Said<T>> {
    prop_oneof![of.prop_map(Said::Value), Just(Said::DontKnow)]
}

fn word() -> impl Strategy<Value = String> {
    "[A-Za-z][A-Za-z .&'-]{0,30}[a-z]"
}

fn answers() -> impl Strategy<Value = RegistrationAnswers> {
    let hospital = (word(), prop::sample::select(HospitalType::ALL), prop::sample::select(Ownership::ALL));
    let independence = said(prop_oneof![
        Just(Independence::Independent),
        word().prop_map(|name| Independence::System { name })
    ]);
    let count = || prop::option::of(0u32..100_000);
    let windows = said((0u32..9, count(), count(), count()).prop_map(|(a, b, c, d)| WindowsCounts {
        windows_11: Some(a),
        windows_10_22h2: b,
        windows_10_other: c,
        windows_older: b.map(|n| n / 2),
        servers: d,
    }));
    let plans: Vec<CurrentPlan> = CurrentPlan::ALL.iter().map(|(p, _, _)| *p).collect();
    let roles: Vec<ContactRole> = ContactRole::ALL.iter().map(|(r, _, _)| *r).collect();
    let contact = (word(), prop::sample::select(roles)).prop_map(|(name, role)| Contact {
        name,
        role,
        email: EmailAddress::parse("ann@fixture.example").expect("an address"),
        phone: "(555) 555-0142".to_owned(),
    });
    let security = (said(prop::sample::select(plans)), prop_oneof![Just(String::new()), word()]);
    let domain = Just(MailDomain::parse("fixture.example").expect("a domain"));
    let consent = (any::<bool>(), any::<bool>());
    (
        hospital,
        independence,
        said(0u32..5_000),
        said(1u32..100_000),
        windows,
        said(domain),
        security,
        contact,
        consent,
    )
        .prop_map(|(h, independence, beds, users, windows, domain, security, contact, consent)| {
            RegistrationAnswers {
                legal_name: Some(h.0),
                hospital_type: Some(h.1),
                ownership: Some(h.2),
                independence: Some(independence),
                licensed_beds: Some(beds),
                staffed_users: Some(users),
                windows: Some(windows),
                mail_domain: Some(domain),
                security: Some(SecurityToday { plan: security.0, products: security.1 }),
                contact: Some(contact),
                consent: Some(Consent { share_with_assessor: consent.0, count_in_totals: consent.1 }),
                ..RegistrationAnswers::default()
            }
        })
}

proptest! {
    #[test]
    fn what_a_page_shows_is_what_was_answered(kept in answers()) {
        let mut again = RegistrationAnswers::default();
        for step in Step::ALL {
            prop_assert_eq!(answer(*step, &show(*step, &kept), &mut again), Ok(()));
        }
        prop_assert!(problems(&again).is_empty());
        prop_assert_eq!(again, kept);
    }

    #[test]
    fn nothing_typed_can_panic(field in "[a-z_0-9]{0,20}", text in any::<String>()) {
        for step in Step::ALL {
            let mut fields = Fields::default();
            for (name, _) in labels(*step) {
                fields.set(*name, text.clone());
            }
            fields.set(field.clone(), text.clone());
            let _ = answer(*step, &fields, &mut RegistrationAnswers::default());
        }
    }

    #[test]
    fn who_comes_alone_meets_no_conflict(base in "[a-c]?", mine in "[a-c]?") {
        let fields = |v: &str| Fields::from_iter([("legal_name", v)]);
        let alone = merge(Step::Hospital, &fields(&base), &fields(&mine), &fields(&base));
        prop_assert!(alone.both.is_empty());
        prop_assert_eq!(alone.fields.get("legal_name"), mine);
    }
}
