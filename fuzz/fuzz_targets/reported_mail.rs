//! Any bytes as a reported mail: an answer within its bounds, or a reason.
#![no_main]

use holdfast_mail::bounds::{MAX_LINKS, MAX_PARSED_BYTES, MAX_PARTS};
use holdfast_mail::{Came, envelope, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    assert!(envelope(bytes).to.len() <= 100);
    for came in [Came::Uploaded, Came::MailedIn] {
        let Ok(it) = read(bytes, came, &|domain| domain.ends_with(".org")) else { continue };
        assert!(it.links.len() <= MAX_LINKS && it.attachments.len() <= MAX_PARTS);
        assert!(it.links.iter().all(|link| link.host.is_ascii() && !link.host.is_empty()));
        assert!(it.links.iter().all(|link| link.url.len() <= MAX_PARSED_BYTES));
        assert!(!it.subject.contains(['\n', '\0', '\u{202e}']));
    }
    // The same bytes in each kind of body, which chance would take long to announce.
    for kind in ["text/html", "multipart/mixed; boundary=a", "message/rfc822", "text/plain; charset=utf-7"] {
        let mut mail = format!("Subject: x\nContent-Type: {kind}\n\n").into_bytes();
        mail.extend(bytes);
        assert!(read(&mail, Came::Uploaded, &|_| true).is_ok());
    }
});
