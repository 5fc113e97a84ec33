//! `xueshi rebuild`: makes the tables that lists and pages are made from anew, from the raw records, while the site runs.

use anyhow::{Context, Result, bail};
use domain::audit::AuditAction;
use domain::id::PersonId;
use store::audit::AuditEvent;
use verify::{Options, derived_rows};
use web::Site;

use crate::config::Common;
use crate::progress::Progress;
use crate::serve;

const PAGE: i64 = 500;
/// Whoever studies just now is tried so often.
const TRIES: usize = 20;

/// Rebuilds, and says of how many people.
pub async fn run(common: &Common) -> Result<()> {
    let site = serve::site(common, serve::open(common).await?).await?;
    let mut progress = Progress::of("people rebuilt");
    let people = rebuild(&site, &mut |done| progress.at(done, None)).await?;
    drop(progress);
    println!(
        "the tables of {people} people follow from their records again; `xueshi verify` says whether everything holds"
    );
    site.db.close().await;
    Ok(())
}

/// Makes everybody's tables anew, each person's in one transaction, and writes one line into the audit log.
pub async fn rebuild(site: &Site, told: &mut (dyn FnMut(usize) + Send)) -> Result<usize> {
    let (mut after, mut done) = (String::new(), 0);
    loop {
        let page = site.db.snapshot().await?.people(&after, PAGE).await?;
        for person in &page {
            of_one(site, person).await?;
            done += 1;
            told(done);
        }
        match page.last() {
            Some(last) => after.clone_from(last),
            None => break,
        }
    }
    let action =
        AuditAction::BooksRebuild { ledger: site.signer.origin().to_owned(), people: u64::try_from(done)? };
    site.db.write_audit(&AuditEvent::by_system(site.new_id(), site.now(), action)).await?;
    Ok(done)
}

async fn of_one(site: &Site, person: &str) -> Result<()> {
    let options = Options { policies: &site.policies, keys: Some(&site.keys), key: None, kept: &[] };
    for _ in 0..TRIES {
        let mut books = site.db.snapshot().await?;
        let rows = derived_rows(&mut books, person, &options).await.with_context(|| {
            format!("the records of person {person} do not hold, so nothing follows from them")
        })?;
        drop(books);
        if site.db.rebuild_person(&PersonId(person.to_owned()), &rows, &site.policies, site.now()).await? {
            return Ok(());
        }
    }
    bail!("person {person} studies without a pause; try again later")
}
