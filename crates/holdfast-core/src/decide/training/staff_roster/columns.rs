//! Which column of a staff roster holds what, by the names that payroll and personnel programs and people give them.

use std::collections::{BTreeMap, BTreeSet};

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RosterColumn {
    /// The hospital's own number of the person.
    Number,
    /// The whole name.
    Name,
    /// The first name.
    First,
    /// The last name.
    Last,
    /// The mail address.
    Email,
    /// The department.
    Department,
    /// Role packs.
    Packs,
    /// The language.
    Language,
    /// The first day of work.
    StartedOn,
}

impl RosterColumn {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Number,
        Self::Name,
        Self::First,
        Self::Last,
        Self::Email,
        Self::Department,
        Self::Packs,
        Self::Language,
        Self::StartedOn,
    ];

    /// Those a roster need not have.
    pub const OPTIONAL: [Self; 5] =
        [Self::Email, Self::Department, Self::Packs, Self::Language, Self::StartedOn];

    /// What it is called in the file we hand out, and in messages.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Number => "Employee number",
            Self::Name => "Name",
            Self::First => "First name",
            Self::Last => "Last name",
            Self::Email => "Email",
            Self::Department => "Department",
            Self::Packs => "Role packs",
            Self::Language => "Language",
            Self::StartedOn => "Start date",
        }
    }

    /// Names it goes by, without blanks and marks, the likeliest first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Number => &[
                "employeenumber",
                "employeeid",
                "employeeno",
                "employeecode",
                "empid",
                "empno",
                "empnumber",
                "staffid",
                "staffnumber",
                "staffno",
                "associateid",
                "workerid",
                "personnelnumber",
                "personid",
                "filenumber",
                "payrollid",
                "payrollnumber",
                "number",
                "id",
                "no",
                "numerodeempleado",
            ],
            Self::Name => &[
                "name",
                "fullname",
                "employeename",
                "staffname",
                "displayname",
                "workername",
                "payrollname",
                "employee",
                "worker",
                "nombrecompleto",
            ],
            Self::First => &[
                "firstname",
                "first",
                "givenname",
                "preferredfirstname",
                "legalfirstname",
                "preferredname",
                "forename",
                "nombre",
            ],
            Self::Last => {
                &["lastname", "last", "surname", "familyname", "legallastname", "apellido", "apellidos"]
            }
            Self::Email => &[
                "email",
                "workemail",
                "emailaddress",
                "mail",
                "businessemail",
                "companyemail",
                "workemailaddress",
                "correo",
                "correoelectronico",
            ],
            Self::Department => &[
                "department",
                "dept",
                "departmentname",
                "departmentdescription",
                "homedepartment",
                "homedepartmentdescription",
                "unit",
                "costcentername",
                "costcenter",
                "departamento",
            ],
            Self::Packs => &[
                "rolepacks",
                "rolepack",
                "packs",
                "pack",
                "roles",
                "role",
                "trainingpacks",
                "trainingpack",
                "traininggroup",
            ],
            Self::Language => &["language", "preferredlanguage", "lang", "primarylanguage", "idioma"],
            Self::StartedOn => &[
                "startdate",
                "hiredate",
                "dateofhire",
                "started",
                "startedon",
                "hired",
                "hiredon",
                "mostrecenthiredate",
                "lasthiredate",
                "rehiredate",
                "originalhiredate",
                "firstday",
                "start",
                "fechadeingreso",
            ],
        }
    }
}

/// Which column, counted from 0, holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterColumns(BTreeMap<RosterColumn, usize>);

impl RosterColumns {
    /// Finds the columns by their names, whatever the case and the marks in them.
    pub fn find(columns: &[String]) -> Self {
        let plain: Vec<String> = columns.iter().map(|c| plain(c)).collect();
        let at = |column: RosterColumn| {
            column.names().iter().find_map(|name| plain.iter().position(|p| p == name))
        };
        Self(RosterColumn::ALL.into_iter().filter_map(|column| Some((column, at(column)?))).collect())
    }

    /// Where something stands; `None` for nowhere.
    pub fn at(&self, column: RosterColumn) -> Option<usize> {
        self.0.get(&column).copied()
    }

    /// What a roster need not say and this file has no column for.
    pub(super) fn lacking(&self) -> BTreeSet<RosterColumn> {
        RosterColumn::OPTIONAL.into_iter().filter(|column| !self.0.contains_key(column)).collect()
    }

    /// Whether people's numbers are there.
    pub fn has_number(&self) -> bool {
        self.0.contains_key(&RosterColumn::Number)
    }

    /// Whether people's names are there, whole or in two parts.
    pub fn has_name(&self) -> bool {
        let has = |column| self.0.contains_key(&column);
        has(RosterColumn::Name) || (has(RosterColumn::First) && has(RosterColumn::Last))
    }

    /// What the file calls a column; our own name for one it does not have.
    pub(super) fn name_of(&self, column: RosterColumn, columns: &[String]) -> String {
        let said = self.at(column).and_then(|i| columns.get(i));
        said.map_or_else(|| column.in_words().to_owned(), Clone::clone)
    }
}

/// Whether a column seems to say who has left. Such a file may list people who have.
pub(super) fn tells_leavers(column: &str) -> bool {
    let plain = plain(column);
    plain.contains("termination")
        || plain.contains("terminated")
        || plain == "status"
        || plain.ends_with("employmentstatus")
}

/// Letters and digits of a name, in small letters, without accents Spanish writes.
fn plain(name: &str) -> String {
    let bare = |c: char| match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        c => c,
    };
    name.chars().take(80).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, expect: &str) {
        let columns: Vec<String> = head.split(',').map(str::to_owned).collect();
        let found = RosterColumns::find(&columns);
        let said: Vec<String> = found.0.iter().map(|(column, at)| format!("{column:?}={at}")).collect();
        assert_eq!(said.join(" "), expect, "{head}");
    }

    #[test]
    fn names_people_and_programs_export_are_known_in_any_dress() {
        check("Employee Number,Name,E-Mail,Dept.", "Number=0 Name=1 Email=2 Department=3");
        check("FILE NUMBER,first_name,LAST NAME,Hire Date", "Number=0 First=1 Last=2 StartedOn=3");
        check("No.,Nombre,Apellidos,Correo electrónico,Idioma", "Number=0 First=1 Last=2 Email=3 Language=4");
        check("ID,Employee ID,Role(s)", "Number=1 Packs=2");
        check("Room,Phone", "");
    }

    #[test]
    fn what_a_file_has_no_column_for_is_known() {
        let lacking = |head: &str| {
            let columns: Vec<String> = head.split(',').map(str::to_owned).collect();
            RosterColumns::find(&columns)
                .lacking()
                .into_iter()
                .map(RosterColumn::in_words)
                .collect::<Vec<_>>()
        };
        assert_eq!(lacking("ID,Name,Email,Dept"), ["Role packs", "Language", "Start date"]);
        assert_eq!(lacking("ID,First,Last,Mail,Unit,Roles,Idioma,Hired"), Vec::<&str>::new());
    }

    #[test]
    fn a_column_that_tells_leavers_is_noticed() {
        assert!(
            tells_leavers("Termination Date")
                && tells_leavers("Status")
                && tells_leavers("Employment status")
        );
        assert!(!tells_leavers("Marital status") && !tells_leavers("Name"));
    }
}
