//! `xueshi verify`: recomputes every total from the raw records and names the first thing that
//! does not hold.
//!
//! The writer is not trusted: what counts, how checks verify, the tree, the notes and the subsidy
//! arithmetic are written here a second time, plainly, from the rules. Only the types of what is
//! stored and the numbers of the policies are shared. Reads happen in one snapshot that can write
//! nothing, person by person, so that memory stays bounded. This crate cannot reach what writes: it depends on the store's
//! reading side alone.

mod appeal;
mod audit;
pub mod bundle;
mod calendar;
mod claim;
mod class_closing;
mod course_draft;
mod derived;
mod error;
mod exam;
pub mod export;
pub mod facts;
mod inclusion;
pub mod keys;
mod ledger;
mod merkle;
pub mod note;
mod options;
mod payee;
mod payment;
mod person;
mod publication;
pub mod replay;
pub mod schema;
mod sealed;
mod sets;
mod stored;
mod subsidy;
pub mod tree;
pub mod witness;

pub use error::{Mismatch, VerifyError};
pub use options::Options;
pub use person::derived_rows;

use std::fmt;

use store_read::evidence::Snapshot;

use error::same;
use keys::Chain;
use note::{PublicKey, is_of_audit};
use tree::{Kept, TreeReport};
use witness::{Seen, Watch};

const PAGE: i64 = 500;

/// What was found when everything holds.
#[derive(Debug)]
pub struct Report {
    pub tree: TreeReport,
    pub audit: TreeReport,
    /// How many keys have signed, and how many of them ended; `None` if signatures were not checked.
    pub signing_keys: Option<(usize, usize)>,
    /// Rows that are as the audit log states them.
    pub facts: i64,
    pub people: i64,
    pub records: i64,
    pub verified_ms: i64,
    pub waiting_ms: i64,
    pub subsidies: i64,
    pub amount_fen: i64,
    /// Papers of final tests, and how many of them passed.
    pub exams: (i64, i64),
    /// Claims, and what those come to that passed both reviews.
    pub claims: (i64, i64),
    /// Published lists, and how many were struck off them.
    pub publications: (i64, i64),
    /// Courses that institutions made, and how many of them are published.
    pub courses: (i64, i64),
    /// Batches of payments, and what banks have paid of them.
    pub payments: (i64, i64),
    /// How many sealed values open in their places; `None` without the key file, and then MACs were not checked either.
    pub sealed: Option<i64>,
    /// What each witness outside saw last of each log.
    pub seen: Vec<Seen>,
    /// Origins and sizes of the kept checkpoints that today's ledger and audit log continue.
    pub kept: Vec<(String, i64)>,
}

/// Verifies a database as it was when the snapshot was opened.
pub async fn verify(books: &mut Snapshot, options: &Options<'_>) -> Result<Report, VerifyError> {
    verify_told(books, options, &mut |_| {}).await
}

/// The same; now and then it is told how many people were gone through.
pub async fn verify_told(
    books: &mut Snapshot,
    options: &Options<'_>,
    told: &mut (dyn FnMut(usize) + Send),
) -> Result<Report, VerifyError> {
    verify_witnessed(books, options, &[], told).await
}

/// The same against what witnesses outside saw.
pub async fn verify_witnessed(
    books: &mut Snapshot,
    options: &Options<'_>,
    seen: &[Seen],
    told: &mut (dyn FnMut(usize) + Send),
) -> Result<Report, VerifyError> {
    let (of_audit, of_ledger): (Vec<&Kept>, Vec<&Kept>) =
        options.kept.iter().partition(|kept| kept.note.is_of_audit());
    let (by_audit, by_ledger): (Vec<&Seen>, Vec<&Seen>) =
        seen.iter().partition(|seen| is_of_audit(&seen.note.origin));
    let keys = match options.key {
        Some(key) => Some(signing_keys(books, key).await?),
        None => None,
    };
    let watch = |seen: Vec<&Seen>| Watch::of(seen.into_iter().cloned().collect(), keys.as_ref());
    let (watch_ledger, watch_audit) = (watch(by_ledger)?, watch(by_audit)?);
    let tree = ledger::verify(books, keys.as_ref(), &of_ledger, options, watch_ledger).await?;
    let (audit, hand_overs, mut facts) =
        audit::verify(books, keys.as_ref(), &of_audit, options, watch_audit).await?;
    if let Some(keys) = &keys {
        keys.fits(tree.entries, audit.entries, hand_overs)?;
    }
    facts.compare_policies(options.policies)?;
    let stated = facts.compare(books, options.keys).await?;
    let exams = exam::verify(books, &facts, options.policies).await?;
    class_closing::verify(books, tree.entries, &facts, options.policies).await?;
    let mut report = Report {
        tree,
        audit,
        signing_keys: keys.as_ref().map(Chain::count),
        facts: stated,
        people: 0,
        records: 0,
        verified_ms: 0,
        waiting_ms: 0,
        subsidies: 0,
        amount_fen: 0,
        exams,
        claims: (0, 0),
        publications: (0, 0),
        courses: (0, 0),
        payments: (0, 0),
        sealed: None,
        seen: newest(seen),
        kept: options.kept.iter().map(|kept| (kept.note.origin.clone(), kept.note.size)).collect(),
    };
    let (mut entries, mut closed_records, mut derived) = (0, 0, 0);
    let (mut after, mut gone_through) = (String::new(), 0);
    loop {
        let page = books.people(&after, PAGE).await?;
        for person in &page {
            gone_through += 1;
            told(gone_through);
            let found = person::verify(books, person, report.tree.entries, &facts, options).await?;
            report.people += i64::from(found.records > 0);
            report.records += found.records;
            closed_records += found.closed_records;
            report.verified_ms += found.verified_ms;
            report.waiting_ms += found.waiting_ms;
            report.subsidies += found.subsidies;
            report.amount_fen += found.amount_fen;
            entries += found.entries;
            derived += found.derived;
        }
        match page.last() {
            Some(last) => after.clone_from(last),
            None => break,
        }
    }
    report.courses = course_draft::verify(books, &mut facts).await?;
    report.claims = claim::verify(books, &mut facts, options.policies).await?;
    report.publications = publication::verify(books, &mut facts).await?;
    report.payments = payment::verify(books, &mut facts).await?;
    report.sealed = sealed::verify(books, options).await?;
    payee::verify(books, options).await?;
    // Whatever belongs to nobody was not looked at.
    let (records, subsidies) = books.counts().await?;
    same("the books", "raw records of known people", &records, &closed_records)?;
    same("the books", "ledger entries of known people", &report.tree.entries, &entries)?;
    same("the books", "subsidy records of known people", &subsidies, &report.subsidies)?;
    let rows = books.derived_count().await?;
    same("the books", "sessions, checks and refusals of known people", &rows, &derived)?;
    Ok(report)
}

/// The last of what each witness saw of each log.
fn newest(seen: &[Seen]) -> Vec<Seen> {
    let mut newest: Vec<Seen> = Vec::new();
    for one in seen {
        match newest.iter_mut().find(|last| last.by == one.by && last.note.origin == one.note.origin) {
            Some(last) if (last.note.size, last.at_s) < (one.note.size, one.at_s) => *last = one.clone(),
            Some(_) => {}
            None => newest.push(one.clone()),
        }
    }
    newest
}

/// The keys whose signatures count, followed from one that is trusted.
pub async fn signing_keys(books: &mut Snapshot, key: &PublicKey) -> Result<Chain, VerifyError> {
    let notes = books.key_notes().await?;
    Chain::follow(key, &notes).map_err(|error| {
        Mismatch::new("the signing keys", "the hand-overs", "each signed by the key before and after", error)
            .into()
    })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tree = &self.tree;
        writeln!(f, "people who studied   {}", self.people)?;
        writeln!(f, "raw records          {}", self.records)?;
        writeln!(f, "ledger entries       {}", tree.entries)?;
        writeln!(f, "verified             {}", hours(self.verified_ms))?;
        writeln!(f, "waiting              {}", hours(self.waiting_ms))?;
        writeln!(f, "subsidy records      {}", self.subsidies)?;
        writeln!(f, "amount               {}.{:02} yuan", self.amount_fen / 100, self.amount_fen % 100)?;
        let (papers, passed) = self.exams;
        writeln!(f, "final tests          {papers} papers ({passed} passed)")?;
        let (claims, approved) = self.claims;
        writeln!(
            f,
            "claims               {claims} ({}.{:02} yuan passed both reviews)",
            approved / 100,
            approved % 100
        )?;
        let (courses, published) = self.courses;
        writeln!(f, "courses              {courses} made by institutions ({published} published)")?;
        let (lists, struck) = self.publications;
        writeln!(f, "publications         {lists} ({struck} people struck off by objections)")?;
        let (batches, paid) = self.payments;
        writeln!(f, "payments             {batches} (paid: {}.{:02} yuan)", paid / 100, paid % 100)?;
        writeln!(f, "root of the ledger   {}", hex::encode(tree.root))?;
        writeln!(f, "checkpoints          {} ({} signatures checked)", tree.checkpoints, tree.signatures)?;
        let audit = &self.audit;
        writeln!(f, "audit lines          {}", audit.entries)?;
        writeln!(f, "root of the audit    {}", hex::encode(audit.root))?;
        writeln!(f, "audit checkpoints    {} ({} signatures checked)", audit.checkpoints, audit.signatures)?;
        writeln!(f, "facts stated         {} rows are as the audit log says", self.facts)?;
        if let Some((keys, ended)) = self.signing_keys {
            writeln!(f, "signing keys         {keys} ({ended} ended)")?;
        }
        match self.sealed {
            Some(values) => {
                writeln!(f, "MACs of rows         checked")?;
                writeln!(f, "sealed values        {values} (each opens in its row and column)")?;
            }
            None => writeln!(f, "MACs, sealed values  not checked: this takes the key file")?,
        }
        let (ledger, audit) = (tree.cosignatures, audit.cosignatures);
        writeln!(f, "cosignatures         {ledger} of the ledger, {audit} of the audit log")?;
        for seen in &self.seen {
            writeln!(f, "{seen}: today's books continue it")?;
        }
        for (origin, size) in &self.kept {
            writeln!(f, "kept checkpoint      of {size} entries of {origin}: today's books continue it")?;
        }
        write!(f, "OK")
    }
}

/// Hours, minutes and seconds, with the milliseconds they are made of.
pub fn hours(ms: i64) -> String {
    let seconds = ms / 1000;
    format!("{}:{:02}:{:02} ({ms} ms)", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
