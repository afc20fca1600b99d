//! How often one address may try something: a token bucket in memory for each address, bounded in number.
//!
//! Memory only: a restart forgives everyone, which costs an attacker more than it gives.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::Timestamp;

/// Addresses remembered at most; beyond it the fullest buckets are forgotten first.
const MAX_ADDRESSES: usize = 10_000;

/// Token buckets, one an address.
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
    pub fn take(&self, address: &str, now: Timestamp) -> Result<(), u32> {
        let now_ms = now.as_millisecond();
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if buckets.len() >= MAX_ADDRESSES && !buckets.contains_key(address) {
            let (full, a_minute) = (self.tries_a_minute, 60_000);
            buckets.retain(|_, b| b.tokens < full - 1.0 && now_ms - b.at_ms < a_minute);
            if buckets.len() >= MAX_ADDRESSES {
                buckets.clear();
            }
        }
        let bucket = buckets
            .entry(address.to_owned())
            .or_insert(Bucket { tokens: self.tries_a_minute, at_ms: now_ms });
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
    fn memory_is_bounded() {
        let limit = RateLimit::new(2);
        for n in 0..MAX_ADDRESSES * 2 {
            let _ = limit.take(&n.to_string(), at(0));
        }
        assert!(limit.buckets.lock().expect("not poisoned").len() <= MAX_ADDRESSES);
    }
}
