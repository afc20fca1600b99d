//! Holds a JSON value against a schema of the document: enough of JSON Schema for what the document uses, and strict.
//!
//! A property the schema does not name is a fault, since a reader of the document could not know of it.

use serde_json::Value;

/// Every fault of a value, each with its place.
pub(super) fn faults(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        let found = document.pointer(pointer);
        return match found {
            Some(schema) => faults(document, schema, value, at),
            None => vec![format!("{at}: {reference} leads nowhere")],
        };
    }
    for word in ["oneOf", "anyOf"] {
        if let Some(options) = schema[word].as_array() {
            let tried: Vec<Vec<String>> = options.iter().map(|o| faults(document, o, value, at)).collect();
            return match tried.iter().any(Vec::is_empty) {
                true => Vec::new(),
                false => tried.into_iter().max_by_key(Vec::len).unwrap_or_default(),
            };
        }
    }
    assert!(schema["allOf"].is_null(), "{at}: this check knows no allOf");
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|t| is_of(value, t)) {
        return vec![format!("{at}: {value} is not of {types:?}")];
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        return vec![format!("{at}: {value} is not one of {allowed:?}")];
    }
    match value {
        Value::Object(object) => of_object(document, schema, object, at),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(i, item)| faults(document, &schema["items"], item, &format!("{at}[{i}]")))
            .collect(),
        Value::String(text) => of_format(schema, text, at),
        _ => Vec::new(),
    }
}

fn of_object(
    document: &Value,
    schema: &Value,
    object: &serde_json::Map<String, Value>,
    at: &str,
) -> Vec<String> {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut found: Vec<String> = required
        .filter(|name| !object.contains_key(*name))
        .map(|name| format!("{at}: `{name}` is missing"))
        .collect();
    let free = schema["properties"].is_null();
    for (name, value) in object {
        let inner = format!("{at}.{name}");
        match &schema["properties"][name] {
            Value::Null if free && schema["additionalProperties"].is_object() => {
                found.extend(faults(document, &schema["additionalProperties"], value, &inner));
            }
            Value::Null if free => {}
            Value::Null => found.push(format!("{inner}: the schema does not name it")),
            schema => found.extend(faults(document, schema, value, &inner)),
        }
    }
    found
}

fn of_format(schema: &Value, text: &str, at: &str) -> Vec<String> {
    let good = match schema["format"].as_str() {
        Some("date") => text.parse::<holdfast_core::Date>().is_ok(),
        Some("date-time") => text.parse::<jiff::Timestamp>().is_ok(),
        _ => true,
    };
    if good { Vec::new() } else { vec![format!("{at}: `{text}` is not a {}", schema["format"])] }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
