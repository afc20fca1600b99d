//! How a part is written down (RFC 2045, 6) and in which alphabet. Lenient: what does not belong is passed over and told.

use std::borrow::Cow;

use mail_parser::decoders::charsets::map::charset_decoder;

use crate::reported::Fault;
use crate::walk::Walk;

/// The bytes a part stands for.
pub(crate) fn decode<'a>(how: Option<&str>, bytes: &'a [u8], walk: &mut Walk) -> Cow<'a, [u8]> {
    if !walk.spend(bytes.len()) {
        return Cow::Borrowed(&[]);
    }
    let how = how.unwrap_or_default().trim().to_ascii_lowercase();
    match how.as_str() {
        "base64" => Cow::Owned(base64(bytes, walk)),
        "quoted-printable" => Cow::Owned(quoted_printable(bytes, walk)),
        _ => Cow::Borrowed(bytes),
    }
}

/// Bytes written in base64; either alphabet, padding or not.
pub(crate) fn base64(bytes: &[u8], walk: &mut Walk) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
    let (mut bits, mut n_bits) = (0_u32, 0_u32);
    let mut is_odd = false;
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                // Some writers pad each line of its own: what follows starts anew.
                (bits, n_bits) = (0, 0);
                continue;
            }
            byte if byte.is_ascii_whitespace() => continue,
            _ => {
                is_odd = true;
                continue;
            }
        };
        bits = (bits << 6 | u32::from(value)) & 0xFFFF;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push(u8::try_from(bits >> n_bits & 0xFF).unwrap_or_default());
        }
    }
    if is_odd {
        walk.fault(Fault::BadEncoding);
    }
    out
}

fn quoted_printable(bytes: &[u8], walk: &mut Walk) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            out.push(*first);
            continue;
        }
        match after {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => rest = after,
            [high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(hex(*high) << 4 | hex(*low));
                rest = after;
            }
            [] => {}
            _ => {
                walk.fault(Fault::BadEncoding);
                out.push(b'=');
            }
        }
    }
    out
}

/// The value of a hexadecimal digit; 0 of any other letter.
pub(crate) fn hex(digit: u8) -> u8 {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or_default()
}

/// `%41` to `A`; what is no such thing stays.
pub(crate) fn percent(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return out,
            [b'%', high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(hex(*high) << 4 | hex(*low));
                after
            }
            [first, after @ ..] => {
                out.push(*first);
                after
            }
        };
    }
}

/// Text in the alphabet a part names. Without a name, or with one nobody knows, it is read as UTF-8.
pub(crate) fn text(charset: Option<&str>, bytes: &[u8], walk: &mut Walk) -> String {
    let bytes = bytes.get(..walk.text(bytes.len())).unwrap_or_default();
    let named = charset.map(str::trim).filter(|name| !name.is_empty() && name.len() <= 45);
    match named {
        Some(name) if !is_utf8(name) => match charset_decoder(name.as_bytes()) {
            Some(decode) => decode(bytes),
            None => {
                walk.fault(Fault::BadCharset);
                String::from_utf8_lossy(bytes).into_owned()
            }
        },
        said => {
            let read = String::from_utf8_lossy(bytes);
            if said.is_some() && matches!(read, Cow::Owned(_)) {
                walk.fault(Fault::BadCharset);
            }
            read.into_owned()
        }
    }
}

fn is_utf8(name: &str) -> bool {
    name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(how: &str, from: &str, expect: &str, is_bad: bool) {
        let mut walk = Walk::new();
        let out = decode(Some(how), from.as_bytes(), &mut walk);
        assert_eq!(String::from_utf8_lossy(&out), expect, "{how} {from}");
        assert_eq!(walk.faults.contains(&Fault::BadEncoding), is_bad, "{how} {from}");
    }

    #[test]
    fn what_is_written_as_it_says_is_read() {
        check("BASE64", "SGVs\r\nbG8=\r\n", "Hello", false);
        check("base64", "SGVsbG8", "Hello", false);
        check("base64", "SGVsbG8=\nSGVsbG8=", "HelloHello", false);
        check("quoted-printable", "caf=C3=A9 =\r\nau lait=3D", "café au lait=", false);
        check("7bit", "=41", "=41", false);
        check("nonsense", "SGVs", "SGVs", false);
    }

    #[test]
    fn what_is_not_is_read_as_far_as_it_goes_and_told() {
        check("base64", "SG!Vs*bG8", "Hello", true);
        check("quoted-printable", "1=ZZ2=", "1=ZZ2", true);
    }

    #[test]
    fn an_alphabet_is_used_when_known_and_told_when_not() {
        let mut walk = Walk::new();
        assert_eq!(text(Some("iso-8859-1"), b"n\xf3mina", &mut walk), "nómina");
        assert_eq!(text(Some("utf-8"), "nómina".as_bytes(), &mut walk), "nómina");
        assert_eq!(text(None, b"n\xf3", &mut walk), "n\u{fffd}");
        assert!(walk.faults.is_empty());
        assert_eq!(text(Some("x-martian"), b"a", &mut walk), "a");
        assert!(walk.faults.remove(&Fault::BadCharset));
        assert_eq!(text(Some("utf-8"), b"n\xf3", &mut walk), "n\u{fffd}");
        assert!(walk.faults.remove(&Fault::BadCharset));
        for name in ["", &"x".repeat(46), "utf-16", "utf-7", "iso-2022-jp", "hz-gb-2312"] {
            text(Some(name), b"+\xff\x1b$B\xff~{", &mut walk);
        }
    }

    #[test]
    fn percent_signs_are_read_where_two_digits_follow() {
        assert_eq!(percent(b"https%3A%2f%2Fa%zz%4"), b"https://a%zz%4");
    }
}
