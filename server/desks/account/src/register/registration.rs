//! What is kept of somebody who registers.

use domain::access::{Grant, Role};
use domain::consent::Purpose;
use domain::document::Document;
use domain::id::{AccountId, PersonId};
use domain::person::{Sex, masked_phone};
use store::closing::{Former, NOBODY};
use store::digest;
use store::person::{NewAccount, NewPerson, SealedNumber};
use store::register::Registration;
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
    let name = match &former {
        Some(Former { name_sealed: Some(sealed), .. }) => Some(site.open(sealed).await?.unwrap_or_default()),
        Some(Former { name, .. }) if name != NOBODY => Some(name.clone()),
        _ => None,
    };
    if name.is_some_and(|name| name != draft.name) {
        return Ok(None);
    }
    let category = (draft.category != NO_CATEGORY).then(|| (draft.category.clone(), site.today()));
    let person = NewPerson {
        id: former.as_ref().map_or_else(|| PersonId(site.new_id()), |former| former.id.clone()),
        name: draft.name.clone(),
        sex,
        birth_date,
        document_kind: document.kind,
        document: SealedNumber { digest, sealed: site.seal(&document.number), masked: document.masked() },
        phone: SealedNumber {
            digest: site.keys.digest(digest::Purpose::Phone, &draft.phone),
            sealed: site.seal(&draft.phone),
            masked: masked_phone(&draft.phone),
        },
        fact_salt: site.random(),
        region: draft.region.as_str().into(),
        category,
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
    Ok(Some(Registration { person, account, returns, phone_verified, consents: consents.into() }))
}
