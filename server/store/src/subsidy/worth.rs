//! What recorded hours are worth under two policies, summed by the database: a city has records by the hundred thousand.
//! The arithmetic is that of [`domain::subsidy::assess`]; `server/store/tests/worth.rs` compares the two.

use domain::access::Extent;
use domain::id::{OrganisationId, RegionId};
use domain::policy::Policy;
use domain::policy::difference::Worth;
use domain::subsidy::Fen;

use crate::db::Db;
use crate::error::Result;
use crate::on;

/// A class and what its records are worth under either policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassWorth {
    pub class_id: String,
    pub title: String,
    /// The policy it is really judged by.
    pub policy_version: String,
    pub before: Worth,
    pub after: Worth,
}

/// A class under one of the two.
#[derive(sqlx::FromRow)]
struct Side {
    class_id: String,
    title: String,
    policy_version: String,
    side: i64,
    people: i64,
    completed: i64,
    credit_tenths: i64,
    fen: i64,
}

/// Hours are rounded down and pay is cut learner by learner, before anything is summed.
const SQL: &str = "WITH
    rule (side, hour_ms, needed, rate, part, most) AS (VALUES
        (0, CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT)),
        (1, CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS BIGINT), CAST($10 AS BIGINT))),
    judged AS (
        SELECT z.class_id, r.side, r.rate, r.most, z.verified_ms * 10 / r.hour_ms AS tenths,
               CASE WHEN z.required_ms > 0 AND z.verified_ms * 100 >= z.required_ms * r.needed THEN 1 ELSE 0 END AS done,
               r.part
        FROM subsidy_record AS z JOIN training_class AS c ON c.id = z.class_id CROSS JOIN rule AS r
        WHERE ($11 OR c.organisation_id = $12 OR c.region_id = $13)),
    paid AS (
        SELECT class_id, side, tenths, done, most,
               tenths * rate * (CASE WHEN done = 1 THEN 100 ELSE part END) / 1000 AS fen
        FROM judged),
    summed AS (
        SELECT class_id, side, COUNT(*) AS people, CAST(SUM(done) AS BIGINT) AS completed,
               CAST(SUM(tenths) AS BIGINT) AS credit_tenths,
               CAST(SUM(CASE WHEN fen > most THEN most ELSE fen END) AS BIGINT) AS fen
        FROM paid GROUP BY class_id, side)
    SELECT s.class_id, c.title, c.policy_version, CAST(s.side AS BIGINT) AS side, s.people, s.completed, s.credit_tenths,
           s.fen
    FROM summed AS s JOIN training_class AS c ON c.id = s.class_id
    ORDER BY c.starts_on DESC, c.code, s.class_id, s.side";

impl Db {
    /// The classes a right reaches that have records, the latest first, each judged by both policies.
    pub async fn worth(&self, extent: &Extent, before: &Policy, after: &Policy) -> Result<Vec<ClassWorth>> {
        let rows: Vec<Side> = on!(self, |pool| {
            let mut query = sqlx::query_as(SQL);
            for policy in [before, after] {
                let rules = &policy.subsidy;
                query = query
                    .bind(policy.credit_hour_ms())
                    .bind(rules.completion_percent.value)
                    .bind(rules.credit_hour_fen.value)
                    .bind(rules.partial_percent.value.max(0))
                    .bind(rules.class_fen_max.value);
            }
            query
                .bind(extent.all)
                .bind(extent.organisation.as_ref().map(OrganisationId::as_str))
                .bind(extent.region.as_ref().map(RegionId::as_str))
                .fetch_all(pool)
                .await
        })?;
        let mut classes: Vec<ClassWorth> = Vec::new();
        for row in rows {
            let worth = Worth {
                people: row.people,
                completed: row.completed,
                credit_tenths: row.credit_tenths,
                amount: Fen(row.fen),
            };
            match classes.last_mut() {
                Some(class) if row.side == 1 => class.after = worth,
                _ => classes.push(ClassWorth {
                    class_id: row.class_id,
                    title: row.title,
                    policy_version: row.policy_version,
                    before: worth,
                    after: Worth::default(),
                }),
            }
        }
        Ok(classes)
    }
}
