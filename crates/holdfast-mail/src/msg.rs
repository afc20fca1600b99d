//! A mail as Outlook saves it (MS-OXMSG): properties by number, attachments each in a storage, mails in mails.

use jiff::Timestamp;

use crate::bounds::MAX_SUBJECT;
use crate::compound::{Compound, EntryId, u16_at, u64_at, utf16};
use crate::eml::{Head, Mail, attachment, shown};
use crate::field::split;
use crate::one_line::one_line;
use crate::reported::{Fault, Sender};
use crate::walk::Walk;
use crate::{rtf, transfer};

/// Properties that are read, by their numbers in MS-OXPROPS.
mod id {
    pub(super) const SUBJECT: u16 = 0x0037;
    pub(super) const CLIENT_SUBMIT_TIME: u16 = 0x0039;
    pub(super) const SENT_REPRESENTING_NAME: u16 = 0x0042;
    pub(super) const SENT_REPRESENTING_EMAIL: u16 = 0x0065;
    pub(super) const TRANSPORT_HEADERS: u16 = 0x007D;
    pub(super) const SENDER_NAME: u16 = 0x0C1A;
    pub(super) const SENDER_EMAIL: u16 = 0x0C1F;
    pub(super) const DELIVERY_TIME: u16 = 0x0E06;
    pub(super) const BODY: u16 = 0x1000;
    pub(super) const RTF_COMPRESSED: u16 = 0x1009;
    pub(super) const HTML: u16 = 0x1013;
    pub(super) const ATTACH_DATA: u16 = 0x3701;
    pub(super) const ATTACH_FILENAME: u16 = 0x3704;
    pub(super) const ATTACH_LONG_FILENAME: u16 = 0x3707;
    pub(super) const ATTACH_MIME_TAG: u16 = 0x370E;
    pub(super) const INTERNET_CODEPAGE: u16 = 0x3FDE;
    pub(super) const MESSAGE_CODEPAGE: u16 = 0x3FFD;
    pub(super) const SENDER_SMTP: u16 = 0x5D01;
    pub(super) const SENT_REPRESENTING_SMTP: u16 = 0x5D02;
}

/// Types of property: text of eight and of sixteen bits, bytes, an object.
const STRING8: u16 = 0x001E;
const UNICODE: u16 = 0x001F;
const BINARY: u16 = 0x0102;
const OBJECT: u16 = 0x000D;

/// Reads an Outlook file that lies `depth` deep; fails with why.
pub(crate) fn read(bytes: &[u8], depth: usize, walk: &mut Walk) -> Result<Mail, &'static str> {
    let file = Compound::open(bytes, walk)?;
    let properties = Properties::of(&file, EntryId::ROOT, 32, walk).ok_or("there is no mail in it")?;
    let mut mail = Mail::default();
    message(&file, &properties, depth, &mut mail, walk);
    Ok(mail)
}

/// The properties of a mail or an attachment.
struct Properties<'f> {
    file: &'f Compound<'f>,
    children: Vec<(&'f str, EntryId)>,
    fixed: Vec<u8>,
}

impl<'f> Properties<'f> {
    /// Those in a storage. `n_head`: bytes in front of the fixed ones. `None` where there are none.
    fn of(file: &'f Compound<'f>, at: EntryId, n_head: usize, walk: &mut Walk) -> Option<Self> {
        let children = file.children(at, walk);
        let (_, stream) = children.iter().find(|(name, _)| *name == "__properties_version1.0")?;
        let fixed = file.stream(*stream, walk);
        Some(Self { file, children, fixed: fixed.get(n_head..).unwrap_or_default().to_vec() })
    }

    fn entry(&self, id: u16, kind: u16) -> Option<EntryId> {
        let name = format!("__substg1.0_{id:04X}{kind:04X}");
        self.children.iter().find(|(is, _)| is.eq_ignore_ascii_case(&name)).map(|(_, entry)| *entry)
    }

    fn bytes(&self, id: u16, kind: u16, walk: &mut Walk) -> Option<Vec<u8>> {
        let entry = self.entry(id, kind)?;
        Some(self.file.stream(entry, walk))
    }

    fn text(&self, id: u16, walk: &mut Walk) -> Option<String> {
        if let Some(bytes) = self.bytes(id, UNICODE, walk) {
            let bytes = bytes.get(..walk.text(bytes.len())).unwrap_or_default();
            return Some(utf16(bytes).trim_end_matches('\0').to_owned());
        }
        let bytes = self.bytes(id, STRING8, walk)?;
        let text =
            transfer::text(Some(self.alphabet(&[id::MESSAGE_CODEPAGE, id::INTERNET_CODEPAGE])), &bytes, walk);
        Some(text.trim_end_matches('\0').to_owned())
    }

    /// Eight bytes of a property that has a fixed size.
    fn fixed(&self, id: u16) -> Option<u64> {
        let row = self.fixed.chunks_exact(16).find(|row| u16_at(row, 2) == Some(id))?;
        u64_at(row, 8)
    }

    fn alphabet(&self, codepages: &[u16]) -> &'static str {
        let number = codepages.iter().find_map(|id| self.fixed(*id)).unwrap_or_default() & 0xFFFF_FFFF;
        match number {
            65_001 => "utf-8",
            20_127 => "us-ascii",
            874 => "windows-874",
            932 => "shift_jis",
            936 => "gbk",
            949 => "euc-kr",
            950 => "big5",
            1250 => "windows-1250",
            1251 => "windows-1251",
            1253 => "windows-1253",
            1254 => "windows-1254",
            1255 => "windows-1255",
            1256 => "windows-1256",
            1257 => "windows-1257",
            1258 => "windows-1258",
            28_591 => "iso-8859-1",
            28_592 => "iso-8859-2",
            28_605 => "iso-8859-15",
            50_220 => "iso-2022-jp",
            _ => "windows-1252",
        }
    }

    /// A point in time: hundreds of nanoseconds since 1601.
    fn time(&self, id: u16) -> Option<Timestamp> {
        const FROM_1601_TO_1970: i64 = 11_644_473_600;
        let ticks = self.fixed(id).filter(|ticks| *ticks > 0)?;
        let seconds = i64::try_from(ticks / 10_000_000).ok()?;
        Timestamp::from_second(seconds.checked_sub(FROM_1601_TO_1970)?).ok()
    }
}

fn message(file: &Compound<'_>, it: &Properties<'_>, depth: usize, mail: &mut Mail, walk: &mut Walk) {
    if !walk.enter(depth) {
        return;
    }
    mail.head = head(it, walk);
    body(it, mail, walk);
    let attached: Vec<EntryId> = it
        .children
        .iter()
        .filter(|(name, id)| name.starts_with("__attach_version1.0_") && file.is_storage(*id))
        .map(|(_, id)| *id)
        .collect();
    for at in attached {
        if !walk.enter(depth + 1) {
            return;
        }
        if let Some(properties) = Properties::of(file, at, 8, walk) {
            attach(file, &properties, depth + 1, mail, walk);
        }
    }
}

fn head(it: &Properties<'_>, walk: &mut Walk) -> Head {
    // What the servers wrote comes first; a mail that never left the house has only what Outlook says.
    let passed = it.text(id::TRANSPORT_HEADERS, walk).unwrap_or_default();
    let (fields, _) = split(passed.as_bytes(), walk);
    let mut head = Head::of(&fields, walk);
    if head.sender.as_ref().is_none_or(|sender| sender.address.is_empty()) {
        head.sender = sender(it, walk);
    }
    if head.subject.is_empty() {
        let subject = it.text(id::SUBJECT, walk).unwrap_or_default();
        head.subject = one_line(&subject, MAX_SUBJECT, walk);
    }
    head.sent_at =
        head.sent_at.or_else(|| it.time(id::CLIENT_SUBMIT_TIME)).or_else(|| it.time(id::DELIVERY_TIME));
    head
}

fn sender(it: &Properties<'_>, walk: &mut Walk) -> Option<Sender> {
    let first = |ids: &[u16], fits: fn(&str) -> bool, walk: &mut Walk| {
        ids.iter().find_map(|id| it.text(*id, walk).filter(|text| fits(text))).unwrap_or_default()
    };
    let name = first(&[id::SENT_REPRESENTING_NAME, id::SENDER_NAME], |text| !text.is_empty(), walk);
    // Within one house the address may be a path of Exchange, which is no address of mail.
    let addresses =
        [id::SENT_REPRESENTING_SMTP, id::SENDER_SMTP, id::SENT_REPRESENTING_EMAIL, id::SENDER_EMAIL];
    let address = first(&addresses, |text| text.contains('@'), walk);
    (!name.is_empty() || !address.is_empty()).then(|| shown(Sender { name, address }, walk))
}

fn body(it: &Properties<'_>, mail: &mut Mail, walk: &mut Walk) {
    if let Some(text) = it.text(id::BODY, walk).filter(|text| !text.trim().is_empty()) {
        mail.texts.push(text);
    }
    if let Some(bytes) = it.bytes(id::HTML, BINARY, walk).filter(|bytes| !bytes.is_empty()) {
        let alphabet = it.alphabet(&[id::INTERNET_CODEPAGE, id::MESSAGE_CODEPAGE]);
        mail.pages.push(transfer::text(Some(alphabet), &bytes, walk));
    } else if let Some(text) = it.text(id::HTML, walk).filter(|text| !text.is_empty()) {
        mail.pages.push(text);
    } else if let Some(packed) = it.bytes(id::RTF_COMPRESSED, BINARY, walk) {
        match rtf::read(&packed, walk) {
            Some(rtf::Body::Page(page)) => mail.pages.push(page),
            Some(rtf::Body::Text(text)) => {
                walk.fault(Fault::OutlookText);
                mail.texts.push(text);
            }
            None if mail.texts.is_empty() => walk.fault(Fault::BadEncoding),
            None => {}
        }
    }
}

fn attach(file: &Compound<'_>, it: &Properties<'_>, depth: usize, mail: &mut Mail, walk: &mut Walk) {
    if let Some(at) = it.entry(id::ATTACH_DATA, OBJECT).filter(|at| file.is_storage(*at)) {
        if let Some(properties) = Properties::of(file, at, 24, walk) {
            let mut inner = Mail::default();
            message(file, &properties, depth + 1, &mut inner, walk);
            mail.attached.push(inner);
        }
        return;
    }
    let name = it
        .text(id::ATTACH_LONG_FILENAME, walk)
        .or_else(|| it.text(id::ATTACH_FILENAME, walk))
        .unwrap_or_default();
    let Some(bytes) = it.bytes(id::ATTACH_DATA, BINARY, walk) else { return };
    let tag = it.text(id::ATTACH_MIME_TAG, walk).unwrap_or_default();
    let ends = name.rsplit_once('.').map(|(_, ends)| ends.to_ascii_lowercase()).unwrap_or_default();
    let is_mail = tag.eq_ignore_ascii_case("message/rfc822") || matches!(ends.as_str(), "eml" | "msg");
    if is_mail && let Some(inner) = crate::read_any(&bytes, depth + 1, walk) {
        mail.attached.push(inner);
        return;
    }
    mail.attachments.extend(attachment(&name, &bytes, walk));
}
