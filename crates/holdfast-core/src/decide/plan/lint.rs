//! What must hold for any plan, checked on the plan itself and not on how it was made.

use std::collections::BTreeMap;

use super::{Means, Plan, Scheduled};
use crate::catalog::{Catalog, StepId, WindowNeed};

/// Everything wrong with a plan, as sentences; nothing for a sound one.
pub fn lint(catalog: &Catalog, means: &Means, plan: &Plan) -> Vec<String> {
    let mut wrong = Vec::new();
    let all: Vec<&Scheduled> = plan.quarter.iter().chain(&plan.year).collect();
    let by_step: BTreeMap<&StepId, &Scheduled> = all.iter().map(|s| (&s.step, *s)).collect();
    if by_step.len() != all.len() {
        wrong.push("A step is scheduled twice.".to_owned());
    }
    let spent: u64 = all.iter().map(|s| s.cost_usd).sum();
    if spent != plan.cost_usd {
        wrong.push(format!("The steps cost {spent}, and the plan says {}.", plan.cost_usd));
    }
    if let Some(budget) = means.budget_usd.filter(|b| spent > *b) {
        wrong.push(format!("The steps cost {spent}, over the budget of {budget}."));
    }
    let mut needed = vec![0_u64; 52];
    for s in &all {
        let Some(step) = catalog.step(&s.step) else {
            wrong.push(format!("`{}` is no step of the catalog.", s.step));
            continue;
        };
        if step.proof.is_empty() {
            wrong.push(format!("Nothing would prove `{}` done.", s.step));
        }
        if s.first_week > s.last_week || s.last_week > 51 || s.starts_on > s.due_on {
            wrong.push(format!("`{}` ends before it begins, or after the year.", s.step));
        }
        for need in &step.after {
            let is_ranked = plan.ranked.iter().any(|r| r.step == *need);
            match by_step.get(need) {
                Some(before) if before.last_week >= s.first_week => {
                    wrong.push(format!("`{}` begins before `{need}` is done.", s.step));
                }
                None if is_ranked => wrong.push(format!("`{}` needs `{need}`, which has no place.", s.step)),
                _ => {}
            }
        }
        if let Some(week) = needed.get_mut(usize::from(s.last_week)) {
            *week += u64::from(s.hours);
        }
    }
    // By any week, no more hours can be done than there were.
    let mut so_far = 0;
    for (week, hours) in needed.iter().enumerate() {
        so_far += hours;
        if so_far > u64::from(means.hours_a_week) * (week as u64 + 1) {
            wrong.push(format!("By week {} the plan takes {so_far} hours, more than there are.", week + 1));
            break;
        }
    }
    let mut downtimes: BTreeMap<u8, u32> = BTreeMap::new();
    for s in &all {
        if catalog.step(&s.step).is_some_and(|step| step.window == WindowNeed::Downtime) {
            *downtimes.entry(s.last_week / 4).or_default() += 1;
        }
    }
    if downtimes.values().any(|n| *n > means.downtimes_a_month) {
        wrong.push("A month has more downtimes than agreed.".to_owned());
    }
    wrong
}
