//! What is kept of somebody who registers.

use celes::Country;
use domain::access::{Grant, Role};
use domain::consent::Purpose;
use domain::document::{Document, DocumentKind};
use domain::id::{AccountId, PersonId};
use domain::person::{Sex, masked_phone};
use store::closing::{Former, NOBODY};
use store::digest;
use store::person::{NewAccount, NewPerson, SealedNumber};
use store::register::Registration;
use store::sealed::{DOCUMENT, NAME, PHONE};
use web::Site;
use web::error::AppError;

use super::draft::Draft;
use super::home::NO_CATEGORY;

/// The document in the answers so far, with birth and sex whoever said them.
pub fn told(draft: &Draft) -> Option<(Document, String, Sex)> {
    let document = draft.document()?;
    let (birth, sex) = match document.says.clone() {
        Some(says) => says,
        None => (draft.birth.clone(), Sex::from_code(&draft.sex)?),
    };
    (!birth.is_empty()).then_some((document, birth, sex))
}

/// Digests of a passport's number as every other country's: numbers of two countries are seldom the same, and of one person
/// they never are.
pub fn of_other_countries(site: &Site, number: &str) -> Vec<[u8; 32]> {
    let Some((own, bare)) = number.split_once('-') else { return Vec::new() };
    let codes = Country::get_countries().into_iter().map(|country| country.alpha3);
    let digest = |code| site.keys.digest(digest::Purpose::Document, &format!("{code}-{bare}"));
    codes.filter(|code| *code != own).map(digest).collect()
}

/// What registering comes to.
pub enum Registering {
    /// There is somebody to be kept.
    New(Box<Registration>),
    /// Document or phone are known already, the document perhaps as that of somebody who closed the account under another name:
    /// whoever knows no more than the number must not come into their hours. The owner is told on this phone.
    Known(Option<String>),
}

/// Looks who it is that registers.
pub async fn registering(
    site: &Site,
    draft: &Draft,
    told: (Document, String, Sex),
    password_hash: &str,
    agrees: impl Fn(Purpose) -> bool,
) -> Result<Registering, AppError> {
    let (document, birth_date, sex) = &told;
    let digest = site.keys.digest(digest::Purpose::Document, &document.number);
    // As passports were kept before their country was asked for.
    let bare = document.number.split_once('-').map(|(_, bare)| bare);
    let bare = bare.map(|bare| site.keys.digest(digest::Purpose::Document, bare));
    let mut any = of_other_countries(site, &document.number);
    any.extend([Some(digest), bare].into_iter().flatten());
    if let Some(found) = site.db.phone_of_document(document.kind, &any).await? {
        return known(site, found).await;
    }
    if site.db.was_document_of_somebody(document.kind, &any).await? {
        return Ok(Registering::Known(None));
    }
    if let Some(bare) = bare
        && site.db.knows_document(document.kind, &bare).await?
    {
        return Ok(Registering::Known(None));
    }
    let phone_digest = site.keys.digest(digest::Purpose::Phone, &draft.phone);
    if site.db.login_of_phone(&phone_digest).await?.is_some() {
        return Ok(Registering::Known(Some(draft.phone.clone())));
    }
    let former = site.db.former(document.kind, &digest).await?;
    // A permanent resident's new card has another number than the old one: one person is registered once.
    let renews = document.kind == DocumentKind::PermanentResident && former.is_none();
    if renews
        && let Some(found) = site.db.phone_of_holder(document.kind, &draft.name, birth_date, *sex).await?
    {
        return known(site, found).await;
    }
    let name = match &former {
        Some(Former { id, name_sealed: Some(sealed), .. }) => {
            Some(site.open(NAME.of(&id.0), sealed).await?.unwrap_or_default())
        }
        Some(Former { name, .. }) if name != NOBODY => Some(name.clone()),
        _ => None,
    };
    if name.is_some_and(|name| name != draft.name) {
        return Ok(Registering::Known(None));
    }
    let new = registration(site, draft, told, former, password_hash, agrees);
    Ok(Registering::New(Box::new(new)))
}

/// Somebody who is registered, with the phone on record.
async fn known(site: &Site, (person, phone): (PersonId, Vec<u8>)) -> Result<Registering, AppError> {
    Ok(Registering::Known(site.open(PHONE.of(&person.0), &phone).await?))
}

/// As much as a registration, of nobody: for whoever registers with what is known already, so that it takes as long.
pub fn decoy(
    site: &Site,
    draft: &Draft,
    told: (Document, String, Sex),
    password_hash: &str,
    agrees: impl Fn(Purpose) -> bool,
) -> Registration {
    let mut new = registration(site, draft, told, None, password_hash, agrees);
    new.person.document.digest = site.keys.digest(digest::Purpose::Document, &site.new_id());
    new.person.phone.digest = site.keys.digest(digest::Purpose::Phone, &site.new_id());
    new
}

/// What is to be kept.
fn registration(
    site: &Site,
    draft: &Draft,
    (document, birth_date, sex): (Document, String, Sex),
    former: Option<Former>,
    password_hash: &str,
    agrees: impl Fn(Purpose) -> bool,
) -> Registration {
    let digest = site.keys.digest(digest::Purpose::Document, &document.number);
    let category = (draft.category != NO_CATEGORY).then(|| (draft.category.clone(), site.today()));
    let id = former.as_ref().map_or_else(|| PersonId(site.new_id()), |former| former.id.clone());
    let person = NewPerson {
        name: draft.name.clone(),
        sex,
        birth_date,
        document_kind: document.kind,
        document: SealedNumber {
            digest,
            sealed: site.seal(DOCUMENT.of(&id.0), &document.number),
            masked: document.masked(),
        },
        phone: SealedNumber {
            digest: site.keys.digest(digest::Purpose::Phone, &draft.phone),
            sealed: site.seal(PHONE.of(&id.0), &draft.phone),
            masked: masked_phone(&draft.phone),
        },
        fact_salt: site.random(),
        region: draft.region.as_str().into(),
        category,
        id,
    };
    let mut draw = [0; 8];
    site.rng.fill(&mut draw);
    let account = NewAccount {
        id: AccountId(site.new_id()),
        person: person.id.clone(),
        // They sign in with the phone; this is what others may see instead of it.
        login: format!("u{:010}", u64::from_be_bytes(draw) % 10_000_000_000),
        password_hash: password_hash.to_owned(),
        grants: vec![Grant { role: Role::Learner, organisation: None, region: Some(person.region.clone()) }],
    };
    let consents = Purpose::ALL.map(|purpose| (site.new_id(), purpose, agrees(purpose)));
    let phone_verified = draft.verified_phone == draft.phone;
    let returns = former.is_some();
    let same_number = of_other_countries(site, &document.number);
    Registration { same_number, person, account, returns, phone_verified, consents: consents.into() }
}
