//! Mails made to hurt whoever reads them: nothing panics, everything ends, and what was left out is told.

mod maker;

use holdfast_mail::bounds::{MAX_BYTES, MAX_DEPTH, MAX_LINKS, MAX_PARSED_BYTES, MAX_PARTS, MAX_URL_BYTES};
use holdfast_mail::{Came, Fault, Kind, ReadError, Reported, read};
use maker::{base64_part, divided, lure, lure_msg, multipart, part};
use proptest::prelude::*;

/// Reads both ways, and holds the answer to its bounds.
fn use_up(bytes: &[u8]) -> Option<Reported> {
    let is_ours = |domain: &str| domain == "fixturememorial.org";
    let by_mail = read(bytes, Came::MailedIn, &is_ours);
    if let Ok(it) = &by_mail {
        within_bounds(it);
    }
    let it = read(bytes, Came::Uploaded, &is_ours).ok()?;
    within_bounds(&it);
    assert!(by_mail.is_ok());
    Some(it)
}

fn within_bounds(it: &Reported) {
    assert!(it.links.len() <= MAX_LINKS && it.attachments.len() <= MAX_PARTS);
    assert!(it.subject.chars().count() <= 300 && !it.subject.contains(['\n', '\r', '\0', '\u{202e}']));
    for link in &it.links {
        assert!(!link.host.is_empty() && link.host.len() <= 254 && link.host.is_ascii(), "{link:?}");
        assert!(link.url.len() <= MAX_PARSED_BYTES);
    }
    for file in &it.attachments {
        assert!(file.sha256.len() == 64 && !file.name.contains(['/', '\\', '\n']), "{file:?}");
    }
}

#[track_caller]
fn has(it: &Reported, fault: Fault) {
    assert!(it.faults.contains(&fault), "{:?}", it.faults);
    assert!(!fault.words().is_empty());
}

#[test]
fn mails_a_thousand_deep_are_read_as_deep_as_we_look() {
    let mut mail = "Subject: x\r\n\r\nhttps://deep.com/".to_owned();
    for _ in 0..1_000 {
        mail = format!("Subject: x\r\nContent-Type: message/rfc822\r\n\r\n{mail}");
    }
    let it = use_up(mail.as_bytes()).expect("a mail");
    has(&it, Fault::TooDeep);
    assert!(it.links.is_empty());
    let mut parts = "Content-Type: text/plain\r\n\r\nhttps://deep.com/".to_owned();
    for n in 0..1_000 {
        parts = format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n{parts}\r\n--b{n}--");
    }
    has(&use_up(format!("Subject: x\r\n{parts}").as_bytes()).expect("a mail"), Fault::TooDeep);
    // As deep as we look is still read.
    let mut mail = "Subject: x\r\n\r\nhttps://deep.com/".to_owned();
    for _ in 0..MAX_DEPTH {
        mail = format!("Subject: x\r\nContent-Type: message/rfc822\r\n\r\n{mail}");
    }
    let it = use_up(mail.as_bytes()).expect("a mail");
    assert_eq!((it.links.len(), it.faults.is_empty()), (1, true), "{:?}", it.faults);
}

#[test]
fn a_mail_that_is_nothing_but_nesting_does_not_reach_the_stack() {
    let mail = "Subject: x\nContent-Type: message/rfc822\n\n";
    has(&use_up(mail.repeat(20_000).as_bytes()).expect("a mail"), Fault::TooDeep);
    // The largest there may be is given up for its size before its depth is reached.
    let it = use_up(mail.repeat(MAX_BYTES / mail.len()).as_bytes()).expect("a mail");
    assert!(
        it.faults.contains(&Fault::TooMuchWork) || it.faults.contains(&Fault::TooDeep),
        "{:?}",
        it.faults
    );
    let mail = "Subject: x\nContent-Type: multipart/digest; boundary=b\n\n--b\n\n".repeat(200_000);
    use_up(mail.as_bytes());
}

#[test]
fn more_parts_and_links_than_we_look_at_are_told() {
    let parts: Vec<_> =
        (0..=MAX_PARTS).map(|n| part("Content-Type: application/x", &n.to_string())).collect();
    let it = use_up(multipart("Subject: x", &parts).as_bytes()).expect("a mail");
    has(&it, Fault::TooManyParts);
    let links: String = (0..=MAX_LINKS).map(|n| format!("https://a{n}.com/\r\n")).collect();
    has(&use_up(format!("Subject: x\r\n\r\n{links}").as_bytes()).expect("a mail"), Fault::TooManyLinks);
}

#[test]
fn a_zip_bomb_is_a_file_like_any_other() {
    // The header says that 4 GiB come out; nobody asks it.
    let bomb = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\x21\0aaaa\x10\0\0\0\xff\xff\xff\xff\x05\0\0\0a.bin\x03\0";
    let mail = multipart("Subject: x", &[base64_part("Content-Type: application/zip; name=a.zip", bomb)]);
    let it = use_up(mail.as_bytes()).expect("a mail");
    assert_eq!((it.attachments[0].kind, it.attachments[0].n_bytes), (Kind::Zip, bomb.len()));
    assert!(it.faults.is_empty());
}

#[test]
fn what_is_too_large_is_refused_at_its_size_alone() {
    let huge = vec![b'a'; 50 * 1024 * 1024];
    let refused = ReadError::TooLarge { n_bytes: huge.len(), max: MAX_BYTES };
    assert_eq!(read(&huge, Came::Uploaded, &|_| true), Err(refused));
    let mut largest = b"Subject: x\n\n".to_vec();
    largest.resize(MAX_BYTES, b'h');
    has(&use_up(&largest).expect("a mail"), Fault::LongText);
}

#[test]
fn a_head_of_a_megabyte_is_cut_and_its_body_still_read() {
    let lines = "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(30_000);
    let it = use_up(format!("Subject: x\r\n{lines}\r\nhttps://a.com/").as_bytes()).expect("a mail");
    has(&it, Fault::LongHead);
    assert_eq!(it.links.len(), 1);
    let it =
        use_up(format!("Subject: {}\r\n\r\nx", "=?utf-8?q?".repeat(100_000)).as_bytes()).expect("a mail");
    has(&it, Fault::LongField);
    let it = use_up(format!("From: {}\r\n\r\nx", "(<\"a@b,".repeat(150_000)).as_bytes()).expect("a mail");
    has(&it, Fault::LongField);
}

#[test]
fn alphabets_that_break_lose_letters_and_nothing_else() {
    for charset in [
        "utf-7",
        "utf-16",
        "x-none",
        "iso-2022-jp",
        "gb18030",
        "hz-gb-2312",
        "\"",
        "a\0b",
        &"x".repeat(5_000),
    ] {
        let mut mail =
            format!("Subject: =?{charset}?b?//79?=\r\nContent-Type: text/html; charset={charset}\r\n\r\n")
                .into_bytes();
        mail.extend(b"<a href=https://a.com/>\xff\xfe+\x1b$B~{\x80</a>");
        use_up(&mail).expect("a mail");
    }
}

#[test]
fn tricks_with_the_lines_between_parts_end_somewhere() {
    for boundary in ["", " ", "-", "--", "b\" x", &"b".repeat(3_000), "=_b"] {
        for body in ["--", "--b", "--=_b\r\n--=_b\r\n--=_b", "----\r\n------\r\n", "--=_b--\r\n--=_b--"] {
            let mail =
                format!("Subject: x\r\nContent-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n{body}");
            use_up(mail.as_bytes()).expect("a mail");
        }
    }
    // The same line divides the outer and the inner parts.
    let inner = divided("Subject: y", &[part("Content-Type: text/plain", "https://inner.com/")], "b");
    let it = use_up(divided("Subject: x", &[part("Content-Type: message/rfc822", &inner)], "b").as_bytes());
    assert!(it.is_some());
    let mail = format!(
        "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}",
        "--b\r\n".repeat(1_000_000)
    );
    has(&use_up(mail.as_bytes()).expect("a mail"), Fault::TooManyParts);
}

#[test]
fn pages_made_of_unclosed_tags_end() {
    for piece in [
        "<a href=https://a.com/>",
        "<",
        "<a ",
        "<!--",
        "<script>",
        "&#x1f;",
        "<a href='",
        "</a",
        "<svg><a xlink:href=x>",
    ] {
        let mail = format!("Subject: x\r\nContent-Type: text/html\r\n\r\n{}", piece.repeat(100_000));
        use_up(mail.as_bytes()).expect("a mail");
    }
}

#[test]
fn a_long_base_does_not_make_every_link_long() {
    let page = |base: &str, links: &str| {
        format!("Subject: x\r\nContent-Type: text/html\r\n\r\n<base href='{base}'>{links}")
    };
    let links: String = (0..2_000).map(|n| format!("<a href={n}>")).collect();
    let base = format!("https://a.com/{}/", "x".repeat(3_900_000));
    let it = use_up(page(&base, &links).as_bytes()).expect("a mail");
    has(&it, Fault::LongAddress);
    assert!(it.links.is_empty());
    // One that is as long as it may be is joined while links are kept, and no longer.
    let base = format!("https://a.com/{}/", "x".repeat(MAX_URL_BYTES - 20));
    let links: String = (0..9_000).map(|n| format!("<a href={n}>")).collect();
    let it = use_up(page(&base, &links).as_bytes()).expect("a mail");
    has(&it, Fault::TooManyLinks);
    assert_eq!(it.links.len(), MAX_LINKS);
    // Letters beyond ASCII become three times as long, on the base and on what hangs on it.
    let base = format!("https://a.com/{}/", "é".repeat((MAX_URL_BYTES - 20) / 2));
    let it = use_up(page(&base, &format!("<a href={}>", "é".repeat(3_000))).as_bytes()).expect("a mail");
    has(&it, Fault::LongAddress);
    // The same link again and again is one, and joining it is work like any other.
    let it = use_up(page(&base, &"<a href=b>".repeat(10_000)).as_bytes()).expect("a mail");
    assert_eq!(it.links.len(), 1);
    let parts: Vec<_> = (0..150)
        .map(|_| {
            part("Content-Type: text/html", &format!("<base href='{base}'>{}", "<a href=b>".repeat(1_800)))
        })
        .collect();
    has(&use_up(multipart("Subject: x", &parts).as_bytes()).expect("a mail"), Fault::TooMuchWork);
}

/// Where the sector of number `n` starts.
fn sector(n: usize) -> usize {
    (n + 1) * 512
}

#[test]
fn an_outlook_file_that_goes_in_circles_is_left_in_time() {
    let whole = lure_msg();
    let number = |at: usize| u32::from_le_bytes(whole[at..at + 4].try_into().expect("four bytes")) as usize;
    let (fat, directory) = (number(76), number(48));
    // Each sector is followed by itself, by the one before, and by the first.
    for follow in [|n: usize| n, |n: usize| n.saturating_sub(1), |_: usize| 0] {
        let mut looped = whole.clone();
        for n in 0..128 {
            let at = sector(fat) + 4 * n;
            looped[at..at + 4].copy_from_slice(&u32::try_from(follow(n)).expect("small").to_le_bytes());
        }
        use_up(&looped);
    }
    // Each entry of the directory has itself, or the root, beside and below it.
    for target in [0_u32, 1, 2, 3] {
        let mut looped = whole.clone();
        for entry in 0..4 {
            for field in [68, 72, 76] {
                let at = sector(directory) + entry * 128 + field;
                looped[at..at + 4].copy_from_slice(&target.to_le_bytes());
            }
        }
        use_up(&looped);
    }
    // An attachment that holds the mail it lies in.
    let mut looped = whole.clone();
    for entry in looped.chunks_exact_mut(128).filter(|entry| entry[66] == 1) {
        entry[76..80].copy_from_slice(&0_u32.to_le_bytes());
    }
    use_up(&looped);
}

#[test]
fn a_short_file_that_promises_a_long_table_gets_none() {
    let mut bomb = lure_msg();
    let fat = bomb[76..80].to_vec();
    // One sector of the table is named in every place there is, and the list of lists is a circle.
    for place in bomb[76..512].chunks_exact_mut(4) {
        place.copy_from_slice(&fat);
    }
    bomb[68..72].copy_from_slice(&0_u32.to_le_bytes());
    let n = bomb.len();
    bomb.resize(n + 512, 0);
    for place in bomb[512..1024].chunks_exact_mut(4) {
        place.copy_from_slice(&fat);
    }
    use_up(&bomb);
    // Streams that say they have 4 GiB.
    let mut bomb = lure_msg();
    for entry in bomb.chunks_exact_mut(128).filter(|entry| entry[66] == 2) {
        entry[120..128].copy_from_slice(&[0xFF; 8]);
    }
    use_up(&bomb);
}

#[test]
fn a_file_cut_anywhere_is_read_as_far_as_it_goes() {
    for whole in [lure().into_bytes(), lure_msg()] {
        for end in (0..whole.len()).step_by(97) {
            use_up(&whole[..end]);
        }
    }
    let it = use_up(&lure().as_bytes()[..lure().len() - 8]).expect("a mail");
    has(&it, Fault::CutShort);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn flipped_bytes_never_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), is_msg: bool) {
        let mut bytes = if is_msg { lure_msg() } else { lure().into_bytes() };
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        use_up(&bytes);
    }

    #[test]
    fn any_bytes_behind_a_mail_s_fields_never_panic(body in prop::collection::vec(any::<u8>(), 0..2_000), kind in 0..4_usize) {
        let kinds = ["text/html", "multipart/mixed; boundary=a", "message/rfc822", "text/plain; charset=utf-7"];
        let mut bytes = format!("Subject: x\nContent-Type: {}\n\n", kinds[kind]).into_bytes();
        bytes.extend(body);
        use_up(&bytes);
    }

    #[test]
    fn any_text_in_a_field_never_panics(text in "\\PC{0,300}", at in 0..7_usize) {
        let names = ["From", "Subject", "Date", "Reply-To", "Authentication-Results", "Content-Type", "Content-Disposition"];
        use_up(format!("Sender: a@b\n{}: {text}\n\nx", names[at]).as_bytes());
    }

    #[test]
    fn any_markup_never_panics(text in "[<>/a-f='\" &;#:.\\-!\\n]{0,400}") {
        use_up(format!("Subject: x\nContent-Type: text/html\n\n<a href=http{text}").as_bytes());
    }
}
