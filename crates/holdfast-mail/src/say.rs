//! A mail as read to what is said of it: which of the mails in a file was reported, and its links.

use crate::eml::{Head, Mail};
use crate::link::Links;
use crate::page::Page;
use crate::pasted::{Pasted, find, says_forwarded};
use crate::reported::{Came, Fault, Found, Reported, Verdict};
use crate::walk::Walk;

/// What is said of the mail that was reported, found in `mail`. `is_ours`: whether a domain is the reporter's own house.
pub(crate) fn of(mail: Mail, came: Came, is_ours: &dyn Fn(&str) -> bool, mut walk: Walk) -> Reported {
    let (mut mail, mut found, mut carried_by) = (mail, Found::Itself, None);
    // A lure that calls itself a forward would else be judged by the harmless mail it brings along.
    let forwards = |head: &Head| says_forwarded(&head.subject) && is_from_here(head, is_ours);
    let mut is_carrier = came == Came::MailedIn || forwards(&mail.head);
    while is_carrier && !mail.attached.is_empty() {
        carried_by = mail.head.sender.take();
        mail = mail.attached.remove(0);
        found = Found::Attached;
        // Somebody may have forwarded what was forwarded to them.
        is_carrier = forwards(&mail.head);
    }
    let pages: Vec<Page> = mail.pages.iter().map(|html| Page::read(html)).collect();
    let pasted = is_carrier.then(|| pasted(&mail, &pages, &mut walk)).flatten();
    let mut links = Links::default();
    add_own(&mail, &pages, pasted.is_some(), &mut links, &mut walk);
    add_inner(&mail.attached, &mut links, &mut walk);
    let language = pages.iter().find_map(|page| page.language.as_deref().and_then(crate::eml::language));
    let mut attachments = std::mem::take(&mut mail.attachments);
    for inner in &mut mail.attached {
        gather(inner, &mut attachments);
    }
    let mut head = mail.head;
    if let Some(pasted) = pasted {
        walk.fault(Fault::FieldsLost);
        (found, carried_by) = (Found::Pasted, head.sender.take());
        head.sender = pasted.sender;
        head.subject = pasted.subject;
        (head.reply_to, head.return_path, head.sent_at, head.authentication) = (None, None, None, None);
    }
    Reported {
        found,
        carried_by,
        sender: head.sender,
        reply_to: head.reply_to,
        return_path: head.return_path,
        subject: head.subject,
        sent_at: head.sent_at,
        links: links.found,
        attachments,
        authentication: head.authentication,
        language: head.language.or(language),
        faults: walk.faults,
    }
}

/// Whether a mail is from the reporter's own house, and the receiving server does not say otherwise.
fn is_from_here(head: &Head, is_ours: &dyn Fn(&str) -> bool) -> bool {
    let fails = |said: Option<Verdict>| matches!(said, Some(Verdict::Fail | Verdict::SoftFail));
    let is_denied = head
        .authentication
        .as_ref()
        .is_some_and(|said| fails(said.dmarc) || said.dmarc != Some(Verdict::Pass) && fails(said.spf));
    let domain = head.sender.as_ref().and_then(|sender| sender.domain());
    !is_denied && domain.is_some_and(|domain| is_ours(&domain))
}

fn pasted(mail: &Mail, pages: &[Page], walk: &mut Walk) -> Option<Pasted> {
    let texts = mail.texts.iter().map(String::as_str).chain(pages.iter().map(|page| page.text.as_str()));
    texts.into_iter().find_map(|text| find(text, walk))
}

/// Adds a mail's own links; those of a pasted one from where it starts, so that the signature of who forwarded it stays out.
fn add_own(mail: &Mail, pages: &[Page], is_pasted: bool, links: &mut Links, walk: &mut Walk) {
    let from = |text: &str, walk: &mut Walk| match is_pasted {
        true => find(text, walk).map_or(0, |pasted| pasted.after),
        false => 0,
    };
    for page in pages {
        let from = from(&page.text, walk);
        links.page(page, from, walk);
    }
    for text in &mail.texts {
        let from = from(text, walk);
        links.text(text, from, walk);
    }
}

/// Adds the links of mails in a mail: a lure may hide its link in an attached one.
fn add_inner(mails: &[Mail], links: &mut Links, walk: &mut Walk) {
    for mail in mails {
        let pages: Vec<Page> = mail.pages.iter().map(|html| Page::read(html)).collect();
        add_own(mail, &pages, false, links, walk);
        add_inner(&mail.attached, links, walk);
    }
}

fn gather(mail: &mut Mail, into: &mut Vec<crate::reported::Attachment>) {
    into.append(&mut mail.attachments);
    for inner in &mut mail.attached {
        gather(inner, into);
    }
}
