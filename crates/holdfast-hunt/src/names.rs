//! Names of computers and logs as small numbers, as many as are kept and no more.

use std::collections::HashMap;

/// Names, each once, without regard to letter case.
#[derive(Debug)]
pub(crate) struct Names {
    ids: HashMap<Box<str>, u32>,
    shown: Vec<Box<str>>,
    max: usize,
    last: (String, u32),
    /// What all names beyond the bound are shown as.
    others: &'static str,
}

impl Names {
    /// None yet, and at most `max`; all beyond are one, called `others`.
    pub(crate) fn new(max: usize, others: &'static str) -> Self {
        Self { ids: HashMap::new(), shown: Vec::new(), max, last: (String::new(), u32::MAX), others }
    }

    /// The number of a name, as it was written by whoever wrote it first.
    pub(crate) fn id(&mut self, name: &str) -> u32 {
        if self.last.1 != u32::MAX && self.last.0 == name {
            return self.last.1;
        }
        let key = name.to_lowercase();
        let id = match self.ids.get(&*key) {
            Some(id) => *id,
            None => self.add(key, name),
        };
        self.last.0.clear();
        self.last.0.push_str(name);
        self.last.1 = id;
        id
    }

    fn add(&mut self, key: String, name: &str) -> u32 {
        let (key, name) =
            if self.shown.len() >= self.max { (self.others.to_owned(), self.others) } else { (key, name) };
        if let Some(id) = self.ids.get(&*key) {
            return *id;
        }
        let id = u32::try_from(self.shown.len()).unwrap_or(u32::MAX);
        self.shown.push(name.into());
        self.ids.insert(key.into(), id);
        id
    }

    /// The name of a number.
    pub(crate) fn name(&self, id: u32) -> &str {
        self.shown.get(id as usize).map_or("", |name| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_case_makes_no_second_name_and_the_bound_holds() {
        let mut names = Names::new(2, "(others)");
        assert_eq!(["a", "A", "b", "a", "c", "D", "c"].map(|n| names.id(n)), [0, 0, 1, 0, 2, 2, 2]);
        assert_eq!([0, 1, 2, 3].map(|id| names.name(id).to_owned()), ["a", "b", "(others)", ""]);
    }
}
