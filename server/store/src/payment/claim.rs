//! Where the money of a claim is, learner by learner, for those who asked for it and those who decided on it.

use domain::payment::MoneyStage;

use crate::claim::Claim;
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// A published learner of a claim.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimMoney {
    /// Their place in the claim.
    pub n: i64,
    pub name: String,
    pub amount_fen: i64,
    stage: String,
}

impl ClaimMoney {
    /// Where the money is.
    pub fn stage(&self) -> MoneyStage {
        MoneyStage::from_code(&self.stage).unwrap_or(MoneyStage::Waits)
    }
}

impl Db {
    /// Everybody of a claim who was published, in the order of the claim; nobody before that.
    pub async fn claim_money(&self, claim: &Claim) -> Result<Vec<ClaimMoney>> {
        let sql = "SELECT x.n, p.name, l.amount_fen,
                CASE WHEN w.state IS NOT NULL THEN w.state
                     WHEN EXISTS (SELECT 1 FROM objection_struck k WHERE k.publication_id = l.publication_id AND k.n = l.n)
                         THEN 'struck'
                     WHEN y.id IS NULL THEN 'no_account'
                     WHEN EXISTS (SELECT 1 FROM payment_line f WHERE f.claim_id = l.claim_id
                                  AND f.enrolment_id = l.enrolment_id AND f.state = 'failed' AND f.payee_id = y.id) THEN 'failed'
                     ELSE 'waits' END AS stage
            FROM publication_line l JOIN person p ON p.id = l.person_id
            JOIN claim_line x ON x.claim_id = l.claim_id AND x.submission = $2 AND x.enrolment_id = l.enrolment_id
            LEFT JOIN payment_line w ON w.claim_id = l.claim_id AND w.enrolment_id = l.enrolment_id AND w.state <> 'failed'
            LEFT JOIN payee y ON y.person_id = l.person_id AND y.ended_at IS NULL
            WHERE l.claim_id = $1 ORDER BY x.n";
        Ok(read_db!(self, |p| sqlx::query_as(sql)
            .bind(claim.id.as_str())
            .bind(claim.submission)
            .fetch_all(p)
            .await)?)
    }
}
