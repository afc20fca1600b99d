//! One answer of a server, and what is read from it. It is split into words without ever calling itself.

use super::error::ImapError;

/// Stands in the text of an answer where a literal stood. A server may not send it (RFC 3501, 9: CHAR8).
pub(super) const LITERAL: u8 = 0;

/// An answer: its text, and the literals that were in it, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) text: Vec<u8>,
    pub(super) literals: Vec<Vec<u8>>,
}

/// How a server answers a command, or speaks unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    No,
    Bad,
    Bye,
    PreAuth,
}

/// What was asked of one mail.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fetched {
    pub(super) uid: Option<u32>,
    pub(super) size: Option<u64>,
    pub(super) body: Option<Vec<u8>>,
}

/// A word of an answer.
#[derive(Debug, PartialEq, Eq)]
enum Word<'a> {
    Open,
    Close,
    Atom(&'a [u8]),
    Quoted(Vec<u8>),
    Literal,
}

impl Answer {
    /// What follows a tag, or the star of what comes unasked. `None` for another's.
    pub(super) fn after(&self, tag: &str) -> Option<&[u8]> {
        self.text.strip_prefix(tag.as_bytes())?.strip_prefix(b" ")
    }

    /// Whether the server waits for the rest of a command.
    pub(super) fn goes_on(&self) -> bool {
        self.text.first() == Some(&b'+')
    }

    /// The status in what follows a tag or a star, and its words.
    pub(super) fn status(rest: &[u8]) -> Option<(Status, &[u8])> {
        let end = rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len());
        let (word, words) = rest.split_at(end);
        let status = match word.to_ascii_uppercase().as_slice() {
            b"OK" => Status::Ok,
            b"NO" => Status::No,
            b"BAD" => Status::Bad,
            b"BYE" => Status::Bye,
            b"PREAUTH" => Status::PreAuth,
            _ => return None,
        };
        Some((status, words.trim_ascii()))
    }

    /// The numbers of a search, when this is its answer.
    pub(super) fn search(&self) -> Result<Option<Vec<u32>>, ImapError> {
        let Some(rest) = self.after("*").and_then(|rest| keyword(rest, b"SEARCH")) else { return Ok(None) };
        let words = rest.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
        // Behind the numbers an extension may say more, in brackets (RFC 7162).
        let numbers = words.take_while(|word| !word.starts_with(b"("));
        numbers.map(|word| number(word).ok_or(ImapError::Garbled)).collect::<Result<_, _>>().map(Some)
    }

    /// The names of what the server can do, when this is the answer to that.
    pub(super) fn capabilities(&self) -> Option<Vec<String>> {
        let rest = keyword(self.after("*")?, b"CAPABILITY")?;
        Some(String::from_utf8_lossy(rest).split_whitespace().map(str::to_ascii_uppercase).collect())
    }

    /// The folder's number in `[UIDVALIDITY 7]`, when this says it.
    pub(super) fn uid_validity(&self) -> Option<u32> {
        self.number_in_brackets(b"UIDVALIDITY")
    }

    /// The number the next mail will have, in `[UIDNEXT 12]`, when this says it.
    pub(super) fn uid_next(&self) -> Option<u32> {
        self.number_in_brackets(b"UIDNEXT")
    }

    fn number_in_brackets(&self, of: &[u8]) -> Option<u32> {
        let (_, words) = Self::status(self.after("*")?)?;
        let inner = words.strip_prefix(b"[")?;
        let inner = inner.get(..inner.iter().position(|byte| *byte == b']')?)?;
        number(keyword(inner, of)?)
    }

    /// What was asked of a mail, when this is the answer to that.
    pub(super) fn fetched(self) -> Result<Option<Fetched>, ImapError> {
        let Self { text, literals } = self;
        let Some(rest) = text.strip_prefix(b"* ") else { return Ok(None) };
        let Some(end) = rest.iter().position(|byte| *byte == b' ') else { return Ok(None) };
        let (place, rest) = rest.split_at(end);
        if number::<u32>(place).is_none() {
            return Ok(None);
        }
        let Some(items) = keyword(rest.trim_ascii(), b"FETCH") else { return Ok(None) };
        read_items(words(items)?, literals).map(Some)
    }
}

/// Reads `(NAME value NAME value)`. Values that were not asked for are passed over, whatever brackets they have.
fn read_items(words: Vec<Word<'_>>, literals: Vec<Vec<u8>>) -> Result<Fetched, ImapError> {
    let mut found = Fetched::default();
    let mut literals = literals.into_iter();
    let mut words = words.into_iter();
    if words.next() != Some(Word::Open) {
        return Err(ImapError::Garbled);
    }
    loop {
        let name = match words.next() {
            Some(Word::Close) => return Ok(found),
            Some(Word::Atom(name)) => name.to_ascii_uppercase(),
            _ => return Err(ImapError::Garbled),
        };
        let value = words.next().ok_or(ImapError::Garbled)?;
        match (name.as_slice(), value) {
            (b"UID", Word::Atom(text)) => found.uid = number(text),
            (b"RFC822.SIZE", Word::Atom(text)) => found.size = number(text),
            (b"BODY[]", Word::Literal) => found.body = literals.next(),
            (b"BODY[]", Word::Quoted(text)) => found.body = Some(text),
            (_, Word::Open) => {
                let mut depth = 1_usize;
                while depth > 0 {
                    match words.next().ok_or(ImapError::Garbled)? {
                        Word::Open => depth += 1,
                        Word::Close => depth -= 1,
                        Word::Literal => drop(literals.next()),
                        Word::Atom(_) | Word::Quoted(_) => {}
                    }
                }
            }
            (_, Word::Literal) => drop(literals.next()),
            (_, Word::Atom(_) | Word::Quoted(_)) => {}
            (_, Word::Close) => return Err(ImapError::Garbled),
        }
    }
}

/// Splits a text into words.
fn words(text: &[u8]) -> Result<Vec<Word<'_>>, ImapError> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b' ' => {}
            b'(' => words.push(Word::Open),
            b')' => words.push(Word::Close),
            LITERAL => words.push(Word::Literal),
            b'"' => {
                let (quoted, after) = quoted(text, at)?;
                words.push(Word::Quoted(quoted));
                at = after;
            }
            _ => {
                let from = at - 1;
                at = atom_end(text, from);
                words.push(Word::Atom(text.get(from..at).unwrap_or_default()));
            }
        }
    }
    Ok(words)
}

/// The text of a quoted string that starts at `at`, behind its sign, and where it is over.
fn quoted(text: &[u8], mut at: usize) -> Result<(Vec<u8>, usize), ImapError> {
    let mut quoted = Vec::new();
    loop {
        let byte = *text.get(at).ok_or(ImapError::Garbled)?;
        at += 1;
        match byte {
            b'"' => return Ok((quoted, at)),
            b'\\' => {
                quoted.push(*text.get(at).ok_or(ImapError::Garbled)?);
                at += 1;
            }
            LITERAL => return Err(ImapError::Garbled),
            other => quoted.push(other),
        }
    }
}

/// Where an atom that starts at `from` is over. What stands in square brackets belongs to it, as in `BODY[HEADER.FIELDS (TO)]`.
fn atom_end(text: &[u8], from: usize) -> usize {
    let mut in_brackets = false;
    for (at, &byte) in text.iter().enumerate().skip(from) {
        match byte {
            b'[' => in_brackets = true,
            b']' => in_brackets = false,
            LITERAL => return at.max(from + 1),
            b' ' | b'(' | b')' | b'"' if !in_brackets => return at.max(from + 1),
            _ => {}
        }
    }
    text.len()
}

/// What follows a word, without regard to its case.
fn keyword<'a>(text: &'a [u8], word: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = text.split_at_checked(word.len())?;
    let is_word = head.eq_ignore_ascii_case(word) && rest.first().is_none_or(|byte| *byte == b' ');
    is_word.then(|| rest.trim_ascii())
}

fn number<N: std::str::FromStr>(text: &[u8]) -> Option<N> {
    // The parser of numbers would take a sign.
    let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    is_number.then(|| std::str::from_utf8(text).ok()?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(text: &str, literals: &[&str]) -> Answer {
        let literals = literals.iter().map(|literal| literal.as_bytes().to_vec()).collect();
        Answer { text: text.replace('@', "\0").into_bytes(), literals }
    }

    #[track_caller]
    fn check(text: &str, literals: &[&str], expect: Option<(Option<u32>, Option<u64>, Option<&str>)>) {
        let found = answer(text, literals).fetched().expect("an answer");
        let found = found.map(|f| (f.uid, f.size, f.body.map(|b| String::from_utf8(b).expect("text"))));
        let expect = expect.map(|(uid, size, body)| (uid, size, body.map(str::to_owned)));
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_mail_is_read_from_among_what_was_not_asked() {
        check("* 1 FETCH (UID 7 RFC822.SIZE 900)", &[], Some((Some(7), Some(900), None)));
        check("* 1 fetch (body[] @ uid 7)", &["a mail"], Some((Some(7), None, Some("a mail"))));
        check(
            "* 1 FETCH (FLAGS (\\Seen ()) UID 7 BODY[] \"\\\"q\\\"\")",
            &[],
            Some((Some(7), None, Some("\"q\""))),
        );
        check(
            "* 1 FETCH (X (@ (@)) BODY[HEADER.FIELDS (TO)] @ BODY[] @ MODSEQ (9))",
            &["no", "no", "no", "yes"],
            Some((None, None, Some("yes"))),
        );
        check("* 1 FETCH (BODY[] NIL)", &[], Some((None, None, None)));
        check("* 1 EXISTS", &[], None);
        check("* SEARCH 1", &[], None);
        check("A1 OK FETCH done", &[], None);
    }

    #[test]
    fn what_is_no_answer_is_told() {
        for text in [
            "* 1 FETCH UID 7",
            "* 1 FETCH (UID)",
            "* 1 FETCH (UID 7",
            "* 1 FETCH ((((",
            "* 1 FETCH (FLAGS (",
            "* 1 FETCH (BODY[] \"",
            "* 1 FETCH (\"UID\" 7)",
        ] {
            assert!(answer(text, &[]).fetched().is_err(), "{text}");
        }
    }

    #[test]
    fn brackets_are_counted_and_not_followed() {
        let deep = format!("* 1 FETCH (X {}{} UID 7)", "(".repeat(200_000), ")".repeat(200_000));
        check(&deep, &[], Some((Some(7), None, None)));
    }

    #[test]
    fn searches_and_folders_are_read() {
        let search = |text: &str| answer(text, &[]).search().expect("numbers");
        assert_eq!(search("* SEARCH 3 5 4294967295"), Some(vec![3, 5, u32::MAX]));
        assert_eq!(search("* search"), Some(Vec::new()));
        assert_eq!(search("* SEARCH 3 (MODSEQ 9)"), Some(vec![3]));
        assert_eq!(search("* SEARCHED 3"), None);
        assert!(answer("* SEARCH 4294967296", &[]).search().is_err());
        assert!(answer("* SEARCH +3", &[]).search().is_err());
        let validity = |text: &str| answer(text, &[]).uid_validity();
        assert_eq!(validity("* OK [UIDVALIDITY 77] fine"), Some(77));
        assert_eq!(validity("* ok [uidvalidity 77]"), Some(77));
        assert_eq!(validity("* OK [UIDNEXT 77] UIDVALIDITY 9"), None);
        assert_eq!(validity("* OK UIDVALIDITY 9"), None);
        let can = answer("* CAPABILITY IMAP4rev1 auth=PLAIN", &[]).capabilities();
        assert_eq!(can, Some(vec!["IMAP4REV1".to_owned(), "AUTH=PLAIN".to_owned()]));
    }

    #[test]
    fn a_status_is_read_in_any_case() {
        let status =
            |text: &'static str| Answer::status(text.as_bytes()).map(|(s, words)| (s, words.to_vec()));
        assert_eq!(status("ok done"), Some((Status::Ok, b"done".to_vec())));
        assert_eq!(status("NO"), Some((Status::No, Vec::new())));
        assert_eq!(status("OKAY"), None);
    }

    proptest! {
        #[test]
        fn nothing_a_server_says_stops_us(text in "[*A1 ]{0,4}[ -~\\x00]{0,80}", n in 0_usize..3) {
            let made = || Answer { text: text.clone().into_bytes(), literals: vec![b"x".to_vec(); n] };
            let _ = (made().search(), made().uid_validity(), made().capabilities(), made().fetched());
        }
    }
}
