//! What is said of mails as people report them, each way they come.

mod maker;

use holdfast_mail::{Came, Fault, Found, Kind, ReadError, Reported, Sender, Verdict, read};
use maker::{Msg, Value, base64_part, lure, lure_msg, multipart, part, put_lure};

/// The lure as it must be read, whichever way it came.
#[track_caller]
fn is_the_lure(reported: &Reported) {
    let sender = reported.sender.as_ref().expect("a sender");
    assert_eq!((sender.name.as_str(), sender.address.as_str()), ("Payroll Office", "payroll@evil-pay.com"));
    assert_eq!(reported.subject, "Your pay stub 4471 is on hold");
    assert_eq!(reported.reply_to.as_deref(), Some("collect@other-evil.com"));
    assert_eq!(reported.return_path.as_deref(), Some("bounce@bulk.evil-pay.com"));
    assert_eq!(reported.sent_at.map(|at| at.to_string()).as_deref(), Some("2026-11-28T17:00:00Z"));
    let said = reported.authentication.as_ref().expect("a server's word");
    assert_eq!(said.said_by, "mx.fixturememorial.org");
    assert_eq!(
        (said.spf, said.dkim, said.dmarc),
        (Some(Verdict::Pass), Some(Verdict::Nothing), Some(Verdict::Fail))
    );
    let links: Vec<_> = reported.links.iter().map(|l| (l.domain.as_deref(), l.shows.as_deref())).collect();
    assert_eq!(links, [(Some("evil-pay.com"), Some("www.fixturememorial.org"))]);
    let files: Vec<_> = reported.attachments.iter().map(|a| (a.name.as_str(), a.kind, a.n_bytes)).collect();
    assert_eq!(files, [("stub.pdf", Kind::Pdf, 10)]);
    assert_eq!(
        reported.attachments[0].sha256,
        "ec2792f52c4416be86b9c3d9f4ce1122e68027a8549c54be5040c913d671aa02"
    );
    assert!(reported.faults.is_empty(), "{:?}", reported.faults);
}

#[track_caller]
fn reported(bytes: &[u8], came: Came) -> Reported {
    read(bytes, came, &is_ours).expect("a mail")
}

fn is_ours(domain: &str) -> bool {
    domain == "fixturememorial.org"
}

#[test]
fn a_mail_by_itself_is_read_from_either_kind_of_file() {
    let it = reported(lure().as_bytes(), Came::Uploaded);
    is_the_lure(&it);
    assert_eq!((it.found, it.carried_by, it.language.as_deref()), (Found::Itself, None, Some("en")));
    let it = reported(&lure_msg(), Came::Uploaded);
    is_the_lure(&it);
    assert_eq!(it.found, Found::Itself);
}

#[test]
fn a_mail_that_carries_the_lure_is_told_from_the_lure() {
    let carrier = "From: Nurse <nurse@fixturememorial.org>\r\nSubject: is this real?";
    let note = part("Content-Type: text/plain", "See https://help.fixturememorial.org");
    for attached in [
        part("Content-Type: message/rfc822", &lure()),
        base64_part("Content-Type: message/rfc822", lure().as_bytes()),
        base64_part("Content-Type: application/octet-stream; name=\"lure.eml\"", lure().as_bytes()),
        base64_part(
            "Content-Type: application/vnd.ms-outlook\r\nContent-Disposition: attachment; filename=lure.msg",
            &lure_msg(),
        ),
    ] {
        let mail = multipart(carrier, &[note.clone(), attached]);
        let it = reported(mail.as_bytes(), Came::MailedIn);
        is_the_lure(&it);
        assert_eq!(it.found, Found::Attached);
        assert_eq!(it.carried_by.expect("who carried it").address, "nurse@fixturememorial.org");
    }
}

#[test]
fn an_outlook_mail_in_an_outlook_mail_is_found() {
    let mut msg = Msg::new();
    msg.properties(
        "/",
        32,
        &[
            (0x0037, Value::Text("FW: pay")),
            (0x0042, Value::Text("Nurse")),
            (0x5D02, Value::Text("nurse@fixturememorial.org")),
        ],
    );
    msg.storage("/__attach_version1.0_#00000000");
    msg.properties("/__attach_version1.0_#00000000/", 8, &[]);
    let inner = "/__attach_version1.0_#00000000/__substg1.0_3701000D";
    msg.storage(inner);
    put_lure(&mut msg, &format!("{inner}/"), 24);
    let storage = format!("{inner}/__attach_version1.0_#00000000");
    msg.storage(&storage);
    msg.properties(
        &format!("{storage}/"),
        8,
        &[(0x3704, Value::Narrow(b"stub.pdf")), (0x3701, Value::Bytes(b"%PDF-1.7 x"))],
    );
    let it = reported(&msg.bytes(), Came::Uploaded);
    is_the_lure(&it);
    assert_eq!(it.found, Found::Attached);
    assert_eq!(it.carried_by.expect("who carried it").address, "nurse@fixturememorial.org");
}

#[test]
fn an_uploaded_lure_with_a_mail_attached_is_itself_the_lure() {
    let mail = multipart(
        "From: a@evil-pay.com\r\nSubject: Invoice",
        &[
            part("Content-Type: text/plain", "Open the mail below."),
            part("Content-Type: message/rfc822", &lure()),
        ],
    );
    let it = reported(mail.as_bytes(), Came::Uploaded);
    assert_eq!((it.found, it.subject.as_str()), (Found::Itself, "Invoice"));
    // What it hides in the mail attached to it is still its own.
    assert_eq!(it.links[0].domain.as_deref(), Some("evil-pay.com"));
    assert_eq!(it.attachments.len(), 1);
}

#[test]
fn a_lure_that_calls_itself_a_forward_is_judged_as_itself() {
    let decoy = part(
        "Content-Type: message/rfc822",
        "From: a@cms.gov\r\nSubject: Newsletter\r\n\r\nhttps://cms.gov/news",
    );
    let lies = part("Content-Type: text/plain", "Open https://login.evil-pay.com/");
    for fields in [
        "From: pay@evil-pay.com\r\nReply-To: x@other-evil.com\r\nSubject: FW: invoice",
        // The hospital's own name, which the receiving server says is not it.
        "Authentication-Results: mx; spf=pass; dmarc=fail\r\nFrom: ceo@fixturememorial.org\r\nReply-To: x@other-evil.com\r\nSubject: FW: invoice",
        "Authentication-Results: mx; spf=softfail\r\nFrom: ceo@fixturememorial.org\r\nReply-To: x@other-evil.com\r\nSubject: FW: invoice",
    ] {
        let it = reported(multipart(fields, &[lies.clone(), decoy.clone()]).as_bytes(), Came::Uploaded);
        assert_eq!((it.found, it.subject.as_str()), (Found::Itself, "FW: invoice"), "{fields}");
        assert_eq!(it.reply_to.as_deref(), Some("x@other-evil.com"));
        let links: Vec<_> = it.links.iter().map(|link| link.host.as_str()).collect();
        assert_eq!(links, ["login.evil-pay.com", "cms.gov"], "what it brings along stands beside its own");
    }
    let own = "Authentication-Results: mx; spf=fail; dmarc=pass\r\nFrom: nurse@fixturememorial.org\r\nSubject: FW: invoice";
    let it = reported(multipart(own, &[lies, decoy]).as_bytes(), Came::Uploaded);
    assert_eq!((it.found, it.subject.as_str()), (Found::Attached, "Newsletter"));
}

#[test]
fn a_lure_cannot_paste_itself_another_sender() {
    let mail = "From: pay@evil-pay.com\r\nReply-To: x@other-evil.com\r\nAuthentication-Results: mx; dmarc=fail\r\nSubject: Fw: notice\r\n\r\n\
                https://login.evil-pay.com/\r\n\r\nFrom: CMS <a@cms.gov>\r\nSent: Friday\r\nTo: all\r\nSubject: A notice\r\n\r\nhttps://cms.gov/\r\n";
    let it = reported(mail.as_bytes(), Came::Uploaded);
    assert_eq!((it.found, it.subject.as_str()), (Found::Itself, "Fw: notice"));
    assert_eq!(it.sender.expect("a sender").address, "pay@evil-pay.com");
    assert_eq!(it.reply_to.as_deref(), Some("x@other-evil.com"));
    assert_eq!(it.authentication.expect("a server's word").dmarc, Some(Verdict::Fail));
    assert_eq!(it.links.len(), 2);
    assert!(!it.faults.contains(&Fault::FieldsLost));
}

#[test]
fn a_sender_s_domain_is_registrable_and_read_as_letters() {
    let sender = |address: &str| Sender { name: String::new(), address: address.to_owned() };
    for (address, expect) in [
        ("a@jane.roe.evil-pay.co.uk", Some("evil-pay.co.uk")),
        ("a@EVIL-pay.com.", Some("evil-pay.com")),
        ("a@evil.com/jane roe", None),
        ("a@jane roe.com", None),
        ("a@10.0.0.1", None),
        ("a@localhost", None),
        ("a@com", None),
        ("jane", None),
    ] {
        assert_eq!(sender(address).registrable().as_deref(), expect, "{address}");
    }
    let puny = sender("a@xn--fxturememorial-59l.org");
    assert_eq!(puny.reads().as_deref(), Some("fіxturememorial.org"));
    assert!(puny.mixes_alphabets());
    let raw = sender("a@fіxturememorial.org");
    assert_eq!((raw.reads(), raw.registrable()), (puny.reads(), puny.registrable()));
    let plain = sender("a@evil-pay.com");
    assert!(plain.reads().is_none() && !plain.mixes_alphabets());
}

#[test]
fn a_pasted_mail_says_that_its_fields_are_lost() {
    let text = "Is this real? https://signature.fixturememorial.org\r\n\r\nFrom: Payroll <payroll@evil-pay.com>\r\nSent: Friday\r\nTo: all\r\n\
                Subject: Your pay stub\r\n\r\nOpen https://login.evil-pay.com/\r\n";
    let mail = format!(
        "From: nurse@fixturememorial.org\r\nAuthentication-Results: mx; spf=pass\r\nSubject: Fwd: Your pay stub\r\n\r\n{text}"
    );
    for came in [Came::MailedIn, Came::Uploaded] {
        let it = reported(mail.as_bytes(), came);
        assert_eq!((it.found, it.subject.as_str()), (Found::Pasted, "Your pay stub"));
        assert_eq!(it.sender.expect("a sender").address, "payroll@evil-pay.com");
        assert_eq!(it.links.iter().map(|l| l.host.as_str()).collect::<Vec<_>>(), ["login.evil-pay.com"]);
        assert!(it.authentication.is_none() && it.faults.contains(&Fault::FieldsLost));
    }
}

#[test]
fn a_mail_within_the_house_has_a_name_and_no_made_up_address() {
    let mut msg = Msg::new();
    let exchange = "/O=EXAMPLE/OU=EXCHANGE/CN=RECIPIENTS/CN=X";
    msg.properties(
        "/",
        32,
        &[
            (0x0C1A, Value::Narrow(b"N\xf3mina")),
            (0x0C1F, Value::Text(exchange)),
            (0x0E06, Value::Fixed(134_384_328_000_000_000)),
        ],
    );
    let it = reported(&msg.bytes(), Came::Uploaded);
    let sender = it.sender.expect("a sender");
    assert_eq!((sender.name.as_str(), sender.address.as_str()), ("Nómina", ""));
    assert!(it.sent_at.is_some());
}

#[test]
fn what_is_no_mail_says_what_to_do() {
    assert_eq!(read(b" \r\n", Came::Uploaded, &is_ours), Err(ReadError::Empty));
    assert_eq!(read(b"%PDF-1.7\nabout: things\n", Came::Uploaded, &is_ours), Err(ReadError::NotMail));
    assert_eq!(read(b"PK\x03\x04", Came::Uploaded, &is_ours), Err(ReadError::NotMail));
    let mut sheet = Msg::new();
    sheet.stream("/Workbook", b"x");
    assert!(matches!(read(&sheet.bytes(), Came::Uploaded, &is_ours), Err(ReadError::Container { .. })));
}
