//! A place the agent may read: there is no other way to name one, so the table in `places` is all there is.

use std::fmt;

/// What kind of thing is read there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a file holds.
    File,
    /// The names in a folder.
    Folder,
    /// Whether something is there, when it was changed, or where a link leads.
    Mark,
    /// Values of a registry key.
    Key,
    /// Properties of a WMI class.
    Class,
    /// An answer of the operating system to a call that only asks.
    Call,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "file",
            Self::Folder => "names in folder",
            Self::Mark => "presence",
            Self::Key => "registry key",
            Self::Class => "WMI class",
            Self::Call => "call",
        })
    }
}

/// A place. A `*` in its path stands for one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    kind: Kind,
    path: &'static str,
    what: &'static str,
    why: &'static str,
}

impl Place {
    /// Only the table makes places.
    pub(super) const fn new(kind: Kind, path: &'static str, what: &'static str, why: &'static str) -> Self {
        Self { kind, path, what, why }
    }

    /// The kind of place.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Where it is.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// What is read there: value names or properties, separated by a comma and a space; empty for all of it.
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// The values or properties that may be read.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.what.split(", ").filter(|name| !name.is_empty())
    }

    /// What it is read for.
    pub fn why(&self) -> &'static str {
        self.why
    }

    /// The path with each `*` replaced by a name, in order. A name that could leave its folder makes nothing.
    pub fn filled(&self, names: &[&str]) -> Option<String> {
        let mut names = names.iter();
        let mut path = String::new();
        for (at, piece) in self.path.split('*').enumerate() {
            if at > 0 {
                let name = names.next()?;
                // Names of registry keys may hold a slash.
                let parts = if self.kind == Kind::Key { ['\\', '\0'] } else { ['/', '\0'] };
                if name.is_empty() || *name == "." || *name == ".." || name.contains(parts) {
                    return None;
                }
                path.push_str(name);
            }
            path.push_str(piece);
        }
        names.next().is_none().then_some(path)
    }

    /// Its row in the document of what is read.
    pub fn row(&self) -> String {
        let what = if self.what.is_empty() { String::new() } else { format!("`{}`", self.what) };
        format!("| {} | `{}` | {what} | {} |", self.kind, self.path, self.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_takes_one_name_and_no_way_out() {
        let place = Place::new(Kind::File, "/sys/block/*/dm/*", "", "a test");
        assert_eq!(place.filled(&["dm-0", "uuid"]).as_deref(), Some("/sys/block/dm-0/dm/uuid"));
        for names in [&["a"][..], &["a", "b", "c"], &["..", "b"], &["a/b", "c"], &["", "b"]] {
            assert_eq!(place.filled(names), None, "{names:?}");
        }
    }
}
