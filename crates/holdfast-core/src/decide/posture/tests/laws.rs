//! What must hold for any record.

use proptest::prelude::*;

use super::*;

const MEASURES: &[&str] = &["scanned", "patched", "mfa-mail", "mfa-admins", "guests", "edge"];

prop_compose! {
    fn a_line()(
        measure in proptest::sample::select(MEASURES),
        verb in proptest::sample::select(&["scan", "report", "look", "licence", "says"][..]),
        found in proptest::sample::select(&["yes", "no", "1/3", "2/3", "85/96"][..]),
        day in 1_u8..28,
        month in 5_u8..9,
        on in proptest::sample::select(&["", " on=east", " on=west"][..]),
        rest in proptest::sample::select(&["", "", " seen=2/3", " limit=some"][..]),
    ) -> String {
        let rest = if verb == "says" { String::new() } else { format!("{on}{rest}") };
        format!("{measure} {verb} {found} 2026-{month:02}-{day:02}{rest}")
    }
}

fn points(posture: &Posture) -> u32 {
    posture.goals.iter().map(|g| g.share.0).sum()
}

proptest! {
    #[test]
    fn order_never_matters(lines in proptest::collection::vec(a_line(), 0..14), seed in any::<u64>()) {
        let record = record(&lines.join("\n"));
        let mut other = record.clone();
        let len = other.evidence.len().max(1);
        other.evidence.rotate_left(usize::try_from(seed % len as u64).expect("small"));
        other.answers.reverse();
        let (a, b) = (assess(&catalog(), &record, at("2026-08-15")), assess(&catalog(), &other, at("2026-08-15")));
        let bytes = |p: &Posture| serde_json::to_string(p).expect("JSON");
        prop_assert_eq!(bytes(&a), bytes(&b));
    }

    #[test]
    fn more_good_evidence_never_lowers_what_is_attained(
        lines in proptest::collection::vec(a_line(), 0..14),
        measure in proptest::sample::select(MEASURES),
        kind in proptest::sample::select(&["scan", "report", "look"][..]),
        on in proptest::sample::select(&["the network", "east", "north"][..]),
    ) {
        let before = record(&lines.join("\n"));
        let mut after = before.clone();
        let good = record(&format!("{measure} {kind} yes 2026-08-15"));
        let id = EvidenceId(1_000);
        after.evidence.extend(good.evidence.into_iter().map(|e| Evidence { id, subject: on.to_owned(), ..e }));
        let (a, b) = (assess(&catalog(), &before, at("2026-08-15")), assess(&catalog(), &after, at("2026-08-15")));
        prop_assert!(points(&b) >= points(&a), "{} < {}", show(&b), show(&a));
        prop_assert!(b.attainment.met() >= a.attainment.met());
    }

    #[test]
    fn bad_news_never_raises_it_and_no_state_is_met_without_a_yes(lines in proptest::collection::vec(a_line(), 0..14)) {
        let posture = assess(&catalog(), &record(&lines.join("\n")), at("2026-08-15"));
        for m in posture.measures.iter().filter(|m| m.state.is_met()) {
            prop_assert!(m.voices.iter().any(|v| !v.is_stale && v.finding == Finding::Met), "{m:?}");
        }
        let goals = posture.goals.iter().filter(|g| g.status == GoalStatus::Met);
        for goal in goals {
            prop_assert_eq!(goal.share, Share::ALL);
        }
    }
}
