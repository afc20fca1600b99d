//! Which groups of two tables are put together, so that nothing reckoned from them is about few people.
//!
//! Both tables sort the same people, and each adds up to all of them. Whoever knows where people stand can reckon with the lines: a line of
//! one table less those lines of the other whose people are all in it leaves the rest of that line. Every set of people that adding and
//! taking away lines can single out is made of sets of the form "these lines of one table, less those of the other that lie wholly in
//! them", so it is enough that no such rest is small.

use std::collections::{BTreeMap, BTreeSet};

/// Groups that are put together, of each table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) rows: BTreeSet<usize>,
    pub(super) columns: BTreeSet<usize>,
}

/// How many people stand in each row and column both.
type Cells = BTreeMap<(usize, usize), usize>;

/// Puts groups together until no rest is small. `rows` and `columns`: of each person the group in each table.
pub(super) fn fold(rows: &[usize], columns: &[usize], min: usize) -> Folded {
    let mut cells = Cells::new();
    for (row, column) in rows.iter().zip(columns) {
        *cells.entry((*row, *column)).or_default() += 1;
    }
    let mut folded = Folded::default();
    let of_rows = sizes(cells.iter().map(|((r, _), n)| (*r, *n)));
    let of_columns = sizes(cells.iter().map(|((_, c), n)| (*c, *n)));
    fold_small(&of_rows, &mut folded.rows, min);
    fold_small(&of_columns, &mut folded.columns, min);
    // Departments give way to packs, and the smallest first: who may be few is what is at stake, not which table is fuller.
    while is_told(&cells, &folded, min) {
        let is_more =
            fold_one(&of_columns, &mut folded.columns, min) || fold_one(&of_rows, &mut folded.rows, min);
        if !is_more {
            break;
        }
    }
    folded
}

fn sizes(of: impl Iterator<Item = (usize, usize)>) -> BTreeMap<usize, usize> {
    of.fold(BTreeMap::new(), |mut sizes, (group, n)| {
        *sizes.entry(group).or_default() += n;
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

/// Whether some rest is about fewer people than may be told of.
fn is_told(cells: &Cells, folded: &Folded, min: usize) -> bool {
    // Those put together are one line each, beside the lines that are shown.
    let line = |group: usize, folded: &BTreeSet<usize>| (!folded.contains(&group)).then_some(group);
    let mut shown: BTreeMap<(Option<usize>, Option<usize>), usize> = BTreeMap::new();
    for ((r, c), n) in cells {
        *shown.entry((line(*r, &folded.rows), line(*c, &folded.columns))).or_default() += n;
    }
    let rows: Vec<Option<usize>> =
        shown.keys().map(|(r, _)| *r).collect::<BTreeSet<_>>().into_iter().collect();
    let columns: Vec<Option<usize>> =
        shown.keys().map(|(_, c)| *c).collect::<BTreeSet<_>>().into_iter().collect();
    let place = |of: &[Option<usize>], line| of.iter().position(|l| *l == line).unwrap_or_default();
    let cells: Vec<(usize, usize, usize)> =
        shown.iter().map(|((r, c), n)| (place(&rows, *r), place(&columns, *c), *n)).collect();
    // The same lines taken the other way round give rests of their own.
    let turned: Vec<(usize, usize, usize)> = cells.iter().map(|(r, c, n)| (*c, *r, *n)).collect();
    is_told_by(&cells, rows.len(), columns.len(), min) || is_told_by(&turned, columns.len(), rows.len(), min)
}

/// Whether lines of the first table less lines of the second that lie wholly in them leave few. For each place that may be left over it
/// finds the least there can be with it.
fn is_told_by(cells: &[(usize, usize, usize)], n_rows: usize, n_columns: usize, min: usize) -> bool {
    cells
        .iter()
        .any(|(row, column, n)| *n < min && least_rest(cells, (n_rows, n_columns), (*row, *column)) < min)
}

/// The fewest people left over by some rows less some columns that lie wholly in them, such that one row is taken and one column is not
/// taken away. It is a least cut: a column that is not taken away costs what is in it among taken rows.
///
/// Taken rows start with the one given. Taking away a column needs every row it touches, and each of these brings its other people along.
/// The cut is found by sending people from columns to the rows that must come with them until no way is left.
fn least_rest(
    cells: &[(usize, usize, usize)],
    (n_rows, n_columns): (usize, usize),
    seed: (usize, usize),
) -> usize {
    let row_size = |row: usize| cells.iter().filter(|(r, _, _)| *r == row).map(|(_, _, n)| n).sum::<usize>();
    let column_size =
        |column: usize| cells.iter().filter(|(_, c, _)| *c == column).map(|(_, _, n)| n).sum::<usize>();
    // What a column takes away may be used up by the rows it needs. The row given is there already and costs nothing more.
    let mut needs: Vec<usize> = (0..n_rows).map(row_size).collect();
    let base = std::mem::take(&mut needs[seed.0]);
    let mut gives: Vec<usize> = (0..n_columns).map(column_size).collect();
    gives[seed.1] = 0;
    let total: usize = gives.iter().sum();
    let touches: Vec<Vec<usize>> = (0..n_columns)
        .map(|c| cells.iter().filter(|(_, of, _)| *of == c).map(|(r, _, _)| *r).collect())
        .collect();
    let mut sent: Vec<Vec<usize>> = vec![vec![0; n_rows]; n_columns];
    let mut flow = 0;
    while let Some(more) = push(&touches, &mut sent, &mut gives, &mut needs) {
        flow += more;
    }
    // The most that can be gained over the row alone is what columns give beyond what their rows need.
    base.saturating_sub(total - flow)
}

/// Sends people along one way that is open, from a column that still gives to a row that still needs; `None` when there is no way.
fn push(
    touches: &[Vec<usize>],
    sent: &mut [Vec<usize>],
    gives: &mut [usize],
    needs: &mut [usize],
) -> Option<usize> {
    let mut from_column: BTreeMap<usize, usize> = BTreeMap::new(); // a row, and the column it was reached from
    let mut from_row: BTreeMap<usize, Option<usize>> = BTreeMap::new(); // a column, and the row it was reached from
    let mut open: Vec<usize> = (0..gives.len()).filter(|c| gives[*c] > 0).collect();
    from_row.extend(open.iter().map(|c| (*c, None)));
    let mut end = None;
    'search: while let Some(column) = open.pop() {
        for row in &touches[column] {
            if from_column.contains_key(row) {
                continue;
            }
            from_column.insert(*row, column);
            if needs[*row] > 0 {
                end = Some(*row);
                break 'search;
            }
            for (back, sent) in sent.iter().enumerate() {
                if sent[*row] > 0 && !from_row.contains_key(&back) {
                    from_row.insert(back, Some(*row));
                    open.push(back);
                }
            }
        }
    }
    let end = end?;
    let mut steps = Vec::new();
    let mut row = end;
    let start = loop {
        let column = from_column[&row];
        steps.push((column, row));
        match from_row[&column] {
            Some(back) => row = back,
            None => break column,
        }
    };
    // Between steps people are taken back from a row: the column of one step, the row of the next.
    let backs: Vec<(usize, usize)> = steps.windows(2).map(|w| (w[0].0, w[1].1)).collect();
    let most = backs.iter().map(|(column, row)| sent[*column][*row]).min().unwrap_or(usize::MAX);
    let more = most.min(gives[start]).min(needs[end]);
    steps.iter().for_each(|(column, row)| sent[*column][*row] += more);
    backs.iter().for_each(|(column, row)| sent[*column][*row] -= more);
    gives[start] -= more;
    needs[end] -= more;
    Some(more)
}
