//! The computers that care depends on: the form by which a hospital names them. A name is exact: no pattern, no case, and a full name
//! is the same as its first label.

use crate::catalog::{AssetId, Catalog};
use crate::decide::registration::{FieldError, Fields};
use crate::model::{CareMachine, short_name};

/// Most computers one hospital names.
pub const MOST_MACHINES: usize = 500;

/// Longest name of a computer, as Windows and DNS allow with their domain.
const MOST_NAME: usize = 255;

/// Longest word on what it carries.
const MOST_CARRIES: usize = 80;

/// Reads the form: `names`, one a line; `system`, an id of the catalog or `other`; `carries`, in the hospital's words.
pub fn care_machines(catalog: &Catalog, fields: &Fields) -> Result<Vec<CareMachine>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for line in fields.get("names").lines().map(str::trim).filter(|l| !l.is_empty()) {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if line.chars().count() > MOST_NAME || !line.chars().all(is_name) || line.starts_with('.') {
            let shown: String = line.chars().filter(|c| !c.is_control()).take(40).collect();
            let message = format!(
                "Write one computer name a line, as Windows shows it, with letters, digits and hyphens. \u{201c}{shown}\u{201d} is none."
            );
            errors.push(FieldError::new("names", message));
            break;
        }
        let name = short_name(line);
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() > MOST_MACHINES {
            errors.push(FieldError::new("names", format!("Name up to {MOST_MACHINES}.")));
            break;
        }
    }
    if names.is_empty() && errors.is_empty() {
        errors.push(FieldError::new("names", "Write at least one computer name."));
    }
    let carries = fields.get("carries").trim();
    let system = match fields.get("system") {
        "other" if carries.is_empty() => {
            errors.push(FieldError::new("carries", "Say what it carries, like \u{201c}nurse call\u{201d}."));
            None
        }
        "other" => None,
        id => {
            let known = catalog.assets.iter().find(|a| a.id.as_str() == id).map(|a| a.id.clone());
            if known.is_none() {
                errors.push(FieldError::new("system", "Choose what runs on it."));
            }
            known
        }
    };
    if carries.chars().count() > MOST_CARRIES || carries.chars().any(char::is_control) {
        errors
            .push(FieldError::new("carries", format!("Write up to {MOST_CARRIES} characters, on one line.")));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let machine = |name| CareMachine { name, system: system.clone(), carries: carries.to_owned() };
    Ok(names.into_iter().map(machine).collect())
}

/// What a computer carries, in words.
pub fn carries_in_words(catalog: &Catalog, machine: &CareMachine) -> String {
    let name = |id: &AssetId| catalog.assets.iter().find(|a| a.id == *id).map(|a| a.name.clone());
    match (machine.system.as_ref().and_then(name), machine.carries.as_str()) {
        (Some(system), "") => system,
        (Some(system), words) => format!("{system}, {words}"),
        (None, "") => "something care depends on".to_owned(),
        (None, words) => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Serves;
    use crate::decide::made_up::catalog;

    fn read(names: &str, system: &str, carries: &str) -> Result<Vec<CareMachine>, Vec<&'static str>> {
        let mut fields = Fields::default();
        for (name, value) in [("names", names), ("system", system), ("carries", carries)] {
            fields.set(name, value.to_owned());
        }
        let catalog = catalog(Vec::new(), Serves::Hospitals);
        care_machines(&catalog, &fields).map_err(|errors| errors.into_iter().map(|e| e.field).collect())
    }

    #[test]
    fn a_full_name_is_its_first_label_and_stands_once() {
        let all = read("LAB-01\nlab-01.fixture.example\n\n PHONE_2 ", "other", "phones").expect("machines");
        let names: Vec<&str> = all.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(names, ["lab-01", "phone_2"]);
        assert_eq!(carries_in_words(&catalog(Vec::new(), Serves::Hospitals), &all[0]), "phones");
    }

    #[test]
    fn patterns_and_odd_names_are_none() {
        for names in ["LAB-*", "LAB 01", "a/b", ".local", "<b>", "a\u{0}b", ""] {
            assert_eq!(read(names, "other", "phones"), Err(vec!["names"]), "{names:?}");
        }
        assert_eq!(read(&"x".repeat(256), "other", "phones"), Err(vec!["names"]));
        assert_eq!(read("LAB-01", "no-such", ""), Err(vec!["system"]));
        assert_eq!(read("LAB-01", "other", " "), Err(vec!["carries"]));
        assert_eq!(read("LAB-01", "other", &"w".repeat(81)), Err(vec!["carries"]));
        let many: String = (0..501).map(|n| format!("pc-{n}\n")).collect();
        assert_eq!(read(&many, "other", "phones"), Err(vec!["names"]));
    }
}
