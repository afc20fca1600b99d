//! Fills an event's templates with its values and makes the tree that is shown.
//!
//! An element whose slot is null is left out, and one around an array is written once for each item. Source: MS-EVEN6,
//! 2.2.12 and 3.1.4.7.5.

use crate::budget::Budget;
use crate::error::RecordFault;
use crate::event::{Event, Part};
use crate::op::{NO_GATE, Op, OpKind};
use crate::plan::Plan;
use crate::tree::{Attribute, Element, MAX_NODES, Node, is_content};
use crate::value::ValueRef;

/// The tree of an event.
///
/// # Errors
/// An event that would take more nodes than any real one is refused.
pub(crate) fn build<'a>(event: &Event<'a>) -> Result<Element<'a>, RecordFault> {
    let mut builder = Builder { event: *event, budget: Budget::of(MAX_NODES) };
    let mut top = Vec::new();
    builder.parts(u32::MAX, 0, &mut top)?;
    let first = top.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        _ => None,
    });
    Ok(first.unwrap_or_else(Element::empty_event))
}

struct Builder<'a> {
    event: Event<'a>,
    budget: Budget,
}

impl<'a> Builder<'a> {
    /// The elements of every part that stands in this slot.
    fn parts(&mut self, parent: u32, slot: u16, out: &mut Vec<Node<'a>>) -> Result<(), RecordFault> {
        for index in self.event.parts_in(parent, slot) {
            let part = self.event.part_at(index);
            let Some(plan) = part.plan() else { continue };
            let mut at = 0;
            while let Some(op) = plan.ops.get(at) {
                if op.kind == OpKind::Open {
                    self.element(index as u32, &part, plan, at, out)?;
                    at = end(plan, at);
                }
                at = at.saturating_add(1);
            }
        }
        Ok(())
    }

    /// The element that opens at `start`, as many times as an array in it has items.
    fn element(
        &mut self,
        index: u32,
        part: &Part<'a>,
        plan: &'a Plan,
        start: usize,
        out: &mut Vec<Node<'a>>,
    ) -> Result<(), RecordFault> {
        let Some(open) = plan.ops.get(start) else { return Ok(()) };
        self.budget.spend(1)?;
        let mut element = Element {
            name: self.event.name(open.name()),
            is_bare: open.flag == 1,
            attributes: Vec::new(),
            children: Vec::new(),
        };
        let (mut at, close, mut in_start) = (start.saturating_add(1), end(plan, start), true);
        while at < close {
            let Some(op) = plan.ops.get(at) else { break };
            match op.kind {
                OpKind::Attr => {
                    element.attributes.push(Attribute { name: self.event.name(op.name()), value: Vec::new() })
                }
                OpKind::Body => in_start = false,
                OpKind::Open => {
                    let is_gated = op.small != NO_GATE && part.is_gated(&[op.small]);
                    if !is_gated {
                        self.element(index, part, plan, at, &mut element.children)?;
                    }
                    at = end(plan, at);
                }
                OpKind::Slot if !in_start && part.is_fragment(op.small) => {
                    self.parts(index, op.small, &mut element.children)?;
                }
                kind if is_content(kind) => {
                    self.budget.spend(1)?;
                    let place = match element.attributes.last_mut() {
                        Some(attribute) if in_start => &mut attribute.value,
                        _ => &mut element.children,
                    };
                    place.extend(self.node(part, op));
                }
                _ => {}
            }
            at = at.saturating_add(1);
        }
        self.repeat(element, out)
    }

    /// The node of an operation that is text.
    fn node(&self, part: &Part<'a>, op: &Op) -> Option<Node<'a>> {
        let names = self.event.names();
        Some(match op.kind {
            OpKind::Slot => {
                let value = part.slots().get(usize::from(op.small))?.value(self.event.chunk());
                return if value.is_empty() { None } else { Some(Node::Value(value)) };
            }
            OpKind::Text => match names.utf16(op.name()) {
                text if text.is_empty() => return None,
                text if op.flag == 1 => Node::Number(text),
                text => Node::Value(ValueRef::Text(text)),
            },
            OpKind::CData => Node::CData(names.utf16(op.name())),
            OpKind::CharRef => Node::CharRef(op.small),
            OpKind::EntityRef => Node::EntityRef(names.text(op.name())),
            OpKind::PiTarget => Node::PiTarget(names.text(op.name())),
            OpKind::PiData => Node::PiData(names.utf16(op.name())),
            _ => return None,
        })
    }

    /// Adds the element, once for each item of the first array in it, and so on for the next array.
    fn repeat(&mut self, element: Element<'a>, out: &mut Vec<Node<'a>>) -> Result<(), RecordFault> {
        let is_array = |node: &Node<'_>| matches!(node, Node::Value(ValueRef::Array(_)));
        let in_content = element.children.iter().position(is_array).map(|at| (None, at));
        let place = in_content.or_else(|| {
            let attributes = element.attributes.iter().enumerate();
            attributes
                .map(|(n, a)| (n, a.value.iter().position(is_array)))
                .find_map(|(n, at)| Some((Some(n), at?)))
        });
        let Some((attribute, at)) = place else {
            out.push(Node::Element(element));
            return Ok(());
        };
        let values = |element: &mut Element<'a>| match attribute {
            None => std::mem::take(&mut element.children),
            Some(n) => {
                element.attributes.get_mut(n).map(|a| std::mem::take(&mut a.value)).unwrap_or_default()
            }
        };
        let mut without = element;
        let before = values(&mut without);
        let Some(Node::Value(ValueRef::Array(items))) = before.get(at) else { return Ok(()) };
        let n_nodes = before.iter().map(Node::n_nodes).fold(without.n_nodes(), usize::saturating_add);
        for item in *items {
            self.budget.spend(n_nodes)?;
            let mut nodes = before.clone();
            if item.is_empty() {
                nodes.remove(at);
            } else if let Some(place) = nodes.get_mut(at) {
                *place = Node::Value(item);
            }
            let mut copy = without.clone();
            match attribute.and_then(|n| copy.attributes.get_mut(n)) {
                Some(attribute) => attribute.value = nodes,
                None => copy.children = nodes,
            }
            self.repeat(copy, out)?;
        }
        Ok(())
    }
}

fn end(plan: &Plan, start: usize) -> usize {
    plan.ends.get(start).map_or(start, |end| *end as usize)
}
