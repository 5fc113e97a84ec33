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
use web::password_hash::hash_password;

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
fn of_other_countries(site: &Site, number: &str) -> Vec<[u8; 32]> {
    let Some((own, bare)) = number.split_once('-') else { return Vec::new() };
    let codes = Country::get_countries().into_iter().map(|country| country.alpha3);
    let digest = |code| site.keys.digest(digest::Purpose::Document, &format!("{code}-{bare}"));
    codes.filter(|code| *code != own).map(digest).collect()
}

/// What is to be kept. `None` where the document is known, or that of somebody who closed the account under another name:
/// whoever knows no more than the number must not come into their hours.
pub async fn registration(
    site: &Site,
    draft: &Draft,
    (document, birth_date, sex): (Document, String, Sex),
    password: &str,
    agrees: impl Fn(Purpose) -> bool,
) -> Result<Option<Registration>, AppError> {
    // First of all: it takes as long whatever is found.
    let password_hash = hash_password(site, password).await?;
    let digest = site.keys.digest(digest::Purpose::Document, &document.number);
    // As passports were kept before their country was asked for.
    if let Some((_, bare)) = document.number.split_once('-') {
        let bare = site.keys.digest(digest::Purpose::Document, bare);
        if site.db.knows_document(document.kind, &bare).await? {
            return Ok(None);
        }
    }
    let former = site.db.former(document.kind, &digest).await?;
    // A permanent resident's new card has another number than the old one: one person is registered once.
    let renews = document.kind == DocumentKind::PermanentResident && former.is_none();
    if renews && site.db.knows_holder(document.kind, &draft.name, &birth_date, sex).await? {
        return Ok(None);
    }
    let name = match &former {
        Some(Former { id, name_sealed: Some(sealed), .. }) => {
            Some(site.open(NAME.of(&id.0), sealed).await?.unwrap_or_default())
        }
        Some(Former { name, .. }) if name != NOBODY => Some(name.clone()),
        _ => None,
    };
    if name.is_some_and(|name| name != draft.name) {
        return Ok(None);
    }
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
        password_hash,
        grants: vec![Grant { role: Role::Learner, organisation: None, region: Some(person.region.clone()) }],
    };
    let consents = Purpose::ALL.map(|purpose| (site.new_id(), purpose, agrees(purpose)));
    let phone_verified = draft.verified_phone == draft.phone;
    let returns = former.is_some();
    let same_number = of_other_countries(site, &document.number);
    Ok(Some(Registration {
        same_number,
        person,
        account,
        returns,
        phone_verified,
        consents: consents.into(),
    }))
}
