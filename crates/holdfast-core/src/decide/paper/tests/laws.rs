//! Laws of papers, held against thousands of made-up records.

use proptest::prelude::*;

use super::super::board::CanTreat;
use super::super::hipaa::{Level, Risk};
use super::super::insurer::Mark;
use super::*;

const MEASURES: &[&str] =
    &["scanned", "patched", "mfa-mail", "mfa-admins", "guests", "edge", "restored", "drilled", "paper"];

prop_compose! {
    fn a_line()(
        measure in proptest::sample::select(MEASURES),
        verb in proptest::sample::select(&["scan", "report", "look", "says"][..]),
        found in proptest::sample::select(&["yes", "no", "1/3", "85/96"][..]),
        day in 1_u8..28,
        month in 4_u8..9,
        rest in proptest::sample::select(&["", "", " seen=2/3", " limit=some", " but=root!"][..]),
    ) -> String {
        let rest = if verb == "says" { "" } else { rest };
        format!("{measure} {verb} {found} 2026-{month:02}-{day:02}{rest}")
    }
}

fn a_record() -> impl Strategy<Value = String> {
    prop::collection::vec(a_line(), 0..24).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 700, ..ProptestConfig::default() })]

    /// The same record in any order gives the same papers, byte for byte.
    #[test]
    fn order_never_matters(lines in prop::collection::vec(a_line(), 0..16), turn in 0_usize..16) {
        let papers = |record: &Record| {
            let catalog = catalog();
            let (posture, means) = (assess(&catalog, record, at("2026-08-15")), means());
            let plan = draft(&catalog, &posture, &means);
            let hospital = Subject::default();
            let given = Given {
                catalog: &catalog, hospital: &hospital, record, posture: &posture, earlier: None,
                means: Some(&means), plan: Some(&plan), promised: None, at_stake: None,
            };
            [
                digest(&report(&given)), digest(&hipaa::analysis(&given)), digest(&insurer::sheet(&given)),
                digest(&practices::record(&given)), digest(&technical::plan(&given)),
            ]
        };
        let record = record(&lines.join("\n"));
        let mut other = record.clone();
        let n = other.evidence.len().max(1);
        other.evidence.rotate_left(turn % n);
        other.answers.reverse();
        prop_assert_eq!(papers(&record), papers(&other));
    }

    /// No paper calls anything proven that the posture does not.
    #[test]
    fn nothing_is_proven_that_is_not(lines in a_record()) {
        with(&lines, Some("2026-06-15"), |given| {
            let verified = |id: &MeasureId| {
                given.posture.measures.iter().any(|m| m.measure == *id && Standing::of(m.state) == Standing::Proven)
            };
            let board = report(given);
            for line in board.care.lines.iter().filter(|l| l.standing == Standing::Proven) {
                prop_assert!(verified(&line.measure));
            }
            prop_assert!(board.care.answer != CanTreat::Proven || board.care.lines.iter().all(|l| verified(&l.measure)));
            for row in &hipaa::analysis(given).register {
                prop_assert!(row.in_place.iter().all(|l| verified(&l.measure)));
                prop_assert!(row.weaknesses.iter().all(|l| !verified(&l.measure)));
            }
            for a in insurer::sheet(given).topics.iter().flat_map(|t| &t.answers).filter(|a| a.answer == "Yes") {
                prop_assert_eq!(a.mark == Mark::Proven, verified(&a.measure));
            }
            Ok(())
        })?;
    }

    /// Every contradiction is marked, and nothing else is marked so.
    #[test]
    fn a_contradiction_never_reaches_a_signature_unmarked(lines in a_record()) {
        with(&lines, None, |given| {
            for a in insurer::sheet(given).topics.iter().flat_map(|t| &t.answers) {
                let m = given.posture.measures.iter().find(|m| m.measure == a.measure).expect("of the posture");
                prop_assert_eq!(a.mark == Mark::Contradicted, Standing::of(m.state) == Standing::Contradicted);
            }
            Ok(())
        })?;
    }

    /// The register has a row for each threat, worst first, each with reasons.
    #[test]
    fn the_register_is_whole_and_in_order(lines in a_record()) {
        with(&lines, None, |given| {
            let analysis = hipaa::analysis(given);
            let n: usize = given.catalog.assets.iter().map(|a| a.threats.len()).sum();
            prop_assert_eq!(analysis.register.len(), n);
            prop_assert!(analysis.register.windows(2).all(|w| w[0].risk >= w[1].risk));
            for row in &analysis.register {
                prop_assert_eq!(row.risk, Risk::of(row.likelihood, row.impact));
                prop_assert!(!row.likelihood_because.is_empty() && !row.impact_because.is_empty());
            }
            prop_assert!(analysis.decisions.iter().flat_map(|d| &d.rows).all(|r| (1..=n).contains(r)));
            prop_assert_eq!(analysis.n_by_risk.iter().sum::<usize>(), n);
            Ok(())
        })?;
    }

    /// More good evidence of today never makes a risk of the register likelier.
    #[test]
    fn more_good_evidence_never_raises_a_likelihood(lines in a_record(), measure in prop::sample::select(MEASURES)) {
        let likelihoods = |lines: &str| {
            let mut rows = with(lines, None, hipaa::analysis).register;
            rows.sort_by(|a, b| (&a.asset, &a.scenario).cmp(&(&b.asset, &b.scenario)));
            rows.into_iter().map(|r| r.likelihood).collect::<Vec<Level>>()
        };
        // Of a measure nobody spoke of, so that it contradicts nothing.
        let others = |line: &&str| !line.starts_with(&format!("{measure} "));
        let lines: String = lines.lines().filter(others).collect::<Vec<_>>().join("\n");
        let more = format!("{lines}\n{measure} scan yes 2026-08-14");
        for (before, after) in likelihoods(&lines).iter().zip(likelihoods(&more)) {
            prop_assert!(after <= *before);
        }
    }

    /// Silence never fills a month, and the last month is the posture itself.
    #[test]
    fn months_follow_the_posture(lines in a_record()) {
        with(&lines, None, |given| {
            let twelve = practices::record(given);
            prop_assert_eq!(twelve.month_ends.len(), practices::N_MONTHS);
            for row in &twelve.rows {
                let goal = given.posture.goals.iter().find(|g| g.safeguard == row.safeguard).expect("a goal");
                let is_met = goal.status == crate::decide::posture::GoalStatus::Met;
                prop_assert_eq!(row.months.last().is_some_and(|c| c.is_in_place()), is_met);
            }
            let empty = with("", None, practices::record);
            prop_assert!(empty.rows.iter().flat_map(|r| &r.months).all(|c| !c.is_in_place()));
            Ok(())
        })?;
    }

    /// Changes are told once each: better, worse or neither.
    #[test]
    fn a_change_is_told_once(lines in a_record(), month in 5_u8..8) {
        let earlier = format!("2026-{month:02}-15");
        with(&lines, Some(&earlier), |given| {
            let changes = report(given).changes.expect("an earlier day");
            let all = crate::decide::posture::changes(given.earlier.expect("given"), given.posture).len();
            prop_assert_eq!(changes.better.len() + changes.worse.len() + changes.n_other, all);
            prop_assert!(changes.better.iter().all(|m| !matches!(m.after, Standing::Unknown | Standing::TooOld)));
            Ok(())
        })?;
    }

    /// A text is cut at its length, whatever it holds.
    #[test]
    fn a_cut_text_is_no_longer_than_asked(text in "\\PC{0,80}", most in 1_usize..60) {
        let cut = proof::short(&text, most);
        prop_assert!(cut.chars().count() <= most.max(text.chars().count().min(most)));
    }
}
