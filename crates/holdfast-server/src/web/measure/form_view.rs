//! One small form of several on a page: its fields begin with a letter of their own, so that no id stands twice, and hold
//! what was typed until it is kept.

use holdfast_core::decide::registration::{FieldError, Fields};

use crate::web::problem::Problems;

/// A form as it stands on the page.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct FormView {
    /// What the names of its fields begin with.
    pub(in crate::web) prefix: &'static str,
    /// What was typed.
    pub(in crate::web) fields: Fields,
    /// What does not fit.
    pub(in crate::web) errors: Vec<FieldError>,
}

impl FormView {
    /// A form nobody has typed in.
    pub(in crate::web) fn blank(prefix: &'static str) -> Self {
        Self { prefix, ..Self::default() }
    }

    /// The fields of this form among those a browser sent, by their names in the use case.
    pub(in crate::web) fn read(prefix: &'static str, sent: &Fields) -> Fields {
        sent.iter().filter_map(|(name, value)| Some((name.strip_prefix(prefix)?, value))).collect()
    }

    /// The name and id of a field.
    pub(in crate::web) fn name(&self, field: &str) -> String {
        format!("{}{field}", self.prefix)
    }

    /// What was typed in a field.
    pub(in crate::web) fn value(&self, field: &str) -> &str {
        self.fields.get(field)
    }

    /// What was typed in one part of a field, such as its month.
    pub(in crate::web) fn part(&self, field: &str, part: &str) -> &str {
        self.fields.get(&format!("{field}-{part}"))
    }

    /// What is wrong with a field, empty when nothing is.
    pub(in crate::web) fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|e| e.field == field).map_or("", |e| e.message.as_str())
    }

    /// Whether something has to be mended.
    pub(in crate::web) fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// One of several choices that come from the catalog or the record.
#[derive(Clone, Debug)]
pub(in crate::web) struct Choice {
    /// Its id: the first has the field's own name, so that the summary of errors leads to it.
    pub(in crate::web) radio_id: String,
    /// What is sent.
    pub(in crate::web) key: String,
    /// What it is called.
    pub(in crate::web) label: String,
    /// What it means.
    pub(in crate::web) says: String,
}

impl Choice {
    /// The choices of a field, in order: key, label and meaning of each.
    pub(in crate::web) fn all(
        field: &str,
        of: impl IntoIterator<Item = (String, String, String)>,
    ) -> Vec<Self> {
        let id = |n: usize| if n == 1 { field.to_owned() } else { format!("{field}-{n}") };
        let numbered = (1..).zip(of);
        numbered.map(|(n, (key, label, says))| Self { radio_id: id(n), key, label, says }).collect()
    }
}

/// What is wrong with any of several forms, for the summary on top of the page.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Summary(pub(in crate::web) Vec<SummaryLine>);

/// One line of it.
#[derive(Clone, Debug)]
pub(in crate::web) struct SummaryLine {
    /// The id to go to.
    pub(in crate::web) field: String,
    /// What to do.
    pub(in crate::web) text: String,
}

impl Summary {
    /// Everything wrong with these forms.
    pub(in crate::web) fn of<'a>(forms: impl IntoIterator<Item = &'a FormView>) -> Self {
        let line = |form: &FormView, e: &FieldError| SummaryLine {
            field: form.name(e.field),
            text: e.message.clone(),
        };
        Self(forms.into_iter().flat_map(|f| f.errors.iter().map(move |e| line(f, e))).collect())
    }
}

/// The same for pages with one form.
impl From<&FormView> for Problems {
    fn from(form: &FormView) -> Self {
        let mut problems = Self::default();
        for error in &form.errors {
            problems.add(error.field, error.message.clone());
        }
        problems
    }
}
