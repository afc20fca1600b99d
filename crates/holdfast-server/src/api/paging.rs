//! Long lists a page at a time, with how many there are and where the next page is.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::error::ApiError;

/// Entries of a page, unless the call asks for another number.
const USUAL: usize = 50;
/// Most entries of a page.
const MOST: usize = 500;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Which page this is; the first is 1.
    pub page: usize,
    /// Entries of a full page.
    pub per_page: usize,
    /// Entries of all pages.
    pub n_all: usize,
    /// The next page, when there is one.
    pub next_page: Option<usize>,
}

/// Which page of a list, as parameters.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichPage {
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

impl WhichPage {
    /// As a page of a list.
    pub fn paging(&self) -> Result<Paging, ApiError> {
        Paging::read(self.page, self.per_page)
    }
}

/// Which page is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    page: usize,
    per_page: usize,
}

impl Paging {
    /// Reads the parameters `page` and `per_page`.
    pub fn read(page: Option<usize>, per_page: Option<usize>) -> Result<Self, ApiError> {
        let (page, per_page) = (page.unwrap_or(1), per_page.unwrap_or(USUAL));
        if !(1..=1_000_000).contains(&page) {
            return Err(ApiError::unreadable("`page` is a number from 1."));
        }
        if !(1..=MOST).contains(&per_page) {
            return Err(ApiError::unreadable(format!("`per_page` is a number from 1 to {MOST}.")));
        }
        Ok(Self { page, per_page })
    }

    /// The page of a list that is at hand.
    pub fn of<S, T>(self, all: impl IntoIterator<Item = S>, shape: impl Fn(S) -> T) -> Page<T> {
        let all: Vec<S> = all.into_iter().collect();
        let n_all = all.len();
        let skipped = (self.page - 1).saturating_mul(self.per_page);
        let items = all.into_iter().skip(skipped).take(self.per_page).map(shape).collect();
        let next_page = (skipped.saturating_add(self.per_page) < n_all).then_some(self.page + 1);
        Page { items, page: self.page, per_page: self.per_page, n_all, next_page }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: usize, per_page: usize, n_all: usize, items: &[usize], next: Option<usize>) {
        let paging = Paging::read(Some(page), Some(per_page)).expect("a page");
        let got = paging.of(0..n_all, |n| n);
        assert_eq!((got.items.as_slice(), got.next_page, got.n_all), (items, next, n_all));
    }

    #[test]
    fn every_entry_stands_on_one_page() {
        check(1, 2, 5, &[0, 1], Some(2));
        check(2, 2, 5, &[2, 3], Some(3));
        check(3, 2, 5, &[4], None);
        check(4, 2, 5, &[], None);
        check(1, 5, 5, &[0, 1, 2, 3, 4], None);
        check(1, 5, 0, &[], None);
        check(1_000_000, 500, 3, &[], None);
    }

    #[test]
    fn odd_pages_are_refused() {
        for (page, per_page) in [(0, 10), (1, 0), (1, 501), (usize::MAX, 10)] {
            assert!(Paging::read(Some(page), Some(per_page)).is_err());
        }
    }
}
