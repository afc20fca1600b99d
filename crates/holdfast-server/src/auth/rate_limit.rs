//! How often one address may try something: a token bucket in memory for each, bounded in number.
//!
//! Memory only: a restart forgives everyone, which costs an attacker more than it gives.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use jiff::Timestamp;

/// Buckets remembered at most. Beyond it those used longest ago are forgotten.
const MAX_BUCKETS: usize = 10_000;
/// Answers of one draft a minute: faster than anybody types, with room for going back and correcting.
const ANSWERS_A_MINUTE: u32 = 120;
/// Answers a minute from one address, of whatever drafts: a whole office behind one address, and no flood.
const ANSWERS_FROM_ONE_ADDRESS: u32 = 600;

/// Token buckets, one a key.
pub struct RateLimit {
    tries_a_minute: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    tokens: f64,
    at_ms: i64,
}

impl RateLimit {
    /// `tries_a_minute`: how fast a bucket refills, and how many tries it holds.
    pub fn new(tries_a_minute: u32) -> Self {
        Self { tries_a_minute: f64::from(tries_a_minute), buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes one try. `Err` holds the whole seconds until the next one.
    pub fn take(&self, key: &str, now: Timestamp) -> Result<(), u32> {
        let now_ms = now.as_millisecond();
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if buckets.len() >= MAX_BUCKETS && !buckets.contains_key(key) {
            forget_oldest(&mut buckets);
        }
        let bucket =
            buckets.entry(key.to_owned()).or_insert(Bucket { tokens: self.tries_a_minute, at_ms: now_ms });
        let passed_ms = (now_ms - bucket.at_ms).max(0) as f64;
        bucket.tokens = (bucket.tokens + passed_ms * self.tries_a_minute / 60_000.0).min(self.tries_a_minute);
        bucket.at_ms = now_ms;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            Ok(())
        } else {
            Err(((1.0 - bucket.tokens) * 60.0 / self.tries_a_minute).ceil() as u32)
        }
    }
}

/// Forgets the quarter used longest ago, so that the work is shared among many new addresses and no flood of them
/// forgives everybody.
fn forget_oldest(buckets: &mut HashMap<String, Bucket>) {
    let mut by_age: Vec<(i64, String)> = buckets.iter().map(|(key, b)| (b.at_ms, key.clone())).collect();
    by_age.sort_unstable();
    for (_, key) in by_age.into_iter().take(MAX_BUCKETS / 4) {
        buckets.remove(&key);
    }
}

/// How often the answers of drafts are taken: by draft, and more widely by address, because anyone can make a draft up.
pub struct DraftLimit {
    by_draft: RateLimit,
    by_address: RateLimit,
}

impl Default for DraftLimit {
    fn default() -> Self {
        Self {
            by_draft: RateLimit::new(ANSWERS_A_MINUTE),
            by_address: RateLimit::new(ANSWERS_FROM_ONE_ADDRESS),
        }
    }
}

impl DraftLimit {
    /// Takes one answer of a draft, named by the digest of its token.
    pub fn take(&self, draft: &str, address: &str, now: Timestamp) -> Result<(), u32> {
        self.by_address.take(address, now)?;
        self.by_draft.take(draft, now)
    }
}

/// The part of an address that one network holds: all of an IPv4 address, the first half of an IPv6 one.
///
/// One customer has at least 2^64 IPv6 addresses, so counting each alone would count nobody.
pub fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + s).expect("a time")
    }

    #[test]
    fn the_third_try_waits_and_others_do_not() {
        let limit = RateLimit::new(2);
        assert_eq!(limit.take("a", at(0)), Ok(()));
        assert_eq!(limit.take("a", at(0)), Ok(()));
        assert_eq!(limit.take("a", at(0)), Err(30));
        assert_eq!(limit.take("b", at(0)), Ok(()));
        assert_eq!(limit.take("a", at(31)), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_a_flood_forgives_nobody_who_just_tried() {
        let limit = RateLimit::new(1);
        for n in 0..MAX_BUCKETS {
            let _ = limit.take(&n.to_string(), at(0));
        }
        assert_eq!(limit.take("0", at(1)), Err(59), "used a second ago");
        for n in 0..MAX_BUCKETS / 2 {
            let _ = limit.take(&format!("new {n}"), at(2));
        }
        assert!(limit.buckets.lock().expect("not poisoned").len() <= MAX_BUCKETS);
        assert!(limit.take("0", at(3)).is_err(), "the older ones went first");
    }

    #[test]
    fn one_network_is_one_address() {
        let of = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }

    #[test]
    fn a_draft_has_its_own_count_and_made_up_ones_share_one() {
        let limit = DraftLimit::default();
        for _ in 0..ANSWERS_A_MINUTE {
            assert_eq!(limit.take("one", "a", at(0)), Ok(()));
        }
        assert!(limit.take("one", "a", at(0)).is_err());
        assert_eq!(limit.take("two", "a", at(0)), Ok(()));
        let taken = (0..1_000).filter(|n| limit.take(&format!("made up {n}"), "a", at(0)).is_ok()).count();
        assert!(taken < ANSWERS_FROM_ONE_ADDRESS as usize, "{taken}");
        assert_eq!(limit.take("three", "b", at(0)), Ok(()));
    }
}
