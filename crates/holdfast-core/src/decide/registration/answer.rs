//! Reads one page of the form into the answers, or says what to mend. A page is taken whole or not at all.

use crate::model::{
    Consent, Contact, ContactRole, CurrentPlan, EmailAddress, HospitalType, Independence, MailDomain,
    Ownership, RegistrationAnswers, Said, SecurityToday, WindowsCounts,
};

use super::{FieldError, Fields, Step};

/// What a field that offers a list offers: key and words.
pub type Choice = (&'static str, &'static str);

/// Most beds any hospital could be licensed for; the largest in the country has fewer than 3,000.
const MOST_BEDS: u32 = 5_000;
/// Most people who could sign in.
const MOST_USERS: u32 = 100_000;
/// Most computers of one kind.
const MOST_COMPUTERS: u32 = 100_000;

/// The words of a field that is answered from a list; empty for a field that is typed.
pub fn choices(field: &str) -> Vec<Choice> {
    match field {
        "hospital_type" => HospitalType::ALL.iter().map(|t| (t.key(), t.label())).collect(),
        "ownership" => Ownership::ALL.iter().map(|o| (o.key(), o.label())).collect(),
        "independence" => vec![
            ("independent", "No, it is independent"),
            ("system", "Yes, it is part of a health system"),
            ("dont_know", "I don't know"),
        ],
        "plan" => {
            CurrentPlan::ALL.iter().map(|(_, k, l)| (*k, *l)).chain([("dont_know", "I don't know")]).collect()
        }
        "role" => ContactRole::ALL.iter().map(|(_, k, l)| (*k, *l)).collect(),
        "share_with_assessor" | "count_in_totals" => vec![("yes", "Yes"), ("no", "No")],
        _ => Vec::new(),
    }
}

/// Takes the answer to one question from a form.
///
/// On error nothing changes and every field at fault is named once, in the order shown.
pub fn answer(step: Step, fields: &Fields, answers: &mut RegistrationAnswers) -> Result<(), Vec<FieldError>> {
    match step {
        Step::Hospital => {
            let name =
                fields.required("legal_name", "The legal name", 160, "Write the hospital's legal name.");
            let name = name.map(str::to_owned);
            let kind = HospitalType::parse(fields.get("hospital_type"))
                .map_err(|_| FieldError::new("hospital_type", "Choose the hospital's type."));
            let owner = Ownership::parse(fields.get("ownership"))
                .map_err(|_| FieldError::new("ownership", "Choose who owns the hospital."));
            let (name, kind, owner) = all3(name, kind, owner)?;
            answers.legal_name = Some(name);
            answers.hospital_type = Some(kind);
            answers.ownership = Some(owner);
        }
        Step::Independence => answers.independence = Some(independence(fields).map_err(one)?),
        Step::Beds => {
            let ask = "Write the number of licensed beds, or tick \u{201c}I don't know\u{201d}.";
            answers.licensed_beds = Some(
                number(fields, "licensed_beds", "The number of beds", (0, MOST_BEDS), ask).map_err(one)?,
            );
        }
        Step::Users => {
            let ask = "Write how many people sign in, or tick \u{201c}I don't know\u{201d}.";
            answers.staffed_users = Some(
                number(fields, "staffed_users", "The number of people", (1, MOST_USERS), ask).map_err(one)?,
            );
        }
        Step::Windows => answers.windows = Some(windows(fields)?),
        Step::MailDomain => answers.mail_domain = Some(mail_domain(fields).map_err(one)?),
        Step::Security => {
            let plan = match fields.get("plan") {
                "dont_know" => Ok(Said::DontKnow),
                key => CurrentPlan::ALL
                    .iter()
                    .find(|(_, k, _)| *k == key)
                    .map(|(plan, _, _)| Said::Value(*plan))
                    .ok_or_else(|| {
                        FieldError::new("plan", "Choose the plan, or \u{201c}I don't know\u{201d}.")
                    }),
            };
            let products = fields.line("products", "The list of products", 500).map(str::to_owned);
            let (plan, products, ()) = all3(plan, products, Ok(()))?;
            answers.security = Some(SecurityToday { plan, products });
        }
        Step::Contact => answers.contact = Some(contact(fields)?),
        Step::Consent => {
            let assessor =
                yes_no(fields, "share_with_assessor", "Say whether the assessor may see your findings.");
            let totals = yes_no(fields, "count_in_totals", "Say whether your hospital may count in totals.");
            let (share_with_assessor, count_in_totals, ()) = all3(assessor, totals, Ok(()))?;
            answers.consent = Some(Consent { share_with_assessor, count_in_totals });
        }
    }
    Ok(())
}

fn one(error: FieldError) -> Vec<FieldError> {
    vec![error]
}

fn all3<A, B, C>(
    a: Result<A, FieldError>,
    b: Result<B, FieldError>,
    c: Result<C, FieldError>,
) -> Result<(A, B, C), Vec<FieldError>> {
    match (a, b, c) {
        (Ok(a), Ok(b), Ok(c)) => Ok((a, b, c)),
        (a, b, c) => Err([a.err(), b.err(), c.err()].into_iter().flatten().collect()),
    }
}

fn independence(fields: &Fields) -> Result<Said<Independence>, FieldError> {
    match fields.get("independence") {
        "independent" => Ok(Said::Value(Independence::Independent)),
        "system" => {
            let name = fields.required(
                "system_name",
                "The system's name",
                120,
                "Write the name of the health system.",
            )?;
            Ok(Said::Value(Independence::System { name: name.to_owned() }))
        }
        "dont_know" => Ok(Said::DontKnow),
        _ => Err(FieldError::new("independence", "Say whether the hospital is part of a health system.")),
    }
}

/// A ticked "I don't know" stands over a number left in the box.
fn number(
    fields: &Fields,
    field: &'static str,
    what: &str,
    (least, most): (u32, u32),
    ask: &str,
) -> Result<Said<u32>, FieldError> {
    if fields.ticked(&format!("{field}_unknown")) {
        return Ok(Said::DontKnow);
    }
    match fields.count(field, what, least, most)? {
        Some(n) => Ok(Said::Value(n)),
        None => Err(FieldError::new(field, ask)),
    }
}

fn windows(fields: &Fields) -> Result<Said<WindowsCounts>, Vec<FieldError>> {
    if fields.ticked("windows_unknown") {
        return Ok(Said::DontKnow);
    }
    let mut errors = Vec::new();
    let mut count = |field, what| {
        fields.count(field, what, 0, MOST_COMPUTERS).unwrap_or_else(|e| {
            errors.push(e);
            None
        })
    };
    let counts = WindowsCounts {
        windows_11: count("windows_11", "The number of Windows 11 computers"),
        windows_10_22h2: count("windows_10_22h2", "The number of Windows 10 computers at version 22H2"),
        windows_10_other: count("windows_10_other", "The number of other Windows 10 computers"),
        windows_older: count("windows_older", "The number of computers on Windows 8.1 or older"),
        servers: count("servers", "The number of servers"),
    };
    if errors.is_empty() && counts == WindowsCounts::default() {
        let ask = "Fill in at least one number, or tick \u{201c}I don't know\u{201d}.";
        errors.push(FieldError::new("windows_11", ask));
    }
    if errors.is_empty() { Ok(Said::Value(counts)) } else { Err(errors) }
}

fn mail_domain(fields: &Fields) -> Result<Said<MailDomain>, FieldError> {
    if fields.ticked("mail_domain_unknown") {
        return Ok(Said::DontKnow);
    }
    let ask = "Write the part after the @, like hospital.org, or tick \u{201c}I don't know\u{201d}.";
    let text = fields.required("mail_domain", "A mail domain", 254, ask)?;
    // People paste a whole address; its domain is what they mean.
    let text = text.rsplit_once('@').map_or(text, |(_, domain)| domain);
    let bad = "That is not a mail domain. Write the part after the @, like hospital.org.";
    MailDomain::parse(text).map(Said::Value).map_err(|_| FieldError::new("mail_domain", bad))
}

fn contact(fields: &Fields) -> Result<Contact, Vec<FieldError>> {
    let name =
        fields.required("name", "Your name", 100, "Write your first and last name.").map(str::to_owned);
    let role = ContactRole::ALL
        .iter()
        .find(|(_, key, _)| *key == fields.get("role"))
        .map(|(role, _, _)| *role)
        .ok_or_else(|| FieldError::new("role", "Choose what you do at the hospital."));
    let email = fields
        .required("email", "Your e-mail address", 254, "Write your work e-mail address.")
        .and_then(|text| {
            let bad = "That is not an e-mail address. Write it like name@hospital.org.";
            EmailAddress::parse(text).map_err(|_| FieldError::new("email", bad))
        });
    let phone = phone(fields);
    match (name, role, email, phone) {
        (Ok(name), Ok(role), Ok(email), Ok(phone)) => Ok(Contact { name, role, email, phone }),
        (name, role, email, phone) => {
            Err([name.err(), role.err(), email.err(), phone.err()].into_iter().flatten().collect())
        }
    }
}

/// Ten to fifteen digits with the marks people write between them, and an extension after `x` or `ext`.
fn phone(fields: &Fields) -> Result<String, FieldError> {
    let text =
        fields.required("phone", "A phone number", 40, "Write a phone number where we can reach you.")?;
    let bad = || FieldError::new("phone", "Write the phone number with its area code, like (406) 555-0100.");
    let lower = text.to_ascii_lowercase();
    let (number, extension) = lower.split_once('x').map_or((lower.as_str(), ""), |(n, x)| {
        (n.trim_end().trim_end_matches('e'), x.trim_start_matches('t').trim_start_matches('.').trim())
    });
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let marks = number
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-' | '.' | '+' | '/' | ','));
    let extended = extension.len() <= 8 && extension.bytes().all(|b| b.is_ascii_digit());
    if (10..=15).contains(&digits) && marks && extended { Ok(text.to_owned()) } else { Err(bad()) }
}

fn yes_no(fields: &Fields, field: &'static str, ask: &str) -> Result<bool, FieldError> {
    match fields.get(field) {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(FieldError::new(field, ask)),
    }
}
