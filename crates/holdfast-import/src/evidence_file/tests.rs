//! Files as people send them and as attackers would, each with what becomes of it; and any bytes at all.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::*;

fn kind(name: &str, bytes: &[u8]) -> Result<MediaKind, FileRefusal> {
    accept(name, bytes).map(|file| file.kind)
}

fn pdf(middle: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {middle} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
        .into_bytes()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

fn with_stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("%PDF-1.5\n4 0 obj\n<< {entries} /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream\nendobj\nstartxref\n0\n%%EOF"].concat()
}

fn png() -> Vec<u8> {
    let chunk = |kind: &[u8], data: &[u8]| {
        let n = u32::try_from(data.len()).expect("small");
        [&n.to_be_bytes()[..], kind, data, &[0; 4]].concat()
    };
    let head = [&8u32.to_be_bytes()[..], &8u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [image::PNG, &chunk(b"IHDR", &head), &chunk(b"IDAT", &packed(&[0; 200])), &chunk(b"IEND", &[])].concat()
}

fn jpeg() -> Vec<u8> {
    let frame = [0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0];
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3, 0xff, 0xd9];
    [&[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0][..], &frame, &scan].concat()
}

#[test]
fn what_people_send_is_taken_by_what_it_is() {
    assert_eq!(kind("policy.pdf", &pdf("")), Ok(MediaKind::Pdf));
    assert_eq!(kind("a.pdf", &pdf("/OpenAction [3 0 R /Fit]")), Ok(MediaKind::Pdf));
    assert_eq!(kind("shot.png", &png()), Ok(MediaKind::Png));
    assert_eq!(kind("photo.jpg", &jpeg()), Ok(MediaKind::Jpeg));
    assert_eq!(kind("list.csv", b"name,ok\nDC1,yes\n"), Ok(MediaKind::Csv));
    assert_eq!(kind("scan.json", b"{\"hosts\": [1]}"), Ok(MediaKind::Json));
    assert_eq!(kind("notes.txt", "Se\u{f1}or\r\n".as_bytes()), Ok(MediaKind::Text));
    assert_eq!(
        kind("scan.xml", b"<?xml version=\"1.0\"?>\n<run><script id=\"ssl\"/></run>"),
        Ok(MediaKind::Xml)
    );
    // A page that was packed as people's programs do.
    assert_eq!(
        kind("a.pdf", &with_stream("/Filter /FlateDecode", &packed(b"BT (hello) Tj ET"))),
        Ok(MediaKind::Pdf)
    );
}

#[test]
fn what_can_run_or_hide_is_refused_whatever_it_is_called() {
    let refused = |name: &str, bytes: &[u8]| kind(name, bytes).expect_err("refused");
    for (name, bytes, why) in [
        ("a.pdf", &b"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml"[..], FileRefusal::Office),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", FileRefusal::Office),
        ("a.txt", b"{\\rtf1 hello}", FileRefusal::Office),
        ("a.zip", b"PK\x03\x04\x14\0\0\0\0\0a.txt", FileRefusal::Archive),
        ("a.txt", b"\x1f\x8b\x08rest", FileRefusal::Archive),
        ("a.png", b"MZ\x90\0", FileRefusal::Program),
        ("a.csv", b"\x7fELF\x02", FileRefusal::Program),
        ("a.txt", b"#!/bin/sh\nid\n", FileRefusal::Program),
        ("a.ps1", b"Get-ADUser", FileRefusal::Program),
        ("a.txt", b"  <!DOCTYPE html><p>hi", FileRefusal::WebPage),
        ("a.xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", FileRefusal::WebPage),
        ("a.xml", b"<?xml version='1.0'?><!-- a --><svg:svg/>", FileRefusal::WebPage),
        ("a.html", b"hello", FileRefusal::WebPage),
        ("a.txt", b"\xff\xfeh\0i\0", FileRefusal::NotUtf8),
        ("a.txt", b"caf\xe9", FileRefusal::NotUtf8),
        ("a.txt", b"a\0b", FileRefusal::Unknown),
        ("a.txt", b"\x1b[31mred", FileRefusal::Unknown),
        ("a.pdf", b"", FileRefusal::Empty),
        ("a.txt", b" \n", FileRefusal::Empty),
        ("a.png", &png()[..60], FileRefusal::BadPicture),
        ("a.png", &[png(), b"<script>".to_vec()].concat(), FileRefusal::BadPicture),
        ("a.jpg", &jpeg()[..20], FileRefusal::BadPicture),
    ] {
        assert_eq!(refused(name, bytes), why, "{name} {:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(refused("big.txt", &vec![b'a'; MOST_FILE_BYTES + 1]), FileRefusal::TooLarge);
}

#[test]
fn a_pdf_that_runs_or_carries_something_is_refused_however_it_is_written() {
    let refused = |bytes: Vec<u8>| kind("a.pdf", &bytes).expect_err("refused");
    for middle in [
        "/OpenAction << /S /JavaScript /JS (app.alert) >>",
        "/OpenAction << /S /J#61vaScript /J#53 (app.alert) >>",
        "/AA << /O << /S/Launch >> >>",
        "/OpenAction << /S /URI /URI (http://x) >>",
        "/OpenAction 9 0 R",
        "/Names << /JavaScript 4 0 R >>",
        "/AcroForm << /XFA 5 0 R >>",
    ] {
        assert_eq!(refused(pdf(middle)), FileRefusal::PdfActive, "{middle}");
    }
    assert_eq!(refused(pdf("/Names << /Embedded#46iles 4 0 R >>")), FileRefusal::PdfCarriesFiles);
    assert_eq!(refused(pdf("/Encrypt 7 0 R")), FileRefusal::PdfLocked);
    assert_eq!(refused(b"%PDF-1.7\n1 0 obj".to_vec()), FileRefusal::PdfUnreadable);
    assert_eq!(refused(b"%PDF-x.7\n%%EOF".to_vec()), FileRefusal::PdfUnreadable);
}

#[test]
fn what_a_pdf_packs_is_unpacked_and_looked_at() {
    let objects = b"5 0 << /S /JavaScript /JS (x) >>";
    let flate = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
    let refused =
        |entries: &str, data: &[u8]| kind("a.pdf", &with_stream(entries, data)).expect_err("refused");
    assert_eq!(refused(flate, &packed(objects)), FileRefusal::PdfActive);
    // Without the word for what it is, packed twice, and as text.
    assert_eq!(refused("/Filter [/FlateDecode]", &packed(objects)), FileRefusal::PdfActive);
    assert_eq!(refused(flate, &packed(&packed(objects))), FileRefusal::PdfActive);
    let by_text = "/N 1 /First 4 /Filter [/ASCII85Decode /FlateDecode]";
    assert_eq!(refused(by_text, encode_85(&packed(objects)).as_bytes()), FileRefusal::PdfActive);
    // What cannot be unpacked, or not in full, is refused where objects may be inside.
    assert_eq!(refused(flate, b"not packed at all"), FileRefusal::PdfUnreadable);
    assert_eq!(refused(flate, &packed(objects)[..12]), FileRefusal::PdfUnreadable);
    assert_eq!(refused("/N 1 /First 4 /Filter /LZWDecode", b"\x80\x0b"), FileRefusal::PdfUnreadable);
    assert_eq!(
        refused(&format!("{flate} /DecodeParms << /Predictor 12 >>"), &packed(objects)),
        FileRefusal::PdfUnreadable
    );
    // A bomb: 64 MB of nothing.
    assert_eq!(refused("/Filter /FlateDecode", &packed(&vec![0; 64 << 20])), FileRefusal::PdfUnreadable);
}

#[test]
fn a_word_that_only_looks_like_a_stream_hides_none() {
    let objects = packed(b"5 0 << /S /JavaScript /JS (x) >>");
    let file = |head: &str, data: &[u8]| {
        let end = b"\nendstream\nendobj\nstartxref\n0\n%%EOF";
        kind("a.pdf", &[b"%PDF-1.5\n", head.as_bytes(), data, end].concat()).expect_err("refused")
    };
    let decoy = "5 0 obj\n%stream\n<< /Type /ObjStm /First 4 /Filter /FlateDecode >>\nstream\n";
    assert_eq!(file(decoy, &objects), FileRefusal::PdfUnreadable);
    // A text in the dictionary that reads like the head of another object.
    let cut =
        "5 0 obj\n<< /Type /ObjStm /First 4 /Filter [/ASCII85Decode /FlateDecode] /X ( obj) >>\nstream\n";
    assert_eq!(file(cut, encode_85(&objects).as_bytes()), FileRefusal::PdfActive);
}

fn encode_85(bytes: &[u8]) -> String {
    let mut out = String::new();
    for group in bytes.chunks(4) {
        let mut four = [0; 4];
        four[..group.len()].copy_from_slice(group);
        let mut n = u32::from_be_bytes(four);
        let mut five = [0u8; 5];
        for digit in five.iter_mut().rev() {
            *digit = b'!' + u8::try_from(n % 85).expect("below 85");
            n /= 85;
        }
        out.push_str(std::str::from_utf8(&five[..=group.len()]).expect("text"));
    }
    out + "~>"
}

#[test]
fn a_file_of_nothing_but_beginnings_is_looked_at_in_one_go() {
    let middle = "stream\n x /OpenAction 1 0 R ".repeat(200_000);
    let bytes = format!("%PDF-1.7\n{middle}%%EOF");
    assert!(kind("a.pdf", &bytes.as_bytes()[..bytes.len().min(MOST_FILE_BYTES)]).is_err());
}

#[test]
fn a_name_loses_folders_and_tricks_and_gets_the_ending_it_deserves() {
    let name = |declared: &str, bytes: &[u8]| accept(declared, bytes).expect("taken").name;
    assert_eq!(name("C:\\scans\\March report.PDF", &pdf("")), "March report.PDF");
    assert_eq!(name("../../etc/passwd", b"hello"), "passwd.txt");
    assert_eq!(name("invoice\u{202e}fdp.exe", &pdf("")), "invoice fdp.exe.pdf");
    assert_eq!(name("fw01.conf", b"deny all"), "fw01.conf.txt");
    assert_eq!(name("a\"; x=\"b.csv", b"a,b"), "a x= b.csv");
    assert_eq!(name("", &png()), "file.png");
    assert_eq!(name(&"x".repeat(500), b"hi").chars().count(), 100);
}

/// Small good files with bits turned over, bytes put in, taken out and doubled: taken or refused, and never a panic.
#[test]
fn thousands_of_damaged_files_are_taken_or_refused() {
    let page = with_stream("/Filter /FlateDecode", &packed(b"BT (All is well) Tj ET"));
    let objects = with_stream("/Type /ObjStm /First 4 /Filter /FlateDecode", &packed(b"1 0 << /A /B >>"));
    let files = [("a.pdf", pdf("/OpenAction [3 0 R /Fit]")), ("b.pdf", page), ("c.pdf", objects)];
    let images = [("d.png", png()), ("e.jpg", jpeg()), ("f.json", b"{\"hosts\": [1, 2]}".to_vec())];
    let files: Vec<_> = files.into_iter().chain(images).collect();
    // A fixed sequence, so that what fails once fails again.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("below")
    };
    let (mut n_taken, mut n_refused) = (0, 0);
    for n in 0..6_000 {
        let (name, whole) = &files[n % files.len()];
        let mut bytes = whole.clone();
        for _ in 0..=next(6) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] ^= 1 << next(8),
                1 => bytes.insert(at, u8::try_from(next(256)).expect("a byte")),
                2 if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => {
                    let piece = bytes[at..bytes.len().min(at + 1 + next(24))].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        match accept(name, &bytes) {
            Ok(_) => n_taken += 1,
            Err(_) => n_refused += 1,
        }
    }
    assert!(n_taken > 300 && n_refused > 300, "{n_taken} taken, {n_refused} refused");
}

proptest! {
    #[test]
    fn any_bytes_under_any_name_are_taken_or_refused(name in "\\PC{0,40}", bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(file) = accept(&name, &bytes) {
            prop_assert!(file.name.chars().count() <= 100 && !file.name.contains(['/', '\\', '"']));
        }
    }

    #[test]
    fn any_bytes_behind_a_true_beginning_are_taken_or_refused(
        which in 0usize..4, bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0usize..200,
    ) {
        let start: Vec<u8> = match which {
            0 => pdf("/Filter /FlateDecode"),
            1 => with_stream("/First 1 /Filter /FlateDecode", &packed(&bytes)),
            2 => png(),
            _ => jpeg(),
        };
        let _ = accept("a", &[&start[..cut.min(start.len())], &bytes[..]].concat());
        let _ = accept("a", &[&start[..], &bytes[..], b"%%EOF"].concat());
    }

    #[test]
    fn javascript_is_found_with_any_letters_escaped(escape in prop::collection::vec(any::<bool>(), 10)) {
        let written: String = "JavaScript".chars().zip(escape)
            .map(|(c, hex)| if hex { format!("#{:02X}", u32::from(c)) } else { c.to_string() }).collect();
        prop_assert_eq!(kind("a.pdf", &pdf(&format!("/X << /S /{written} >>"))), Err(FileRefusal::PdfActive));
    }
}
