//! Published lists and the objections to them, judged once more: each list holds everybody of the claims that it names who is
//! owed something, as both reviews passed it; each answer was given once, by somebody in the post for it who has no part in the
//! claim; and who is struck off is so by an answer that the audit log tells of.

use std::collections::HashSet;

use domain::audit::AuditAction;
use domain::id::ClaimId;
use sha2::{Digest, Sha256};
use store_read::evidence::{ObjectionRow, PublicationRow, Snapshot};

use crate::error::{Mismatch, VerifyError, holds, same};
use crate::facts::Facts;

const PAGE: i64 = 500;

/// What the audit log says was done.
#[derive(Clone, Debug)]
pub struct PublicationLeaf {
    action: AuditAction,
    account: Option<String>,
    reason: String,
    at_ms: i64,
}

impl PublicationLeaf {
    /// What a leaf says of a publication or an objection, and of which.
    pub fn of(
        action: AuditAction,
        account: Option<String>,
        reason: &str,
        at_ms: i64,
    ) -> Option<(String, Self)> {
        let about = match &action {
            AuditAction::PublicationMake { publication, .. } => publication.0.clone(),
            AuditAction::ObjectionFile { objection, .. }
            | AuditAction::ObjectionUphold { objection, .. }
            | AuditAction::ObjectionDismiss { objection } => objection.0.clone(),
            _ => return None,
        };
        Some((about, Self { action, account, reason: reason.to_owned(), at_ms }))
    }
}

/// Goes through all publications and objections; how many lists there are, and how many were struck off.
pub async fn verify(books: &mut Snapshot, facts: &mut Facts) -> Result<(i64, i64), VerifyError> {
    let (mut count, mut lines, mut struck) = (0, 0, 0);
    let mut published: HashSet<String> = HashSet::new();
    let mut after = String::new();
    loop {
        let page = books.publications(&after, PAGE).await?;
        for list in &page {
            lines += one(books, facts, list, &mut published).await?;
            count += 1;
        }
        match page.last() {
            Some(last) => after.clone_from(&last.id),
            None => break,
        }
    }
    let mut after = String::new();
    loop {
        let page = books.objections(&after, PAGE).await?;
        for objection in &page {
            struck += answered(books, facts, objection).await?;
        }
        match page.last() {
            Some(last) => after.clone_from(&last.id),
            None => break,
        }
    }
    if let Some(gone) = facts.publications.keys().next() {
        let place = format!("publication or objection {gone}");
        return Err(Mismatch::new(place, "the row of its leaves in the audit log", "one", "none").into());
    }
    let (all_lines, all_struck) = books.publication_counts().await?;
    same("the books", "places of known lists", &lines, &all_lines)?;
    same("the books", "places struck off by known objections", &struck, &all_struck)?;
    Ok((count, struck))
}

/// One list; how many places it has.
async fn one(
    books: &mut Snapshot,
    facts: &mut Facts,
    list: &PublicationRow,
    published: &mut HashSet<String>,
) -> Result<i64, VerifyError> {
    let place = format!("publication {}", list.id);
    let leaves = facts.publications.remove(&list.id).unwrap_or_default();
    same(&place, "times that the audit log tells of it", &leaves.len(), &1)?;
    let Some(PublicationLeaf {
        action: AuditAction::PublicationMake { claims, people, amount, sha256, .. },
        account,
        at_ms,
        ..
    }) = leaves.first()
    else {
        return Err(Mismatch::new(&place, "what the audit log says", "that it was published", "else").into());
    };
    same(
        &place,
        "who the audit log says published it",
        &account.as_deref().unwrap_or(""),
        &list.account_id.as_str(),
    )?;
    same(&place, "when, as the audit log says", at_ms, &list.at_ms)?;
    same(&place, "its digest in the audit log", sha256, &list.sha256)?;
    same(&place, "its people, as the audit log says", people, &list.people)?;
    same(&place, "its sum in fen, as the audit log says", &amount.0, &list.amount_fen)?;
    same(&place, "whose account it is", &list.account_person, &list.person_id)?;
    let may = facts.held(&list.account_id, list.at_ms, &["city_first_reviewer"]);
    holds(&place, "who published it", may, "somebody in the post for it", &list.account_id)?;
    let mut hasher = Sha256::new();
    let (mut n, mut sum) = (0, 0);
    let mut found: Vec<ClaimId> = Vec::new();
    // Of the claim that is being read: how many are left of it.
    let mut left = 0;
    loop {
        let page = books.publication_lines(&list.id, n, PAGE).await?;
        for line in &page {
            n += 1;
            let place = format!("{place}, place {n}");
            same(&place, "its number", &n, &line.n)?;
            same(&place, "how its claim stands", &line.claim_state.as_deref(), &Some("approved"))?;
            same(&place, "who the claim says it is", &line.claimed_person.as_ref(), &Some(&line.person_id))?;
            same(&place, "what the claim says is owed", &line.claimed_fen, &Some(line.amount_fen))?;
            let passed = line.claim_since.is_some_and(|since| since <= list.at_ms);
            holds(&place, "when its claim passed", passed, "before it was published", "after")?;
            holds(
                &place,
                "whoever published it",
                line.person_id != list.person_id,
                "somebody else",
                "in the list",
            )?;
            if found.last().is_none_or(|last| last.0 != line.claim_id) {
                same(&place, "who is left out of the claim before", &left, &0)?;
                let anew = published.insert(line.claim_id.clone());
                holds(&place, "its claim", anew, "published once", "published before")?;
                found.push(ClaimId(line.claim_id.clone()));
                left = line.claim_paid.unwrap_or(0);
            }
            left -= 1;
            sum += line.amount_fen;
            let text = format!("{n} {} {} {}\n", line.claim_id, line.enrolment_id, line.amount_fen);
            hasher.update(text.as_bytes());
        }
        if page.is_empty() {
            break;
        }
    }
    same(&place, "who is left out of the last claim", &left, &0)?;
    same(&place, "its claims, as the audit log says", claims, &found)?;
    same(&place, "how many stand in it", &n, &list.people)?;
    same(&place, "the sum of its lines in fen", &sum, &list.amount_fen)?;
    same(&place, "the digest of its lines", &hex::encode(hasher.finalize()), &list.sha256)?;
    Ok(n)
}

/// One objection; how many it struck off.
async fn answered(books: &mut Snapshot, facts: &mut Facts, row: &ObjectionRow) -> Result<i64, VerifyError> {
    let place = format!("objection {}", row.id);
    let leaves = facts.publications.remove(&row.id).unwrap_or_default();
    let Some((filed, answers)) = leaves.split_first() else {
        return Err(Mismatch::new(&place, "its leaf in the audit log", "one", "none").into());
    };
    let AuditAction::ObjectionFile { publication, claim, n, sha256, .. } = &filed.action else {
        return Err(Mismatch::new(&place, "its first leaf", "that it was filed", "else").into());
    };
    same(&place, "its list, as the audit log says", &publication.0, &row.publication_id)?;
    same(&place, "its claim, as the audit log says", &claim.0, &row.claim_id)?;
    same(&place, "its place in the list, as the audit log says", n, &row.n)?;
    same(&place, "when it was filed, as the audit log says", &filed.at_ms, &row.at_ms)?;
    same(&place, "the digest of its words", sha256, &hex::encode(Sha256::digest(row.words.as_bytes())))?;
    same(
        &place,
        "how often the audit log says it was answered",
        &answers.len(),
        &usize::from(row.state != "open"),
    )?;
    let struck = books.struck_off(&row.id).await?;
    let Some(answer) = answers.first() else {
        same(&place, "who is struck off by what nobody answered", &struck.len(), &0)?;
        return Ok(0);
    };
    let (state, named): (_, &[i64]) = match &answer.action {
        AuditAction::ObjectionUphold { struck, .. } => ("upheld", struck),
        AuditAction::ObjectionDismiss { .. } => ("dismissed", &[]),
        _ => return Err(Mismatch::new(&place, "its second leaf", "its answer", "else").into()),
    };
    same(&place, "how the audit log says it was answered", &state, &row.state.as_str())?;
    same(&place, "who is struck off, as the audit log says", &named, &struck.as_slice())?;
    holds(
        &place,
        "who is struck off",
        (state == "upheld") != struck.is_empty(),
        "somebody where it is right",
        state,
    )?;
    let meant = row.n.is_none_or(|n| struck.iter().all(|one| *one == n));
    holds(&place, "who is struck off", meant, "nobody but whom it is about", "somebody else")?;
    same(&place, "who the audit log says answered it", &answer.account, &row.account_id)?;
    same(&place, "why, as the audit log says", &Some(&answer.reason), &row.reason.as_ref())?;
    same(&place, "when it was answered, as the audit log says", &Some(answer.at_ms), &row.answered_at)?;
    same(&place, "whose account it is", &row.account_person, &row.person_id)?;
    let by = row.account_id.as_deref().unwrap_or_default();
    let may = facts.held(by, answer.at_ms, &["internal_controller"]);
    holds(&place, "who answered it", may, "somebody in the post for it", by)?;
    holds(&place, "who answered it", !row.has_part, "somebody who has no part in the claim", by)?;
    Ok(i64::try_from(struck.len()).unwrap_or(i64::MAX))
}
