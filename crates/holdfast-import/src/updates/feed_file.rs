//! All tables on updates in one signed file, for a portal that has no way out: a mark, the public key, an Ed25519 signature over
//! both and everything after it, a head in JSON, and the packed tables.
//!
//! Nothing of a file is looked into before its key is found among those that are trusted and its signature holds.

use holdfast_core::digest::{hex, sha256_hex};
use holdfast_core::model::{FeedKind, FeedRelease, FeedWay, KevRow};
use jiff::Timestamp;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

use super::renew::{not_ahead, not_before, not_older, not_shrunk};
use super::{HeldTables, KevCatalog, NewTable, RenewError, RenewRules, Renewal, take_kev};
use crate::{PackError, unpack};

const MARK: &[u8] = b"holdfast feeds 1\n";
const N_KEY: usize = 32;
const N_SIGNATURE: usize = 64;
const N_PREFIX: usize = MARK.len() + N_KEY + N_SIGNATURE;
/// Largest file. The tables of 2026 take under 200 kB.
pub const MAX_FEED_FILE_BYTES: usize = 32 << 20;
const MAX_HEAD_BYTES: usize = 1 << 20;

/// One table as it stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct PackedFeed {
    /// Its release.
    pub release: FeedRelease,
    /// Who publishes what it was made from.
    pub publisher: String,
    /// On what terms.
    pub licence: String,
    /// When it came in where the file was made; `None` for one that came with the program.
    pub fetched_at: Option<Timestamp>,
    /// By which way it had come in there.
    pub way: FeedWay,
    /// The table.
    pub body: Vec<u8>,
}

/// A file whose signature holds.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedFile {
    /// When it was made.
    pub made_at: Timestamp,
    /// The public key it is signed by, in hex.
    pub key: String,
    /// Its tables, each kind once.
    pub feeds: Vec<PackedFeed>,
}

/// Why a file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedFileError {
    /// Another kind of file.
    #[error("this is no signed file of feeds; `holdfast feed pack` makes one")]
    NotOurs,
    /// Larger than any of these files is.
    #[error("the file has more than {} MB, which no file of feeds has", MAX_FEED_FILE_BYTES >> 20)]
    TooLarge,
    /// It ends within its first part.
    #[error("the file ends too early; copy it again")]
    Short,
    /// Nobody is trusted.
    #[error("no key is trusted yet; write the public key of whoever made the file into `feeds.trusted_keys`")]
    NobodyTrusted,
    /// Signed by somebody who is not trusted.
    #[error(
        "the file is signed by the key {key}, which is not in `feeds.trusted_keys`; ask whoever made it, by another way than the file, whether that is theirs"
    )]
    UnknownKey {
        /// The key it names, in hex.
        key: String,
    },
    /// The signature does not hold.
    #[error("the signature does not hold: the file was changed, or it broke off; copy it again")]
    Signature,
    /// It is signed, and still not as it should be.
    #[error("the file is signed, and does not read: {why}; it may be made by another release")]
    Shape {
        /// What is wrong.
        why: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Head {
    made_at: Timestamp,
    feeds: Vec<HeadFeed>,
}

#[derive(Serialize, Deserialize)]
struct HeadFeed {
    release: FeedRelease,
    publisher: String,
    licence: String,
    fetched_at: Option<Timestamp>,
    way: FeedWay,
    n_bytes: usize,
    digest: String,
}

/// The public half of a key, as settings name it.
pub fn public_key(key: &Ed25519KeyPair) -> String {
    hex(key.public_key().as_ref())
}

/// Writes a file.
pub fn write_feed_file(key: &Ed25519KeyPair, made_at: Timestamp, feeds: &[PackedFeed]) -> Vec<u8> {
    let head = Head {
        made_at,
        feeds: feeds
            .iter()
            .map(|feed| HeadFeed {
                release: feed.release.clone(),
                publisher: feed.publisher.clone(),
                licence: feed.licence.clone(),
                fetched_at: feed.fetched_at,
                way: feed.way,
                n_bytes: feed.body.len(),
                digest: sha256_hex(&feed.body),
            })
            .collect(),
    };
    let head = serde_json::to_vec(&head).expect("plain values become JSON");
    let mut payload = u32::try_from(head.len()).expect("a head is small").to_be_bytes().to_vec();
    payload.extend(head);
    feeds.iter().for_each(|feed| payload.extend(&feed.body));
    let public = key.public_key().as_ref();
    let signature = key.sign(&signed(public, &payload));
    [MARK, public, signature.as_ref(), &payload].concat()
}

fn signed(public: &[u8], payload: &[u8]) -> Vec<u8> {
    [MARK, public, payload].concat()
}

/// Reads a file that one of the trusted keys, in hex, has signed.
pub fn read_feed_file(bytes: &[u8], trusted: &[String]) -> Result<FeedFile, FeedFileError> {
    if bytes.len() > MAX_FEED_FILE_BYTES {
        return Err(FeedFileError::TooLarge);
    }
    if !bytes.starts_with(MARK) {
        // A file that broke off within its mark is one of ours all the same.
        let is_start = !bytes.is_empty() && MARK.starts_with(bytes);
        return Err(if is_start { FeedFileError::Short } else { FeedFileError::NotOurs });
    }
    let (prefix, payload) = bytes.split_at_checked(N_PREFIX).ok_or(FeedFileError::Short)?;
    let (public, signature) = prefix[MARK.len()..].split_at(N_KEY);
    if trusted.is_empty() {
        return Err(FeedFileError::NobodyTrusted);
    }
    let key = hex(public);
    if !trusted.iter().any(|trusted| trusted.eq_ignore_ascii_case(&key)) {
        return Err(FeedFileError::UnknownKey { key });
    }
    UnparsedPublicKey::new(&ED25519, public)
        .verify(&signed(public, payload), signature)
        .map_err(|_| FeedFileError::Signature)?;
    let (made_at, feeds) = read_feed_payload(payload)?;
    Ok(FeedFile { made_at, key, feeds })
}

/// Reads what stands behind a signature. For files, use [`read_feed_file`]: this looks at no signature.
pub fn read_feed_payload(payload: &[u8]) -> Result<(Timestamp, Vec<PackedFeed>), FeedFileError> {
    let shape = |why: &str| FeedFileError::Shape { why: why.to_owned() };
    let (n, rest) = payload.split_first_chunk::<4>().ok_or_else(|| shape("it has no head"))?;
    let n = u32::from_be_bytes(*n) as usize;
    if n > MAX_HEAD_BYTES {
        return Err(shape("its head is too long"));
    }
    let (head, mut rest) = rest.split_at_checked(n).ok_or_else(|| shape("its head breaks off"))?;
    let head: Head = serde_json::from_slice(head).map_err(|e| FeedFileError::Shape { why: e.to_string() })?;
    let mut feeds: Vec<PackedFeed> = Vec::new();
    for feed in head.feeds {
        let HeadFeed { release, publisher, licence, fetched_at, way, n_bytes, digest } = feed;
        let (body, after) = rest.split_at_checked(n_bytes).ok_or_else(|| shape("a table breaks off"))?;
        rest = after;
        if sha256_hex(body) != digest {
            return Err(shape("a table is not the one its head names"));
        }
        if feeds.iter().any(|known| known.release.kind == release.kind) {
            return Err(shape("it has a table twice"));
        }
        feeds.push(PackedFeed { release, publisher, licence, fetched_at, way, body: body.to_vec() });
    }
    if !rest.is_empty() || feeds.is_empty() {
        return Err(shape("it has no table, or something behind the last one"));
    }
    Ok((head.made_at, feeds))
}

/// Why the tables of a file were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TakeError {
    /// A table is not to be taken.
    #[error(transparent)]
    Renew(#[from] RenewError),
    /// A table does not read.
    #[error("the table `{kind}` of the file does not read", kind = .kind.word())]
    Table {
        /// Which.
        kind: FeedKind,
        /// Why.
        #[source]
        source: PackError,
    },
}

/// Puts the tables of a file in the place of those that are held: all of `only` that it has, or none.
///
/// What left CISA's list stays in the history that is held; the file's own history is added to it. `came_at`: when the table that
/// is held came in, `None` for one that came with the program.
pub fn take_feed_file(
    held: &mut HeldTables,
    file: &FeedFile,
    only: &[FeedKind],
    rules: RenewRules,
    came_at: impl Fn(FeedKind) -> Option<Timestamp>,
) -> Result<Vec<(FeedKind, Renewal)>, TakeError> {
    let mut after = held.clone();
    let mut done = Vec::new();
    for kind in FeedKind::ALL.into_iter().filter(|kind| only.contains(kind)) {
        let Some(feed) = file.feeds.iter().find(|feed| feed.release.kind == kind) else { continue };
        let renewal = if kind == FeedKind::Kev {
            take_list(&mut after, feed, rules)?
        } else {
            take_table(&mut after, feed, rules)?
        };
        // A day has more than one list, and Microsoft's months have many. What is said of one is as old as when it was fetched.
        let is_same_day = held.release(kind).is_some_and(|old| old.released_on == feed.release.released_on);
        if is_same_day && renewal != Renewal::Same {
            let fetched_at = feed.fetched_at.map_or(file.made_at, |at| at.min(file.made_at));
            not_before(kind, feed.release.released_on, fetched_at, came_at(kind), rules)?;
        }
        done.push((kind, renewal));
    }
    *held = after;
    Ok(done)
}

fn take_list(held: &mut HeldTables, feed: &PackedFeed, rules: RenewRules) -> Result<Renewal, TakeError> {
    let rows: Vec<KevRow> =
        unpack(&feed.body).map_err(|source| TakeError::Table { kind: FeedKind::Kev, source })?;
    let (past, live): (Vec<KevRow>, Vec<KevRow>) = rows.into_iter().partition(|row| row.removed_on.is_some());
    let FeedRelease { title, released_on, digest, .. } = feed.release.clone();
    let version = title.rsplit_once(", ").map_or(title.clone(), |(_, version)| version.to_owned());
    let list = KevCatalog { version, released_on, rows: live, rejected: Vec::new() };
    Ok(take_kev(held, &list, &past, digest, Vec::new(), rules)?)
}

fn take_table(held: &mut HeldTables, feed: &PackedFeed, rules: RenewRules) -> Result<Renewal, TakeError> {
    use holdfast_core::model::{FeedChange, FeedChangeKind};
    let kind = feed.release.kind;
    not_ahead(kind, feed.release.released_on, rules)?;
    not_older(held, kind, feed.release.released_on, rules)?;
    let is_same_day = held.release(kind).is_some_and(|old| old.released_on == feed.release.released_on);
    if is_same_day && held.body(kind) == feed.body {
        return Ok(Renewal::Same);
    }
    let n_held = held.n_rows(kind);
    let mut after = held.clone();
    after.load(feed.release.clone(), &feed.body).map_err(|source| TakeError::Table { kind, source })?;
    let n = after.n_rows(kind);
    not_shrunk(kind, n, n_held, rules)?;
    // The count is what is there, whatever the file says.
    let release = FeedRelease { n_rows: n as u32, ..feed.release.clone() };
    after.name(release.clone());
    *held = after;
    let (was, now) = (n_held.to_string(), n.to_string());
    let changes = vec![FeedChange { kind: FeedChangeKind::Rows, cve: None, was, now }];
    Ok(Renewal::New(Box::new(NewTable { release, body: feed.body.clone(), changes, rejected: Vec::new() })))
}

#[cfg(test)]
mod tests {
    use holdfast_core::Date;
    use holdfast_core::model::{CveId, EpssRow};
    use proptest::prelude::*;

    use super::*;
    use crate::pack;

    fn key(seed: u8) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a key")
    }

    fn epss(day: Date, n: u32) -> PackedFeed {
        let rows: Vec<EpssRow> =
            (1..=n).filter_map(|i| Some(EpssRow { cve: CveId::new(2026, i)?, per_100_000: i })).collect();
        let kind = FeedKind::Epss;
        let source = kind.source();
        PackedFeed {
            release: FeedRelease {
                kind,
                title: format!("made up, {day}"),
                released_on: day,
                digest: "0".repeat(64),
                n_rows: n,
                n_rejected: 0,
            },
            publisher: source.publisher.to_owned(),
            licence: source.licence.to_owned(),
            fetched_at: None,
            way: FeedWay::Official,
            body: pack(&rows),
        }
    }

    fn kev(day: Date, rows: &[KevRow]) -> PackedFeed {
        let release =
            FeedRelease { kind: FeedKind::Kev, title: format!("CISA, {day}"), ..epss(day, 1).release };
        PackedFeed { release, body: pack(rows), ..epss(day, 1) }
    }

    const DAY: Date = Date::constant(2026, 8, 22);

    fn at() -> Timestamp {
        "2026-08-23T00:00:00Z".parse().expect("a time")
    }

    /// All that is held came with the program.
    fn never(_: FeedKind) -> Option<Timestamp> {
        None
    }

    fn made() -> Vec<u8> {
        write_feed_file(&key(7), at(), &[epss(DAY, 9)])
    }

    #[test]
    fn what_is_written_is_read_by_who_trusts_the_key() {
        let trusted = [public_key(&key(3)), public_key(&key(7)).to_uppercase()];
        let file = read_feed_file(&made(), &trusted).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((file.made_at, file.feeds), (at(), vec![epss(DAY, 9)]));
    }

    #[test]
    fn anything_else_is_refused_with_why() {
        let trusted = [public_key(&key(7))];
        let check = |bytes: &[u8], trusted: &[String], expect: FeedFileError| {
            assert_eq!(read_feed_file(bytes, trusted).err(), Some(expect));
        };
        check(&made(), &[], FeedFileError::NobodyTrusted);
        check(&made(), &[public_key(&key(3))], FeedFileError::UnknownKey { key: public_key(&key(7)) });
        check(b"PK\x03\x04", &trusted, FeedFileError::NotOurs);
        check(b"", &trusted, FeedFileError::NotOurs);
        check(&[MARK, &[0; MAX_FEED_FILE_BYTES]].concat(), &trusted, FeedFileError::TooLarge);
        let mut unsigned = made();
        unsigned[MARK.len() + N_KEY..N_PREFIX].fill(0);
        check(&unsigned, &trusted, FeedFileError::Signature);
        // Somebody who is not trusted puts a trusted name on their own file.
        let mut forged = write_feed_file(&key(9), at(), &[epss(DAY, 1)]);
        forged[MARK.len()..MARK.len() + N_KEY].copy_from_slice(key(7).public_key().as_ref());
        check(&forged, &trusted, FeedFileError::Signature);
        let twice = write_feed_file(&key(7), at(), &[epss(DAY, 1), epss(DAY, 2)]);
        check(&twice, &trusted, FeedFileError::Shape { why: "it has a table twice".to_owned() });
        let none = write_feed_file(&key(7), at(), &[]);
        assert!(matches!(read_feed_file(&none, &trusted), Err(FeedFileError::Shape { .. })));
    }

    #[test]
    fn broken_off_at_any_length_or_changed_anywhere_it_is_refused() {
        let (whole, trusted) = (made(), [public_key(&key(7))]);
        for n in 0..whole.len() {
            assert!(read_feed_file(&whole[..n], &trusted).is_err(), "{n}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(read_feed_file(&changed, &trusted).is_err(), "{at}");
        }
        assert!(read_feed_file(&[whole, vec![0]].concat(), &trusted).is_err());
    }

    #[test]
    fn tables_are_taken_all_or_none_and_never_an_older_one_unasked() {
        let row = |n, removed_on| KevRow {
            cve: CveId::new(2026, n).expect("an id"),
            vendor: "Maker".to_owned(),
            product: "A".to_owned(),
            added_on: Date::constant(2026, 1, 2),
            due_on: Date::constant(2026, 1, 9),
            is_ransomware: false,
            removed_on,
        };
        let file = |kev_day, epss_day, rows: &[KevRow]| FeedFile {
            made_at: at(),
            key: String::new(),
            feeds: vec![kev(kev_day, rows), epss(epss_day, 9)],
        };
        let (may, june) = (Date::constant(2026, 5, 1), Date::constant(2026, 6, 1));
        let july = Date::constant(2026, 7, 1);
        let mut held = HeldTables::default();
        let rules = RenewRules::on(DAY);
        let first = file(may, may, &[row(1, None), row(2, None)]);
        take_feed_file(&mut held, &first, &FeedKind::ALL, rules, never).expect("taken");
        let before = held.clone();
        // The list is newer, the estimates are older: nothing is taken.
        let mixed = file(june, Date::constant(2026, 4, 1), &[row(2, None), row(3, Some(may))]);
        let refused = take_feed_file(&mut held, &mixed, &FeedKind::ALL, rules, never);
        assert!(matches!(refused, Err(TakeError::Renew(RenewError::Older { .. }))));
        assert_eq!(held, before);
        // Nor from a day that has not come, whoever signed it and whatever is asked for.
        let ahead = file(june, DAY.saturating_add(jiff::Span::new().days(2)), &[row(2, None), row(3, None)]);
        let all = RenewRules { allow_older: true, allow_shrink: true, ..rules };
        let refused = take_feed_file(&mut held, &ahead, &FeedKind::ALL, all, never);
        assert!(matches!(refused, Err(TakeError::Renew(RenewError::Ahead { .. }))), "{refused:?}");
        assert_eq!(held, before);
        let done = take_feed_file(&mut held, &mixed, &[FeedKind::Kev], rules, never).expect("taken");
        assert_eq!(done.len(), 1);
        let shown: Vec<_> = held.kev.iter().map(|r| (r.cve.number(), r.removed_on)).collect();
        assert_eq!(shown, [(1, Some(june)), (2, None), (3, Some(may))], "both histories are kept");
        // What leaves with a file left on the day that whoever made the file saw it leave.
        let later = file(july, may, &[row(2, Some(june)), row(3, Some(may)), row(4, None)]);
        let mut after = held.clone();
        take_feed_file(&mut after, &later, &[FeedKind::Kev], rules, never).expect("taken");
        let shown: Vec<_> = after.kev.iter().map(|r| (r.cve.number(), r.removed_on)).collect();
        assert_eq!(shown, [(1, Some(june)), (2, Some(june)), (3, Some(may)), (4, None)]);
        let again =
            take_feed_file(&mut after, &later, &[FeedKind::Kev], rules, never).expect("nothing to do");
        assert!(again.iter().all(|(_, renewal)| *renewal == Renewal::Same));
        let older = RenewRules { allow_older: true, ..rules };
        take_feed_file(&mut held, &mixed, &FeedKind::ALL, older, never).expect("taken");
        assert_eq!(held.release(FeedKind::Epss).map(|r| r.released_on), Some(Date::constant(2026, 4, 1)));
        let again = take_feed_file(&mut held, &mixed, &FeedKind::ALL, rules, never).expect("nothing to do");
        assert!(again.iter().all(|(_, renewal)| *renewal == Renewal::Same));
    }

    #[test]
    fn of_one_day_what_was_fetched_earlier_never_takes_the_place_of_what_came_later() {
        let hour = |n: i64| at() + jiff::SignedDuration::from_hours(n);
        let file = |n, fetched_at, made_at| FeedFile {
            made_at,
            key: String::new(),
            feeds: vec![PackedFeed { fetched_at, ..epss(DAY, n) }],
        };
        let rules = RenewRules::on(DAY);
        let mut held = HeldTables::default();
        take_feed_file(&mut held, &file(9, None, at()), &FeedKind::ALL, rules, never).expect("taken");
        let before = held.clone();
        let at_noon = |_| Some(hour(12));
        for (n, fetched_at, made_at, is_taken) in [
            (8, Some(hour(11)), hour(20), false),
            (8, Some(hour(20)), hour(11), false),
            (8, None, hour(11), false),
            (9, None, hour(11), true),
            (8, Some(hour(12)), hour(20), true),
            (8, None, hour(13), true),
        ] {
            let mut held = before.clone();
            let done =
                take_feed_file(&mut held, &file(n, fetched_at, made_at), &FeedKind::ALL, rules, at_noon);
            assert_eq!(done.is_ok(), is_taken, "{n} {fetched_at:?} {made_at}");
            assert_eq!(held.n_rows(FeedKind::Epss), if is_taken { n as usize } else { 9 });
        }
        let early = file(8, Some(hour(11)), hour(20));
        let error =
            take_feed_file(&mut held, &early, &FeedKind::ALL, rules, at_noon).err().map(|e| e.to_string());
        assert_eq!(
            error.unwrap_or_default(),
            "FIRST's estimates (EPSS) of August 22, 2026 was fetched at 2026-08-23 11:00 UTC, and that of the same day that is held came at 2026-08-23 12:00 UTC; take it all the same with --allow-older"
        );
        let older = RenewRules { allow_older: true, ..rules };
        take_feed_file(&mut held, &early, &FeedKind::ALL, older, at_noon).expect("asked for");
        assert_eq!(held.n_rows(FeedKind::Epss), 8);
    }

    proptest! {
        #[test]
        fn any_bytes_behind_a_signature_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_feed_payload(&bytes);
            let headed = [&(bytes.len() as u32).to_be_bytes()[..], &bytes].concat();
            let _ = read_feed_payload(&headed);
        }
    }
}
