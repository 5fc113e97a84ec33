//! Courses that institutions made, judged once more: each step is in the audit log, in turn, by somebody in the post for it who
//! had no hand on the other side; and what is taught is to the letter what the bureau had before it.

use domain::audit::AuditAction;
use domain::course_draft::{CourseContent, CourseDraftState, CourseDraftStep, QuestionContent};
use domain::workflow::Workflow;
use sha2::{Digest, Sha256};
use store_read::evidence::{CourseDraftRow, CourseStepRow, PublishedQuestionRow, Snapshot};

use crate::error::{Mismatch, VerifyError, holds, same};
use crate::facts::Facts;

const PAGE: i64 = 100;
const MAKERS: [&str; 3] = ["institution_admin", "enterprise", "teacher"];
const REVIEWERS: [&str; 2] = ["county_reviewer", "city_first_reviewer"];

/// What the audit log says was done.
#[derive(Clone, Debug)]
pub struct CourseLeaf {
    action: AuditAction,
    account: Option<String>,
    at_ms: i64,
}

impl CourseLeaf {
    /// What a leaf says of a draft, and of which.
    pub fn of(action: AuditAction, account: Option<String>, at_ms: i64) -> Option<(String, Self)> {
        let draft = match &action {
            AuditAction::CourseSubmit { draft, .. }
            | AuditAction::CourseReturn { draft, .. }
            | AuditAction::CoursePublish { draft, .. }
            | AuditAction::CourseWithdraw { draft } => draft.0.clone(),
            _ => return None,
        };
        Some((draft, Self { action, account, at_ms }))
    }

    fn step(&self) -> (CourseDraftStep, &str) {
        match &self.action {
            AuditAction::CourseReturn { sha256, .. } => (CourseDraftStep::Return, sha256),
            AuditAction::CoursePublish { sha256, .. } => (CourseDraftStep::Publish, sha256),
            AuditAction::CourseSubmit { sha256, .. } => (CourseDraftStep::Submit, sha256),
            _ => (CourseDraftStep::Withdraw, ""),
        }
    }
}

/// Goes through all drafts; how many there are, and how many were published.
pub async fn verify(books: &mut Snapshot, facts: &mut Facts) -> Result<(i64, i64), VerifyError> {
    let (mut count, mut published, mut steps) = (0, 0, 0);
    let mut after = String::new();
    loop {
        let page = books.course_drafts(&after, PAGE).await?;
        for draft in &page {
            steps += one(books, facts, draft).await?;
            count += 1;
            published += i64::from(draft.course_id.is_some());
        }
        match page.last() {
            Some(last) => after.clone_from(&last.id),
            None => break,
        }
    }
    if let Some(gone) = facts.courses.keys().next() {
        let place = format!("course draft {gone}");
        return Err(Mismatch::new(place, "the row of its leaves in the audit log", "one", "none").into());
    }
    same("the books", "steps of known course drafts", &steps, &books.course_step_count().await?)?;
    Ok((count, published))
}

/// One draft; how many steps it has.
async fn one(books: &mut Snapshot, facts: &mut Facts, draft: &CourseDraftRow) -> Result<i64, VerifyError> {
    let place = format!("course draft {}", draft.id);
    let leaves = facts.courses.remove(&draft.id).unwrap_or_default();
    let steps = books.course_steps(&draft.id).await?;
    same(&place, "steps that the audit log tells of", &leaves.len(), &steps.len())?;
    let mut state = CourseDraftState::Draft;
    let mut submitted: Option<&CourseStepRow> = None;
    for (n, (leaf, row)) in (1..).zip(leaves.iter().zip(&steps)) {
        let place = format!("{place}, step {n}");
        let (step, sha256) = leaf.step();
        same(&place, "its number", &n, &row.n)?;
        same(&place, "what the audit log says was done", &step.as_str(), &row.kind.as_str())?;
        same(&place, "its digest in the audit log", &sha256, &row.sha256.as_str())?;
        same(
            &place,
            "who the audit log says it was",
            &leaf.account.as_deref(),
            &Some(row.account_id.as_str()),
        )?;
        same(&place, "whose account it is", &row.account_person, &row.person_id)?;
        same(&place, "when, as the audit log says", &leaf.at_ms, &row.at_ms)?;
        let rule = CourseDraftState::rule(step);
        holds(
            &place,
            "its turn",
            rule.from.contains(&state),
            &format!("after {:?}", rule.from),
            state.as_str(),
        )?;
        let decides = matches!(step, CourseDraftStep::Return | CourseDraftStep::Publish);
        let posts: &[&str] = if decides { &REVIEWERS } else { &MAKERS };
        let may = facts.held(&row.account_id, row.at_ms, posts);
        holds(&place, "who took it", may, "somebody in the post for it", &row.account_id)?;
        let other_side = steps.iter().find(|other| {
            other.person_id == row.person_id && matches!(other.kind.as_str(), "return" | "publish") != decides
        });
        holds(&place, "who took it", other_side.is_none(), "nobody of the other side", &row.person_id)?;
        if step == CourseDraftStep::Submit {
            let digest = hex::encode(Sha256::digest(row.content.as_bytes()));
            same(&place, "the digest of what was submitted", &digest, &row.sha256)?;
            submitted = Some(row);
        } else if decides {
            let before = submitted.map(|before| before.sha256.as_str());
            same(&place, "what was decided on", &before, &Some(row.sha256.as_str()))?;
        }
        state = rule.to;
    }
    same(&place, "how it stands, by its steps", &state.as_str(), &draft.state.as_str())?;
    let published = leaves.last().map(|leaf| &leaf.action);
    match (published, &draft.course_id, submitted) {
        (Some(AuditAction::CoursePublish { course, course_code, .. }), Some(id), Some(submitted)) => {
            same(&place, "its course, as the audit log says", &course.0, id)?;
            taught(books, draft, id, course_code, submitted).await?;
        }
        (_, course, _) => same(&place, "its course", &None, &course.as_ref())?,
    }
    Ok(steps.len() as i64)
}

/// What is taught is what was submitted.
async fn taught(
    books: &mut Snapshot,
    draft: &CourseDraftRow,
    id: &str,
    code: &str,
    submitted: &CourseStepRow,
) -> Result<(), VerifyError> {
    let place = format!("course {id}");
    let content: CourseContent = serde_json::from_str(&submitted.content)
        .map_err(|_| Mismatch::new(&place, "what was submitted", "a course", &submitted.content))?;
    let course = books.published_course(id).await?;
    let course = course.ok_or_else(|| Mismatch::new(&place, "its row", "one", "none"))?;
    same(&place, "its code, as the audit log says", &code, &course.code.as_str())?;
    same(&place, "who made it", &draft.organisation_id, &course.organisation_id)?;
    same(&place, "who submitted it", &content.organisation.0, &course.organisation_id)?;
    same(&place, "what it replaces", &draft.replaces, &course.replaces)?;
    same(&place, "its version", &(course.version_before.unwrap_or(0) + 1), &course.version)?;
    same(&place, "its title, as it was submitted", &content.title, &course.title)?;
    same(&place, "its summary, as it was submitted", &content.summary, &course.summary)?;
    let outcomes = serde_json::to_string(&content.outcomes).unwrap_or_default();
    same(&place, "what it says one learns, as it was submitted", &outcomes, &course.outcomes)?;
    same(&place, "its trade, as it was submitted", &content.trade_code, &course.trade_code)?;
    same(&place, "its level, as it was submitted", &content.level.as_str(), &course.level.as_str())?;
    same(&place, "its mode, as it was submitted", &content.mode.as_str(), &course.mode.as_str())?;
    let mut audience = books.published_audience(id).await?;
    audience.sort_unstable();
    same(&place, "for whom it is, as it was submitted", &content.audience, &audience)?;
    let lessons = books.published_lessons(id).await?;
    same(&place, "its lessons, as they were submitted", &content.lessons.len(), &lessons.len())?;
    let asked = books.published_questions(id).await?;
    for (n, (lesson, row)) in (1..).zip(content.lessons.iter().zip(&lessons)) {
        let place = format!("lesson {n} of {place}");
        same(&place, "its id, as it was submitted", &lesson.id.0, &row.id)?;
        same(&place, "its place", &n, &row.position)?;
        same(&place, "its kind, as it was submitted", &lesson.kind.as_str(), &row.kind.as_str())?;
        same(&place, "its title, as it was submitted", &lesson.title, &row.title)?;
        same(&place, "its summary, as it was submitted", &lesson.summary, &row.summary)?;
        same(&place, "its length, as it was submitted", &lesson.duration_ms(), &row.duration_ms)?;
        let film = lesson.film.as_ref();
        let path = film.map(|film| domain::film::media_path(&film.sha256));
        same(&place, "where its film is", &path, &row.media_path)?;
        same(
            &place,
            "its film, as it was submitted",
            &film.map(|film| &film.sha256),
            &row.media_sha256.as_ref(),
        )?;
        let pages = serde_json::to_string(&lesson.pages).unwrap_or_default();
        same(&place, "its pages, as they were submitted", &pages, &row.pages)?;
        let found = sorted(asked.iter().filter(|question| question.lesson_id == row.id).map(question));
        let expected = sorted(lesson.questions.iter().cloned());
        same(&place, "its questions, as they were submitted", &expected, &found)?;
    }
    Ok(())
}

fn question(row: &PublishedQuestionRow) -> QuestionContent {
    QuestionContent {
        at_ms: row.at_ms,
        prompt: row.prompt.clone(),
        options: serde_json::from_str(&row.options).unwrap_or_default(),
        explanation: row.explanation.clone(),
    }
}

/// As texts, in an order that does not depend on how they were written.
fn sorted(questions: impl Iterator<Item = QuestionContent>) -> String {
    let mut texts: Vec<String> =
        questions.map(|question| serde_json::to_string(&question).unwrap_or_default()).collect();
    texts.sort_unstable();
    texts.join("\n")
}
