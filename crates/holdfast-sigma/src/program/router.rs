//! From an event's channel and id to the blocks of rules that may want it.
//!
//! Rules that are wanted together in several places are compiled once; all others of a place make one block.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use super::RuleId;
use super::block::Block;
use super::build::Builder;
use super::slots::Feed;
use crate::event::Fields;
use crate::logsource::Route;
use crate::ruleset::RuleSet;
use crate::view::View;

/// So many rules are worth a block of their own when several places want them.
const WORTH_SHARING: usize = 60;

/// Where an event goes.
#[derive(Debug, Default)]
pub(super) struct Router {
    /// By channel, in lower case.
    channels: HashMap<Box<str>, Ids>,
    /// For channels no rule names.
    elsewhere: Ids,
    pub(super) groups: Vec<Group>,
}

#[derive(Debug, Default)]
struct Ids {
    by_id: HashMap<u32, u32>,
    other: Option<u32>,
}

/// The blocks for events of one channel and id.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Every field any of the blocks looks at.
    pub(super) feeds: Vec<Feed>,
    pub(super) entries: Vec<Entry>,
}

/// A block in a group.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) block: Arc<Block>,
    /// For each field of the block its place among the feeds of the group.
    pub(super) map: Vec<u32>,
    /// Only events of this provider.
    pub(super) provider: Option<Box<str>>,
    /// The view, where it takes only some of the events.
    pub(super) only: Option<View>,
}

/// A place events come from: a channel, or all that no rule names; an id, or all that no rule names there.
type Key = (Channel, Option<u32>);
/// A channel in lower case, or all that no rule names.
type Channel = Option<Box<str>>;
/// The places of one channel: an id, and what is wanted there.
type Span = Vec<(Option<u32>, Vec<Want>)>;
/// What only some events of a place are wanted for: a provider, a view.
type Only = (Option<Box<str>>, Option<View>);

/// A rule wanted at a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Want {
    rule: RuleId,
    view: View,
    provider: Option<Box<str>>,
}

impl Router {
    /// The group for an event, if any rule wants it.
    pub(super) fn group(&self, channel: &str, event_id: u32) -> Option<u32> {
        let lower;
        let channel = match channel.bytes().any(|b| b.is_ascii_uppercase()) {
            true => {
                lower = channel.to_ascii_lowercase();
                &lower
            }
            false => channel,
        };
        let ids = self.channels.get(channel).unwrap_or(&self.elsewhere);
        ids.by_id.get(&event_id).copied().or(ids.other)
    }

    /// Compiles all rules.
    pub(super) fn build(rules: &RuleSet, routes: &[Vec<Route>], fields: &Fields) -> Self {
        let places = places(rules, routes);
        let mut router = Self::default();
        let mut shared = Shared::new(&places);
        for ((channel, id), wants) in &places {
            let group = group(rules, fields, *id, wants, &mut shared);
            let at = (!group.entries.is_empty()).then(|| {
                router.groups.push(group);
                (router.groups.len() - 1) as u32
            });
            let ids = match channel {
                Some(channel) => router.channels.entry(channel.clone()).or_default(),
                None => &mut router.elsewhere,
            };
            match (id, at) {
                // A place nobody wants after all must not fall through to `other`.
                (Some(id), at) => {
                    ids.by_id.insert(*id, at.unwrap_or(u32::MAX));
                }
                (None, at) => ids.other = at,
            }
        }
        router
    }
}

/// Every place some rule names, with the rules wanted there.
fn places(rules: &RuleSet, routes: &[Vec<Route>]) -> BTreeMap<Key, Vec<Want>> {
    // Channel, ids, rule; a rule that limits itself to ids is wanted at those alone.
    let mut wanted: Vec<(Channel, Option<Vec<u32>>, Want)> = Vec::new();
    for (n, (rule, routes)) in rules.rules.iter().zip(routes).enumerate() {
        let own = rule.expr.event_ids();
        for route in routes {
            let ids = match (route.event_ids.is_empty(), &own) {
                (true, own) => own.clone(),
                (false, None) => Some(route.event_ids.clone()),
                (false, Some(own)) => {
                    Some(route.event_ids.iter().filter(|id| own.contains(id)).copied().collect())
                }
            };
            let channel = route.channel.as_deref().map(|c| c.to_ascii_lowercase().into());
            let provider = route.provider.as_deref().map(Box::from);
            wanted.push((channel, ids, Want { rule: RuleId(n as u32), view: route.view, provider }));
        }
    }
    let mut places: BTreeMap<Key, Vec<Want>> = BTreeMap::new();
    places.insert((None, None), Vec::new());
    for (channel, ids, _) in &wanted {
        places.entry((channel.clone(), None)).or_default();
        for id in ids.iter().flatten() {
            places.entry((channel.clone(), Some(*id))).or_default();
        }
    }
    // What is wanted in every channel is wanted in each, at its ids.
    let anywhere: Vec<u32> = places.keys().filter(|(c, _)| c.is_none()).filter_map(|(_, id)| *id).collect();
    let channels: Vec<Channel> = places.keys().map(|(c, _)| c.clone()).collect();
    for channel in channels {
        for id in &anywhere {
            places.entry((channel.clone(), Some(*id))).or_default();
        }
    }
    // Places of one channel stand together.
    let mut spans: BTreeMap<Channel, Span> = BTreeMap::new();
    for ((channel, id), wants) in places {
        spans.entry(channel).or_default().push((id, wants));
    }
    for (channel, ids, want) in &wanted {
        let put = |span: &mut Span| {
            for (id, wants) in span {
                let is_one = match (ids, id) {
                    (None, _) => true,
                    (Some(_), None) => false,
                    (Some(ids), Some(id)) => ids.contains(id),
                };
                if is_one {
                    wants.push(want.clone());
                }
            }
        };
        match channel {
            None => spans.values_mut().for_each(put),
            Some(_) => spans.get_mut(channel).into_iter().for_each(put),
        }
    }
    let mut places: BTreeMap<Key, Vec<Want>> = BTreeMap::new();
    for (channel, span) in spans {
        places.extend(span.into_iter().map(|(id, wants)| ((channel.clone(), id), wants)));
    }
    for wants in places.values_mut() {
        wants.sort();
        wants.dedup();
    }
    places
}

/// Rules wanted together in several places, and the blocks made of them.
struct Shared {
    /// For each rule the number of its party, if it is in one worth sharing.
    party: HashMap<RuleId, usize>,
    blocks: HashMap<usize, (Arc<Block>, Vec<Box<str>>)>,
}

impl Shared {
    fn new(places: &BTreeMap<Key, Vec<Want>>) -> Self {
        // The places of each rule; rules with the same places and one view a place make a party.
        let mut of_rule: HashMap<RuleId, Vec<(usize, View)>> = HashMap::new();
        for (n, wants) in places.values().enumerate() {
            for want in wants.iter().filter(|want| want.provider.is_none() && want.view.only().is_none()) {
                of_rule.entry(want.rule).or_default().push((n, want.view));
            }
        }
        let mut parties: BTreeMap<Vec<(usize, View)>, Vec<RuleId>> = BTreeMap::new();
        for (rule, at) in of_rule {
            let once = at.windows(2).all(|pair| pair[0].0 != pair[1].0);
            if at.len() > 1 && once {
                parties.entry(at).or_default().push(rule);
            }
        }
        let worth = parties.into_values().filter(|rules| rules.len() >= WORTH_SHARING);
        let party = worth.enumerate().flat_map(|(n, rules)| rules.into_iter().map(move |r| (r, n))).collect();
        Self { party, blocks: HashMap::new() }
    }
}

/// The blocks of one place.
fn group(rules: &RuleSet, fields: &Fields, id: Option<u32>, wants: &[Want], shared: &mut Shared) -> Group {
    let mut group = Group::default();
    let mut own: BTreeMap<Only, Vec<&Want>> = BTreeMap::new();
    let mut parties: BTreeMap<usize, Vec<&Want>> = BTreeMap::new();
    for want in wants {
        let only = want.view.only().map(|_| want.view);
        match shared.party.get(&want.rule) {
            Some(party) if want.provider.is_none() && only.is_none() => {
                parties.entry(*party).or_default().push(want)
            }
            _ => own.entry((want.provider.clone(), only)).or_default().push(want),
        }
    }
    for (party, wants) in parties {
        let Some(view) = wants.first().map(|want| want.view) else { continue };
        let (block, names) = shared.blocks.entry(party).or_insert_with(|| party_block(rules, &wants));
        let feeds = names.iter().map(|name| match name.is_empty() {
            true => Feed::Everything,
            false => feed(view, name, fields),
        });
        let (block, map) = (Arc::clone(block), feeds.map(|feed| group.slot(feed)).collect());
        group.entries.push(Entry { block, map, provider: None, only: None });
    }
    for ((provider, only), wants) in own {
        let mut builder = Builder::new(id);
        for want in wants {
            let rule = &rules.rules[want.rule.index()];
            builder.add(want.rule, &rule.expr, &mut |name| feed(want.view, name, fields));
        }
        let (block, feeds) = builder.finish();
        if !block.rules.is_empty() {
            let map = feeds.into_iter().map(|feed| group.slot(feed)).collect();
            group.entries.push(Entry { block: Arc::new(block), map, provider, only });
        }
    }
    group
}

/// A block over names of rules, so that each place can say where they stand; an empty name is every value.
fn party_block(rules: &RuleSet, wants: &[&Want]) -> (Arc<Block>, Vec<Box<str>>) {
    let mut builder = Builder::new(None);
    let mut names: Vec<Box<str>> = Vec::new();
    for want in wants {
        builder.add(want.rule, &rules.rules[want.rule.index()].expr, &mut |name| Feed::Named(name.into()));
    }
    let (block, feeds) = builder.finish();
    for feed in feeds {
        names.push(match feed {
            Feed::Named(name) => name,
            _ => Box::default(),
        });
    }
    (Arc::new(block), names)
}

/// Where a rule's field stands; every such field has its number already.
fn feed(view: View, name: &str, fields: &Fields) -> Feed {
    Feed::Source(view.source(name, &mut |name| fields.id(name).unwrap_or(crate::event::FieldId(0))))
}

impl Group {
    fn slot(&mut self, feed: Feed) -> u32 {
        if let Some(at) = self.feeds.iter().position(|known| *known == feed) {
            return at as u32;
        }
        self.feeds.push(feed);
        (self.feeds.len() - 1) as u32
    }
}
