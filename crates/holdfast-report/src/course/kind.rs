//! The kinds of package there are.

/// How a package speaks to a learning system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CourseKind {
    /// SCORM 1.2: what nearly every hospital's system runs.
    #[default]
    Scorm12,
    /// SCORM 2004, 4th edition, as one unit without sequencing.
    Scorm2004,
    /// cmi5, which tells an xAPI record store.
    Cmi5,
}

impl CourseKind {
    /// Every kind, the one to try first in front.
    pub const ALL: [Self; 3] = [Self::Scorm12, Self::Scorm2004, Self::Cmi5];

    /// The word in addresses, file names and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Scorm12 => "scorm12",
            Self::Scorm2004 => "scorm2004",
            Self::Cmi5 => "cmi5",
        }
    }

    /// The one with this word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scorm12 => "SCORM 1.2",
            Self::Scorm2004 => "SCORM 2004",
            Self::Cmi5 => "cmi5",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_found_by_its_word_and_no_other_word_is_one() {
        for kind in CourseKind::ALL {
            assert_eq!(CourseKind::from_key(kind.key()), Some(kind));
        }
        for no in ["", "scorm", "SCORM12", "aicc"] {
            assert_eq!(CourseKind::from_key(no), None, "{no}");
        }
    }
}
