//! The form about a hospital's services: from its word to fields, from what was typed to its word, and what is wrong at which field.
//!
//! Whether a word can stand is core's to say; here only what is no number is found.

use std::collections::BTreeMap;

use holdfast_core::catalog::{DependencyId, Estimate, Service, ServiceId, Services};
use holdfast_core::decide::downtime::{MOST_VENDORS, OwnFault, OwnPlace, OwnServices};

/// Names of fields with what they hold.
pub(super) type Typed = BTreeMap<String, String>;

/// Ends of the names of three fields that hold one figure.
pub(super) const EDGES: [&str; 3] = ["low", "likely", "high"];

/// Longest text of a field that is kept or sent back, in characters: room for what is too long by a little.
const MOST_CHARS: usize = 200;

/// A field that cannot stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Its name, which is its id too.
    pub(super) field: String,
    /// What to do, with what the field is about: for the summary.
    pub(super) text: String,
    /// What to do: for the line at the field.
    pub(super) says: String,
}

pub(super) fn offers(service: &ServiceId) -> String {
    format!("offers_{service}")
}

pub(super) fn without(service: &ServiceId, on: &DependencyId) -> String {
    format!("without_{service}_{on}")
}

pub(super) fn hours(service: &ServiceId, on: &DependencyId) -> String {
    format!("hours_{service}_{on}")
}

pub(super) fn vendor(id: &DependencyId, n: usize) -> String {
    format!("from_{id}_{}", n + 1)
}

pub(super) fn alone(one: &DependencyId, other: &DependencyId) -> String {
    format!("alone_{one}_{other}")
}

/// Base of the names of the fields of cash.
pub(super) const CASH: &str = "cash";

fn edges(base: &str, figure: Option<Estimate>, into: &mut Typed) {
    let texts = figure.map(|f| f.each().map(|n| n.to_string())).unwrap_or_default();
    into.extend(EDGES.iter().zip(texts).map(|(edge, text)| (format!("{base}_{edge}"), text)));
}

/// Every field of the form, filled in with a hospital's word.
pub(super) fn fields_of(services: &Services, own: &OwnServices) -> Typed {
    let mut fields = Typed::new();
    let tick = |is: bool| if is { "yes".to_owned() } else { String::new() };
    for service in &services.services {
        let answer = if own.not_offered.contains(&service.id) { "no" } else { "yes" };
        fields.insert(offers(&service.id), answer.to_owned());
        for need in &service.needs {
            let key = (service.id.clone(), need.on.clone());
            fields.insert(without(&key.0, &key.1), tick(own.without.contains(&key)));
            edges(&hours(&key.0, &key.1), own.hours.get(&key).copied(), &mut fields);
        }
    }
    for dependency in &services.dependencies {
        let names = own.vendors.get(&dependency.id).map(Vec::as_slice).unwrap_or_default();
        for n in 0..MOST_VENDORS {
            fields.insert(vendor(&dependency.id, n), names.get(n).cloned().unwrap_or_default());
        }
        for other in &dependency.depends_on {
            let key = (dependency.id.clone(), other.clone());
            fields.insert(alone(&key.0, &key.1), tick(own.stands_without.contains(&key)));
        }
    }
    edges(CASH, own.days_of_cash, &mut fields);
    fields
}

/// The fields of the form as they were sent: none that it does not have, none too long to send back. One that was not sent is as a browser
/// leaves out what is not ticked: empty.
pub(super) fn sent(services: &Services, sent: &Typed) -> Typed {
    let mut fields = fields_of(services, &OwnServices::default());
    for (name, value) in &mut fields {
        match sent.get(name) {
            Some(text) => *value = text.chars().take(MOST_CHARS).collect(),
            // Whether a service is offered is asked with two buttons, of which one is always on.
            None if name.starts_with("offers_") => {}
            None => value.clear(),
        }
    }
    fields
}

/// The hospital's word in what was typed, and the fields that hold no number.
pub(super) fn read(services: &Services, typed: &Typed) -> (OwnServices, Vec<Wrong>) {
    let (mut own, mut wrong) = (OwnServices::default(), Vec::new());
    let text = |name: &str| typed.get(name).map(|text| text.trim()).unwrap_or_default();
    for service in &services.services {
        if text(&offers(&service.id)) == "no" {
            own.not_offered.insert(service.id.clone());
        }
        for need in &service.needs {
            let key = (service.id.clone(), need.on.clone());
            if text(&without(&key.0, &key.1)) == "yes" {
                own.without.insert(key.clone());
            }
            let place = OwnPlace::Hours(key.0.clone(), key.1.clone());
            if let Some(figure) = figure(services, typed, &place, "hours", &mut wrong) {
                own.hours.insert(key, figure);
            }
        }
    }
    for dependency in &services.dependencies {
        let names = (0..MOST_VENDORS).map(|n| text(&vendor(&dependency.id, n)).to_owned());
        own.vendors.insert(dependency.id.clone(), names.collect());
        for other in &dependency.depends_on {
            if text(&alone(&dependency.id, other)) == "yes" {
                own.stands_without.insert((dependency.id.clone(), other.clone()));
            }
        }
    }
    own.days_of_cash = figure(services, typed, &OwnPlace::Cash, "days", &mut wrong);
    (own.tidied(), wrong)
}

/// Three numbers, or none where all three are empty.
fn figure(
    services: &Services,
    typed: &Typed,
    place: &OwnPlace,
    unit: &str,
    wrong: &mut Vec<Wrong>,
) -> Option<Estimate> {
    let base = base(place);
    let names = EDGES.map(|edge| format!("{base}_{edge}"));
    let texts = names.each_ref().map(|name| typed.get(name).map(|text| text.trim()).unwrap_or_default());
    if texts.iter().all(|text| text.is_empty()) {
        return None;
    }
    let mut numbers = [0; 3];
    let mut is_whole = true;
    for ((name, text), number) in names.iter().zip(texts).zip(&mut numbers) {
        match text.replace(',', "").parse() {
            Ok(n) => *number = n,
            Err(_) => {
                let says = if text.is_empty() {
                    "Fill in all three, or none.".to_owned()
                } else {
                    format!("Write whole {unit} in digits, such as 4.")
                };
                wrong.push(wrong_at(services, place, name.clone(), says));
                is_whole = false;
            }
        }
    }
    is_whole.then(|| Estimate::from(numbers))
}

/// The name of the field of a place; of three, without the end.
fn base(place: &OwnPlace) -> String {
    match place {
        OwnPlace::Service(id) => offers(id),
        OwnPlace::Without(service, on) => without(service, on),
        OwnPlace::Alone(one, other) => alone(one, other),
        OwnPlace::Hours(service, on) => hours(service, on),
        OwnPlace::Vendor(id, n) => vendor(id, *n),
        OwnPlace::Cash => CASH.to_owned(),
    }
}

/// What core says is wrong, at its field.
pub(super) fn wrong(services: &Services, fault: OwnFault) -> Wrong {
    let field = match &fault.at {
        OwnPlace::Hours(..) | OwnPlace::Cash => format!("{}_{}", base(&fault.at), EDGES[0]),
        place => base(place),
    };
    wrong_at(services, &fault.at, field, fault.message)
}

fn wrong_at(services: &Services, place: &OwnPlace, field: String, says: String) -> Wrong {
    Wrong { field, text: format!("{}: {says}", about(services, place)), says }
}

/// What a place is about, in words.
fn about(services: &Services, place: &OwnPlace) -> String {
    let service = |id: &ServiceId| services.service(id).map_or_else(|| id.to_string(), |s| s.name.clone());
    let thing =
        |id: &DependencyId| services.dependency(id).map_or_else(|| id.to_string(), |d| d.name.clone());
    match place {
        OwnPlace::Service(id) => service(id),
        OwnPlace::Without(id, on) | OwnPlace::Hours(id, on) => {
            format!("{} without {}", service(id), thing(on))
        }
        OwnPlace::Alone(one, other) => format!("{} without {}", thing(one), thing(other)),
        OwnPlace::Vendor(id, _) => format!("Whom you have this from: {}", thing(id)),
        OwnPlace::Cash => "Days of cash".to_owned(),
    }
}

/// Fields that two people filled in differently: what each is about, and what the other one's holds.
pub(super) fn differing(services: &Services, mine: &Typed, theirs: &Typed) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut look = |place: OwnPlace, names: &[String]| {
        if names.iter().any(|name| mine.get(name) != theirs.get(name)) {
            let held: Vec<&str> = names
                .iter()
                .filter_map(|name| theirs.get(name))
                .map(String::as_str)
                .filter(|text| !text.is_empty())
                .collect();
            let held = if held.is_empty() { "nothing".to_owned() } else { held.join(", ") };
            all.push((about(services, &place), held));
        }
    };
    let three = |base: &str| EDGES.map(|edge| format!("{base}_{edge}"));
    for Service { id, needs, .. } in &services.services {
        look(OwnPlace::Service(id.clone()), &[offers(id)]);
        for need in needs {
            look(OwnPlace::Without(id.clone(), need.on.clone()), &[without(id, &need.on)]);
            look(OwnPlace::Hours(id.clone(), need.on.clone()), &three(&hours(id, &need.on)));
        }
    }
    for dependency in &services.dependencies {
        let id = &dependency.id;
        let names: Vec<String> = (0..MOST_VENDORS).map(|n| vendor(id, n)).collect();
        look(OwnPlace::Vendor(id.clone(), 0), &names);
        for other in &dependency.depends_on {
            look(OwnPlace::Alone(id.clone(), other.clone()), &[alone(id, other)]);
        }
    }
    look(OwnPlace::Cash, &three(CASH));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn services() -> Services {
        holdfast_catalog::load_embedded().expect("the catalog").services
    }

    fn word() -> OwnServices {
        let (wards, record) = (ServiceId::new("wards"), DependencyId::new("ehr-host"));
        OwnServices {
            not_offered: [ServiceId::new("surgery")].into(),
            without: [(wards.clone(), DependencyId::new("phones"))].into(),
            stands_without: [(record.clone(), DependencyId::new("internet"))].into(),
            hours: [((wards, record.clone()), Estimate::from([2, 6, 1_200]))].into(),
            vendors: [(record, vec!["Fixture Records".to_owned(), "Other".to_owned()])].into(),
            days_of_cash: Some(Estimate::from([5, 10, 20])),
        }
    }

    #[test]
    fn a_word_goes_into_the_form_and_comes_out_the_same() {
        let services = services();
        for own in [OwnServices::default(), word()] {
            let fields = fields_of(&services, &own);
            assert_eq!(read(&services, &fields), (own.clone(), Vec::new()));
            assert_eq!(sent(&services, &fields), fields, "nothing is lost on the way");
        }
        let names: Vec<String> = fields_of(&services, &word()).into_keys().collect();
        assert!(names.iter().all(|name| !name.contains(' ')), "{names:?}");
    }

    #[test]
    fn what_is_no_number_is_named_at_its_field() {
        let services = services();
        let mut typed = fields_of(&services, &word());
        typed.insert("hours_wards_ehr-host_likely".to_owned(), "soon".to_owned());
        typed.insert("cash_high".to_owned(), " ".to_owned());
        typed.insert("hours_imaging_ehr-host_low".to_owned(), "-4".to_owned());
        let said: Vec<String> =
            read(&services, &typed).1.into_iter().map(|w| format!("{} {}", w.field, w.text)).collect();
        assert_eq!(
            said,
            [
                "hours_imaging_ehr-host_low X-ray, CT and ultrasound without The health record: Write whole hours in digits, such as 4.",
                "hours_imaging_ehr-host_likely X-ray, CT and ultrasound without The health record: Fill in all three, or none.",
                "hours_imaging_ehr-host_high X-ray, CT and ultrasound without The health record: Fill in all three, or none.",
                "hours_wards_ehr-host_likely Care on the wards without The health record: Write whole hours in digits, such as 4.",
                "cash_high Days of cash: Fill in all three, or none.",
            ]
        );
        typed.insert("hours_wards_ehr-host_likely".to_owned(), "1,100".to_owned());
        assert_eq!(read(&services, &typed).0.hours.len(), 1, "a comma in thousands is no fault");
    }

    #[test]
    fn what_the_other_one_left_is_named() {
        let services = services();
        let (mine, theirs) = (fields_of(&services, &OwnServices::default()), fields_of(&services, &word()));
        assert_eq!(differing(&services, &mine, &mine), []);
        let said: Vec<String> =
            differing(&services, &mine, &theirs).into_iter().map(|(a, b)| format!("{a}: {b}")).collect();
        assert_eq!(said.len(), 6, "{said:?}");
        assert!(
            said.contains(&"Whom you have this from: The health record: Fixture Records, Other".to_owned()),
            "{said:?}"
        );
        assert!(
            said.contains(&"Surgery: no".to_owned()) && said.contains(&"Days of cash: 5, 10, 20".to_owned())
        );
    }

    #[test]
    fn hostile_fields_are_cut_or_left_out() {
        let services = services();
        let typed: Typed = [
            ("from_phones_1".to_owned(), "x".repeat(100_000)),
            ("from_phones_99".to_owned(), "y".to_owned()),
            ("offers_nothing".to_owned(), "no".to_owned()),
        ]
        .into();
        let fields = sent(&services, &typed);
        assert_eq!(fields["from_phones_1"].len(), MOST_CHARS);
        assert!(!fields.contains_key("from_phones_99") && !fields.contains_key("offers_nothing"));
        let (own, wrong) = read(&services, &fields);
        assert_eq!((own.not_offered.len(), wrong.len(), own.faults(&services).len()), (0, 0, 1));
    }
}
