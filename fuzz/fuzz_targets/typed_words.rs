//! Any text in the boxes people type in: numbers, addresses, references, searches.
#![no_main]

use holdfast_core::decide::search::SearchIndex;
use holdfast_core::model::{Ccn, EmailAddress, MailDomain, Reference, StateCode, Zip};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(ccn) = Ccn::parse(text) {
        assert_eq!(Ccn::parse(ccn.as_str()), Ok(ccn));
        let _ = (ccn.series(), ccn.parent());
    }
    let _ = Ccn::parse_restoring(text);
    let _ = EmailAddress::parse(text);
    let _ = MailDomain::parse(text);
    let _ = Reference::parse(text);
    let _ = StateCode::parse_name(text);
    let _ = Zip::parse(text);
    let _ = SearchIndex::default().search(text, 10);
});
