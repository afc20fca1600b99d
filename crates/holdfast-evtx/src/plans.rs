//! Every plan made so far, each once, however many chunks and files bring its template.
//!
//! Two templates are one plan when their operations are equal, every one of them; a GUID alone is believed of nobody.

use std::collections::HashMap;

use crate::budget::Budget;
use crate::error::RecordFault;
use crate::names::Names;
use crate::op::{Op, OpKind};
use crate::plan::{Plan, PlanId, Section};
use crate::plan_fields::{Found, find};

/// Operations and bytes of names kept before everything is forgotten. An operation takes at most 24 bytes, its fields
/// included, which bounds plans to about 16 MiB. All logs of the samples together, 329 templates, take a tenth of it.
const MAX_KEPT: usize = 1 << 19;
/// Templates with the same hash that are held against each other. More than a few means that somebody chose them.
const MAX_ALIKE: u64 = 8;

/// The plans, and the names they speak in.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    pub names: Names,
    plans: Vec<Plan>,
    by_hash: HashMap<u64, u32>,
    n_ops: usize,
    generation: u32,
}

impl Plans {
    /// A plan by its index.
    #[inline]
    pub(crate) fn get(&self, index: u32) -> Option<&Plan> {
        self.plans.get(index as usize)
    }

    /// How often all plans were forgotten.
    pub(crate) fn generation(&self) -> u32 {
        self.generation
    }

    /// Forgets everything when it has grown past what is kept; called between chunks, when no event is looked at.
    pub(crate) fn forget_if_full(&mut self) {
        if self.n_ops.saturating_add(self.names.n_bytes()) > MAX_KEPT {
            *self = Self { generation: self.generation.wrapping_add(1), ..Self::default() };
        }
    }

    /// The index of the plan with these operations in this section, made now if there is none.
    ///
    /// Names of its fields that are new are paid for from `budget`.
    pub(crate) fn intern(
        &mut self,
        ops: &[Op],
        section: Section,
        budget: &mut Budget,
    ) -> Result<u32, RecordFault> {
        let hash = ops.iter().fold(section as u64, |sum, op| {
            (sum.rotate_left(5) ^ op.bits()).wrapping_mul(0x517C_C1B7_2722_0A95)
        });
        for alike in 0..MAX_ALIKE {
            let key = hash.wrapping_add(alike);
            match self.by_hash.get(&key) {
                Some(index) if self.is(*index, ops, section) => return Ok(*index),
                Some(_) => {}
                None => {
                    let index = u32::try_from(self.plans.len()).map_err(|_| RecordFault::TooLarge)?;
                    let n_before = self.names.n_bytes();
                    self.add(index, ops, section);
                    self.by_hash.insert(key, index);
                    budget.spend(self.names.n_bytes().saturating_sub(n_before))?;
                    return Ok(index);
                }
            }
        }
        Err(RecordFault::TooLarge)
    }

    fn is(&self, index: u32, ops: &[Op], section: Section) -> bool {
        self.get(index).is_some_and(|plan| plan.section == section && *plan.ops == *ops)
    }

    fn add(&mut self, index: u32, ops: &[Op], section: Section) {
        let Found { fields, gates, nested, system } = find(ops, section, &mut self.names);
        self.n_ops = self.n_ops.saturating_add(ops.len()).saturating_add(gates.len());
        self.plans.push(Plan {
            id: PlanId { generation: self.generation, index },
            section,
            ops: ops.into(),
            ends: ends(ops),
            fields: fields.into(),
            gates: gates.into(),
            nested: nested.into(),
            system,
        });
    }
}

/// For each operation that opens an element, the one that closes it.
fn ends(ops: &[Op]) -> Box<[u32]> {
    let mut ends: Box<[u32]> = (0_u32..).take(ops.len()).collect();
    let mut open = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        match op.kind {
            OpKind::Open => open.push(at),
            OpKind::Close => {
                if let Some(end) = open.pop().and_then(|start| ends.get_mut(start)) {
                    *end = at as u32;
                }
            }
            _ => {}
        }
    }
    ends
}
