//! What a change of policy changes: the numbers, each with its source, and what recorded hours would
//! have been worth. It rewrites nothing: records keep the version they were made under.

use serde::Serialize;
use serde_json::Value;

use super::Policy;
use crate::subsidy::Fen;

/// A number of a policy and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As it is written.
    pub value: String,
    /// Its source.
    pub source: String,
}

/// One number in two versions; absent where a version does not have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its place in the policy file, as `check.answer_seconds`.
    pub field: String,
    /// In the older version.
    pub before: Option<Number>,
    /// In the newer version.
    pub after: Option<Number>,
}

impl Change {
    /// Whether the value is another.
    pub fn differs(&self) -> bool {
        let value = |side: &Option<Number>| side.as_ref().map(|number| number.value.clone());
        value(&self.before) != value(&self.after)
    }
}

/// Every number of two versions, in the order of the newer one.
pub fn numbers(before: &Policy, after: &Policy) -> Vec<Change> {
    let (mut before, after) = (flat(before), flat(after));
    let mut changes: Vec<Change> = after
        .into_iter()
        .map(|(field, after)| {
            let known = before.iter().position(|(older, _)| *older == field);
            Change { field, before: known.map(|place| before.remove(place).1), after: Some(after) }
        })
        .collect();
    changes.extend(before.into_iter().map(|(field, before)| Change {
        field,
        before: Some(before),
        after: None,
    }));
    changes
}

/// Every number with its field.
fn flat(policy: &Policy) -> Vec<(String, Number)> {
    let parts = [
        ("credit", json(&policy.credit)),
        ("check", json(&policy.check)),
        ("subsidy", json(&policy.subsidy)),
        ("limits", json(&policy.limits)),
    ];
    let mut numbers = Vec::new();
    for (part, value) in parts {
        let Some(Value::Object(fields)) = value else { continue };
        for (field, sourced) in fields {
            let Some(value) = sourced.get("value") else { continue };
            let value = match value {
                Value::Array(ends) => ends.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("–"),
                other => other.to_string(),
            };
            let source = sourced.get("source").and_then(Value::as_str).unwrap_or_default().to_owned();
            numbers.push((format!("{part}.{field}"), Number { value, source }));
        }
    }
    numbers
}

fn json<T: Serialize>(part: &T) -> Option<Value> {
    serde_json::to_value(part).ok()
}

/// What some records are worth together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// People.
    pub people: i64,
    /// Of them with a completed class.
    pub completed: i64,
    /// Credit hours, in tenths.
    pub credit_tenths: i64,
    /// What they pay together.
    pub amount: Fen,
}

impl Worth {
    /// Adds what others are worth.
    pub fn add(&mut self, more: Self) {
        self.people += more.people;
        self.completed += more.completed;
        self.credit_tenths += more.credit_tenths;
        self.amount.0 += more.amount.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(text: &str) -> Policy {
        toml::from_str::<Policy>(text).unwrap().checked().unwrap()
    }

    #[test]
    fn every_number_is_there_once_and_what_changed_is_marked() {
        let older = policy(include_str!("../../../../server/policies/2026-01-01.toml"));
        let newer = policy(include_str!("../../../../server/policies/2026-11-26.toml"));
        let all = numbers(&older, &newer);
        let changed: Vec<&str> =
            all.iter().filter(|change| change.differs()).map(|change| change.field.as_str()).collect();
        assert_eq!(changed, ["check.identity_once_a_day", "check.quiet_seconds"]);
        let quiet = all.iter().find(|change| change.field == "check.quiet_seconds").unwrap();
        assert_eq!(quiet.before, None);
        assert_eq!(quiet.after.as_ref().unwrap().value, "120");
        assert!(all.len() > 15 && all.iter().all(|change| change.after.is_some()));
        assert_eq!(numbers(&newer, &older).iter().filter(|change| change.after.is_none()).count(), 1);
    }
}
