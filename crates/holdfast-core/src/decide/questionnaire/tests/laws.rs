//! The laws that must hold for any answers, evidence and exceptions, tried with made-up ones.

use proptest::prelude::*;

use super::*;

fn line() -> impl Strategy<Value = String> {
    let day = (1u8..28).prop_map(|d| format!("2026-08-{d:02}"));
    let ask = prop::sample::select(vec!["mail", "leavers", "drives", "drill", "plan"]);
    let measure = prop::sample::select(vec!["mail", "drives", "gone-a", "gone-b", "drill", "plan"]);
    let part = prop::sample::select(vec!["it", "hr", "nursing", "biomed", "finance", "executive"]);
    let found = prop::sample::select(vec!["yes", "no", "1/3", "2/3"]);
    prop_oneof![
        (ask.clone(), found.clone(), day.clone()).prop_map(|(a, f, d)| format!("{a} says {f} {d}")),
        (ask, part, day.clone()).prop_map(|(a, p, d)| format!("{a} ask={p} {d}")),
        (measure.clone(), found, day.clone()).prop_map(|(m, f, d)| format!("{m} scan {f} {d}")),
        (measure, day).prop_map(|(m, d)| format!("{m} none {d}..2026-12-31")),
    ]
}

proptest! {
    #[test]
    fn every_question_stands_on_one_list_and_order_never_matters(lines in prop::collection::vec(line(), 0..14), turn in 0usize..14) {
        let mut known = known(&lines.join("\n"));
        let one = decide("2026-08-28", &known);
        let mut all: Vec<&str> = one.parts.iter().flat_map(|p| &p.questions).map(|q| q.ask.as_str()).collect();
        all.sort_unstable();
        prop_assert_eq!(all, ["drill", "drives", "leavers", "mail", "plan"]);
        for part in &one.parts {
            prop_assert!(part.n_answered() <= part.n_asked() && part.n_asked() <= part.questions.len());
            for q in &part.questions {
                prop_assert!(!q.may_ask.contains(&part.knows));
                prop_assert!(q.passed_on.iter().all(|p| !q.may_ask.contains(&p.from)));
                prop_assert!(q.passed_on.len() < Knows::ALL.len());
            }
        }
        let (kept, record) = &mut known;
        kept.reverse();
        if !kept.is_empty() {
            let turn = turn % kept.len();
            kept.rotate_left(turn);
        }
        record.evidence.reverse();
        record.exceptions.reverse();
        record.answers.reverse();
        let other = decide("2026-08-28", &known);
        prop_assert_eq!(show(&one), show(&other));
    }

    #[test]
    fn every_measure_of_a_question_gets_the_answer_and_the_question_counts_as_answered(
        lines in prop::collection::vec(line(), 0..14),
        n in 0u32..4,
    ) {
        let (mut kept, mut record) = known(&lines.join("\n"));
        let before = decide("2026-08-28", &(kept.clone(), record.clone()));
        let finding = Finding::of(Coverage::new(n, 3).expect("a share"));
        for part in &before.parts {
            for q in &part.questions {
                let added = keep(q, &Sent::Finds(finding), "Zoe", at("2026-08-28"), &record);
                let about: Vec<&MeasureId> = added.answers.iter().map(|a| &a.measure).collect();
                prop_assert_eq!(about, q.measures.iter().collect::<Vec<_>>());
                record.exceptions.extend(added.exceptions);
                for answer in added.answers {
                    record.answers.push(answer.clone());
                    let seq = i64::try_from(kept.len()).expect("few") + 1;
                    kept.push(KeptAnswer { seq, ask: Some(q.ask.clone()), answer });
                }
            }
        }
        let after = decide("2026-08-28", &(kept, record));
        for part in &after.parts {
            prop_assert_eq!(part.n_answered(), part.n_asked());
            for q in &part.questions {
                let given = q.said.as_ref().expect("said");
                prop_assert!(given.is_fresh);
                prop_assert_eq!(&given.said, &Said::Finds(finding));
            }
        }
    }

    #[test]
    fn more_evidence_never_opens_a_question_that_was_answered(
        lines in prop::collection::vec(line(), 0..14),
        measure in prop::sample::select(vec!["mail", "drives", "gone-a", "gone-b", "drill", "plan"]),
        found in prop::sample::select(vec!["yes", "no", "1/3"]),
    ) {
        let before = decide("2026-08-28", &known(&lines.join("\n")));
        let more = format!("{}\n{measure} scan {found} 2026-08-28", lines.join("\n"));
        let after = decide("2026-08-28", &known(&more));
        for q in before.parts.iter().flat_map(|p| &p.questions).filter(|q| !q.is_open() && q.is_asked()) {
            let now = after.part_of(q.ask.as_str()).and_then(|p| p.question(q.ask.as_str())).expect("there");
            prop_assert!(!now.is_open(), "{}", q.ask);
            prop_assert_eq!(&now.said, &q.said);
        }
    }
}
