//! HTML to the text a person sees and the addresses it leads to. Tokens only: no tree, no style, no script, nothing fetched.
//!
//! What a comment shows to Outlook alone is read as well, one level deep.

use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};

use crate::bounds::MAX_URL_BYTES;
use crate::reported::Follows;

/// Letters kept of what a link shows.
const MAX_SHOWN: usize = 500;

/// The most addresses taken from one page, before those that lead nowhere are left out.
const MAX_ADDRESSES: usize = 10_000;

/// An address in a page, or in plain text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// As written.
    pub(crate) url: String,
    /// What a person sees in its place.
    pub(crate) shows: String,
    /// What makes it be followed.
    pub(crate) follows: Follows,
    /// Where in the text it stands, in bytes.
    pub(crate) at: usize,
}

/// A page as read.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) addresses: Vec<Address>,
    /// What relative addresses hang on.
    pub(crate) base: Option<String>,
    /// Whether that was longer than an address may be. It is left out then, and so is what hangs on it.
    pub(crate) is_base_long: bool,
    pub(crate) language: Option<String>,
    /// Whether there were more addresses than are taken.
    pub(crate) is_cut: bool,
    /// Where links' texts stand, in bytes: what is written there is what a link shows, and leads nowhere itself.
    pub(crate) shown: Vec<std::ops::Range<usize>>,
    open: Option<Address>,
    /// The element whose content is no text, like `script`.
    unseen: Option<Vec<u8>>,
}

impl Page {
    /// Reads HTML, well formed or not.
    pub(crate) fn read(html: &str) -> Self {
        Self::read_with(html, Self::comment)
    }

    /// Reads HTML, each comment by `comment`.
    fn read_with(html: &str, comment: fn(&mut Self, &[u8])) -> Self {
        let mut page = Self::default();
        let mut emitter = DefaultEmitter::default();
        // Without this the content of a script would be read as markup.
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => page.start(&tag),
                Token::EndTag(tag) => page.end(&tag.name),
                Token::String(text) => page.string(&String::from_utf8_lossy(&text)),
                Token::Comment(text) => comment(&mut page, &text),
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        page.close();
        page
    }

    /// Takes in what a comment like `<!--[if mso]>…<![endif]-->` shows to Outlook. It is read by itself, so that a tag left open in it
    /// changes nothing of what everybody else sees.
    fn comment(&mut self, text: &[u8]) {
        let text = String::from_utf8_lossy(text);
        let Some(after) = text.trim_start().strip_prefix("[if") else { return };
        let Some((_, shown)) = after.split_once("]>") else { return };
        let shown = shown.rsplit_once("<![endif]").map_or(shown, |(shown, _)| shown);
        let inner = Self::read_with(shown, |_, _| {});
        let at = self.text.len();
        // Within a link its words are that link's already.
        if self.open.is_none() {
            self.shown.extend(inner.shown.iter().map(|range| range.start + at..range.end + at));
        }
        self.text.push_str(&inner.text);
        self.is_cut |= inner.is_cut;
        for address in inner.addresses {
            self.add(Some(Address { at: address.at + at, ..address }));
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let attribute = |name: &str| {
            let value = tag.attributes.get(name.as_bytes())?;
            Some(String::from_utf8_lossy(value).trim().to_owned())
        };
        let at = self.text.len();
        let silent =
            |url: Option<String>, follows| url.map(|url| Address { url, shows: String::new(), follows, at });
        match &**tag.name {
            b"a" => {
                self.close();
                self.open = silent(attribute("href"), Follows::Click);
            }
            b"area" => self.add(silent(attribute("href"), Follows::Click)),
            b"form" => self.add(silent(attribute("action"), Follows::Form)),
            b"button" | b"input" => self.add(silent(attribute("formaction"), Follows::Form)),
            b"base" if self.base.is_none() && !self.is_base_long => {
                let href = attribute("href");
                self.is_base_long = href.as_ref().is_some_and(|href| href.len() > MAX_URL_BYTES);
                self.base = href.filter(|_| !self.is_base_long);
            }
            b"img" | b"iframe" | b"embed" | b"video" | b"audio" | b"source" | b"script" => {
                self.add(silent(attribute("src"), Follows::Opening));
            }
            b"link" => self.add(silent(attribute("href"), Follows::Opening)),
            // A drawing of Outlook's, as buttons in mails are made.
            name if name.starts_with(b"v:") => {
                self.add(silent(attribute("href"), Follows::Click));
                self.add(silent(attribute("src"), Follows::Opening));
            }
            b"meta" => {
                let refreshes =
                    attribute("http-equiv").is_some_and(|what| what.eq_ignore_ascii_case("refresh"));
                let to = attribute("content").filter(|_| refreshes);
                let url = to.and_then(|to| {
                    to.split_once('=').map(|(_, url)| url.trim_matches(['\'', '"', ' ']).to_owned())
                });
                self.add(silent(url, Follows::Opening));
            }
            b"html" => self.language = attribute("lang"),
            b"br" | b"p" | b"div" | b"tr" | b"li" | b"h1" | b"h2" | b"h3" | b"h4" | b"hr" | b"table"
            | b"blockquote" => {
                self.line_end();
            }
            _ => {}
        }
        self.add(silent(attribute("background"), Follows::Opening));
        if matches!(&**tag.name, b"script" | b"style" | b"title" | b"template") && !tag.self_closing {
            self.unseen = Some(tag.name.to_vec());
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.unseen.as_deref() == Some(name) {
            self.unseen = None;
        }
        match name {
            b"a" => self.close(),
            b"p" | b"div" | b"tr" | b"li" | b"table" | b"blockquote" | b"h1" | b"h2" | b"h3" | b"h4" => {
                self.line_end()
            }
            b"td" | b"th" => self.string(" "),
            _ => {}
        }
    }

    fn string(&mut self, text: &str) {
        if self.unseen.is_some() {
            return;
        }
        for letter in text.chars() {
            let letter = if matches!(letter, '\n' | '\r' | '\t' | '\u{a0}') { ' ' } else { letter };
            if letter == ' ' && self.text.ends_with([' ', '\n']) {
                continue;
            }
            self.text.push(letter);
            if let Some(open) = self.open.as_mut().filter(|open| open.shows.len() < MAX_SHOWN) {
                open.shows.push(letter);
            }
        }
    }

    fn line_end(&mut self) {
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Ends the link that is open.
    fn close(&mut self) {
        let open = self.open.take();
        if let Some(open) = &open {
            self.shown.push(open.at..self.text.len());
        }
        self.add(open);
    }

    fn add(&mut self, address: Option<Address>) {
        let Some(address) = address.filter(|address| !address.url.is_empty()) else { return };
        if self.addresses.len() < MAX_ADDRESSES {
            self.addresses.push(address);
        } else {
            self.is_cut = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_come_with_what_they_show() {
        let page = Page::read(
            "<html lang=es><base href='https://b.example/'><p>Hola <A HREF=\"https://evil.example/?a=1&amp;b=2\">www.bank.\
             example</A><br>two<img src=https://pixel.example/p.gif><form action='/go'></form>",
        );
        let found: Vec<_> =
            page.addresses.iter().map(|a| (a.url.as_str(), a.shows.as_str(), a.follows)).collect();
        assert_eq!(
            found,
            [
                ("https://evil.example/?a=1&b=2", "www.bank.example", Follows::Click),
                ("https://pixel.example/p.gif", "", Follows::Opening),
                ("/go", "", Follows::Form),
            ]
        );
        assert_eq!(page.text, "\nHola www.bank.example\ntwo");
        assert_eq!(
            (page.base.as_deref(), page.language.as_deref()),
            (Some("https://b.example/"), Some("es"))
        );
    }

    #[test]
    fn what_a_person_does_not_see_is_no_text_and_no_link() {
        let page = Page::read(
            "<script>'<a href=https://no.example>'</script><style>a{}</style><!-- <a href=x> -->seen<a>no</a>",
        );
        assert_eq!(page.text, "seenno");
        assert!(page.addresses.is_empty());
    }

    #[test]
    fn what_a_comment_shows_to_outlook_is_read_one_level_deep() {
        let page = Page::read(
            "<p>Hi<!--[if mso]><v:roundrect xmlns:v='urn:x' href='https://evil.example/'>Pay <a href=https://b.example>here</a>\
             </v:roundrect><![endif]--><!--[if !mso]><!--><a href=https://c.example>or here</a><!--<![endif]--> <!-- <a href=x> -->",
        );
        let found: Vec<_> = page.addresses.iter().map(|a| (a.url.as_str(), a.shows.as_str())).collect();
        assert_eq!(
            found,
            [("https://evil.example/", ""), ("https://b.example", "here"), ("https://c.example", "or here")]
        );
        assert_eq!(page.text, "\nHiPay hereor here ");
        let words: Vec<_> = page.shown.iter().map(|range| &page.text[range.clone()]).collect();
        assert_eq!(words, ["here", "or here"]);
        // A comment in such a comment ends it, so nothing nests.
        let page = Page::read(&format!("{}<a href=https://a.example>", "<!--[if mso]>".repeat(1_000)));
        assert!(page.addresses.len() <= 1);
    }

    #[test]
    fn a_comment_for_outlook_changes_nothing_of_what_others_see() {
        let page = Page::read(
            "<a href=https://evil.example><!--[if mso]></a><base href=https://c.example><style><![endif]-->www.bank.example</a>",
        );
        assert_eq!(page.text, "www.bank.example");
        assert_eq!((page.addresses.len(), page.addresses[0].shows.as_str()), (1, "www.bank.example"));
        assert_eq!(page.base, None);
    }

    #[test]
    fn a_base_that_is_too_long_is_left_out_and_told() {
        let long = format!("<base href='https://a.example/{}'>", "x".repeat(MAX_URL_BYTES));
        let page = Page::read(&format!("{long}<base href='https://b.example/'>"));
        assert_eq!((page.base.as_deref(), page.is_base_long), (None, true));
        let page = Page::read("<base><base href='https://b.example/'><base href='https://c.example/'>");
        assert_eq!((page.base.as_deref(), page.is_base_long), (Some("https://b.example/"), false));
    }

    #[test]
    fn a_link_left_open_is_still_a_link() {
        let page = Page::read("<a href=https://a.example>one<a href=https://b.example>two");
        assert_eq!(page.addresses.iter().map(|a| a.shows.as_str()).collect::<Vec<_>>(), ["one", "two"]);
        assert!(Page::read("<a href='").addresses.is_empty());
    }

    #[test]
    fn more_addresses_than_are_taken_are_told() {
        let page = Page::read(&"<a href=https://a.example>".repeat(MAX_ADDRESSES + 1));
        assert!(page.addresses.len() == MAX_ADDRESSES && page.is_cut);
    }
}
