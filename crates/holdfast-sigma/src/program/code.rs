//! Conditions of rules over numbered predicates, and how they are worked out.
//!
//! It knows neither fields nor values; what a predicate says is asked of whoever runs the code.

/// The number of a predicate in its block.
pub(super) type PredicateId = u32;
/// The number of a node in its code.
pub(super) type NodeId = u32;

/// One step of a condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Node {
    Always,
    Never,
    Predicate(PredicateId),
    Not(NodeId),
    /// A range of [`Code::kids`].
    All(u32, u32),
    Any(u32, u32),
    AtLeast(u32, u32, u32),
}

/// Conditions of many rules in one arena.
#[derive(Debug, Default)]
pub(super) struct Code {
    nodes: Vec<Node>,
    kids: Vec<NodeId>,
}

impl Code {
    pub(super) fn node(&self, id: NodeId) -> Node {
        self.nodes[id as usize]
    }

    pub(super) fn kids(&self, from: u32, to: u32) -> &[NodeId] {
        &self.kids[from as usize..to as usize]
    }

    pub(super) fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        (self.nodes.len() - 1) as NodeId
    }

    /// All of these, without those that say nothing.
    pub(super) fn all(&mut self, mut items: Vec<NodeId>) -> NodeId {
        items.retain(|id| self.node(*id) != Node::Always);
        if items.iter().any(|id| self.node(*id) == Node::Never) {
            return self.add(Node::Never);
        }
        match items.as_slice() {
            [] => self.add(Node::Always),
            [one] => *one,
            _ => {
                items.sort_by_key(|id| self.effort(*id));
                let (from, to) = self.store(&items);
                self.add(Node::All(from, to))
            }
        }
    }

    /// Any of these, without those that say nothing.
    pub(super) fn any(&mut self, mut items: Vec<NodeId>) -> NodeId {
        items.retain(|id| self.node(*id) != Node::Never);
        if items.iter().any(|id| self.node(*id) == Node::Always) {
            return self.add(Node::Always);
        }
        match items.as_slice() {
            [] => self.add(Node::Never),
            [one] => *one,
            _ => {
                items.sort_by_key(|id| self.effort(*id));
                let (from, to) = self.store(&items);
                self.add(Node::Any(from, to))
            }
        }
    }

    pub(super) fn at_least(&mut self, n: usize, items: &[NodeId]) -> NodeId {
        let (from, to) = self.store(items);
        self.add(Node::AtLeast(n as u32, from, to))
    }

    pub(super) fn not(&mut self, item: NodeId) -> NodeId {
        let node = match self.node(item) {
            Node::Always => Node::Never,
            Node::Never => Node::Always,
            _ => Node::Not(item),
        };
        self.add(node)
    }

    fn store(&mut self, items: &[NodeId]) -> (u32, u32) {
        let from = self.kids.len() as u32;
        self.kids.extend_from_slice(items);
        (from, self.kids.len() as u32)
    }

    /// Cheap ones go first: a bit, then a bit denied, then what must be worked out.
    fn effort(&self, id: NodeId) -> u32 {
        match self.node(id) {
            Node::Always | Node::Never => 0,
            Node::Predicate(_) => 1,
            Node::Not(item) => 1 + self.effort(item),
            Node::All(from, to) | Node::Any(from, to) | Node::AtLeast(_, from, to) => 4 + to - from,
        }
    }

    /// Whether the condition holds.
    pub(super) fn holds(&self, id: NodeId, predicate: &mut impl FnMut(PredicateId) -> bool) -> bool {
        match self.node(id) {
            Node::Always => true,
            Node::Never => false,
            Node::Predicate(p) => predicate(p),
            Node::Not(item) => !self.holds(item, predicate),
            Node::All(from, to) => self.kids(from, to).iter().all(|kid| self.holds(*kid, predicate)),
            Node::Any(from, to) => self.kids(from, to).iter().any(|kid| self.holds(*kid, predicate)),
            Node::AtLeast(n, from, to) => {
                let mut left = n;
                self.kids(from, to).iter().any(|kid| {
                    left -= u32::from(self.holds(*kid, predicate));
                    left == 0
                })
            }
        }
    }

    /// Predicates one of which must be true for the condition to be: the set with the least `cost`, or `None` when the
    /// condition can be true without any.
    pub(super) fn witness(
        &self,
        id: NodeId,
        cost: &impl Fn(PredicateId) -> f64,
    ) -> Option<(f64, Vec<PredicateId>)> {
        match self.node(id) {
            Node::Always | Node::Not(_) => None,
            Node::Never => Some((0.0, Vec::new())),
            Node::Predicate(p) => Some((cost(p), vec![p])),
            Node::All(from, to) => {
                let each = self.kids(from, to).iter().filter_map(|kid| self.witness(*kid, cost));
                each.min_by(|a, b| a.0.total_cmp(&b.0))
            }
            Node::Any(from, to) | Node::AtLeast(_, from, to) => {
                let (mut sum, mut all) = (0.0, Vec::new());
                for kid in self.kids(from, to) {
                    let (cost, some) = self.witness(*kid, cost)?;
                    sum += cost;
                    all.extend(some);
                }
                all.sort_unstable();
                all.dedup();
                Some((sum, all))
            }
        }
    }

    /// Gives back what growing left over.
    pub(super) fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
        self.kids.shrink_to_fit();
    }
}
