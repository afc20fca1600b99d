//! Which groups of two tables are put together, so that nothing reckoned from them is about few people.
//!
//! Both tables sort the same people, and each adds up to all of them. Whoever knows where people stand can reckon with the lines: a line of
//! one table less those lines of the other whose people are all in it leaves the rest of that line. Every set of people that adding and
//! taking away lines can single out is made of sets of the form "these lines of one table, less those of the other that lie wholly in
//! them", so it is enough that no such rest is small.
//!
//! Whatever a roster holds, this takes a moment: of one table at most [`MOST_ROWS`] lines are shown, so that every way to choose among them
//! can be tried, and each way is tried once for a group that is put with the others.

use std::collections::{BTreeMap, BTreeSet};

/// Lines of the first table. Role packs are fewer; should a catalog have more, the smallest stand together, which is always safe.
const MOST_ROWS: usize = 12;

/// Groups that are put together, of each table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) rows: BTreeSet<usize>,
    pub(super) columns: BTreeSet<usize>,
}

/// Puts groups together until no rest is small. `rows` and `columns`: of each person the group in each table.
pub(super) fn fold(rows: &[usize], columns: &[usize], min: usize) -> Folded {
    let (of_rows, of_columns) = (sizes(rows), sizes(columns));
    let mut folded = Folded::default();
    fold_small(&of_rows, &mut folded.rows, min);
    while of_rows.len() - folded.rows.len() + usize::from(!folded.rows.is_empty()) > MOST_ROWS {
        fold_one(&of_rows, &mut folded.rows, min);
    }
    fold_small(&of_columns, &mut folded.columns, min);
    // Departments give way to packs, and the smallest first: who may be few is what is at stake, not which table is fuller. When all
    // departments stand together, nothing is left over but whole lines of packs.
    let mut lines = Lines::of(rows, columns, &folded.rows);
    while lines.tell_of_few(&folded.columns, min) && fold_one(&of_columns, &mut folded.columns, min) {}
    folded
}

fn sizes(groups: &[usize]) -> BTreeMap<usize, usize> {
    groups.iter().fold(BTreeMap::new(), |mut sizes, group| {
        *sizes.entry(*group).or_default() += 1;
        sizes
    })
}

/// Puts small groups together, with the next smallest while they are too few.
fn fold_small(sizes: &BTreeMap<usize, usize>, folded: &mut BTreeSet<usize>, min: usize) {
    folded.extend(sizes.iter().filter(|(_, n)| **n < min).map(|(group, _)| *group));
    fill(sizes, folded, min);
}

/// Puts the smallest group that is still shown with the others; false when there is none.
fn fold_one(sizes: &BTreeMap<usize, usize>, folded: &mut BTreeSet<usize>, min: usize) -> bool {
    let before = folded.len();
    if let Some(next) = smallest(sizes, folded) {
        folded.insert(next);
        // A group alone among those put together is as good as shown.
        if folded.len() == 1
            && let Some(next) = smallest(sizes, folded)
        {
            folded.insert(next);
        }
    }
    fill(sizes, folded, min);
    folded.len() > before
}

fn fill(sizes: &BTreeMap<usize, usize>, folded: &mut BTreeSet<usize>, min: usize) {
    let together = |folded: &BTreeSet<usize>| folded.iter().filter_map(|g| sizes.get(g)).sum::<usize>();
    while !folded.is_empty() && together(folded) < min {
        let Some(next) = smallest(sizes, folded) else { break };
        folded.insert(next);
    }
}

/// The smallest group that is shown, the later of equals.
fn smallest(sizes: &BTreeMap<usize, usize>, folded: &BTreeSet<usize>) -> Option<usize> {
    let shown = sizes.iter().filter(|(group, _)| !folded.contains(group));
    shown.min_by_key(|(group, n)| (**n, usize::MAX - **group)).map(|(group, _)| *group)
}

/// Which rows each column has people in.
struct Lines {
    /// Of every choice of rows, as bits, how many people are in them.
    in_rows: Vec<usize>,
    /// Of each column, its rows as bits and its people.
    columns: BTreeMap<usize, (usize, usize)>,
    /// Of every choice of rows, how many people are in the columns that lie wholly in them. Made anew for each look.
    in_columns: Vec<usize>,
}

impl Lines {
    fn of(rows: &[usize], columns: &[usize], folded: &BTreeSet<usize>) -> Self {
        // Those put together are one line, beside the lines that are shown.
        let line = |row: &usize| (!folded.contains(row)).then_some(*row);
        let lines: BTreeSet<Option<usize>> = rows.iter().map(line).collect();
        let places: BTreeMap<Option<usize>, usize> = lines.into_iter().zip(0..).collect();
        let mut sizes = vec![0; places.len()];
        let mut of_columns: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (row, column) in rows.iter().zip(columns) {
            let place = places[&line(row)];
            sizes[place] += 1;
            let of = of_columns.entry(*column).or_default();
            *of = (of.0 | (1 << place), of.1 + 1);
        }
        let in_choice = |choice: usize| {
            let chosen = sizes.iter().enumerate().filter(|(place, _)| (choice >> place) & 1 == 1);
            chosen.map(|(_, n)| *n).sum::<usize>()
        };
        let in_rows: Vec<usize> = (0..1_usize << places.len()).map(in_choice).collect();
        Self { in_columns: vec![0; in_rows.len()], in_rows, columns: of_columns }
    }

    /// Whether some rest is about fewer people than may be told of, with these columns put together.
    ///
    /// For each choice of rows, all columns that lie wholly in them are taken away, since to leave one in adds a whole line, which is not
    /// small. Columns less rows need no look of their own: what some columns hold beyond the rows that lie wholly in them is what all
    /// other rows hold beyond the columns that lie wholly in those.
    fn tell_of_few(&mut self, folded: &BTreeSet<usize>, min: usize) -> bool {
        self.in_columns.fill(0);
        let mut together = (0, 0);
        for (column, (rows, n)) in &self.columns {
            if folded.contains(column) {
                together = (together.0 | rows, together.1 + n);
            } else {
                self.in_columns[*rows] += n;
            }
        }
        self.in_columns[together.0] += together.1;
        // Adds to each choice what is in every smaller one, a row at a time.
        let mut row = 1;
        while row < self.in_columns.len() {
            for choice in 0..self.in_columns.len() {
                if choice & row != 0 {
                    self.in_columns[choice] += self.in_columns[choice ^ row];
                }
            }
            row <<= 1;
        }
        let rest = |(rows, columns): (&usize, &usize)| rows - columns;
        self.in_rows.iter().zip(&self.in_columns).map(rest).any(|rest| 0 < rest && rest < min)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MIN: usize = 8;

    /// The people of some lines less those of the lines of the other table that lie wholly in them, the plain way.
    fn rests(rows: &[usize], columns: &[usize], chosen: &BTreeSet<usize>) -> usize {
        let is_whole =
            |column: usize| rows.iter().zip(columns).all(|(row, own)| *own != column || chosen.contains(row));
        let all: BTreeSet<usize> = columns.iter().copied().collect();
        let whole: BTreeSet<usize> = all.into_iter().filter(|column| is_whole(*column)).collect();
        let left = |(row, column): &(&usize, &usize)| chosen.contains(row) && !whole.contains(column);
        rows.iter().zip(columns).filter(left).count()
    }

    /// The line each person stands in, those put together in one.
    fn shown(groups: &[usize], folded: &BTreeSet<usize>) -> Vec<usize> {
        groups.iter().map(|group| if folded.contains(group) { usize::MAX } else { *group }).collect()
    }

    #[track_caller]
    fn check_that_nobody_is_told_of(rows: &[usize], columns: &[usize]) -> Folded {
        let folded = fold(rows, columns, MIN);
        let (by_row, by_column) = (shown(rows, &folded.rows), shown(columns, &folded.columns));
        for (one, other) in [(&by_row, &by_column), (&by_column, &by_row)] {
            let lines: Vec<usize> = one.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
            assert!(lines.iter().all(|line| one.iter().filter(|own| *own == line).count() >= MIN));
            if lines.len() > MOST_ROWS {
                continue; // too many ways to try; those of the other table say the same
            }
            for choice in 0..1_usize << lines.len() {
                let is_chosen = |(place, _): &(usize, &usize)| (choice >> place) & 1 == 1;
                let chosen = lines.iter().enumerate().filter(is_chosen).map(|(_, line)| *line).collect();
                let rest = rests(one, other, &chosen);
                assert!(rest == 0 || rest >= MIN, "{rest} people are left over of {chosen:?}");
            }
        }
        folded
    }

    #[test]
    fn the_largest_roster_made_to_be_slow_is_settled_at_once() {
        // 625 departments of eight, each with a person in every role: each is as large as it must be, and none tells of few alone.
        let columns: Vec<usize> = (0..5_000).map(|i| i / 8).collect();
        let rows: Vec<usize> = (0..5_000).map(|i| (i % 8 + i / 8 % 9) % 9).collect();
        let folded = fold(&rows, &columns, MIN);
        assert!(folded.rows.is_empty());
        // Each department two people short of being whole in one role, so that every one of them has to give way.
        let rows: Vec<usize> =
            (0..5_000).map(|i| if i % 8 < 6 { i / 8 % 9 } else { (i / 8 + 1) % 9 }).collect();
        fold(&rows, &columns, MIN);
        // A department for each person.
        let all: Vec<usize> = (0..5_000).collect();
        assert_eq!(fold(&rows, &all, MIN).columns.len(), 5_000);
        assert!(fold(&all, &all, MIN).rows.len() == 5_000);
    }

    #[test]
    fn of_more_rows_than_can_be_tried_the_smallest_stand_together() {
        let sizes: Vec<usize> = (0..30).flat_map(|row| vec![row; 8 + row]).collect();
        let columns: Vec<usize> = (0..sizes.len()).map(|i| i % 3).collect();
        let folded = check_that_nobody_is_told_of(&sizes, &columns);
        assert_eq!(folded.rows, BTreeSet::from_iter(0..19), "eleven are shown, beside the others together");
    }

    #[test]
    fn a_table_of_nobody_and_of_few_is_no_trouble() {
        assert_eq!(fold(&[], &[], MIN), Folded::default());
        assert_eq!(fold(&[1, 2], &[3, 3], MIN), Folded { rows: [1, 2].into(), columns: [3].into() });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_rest_is_small(
            blocks in proptest::collection::vec((0usize..7, 0usize..6, 1usize..14), 1..24),
        ) {
            let people: Vec<(usize, usize)> =
                blocks.into_iter().flat_map(|(row, column, n)| vec![(row, column); n]).collect();
            prop_assume!(people.len() >= MIN);
            let (rows, columns): (Vec<usize>, Vec<usize>) = people.into_iter().unzip();
            check_that_nobody_is_told_of(&rows, &columns);
        }
    }
}
