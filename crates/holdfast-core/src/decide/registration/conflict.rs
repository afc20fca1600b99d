//! Two people change the same page: what goes together is merged, what does not is shown to the person who came second.

use super::{Fields, Step, answer::choices};

/// An answer both changed, to different values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BothChanged {
    /// The field that leads it; [`goes_with`] names the others of the answer.
    pub field: String,
    /// What it is, in words: a label, or the question itself.
    pub label: String,
    /// What this person wrote, in words.
    pub mine: String,
    /// What is kept now, in words.
    pub theirs: String,
}

/// What comes of merging one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Each answer with the change of whoever made one; this person's where both did.
    pub fields: Fields,
    /// Answers both changed. Nothing may be saved while there are any and nobody has chosen.
    pub both: Vec<BothChanged>,
}

impl Merge {
    /// The answers to keep, or the merge again when somebody must choose first.
    pub fn settled(self) -> Result<Fields, Self> {
        if self.both.is_empty() { Ok(self.fields) } else { Err(self) }
    }
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
            ("windows_older", "Computers on Windows 8.1 or older"),
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

/// The fields that stand or fall with a field: a value, and the box that says nobody knows it, are one answer.
///
/// So a number from one person and "I don't know" from another clash, and never both stay. Counts of computers are answers of
/// their own against each other; the box that says nobody knows them goes with them all.
pub fn goes_with(field: &str) -> Vec<&str> {
    match field {
        "licensed_beds" => vec!["licensed_beds", "licensed_beds_unknown"],
        "staffed_users" => vec!["staffed_users", "staffed_users_unknown"],
        "mail_domain" => vec!["mail_domain", "mail_domain_unknown"],
        "windows_unknown" => labels(Step::Windows).iter().map(|(name, _)| *name).collect(),
        one => vec![one],
    }
}

/// The answers of a page, each by the field that leads it, with its name in words.
fn answers(step: Step) -> Vec<(&'static str, &'static str)> {
    let leads = |name: &str| !name.ends_with("_unknown");
    labels(step).iter().copied().filter(|(name, _)| leads(name)).collect()
}

/// Merges one page answer by answer.
///
/// `base` is what this person saw, `mine` what they sent, `theirs` what is kept now.
pub fn merge(step: Step, base: &Fields, mine: &Fields, theirs: &Fields) -> Merge {
    let known_or_not = step == Step::Windows
        && mine.ticked("windows_unknown") != theirs.ticked("windows_unknown")
        && labels(step).iter().any(|(name, _)| mine.get(name) != base.get(name))
        && labels(step).iter().any(|(name, _)| theirs.get(name) != base.get(name));
    let answers = match known_or_not {
        true => vec![("windows_unknown", "Windows computers")],
        false => answers(step),
    };
    let mut fields = Fields::default();
    let mut both = Vec::new();
    for (lead, label) in answers {
        let together = goes_with(lead);
        let says = |f: &Fields| together.iter().map(|name| f.get(name).to_owned()).collect::<Vec<_>>();
        let (was, my, their) = (says(base), says(mine), says(theirs));
        let kept = if my == was { theirs } else { mine };
        for name in &together {
            fields.set(*name, kept.get(name));
        }
        if my != was && their != was && my != their {
            let words = |f: &Fields| in_words(lead, f);
            both.push(BothChanged {
                field: lead.to_owned(),
                label: label.to_owned(),
                mine: words(mine),
                theirs: words(theirs),
            });
        }
    }
    if step == Step::Windows && !known_or_not {
        let ticked = if mine.get("windows_unknown") == base.get("windows_unknown") { theirs } else { mine };
        fields.set("windows_unknown", ticked.get("windows_unknown"));
    }
    Merge { fields, both }
}

/// An answer in words.
fn in_words(lead: &str, fields: &Fields) -> String {
    let together = goes_with(lead);
    if together.iter().any(|name| name.ends_with("_unknown") && fields.ticked(name)) {
        return "I don't know".to_owned();
    }
    if lead != "windows_unknown" {
        return value_in_words(lead, fields.get(lead));
    }
    let counts = labels(Step::Windows).iter().filter(|(name, _)| !fields.get(name).is_empty());
    counts.map(|(name, label)| format!("{label}: {}", fields.get(name))).collect::<Vec<_>>().join("; ")
}

fn value_in_words(field: &str, value: &str) -> String {
    if value.is_empty() {
        return "Nothing".to_owned();
    }
    choices(field)
        .iter()
        .find(|(key, _)| *key == value)
        .map_or_else(|| value.to_owned(), |(_, words)| (*words).to_owned())
}
