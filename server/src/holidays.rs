//! Loading the calendar of holidays: the years of this version, and those of the operator.

use std::path::Path;

use anyhow::{Context, Result};
use domain::working_day::{Calendar, HolidayYear};
use include_dir::{Dir, include_dir};

/// The years that come with this version.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/holidays");

/// The calendar: the built-in years, and those of `folder`, which add years or replace the same.
pub fn load(folder: Option<&Path>) -> Result<Calendar> {
    let mut years = Vec::new();
    for file in BUILT_IN.files().filter(|file| is_year(file.path())) {
        years.push(read(file.path(), file.contents_utf8().unwrap_or_default())?);
    }
    if let Some(folder) = folder {
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("the holidays folder {} cannot be read", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if is_year(&path) {
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("the holidays {} cannot be read", path.display()))?;
                years.push(read(&path, &text)?);
            }
        }
    }
    Ok(Calendar::new(years))
}

fn is_year(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "json")
}

fn read(path: &Path, text: &str) -> Result<HolidayYear> {
    HolidayYear::from_json(text).with_context(|| format!("the holidays {} are refused", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operators_folder_adds_a_year_or_replaces_one_and_a_wrong_date_is_named() {
        assert_eq!(load(None).unwrap().last_announced(), Some(2026));
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("2027.json", r#"{"year": 2027, "days": [{"date": "2027-02-05", "isOffDay": true}]}"#);
        write("2026.json", r#"{"year": 2026, "days": [{"date": "2026-12-01", "isOffDay": true}]}"#);
        write("LICENSE", "not a year");
        let calendar = load(Some(folder.path())).unwrap();
        assert_eq!(calendar.last_announced(), Some(2027));
        assert!(!calendar.is_working_day("2027-02-05"));
        assert!(!calendar.is_working_day("2026-12-01"));
        assert!(!calendar.is_working_day("2025-10-01"), "the other years are as they were");
        assert!(calendar.is_working_day("2026-05-05"), "the year was replaced, not added to");
        write("2028.json", r#"{"year": 2028, "days": [{"date": "2028-02-30", "isOffDay": true}]}"#);
        let error = format!("{:#}", load(Some(folder.path())).unwrap_err());
        assert!(error.contains("2028.json") && error.contains("2028-02-30"), "{error}");
        assert!(load(Some(&folder.path().join("nowhere"))).is_err());
    }
}
