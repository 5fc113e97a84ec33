//! Writing the unit of work back: many rows a statement.

use std::collections::BTreeMap;

use domain::id::{EnrolmentId, LessonId, PersonId};
use domain::study::{LessonKey, LessonProgress, PersonStudy, Progresses, RecordLog};
use sqlx::QueryBuilder;
use store_read::row_mac::{Mac, RowText};

use crate::db::Tx;
use crate::error::Result;
use crate::study::json::to_store;
use crate::tx;

/// Rows of one statement: far below the number of values that either engine takes.
const ROWS: usize = 1000;

/// Which lessons' own rows are written.
#[derive(Clone, Copy)]
pub(super) enum Lessons {
    All,
    /// Not those whose time only grew in the live session.
    GivenBack,
}

/// A person's row, as it is written.
struct Row<'a> {
    person: &'a PersonId,
    study: &'a PersonStudy,
    state: String,
    log: &'a [u8],
    live_progress: Option<String>,
    live_counted_ms: i64,
    mac: Mac,
}

/// The study of people, with the logs of their open segments and how far their live lessons have come.
pub(super) async fn states(
    tx: &mut Tx,
    states: &BTreeMap<PersonId, PersonStudy>,
    progresses: &Progresses,
    logs: &BTreeMap<PersonId, RecordLog>,
    live_counted_ms: &BTreeMap<PersonId, i64>,
    lessons: Lessons,
) -> Result<()> {
    let mut rows = Vec::with_capacity(states.len());
    for (person, study) in states {
        let progress =
            study.live.as_ref().map(|live| progresses.get(&live.key()).cloned().unwrap_or_default());
        let state = to_store(study)?;
        let log: &[u8] = logs.get(person).map_or(&[], RecordLog::as_bytes);
        let live_progress = progress.as_ref().map(to_store).transpose()?;
        let live_counted_ms = live_counted_ms.get(person).copied().unwrap_or(0);
        let text = RowText::study(person.as_str(), &state, log, live_progress.as_deref(), live_counted_ms);
        let mac = tx.row_keys().mac(&text)?;
        rows.push(Row { person, study, state, log, live_progress, live_counted_ms, mac });
    }
    for rows in rows.chunks(ROWS) {
        tx!(tx, |c| {
            let mut sql = QueryBuilder::new(
                "INSERT INTO person_study
                     (person_id, state, log, live_progress, live_counted_ms, live_enrolment_id, live_lesson_id,
                      last_beat_at, open_check_id, held, mac) ",
            );
            sql.push_values(rows, |mut values, row| {
                let live = row.study.live.as_ref();
                values
                    .push_bind(row.person.as_str())
                    .push_bind(row.state.as_str())
                    .push_bind(row.log)
                    .push_bind(row.live_progress.as_deref())
                    .push_bind(row.live_counted_ms)
                    .push_bind(live.map(|live| live.enrolment.as_str()))
                    .push_bind(live.map(|live| live.lesson.as_str()))
                    .push_bind(row.study.last_at_ms)
                    .push_bind(row.study.check.as_ref().map(|check| check.id.as_str()))
                    .push_bind(row.study.held)
                    .push_bind(&row.mac[..]);
            });
            sql.push(
                " ON CONFLICT (person_id) DO UPDATE SET
                     state = excluded.state, log = excluded.log, live_progress = excluded.live_progress,
                     live_counted_ms = excluded.live_counted_ms, last_beat_at = excluded.last_beat_at,
                     open_check_id = excluded.open_check_id, held = excluded.held, mac = excluded.mac",
            );
            // Beats leave the lesson what it is, and so the index of those who study it is not written each time.
            if matches!(lessons, Lessons::All) {
                sql.push(
                    ", live_enrolment_id = excluded.live_enrolment_id, live_lesson_id = excluded.live_lesson_id",
                );
            }
            sql.build().persistent(false).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}

/// How far lessons have come, in rows of their own.
pub(super) async fn progresses(
    tx: &mut Tx,
    changed: &[(&LessonKey, &LessonProgress)],
    now_ms: i64,
) -> Result<()> {
    let mut rows = Vec::with_capacity(changed.len());
    for (key, progress) in changed {
        rows.push((key, to_store(&progress.covered)?, progress));
    }
    for rows in rows.chunks(ROWS) {
        tx!(tx, |c| {
            let mut sql = QueryBuilder::new(
                "INSERT INTO lesson_progress (enrolment_id, lesson_id, covered, position_ms, credited_to_ms,
                     waiting_ms, verified_ms, updated_at) ",
            );
            sql.push_values(rows, |mut row, (key, covered, progress)| {
                row.push_bind(key.enrolment.as_str())
                    .push_bind(key.lesson.as_str())
                    .push_bind(covered)
                    .push_bind(progress.position_ms)
                    .push_bind(progress.credited_to_ms)
                    .push_bind(progress.waiting_ms)
                    .push_bind(progress.verified_ms)
                    .push_bind(now_ms);
            });
            sql.push(
                " ON CONFLICT (enrolment_id, lesson_id) DO UPDATE SET
                     covered = excluded.covered, position_ms = excluded.position_ms,
                     credited_to_ms = excluded.credited_to_ms, waiting_ms = excluded.waiting_ms,
                     verified_ms = excluded.verified_ms, updated_at = excluded.updated_at",
            );
            sql.build().persistent(false).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}

/// What was refused, by lesson, day and reason.
pub(super) async fn refusals(
    tx: &mut Tx,
    refusals: &BTreeMap<(EnrolmentId, LessonId, String, &'static str), i64>,
    now_ms: i64,
) -> Result<()> {
    let rows: Vec<_> = refusals.iter().collect();
    for rows in rows.chunks(ROWS) {
        tx!(tx, |c| {
            let mut sql =
                QueryBuilder::new("INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at) ");
            sql.push_values(rows, |mut row, ((enrolment, lesson, day, code), ms)| {
                row.push_bind(enrolment.as_str())
                    .push_bind(lesson.as_str())
                    .push_bind(day)
                    .push_bind(*code)
                    .push_bind(**ms)
                    .push_bind(now_ms);
            });
            sql.push(
                " ON CONFLICT (enrolment_id, lesson_id, day, code) DO UPDATE SET
                     ms = refusal.ms + excluded.ms, last_at = excluded.last_at",
            );
            sql.build().persistent(false).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}
