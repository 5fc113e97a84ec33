//! Opening and closing study sessions.

use std::collections::BTreeSet;

use domain::class_closing::ClassClock;
use domain::id::{ClassId, PersonId, SessionId};
use domain::study::{LessonKey, LiveSession, RawRecord, StudyRefusal};
use domain::time::DAY_MS;
use domain::wire::{OpenSession, SessionClosed, SessionOpened};
use domain::working_day::Calendar;

use store_read::row_mac::RowText;

use super::json::to_store;
use super::rule_input::RuleInput;
use super::unit_of_work::StudyUnitOfWork;
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::tx;

#[derive(sqlx::FromRow)]
struct Place {
    #[sqlx(try_from = "String")]
    class_id: ClassId,
    policy_version: String,
    starts_on: String,
    ends_on: String,
    closed: bool,
    duration_ms: i64,
}

impl Db {
    /// Opens a study session for a lesson of one of the person's enrolments; an earlier live
    /// session is superseded. `NotFound` for what is not theirs. After the last day of the class there is its make-up, by the
    /// working days of the calendar.
    pub async fn open_session(
        &self,
        person: &PersonId,
        open: &OpenSession,
        session: SessionId,
        input: &RuleInput<'_>,
        holidays: &Calendar,
    ) -> Result<SessionOpened> {
        let mut tx = self.begin().await?;
        let place: Place = tx!(&mut tx, |c| sqlx::query_as(
            "SELECT k.id AS class_id, k.policy_version, k.starts_on, k.ends_on, l.duration_ms,
                    EXISTS (SELECT 1 FROM class_closing AS x WHERE x.class_id = k.id) AS closed
             FROM enrolment AS e
             JOIN training_class AS k ON k.id = e.class_id
             JOIN lesson AS l ON l.course_id = k.course_id
             WHERE e.id = $1 AND e.person_id = $2 AND l.id = $3",
        )
        .bind(open.enrolment.as_str())
        .bind(person.as_str())
        .bind(open.lesson.as_str())
        .fetch_one(&mut **c)
        .await)?;
        let now = input.under(&place.policy_version)?;
        let zone = now.policy.utc_offset_minutes;
        let clock = ClassClock { holidays, zone, now_ms: input.now_ms };
        let last_day = clock.make_up(&place.ends_on).day;
        if !clock.stage((&place.starts_on, &place.ends_on), place.closed).admits_study() {
            return Err(StudyRefusal::ClassNotOpen.into());
        }
        let moments: Vec<i64> = tx!(&mut tx, |c| sqlx::query_scalar(
            "SELECT DISTINCT at_ms FROM question WHERE lesson_id = $1 ORDER BY at_ms",
        )
        .bind(open.lesson.as_str())
        .fetch_all(&mut **c)
        .await)?;

        ensure_state(&mut tx, person).await?;
        let mut work = StudyUnitOfWork::load_one(&mut tx, person).await?;
        let key = LessonKey { enrolment: open.enrolment.clone(), lesson: open.lesson.clone() };
        work.load_progress(&mut tx, &BTreeSet::from([key.clone()])).await?;
        let mut study = work.states.remove(person).ok_or(StoreError::NotFound)?;
        let live = LiveSession {
            session: session.clone(),
            enrolment: open.enrolment.clone(),
            class: place.class_id.clone(),
            lesson: open.lesson.clone(),
            duration_ms: place.duration_ms,
            policy: place.policy_version.clone(),
            question_moments_ms: moments,
            seq_max: -1,
            seen_at_ms: input.now_ms,
            open_until_ms: zone
                .day_start_ms(&last_day)
                .map(|last_day_ms| last_day_ms + DAY_MS + now.policy.credit_budget_ms_max()),
        };
        let opened = study.on_open(live, &now, &mut work.progresses);
        let opened_ms = recorded_ms(&opened.records, input.now_ms);
        if let Some(older) = &opened.superseded {
            end_session(&mut tx, older, opened_ms, "superseded").await?;
        }
        tx!(&mut tx, |c| sqlx::query(
            "INSERT INTO study_session (id, person_id, enrolment_id, lesson_id, policy_version, opened_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(session.as_str())
        .bind(person.as_str())
        .bind(open.enrolment.as_str())
        .bind(open.lesson.as_str())
        .bind(place.policy_version.as_str())
        .bind(opened_ms)
        .execute(&mut **c)
        .await
        .map(drop))?;
        let progress = work.progresses.get(&key).cloned().unwrap_or_default();
        let answer = SessionOpened {
            session,
            position_ms: progress.position_ms,
            covered: progress.covered,
            beat_seconds: now.policy.credit.beat_seconds.value,
            duration_ms: place.duration_ms,
            waiting_ms: progress.waiting_ms,
            verified_ms: progress.verified_ms,
            superseded: opened.superseded.clone(),
            check: study.notice(),
            held: study.held,
            passes: study.device.passes,
        };
        work.expire(&opened.expired);
        work.keep(person, opened.records, None)?;
        work.states.insert(person.clone(), study);
        work.save(&mut tx, input.now_ms).await?;
        tx.commit().await?;
        Ok(answer)
    }

    /// Closes a session; what lies after the last check is confirmed by a short one. Closing a
    /// session that is already closed says again where things stand.
    pub async fn close_session(
        &self,
        person: &PersonId,
        session: &SessionId,
        input: &RuleInput<'_>,
    ) -> Result<SessionClosed> {
        let mut tx = self.begin().await?;
        let (enrolment, lesson, policy): (String, String, String) = tx!(&mut tx, |c| {
            sqlx::query_as(
            "SELECT enrolment_id, lesson_id, policy_version FROM study_session WHERE id = $1 AND person_id = $2",
        )
        .bind(session.as_str())
        .bind(person.as_str())
        .fetch_one(&mut **c)
        .await
        })?;
        let key = LessonKey { enrolment: enrolment.into(), lesson: lesson.into() };
        let mut work = StudyUnitOfWork::load_one(&mut tx, person).await?;
        work.load_progress(&mut tx, &BTreeSet::from([key.clone()])).await?;
        let mut study = work.states.remove(person).ok_or(StoreError::NotFound)?;
        let now = input.under(&policy)?;
        match study.on_close(session, &now, &mut work.progresses) {
            Ok((records, expired)) => {
                end_session(&mut tx, session, recorded_ms(&records, input.now_ms), "closed").await?;
                work.expire(&expired);
                work.keep(person, records, None)?;
            }
            Err(StudyRefusal::Ended) => {}
            Err(refusal) => return Err(refusal.into()),
        }
        let progress = work.progresses.get(&key).cloned().unwrap_or_default();
        let answer = SessionClosed {
            counted_ms: progress.waiting_ms + progress.verified_ms,
            waiting_ms: progress.waiting_ms,
            verified_ms: progress.verified_ms,
            check: study.notice(),
        };
        work.states.insert(person.clone(), study);
        work.save(&mut tx, input.now_ms).await?;
        tx.commit().await?;
        Ok(answer)
    }
}

/// When it happened as the records say: a clock that was set back does not turn their time back.
fn recorded_ms(records: &[RawRecord], now_ms: i64) -> i64 {
    records.last().map_or(now_ms, |record| record.at_ms)
}

/// Makes sure there is a row to lock.
async fn ensure_state(tx: &mut Tx, person: &PersonId) -> Result<()> {
    let state = to_store(&domain::study::PersonStudy::default())?;
    let mac = tx.row_keys().mac(&RowText::study(person.as_str(), &state, b"", None, 0))?;
    tx!(tx, |c| sqlx::query(
        "INSERT INTO person_study (person_id, state, last_beat_at, held, mac) VALUES ($1, $2, 0, FALSE, $3)
         ON CONFLICT (person_id) DO NOTHING",
    )
    .bind(person.as_str())
    .bind(state)
    .bind(&mac[..])
    .execute(&mut **c)
    .await
    .map(drop))?;
    Ok(())
}

async fn end_session(tx: &mut Tx, session: &SessionId, at_ms: i64, reason: &str) -> Result<()> {
    tx!(tx, |c| sqlx::query(
        "UPDATE study_session SET ended_at = $1, end_reason = $2 WHERE id = $3 AND ended_at IS NULL",
    )
    .bind(at_ms)
    .bind(reason)
    .bind(session.as_str())
    .execute(&mut **c)
    .await
    .map(drop))?;
    Ok(())
}
