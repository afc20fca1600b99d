//! How far people are, and that no small group is shown.

use super::*;
use crate::decide::training::{LearnerOwed, Owed, TrainingLine, TrainingProgress, owed, progress};

/// So many people of each pack and department; those of the first department have done all.
fn shown(groups: &[(usize, &str, &str)]) -> TrainingProgress {
    let lessons = lessons();
    let as_of = day("2026-03-02");
    let mut people: Vec<(Learner, Vec<Owed>)> = Vec::new();
    for (n, pack, department) in groups {
        for _ in 0..*n {
            let id = i64::try_from(people.len()).expect("few") + 1;
            let mut one = learner(id, &[pack], "2026-03-01");
            one.person.department = (*department).to_owned();
            let done = [did(id, "report", "2026-03-01"), did(id, "money", "2026-03-01")];
            let done = if *department == groups[0].2 { &done[..] } else { &[] };
            let owed = owed(&lessons, &one, done, as_of);
            people.push((one, owed));
        }
    }
    let people: Vec<LearnerOwed<'_>> =
        people.iter().map(|(learner, owed)| LearnerOwed { learner, owed }).collect();
    progress(&lessons, &people, as_of)
}

fn said(lines: &[TrainingLine]) -> String {
    let line = |l: &TrainingLine| {
        let t = l.tally;
        format!(
            "{} ({}): {} people, {}/{} done, {} due, {} late",
            l.name, l.n_groups, t.n_learners, t.n_done, t.n_asked, t.n_due, t.n_overdue
        )
    };
    lines.iter().map(line).collect::<Vec<_>>().join("; ")
}

#[test]
fn large_groups_stand_alone_and_add_up() {
    let p = shown(&[(10, "everyone", "ED"), (9, "volunteers", "ED"), (8, "everyone", "lab")]);
    let all = p.all.expect("enough");
    assert_eq!(
        (all.n_learners, all.n_all_done, all.n_asked, all.n_done, all.n_due, all.n_overdue),
        (27, 19, 45, 29, 16, 0)
    );
    assert_eq!(
        said(&p.by_pack),
        "The everyone (1): 18 people, 20/36 done, 16 due, 0 late; The volunteers (1): 9 people, 9/9 done, 0 due, 0 late"
    );
    assert_eq!(
        said(&p.by_department),
        "ED (1): 19 people, 29/29 done, 0 due, 0 late; lab (1): 8 people, 0/16 done, 16 due, 0 late"
    );
}

#[test]
fn small_groups_are_put_together_with_the_next_smallest() {
    let p = shown(&[(20, "everyone", "ED"), (5, "everyone", "Lab"), (4, "everyone", "Kitchen")]);
    assert_eq!(
        said(&p.by_department),
        "ED (1): 20 people, 40/40 done, 0 due, 0 late; Smaller groups together (2): 9 people, 0/18 done, 18 due, 0 late"
    );
    let p = shown(&[(20, "everyone", "ED"), (9, "everyone", "Lab"), (4, "everyone", "Kitchen")]);
    assert_eq!(
        said(&p.by_department),
        "ED (1): 20 people, 40/40 done, 0 due, 0 late; Smaller groups together (2): 13 people, 0/26 done, 26 due, 0 late"
    );
    let p = shown(&[(7, "everyone", "ED")]);
    assert_eq!(
        (p.all, p.n_learners, p.by_department.len(), p.by_pack.len()),
        (None, 7, 0, 0),
        "nothing is shown of few"
    );
}

#[test]
fn one_table_gives_nobody_of_the_other_away() {
    // Ten volunteers, of whom eight make up a department: the two others would follow from the two lines.
    let p = shown(&[(30, "everyone", "ED"), (8, "volunteers", "Gift shop"), (2, "volunteers", "ED")]);
    assert_eq!(said(&p.by_department), "Smaller groups together (2): 40 people, 62/70 done, 0 due, 8 late");
}

#[test]
fn ways_to_write_a_department_are_one_and_each_person_counts_once() {
    let p = shown(&[(5, "everyone", "Lab"), (5, "everyone", "LAB"), (9, "everyone", "")]);
    let names: Vec<&str> = p.by_department.iter().map(|l| l.name.as_str()).collect();
    assert_eq!(names, ["No department", "LAB"]);
    let lessons = lessons();
    let many: Vec<Learner> =
        (0..8).map(|i| learner(i, &["it", "everyone", "clinical"], "2026-03-01")).collect();
    let people: Vec<LearnerOwed<'_>> =
        many.iter().map(|learner| LearnerOwed { learner, owed: &[] }).collect();
    let p = progress(&lessons, &people, day("2026-03-02"));
    assert_eq!(said(&p.by_pack), "The clinical (1): 8 people, 0/0 done, 0 due, 0 late");
}

#[test]
fn who_left_is_not_counted() {
    let mut many: Vec<Learner> = (0..9).map(|i| learner(i, &["everyone"], "2026-03-01")).collect();
    many[0].left_on = Some(day("2026-03-02"));
    let people: Vec<LearnerOwed<'_>> =
        many.iter().map(|learner| LearnerOwed { learner, owed: &[] }).collect();
    assert_eq!(progress(&lessons(), &people, day("2026-03-02")).n_learners, 8);
    assert_eq!(progress(&lessons(), &people, day("2026-03-01")).n_learners, 9);
}
