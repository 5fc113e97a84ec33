//! What waits for somebody who works here, counted by the same conditions as the pages that list it.

use domain::access::{Action, Grant, Role, ScopeFilter, may, scope_filter};
use domain::class::STOPPED_AFTER_MS;
use domain::class_closing::ClassClock;
use domain::id::{AccountId, PersonId};
use domain::publication::PublicationClock;
pub use domain::task::TaskKind;
use domain::time::Zone;
use domain::working_day::Calendar;

use crate::appeal::{waits_for_comment, waits_for_confirmation, waits_for_proposal};
use crate::claim::{CLAIMABLE, waits_for_first, waits_for_second};
use crate::class_application::waits_for_review;
use crate::course_draft::course_waits;
use crate::db::Db;
use crate::error::Result;
use crate::job::TROUBLED;
use crate::official::waits_for_a_second;
use crate::payment::TO_PAY;
use crate::publication::CLEARED;
use crate::publication::{PUBLISHABLE, waits_for_answer};
use crate::read_db;
use crate::roster::{HELD_HERE, IDLE_SINCE, UNSEEN};
use crate::witness::{ASKED_WITHIN_MS, IN_TROUBLE};

/// An export that failed is told of for so long.
const FAILURE_TOLD_MS: i64 = 7 * 24 * 3_600_000;
/// Exports of one person that are told of one by one.
const EXPORTS_MAX: i64 = 20;

/// Things of one kind behind one door.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Task {
    #[sqlx(try_from = "String")]
    pub kind: TaskKind,
    /// Which class or export; empty for the other kinds.
    pub id: String,
    /// Of a class.
    pub class_title: String,
    pub course_title: String,
    pub course_title_en: String,
    pub count: i64,
    /// How many of them are due today or late, by the working days that their kind has.
    pub pressing: i64,
    /// Since when the oldest waits.
    pub since: i64,
    /// When the first of them runs out, where they do.
    pub due: Option<i64>,
}

/// Whose work is looked for.
#[derive(Clone, Copy, Debug)]
pub struct TaskSearch<'a> {
    pub account: &'a AccountId,
    pub person: &'a PersonId,
    pub grants: &'a [Grant],
    pub now_ms: i64,
    pub zone: Zone,
    pub holidays: &'a Calendar,
    /// Also who has stopped: learners to call, nothing that holds anybody up. It takes a look at every learner.
    pub with_stopped: bool,
}

/// A value of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    Number(i64),
}

/// One statement of several parts, so that a page asks once.
struct Statement<'a> {
    search: TaskSearch<'a>,
    parts: Vec<String>,
    /// What stands for `$1`, `$2`, …: only what a part uses, so that a database can tell the type of each.
    values: Vec<Value>,
}

impl Statement<'_> {
    /// Things of one kind, all behind one door: `$since` and `$due` are summed up, `$from` says where and which.
    fn one(&mut self, kind: TaskKind, count: &str, since: &str, due: &str, from: &str) {
        let pressing = match kind.working_days() {
            Some(days) => {
                let TaskSearch { holidays, zone, now_ms, .. } = self.search;
                let before = self.value(Value::Number(holidays.presses_since_before(zone, days, now_ms)));
                format!("COUNT(CASE WHEN {since} < {before} THEN 1 END)")
            }
            None => NONE.to_owned(),
        };
        self.parts.push(format!(
            "SELECT '{}' AS kind, '' AS id, '' AS class_title, '' AS course_title, '' AS course_title_en,
                    {count} AS count, {pressing} AS pressing, MIN({since}) AS since, {due} AS due FROM {from}",
            kind.as_str()
        ));
    }

    /// Learners by class.
    fn by_class(&mut self, kind: TaskKind, since: &str, joins: &str, which: &str) {
        self.parts.push(format!(
            "SELECT '{}', k.id, k.title, c.title, c.title_en, COUNT(*), {NONE}, MIN({since}), {NEVER}
             FROM training_class k JOIN course c ON c.id = k.course_id JOIN enrolment e ON e.class_id = k.id {joins}
             WHERE {which} GROUP BY k.id, k.title, c.title, c.title_en",
            kind.as_str()
        ));
    }

    /// The exports of the account, one by one.
    fn exports(&mut self, kind: TaskKind, which: &str) {
        let account = self.account();
        self.parts.push(format!(
            "SELECT * FROM (SELECT '{code}', x.id, '', '', '', 1, {NONE}, x.finished_at, {NEVER}
             FROM export_run x WHERE x.account_id = {account} AND {which}
             ORDER BY x.finished_at DESC LIMIT {EXPORTS_MAX}) AS {code}",
            code = kind.as_str()
        ));
    }

    /// What a right reaches, over classes `k` or what else stands in `table`.
    fn within(&mut self, reach: &ScopeFilter, table: &str) -> String {
        if reach.all {
            return "TRUE".to_owned();
        }
        let mut any = Vec::new();
        if let Some(organisation) = &reach.organisation {
            any.push(format!("{table}.organisation_id = {}", self.text(organisation.as_str())));
        }
        if let Some(region) = &reach.region {
            any.push(format!("{table}.region_id = {}", self.text(region.as_str())));
        }
        if any.is_empty() { "FALSE".to_owned() } else { format!("({})", any.join(" OR ")) }
    }

    /// The placeholder of a value.
    fn value(&mut self, value: Value) -> String {
        let at = self.values.iter().position(|known| *known == value).unwrap_or_else(|| {
            self.values.push(value);
            self.values.len() - 1
        });
        format!("${}", at + 1)
    }

    fn text(&mut self, text: &str) -> String {
        self.value(Value::Text(text.to_owned()))
    }

    fn account(&mut self) -> String {
        self.text(self.search.account.as_str())
    }

    fn person(&mut self) -> String {
        self.text(self.search.person.as_str())
    }

    /// A moment, so long ago.
    fn ago(&mut self, ms: i64) -> String {
        self.value(Value::Number(self.search.now_ms - ms))
    }

    /// The local day of a moment, so long ago.
    fn day_ago(&mut self, ms: i64) -> String {
        self.text(&self.search.zone.day(self.search.now_ms - ms))
    }

    fn appeals(&mut self) {
        let grants = self.search.grants;
        let from =
            "appeal p JOIN enrolment e ON e.id = p.enrolment_id JOIN training_class k ON k.id = e.class_id";
        let last = |kind: &str| {
            format!(
                "COALESCE((SELECT MAX(s.at_ms) FROM appeal_step s WHERE s.appeal_id = p.id AND s.kind = '{kind}'),
                          p.made_at)"
            )
        };
        if ![Action::CommentAppeal, Action::ProposeAppeal, Action::ConfirmAppeal]
            .iter()
            .any(|one| may(grants, *one))
        {
            return;
        }
        let person = self.person();
        for (action, kind, since, which) in [
            (
                Action::CommentAppeal,
                TaskKind::AppealComment,
                "p.made_at".to_owned(),
                waits_for_comment(&person),
            ),
            (Action::ProposeAppeal, TaskKind::AppealFirst, last("send_back"), waits_for_proposal(&person)),
            (Action::ConfirmAppeal, TaskKind::AppealSecond, last("propose"), waits_for_confirmation(&person)),
        ] {
            if may(grants, action) {
                let within = self.within(&scope_filter(grants, action), "k");
                self.one(kind, "COUNT(*)", &since, NEVER, &format!("{from} WHERE {within} AND {which}"));
            }
        }
    }

    fn papers_and_signals(&mut self) {
        let grants = self.search.grants;
        if may(grants, Action::ReviewPapers) {
            let reach = ScopeFilter { organisation: None, ..scope_filter(grants, Action::ReviewPapers) };
            let within = self.within(&reach, "p");
            let person = self.person();
            let from = format!(
                "category_paper d JOIN person p ON p.id = d.person_id
                 WHERE d.standing = 'open' AND {within} AND d.person_id <> {person}"
            );
            self.one(TaskKind::Paper, "COUNT(*)", "d.sent_at", NEVER, &from);
        }
        if may(grants, Action::JudgeSignal) {
            let from = "signal d WHERE d.looked_at IS NULL";
            self.one(TaskKind::Signal, "COUNT(*)", "d.found_at", NEVER, from);
        }
    }

    fn applications(&mut self) {
        let grants = self.search.grants;
        if may(grants, Action::ReviewApplications) {
            let reach =
                ScopeFilter { organisation: None, ..scope_filter(grants, Action::ReviewApplications) };
            let within = self.within(&reach, "q");
            let person = self.person();
            let from = format!("class_application q WHERE {within} AND {}", waits_for_review(&person));
            self.one(TaskKind::ClassApplication, "COUNT(*)", "q.submitted_at", NEVER, &from);
        }
        if may(grants, Action::ApplyForClass) {
            let reach = ScopeFilter { region: None, ..scope_filter(grants, Action::ApplyForClass) };
            let within = self.within(&reach, "q");
            let from = format!("class_application q WHERE {within} AND q.state = 'returned'");
            let since = "(SELECT MAX(s.at_ms) FROM class_application_step s WHERE s.application_id = q.id)";
            self.one(TaskKind::ClassApplicationReturned, "COUNT(*)", since, NEVER, &from);
        }
    }

    fn courses(&mut self) {
        let grants = self.search.grants;
        if may(grants, Action::ReviewCourses) {
            let reach = ScopeFilter { organisation: None, ..scope_filter(grants, Action::ReviewCourses) };
            let within = self.within(&reach, "q");
            let person = self.person();
            let from = format!("course_draft q WHERE {within} AND {}", course_waits(&person));
            self.one(TaskKind::CourseReview, "COUNT(*)", "q.submitted_at", NEVER, &from);
        }
        if may(grants, Action::MakeCourses) {
            let reach = ScopeFilter { region: None, ..scope_filter(grants, Action::MakeCourses) };
            let within = self.within(&reach, "q");
            let from = format!("course_draft q WHERE {within} AND q.state = 'returned'");
            self.one(TaskKind::CourseReturned, "COUNT(*)", "q.changed_at", NEVER, &from);
        }
    }

    fn claims(&mut self) {
        let grants = self.search.grants;
        for (action, kind, waits) in [
            (Action::ReviewClaims, TaskKind::ClaimFirst, waits_for_first as fn(&str) -> String),
            (Action::ConfirmClaims, TaskKind::ClaimSecond, waits_for_second),
        ] {
            if may(grants, action) {
                let reach = ScopeFilter { organisation: None, ..scope_filter(grants, action) };
                let within = self.within(&reach, "q");
                let person = self.person();
                let from = format!("claim q WHERE {within} AND {}", waits(&person));
                self.one(kind, "COUNT(*)", "q.since", NEVER, &from);
            }
        }
        if may(grants, Action::PublishClaims) {
            let from = format!("claim q WHERE {PUBLISHABLE}");
            self.one(TaskKind::ClaimToPublish, "COUNT(*)", "q.since", NEVER, &from);
        }
        if may(grants, Action::AnswerObjections) {
            let person = self.person();
            let from = format!("objection o WHERE {}", waits_for_answer(&person));
            self.one(TaskKind::Objection, "COUNT(*)", "o.at_ms", NEVER, &from);
        }
        if may(grants, Action::ClaimSubsidy) {
            let reach = ScopeFilter { region: None, ..scope_filter(grants, Action::ClaimSubsidy) };
            let within = self.within(&reach, "q");
            let from = format!("claim q WHERE {within} AND q.state = 'returned'");
            self.one(TaskKind::ClaimReturned, "COUNT(*)", "q.since", NEVER, &from);
            let within = self.within(&reach, "k");
            let from = format!(
                "class_closing z JOIN training_class k ON k.id = z.class_id WHERE {within} AND {CLAIMABLE}"
            );
            self.one(TaskKind::ClaimToMake, "COUNT(*)", "z.at_ms", NEVER, &from);
        }
    }

    /// People who can be paid now, and batches to which the bank has not answered.
    fn payments(&mut self) {
        if !may(self.search.grants, Action::MakePayments) {
            return;
        }
        let TaskSearch { holidays, zone, now_ms, .. } = self.search;
        let over_before = PublicationClock { holidays, zone, now_ms }.over_before();
        let (before, person) = (self.value(Value::Number(over_before)), self.person());
        let from = format!(
            "publication_line l JOIN publication b ON b.id = l.publication_id
             WHERE b.people > 0 AND b.at_ms < {before} AND {CLEARED} AND {TO_PAY}
               AND EXISTS (SELECT 1 FROM payee y WHERE y.person_id = l.person_id AND y.ended_at IS NULL
                   AND NOT EXISTS (SELECT 1 FROM payment_line f WHERE f.claim_id = l.claim_id
                       AND f.enrolment_id = l.enrolment_id AND f.payee_id = y.id))
               AND NOT EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = l.claim_id AND s.person_id = {person})
               AND NOT EXISTS (SELECT 1 FROM claim_line o WHERE o.claim_id = l.claim_id AND o.person_id = {person})
               AND NOT EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = l.claim_id AND o.person_id = {person})
               AND b.person_id <> {person}"
        );
        self.one(TaskKind::PaymentToMake, "COUNT(*)", "b.at_ms", NEVER, &from);
        let from = "payment p WHERE EXISTS (SELECT 1 FROM payment_line l WHERE l.payment_id = p.id AND l.state = 'sent')";
        self.one(TaskKind::PaymentUnanswered, "COUNT(*)", "p.at_ms", NEVER, from);
    }

    /// Classes whose make-up is over, one by one.
    fn closings(&mut self) {
        let grants = self.search.grants;
        if !may(grants, Action::CloseClass) {
            return;
        }
        let reach = ScopeFilter { region: None, ..scope_filter(grants, Action::CloseClass) };
        let within = self.within(&reach, "k");
        let TaskSearch { holidays, zone, now_ms, .. } = self.search;
        let before = self.text(&ClassClock { holidays, zone, now_ms }.closable_before());
        self.parts.push(format!(
            "SELECT '{}', k.id, k.title, c.title, c.title_en, 1, {NONE}, {ENDED_MS}, {NEVER}
             FROM training_class k JOIN course c ON c.id = k.course_id
             WHERE {within} AND k.ends_on < {before}
               AND NOT EXISTS (SELECT 1 FROM class_closing x WHERE x.class_id = k.id)",
            TaskKind::ClassToClose.as_str()
        ));
    }

    fn officials(&mut self) {
        let grants = self.search.grants;
        if !may(grants, Action::ManageOfficials) {
            return;
        }
        let reach = scope_filter(grants, Action::ManageOfficials);
        // No institution appoints anybody who needs a second person.
        if grants.iter().any(|grant| grant.role == Role::SystemAdministrator) {
            let (account, person, now) = (self.account(), self.person(), self.ago(0));
            let from = format!(
                "role_grant g JOIN account a ON a.id = g.account_id WHERE {}",
                waits_for_a_second(&account, &person, &now)
            );
            self.one(TaskKind::Post, "COUNT(DISTINCT g.account_id)", "g.granted_at", NEVER, &from);
        }
        let within = self.within(&ScopeFilter { region: None, ..reach }, "i");
        let now = self.ago(0);
        let from = format!("invitation i WHERE i.accepted_at IS NULL AND i.expires_at > {now} AND {within}");
        self.one(TaskKind::Invitation, "COUNT(*)", "i.made_at", "MIN(i.expires_at)", &from);
    }

    fn machine(&mut self) {
        let grants = self.search.grants;
        if may(grants, Action::SeeJobs) {
            let from = format!("job j WHERE {TROUBLED}");
            self.one(TaskKind::Job, "COUNT(*)", "COALESCE(j.finished_at, j.created_at)", NEVER, &from);
        }
        if may(grants, Action::SeeJobs) || may(grants, Action::ReadAudit) {
            let from = format!(
                "witness w JOIN witness l ON l.public_key = w.public_key AND l.tree = 'ledger' WHERE {IN_TROUBLE}"
            );
            let from = from.replace("$asked", &self.ago(ASKED_WITHIN_MS));
            let count = "COUNT(DISTINCT w.public_key)";
            self.one(TaskKind::Witness, count, "w.silent_since", NEVER, &from);
        }
    }

    fn own_exports(&mut self) {
        let grants = self.search.grants;
        if !may(grants, Action::ExportMasked) {
            return;
        }
        let full = if may(grants, Action::ExportFull) { "TRUE" } else { "NOT x.full_numbers" };
        let ready = format!(
            "x.state = 'ready' AND x.erased_at IS NULL AND {full} AND NOT EXISTS (
                SELECT 1 FROM audit_event v WHERE v.subject = 'export:' || x.id AND v.action = 'export.download'
                    AND v.account_id = x.account_id)"
        );
        self.exports(TaskKind::ExportReady, &ready);
        // Whoever has asked anew since has seen that it failed.
        let since = self.ago(FAILURE_TOLD_MS);
        let failed = format!(
            "x.state = 'failed' AND x.finished_at > {since} AND NOT EXISTS (
                SELECT 1 FROM export_run o WHERE o.account_id = x.account_id AND o.requested_at > x.requested_at)"
        );
        self.exports(TaskKind::ExportFailed, &failed);
    }

    fn classes(&mut self) {
        let grants = self.search.grants;
        if !may(grants, Action::ConfirmIdentity) {
            return;
        }
        let reach = scope_filter(grants, Action::ConfirmIdentity);
        let (within, today) = (self.within(&reach, "k"), self.day_ago(0));
        let study = "JOIN person_study s ON s.person_id = e.person_id
                     LEFT JOIN attendance_check y ON y.id = s.open_check_id";
        self.by_class(
            TaskKind::Held,
            "COALESCE(y.issued_at, s.last_beat_at)",
            study,
            &format!("{within} AND k.ends_on >= {today} AND {HELD_HERE}"),
        );
        let person = "JOIN person p ON p.id = e.person_id";
        self.by_class(TaskKind::Document, "e.enrolled_at", person, &format!("{within} AND {UNSEEN}"));
        if self.search.with_stopped {
            let (since, since_day) = (self.ago(STOPPED_AFTER_MS), self.day_ago(STOPPED_AFTER_MS));
            let study = "LEFT JOIN person_study s ON s.person_id = e.person_id
                         LEFT JOIN subsidy_record z ON z.enrolment_id = e.id";
            let which = format!(
                "{within} AND k.starts_on <= {since_day} AND k.ends_on >= {today}
                 AND NOT COALESCE(z.completed, FALSE) AND {IDLE_SINCE} <= {since}"
            );
            self.by_class(TaskKind::Stopped, IDLE_SINCE, study, &which);
        }
    }
}

/// When class `k` ended, its last day gone in China: the day of its date, counted in whole numbers as both databases divide
/// them (right from 1901 to 2099).
const ENDED_MS: &str = "((367 * CAST(SUBSTR(k.ends_on, 1, 4) AS BIGINT)
      - (7 * (CAST(SUBSTR(k.ends_on, 1, 4) AS BIGINT) + (CAST(SUBSTR(k.ends_on, 6, 2) AS BIGINT) + 9) / 12)) / 4
      + (275 * CAST(SUBSTR(k.ends_on, 6, 2) AS BIGINT)) / 9 + CAST(SUBSTR(k.ends_on, 9, 2) AS BIGINT)
      - 719573) * 86400000 - 28800000)";
/// Of what never runs out.
const NEVER: &str = "CAST(NULL AS BIGINT)";
/// How many press of what has no deadline.
const NONE: &str = "CAST(0 AS BIGINT)";

impl Db {
    /// What waits for somebody by their rights and reach, in one statement, that which waits longest first.
    pub async fn tasks(&self, search: &TaskSearch<'_>) -> Result<Vec<Task>> {
        let mut statement = Statement { search: *search, parts: Vec::new(), values: Vec::new() };
        statement.appeals();
        statement.papers_and_signals();
        statement.applications();
        statement.courses();
        statement.claims();
        statement.payments();
        statement.closings();
        statement.officials();
        statement.machine();
        statement.own_exports();
        statement.classes();
        let Statement { parts, values, .. } = statement;
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        // A part of its own gives the columns their names and types.
        let sql = format!(
            "SELECT * FROM (
                SELECT '' AS kind, '' AS id, '' AS class_title, '' AS course_title, '' AS course_title_en,
                       {NONE} AS count, {NONE} AS pressing, {NONE} AS since, {NEVER} AS due
                UNION ALL {}) AS t WHERE t.count > 0 ORDER BY t.since, t.kind, t.id",
            parts.join(" UNION ALL ")
        );
        Ok(read_db!(self, |pool| {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql.as_str()));
            for value in &values {
                query = match value {
                    Value::Text(text) => query.bind(text.as_str()),
                    Value::Number(number) => query.bind(*number),
                };
            }
            query.fetch_all(pool).await
        })?)
    }
}
