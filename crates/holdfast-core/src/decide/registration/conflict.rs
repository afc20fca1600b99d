//! Two people change the same page: what goes together is merged, what does not is shown to the person who came second.

use super::{Fields, Step, answer::choices};

/// A field both changed, to different values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BothChanged {
    /// The field.
    pub field: String,
    /// What it is, in words.
    pub label: &'static str,
    /// What this person wrote, in words.
    pub mine: String,
    /// What is kept now, in words.
    pub theirs: String,
}

/// What comes of merging one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Each field with the change of whoever made one; this person's where both did.
    pub fields: Fields,
    /// Fields both changed. Nothing may be saved while there are any and nobody has chosen.
    pub both: Vec<BothChanged>,
}

/// The fields of a page with their names in words.
pub fn labels(step: Step) -> &'static [(&'static str, &'static str)] {
    match step {
        Step::Hospital => {
            &[("legal_name", "Legal name"), ("hospital_type", "Hospital type"), ("ownership", "Owner")]
        }
        Step::Independence => {
            &[("independence", "Part of a health system"), ("system_name", "Name of the system")]
        }
        Step::Beds => {
            &[("licensed_beds", "Licensed beds"), ("licensed_beds_unknown", "I don't know the beds")]
        }
        Step::Users => &[
            ("staffed_users", "People who sign in"),
            ("staffed_users_unknown", "I don't know how many sign in"),
        ],
        Step::Windows => &[
            ("windows_11", "Windows 11 computers"),
            ("windows_10_22h2", "Windows 10 computers at 22H2"),
            ("windows_10_other", "Other Windows 10 computers"),
            ("servers", "Windows servers"),
            ("windows_unknown", "I don't know the computers"),
        ],
        Step::MailDomain => {
            &[("mail_domain", "Mail domain"), ("mail_domain_unknown", "I don't know the mail domain")]
        }
        Step::Security => &[("plan", "Microsoft 365 plan"), ("products", "Security products")],
        Step::Contact => &[("name", "Name"), ("role", "Role"), ("email", "E-mail"), ("phone", "Phone")],
        Step::Consent => &[
            ("share_with_assessor", "The assigned assessor may see our findings"),
            ("count_in_totals", "We may be counted in totals"),
        ],
    }
}

/// Merges one page field by field.
///
/// `base` is what this person saw, `mine` what they sent, `theirs` what is kept now.
pub fn merge(step: Step, base: &Fields, mine: &Fields, theirs: &Fields) -> Merge {
    let mut fields = Fields::default();
    let mut both = Vec::new();
    for (name, label) in labels(step) {
        let (was, my, their) = (base.get(name), mine.get(name), theirs.get(name));
        let kept = if my == was { their } else { my };
        fields.set(*name, kept);
        if my != was && their != was && my != their {
            both.push(BothChanged {
                field: (*name).to_owned(),
                label,
                mine: in_words(name, my),
                theirs: in_words(name, their),
            });
        }
    }
    Merge { fields, both }
}

fn in_words(field: &str, value: &str) -> String {
    if value.is_empty() {
        return "Nothing".to_owned();
    }
    choices(field)
        .iter()
        .find(|(key, _)| *key == value)
        .map_or_else(|| value.to_owned(), |(_, words)| (*words).to_owned())
}
