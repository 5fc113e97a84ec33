//! Courses as institutions make them: writing one, and the steps by which it is published. Each step is one transaction that
//! holds the draft, asks the rule and leaves its line in the audit log; triggers of the database refuse what the code here
//! refuses.

mod list;
mod step;

pub(crate) use list::course_waits;
pub use list::{CourseDraft, CourseDraftStepLine};

use domain::course::LessonKind;
use domain::course_draft::{CourseContent, CourseDraftStep, PartReason};
use domain::id::{AccountId, CourseDraftId, CourseId, OrganisationId, PersonId, QuestionId, RegionId};
use domain::workflow::NotTaken;

use self::step::NewStep;
use crate::appeal::Actor;
use crate::audit::{self, AuditEvent};
use crate::course::{NewCourse, NewLesson, NewQuestion, insert_whole_course};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{execute, read_db, tx};

/// The picture of a course that brings none of its own, below the media folder.
const COVER: &str = "course.svg";

/// A draft as it is written.
#[derive(Clone, Debug)]
pub struct WrittenDraft<'a> {
    pub id: CourseDraftId,
    /// The change that was seen by whoever wrote; 0 for a new one.
    pub version: i64,
    pub region: RegionId,
    pub content: &'a CourseContent,
    /// The version of the course that it is to follow. Only read of a new draft.
    pub replaces: Option<CourseId>,
}

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWritten {
    /// It waits for the bureau, or is decided.
    Closed,
    /// Somebody else has written since it was read, or it was begun already.
    Changed,
    /// The person has decided on it before.
    NotThisPerson,
}

/// Why a step was not taken; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepRefusal {
    /// The rule says so.
    Rule(NotTaken),
    /// It is not what the actor has seen: it was changed since.
    Changed,
    /// The course that it is to follow was followed by another meanwhile.
    Replaced,
    /// A film of it is there no more.
    FilmGone,
}

impl Db {
    /// Begins a draft or changes one that is open to change; the version it has since.
    pub async fn write_course_draft(
        &self,
        written: &WrittenDraft<'_>,
        (account, person): (&AccountId, &PersonId),
        now_ms: i64,
    ) -> Result<std::result::Result<i64, NotWritten>> {
        let mut tx = self.begin().await?;
        let (id, content) = (written.id.as_str(), written.content.canonical());
        if written.version == 0 {
            let sql = "INSERT INTO course_draft (id, organisation_id, region_id, content, title, replaces, state, version,
                           made_by, made_at, changed_at)
                       VALUES ($1, $2, $3, $4, $5, $6, 'draft', 1, $7, $8, $8) ON CONFLICT DO NOTHING";
            // The same press once more, or a colleague's at the same moment: it is there.
            let begun = execute!(
                &mut tx,
                sql,
                id,
                written.content.organisation.as_str(),
                written.region.as_str(),
                content,
                &written.content.title,
                written.replaces.as_ref().map(CourseId::as_str),
                account.as_str(),
                now_ms
            )?;
            if begun == 0 {
                return Ok(Err(NotWritten::Changed));
            }
        } else {
            let held = tx.hold_course_draft(&written.id).await?;
            match held.case.admits(CourseDraftStep::Submit, person) {
                Ok(()) => {}
                Err(NotTaken::NotThisPerson) => return Ok(Err(NotWritten::NotThisPerson)),
                Err(_) => return Ok(Err(NotWritten::Closed)),
            }
            if held.version != written.version {
                return Ok(Err(NotWritten::Changed));
            }
            let sql =
                "UPDATE course_draft SET content = $1, title = $2, version = version + 1, changed_at = $3
                       WHERE id = $4";
            execute!(&mut tx, sql, content, &written.content.title, now_ms, id)?;
        }
        let sql = "INSERT INTO course_draft_hand (draft_id, person_id) VALUES ($1, $2)
                   ON CONFLICT (draft_id, person_id) DO NOTHING";
        execute!(&mut tx, sql, id, person.as_str())?;
        tx.commit().await?;
        Ok(Ok(written.version + 1))
    }

    /// The institution submits exactly this version. The event names the digest of its content.
    pub async fn submit_course(
        &self,
        id: &CourseDraftId,
        (version, content): (i64, &CourseContent),
        actor: &Actor,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), StepRefusal>> {
        let canonical = content.canonical();
        let step = NewStep {
            kind: CourseDraftStep::Submit,
            reason: "",
            reasons: &[],
            content: &canonical,
            sha256: &content.digest(),
        };
        let mut tx = self.begin().await?;
        let held = tx.hold_course_draft(id).await?;
        let seen = held.version == version;
        if let Err(why) = tx.take_course_step(id, held, seen, &step, (actor, event.at_ms), None).await? {
            return Ok(Err(why));
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// The institution gives it up.
    pub async fn withdraw_course(
        &self,
        id: &CourseDraftId,
        actor: &Actor,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), StepRefusal>> {
        let step =
            NewStep { kind: CourseDraftStep::Withdraw, reason: "", reasons: &[], content: "", sha256: "" };
        let mut tx = self.begin().await?;
        let held = tx.hold_course_draft(id).await?;
        if let Err(why) = tx.take_course_step(id, held, true, &step, (actor, event.at_ms), None).await? {
            return Ok(Err(why));
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// The bureau returns what has this digest, with reasons by part.
    pub async fn return_course(
        &self,
        id: &CourseDraftId,
        sha256: &str,
        reasons: &[PartReason],
        actor: &Actor,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), StepRefusal>> {
        let reason = event.reason.as_str();
        let step = NewStep { kind: CourseDraftStep::Return, reason, reasons, content: "", sha256 };
        let mut tx = self.begin().await?;
        let held = tx.hold_course_draft(id).await?;
        let seen = held.submitted().is_some_and(|submitted| submitted.sha256 == sha256);
        if let Err(why) = tx.take_course_step(id, held, seen, &step, (actor, event.at_ms), None).await? {
            return Ok(Err(why));
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// The bureau publishes what has this digest: from now on it is a course, and the version before it is offered no more.
    /// The event is made of the code it gets; `new_id` names the questions.
    pub async fn publish_draft(
        &self,
        id: &CourseDraftId,
        (sha256, course): (&str, &CourseId),
        actor: &Actor,
        new_id: impl Fn() -> String,
        event: impl FnOnce(&str) -> AuditEvent,
    ) -> Result<std::result::Result<String, StepRefusal>> {
        let mut tx = self.begin().await?;
        let held = tx.hold_course_draft(id).await?;
        let content =
            held.submitted().filter(|step| step.sha256 == sha256).and_then(CourseDraftStepLine::content);
        let Some(content) = content else { return Ok(Err(StepRefusal::Changed)) };
        let replaces = held.replaces.clone();
        let step = NewStep { kind: CourseDraftStep::Publish, reason: "", reasons: &[], content: "", sha256 };
        let before = match &replaces {
            Some(before) => match tx.version_before(before).await? {
                Some(before) => Some(before),
                None => return Ok(Err(StepRefusal::Replaced)),
            },
            None => None,
        };
        if tx.misses_a_film(&content).await? {
            return Ok(Err(StepRefusal::FilmGone));
        }
        let new = tx.course_of(id, course, &content, replaces, before, new_id).await?;
        let event = event(&new.code);
        insert_whole_course(&mut tx, &new, event.at_ms).await?;
        let step = tx.take_course_step(id, held, true, &step, (actor, event.at_ms), Some(course)).await?;
        if let Err(why) = step {
            return Ok(Err(why));
        }
        audit::write(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Ok(new.code))
    }

    /// The draft that is to follow a course and is not decided yet, if there is one.
    pub async fn draft_that_follows(&self, course: &CourseId) -> Result<Option<CourseDraftId>> {
        let sql =
            "SELECT id FROM course_draft WHERE replaces = $1 AND state IN ('draft', 'submitted', 'returned')";
        let id: Option<String> =
            read_db!(self, |p| sqlx::query_scalar(sql).bind(course.as_str()).fetch_optional(p).await)?;
        Ok(id.map(CourseDraftId))
    }
}

/// The code without its version.
fn base_code(code: &str) -> &str {
    code.rsplit_once("-v").filter(|(_, n)| n.parse::<i64>().is_ok()).map_or(code, |(base, _)| base)
}

impl Tx {
    /// Code and version of a course, if it is the newest of its line; it is held, so that one version follows it.
    async fn version_before(&mut self, course: &CourseId) -> Result<Option<(String, i64)>> {
        let lock = self.text(
            "SELECT code, version FROM course WHERE id = $1",
            "SELECT code, version FROM course WHERE id = $1 FOR UPDATE",
        );
        let before: (String, i64) =
            tx!(self, |c| sqlx::query_as(lock).bind(course.as_str()).fetch_one(&mut **c).await)?;
        let sql = "SELECT COUNT(*) FROM course WHERE replaces = $1";
        let followed: i64 =
            tx!(self, |c| sqlx::query_scalar(sql).bind(course.as_str()).fetch_one(&mut **c).await)?;
        Ok((followed == 0).then_some(before))
    }

    /// Whether a film of a course is not among those of its institution that can be used, as long as the server measured it.
    async fn misses_a_film(&mut self, content: &CourseContent) -> Result<bool> {
        for film in content.lessons.iter().filter_map(|lesson| lesson.film.as_ref()) {
            let sql =
                "SELECT COUNT(*) FROM film WHERE organisation_id = $1 AND sha256 = $2 AND duration_ms = $3
                           AND state = 'ready' AND deleted_at IS NULL";
            let there: i64 = tx!(self, |c| sqlx::query_scalar(sql)
                .bind(content.organisation.as_str())
                .bind(&film.sha256)
                .bind(film.duration_ms)
                .fetch_one(&mut **c)
                .await)?;
            if there == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The course that a draft becomes. What institutions write is in Chinese; it stands for both languages.
    async fn course_of(
        &mut self,
        draft: &CourseDraftId,
        id: &CourseId,
        content: &CourseContent,
        replaces: Option<CourseId>,
        before: Option<(String, i64)>,
        new_id: impl Fn() -> String,
    ) -> Result<NewCourse> {
        let sql = "SELECT name, name_en FROM trade WHERE code = $1";
        let (trade, trade_en): (String, String) =
            tx!(self, |c| sqlx::query_as(sql).bind(&content.trade_code).fetch_one(&mut **c).await)?;
        let (code, version) = if let Some((code, version)) = before {
            (format!("{}-v{}", base_code(&code), version + 1), version + 1)
        } else {
            let end = draft.as_str().get(draft.as_str().len().saturating_sub(8)..).unwrap_or_default();
            (format!("c{end}"), 1)
        };
        let lesson = |(n, lesson): (usize, &domain::course_draft::LessonContent)| {
            let film = lesson.film.as_ref().filter(|_| lesson.kind == LessonKind::Video);
            let text_bytes =
                lesson.pages.iter().map(|page| page.title.len() + page.body.len()).sum::<usize>() as i64;
            NewLesson {
                id: lesson.id.clone(),
                code: format!("{code}-{}", n + 1),
                kind: lesson.kind,
                title: lesson.title.clone(),
                title_en: lesson.title.clone(),
                summary: lesson.summary.clone(),
                duration_ms: lesson.duration_ms(),
                media_path: film.map(|film| domain::film::media_path(&film.sha256)),
                media_bytes: film.map_or(text_bytes, |film| film.bytes),
                media_sha256: film.map(|film| film.sha256.clone()),
                captions_path: None,
                poster_path: None,
                pages: lesson.pages.clone(),
                questions: lesson
                    .questions
                    .iter()
                    .map(|question| NewQuestion {
                        id: QuestionId(new_id()),
                        at_ms: question.at_ms,
                        prompt: question.prompt.clone(),
                        options: question.options.clone(),
                        explanation: question.explanation.clone(),
                    })
                    .collect(),
            }
        };
        let lessons = content.lessons.iter().enumerate().map(lesson).collect();
        Ok(NewCourse {
            id: id.clone(),
            title: content.title.clone(),
            title_en: content.title.clone(),
            summary: content.summary.clone(),
            summary_en: content.summary.clone(),
            outcomes: content.outcomes.clone(),
            outcomes_en: content.outcomes.clone(),
            trade_code: content.trade_code.clone(),
            trade,
            trade_en,
            level: content.level,
            mode: content.mode,
            cover: COVER.to_owned(),
            organisation: OrganisationId(content.organisation.0.clone()),
            audience: content.audience.clone(),
            lessons,
            version,
            replaces,
            code,
        })
    }
}
