//! What the office types of a college and of a class, field by field; a line of a file of colleges is read the same way.

use std::collections::BTreeSet;

use crate::Date;
use crate::catalog::{LessonId, Lessons, PackId};
use crate::decide::entry::day;
use crate::decide::registration::{FieldError, Fields};
use crate::model::{
    CohortPlan, College, EmailAddress, Instructor, MOST_COLLEGE_NAME, MOST_SEATS, Point, StateCode, UnitId,
    Zip, day_in_words, person_name, sentence,
};

/// Longest line of an address or a title, in characters.
const MOST_LINE: usize = 160;
/// A class that lasts longer is more likely a slip of the year.
const MOST_DAYS: i32 = 400;
/// Most ids in one field; the catalog has far fewer.
const MOST_IDS: usize = 200;

/// Reads a college: `name`, `unit_id`, `address`, `city`, `state`, `zip`, `lat` and `lon`, `contact_name`, `contact_email`,
/// `contact_phone`, `packs` and `lessons` as ids with blanks between, `seats`. Every field at fault is named once.
pub fn read_college(fields: &Fields, lessons: &Lessons) -> Result<College, Vec<FieldError>> {
    let mut wrong = Wrong::default();
    let name =
        wrong.of(fields.required("name", "The name", MOST_COLLEGE_NAME, "Write the name of the college."));
    let unit_id = wrong.of(match fields.get("unit_id") {
        "" => Ok(None),
        text => parsed("unit_id", UnitId::parse(text)).map(Some),
    });
    let address = wrong.of(fields.line("address", "The address", MOST_LINE));
    let city = wrong.of(fields.required("city", "The city", 80, "Write the city or town."));
    let state = wrong.of(parsed("state", StateCode::parse(fields.get("state"))));
    let zip = wrong.of(parsed("zip", Zip::parse(fields.get("zip"))));
    let point = wrong.of(point(fields));
    let contact_name = wrong.of(name_of(fields, "contact_name", "Write whom to talk to."));
    let contact_email = wrong.of(email(fields, "contact_email"));
    let contact_phone = wrong.of(fields.line("contact_phone", "The telephone number", 40));
    let packs = wrong.of(packs(fields.get("packs"), lessons));
    let taught = wrong.of(lessons_in(fields.get("lessons"), lessons));
    if let (Some(packs), Some(taught)) = (&packs, &taught)
        && packs.is_empty()
        && taught.is_empty()
    {
        wrong.0.push(FieldError::new("packs", "Say what it teaches: a role pack, or single lessons."));
    }
    let seats = wrong.of(seats(fields));
    let college = (|| {
        Some(College {
            name: one_blank(name?),
            unit_id: unit_id?,
            address: address?.to_owned(),
            city: city?.to_owned(),
            state: state?,
            zip: zip?,
            point: point?,
            contact_name: contact_name?,
            contact_email: contact_email?,
            contact_phone: contact_phone?.to_owned(),
            packs: packs?,
            lessons: taught?.into_iter().collect(),
            usual_seats: seats?,
        })
    })();
    wrong.end(college)
}

/// A college as the fields of its form.
pub fn college_fields(college: &College) -> Fields {
    let joined = |ids: Vec<&str>| ids.join(" ");
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let pairs = [
        ("name", college.name.clone()),
        ("unit_id", college.unit_id.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("address", college.address.clone()),
        ("city", college.city.clone()),
        ("state", college.state.to_string()),
        ("zip", college.zip.to_string()),
        ("lat", number(college.point.map(|p| p.lat))),
        ("lon", number(college.point.map(|p| p.lon))),
        ("contact_name", college.contact_name.clone()),
        ("contact_email", college.contact_email.to_string()),
        ("contact_phone", college.contact_phone.clone()),
        ("packs", joined(college.packs.iter().map(PackId::as_str).collect())),
        ("lessons", joined(college.lessons.iter().map(LessonId::as_str).collect())),
        ("seats", college.usual_seats.to_string()),
    ];
    pairs.into_iter().collect()
}

/// Reads a class: `title`, `pack`, `lessons`, `starts_on`, `ends_on`, `seats`, `instructor`, `instructor_email`, `external_id`. Every
/// field at fault is named once.
pub fn read_cohort(fields: &Fields, lessons: &Lessons) -> Result<CohortPlan, Vec<FieldError>> {
    let mut wrong = Wrong::default();
    let title = wrong.of(fields.required("title", "The title", MOST_LINE, "Write what the class is called."));
    let pack = wrong.of(match fields.get("pack") {
        "" => Ok(None),
        text => packs(text, lessons)
            .map(|packs| packs.into_iter().next())
            .map_err(|e| FieldError::new("pack", e.message)),
    });
    let taught = wrong.of(lessons_in(fields.get("lessons"), lessons));
    if let (Some(None), Some(taught)) = (&pack, &taught)
        && taught.is_empty()
    {
        wrong.0.push(FieldError::new("pack", "Say what the class teaches: a role pack, or single lessons."));
    }
    let starts_on = wrong.of(a_day(fields, "starts_on", "Write the first day."));
    let ends_on = wrong.of(a_day(fields, "ends_on", "Write the last day."));
    if let (Some(starts_on), Some(ends_on)) = (starts_on, ends_on) {
        let n_days = (ends_on - starts_on).get_days();
        if ends_on < starts_on {
            let says = format!("The last day cannot come before the first, {}.", day_in_words(starts_on));
            wrong.0.push(FieldError::new("ends_on", says));
        } else if n_days > MOST_DAYS {
            let says = format!("A class lasts {MOST_DAYS} days at most. Check the year.");
            wrong.0.push(FieldError::new("ends_on", says));
        }
    }
    let seats = wrong.of(seats(fields));
    let instructor = wrong.of(name_of(fields, "instructor", "Write who teaches it."));
    let instructor_email = wrong.of(email(fields, "instructor_email"));
    let external_id = wrong.of(fields.line("external_id", "The id in the college's system", 80));
    let plan = (|| {
        Some(CohortPlan {
            title: one_blank(title?),
            pack: pack?,
            lessons: taught?,
            starts_on: starts_on?,
            ends_on: ends_on?,
            n_seats: seats?,
            instructor: Instructor { name: instructor?, email: instructor_email? },
            external_id: external_id?.to_owned(),
        })
    })();
    wrong.end(plan)
}

/// A class as the fields of its form.
pub fn cohort_fields(plan: &CohortPlan) -> Fields {
    let pairs = [
        ("title", plan.title.clone()),
        ("pack", plan.pack.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default()),
        ("lessons", plan.lessons.iter().map(LessonId::as_str).collect::<Vec<_>>().join(" ")),
        ("starts_on", plan.starts_on.to_string()),
        ("ends_on", plan.ends_on.to_string()),
        ("seats", plan.n_seats.to_string()),
        ("instructor", plan.instructor.name.clone()),
        ("instructor_email", plan.instructor.email.to_string()),
        ("external_id", plan.external_id.clone()),
    ];
    pairs.into_iter().collect()
}

/// Faults as they are gathered.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn of<T>(&mut self, read: Result<T, FieldError>) -> Option<T> {
        read.map_err(|e| self.0.push(e)).ok()
    }

    fn end<T>(self, made: Option<T>) -> Result<T, Vec<FieldError>> {
        match made {
            Some(made) if self.0.is_empty() => Ok(made),
            _ => Err(self.0),
        }
    }
}

fn parsed<T, E: std::fmt::Display>(field: &'static str, read: Result<T, E>) -> Result<T, FieldError> {
    read.map_err(|e| FieldError::new(field, sentence(&e.to_string())))
}

fn name_of(fields: &Fields, field: &'static str, ask: &str) -> Result<String, FieldError> {
    fields.required(field, "The name", 100, ask)?;
    person_name(fields.get(field)).map_err(|_| FieldError::new(field, "Write the name as plain text."))
}

fn email(fields: &Fields, field: &'static str) -> Result<EmailAddress, FieldError> {
    EmailAddress::parse(fields.get(field))
        .map_err(|_| FieldError::new(field, "Write an e-mail address, like name@college.edu."))
}

/// Blanks made one, so that two writings of a name are the same.
fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn seats(fields: &Fields) -> Result<u32, FieldError> {
    let read = fields.count("seats", "The number of seats", 1, MOST_SEATS)?;
    read.ok_or_else(|| FieldError::new("seats", "Write how many seats a class has."))
}

fn a_day(fields: &Fields, field: &'static str, ask: &str) -> Result<Date, FieldError> {
    let made = day(fields, field)?.ok_or_else(|| FieldError::new(field, ask))?;
    if (1990..=2100).contains(&made.year()) {
        Ok(made)
    } else {
        Err(FieldError::new(field, "Write a day of this century, like 10 13 2026."))
    }
}

/// A place typed by hand: both numbers or none.
fn point(fields: &Fields) -> Result<Option<Point>, FieldError> {
    let (lat, lon) = (fields.get("lat"), fields.get("lon"));
    if lat.is_empty() && lon.is_empty() {
        return Ok(None);
    }
    let wrong = || {
        FieldError::new(
            "lat",
            "Write latitude and longitude as degrees, like 45.78 and -108.5, or leave both empty.",
        )
    };
    let number = |text: &str| if text.len() > 24 { None } else { text.parse::<f64>().ok() };
    let (Some(lat), Some(lon)) = (number(lat), number(lon)) else { return Err(wrong()) };
    Point::new(lat, lon).map(Some).map_err(|_| wrong())
}

/// Ids with blanks, commas or semicolons between.
fn ids<'t>(field: &'static str, text: &'t str) -> Result<Vec<&'t str>, FieldError> {
    let ids = text.split([' ', ',', ';', '\n', '\t', '\r']).filter(|id| !id.is_empty());
    let ids: Vec<&str> = ids.take(MOST_IDS + 1).collect();
    if ids.len() > MOST_IDS {
        return Err(FieldError::new(field, format!("Write up to {MOST_IDS} ids. Here are more.")));
    }
    Ok(ids)
}

fn packs(text: &str, lessons: &Lessons) -> Result<BTreeSet<PackId>, FieldError> {
    let known =
        |id: &str| lessons.packs.iter().find(|pack| pack.id.as_str() == id).map(|pack| pack.id.clone());
    let ids = ids("packs", text)?.into_iter();
    ids.map(|id| known(id).ok_or_else(|| FieldError::new("packs", unknown("role pack", id)))).collect()
}

fn lessons_in(text: &str, lessons: &Lessons) -> Result<Vec<LessonId>, FieldError> {
    let known = |id: &str| lessons.lessons.iter().any(|lesson| lesson.id.as_str() == id);
    let asked: BTreeSet<&str> = ids("lessons", text)?.into_iter().collect();
    if let Some(id) = asked.iter().find(|id| !known(id)) {
        return Err(FieldError::new("lessons", unknown("lesson", id)));
    }
    let in_order = lessons.lessons.iter().map(|lesson| &lesson.id);
    Ok(in_order.filter(|id| asked.contains(id.as_str())).cloned().collect())
}

fn unknown(what: &str, id: &str) -> String {
    let id: String = id.chars().filter(|c| !c.is_control()).take(40).collect();
    format!("There is no {what} `{id}`. The list of lessons has their names.")
}
