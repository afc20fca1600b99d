//! A made-up catalog of five questions for four parts, and answers written as lines of words. Laws are in a file of their own.

mod laws;

use std::fmt::Write as _;

use insta::assert_snapshot;

use super::*;
use crate::Date;
use crate::catalog::{
    EvidenceKind, EvidenceKindId, GatheredBy, Measure, Provenance, Safeguard, SafeguardId, SafeguardSet,
};
use crate::decide::made_up;
use crate::decide::posture::assess;
use crate::decide::registration::Fields;
use crate::model::{Answer, Coverage, Evidence, EvidenceId, Exception, ExceptionKind};

/// Computers are asked about mail and drives, staff about leavers (in two measures that count different things), nurses
/// about drills.
fn catalog() -> Catalog {
    let provenance = || Provenance { source: "made up".to_owned(), verified_on: None };
    let measure = |text: &str| {
        let (id, counts) = text.split_once('/').map_or((text, None), |(id, c)| (id, Some(c.to_owned())));
        Measure {
            id: MeasureId::new(id),
            says: format!("{id} is so."),
            counts,
            proven_by: ["scan", "look"].map(EvidenceKindId::new).to_vec(),
            fresh_for_days: 30,
            weight: 1,
            gate: None,
        }
    };
    let ask = |id: &str, knows, answers: &str| Ask {
        id: AskId::new(id),
        knows,
        asks: Bilingual::new(format!("Is {id} so?"), format!("¿Es así {id}?")),
        hint: None,
        answers: answers.split(' ').map(MeasureId::new).collect(),
        provenance: provenance(),
    };
    let kind = |id: &str, method| EvidenceKind {
        id: EvidenceKindId::new(id),
        name: id.to_owned(),
        method,
        gathered_by: GatheredBy::Scan,
        says: String::new(),
        provenance: provenance(),
    };
    Catalog {
        safeguards: vec![Safeguard {
            id: SafeguardId::new("all"),
            code: "E1".to_owned(),
            name: "all".to_owned(),
            title: None,
            set: SafeguardSet::Essential,
            means: String::new(),
            why: String::new(),
            measures: [
                "mail/accounts",
                "drives/devices",
                "gone-a/leavers",
                "gone-b/accounts",
                "drill/units",
                "plan",
            ]
            .map(measure)
            .to_vec(),
            maps_to: Vec::new(),
            mapped_by: provenance(),
            provenance: provenance(),
        }],
        evidence: vec![kind("scan", Method::Test), kind("look", Method::Examine)],
        asks: vec![
            ask("mail", Knows::It, "mail"),
            ask("leavers", Knows::Hr, "gone-a gone-b"),
            ask("drives", Knows::It, "drives"),
            ask("drill", Knows::Nursing, "drill"),
            ask("plan", Knows::Executive, "plan"),
        ],
        ..made_up::catalog(Vec::new(), crate::catalog::Serves::Hospitals)
    }
}

fn at(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().expect("a day like 2026-08-01")
}

fn finding(text: &str) -> Finding {
    match text.split_once('/') {
        Some((n, of)) => {
            Finding::of(Coverage::new(n.parse().expect("n"), of.parse().expect("of")).expect("a share"))
        }
        None if text == "yes" => Finding::Met,
        None => Finding::NotMet,
    }
}

/// Lines like `mail says 3/4 2026-08-01 Ann`, `drill ask=hr 2026-08-01 Ann`, `mail scan 85/96 2026-08-01 seen=60/92`,
/// `drill none 2026-08-01..2026-12-31`. The first word of the first two is a question, of the others a measure.
fn known(lines: &str) -> (Vec<KeptAnswer>, Record) {
    let (mut kept, mut record) = (Vec::new(), Record::default());
    let catalog = catalog();
    for line in lines.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let reply = match words[1].split_once('=') {
            Some(("ask", knows)) => {
                Some((Reply::AskSomeoneElse { knows: Knows::from_key(knows).expect("a part") }, 2))
            }
            _ if words[1] == "says" => Some((Reply::Finds { finding: finding(words[2]) }, 3)),
            _ => None,
        };
        if let Some((reply, i)) = reply {
            let ask = catalog.asks.iter().find(|a| a.id.as_str() == words[0]).expect("a question");
            for measure in &ask.answers {
                let by = words.get(i + 1).copied().unwrap_or("Ann").to_owned();
                let answer = Answer { measure: measure.clone(), reply: reply.clone(), by, at: at(words[i]) };
                let seq = i64::try_from(kept.len()).expect("few") + 1;
                kept.push(KeptAnswer { seq, ask: Some(ask.id.clone()), answer });
            }
        } else if words[1] == "none" {
            let (from, until) = words[2].split_once("..").expect("from..until");
            record.exceptions.push(Exception {
                measure: MeasureId::new(words[0]),
                kind: ExceptionKind::NotApplicable,
                reason: "we have none".to_owned(),
                instead: String::new(),
                approver: "Chief".to_owned(),
                at: at(from),
                until: until.parse().expect("a day"),
            });
        } else {
            let seen = words.iter().find_map(|w| w.strip_prefix("seen=")).map(finding);
            record.evidence.push(Evidence {
                id: EvidenceId(i64::try_from(record.evidence.len()).expect("few") + 1),
                measure: MeasureId::new(words[0]),
                kind: EvidenceKindId::new(words[1]),
                method: if words[1] == "scan" { Method::Test } else { Method::Examine },
                collector: format!("A {}", words[1]),
                subject: "the network".to_owned(),
                observed_at: at(words[3]),
                received_at: at(words[3]),
                digest: None,
                finding: finding(words[2]),
                seen: seen.and_then(|f| match f {
                    Finding::Partly(c) => Some(c),
                    _ => None,
                }),
                outliers: Vec::new(),
                limits: Vec::new(),
                note: String::new(),
            });
        }
    }
    record.answers = kept.iter().map(|k| k.answer.clone()).collect();
    (kept, record)
}

fn decide(as_of: &str, (kept, record): &(Vec<KeptAnswer>, Record)) -> Questionnaire {
    let catalog = catalog();
    questionnaire(&catalog, kept, record, &[], &assess(&catalog, record, at(as_of)))
}

fn show(questionnaire: &Questionnaire) -> String {
    let mut out = String::new();
    for part in questionnaire.parts.iter().filter(|p| !p.questions.is_empty()) {
        let _ = writeln!(out, "{}: {} of {}", part.knows.key(), part.n_answered(), part.n_asked());
        for q in &part.questions {
            let _ = write!(out, "  {} {} {}", q.code, q.ask, q.state.key());
            if let AskState::NotAsked { shown_by: says } | AskState::Contradicted { why: says, .. } = &q.state
            {
                let _ = write!(out, " ({})", says.join(" "));
            }
            if let Some(g) = &q.said {
                let words = in_words(&g.said, q.counts.as_deref()).en;
                let old = if g.is_fresh { "" } else { " [old]" };
                let _ = write!(out, " {words}, {} {}{old}", g.by, utc_day(g.at));
            }
            if let Some(s) = &q.suggested {
                let _ = write!(out, " suggests {} by {}", finding_in_words(s.finding, None).en, s.from);
            }
            for p in &q.passed_on {
                let _ = write!(out, " <- {} {}", p.from.key(), p.by);
            }
            out.push('\n');
        }
    }
    out
}

fn check(as_of: &str, lines: &str) -> String {
    show(&decide(as_of, &known(lines)))
}

#[test]
fn nothing_known_leaves_every_question_with_who_knows() {
    assert_snapshot!(check("2026-08-10", ""), @"
    it: 0 of 2
      IT-1 mail open
      IT-2 drives open
    hr: 0 of 1
      HR-1 leavers open
    nursing: 0 of 1
      NU-1 drill open
    executive: 0 of 1
      EX-1 plan open
    ");
}

#[test]
fn what_a_machine_saw_whole_is_not_asked_and_what_it_saw_in_part_is() {
    assert_snapshot!(check("2026-08-10", "
        mail scan 85/96 2026-08-01
        drives scan yes 2026-08-01 seen=60/92
        gone-a scan yes 2026-08-01
        drill look yes 2026-08-01
    "), @"
    it: 0 of 1
      IT-1 mail not_asked (A scan on the network, August 1, 2026: 85 of 96 accounts.) suggests 85 of 96 by A scan on the network, August 1, 2026: 85 of 96 accounts.
      IT-2 drives open suggests 60 of 92 by A scan on the network, August 1, 2026: 60 of 92 devices.
    hr: 0 of 1
      HR-1 leavers open
    nursing: 0 of 1
      NU-1 drill open suggests Yes by A look on the network, August 1, 2026: yes.
    executive: 0 of 1
      EX-1 plan open
    ");
    // Silence does not stand for having looked: once the evidence is too old the question is asked again.
    let later = check("2026-09-10", "mail scan 85/96 2026-08-01");
    assert!(later.contains("IT-1 mail open suggests 85 of 96"), "{later}");
}

#[test]
fn an_answer_names_who_and_when_and_last_years_fills_the_form() {
    let lines = "
        mail says 3/4 2026-08-01 Ivo
        leavers says yes 2026-08-02 Hal
        plan says no 2025-07-01 Eve
    ";
    assert_snapshot!(check("2026-08-10", lines), @"
    it: 1 of 2
      IT-1 mail answered 3 of 4 accounts, Ivo 2026-08-01
      IT-2 drives open
    hr: 1 of 1
      HR-1 leavers answered Yes, Hal 2026-08-02
    nursing: 0 of 1
      NU-1 drill open
    executive: 0 of 1
      EX-1 plan open No, Eve 2025-07-01 [old]
    ");
}

#[test]
fn a_claim_beyond_what_a_machine_found_is_asked_again() {
    let out = check("2026-08-10", "mail says yes 2026-08-01\nmail scan 85/96 2026-08-02");
    assert!(out.contains("IT-1 mail contradicted (A scan"), "{out}");
    assert!(out.contains("it: 1 of 2"), "{out}");
}

#[test]
fn a_question_passed_on_moves_and_never_comes_back() {
    assert_snapshot!(check("2026-08-10", "
        drill ask=hr 2026-08-01 Nia
        drill ask=nursing 2026-08-02 Hal
        drill ask=it 2026-08-03 Hal
        leavers ask=it 2026-08-03 Hal
    "), @"
    it: 0 of 4
      IT-1 mail open
      IT-2 drives open
      HR-1 leavers open <- hr Hal
      NU-1 drill open <- nursing Nia <- hr Hal
    executive: 0 of 1
      EX-1 plan open
    ");
    let with_it = decide("2026-08-10", &known("drill ask=hr 2026-08-01\ndrill ask=it 2026-08-03"));
    let drill = with_it.part(Knows::It).and_then(|p| p.question("drill")).expect("it moved");
    assert_eq!(drill.may_ask, [Knows::Biomed, Knows::Finance, Knows::Executive]);
    let answered = check("2026-08-10", "drill ask=hr 2026-08-01 Nia\ndrill says 2/3 2026-08-02 Hal");
    assert!(
        answered.contains("NU-1 drill answered 2 of 3 units, Hal 2026-08-02 <- nursing Nia"),
        "{answered}"
    );
    let next_year = check("2027-08-10", "drill ask=hr 2026-08-01 Nia\ndrill says 2/3 2026-08-12 Hal");
    assert!(next_year.contains("nursing: 1 of 1"), "it is asked where it belongs again: {next_year}");
}

#[test]
fn what_does_not_apply_is_answered_until_its_day() {
    let lines = "drill none 2026-08-01..2026-12-31";
    let out = check("2026-08-10", lines);
    assert!(
        out.contains("NU-1 drill answered Does not apply, until December 31, 2026: we have none"),
        "{out}"
    );
    let after = check("2027-01-02", lines);
    assert!(after.contains("drill open Does not apply") && after.contains("[old]"), "{after}");
    // Answering ends it, so that the answer counts.
    let (kept, mut record) = known("drill none 2026-08-01..2026-12-31");
    let now = decide("2026-08-10", &(kept.clone(), record.clone()));
    let drill = now.part_of("drill").and_then(|p| p.question("drill")).expect("there");
    let added = keep(drill, &Sent::Finds(Finding::Met), "Nia, Nursing", at("2026-08-10"), &record);
    record.exceptions.extend(added.exceptions);
    record.answers.extend(added.answers.iter().cloned());
    let kept: Vec<KeptAnswer> =
        added.answers.into_iter().map(|answer| KeptAnswer { seq: 1, ask: None, answer }).collect();
    let posture = assess(&catalog(), &record, at("2026-08-10"));
    let measure = posture.measures.iter().find(|m| m.measure.as_str() == "drill").expect("there");
    assert_eq!((measure.state.key(), &measure.exception), ("attested", &None));
    let out = show(&decide("2026-08-10", &(kept, record)));
    assert!(out.contains("drill answered Yes, Nia, Nursing"), "{out}");
}

fn mail() -> Asked {
    decide("2026-08-10", &known("")).part_of("mail").and_then(|p| p.question("mail")).cloned().expect("there")
}

fn fields(text: &str) -> Fields {
    text.split_whitespace()
        .filter_map(|w| w.split_once('='))
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .collect()
}

fn reads(text: &str) -> String {
    match read(&mail(), &fields(text), "2026-08-10".parse().expect("a day")) {
        Ok(sent) => sent_in_words(&sent, Some("accounts")).en,
        Err(wrong) => {
            wrong.iter().map(|w| format!("{}: {}", w.field, w.text.en)).collect::<Vec<_>>().join(" / ")
        }
    }
}

#[test]
fn a_form_is_read_whole_or_says_what_to_mend() {
    let all = [
        "answer=yes",
        "answer=no",
        "answer=partly n=11 of=96",
        "answer=partly n=1,100 of=2,000",
        "answer=partly n=0 of=5",
        "answer=partly n=97 of=96",
        "answer=partly n=0 of=0",
        "answer=partly n=x of=",
        "answer=partly n=1 of=9999999999999",
        "answer=ask knows=hr",
        "answer=ask knows=it",
        "answer=not_applicable reason=none approver=Eve until=2027-08-10",
        "answer=not_applicable until=2027-08-11",
        "answer=maybe",
    ];
    let out: String = all.iter().map(|t| format!("{t} -> {}\n", reads(t))).collect();
    assert_snapshot!(out, @"
    answer=yes -> Yes
    answer=no -> No
    answer=partly n=11 of=96 -> 11 of 96 accounts
    answer=partly n=1,100 of=2,000 -> 1100 of 2000 accounts
    answer=partly n=0 of=5 -> No
    answer=partly n=97 of=96 -> n: 97 is more than 96. Write how many of the 96 it is so for.
    answer=partly n=0 of=0 -> of: Write how many accounts there are, one at least.
    answer=partly n=x of= -> n: Write a whole number, like 11. / of: Write a whole number, like 96.
    answer=partly n=1 of=9999999999999 -> of: Write a whole number, like 96.
    answer=ask knows=hr -> Ask: Human resources
    answer=ask knows=it -> knows: Choose who knows.
    answer=not_applicable reason=none approver=Eve until=2027-08-10 -> Does not apply, until August 10, 2027: none
    answer=not_applicable until=2027-08-11 -> reason: Write why it does not apply here. / approver: Write the name of who approves this. / until: Choose a day after today, a year from now at most.
    answer=maybe -> answer: Choose an answer.
    ");
}

#[test]
fn leavers_and_accounts_are_not_one_number() {
    let all = decide("2026-08-10", &known(""));
    let leavers = all.part_of("leavers").and_then(|p| p.question("leavers")).expect("there");
    let wrong = read(leavers, &fields("answer=partly n=1 of=2"), "2026-08-10".parse().expect("a day"));
    assert_eq!(leavers.counts, None);
    assert_eq!(wrong.expect_err("no number")[0].field, "answer");
}

#[test]
fn a_paper_keeps_good_rows_and_lists_bad_ones() {
    let all = decide("2026-08-10", &known("drives says yes 2026-08-09 Ivo"));
    let part = all.part(Knows::It).expect("a part");
    let row = |ask: &str, text: &str, version| Row { ask: ask.to_owned(), fields: fields(text), version };
    let rows = [
        row("mail", "n=85 of=96", 0),
        row("mail", "answer=no", 0),
        row("drives", "answer=no", 1),
        row("leavers", "answer=yes", 0),
        row("plan", "", 0),
    ];
    let on = |d: &str| d.parse::<Date>().expect("a day");
    let keyed = key_in(part, &rows, on("2026-08-05"), "Hal", on("2026-08-10"));
    assert_eq!(keyed.good.len(), 1);
    let wrong: Vec<String> =
        keyed.wrong.iter().map(|w| format!("{}: {}", w.code, w.wrong[0].text.en)).collect();
    assert_eq!(
        wrong,
        [
            "IT-2: Ivo answered on August 9, 2026: Yes. Open the question to choose.",
            ": This question is not on this paper."
        ]
    );
    let newer = key_in(part, &rows[2..3], on("2026-08-10"), "Hal", on("2026-08-10"));
    assert_eq!(
        (newer.good.len(), newer.wrong.len()),
        (1, 0),
        "a paper of a later day stands over the answer"
    );
    let same = key_in(part, &[row("drives", "answer=yes", 1)], on("2026-08-01"), "Hal", on("2026-08-10"));
    assert_eq!((same.n_same, same.good.len(), same.wrong.len()), (1, 0, 0));
    let two =
        key_in(part, &[row("mail", "answer=yes n=1 of=2", 0)], on("2026-08-01"), "Hal", on("2026-08-10"));
    assert_eq!(two.wrong[0].wrong[0].text.en, "This row says two things. Leave one of them.");
    let mended = key_in(part, &rows[2..3], on("2026-08-01"), "Ivo", on("2026-08-10"));
    assert_eq!(mended.good.len(), 1, "what came from the same paper may be corrected");
    let passed = key_in(part, &[row("mail", "knows=hr", 0)], on("2026-08-01"), "Hal", on("2026-08-10"));
    assert_eq!(passed.good[0].1, Sent::Ask(Knows::Hr));
}
