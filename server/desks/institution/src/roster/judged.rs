//! A roster as the class judges it: what the file itself says, and what only the class knows of somebody.

use domain::id::ClassInvitationId;
use domain::person::masked_phone;
use domain::roster::{Fault, Unreadable, What};
use roster::{Category, Roster, Row, Rules};
use store::digest::Purpose;
use store::roster::WatchedClass;
use store::roster_import::{KnownDocument, NewClassInvitation, RosterSaid};
use store::sealed::{INVITED_NAME, INVITED_PHONE};
use tokio::sync::Semaphore;
use web::Site;
use web::error::AppError;

use super::links::code_of;

/// Files that are read at once: each may take some hundred megabytes for a moment.
static READING: Semaphore = Semaphore::const_new(2);

/// A roster, and what would come of taking it in.
pub struct Judged {
    pub roster: Roster,
    pub new: Vec<NewClassInvitation>,
    pub changed: Vec<(ClassInvitationId, RosterSaid)>,
    /// Rows that say what is known already.
    pub known: usize,
}

/// Reads a file and judges it, or says why it is no roster.
pub async fn judged(
    site: &Site,
    class: &WatchedClass,
    bytes: Vec<u8>,
) -> Result<Result<Judged, Unreadable>, AppError> {
    let meant = site.db.meant_categories(&class.id).await?;
    let categories: Vec<Category> = site
        .db
        .categories_on(&site.today())
        .await?
        .into_iter()
        .map(|one| Category {
            meant: meant.is_empty() || meant.contains(&one.code),
            code: one.code,
            name: one.name,
        })
        .collect();
    let (day, made_up) = (class.starts_on.clone(), site.is_demo().await?);
    let _place = READING.acquire().await.map_err(|error| AppError::Internal(error.into()))?;
    let read = tokio::task::spawn_blocking(move || {
        roster::read(&bytes, &Rules { day: &day, categories: &categories, made_up })
    });
    let mut roster = match read.await.map_err(|error| AppError::Internal(error.into()))? {
        Ok(roster) => roster,
        Err(why) => return Ok(Err(why)),
    };
    let digests: Vec<[u8; 32]> = roster.rows.iter().map(|row| digest_of(site, row)).collect();
    let days = (class.starts_on.as_str(), class.ends_on.as_str());
    let known_documents = site.db.known_documents(&class.id, days, &digests).await?;
    let nothing = KnownDocument::default();
    let (mut new, mut changed, mut faults, mut known) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (place, (row, digest)) in roster.rows.iter().zip(&digests).enumerate() {
        let key = (row.document.kind.as_str().to_owned(), digest.to_vec());
        let found = known_documents.get(&key).unwrap_or(&nothing);
        let mut say = |what| faults.push(Fault { row: row.number, column: Some(row.document_column), what });
        let row_digest = said_digest(site, row);
        match &found.invitation {
            Some(invitation) if invitation.is_withdrawn => {
                known += 1;
                say(What::Withdrawn);
            }
            Some(invitation) if !invitation.is_open => known += 1,
            _ if found.in_class => {
                known += 1;
                say(What::InClass);
            }
            Some(invitation) if invitation.row_digest == row_digest => known += 1,
            _ if found.overlaps => say(What::Overlap),
            Some(invitation) => {
                changed.push((invitation.id.clone(), said(site, &invitation.id, row, row_digest)));
            }
            None => {
                let id = ClassInvitationId(site.new_id());
                new.push(NewClassInvitation {
                    kind: row.document.kind,
                    document_digest: *digest,
                    document_masked: row.document.masked(),
                    said: said(site, &id, row, row_digest),
                    code_digest: site.keys.digest(Purpose::ClassInvitation, &code_of(site, &id)),
                    place: place as i64,
                    id,
                });
            }
        }
    }
    roster.add(faults);
    Ok(Ok(Judged { roster, new, changed, known }))
}

fn digest_of(site: &Site, row: &Row) -> [u8; 32] {
    site.keys.digest(Purpose::Document, &row.document.number)
}

/// What the row says besides the document: the same text, the same digest.
fn said_digest(site: &Site, row: &Row) -> [u8; 32] {
    let category = row.category.as_deref().unwrap_or_default();
    site.keys.digest(Purpose::RosterRow, &format!("{}\n{}\n{category}", row.name, row.phone.0))
}

fn said(site: &Site, id: &ClassInvitationId, row: &Row, row_digest: [u8; 32]) -> RosterSaid {
    RosterSaid {
        name_sealed: site.seal(INVITED_NAME.of(id.as_str()), &row.name),
        phone_sealed: site.seal(INVITED_PHONE.of(id.as_str()), &row.phone.0),
        phone_masked: masked_phone(&row.phone.0),
        category: row.category.clone(),
        row_digest,
    }
}
