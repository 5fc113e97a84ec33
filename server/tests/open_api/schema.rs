//! As much of JSON Schema as the open API's description uses.

use serde_json::Value;

/// The schema behind a reference.
fn resolved<'a>(schema: &'a Value, api: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(place) => {
            api.pointer(place.trim_start_matches('#')).unwrap_or_else(|| panic!("{place} leads nowhere"))
        }
        None => schema,
    }
}

/// Where a value is not what its schema says. A field that is not described is one too.
pub fn differences(value: &Value, schema: &Value, api: &Value, at: &str) -> Vec<String> {
    let schema = resolved(schema, api);
    if let Some(kinds) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let fits = kinds.iter().any(|kind| differences(value, kind, api, at).is_empty());
        return if fits { Vec::new() } else { vec![format!("{at}: {value} is none of {kinds:?}")] };
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => panic!("{at}: a schema without a type: {schema}"),
    };
    if !kinds.iter().any(|kind| is_a(value, kind)) {
        return vec![format!("{at}: {value} is no {kinds:?}")];
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        return vec![format!("{at}: {value} is none of {}", schema["enum"])];
    }
    match value {
        Value::Object(fields) if schema["properties"].is_object() => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let missing = required.filter(|name| !fields.contains_key(*name));
            let missing: Vec<String> = missing.map(|name| format!("{at}: {name} is missing")).collect();
            let inside = fields.iter().flat_map(|(name, field)| match schema["properties"].get(name) {
                Some(kind) => differences(field, kind, api, &format!("{at}/{name}")),
                None => vec![format!("{at}: {name} is not described")],
            });
            missing.into_iter().chain(inside).collect()
        }
        Value::Array(items) => items
            .iter()
            .flat_map(|item| differences(item, &schema["items"], api, &format!("{at}[]")))
            .collect(),
        _ => Vec::new(),
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

/// Panics where a schema leads nowhere or says nothing.
pub fn is_whole(schema: &Value, api: &Value, at: &str) {
    if schema["$ref"].is_string() {
        // Named schemas are looked at by themselves.
        resolved(schema, api);
        return;
    }
    if let Some(kinds) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        for kind in kinds {
            is_whole(kind, api, at);
        }
        return;
    }
    assert!(schema["type"].is_string() || schema["type"].is_array(), "{at} says nothing: {schema}");
    if schema["type"] == "array" {
        is_whole(&schema["items"], api, at);
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        is_whole(field, api, &format!("{at}/{name}"));
    }
}
