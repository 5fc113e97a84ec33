//! The first column in which two forms of a fact differ.

use serde_json::{Map, Value};

/// The column, what it should say and what it says.
pub fn first(leaf: &str, row: &str) -> (String, String, String) {
    let (leaf, row) = (object(leaf), object(row));
    for (column, expected) in &leaf {
        let found = row.get(column).unwrap_or(&Value::Null);
        if expected != found {
            return of_column(column, expected, found);
        }
    }
    let added = row.iter().find(|(column, _)| !leaf.contains_key(*column));
    let (column, found) = added.map_or(("", &Value::Null), |(column, found)| (column.as_str(), found));
    of_column(column, &Value::Null, found)
}

fn of_column(column: &str, expected: &Value, found: &Value) -> (String, String, String) {
    if let (Value::Array(expected), Value::Array(found)) = (expected, found) {
        let missing = expected.iter().find(|item| !found.contains(item));
        let added = found.iter().find(|item| !expected.contains(item));
        return (column.to_owned(), said(missing), said(added));
    }
    (column.to_owned(), said(Some(expected)), said(Some(found)))
}

fn said(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn object(text: &str) -> Map<String, Value> {
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_and_a_role_are_named() {
        let first = |leaf, row| {
            let (column, expected, found) = first(leaf, row);
            format!("{column}: {expected} / {found}")
        };
        assert_eq!(first(r#"{"a":1,"b":"x"}"#, r#"{"a":1,"b":"y"}"#), "b: x / y");
        assert_eq!(
            first(r#"{"roles":[{"role":"a"}]}"#, r#"{"roles":[{"role":"a"},{"role":"b"}]}"#),
            r#"roles: none / {"role":"b"}"#
        );
        assert_eq!(first(r#"{"roles":["a"]}"#, r#"{"roles":[]}"#), "roles: a / none");
        assert_eq!(first("", r#"{"a":1}"#), "a: none / 1");
    }
}
