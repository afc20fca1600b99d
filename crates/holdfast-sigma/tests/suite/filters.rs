//! Filters: they suppress, in either way of writing them, and only where they say.

use holdfast_sigma::Program;

use crate::given::{hits, process, rules};

const RULES: &str = "title: One\nid: one\nname: first\nlogsource: {product: windows, category: process_creation}\ndetection:\n    s: {F: 1}\n    condition: s\n---\ntitle: Two\nid: two\nlogsource: {product: windows, category: process_creation}\ndetection:\n    s: {F: 1}\n    condition: s\n";

/// With this filter, an event of `User` hits these rules.
#[track_caller]
fn check(filter: &str, expected: &[(&str, &[usize])]) {
    let set = rules(&format!("{RULES}---\n{filter}"));
    assert!(set.rejected.is_empty(), "{:?}", set.rejected);
    let program = Program::compile(set);
    for (user, rules) in expected {
        let event = process(&program, &format!(r#""F":1,"User":"{user}""#));
        assert_eq!(hits(&program, &event), *rules, "{user}");
    }
}

fn filter(rules: &str, condition: &str) -> String {
    format!(
        "title: Admins\nlogsource: {{category: process_creation, product: windows}}\nfilter:\n    rules: {rules}\n    selection: {{User|startswith: 'adm_'}}\n    other: {{User: svc}}\n    condition: {condition}\n"
    )
}

#[test]
fn a_filter_suppresses_what_it_describes() {
    check(&filter("[one]", "selection"), &[("adm_eve", &[1]), ("eve", &[0, 1]), ("svc", &[0, 1])]);
    check(&filter("[first, two]", "selection"), &[("adm_eve", &[]), ("eve", &[0, 1])]);
    check(&filter("any", "selection or other"), &[("adm_eve", &[]), ("svc", &[]), ("eve", &[0, 1])]);
}

#[test]
fn a_filter_may_also_say_what_to_keep() {
    check(&filter("[one]", "not selection"), &[("adm_eve", &[1]), ("eve", &[0, 1])]);
    check(
        &filter("[one]", "not selection and not other"),
        &[("adm_eve", &[1]), ("svc", &[1]), ("eve", &[0, 1])],
    );
    check(&filter("[one]", "not 1 of *"), &[("adm_eve", &[1]), ("svc", &[1]), ("eve", &[0, 1])]);
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let set = rules(&format!("{}---\n{RULES}", filter("[one]", "selection")));
    assert!(set.rejected.is_empty());
    assert_eq!(set.rules[0].filters, ["Admins"]);
    let program = Program::compile(set);
    assert_eq!(hits(&program, &process(&program, r#""F":1,"User":"adm_x""#)), [1]);
}

#[test]
fn what_a_filter_cannot_do_is_said() {
    let faults = |filter: &str| {
        let set = rules(&format!("{RULES}---\n{filter}"));
        assert_eq!(set.rules.len(), 2);
        set.rejected.iter().map(|r| r.what.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        faults(&filter("[nobody]", "selection")),
        ["the filter names rule `nobody`, which is not loaded"]
    );
    assert_eq!(faults(&filter("[]", "selection")), ["the filter names no `rules`"]);
    assert_eq!(faults(&filter("[one]", "nothing")), ["the condition names `nothing`, which is not there"]);
    let elsewhere = filter("[one]", "selection").replace("process_creation", "dns_query");
    assert_eq!(faults(&elsewhere), ["rule `one` has another log source than the filter"]);
}
