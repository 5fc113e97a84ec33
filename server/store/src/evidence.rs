//! What the books say, row by row, for whoever recomputes them: plain reads in one consistent
//! snapshot that can write nothing. Lists are read in pages, so that memory stays bounded.

use domain::study::{KeptRecord, LessonProgress, RecordLog};

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::study::evidence::unsealed;
use crate::study::stored;
use crate::tree::Tree;
use crate::within;

/// A view of the database at one moment.
#[derive(Debug)]
pub struct Snapshot {
    tx: Tx,
}

/// Raw records of a person that lie in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Records {
    /// Of a closed segment, with the numbers that its row says.
    Closed { first: i64, last: i64, records: Vec<KeptRecord> },
    /// Of the open segment.
    Open(Vec<KeptRecord>),
    /// What stands there is no log of records.
    Unreadable,
}

/// A passkey of a person's, removed or not.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PasskeyRow {
    pub credential_id: String,
    pub public_key: String,
    pub created_at: i64,
    pub removed_at: Option<i64>,
}

/// A ledger entry with what stands beside its body.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EntryRow {
    pub entry_index: i64,
    pub person_id: String,
    pub enrolment_id: String,
    pub class_id: String,
    pub lesson_id: String,
    pub ms: i64,
    pub at_ms: i64,
    pub body: String,
}

/// Verified time of an entry in one local day.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DayRow {
    pub entry_index: i64,
    pub day: String,
    pub ms: i64,
}

/// The kept state of a person's study.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StateRow {
    pub state: String,
    pub open_check_id: Option<String>,
    pub held: bool,
}

/// How far a lesson has come, as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ProgressRow {
    pub enrolment_id: String,
    pub lesson_id: String,
    pub covered: String,
    pub position_ms: i64,
    pub credited_to_ms: i64,
    pub waiting_ms: i64,
    pub verified_ms: i64,
    /// What pages sum up as waiting in the live lesson, from two places.
    #[sqlx(default)]
    pub shown_waiting_ms: Option<i64>,
}

/// What stands beside the state of whoever is in front of a lesson.
#[derive(sqlx::FromRow)]
struct LiveRow {
    live_enrolment_id: String,
    live_lesson_id: String,
    live_progress: String,
    live_counted_ms: i64,
}

/// An enrolment of a person and what its class asks for.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EnrolmentRow {
    pub id: String,
    pub class_id: String,
    pub policy_version: String,
    /// The length of all lessons of the class's course.
    pub required_ms: i64,
}

/// A subsidy record as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SubsidyRow {
    pub enrolment_id: String,
    pub class_id: String,
    pub policy_version: String,
    pub verified_ms: i64,
    pub required_ms: i64,
    pub credit_tenths: i64,
    pub completed: bool,
    pub pay_mode: String,
    pub amount_fen: i64,
    pub reasoning: String,
    pub ledger_size: i64,
}

/// An appeal with the persons behind its account and its enrolment.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AppealRow {
    pub id: String,
    pub person_id: String,
    pub account_person: String,
    pub enrolment_person: String,
    pub enrolment_id: String,
    pub lesson_id: String,
    pub day: String,
    pub code: String,
    pub policy_version: String,
}

/// A step of an appeal with the person behind its account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StepRow {
    pub appeal_id: String,
    pub n: i64,
    pub kind: String,
    pub person_id: String,
    pub account_person: String,
    pub verdict: Option<String>,
    pub ground: Option<String>,
    pub reason: String,
}

/// The entry that an appeal became.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct GrantRow {
    pub appeal_id: String,
    pub entry_index: i64,
    pub ms: i64,
}

/// A leaf of the audit log with its event, none of whose columns is there if the event is gone.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LeafRow {
    pub leaf_index: i64,
    pub event_id: String,
    pub at_ms: Option<i64>,
    pub account_id: Option<String>,
    pub action: Option<String>,
    pub subject: Option<String>,
    pub reason: Option<String>,
    pub detail: Option<String>,
    pub before_value: Option<String>,
    pub after_value: Option<String>,
    pub address: Option<String>,
}

/// A stored checkpoint.
pub use crate::ledger::checkpoint::Checkpoint;

impl Db {
    /// Opens a view of the database that does not change and can change nothing.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let tx = match self {
            // A SQLite transaction sees what was committed before its first read.
            Self::Sqlite(pools) => Tx::Sqlite(pools.readers.begin_with("BEGIN DEFERRED").await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        };
        Ok(Snapshot { tx })
    }
}

impl Snapshot {
    /// Every passkey a person has or had, under any of their accounts.
    pub async fn passkeys(&mut self, person: &str) -> Result<Vec<PasskeyRow>> {
        let sql = "SELECT k.credential_id, k.public_key, k.created_at, k.removed_at
                   FROM passkey k JOIN account a ON a.id = k.account_id WHERE a.person_id = $1";
        Ok(within!(&mut self.tx, |c| sqlx::query_as(sql).bind(person).fetch_all(&mut **c).await)?)
    }

    /// How many leaves the head of a tree counts.
    pub async fn tree_size(&mut self, tree: &'static Tree) -> Result<i64> {
        Ok(within!(&mut self.tx, |c| sqlx::query_scalar(tree.size).fetch_one(&mut **c).await)?)
    }

    /// How many raw records of closed segments and subsidy records there are, whoever they belong to.
    pub async fn counts(&mut self) -> Result<(i64, i64)> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT (SELECT CAST(COALESCE(SUM(last_n - first_n + 1), 0) AS BIGINT) FROM evidence),
                        (SELECT COUNT(*) FROM subsidy_record)",
            )
            .fetch_one(&mut **c)
            .await
        })?)
    }

    /// People after one, in the database's order.
    pub async fn people(&mut self, after: &str, limit: i64) -> Result<Vec<String>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_scalar("SELECT id FROM person WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after)
                .bind(limit)
                .fetch_all(&mut **c)
                .await
        })?)
    }

    /// A person's raw records after one, as far as they lie in one place; `None` after the last.
    pub async fn records(&mut self, person: &str, after: i64) -> Result<Option<Records>> {
        let closed: Option<(i64, i64, Vec<u8>)> = within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT first_n, last_n, body FROM evidence
                 WHERE person_id = $1 AND first_n > $2 ORDER BY first_n LIMIT 1",
            )
            .bind(person)
            .bind(after)
            .fetch_optional(&mut **c)
            .await
        })?;
        if let Some((first, last, body)) = closed {
            return Ok(Some(match unsealed(&body) {
                Ok(records) => Records::Closed { first, last, records },
                Err(_) => Records::Unreadable,
            }));
        }
        let open: Option<Option<Vec<u8>>> = within!(&mut self.tx, |c| {
            sqlx::query_scalar("SELECT log FROM person_study WHERE person_id = $1")
                .bind(person)
                .fetch_optional(&mut **c)
                .await
        })?;
        let Some(log) = open.flatten() else { return Ok(None) };
        Ok(match RecordLog::records(&log) {
            Ok(mut records) => {
                records.retain(|record| record.n > after);
                (!records.is_empty()).then_some(Records::Open(records))
            }
            Err(_) => Some(Records::Unreadable),
        })
    }

    /// All ledger entries of a person, in order.
    pub async fn entries_of(&mut self, person: &str) -> Result<Vec<EntryRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT entry_index, person_id, enrolment_id, class_id, lesson_id, ms, at_ms, body
                 FROM ledger_entry WHERE person_id = $1 ORDER BY entry_index",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// Ledger entries from one on, in order.
    pub async fn entries(&mut self, from: i64, limit: i64) -> Result<Vec<EntryRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT entry_index, person_id, enrolment_id, class_id, lesson_id, ms, at_ms, body
                 FROM ledger_entry WHERE entry_index >= $1 ORDER BY entry_index LIMIT $2",
            )
            .bind(from)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// Days of the entries `from..=to`, by entry.
    pub async fn days(&mut self, from: i64, to: i64) -> Result<Vec<DayRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT entry_index, day, ms FROM ledger_day
                 WHERE entry_index >= $1 AND entry_index <= $2 ORDER BY entry_index, day",
            )
            .bind(from)
            .bind(to)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// Stored hashes of a tree from one on, in order.
    pub async fn nodes(&mut self, tree: &'static Tree, from: i64, limit: i64) -> Result<Vec<(i64, Vec<u8>)>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(tree.nodes_from).bind(from).bind(limit).fetch_all(&mut **c).await
        })?)
    }

    /// Stored checkpoints of sizes above one, by size.
    pub async fn checkpoints(
        &mut self,
        tree: &'static Tree,
        above: i64,
        limit: i64,
    ) -> Result<Vec<Checkpoint>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(tree.checkpoints_above).bind(above).bind(limit).fetch_all(&mut **c).await
        })?)
    }

    /// Leaves of the audit log from one on, in order, each with the event it stands for.
    pub async fn audit_leaves(&mut self, from: i64, limit: i64) -> Result<Vec<LeafRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT f.leaf_index, f.event_id, v.at_ms, v.account_id, v.action, v.subject, v.reason, v.detail,
                        v.before_value, v.after_value, v.address
                 FROM audit_leaf f LEFT JOIN audit_event v ON v.id = f.event_id
                 WHERE f.leaf_index >= $1 ORDER BY f.leaf_index LIMIT $2",
            )
            .bind(from)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// Appeals of a person, each with whose account made it and whose enrolment it is about.
    pub async fn appeals_of(&mut self, person: &str) -> Result<Vec<AppealRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT p.id, p.person_id, a.person_id AS account_person, e.person_id AS enrolment_person,
                        p.enrolment_id, p.lesson_id, p.day, p.code, k.policy_version
                 FROM appeal p JOIN account a ON a.id = p.account_id JOIN enrolment e ON e.id = p.enrolment_id
                 JOIN training_class k ON k.id = e.class_id WHERE p.person_id = $1 ORDER BY p.id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The steps of a person's appeals, in their order.
    pub async fn appeal_steps_of(&mut self, person: &str) -> Result<Vec<StepRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT s.appeal_id, s.n, s.kind, s.person_id, a.person_id AS account_person, s.verdict, s.ground,
                        s.reason
                 FROM appeal_step s JOIN appeal p ON p.id = s.appeal_id JOIN account a ON a.id = s.account_id
                 WHERE p.person_id = $1 ORDER BY s.appeal_id, s.n",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// What stands beside a person's appeals of the entries they became.
    pub async fn appeal_grants_of(&mut self, person: &str) -> Result<Vec<GrantRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT g.appeal_id, g.entry_index, g.ms FROM appeal_grant g JOIN appeal p ON p.id = g.appeal_id
                 WHERE p.person_id = $1 ORDER BY g.appeal_id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The first event of the audit log that is no leaf of its tree.
    pub async fn audit_stray(&mut self) -> Result<Option<String>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_scalar(
                "SELECT v.id FROM audit_event v
                 WHERE NOT EXISTS (SELECT 1 FROM audit_leaf f WHERE f.event_id = v.id) ORDER BY v.id LIMIT 1",
            )
            .fetch_optional(&mut **c)
            .await
        })?)
    }

    /// Verified milliseconds of a class, by its code, in the first `size` entries.
    pub async fn class_ms(&mut self, code: &str, size: i64) -> Result<i64> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_scalar(
                "SELECT CAST(COALESCE(SUM(l.ms), 0) AS BIGINT) FROM ledger_entry AS l
                 JOIN training_class AS k ON k.id = l.class_id WHERE k.code = $1 AND l.entry_index < $2",
            )
            .bind(code)
            .bind(size)
            .fetch_one(&mut **c)
            .await
        })?)
    }

    /// The kept state of a person's study, if they ever studied.
    pub async fn state(&mut self, person: &str) -> Result<Option<StateRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as("SELECT state, open_check_id, held FROM person_study WHERE person_id = $1")
                .bind(person)
                .fetch_optional(&mut **c)
                .await
        })?)
    }

    /// The kept progress of a person's lessons; of the live one what stands beside the state.
    pub async fn progress(&mut self, person: &str) -> Result<Vec<ProgressRow>> {
        let mut rows: Vec<ProgressRow> = within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT p.enrolment_id, p.lesson_id, p.covered, p.position_ms, p.credited_to_ms, p.waiting_ms,
                        p.verified_ms
                 FROM lesson_progress AS p JOIN enrolment AS e ON e.id = p.enrolment_id
                 WHERE e.person_id = $1 ORDER BY p.enrolment_id, p.lesson_id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?;
        let live: Option<LiveRow> = within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT live_enrolment_id, live_lesson_id, live_progress, live_counted_ms FROM person_study
                 WHERE person_id = $1 AND live_lesson_id IS NOT NULL AND live_progress IS NOT NULL",
            )
            .bind(person)
            .fetch_optional(&mut **c)
            .await
        })?;
        let Some(live) = live else { return Ok(rows) };
        let newer: LessonProgress = stored("progress of the live lesson", &live.live_progress)?;
        let place = rows.iter().position(|row| {
            row.enrolment_id == live.live_enrolment_id && row.lesson_id == live.live_lesson_id
        });
        let waited_ms = place.map_or(0, |place| rows.swap_remove(place).waiting_ms);
        rows.push(ProgressRow {
            enrolment_id: live.live_enrolment_id,
            lesson_id: live.live_lesson_id,
            covered: serde_json::to_string(&newer.covered).unwrap_or_default(),
            position_ms: newer.position_ms,
            credited_to_ms: newer.credited_to_ms,
            waiting_ms: newer.waiting_ms,
            verified_ms: newer.verified_ms,
            shown_waiting_ms: Some(waited_ms + live.live_counted_ms),
        });
        Ok(rows)
    }

    /// A person's enrolments.
    pub async fn enrolments(&mut self, person: &str) -> Result<Vec<EnrolmentRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT e.id, e.class_id, k.policy_version,
                        (SELECT CAST(COALESCE(SUM(l.duration_ms), 0) AS BIGINT) FROM lesson AS l
                         WHERE l.course_id = k.course_id) AS required_ms
                 FROM enrolment AS e JOIN training_class AS k ON k.id = e.class_id
                 WHERE e.person_id = $1 ORDER BY e.id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// A person's subsidy records.
    pub async fn subsidies(&mut self, person: &str) -> Result<Vec<SubsidyRow>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT enrolment_id, class_id, policy_version, verified_ms, required_ms, credit_tenths,
                        completed, pay_mode, amount_fen, reasoning, ledger_size
                 FROM subsidy_record WHERE person_id = $1 ORDER BY enrolment_id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }
}
