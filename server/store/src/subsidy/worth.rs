//! What recorded hours are worth under two policies, summed by the database: a city has records by the hundred thousand.
//! The arithmetic is that of [`domain::subsidy::assess`]; `server/store/tests/worth.rs` compares the two.

use domain::access::ScopeFilter;
use domain::id::{ClassId, OrganisationId, RegionId};
use domain::policy::Policy;
use domain::policy::difference::Worth;
use domain::subsidy::Fen;

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// A class and what its records are worth under either policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassWorth {
    pub class_id: ClassId,
    pub title: String,
    /// The policy it is really judged by.
    pub policy_version: String,
    pub before: Worth,
    pub after: Worth,
}

#[derive(sqlx::FromRow)]
struct Sums {
    #[sqlx(try_from = "String")]
    class_id: ClassId,
    title: String,
    policy_version: String,
    people: i64,
    completed_a: i64,
    tenths_a: i64,
    fen_a: i64,
    completed_b: i64,
    tenths_b: i64,
    fen_b: i64,
}

/// Hours are rounded down and pay is cut learner by learner, before anything is summed; both policies in one pass.
const SQL: &str = "WITH
    known AS (
        SELECT r.*, CASE WHEN NOT EXISTS (SELECT 1 FROM class_exam x WHERE x.class_id = r.class_id) THEN 1000
                         ELSE COALESCE((SELECT MAX(p.mark) FROM exam_paper p WHERE p.enrolment_id = r.enrolment_id), -1)
                    END AS mark
        FROM subsidy_record AS r),
    judged AS (
        SELECT z.class_id, z.identity_seen, z.verified_ms * 10 / CAST($1 AS BIGINT) AS tenths_a,
               CASE WHEN z.required_ms > 0 AND z.verified_ms * 100 >= z.required_ms * CAST($2 AS BIGINT)
                         AND z.mark >= CAST($3 AS BIGINT) THEN 1 ELSE 0 END
                   AS done_a,
               z.verified_ms * 10 / CAST($4 AS BIGINT) AS tenths_b,
               CASE WHEN z.required_ms > 0 AND z.verified_ms * 100 >= z.required_ms * CAST($5 AS BIGINT)
                         AND z.mark >= CAST($6 AS BIGINT) THEN 1 ELSE 0 END
                   AS done_b
        FROM known AS z JOIN training_class AS c ON c.id = z.class_id
        WHERE ($7 OR c.organisation_id = $8 OR c.region_id = $9)),
    paid AS (
        SELECT class_id, tenths_a, done_a, tenths_b, done_b,
               tenths_a * CAST($10 AS BIGINT) * (CASE WHEN NOT identity_seen THEN 0 WHEN done_a = 1 THEN 100
                   ELSE CAST($11 AS BIGINT) END) / 1000 AS fen_a,
               tenths_b * CAST($12 AS BIGINT) * (CASE WHEN NOT identity_seen THEN 0 WHEN done_b = 1 THEN 100
                   ELSE CAST($13 AS BIGINT) END) / 1000 AS fen_b
        FROM judged),
    cut AS (
        SELECT class_id, tenths_a, done_a, tenths_b, done_b,
               CASE WHEN fen_a > CAST($14 AS BIGINT) THEN CAST($14 AS BIGINT) ELSE fen_a END AS fen_a,
               CASE WHEN fen_b > CAST($15 AS BIGINT) THEN CAST($15 AS BIGINT) ELSE fen_b END AS fen_b
        FROM paid),
    summed AS (
        SELECT class_id, COUNT(*) AS people,
               CAST(SUM(done_a) AS BIGINT) AS completed_a, CAST(SUM(tenths_a) AS BIGINT) AS tenths_a,
               CAST(SUM(fen_a) AS BIGINT) AS fen_a,
               CAST(SUM(done_b) AS BIGINT) AS completed_b, CAST(SUM(tenths_b) AS BIGINT) AS tenths_b,
               CAST(SUM(fen_b) AS BIGINT) AS fen_b
        FROM cut GROUP BY class_id)
    SELECT s.class_id, c.title, c.policy_version, s.people, s.completed_a, s.tenths_a, s.fen_a, s.completed_b, s.tenths_b,
           s.fen_b
    FROM summed AS s JOIN training_class AS c ON c.id = s.class_id
    ORDER BY c.starts_on DESC, c.code, s.class_id";

impl Db {
    /// The classes a right reaches that have records, the latest first, each judged by both policies.
    pub async fn worth(
        &self,
        scope_filter: &ScopeFilter,
        before: &Policy,
        after: &Policy,
    ) -> Result<Vec<ClassWorth>> {
        let mut judged = Vec::new();
        let mut paid = Vec::new();
        let mut most = Vec::new();
        for policy in [before, after] {
            let rules = &policy.subsidy;
            judged.extend([
                policy.credit_hour_ms(),
                rules.completion_percent.value,
                rules.test_mark_min.value,
            ]);
            paid.extend([rules.credit_hour_fen.value, rules.partial_percent.value.max(0)]);
            most.push(rules.class_fen_max.value);
        }
        let rows: Vec<Sums> = read_db!(self, |pool| {
            let query = judged.iter().fold(sqlx::query_as(SQL), |query, number| query.bind(*number));
            let query = query
                .bind(scope_filter.all)
                .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
                .bind(scope_filter.region.as_ref().map(RegionId::as_str));
            paid.iter().chain(&most).fold(query, |query, number| query.bind(*number)).fetch_all(pool).await
        })?;
        let worth = |people, completed, credit_tenths, fen| Worth {
            people,
            completed,
            credit_tenths,
            amount: Fen(fen),
        };
        let classes = rows.into_iter().map(|row| ClassWorth {
            before: worth(row.people, row.completed_a, row.tenths_a, row.fen_a),
            after: worth(row.people, row.completed_b, row.tenths_b, row.fen_b),
            class_id: row.class_id,
            title: row.title,
            policy_version: row.policy_version,
        });
        Ok(classes.collect())
    }
}
