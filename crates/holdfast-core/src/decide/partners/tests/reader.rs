//! A reader of every table at once: unknowns, what is known of how they add up, and what follows.
//!
//! It is written from what the tables say on the page, and shares nothing with the code that hides.

use std::collections::BTreeMap;

use crate::decide::partners::{Month, Tables};
use crate::decide::totals::Shown;
use crate::model::Stage;

/// `sum of (factor * unknown) <= most`, or exactly so.
type Sum = (Vec<(usize, f64)>, f64);

#[derive(Default)]
pub(super) struct Reader {
    names: Vec<String>,
    index: BTreeMap<String, usize>,
    truth: Vec<f64>,
    bounds: Vec<(f64, f64)>,
    /// What everybody knows to be the most; a hidden number below the minimum is safe when it may be this much.
    public_most: Vec<f64>,
    at_most: Vec<Sum>,
    equal: Vec<Sum>,
    /// A group and one it is part of.
    parts: Vec<(usize, usize)>,
}

impl Reader {
    pub(super) fn of(exact: &Tables, published: &Tables) -> Self {
        let mut r = Self::default();
        for (e, p) in exact.stages.iter().zip(&published.stages) {
            r.number(&format!("stage {}", e.stage.key()), e.n, p.n);
        }
        let stage = |s: Stage| format!("stage {}", s.key());
        let order = [Stage::Registered, Stage::Validated, Stage::Offered, Stage::Activated];
        for (i, part) in order.iter().enumerate() {
            for whole in &order[..i] {
                r.part_of(&stage(*part), &stage(*whole));
            }
        }
        r.read_states(exact, published);
        r.read_offers(exact, published);
        r.read_months(exact, published);
        r
    }

    fn read_states(&mut self, exact: &Tables, published: &Tables) {
        let (mut registered, mut with_offer) = (Vec::new(), Vec::new());
        for (e, p) in exact.states.iter().zip(&published.states) {
            let (r, w) = (format!("registered {}", e.state), format!("with {}", e.state));
            let i = self.number(&r, e.registered, p.registered);
            self.bounds[i].1 = self.bounds[i].1.min(f64::from(e.n_listed));
            self.public_most[i] = f64::from(e.n_listed);
            let i = self.number(&w, e.with_offer, p.with_offer);
            self.public_most[i] = f64::from(e.n_listed);
            self.part_of(&w, &r);
            registered.push(r);
            with_offer.push(w);
        }
        self.add_up(&registered, "stage registered");
        let any = exact.states.iter().filter_map(|s| s.with_offer.count()).sum();
        self.number("with any", Shown::Count { n: any }, Shown::Hidden);
        self.add_up(&with_offer, "with any");
        for stage in ["registered", "validated", "offered"] {
            self.part_of("with any", &format!("stage {stage}"));
        }
    }

    fn read_offers(&mut self, exact: &Tables, published: &Tables) {
        for (o, offer) in exact.offers.iter().enumerate() {
            let p = &published.offers[o];
            let name = |what: &str| format!("{} {what}", offer.offer);
            let parts = [
                (name("claimed"), offer.claimed, p.claimed),
                (name("validated"), offer.validated, p.validated),
                (name("active"), offer.active, p.active),
            ];
            for (name, e, p) in &parts {
                self.number(name, *e, *p);
            }
            self.number(&name("under way"), offer.under_way, p.under_way);
            self.number(&name("lapsed"), offer.lapsed, p.lapsed);
            self.number(&name("all"), offer.all, p.all);
            assert_eq!(published.two_way.rows[o].all, p.under_way, "one number, one answer");
            self.add_up(&parts.map(|(name, _, _)| name), &name("under way"));
            self.add_up(&[name("under way"), name("lapsed")], &name("all"));
            self.part_of(&name("active"), "stage activated");
            self.part_of(&name("under way"), "with any");
            for stage in ["registered", "validated", "offered"] {
                self.part_of(&name("all"), &format!("stage {stage}"));
                self.part_of(&name("under way"), &format!("stage {stage}"));
            }
            self.read_row(exact, published, o);
        }
        for (c, state) in published.two_way.states.iter().enumerate() {
            let with = self.at(&format!("with {state}"));
            if let Some(n) = published.two_way.hospitals[c].count() {
                self.bounds[with] = (f64::from(n), f64::from(n));
            }
        }
        // Whoever has any offer has one of them.
        for state in &exact.states {
            let mut sum: Vec<(usize, f64)> = exact
                .offers
                .iter()
                .map(|o| (self.at(&format!("{} in {}", o.offer, state.state)), -1.0))
                .collect();
            sum.push((self.at(&format!("with {}", state.state)), 1.0));
            self.at_most.push((sum, 0.0));
        }
    }

    fn read_row(&mut self, exact: &Tables, published: &Tables, o: usize) {
        let row = &published.two_way.rows[o];
        let offer = &row.offer;
        let shows_zero = row.cells.contains(&Shown::Count { n: 0 });
        let mut cells = Vec::new();
        for state in &exact.states {
            let column = |t: &Tables| t.two_way.states.iter().position(|s| *s == state.state);
            let e = column(exact).map_or(Shown::Count { n: 0 }, |c| exact.two_way.rows[o].cells[c]);
            let p = column(published).map(|c| row.cells[c]);
            let cell = format!("{offer} in {}", state.state);
            let i = self.number(&cell, e, p.unwrap_or(Shown::Hidden));
            self.public_most[i] = f64::from(state.n_listed);
            if p == Some(Shown::Hidden) && shows_zero {
                self.bounds[i].0 = 1.0;
            }
            self.part_of(&cell, &format!("with {}", state.state));
            self.part_of(&cell, &format!("registered {}", state.state));
            cells.push(cell);
        }
        self.add_up(&cells, &format!("{offer} under way"));
    }

    fn read_months(&mut self, exact: &Tables, published: &Tables) {
        let of = |m: &Month| [m.registered, m.validated, m.activated];
        let columns = ["registered", "validated", "activated"];
        let until = |column: &str, at: (i16, i8)| format!("{column} until {}-{}", at.0, at.1);
        for (i, column) in columns.iter().enumerate() {
            let mut before: Option<String> = None;
            let mut so_far = 0;
            for m in &exact.months {
                let month = format!("{column} in {}-{}", m.year, m.month);
                self.number(&month, of(m)[i], Shown::Hidden);
                so_far += of(m)[i].count().unwrap_or(0);
                let total = until(column, m.to);
                self.number(&total, Shown::Count { n: so_far }, Shown::Hidden);
                self.add_up(&before.into_iter().chain([month]).collect::<Vec<_>>(), &total);
                before = Some(total);
            }
            if let Some(last) = before {
                self.add_up(&[last], &format!("stage {column}"));
            }
            for p in &published.months {
                let within: Vec<String> = exact
                    .months
                    .iter()
                    .filter(|m| (p.year, p.month) <= m.to && m.to <= p.to)
                    .map(|m| format!("{column} in {}-{}", m.year, m.month))
                    .collect();
                let n = within.iter().map(|name| self.truth[self.at(name)] as u32).sum();
                let total = format!("{column} together until {:?}", p.to);
                self.number(&total, Shown::Count { n }, of(p)[i]);
                self.add_up(&within, &total);
            }
        }
        // Nobody is validated before being registered, nor active before being validated.
        for m in &exact.months {
            for (part, whole) in [(1, 0), (2, 1), (2, 0)] {
                self.part_of(&until(columns[part], m.to), &until(columns[whole], m.to));
            }
        }
    }

    fn at(&self, name: &str) -> usize {
        self.index[name]
    }

    fn number(&mut self, name: &str, exact: Shown, published: Shown) -> usize {
        let i = self.names.len();
        self.names.push(name.to_owned());
        self.index.insert(name.to_owned(), i);
        self.truth.push(f64::from(exact.count().unwrap_or(0)));
        self.public_most.push(1e6);
        self.bounds.push(published.count().map_or((0.0, 1e6), |n| (f64::from(n), f64::from(n))));
        i
    }

    fn part_of(&mut self, part: &str, whole: &str) {
        let (part, whole) = (self.at(part), self.at(whole));
        self.parts.push((part, whole));
        self.at_most.push((vec![(part, 1.0), (whole, -1.0)], 0.0));
    }

    fn add_up(&mut self, parts: &[String], whole: &str) {
        let mut sum: Vec<(usize, f64)> = parts.iter().map(|p| (self.at(p), 1.0)).collect();
        sum.push((self.at(whole), -1.0));
        self.equal.push((sum, 0.0));
    }

    /// The first small group that follows from what is published, in words.
    pub(super) fn finds(mut self, min: u32) -> Option<String> {
        let min = f64::from(min);
        let is = |sum: &[(usize, f64)], truth: &[f64]| sum.iter().map(|(i, f)| f * truth[*i]).sum::<f64>();
        for (sum, most) in &self.at_most {
            assert!(is(sum, &self.truth) <= most + 1e-9, "taken for granted and not so: {:?}", self.say(sum));
        }
        for (sum, total) in &self.equal {
            assert!((is(sum, &self.truth) - total).abs() < 1e-9, "not the sum: {:?}", self.say(sum));
        }
        let n_told = self.equal.len();
        self.eliminate();
        self.narrow();
        let small = |n: f64| n > 0.0 && n < min;
        for i in 0..self.names.len() {
            let ((low, high), is) = (self.bounds[i], self.truth[i]);
            assert!(low <= is && is <= high, "{} is {is}, not {low} to {high}", self.names[i]);
            if small(is) && (low >= high || high < min.min(self.public_most[i])) {
                return Some(format!("{} is {is}, and the reader knows {low} to {high}", self.names[i]));
            }
        }
        let known = |i: usize| self.bounds[i].0 >= self.bounds[i].1;
        for (sum, _) in &self.equal[..n_told] {
            let rest: f64 = sum.iter().filter(|(i, _)| known(*i)).map(|(i, f)| -f * self.truth[*i]).sum();
            let (whole, _) = sum[sum.len() - 1];
            if known(whole) && small(rest) && sum.iter().any(|(i, _)| !known(*i)) {
                return Some(format!("together {rest}: {:?}", self.say(sum)));
            }
        }
        let told = self.parts.iter().find(|(part, whole)| {
            known(*part)
                && known(*whole)
                && self.truth[*part] > 0.0
                && small(self.truth[*whole] - self.truth[*part])
        });
        told.map(|(part, whole)| format!("outside {:?}", self.say(&[(*part, 1.0), (*whole, -1.0)])))
    }

    fn say(&self, sum: &[(usize, f64)]) -> Vec<String> {
        sum.iter().map(|(i, f)| format!("{f} * {} ({})", self.names[*i], self.truth[*i])).collect()
    }

    /// Adds what sums of sums say, by elimination.
    fn eliminate(&mut self) {
        let n = self.names.len();
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for (sum, total) in &self.equal {
            let mut row = vec![0.0; n + 1];
            row[n] = *total;
            for (i, f) in sum {
                let (low, high) = self.bounds[*i];
                if low >= high {
                    row[n] -= f * low;
                } else {
                    row[*i] += f;
                }
            }
            rows.push(row);
        }
        let mut done = 0;
        for column in 0..n {
            let Some(pivot) = (done..rows.len()).find(|r| rows[*r][column].abs() > 1e-9) else { continue };
            rows.swap(done, pivot);
            let lead = rows[done][column];
            rows[done].iter_mut().for_each(|v| *v /= lead);
            let one = rows[done].clone();
            for (r, row) in rows.iter_mut().enumerate() {
                let factor = row[column];
                if r != done && factor.abs() > 1e-9 {
                    row.iter_mut().zip(&one).for_each(|(v, o)| *v -= factor * o);
                }
            }
            done += 1;
        }
        for row in rows {
            let sum: Vec<(usize, f64)> =
                row[..n].iter().enumerate().filter(|(_, f)| f.abs() > 1e-9).map(|(i, f)| (i, *f)).collect();
            if !sum.is_empty() {
                self.equal.push((sum, row[n]));
            }
        }
    }

    /// Narrows what each unknown may be until nothing more follows.
    fn narrow(&mut self) {
        let mut all = self.at_most.clone();
        for (sum, total) in &self.equal {
            all.push((sum.clone(), *total));
            all.push((sum.iter().map(|(i, f)| (*i, -f)).collect(), -total));
        }
        for _ in 0..200 {
            let before = self.bounds.clone();
            for (sum, most) in &all {
                let bounds = &mut self.bounds;
                let least =
                    |b: &[(f64, f64)], i: usize, f: f64| if f > 0.0 { f * b[i].0 } else { f * b[i].1 };
                let floor: f64 = sum.iter().map(|(i, f)| least(bounds, *i, *f)).sum();
                for (i, f) in sum {
                    let limit = (most - (floor - least(bounds, *i, *f))) / f;
                    let own = least(bounds, *i, *f);
                    let (low, high) = &mut bounds[*i];
                    if *f > 0.0 {
                        *high = high.min((limit + 1e-6).floor());
                    } else {
                        *low = low.max((limit - 1e-6).ceil());
                    }
                    debug_assert!(
                        (own - least(bounds, *i, *f)).abs() < 1e-9,
                        "a limit never moves its own floor"
                    );
                }
            }
            if before == self.bounds {
                break;
            }
        }
    }
}
