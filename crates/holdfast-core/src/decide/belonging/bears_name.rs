//! Does a domain bear a hospital's name? A town's name alone, a system's, or an old one is not the hospital's own.
//!
//! It errs towards no: a reviewer's call then settles what the name leaves open. It proves nothing by itself.

use crate::model::MailDomain;

/// Parts of a domain that say it is about care.
const CARE: &[&str] = &[
    "behav", "care", "center", "clinic", "doctor", "heal", "hosp", "med", "memorial", "psych", "regional",
    "rehab", "surg",
];

/// Words in so many names of hospitals that they name none.
const COMMON: &[&str] = &[
    "area",
    "care",
    "center",
    "community",
    "county",
    "critical",
    "district",
    "general",
    "health",
    "healthcare",
    "hospital",
    "hospitals",
    "medical",
    "memorial",
    "regional",
    "service",
    "services",
    "system",
];

/// Words left out of the letters people shorten a name to.
const SMALL: &[&str] = &["a", "and", "at", "for", "in", "inc", "llc", "of", "the"];

/// Whether the label a domain's owner chose bears the name: the letters it is shortened to, a word of its own beside a word of
/// care, or two words of the name of which one is not just the town's.
pub(super) fn bears_name(domain: &MailDomain, name: &str, city: &str) -> bool {
    let label: String = domain.own_label().chars().filter(|c| *c != '-').collect();
    let all = words(name);
    let telling: Vec<&str> = all.iter().map(String::as_str).filter(|w| !SMALL.contains(w)).collect();
    let every: Vec<&str> = all.iter().map(String::as_str).collect();
    if shortened(&label, &initials(&telling)) || shortened(&label, &initials(&every)) {
        return true;
    }
    let run_together = pairs(&telling);
    let named = telling.iter().copied().chain(run_together.iter().map(String::as_str));
    let shared: Vec<&str> = named.filter(|w| w.len() >= 4 && label.contains(w)).collect();
    let own: Vec<&str> = shared.iter().copied().filter(|w| !COMMON.contains(w)).collect();
    let mut town = words(city);
    town.push(town.concat());
    let more_than_the_town = own.iter().any(|w| !town.iter().any(|t| t == w));
    let about_care = CARE.iter().any(|c| label.contains(c));
    (about_care && !own.is_empty()) || (more_than_the_town && shared.len() >= 2)
}

fn words(text: &str) -> Vec<String> {
    let bare: String = text.to_lowercase().chars().filter(|c| *c != '\'' && *c != '.').collect();
    bare.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Each word run together with the next, like `redbay`, unless both are common.
fn pairs(words: &[&str]) -> Vec<String> {
    let told = |pair: &&[&str]| pair.iter().any(|w| !COMMON.contains(w));
    words.windows(2).filter(told).map(<[&str]>::concat).collect()
}

fn initials(words: &[&str]) -> String {
    words.iter().filter_map(|w| w.chars().next()).collect()
}

/// Whether four letters in a row of the shortened name stand in the label, or three at its start.
fn shortened(label: &str, initials: &str) -> bool {
    let runs = |n: usize| initials.as_bytes().windows(n).filter_map(|run| std::str::from_utf8(run).ok());
    runs(4).any(|run| label.contains(run)) || runs(3).any(|run| label.starts_with(run))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(domain: &str, name: &str, city: &str, expect: bool) {
        let parsed = MailDomain::parse(domain).expect("a domain");
        assert_eq!(bears_name(&parsed, name, city), expect, "{domain} for {name}, {city}");
    }

    #[test]
    fn names_letters_and_words_of_care() {
        check("kcmh.net", "KIOWA COUNTY MEMORIAL HOSPITAL", "GREENSBURG", true);
        check("mail.dcmh.net", "DECATUR COUNTY MEMORIAL HOSPITAL", "GREENSBURG", true);
        check("redbayhospital.net", "RED BAY HOSPITAL", "RED BAY", true);
        check("sheridan-memorial.org", "SHERIDAN MEMORIAL HOSPITAL", "PLENTYWOOD", true);
        check("cascademedicalcenter.net", "CASCADE MEDICAL CENTER", "CASCADE", true);
        check("beaconridge.example", "BEACON RIDGE COUNTY HOSPITAL", "MILL BEND", true);
        check("beaconridge.example", "BEACON RIDGE COUNTY HOSPITAL", "BEACON RIDGE", false);
    }

    #[test]
    fn a_towns_a_systems_or_an_old_name_is_not_the_hospitals_own() {
        check("houlton.net", "HOULTON REGIONAL HOSPITAL", "HOULTON", false);
        check("catholichealth.net", "ST. CATHERINE HOSPITAL - GARDEN CITY", "GARDEN CITY", false);
        check("gardencity.net", "ST. CATHERINE HOSPITAL - GARDEN CITY", "GARDEN CITY", false);
        check("chickasaw.net", "CHICKASAW NATION MEDICAL CENTER", "ADA", false);
        check("lifepointhospitals.com", "LAKELAND COMMUNITY HOSPITAL", "HALEYVILLE", false);
        check("glmc.net", "UNIVERSITY OF MISSISSIPPI MEDICAL CENTER- GRENADA", "GRENADA", false);
        check("health.org", "COMMUNITY HEALTH CENTER", "HEALTH", false);
        check("x.org", "", "", false);
    }
}
