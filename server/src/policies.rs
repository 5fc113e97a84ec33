//! Loading the dated policies: those of this version, and those of the operator.

use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::policy::{Policies, Policy, Profile};
use domain::time::CHINA;
use include_dir::{Dir, include_dir};

/// The policies that come with this version.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// All policies: the built-in ones, and those of `folder`, which add versions or replace one of the same name. One must
/// be in force today in the chosen profile.
pub fn load(folder: Option<&Path>, profile: Profile, now_ms: i64) -> Result<Policies> {
    let mut policies = built_in()?;
    if let Some(folder) = folder {
        for policy in from_folder(folder)? {
            policies.retain(|known| known.version != policy.version);
            policies.push(policy);
        }
    }
    let policies = Policies::new(policies);
    let today = CHINA.day(now_ms);
    if policies.on(profile, &today).is_none() {
        bail!("no policy of the chosen profile is in force on {today}: see --policies and --profile");
    }
    Ok(policies)
}

/// The policies inside this binary.
pub fn built_in() -> Result<Vec<Policy>> {
    BUILT_IN
        .files()
        .filter(|file| file.path().extension().is_some_and(|end| end == "toml"))
        .map(|file| read(file.path(), file.contents_utf8().unwrap_or_default()))
        .collect()
}

fn from_folder(folder: &Path) -> Result<Vec<Policy>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("the policies folder {} cannot be read", folder.display()))?;
    let mut policies = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("the policy {} cannot be read", path.display()))?;
            policies.push(read(&path, &text)?);
        }
    }
    Ok(policies)
}

fn read(path: &Path, text: &str) -> Result<Policy> {
    let policy: Policy = toml::from_str(text)
        .with_context(|| format!("the policy {} cannot be understood", path.display()))?;
    policy.checked().with_context(|| format!("the policy {} is refused", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22.
    const NOW_MS: i64 = 1_795_276_800_000;

    #[test]
    fn the_built_in_policies_cover_both_profiles() {
        for profile in [Profile::Standard, Profile::Compressed] {
            assert!(load(None, profile, NOW_MS).is_ok());
        }
    }

    #[test]
    fn nothing_starts_without_a_policy_in_force() {
        let error = load(None, Profile::Standard, 0).unwrap_err().to_string();
        assert!(error.contains("1970-01-01"), "{error}");
    }

    #[test]
    fn an_operators_policy_adds_a_version_and_a_wrong_number_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let built_in = BUILT_IN.get_file("2026-01-01.toml").unwrap().contents_utf8().unwrap();
        let own = built_in
            .replace("version = \"2026-01-01\"", "version = \"2026-07-01\"")
            .replace("effective_from = \"2026-01-01\"", "effective_from = \"2026-07-01\"");
        std::fs::write(folder.path().join("own.toml"), &own).unwrap();
        let policies = load(Some(folder.path()), Profile::Standard, NOW_MS).unwrap();
        assert_eq!(policies.on(Profile::Standard, "2026-11-22").unwrap().version, "2026-07-01");
        assert_eq!(policies.on(Profile::Standard, "2026-06-30").unwrap().version, "2026-01-01");

        let wrong = own.replace("credit_hour_minutes = { value = 45", "credit_hour_minutes = { value = 44");
        std::fs::write(folder.path().join("own.toml"), wrong).unwrap();
        let error = format!("{:#}", load(Some(folder.path()), Profile::Standard, NOW_MS).unwrap_err());
        assert!(error.contains("credit.credit_hour_minutes"), "{error}");
    }
}
