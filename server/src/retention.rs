//! The periods for which personal data is kept: those of this version, or the operator's file.

use std::path::Path;

use anyhow::{Context, Result};
use domain::retention::Retention;

/// The periods that come with this version.
const BUILT_IN: &str = include_str!("../retention/2026-11-26.toml");

/// The periods in force: the built-in ones, or those of `file`.
pub fn load(file: Option<&Path>) -> Result<Retention> {
    let Some(path) = file else { return read(BUILT_IN).context("the built-in periods") };
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("the periods in {} cannot be read", path.display()))?;
    read(&text).with_context(|| format!("the periods in {}", path.display()))
}

fn read(text: &str) -> Result<Retention> {
    let retention: Retention = toml::from_str(text).context("cannot be understood")?;
    Ok(retention.checked()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_replaces_the_periods_and_a_wrong_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own.toml");
        std::fs::write(
            &own,
            BUILT_IN.replace("records_years = { value = 10", "records_years = { value = 30"),
        )
        .unwrap();
        assert_eq!(load(None).unwrap().records_years.value, 10);
        assert_eq!(load(Some(&own)).unwrap().records_years.value, 30);
        std::fs::write(&own, BUILT_IN.replace("records_years = { value = 10", "records_years = { value = 0"))
            .unwrap();
        let error = format!("{:#}", load(Some(&own)).unwrap_err());
        assert!(error.contains("records_years"), "{error}");
    }
}
