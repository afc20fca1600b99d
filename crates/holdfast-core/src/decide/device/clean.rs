//! Facts from outside, made fit to keep: no control characters, no endless texts or lists. What was cut is counted.

use serde_json::{Map, Value};

/// Longest text, in characters.
const MOST_CHARS: usize = 400;
/// Longest list. A machine with more programs than this is cut, and says so.
pub const MOST_ITEMS: usize = 20_000;
/// Parts of a map.
const MOST_KEYS: usize = 200;
/// Maps and lists in one another.
const MOST_DEPTH: usize = 8;

/// How much was cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Items of lists that were left out.
    pub n_items: usize,
    /// Texts that were shortened.
    pub n_texts: usize,
}

/// The parts without what cannot be kept.
pub fn clean(parts: Map<String, Value>) -> (Map<String, Value>, Cut) {
    let mut cut = Cut::default();
    let Value::Object(parts) = value(Value::Object(parts), 0, &mut cut) else { return (Map::new(), cut) };
    (parts, cut)
}

fn value(from: Value, depth: usize, cut: &mut Cut) -> Value {
    let is_plain = matches!(from, Value::Null | Value::Bool(_) | Value::Number(_));
    if depth > MOST_DEPTH && !is_plain {
        cut.n_items += 1;
        return Value::Null;
    }
    match from {
        Value::String(text) => Value::String(line(text, cut)),
        Value::Array(all) => {
            cut.n_items += all.len().saturating_sub(MOST_ITEMS);
            all.into_iter().take(MOST_ITEMS).map(|v| value(v, depth + 1, cut)).collect()
        }
        Value::Object(map) => {
            cut.n_items += map.len().saturating_sub(MOST_KEYS);
            let kept = map.into_iter().take(MOST_KEYS);
            kept.map(|(k, v)| (line(k, cut), value(v, depth + 1, cut))).collect::<Map<_, _>>().into()
        }
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_)) => plain,
    }
}

fn line(text: String, cut: &mut Cut) -> String {
    let is_clean = text.len() <= MOST_CHARS && !text.chars().any(char::is_control);
    if is_clean {
        return text;
    }
    let mut chars = text.chars().filter(|c| !c.is_control());
    let line: String = chars.by_ref().take(MOST_CHARS).collect();
    cut.n_texts += usize::from(chars.next().is_some());
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn what_fits_stays_and_what_does_not_is_counted() {
        let fine = map(json!({ "os": { "is": { "name": "Windows 10 Pro", "n": 7 } }, "list": [true, null] }));
        assert_eq!(clean(fine.clone()), (fine, Cut::default()));
        let (kept, cut) =
            clean(map(json!({ "a": "x\u{0}\u{1b}[31m", "b": "y".repeat(1_000), "c": vec![0; 20_005] })));
        assert_eq!((kept["a"].as_str(), kept["b"].as_str().map(str::len)), (Some("x[31m"), Some(400)));
        assert_eq!(cut, Cut { n_items: 5, n_texts: 1 });
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in ".{0,600}", deep in 0usize..20) {
            let nested = (0..deep).fold(json!(text), |v, n| if n % 2 == 0 { json!([v]) } else { json!({ "k": v }) });
            let (once, _) = clean(map(json!({ "a": nested })));
            let (twice, cut) = clean(once.clone());
            prop_assert_eq!(once, twice);
            prop_assert_eq!(cut, Cut::default());
        }
    }
}
