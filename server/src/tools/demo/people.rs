//! The regions, organisations and people of the demo city.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use domain::access::{Grant, Role};
use domain::document::DocumentKind;
use domain::id::{AccountId, PersonId, RegionId};
use domain::person::{Sex, masked_document, masked_phone};
use domain::time::{CHINA, DAY_MS};
use store::Tx;
use store::class::NewClass;
use store::digest::Purpose;
use store::person::{NewAccount, NewOrganisation, NewPerson, NewRegion, SealedNumber};
use store::sealed::{DOCUMENT, PHONE};
use store::trade::Trade;
use web::Site;

use super::format::{City, Learner, Staff};
use super::made_up;
use crate::{categories, trades};

/// Since when everybody is of their category.
const CATEGORY_SINCE: &str = "2026-01-01";

/// Since when the trades of the city's own catalogue hold.
const TRADES_SINCE: &str = "2024-01-01";

/// Officials by login.
pub type Officials = BTreeMap<String, Official>;

/// Who is there now.
pub struct People {
    pub staff: Officials,
    pub learners: Vec<CityLearner>,
}

/// Somebody of the staff.
#[derive(Clone, Debug)]
pub struct Official {
    pub account: AccountId,
    pub person: PersonId,
    pub role: Role,
}

/// A learner who is written in `city.toml`.
#[derive(Clone, Debug)]
pub struct CityLearner {
    pub account: AccountId,
    pub login: String,
    pub person: PersonId,
    /// The courses they want to take.
    wishes: Vec<String>,
}

impl CityLearner {
    /// Whether this class of the city is for them.
    pub fn wants(&self, city: &City, class: &NewClass) -> bool {
        city.class.iter().any(|one| one.code == class.code && self.wishes.contains(&one.course))
    }
}

/// Registers everybody in one transaction.
pub async fn add(site: &Site, city: &City, password_hash: &str) -> Result<People> {
    let mut tx = site.db.begin().await?;
    add_places(&mut tx, city, site.now()).await?;
    let mut people = People { staff: Officials::new(), learners: Vec::new() };
    let mut n = 0;
    for staff in &city.staff {
        n += 1;
        let (person, account) = official(site, city, staff, n, password_hash)?;
        tx.add_person(&person, site.now()).await?;
        tx.add_account(&account, site.now()).await?;
        tx.add_account_phone(&account.id, &person.phone.digest, site.now()).await?;
        let role = Role::from_code(&staff.role).with_context(|| format!("no role {}", staff.role))?;
        people.staff.insert(staff.login.clone(), Official { account: account.id, person: person.id, role });
    }
    for learner in &city.learner {
        n += 1;
        let (person, account) = learner_of_city(site, learner, n, password_hash);
        tx.add_person(&person, site.now()).await.with_context(|| learner.login.clone())?;
        tx.add_account(&account, site.now()).await?;
        tx.add_account_phone(&account.id, &person.phone.digest, site.now()).await?;
        people.learners.push(CityLearner {
            account: account.id,
            login: account.login,
            person: person.id,
            wishes: learner.enrol.clone(),
        });
    }
    tx.commit().await?;
    Ok(people)
}

async fn add_places(tx: &mut Tx, city: &City, now_ms: i64) -> Result<()> {
    for region in &city.region {
        let new = NewRegion {
            id: region.id.as_str().into(),
            kind: region.kind.clone(),
            name: region.name.clone(),
            name_en: region.name_en.clone(),
            parent: region.parent.as_deref().map(Into::into),
        };
        tx.add_region(&new).await.with_context(|| region.id.clone())?;
    }
    for organisation in &city.organisation {
        let new = NewOrganisation {
            id: organisation.id.as_str().into(),
            kind: organisation.kind.clone(),
            name: organisation.name.clone(),
            name_en: organisation.name_en.clone(),
            region: organisation.region.as_str().into(),
            credit_code: organisation.credit_code.clone(),
            phone: organisation.phone.clone(),
        };
        tx.add_organisation(&new, now_ms).await.with_context(|| organisation.id.clone())?;
    }
    let own: Vec<Trade> = city
        .trade
        .iter()
        .map(|trade| Trade {
            code: trade.code.clone(),
            name: trade.name.clone(),
            name_en: trade.name_en.clone(),
        })
        .collect();
    tx.add_trades(&own, TRADES_SINCE).await?;
    tx.add_trades(&trades::national(), trades::SINCE).await?;
    for category in categories::national()? {
        tx.add_category(&category).await.with_context(|| category.code.clone())?;
    }
    Ok(())
}

fn official(
    site: &Site,
    city: &City,
    staff: &Staff,
    n: u32,
    password_hash: &str,
) -> Result<(NewPerson, NewAccount)> {
    let organisation = city.organisation.iter().find(|one| one.id == staff.organisation);
    let organisation = organisation.with_context(|| format!("no organisation {}", staff.organisation))?;
    let role = Role::from_code(&staff.role).with_context(|| format!("no role {}", staff.role))?;
    // The file does not say how old they are: someone of working age.
    let birth_date = CHINA.day(i64::from(n) * 97 * DAY_MS + 9 * 365 * DAY_MS);
    let sex = if n.is_multiple_of(2) { Sex::Female } else { Sex::Male };
    let facts = Facts {
        name: &staff.name,
        sex,
        birth_date,
        region: &organisation.region,
        category: None,
        birthdays: 1,
    };
    let person = person(site, facts, made_up::CITY, n);
    let grant = Grant {
        role,
        organisation: Some(organisation.id.as_str().into()),
        region: Some(organisation.region.as_str().into()),
    };
    let account = account(site, &person, &staff.login, password_hash, grant);
    Ok((person, account))
}

fn learner_of_city(site: &Site, learner: &Learner, n: u32, password_hash: &str) -> (NewPerson, NewAccount) {
    let sex = if learner.sex == "m" { Sex::Male } else { Sex::Female };
    let facts = Facts {
        name: &learner.name,
        sex,
        birth_date: learner.birth.clone(),
        region: &learner.region,
        category: Some(&learner.category),
        birthdays: 1,
    };
    let person = person(site, facts, made_up::CITY, n);
    let grant = Grant { role: Role::Learner, organisation: None, region: Some(person.region.clone()) };
    let account = account(site, &person, &learner.login, password_hash, grant);
    (person, account)
}

/// What is told of a made-up person; the numbers follow from it.
pub struct Facts<'a> {
    pub name: &'a str,
    pub sex: Sex,
    pub birth_date: String,
    pub region: &'a str,
    pub category: Option<&'a str>,
    /// The `n`-th person shares a birthday with the `n + birthdays`-th.
    pub birthdays: u32,
}

/// A person with sealed made-up numbers.
pub fn person(site: &Site, facts: Facts<'_>, region_code: u32, n: u32) -> NewPerson {
    let document = made_up::document(region_code, &facts.birth_date, facts.sex, n / facts.birthdays);
    let phone = made_up::phone(region_code * 10_000_000 + n);
    let id = PersonId(site.new_id());
    NewPerson {
        document_kind: DocumentKind::Resident,
        name: facts.name.to_owned(),
        sex: facts.sex,
        document: SealedNumber {
            digest: site.keys.digest(Purpose::Document, &document),
            sealed: site.seal(DOCUMENT.of(&id.0), &document),
            masked: masked_document(&document),
        },
        phone: SealedNumber {
            digest: site.keys.digest(Purpose::Phone, &phone),
            sealed: site.seal(PHONE.of(&id.0), &phone),
            masked: masked_phone(&phone),
        },
        region: RegionId::from(facts.region),
        category: facts.category.map(|code| (code.to_owned(), CATEGORY_SINCE.to_owned())),
        birth_date: facts.birth_date,
        id,
        fact_salt: site.random(),
    }
}

/// An account of a made-up person.
pub fn account(
    site: &Site,
    person: &NewPerson,
    login: &str,
    password_hash: &str,
    grant: Grant,
) -> NewAccount {
    NewAccount {
        id: AccountId(site.new_id()),
        person: person.id.clone(),
        login: login.to_owned(),
        password_hash: password_hash.to_owned(),
        grants: vec![grant],
    }
}
