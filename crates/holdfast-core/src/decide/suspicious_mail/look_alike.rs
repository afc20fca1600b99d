//! Hosts made to be taken for the hospital's own.

use serde::{Deserialize, Serialize};

use crate::model::MailDomain;

/// The shortest name that nobody else has by accident under another ending. Shorter ones belong to many: `mmch.com` is no imitation of
/// `mmch.org`.
const LEAST_FOR_NAME: usize = 5;

/// The shortest name of which one letter more or less is no accident.
const LEAST_FOR_SLIP: usize = 6;

/// Names that many houses of care have, each under an ending of its own. They count as short ones do.
const SHARED_NAMES: &[&str] = &[
    "baptist",
    "clinic",
    "community",
    "county",
    "general",
    "health",
    "healthcare",
    "hospital",
    "medical",
    "memorial",
    "mercy",
    "methodist",
    "regional",
    "rural",
    "valley",
];

/// Names of machines that a hospital may have put in front of its domain when it named it.
const MACHINES: &[&str] = &["email", "exchange", "mail", "mx", "owa", "smtp", "webmail", "www"];

/// Services at which every customer has a host of its own name. A host there that has the hospital's name is likely its own, though anybody
/// may have taken it: it is no mark of an imitation, and no sign of a good one. Ours, of those that hospitals use.
const TENANTS: &[&str] = &[
    "adobesign.com",
    "atlassian.net",
    "bamboohr.com",
    "box.com",
    "dynamics.com",
    "egnyte.com",
    "force.com",
    "freshdesk.com",
    "icims.com",
    "my.salesforce.com",
    "my.site.com",
    "myworkday.com",
    "myworkdayjobs.com",
    "okta.com",
    "onelogin.com",
    "onmicrosoft.com",
    "oraclecloud.com",
    "policystat.com",
    "powerappsportals.com",
    "service-now.com",
    "sharefile.com",
    "sharepoint.com",
    "slack.com",
    "ultipro.com",
    "webex.com",
    "workday.com",
    "zendesk.com",
    "zoom.us",
];

/// How a host looks like the hospital's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LooksLike {
    /// Letters that look the same on a screen.
    SameOnScreen,
    /// One letter changed, added, left out, or two swapped.
    OneLetterOff,
    /// The same name under another ending.
    OtherEnding,
    /// The name with something added.
    NameAndMore,
}

/// Whether `host` is the hospital's own: its domain, or below it.
pub fn is_own(host: &str, own: &MailDomain) -> bool {
    let host = host.trim_end_matches('.').to_lowercase();
    is_within(&host, house(own))
}

/// How `host` looks like `own`; `None` when it is its own, or does not. `host` as it reads on a screen.
pub fn looks_like(host: &str, own: &MailDomain) -> Option<LooksLike> {
    let host = host.trim_end_matches('.').to_lowercase();
    let own = house(own);
    if is_within(&host, own) || is_within(own, &host) {
        return None;
    }
    let name = first_label(own);
    let seen = on_screen(&host);
    let is_same = is_within(&seen, &on_screen(own));
    if is_shared(name) {
        // Of a short name an `l` for an `i` is another's, and a letter of another alphabet is not.
        if is_same && !host.is_ascii() {
            return Some(LooksLike::SameOnScreen);
        }
        return goes_on_after(&host, own).then_some(LooksLike::OtherEnding);
    }
    if is_same {
        return Some(LooksLike::SameOnScreen);
    }
    let own_on_screen = on_screen(name);
    let is_tenant = TENANTS.iter().any(|service| is_within(&host, service));
    let labels: Vec<&str> = host.split('.').collect();
    // The last label is an ending that hospitals do not choose.
    let (_, before_ending) = labels.split_last()?;
    let looked_at = before_ending.iter().filter(|label| !(is_tenant && label.contains(name)));
    let looked_at: Vec<String> = looked_at.map(|label| on_screen(label)).collect();
    if looked_at.contains(&own_on_screen) {
        return Some(LooksLike::OtherEnding);
    }
    if name.chars().count() >= LEAST_FOR_SLIP {
        if looked_at.iter().any(|label| is_one_off(label, &own_on_screen)) {
            return Some(LooksLike::OneLetterOff);
        }
        if looked_at.iter().any(|label| label.contains(&own_on_screen)) {
            return Some(LooksLike::NameAndMore);
        }
    }
    None
}

/// Whether `host` may tell the hospital from others: it is its own, looks like it, or has its name anywhere. This is wider than what is said
/// to be an imitation, because what is left out of the pool by mistake harms nobody.
pub(super) fn names(host: &str, own: &MailDomain) -> bool {
    let low = host.trim_end_matches('.').to_lowercase();
    let house = house(own);
    let name = on_screen(first_label(house));
    let has_name = |label: &str| {
        let label = on_screen(label);
        let is_part = label.split(['-', '_']).any(|part| part == name);
        is_part || name.chars().count() >= LEAST_FOR_SLIP && label.contains(&name)
    };
    is_own(&low, own)
        || is_within(house, &low)
        || looks_like(&low, own).is_some()
        || low.split('.').any(has_name)
}

/// Whether a registrable domain is that of a service at which every customer has a host, so that two hosts below it have nothing in common.
pub(super) fn is_tenants(domain: &str) -> bool {
    TENANTS.iter().any(|service| is_within(service, domain))
}

/// The domain without the name of a machine in front: `fixture.org` of `mail.fixture.org`.
fn house(own: &MailDomain) -> &str {
    match own.as_str().split_once('.') {
        Some((first, rest)) if MACHINES.contains(&first) && rest.contains('.') => rest,
        _ => own.as_str(),
    }
}

/// Whether one domain is the other, or lies below it.
pub(super) fn is_within(lower: &str, upper: &str) -> bool {
    lower == upper || lower.strip_suffix(upper).is_some_and(|before| before.ends_with('.'))
}

/// Whether others have this name, too.
fn is_shared(name: &str) -> bool {
    name.chars().count() < LEAST_FOR_NAME || SHARED_NAMES.contains(&name)
}

/// Whether `host` has all of `own` in it and goes on after it, as `fixture.org.login.example` does. With one label after it, like
/// `fixture.com.au`, it is a domain of another country.
fn goes_on_after(host: &str, own: &str) -> bool {
    format!(".{host}").split_once(&format!(".{own}.")).is_some_and(|(_, after)| after.contains('.'))
}

fn first_label(domain: &str) -> &str {
    domain.split('.').next().unwrap_or_default()
}

/// A word as it looks: letters that pass for each other become one.
fn on_screen(word: &str) -> String {
    let one = |letter| match letter {
        '0' | 'о' | 'ο' | 'օ' => 'o',
        '1' | 'l' | '|' | 'і' | 'ı' | 'ӏ' | 'ι' => 'i',
        'а' | 'α' | 'à' | 'á' | 'ä' => 'a',
        'е' | 'é' | 'è' | 'ё' => 'e',
        'р' | 'ρ' => 'p',
        'с' | 'ϲ' => 'c',
        'у' | 'ý' => 'y',
        'х' | 'χ' => 'x',
        'ѕ' | '5' => 's',
        'ԁ' => 'd',
        'ո' | 'ñ' => 'n',
        'м' => 'm',
        'т' | 'τ' => 't',
        'ν' => 'v',
        'í' | 'ì' => 'i',
        'ó' | 'ò' | 'ö' => 'o',
        'ú' | 'ü' => 'u',
        other => other,
    };
    let letters: String = word.chars().map(one).collect();
    letters.replace("rn", "m").replace("vv", "w")
}

/// Whether two words are one letter apart, or two neighbours are swapped; not when they are the same.
fn is_one_off(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let n_same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(n_same..).unwrap_or_default(), b.get(n_same..).unwrap_or_default());
    match (a, b) {
        ([], [_]) | ([_], []) => true,
        ([a1, a2, a @ ..], [b1, b2, b @ ..]) if a1 == b2 && a2 == b1 && a == b => a1 != a2,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) if a == b => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(text: &str) -> MailDomain {
        MailDomain::parse(text).expect("a domain")
    }

    #[track_caller]
    fn check(host: &str, expect: Option<LooksLike>) {
        check_of("fixturememorial.org", host, expect);
    }

    #[track_caller]
    fn check_of(own: &str, host: &str, expect: Option<LooksLike>) {
        assert_eq!(looks_like(host, &domain(own)), expect, "{host} for {own}");
    }

    #[test]
    fn what_is_made_to_be_taken_for_the_hospital_s_is_named() {
        check("fixturernemoria1.org", Some(LooksLike::SameOnScreen));
        check("mail.fіxturememorial.org", Some(LooksLike::SameOnScreen));
        check("fixturememorial.com", Some(LooksLike::OtherEnding));
        check("fixturememorial.org.login.example", Some(LooksLike::OtherEnding));
        check("fixturememorail.org", Some(LooksLike::OneLetterOff));
        check("fixturmemorial.net", Some(LooksLike::OneLetterOff));
        check("fixturememorial-payroll.com", Some(LooksLike::NameAndMore));
    }

    #[test]
    fn its_own_hosts_and_others_are_not() {
        for host in [
            "fixturememorial.org",
            "MAIL.fixturememorial.org.",
            "memorial.org",
            "fixture.org",
            "example.com",
            "org",
            "",
        ] {
            check(host, None);
        }
    }

    #[test]
    fn a_name_that_many_have_is_imitated_by_other_letters_or_as_a_whole_alone() {
        for (own, host) in [
            ("va.gov", "va.com"),
            ("fmh.org", "frnh.org"),
            ("fmch.org", "fmch.com"),
            ("fmch.org", "fmch.org.au"),
            ("lhsx.org", "ihsx.org"),
            ("memorial.org", "memorial.net"),
            ("memorial.org", "fixturememorial.org"),
            ("mercy.org", "www.mercy.net"),
        ] {
            check_of(own, host, None);
        }
        check_of("fmch.org", "fmсh.org", Some(LooksLike::SameOnScreen));
        check_of("fmch.org", "fmch.org.login.example", Some(LooksLike::OtherEnding));
        check_of("fmch.org", "www.fmch.org.login.example", Some(LooksLike::OtherEnding));
    }

    #[test]
    fn a_machine_s_name_in_front_of_the_domain_is_no_name_of_a_hospital() {
        check_of("mail.fixturememorial.org", "mail.google.com", None);
        check_of("mail.fixturememorial.org", "www.fixturememorial.org", None);
        check_of("mail.fixturememorial.org", "fixturememorial.com", Some(LooksLike::OtherEnding));
        assert!(is_own("fixturememorial.org", &domain("mail.fixturememorial.org")));
        assert!(!is_own("other.org", &domain("mail.fixturememorial.org")));
        check_of("care.fixturememorial.org", "fixturememorial.org", None);
    }

    #[test]
    fn a_host_at_a_service_of_many_is_no_imitation_while_it_has_the_very_name() {
        for host in [
            "fixturememorial.sharepoint.com",
            "fixturememorial-my.sharepoint.com",
            "FixtureMemorial.onmicrosoft.com",
            "fixturememorial.my.salesforce.com",
            "wd5.fixturememorial.myworkday.com",
        ] {
            check(host, None);
            assert!(names(host, &domain("fixturememorial.org")), "{host} tells which hospital it is");
        }
        check("fixturememoria1.sharepoint.com", Some(LooksLike::OtherEnding));
        check("fixturememorail.sharepoint.com", Some(LooksLike::OneLetterOff));
        check("fixturememorial.sharepoint.com.login.example", Some(LooksLike::OtherEnding));
    }

    #[test]
    fn what_may_tell_the_hospital_from_others_is_wider_than_what_imitates_it() {
        for (own, host) in [
            ("fmch.org", "fmch.com"),
            ("fmch.org", "fmch-login.com"),
            ("fmch.org", "fmch.onmicrosoft.com"),
            ("memorial.org", "memorial.net"),
            ("fixturememorial.org", "xn.fixturememorial.evil.com"),
            ("care.fixturememorial.org", "fixturememorial.org"),
        ] {
            assert!(names(host, &domain(own)), "{host} for {own}");
        }
        for (own, host) in [
            ("fmch.org", "evil-pay.com"),
            ("fmch.org", "afmchb.com"),
            ("fixturememorial.org", "memorial.org"),
        ] {
            assert!(!names(host, &domain(own)), "{host} for {own}");
        }
        assert!(is_tenants("salesforce.com") && is_tenants("onmicrosoft.com"));
        assert!(!is_tenants("evil-pay.com") && !is_tenants("one.my.salesforce.com"));
    }

    #[test]
    fn the_services_are_in_order() {
        assert!(TENANTS.is_sorted() && SHARED_NAMES.is_sorted() && MACHINES.is_sorted());
    }
}
