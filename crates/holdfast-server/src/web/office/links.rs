//! Addresses that keep a page's filters while one thing changes: the order, the page, the format.

/// A path with the pairs that have a value.
pub(super) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// As [`address`], ending in `page=`, for links to pages.
pub(super) fn address_of_page(path: &str, pairs: &[(&str, &str)]) -> String {
    let base = address(path, pairs);
    if base.contains('?') { format!("{base}&page=") } else { format!("{base}?page=") }
}

/// A column head that sorts: its words, where it leads, and how the table is sorted by it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SortHead {
    /// The words.
    pub(super) label: &'static str,
    /// Sorts by this column, or turns the order round.
    pub(super) href: String,
    /// `ascending`, `descending` or nothing.
    pub(super) now: &'static str,
    /// Whether the column holds numbers.
    pub(super) numeric: bool,
}

/// A head for the column `key`. `pairs`: the filters. `sorted`: the column sorted by now, and whether turned round.
pub(super) fn sort_head(
    path: &str,
    pairs: &[(&str, &str)],
    (label, key, numeric): (&'static str, &str, bool),
    (sorted, backwards): (&str, bool),
) -> SortHead {
    let here = key == sorted;
    let mut all = pairs.to_vec();
    all.push(("sort", key));
    if here && !backwards {
        all.push(("order", "down"));
    }
    let now = match (here, backwards) {
        (false, _) => "",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    SortHead { label, href: address(path, &all), now, numeric }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_stay_and_the_order_turns() {
        assert_eq!(address("/office/queue", &[("kind", ""), ("state", "")]), "/office/queue");
        assert_eq!(
            address("/a", &[("text", "st. mary & co"), ("state", "MT")]),
            "/a?text=st.+mary+%26+co&state=MT"
        );
        assert_eq!(address_of_page("/a", &[]), "/a?page=");
        assert_eq!(address_of_page("/a", &[("b", "c")]), "/a?b=c&page=");
        let head = |sorted, backwards| {
            sort_head("/a", &[("state", "MT")], ("Name", "name", false), (sorted, backwards))
        };
        assert_eq!((head("ccn", false).href.as_str(), head("ccn", false).now), ("/a?state=MT&sort=name", ""));
        assert_eq!(
            (head("name", false).href.as_str(), head("name", false).now),
            ("/a?state=MT&sort=name&order=down", "ascending")
        );
        assert_eq!(
            (head("name", true).href.as_str(), head("name", true).now),
            ("/a?state=MT&sort=name", "descending")
        );
    }
}
