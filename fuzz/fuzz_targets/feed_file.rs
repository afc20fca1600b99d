//! Any bytes as a signed file of feeds, as what stands behind a signature, and as files of a folder.
#![no_main]

use holdfast_core::model::FeedKind;
use holdfast_import::NamedFile;
use holdfast_import::updates::{
    HeldTables, RenewRules, read_document_list, read_feed_file, read_feed_payload, renew, sort_files,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_feed_file(bytes, &["0".repeat(64)]);
    let _ = read_document_list("fuzz", bytes);
    if let Ok((_, feeds)) = read_feed_payload(bytes) {
        for feed in feeds {
            let _ = HeldTables::default().load(feed.release, &feed.body);
        }
    }
    let (files, _) = sort_files(vec![NamedFile { name: "fuzz".to_owned(), bytes: bytes.to_vec() }]);
    let _ = renew(&mut HeldTables::default(), &files, &FeedKind::ALL, RenewRules::on(holdfast_core::Date::constant(2026, 8, 22)));
});
