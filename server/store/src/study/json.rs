//! JSON as columns keep it.

use serde::de::DeserializeOwned;

use crate::error::{Result, StoreError};

/// Reads stored JSON.
pub(crate) fn stored<T: DeserializeOwned>(what: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(format!("{what}: {error}")))
}

/// Writes JSON to be stored.
pub(crate) fn to_store<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}
