//! The categories of people that national rules name, as they are built in.

use anyhow::{Context, Result};
use serde::Deserialize;
use store::person::NewCategory;

static BUILT_IN: &str = include_str!("../categories/national.toml");

#[derive(Deserialize)]
struct National {
    person_category: Vec<Category>,
}

#[derive(Deserialize)]
struct Category {
    code: String,
    name: String,
    name_en: String,
    valid_from: String,
    source: String,
}

/// All of them.
pub fn national() -> Result<Vec<NewCategory>> {
    let national: National = toml::from_str(BUILT_IN).context("server/categories/national.toml")?;
    let categories = national.person_category.into_iter().map(|one| NewCategory {
        code: one.code,
        name: one.name,
        name_en: one.name_en,
        valid_from: one.valid_from,
        source: one.source,
    });
    Ok(categories.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_names_the_rule_it_comes_from() {
        let categories = national().unwrap();
        assert!(categories.len() >= 6 && categories.iter().all(|one| one.source.contains('《')));
    }
}
