//! More learners than anybody would write down, for load tests.

use anyhow::{Result, bail};
use domain::access::{Grant, Role};
use domain::id::{ClassId, EnrolmentId};
use domain::person::Sex;
use domain::time::{CHINA, DAY_MS};
use store::person::RosterLine;
use web::Site;
use web::password_hash::hash_password;

use super::format;
use super::made_up;
use super::people::{Facts, account, person};
use crate::progress::Progress;

/// People registered in one transaction.
const CHUNK: usize = 500;
/// Their logins are this and a number.
const LOGIN: &str = "load";
/// Birthdays they share: 1970 to 1999.
const BIRTHDAYS: u32 = 10_950;
const CATEGORIES: [&str; 3] = ["rural_transfer", "unemployed", "employee"];

/// Adds so many learners after those added before, each enrolled in one of the open classes.
pub async fn add(site: &Site, count: u32) -> Result<()> {
    let classes = classes(site).await?;
    if classes.is_empty() {
        bail!("no class of the demo city is open: there is nothing to enrol learners in");
    }
    for class in &classes {
        site.db.widen_class(&class.0, i64::from(count), site.now()).await?;
    }
    // One hash for all of them, as for the whole demo city: ten thousand would take half an hour.
    let hash = hash_password(site, super::PASSWORD).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let first = u32::try_from(site.db.count_logins(LOGIN).await?)? + 1;
    let numbers: Vec<u32> = (first..first + count).collect();
    let mut progress = Progress::of("learners added");
    for (done, chunk) in numbers.chunks(CHUNK).enumerate() {
        progress.at(done * CHUNK, Some(numbers.len()));
        let roster: Vec<RosterLine> = chunk.iter().map(|n| line(site, *n, &classes, &hash)).collect();
        site.db.register_roster(&roster, site.now()).await?;
    }
    Ok(())
}

/// The open classes of the demo courses, each with its region.
async fn classes(site: &Site) -> Result<Vec<(ClassId, String)>> {
    let city = format::City::built_in()?;
    let mut found = Vec::new();
    for code in format::course_codes() {
        let Ok((course, _)) = site.db.course(&code).await else { continue };
        for class in site.db.open_classes(&course.id, &site.today()).await? {
            let region = city.class.iter().find(|one| one.code == class.code).map(|one| one.region.clone());
            found.extend(region.map(|region| (class.id, region)));
        }
    }
    Ok(found)
}

fn line(site: &Site, n: u32, classes: &[(ClassId, String)], hash: &str) -> RosterLine {
    let (class, region) = &classes[n as usize % classes.len()];
    let sex = if n.is_multiple_of(2) { Sex::Female } else { Sex::Male };
    let facts = Facts {
        name: &made_up::name(n),
        sex,
        birth_date: CHINA.day(i64::from(n % BIRTHDAYS) * DAY_MS),
        region,
        category: Some(CATEGORIES[n as usize % CATEGORIES.len()]),
        birthdays: BIRTHDAYS,
    };
    let person = person(site, facts, made_up::CROWD, n);
    let grant = Grant { role: Role::Learner, organisation: None, region: Some(person.region.clone()) };
    let account = account(site, &person, &format!("{LOGIN}{n:06}"), hash, grant);
    RosterLine { person, account, enrolments: vec![(EnrolmentId(site.new_id()), class.clone())] }
}
