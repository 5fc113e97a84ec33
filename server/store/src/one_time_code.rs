//! One-time codes: sending is counted, the newest is kept by its digest, and each opens once.

use domain::one_time_code::{COUNTED_MS, CodeUse, Limit, TRIES_IN_ALL, TRIES_MAX, VALID_MS, resend_wait_ms};

use crate::{Db, Result, Tx, execute, tx};

/// A code about to be sent.
#[derive(Clone, Debug)]
pub struct NewCode {
    pub phone_digest: [u8; 32],
    pub purpose: CodeUse,
    pub code_digest: [u8; 32],
    /// Under what the sending is counted.
    pub counts: Vec<SendingCount>,
}

/// Under what a sending is counted, and how many there may be.
#[derive(Clone, Debug)]
pub struct SendingCount {
    /// Of this sending.
    pub id: String,
    pub whom: String,
    pub limits: [Limit; 2],
}

/// Who types a code.
#[derive(Clone, Debug)]
pub struct Typist {
    /// Under what their tries are counted.
    pub asker: String,
    /// Whether it is the owner, whom the tries of others do not concern.
    pub is_owner: bool,
}

impl Db {
    /// Keeps a code that is about to be sent instead of the one before, or says how long to wait (milliseconds).
    pub async fn begin_code(&self, new: &NewCode, now_ms: i64) -> Result<i64> {
        let mut tx = self.begin().await?;
        // Taking the row first makes askers for the same number stand in line.
        let sql = "INSERT INTO one_time_code (phone_digest, purpose, code_digest, sent_at, tries)
                   VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (phone_digest, purpose) DO UPDATE SET purpose = excluded.purpose RETURNING sent_at";
        let last: i64 = tx!(&mut tx, |c| sqlx::query_scalar(sql)
            .bind(&new.phone_digest[..])
            .bind(new.purpose.as_str())
            .bind(&new.code_digest[..])
            .bind(NEVER)
            .bind(TRIES_IN_ALL)
            .fetch_one(&mut **c)
            .await)?;
        let mut wait = resend_wait_ms(last, now_ms);
        for count in &new.counts {
            for limit in count.limits {
                wait = wait.max(tx.wait_ms(&count.whom, limit, now_ms).await?);
            }
        }
        if wait > 0 {
            return Ok(wait);
        }
        let sql = "UPDATE one_time_code SET code_digest = $1, sent_at = $2, tries = $3
                   WHERE phone_digest = $4 AND purpose = $5";
        tx!(&mut tx, |c| sqlx::query(sql)
            .bind(&new.code_digest[..])
            .bind(now_ms)
            .bind(0_i64)
            .bind(&new.phone_digest[..])
            .bind(new.purpose.as_str())
            .execute(&mut **c)
            .await
            .map(drop))?;
        let sql = "DELETE FROM one_time_code_try WHERE phone_digest = $1 AND purpose = $2";
        execute!(&mut tx, sql, &new.phone_digest[..], new.purpose.as_str())?;
        for count in &new.counts {
            tx.count_sending(count, now_ms).await?;
        }
        for (sql, before) in [
            ("DELETE FROM code_sending WHERE at_ms <= $1", now_ms - COUNTED_MS),
            (
                "DELETE FROM one_time_code_try WHERE EXISTS (
                     SELECT 1 FROM one_time_code o WHERE o.sent_at <= $1 AND o.purpose = one_time_code_try.purpose
                         AND o.phone_digest = one_time_code_try.phone_digest)",
                now_ms - COUNTED_MS,
            ),
            ("DELETE FROM one_time_code WHERE sent_at <= $1", now_ms - COUNTED_MS),
        ] {
            tx!(&mut tx, |c| sqlx::query(sql).bind(before).execute(&mut **c).await.map(drop))?;
        }
        tx.commit().await?;
        Ok(0)
    }

    /// Counts something that is about to be done, such as a notice; `false` if there were enough, and nothing is counted.
    pub async fn begin_counted(&self, count: &SendingCount, now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        for limit in count.limits {
            if tx.wait_ms(&count.whom, limit, now_ms).await? > 0 {
                return Ok(false);
            }
        }
        tx.count_sending(count, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Uses a code up. `false` if it is another, too old, was used before or was typed too often by this one, or by all.
    pub async fn use_code(
        &self,
        phone_digest: &[u8; 32],
        purpose: CodeUse,
        code_digest: &[u8; 32],
        by: &Typist,
        now_ms: i64,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = tx.text(
            "SELECT code_digest, tries FROM one_time_code
             WHERE phone_digest = $1 AND purpose = $2 AND sent_at > $3 AND sent_at <= $4",
            "SELECT code_digest, tries FROM one_time_code
             WHERE phone_digest = $1 AND purpose = $2 AND sent_at > $3 AND sent_at <= $4 FOR UPDATE",
        );
        let kept: Option<(Vec<u8>, i64)> = tx!(&mut tx, |c| sqlx::query_as(sql)
            .bind(&phone_digest[..])
            .bind(purpose.as_str())
            .bind(now_ms - VALID_MS)
            .bind(now_ms)
            .fetch_optional(&mut **c)
            .await)?;
        let Some((kept, in_all)) = kept else { return Ok(false) };
        let sql = "INSERT INTO one_time_code_try (phone_digest, purpose, asker, tries) VALUES ($1, $2, $3, 1)
                   ON CONFLICT (phone_digest, purpose, asker) DO UPDATE SET tries = one_time_code_try.tries + 1
                   RETURNING tries";
        let own: i64 = tx!(&mut tx, |c| sqlx::query_scalar(sql)
            .bind(&phone_digest[..])
            .bind(purpose.as_str())
            .bind(&by.asker)
            .fetch_one(&mut **c)
            .await)?;
        if own > TRIES_MAX || (!by.is_owner && in_all >= TRIES_IN_ALL) {
            return Ok(false);
        }
        // Not deleted once it was used: its time still counts for the next sending.
        let right = kept == code_digest;
        let left: &[u8] = if right { &[] } else { &kept };
        let sql = "UPDATE one_time_code SET tries = tries + $1, code_digest = $2 WHERE phone_digest = $3 AND purpose = $4";
        execute!(&mut tx, sql, i64::from(!by.is_owner), left, &phone_digest[..], purpose.as_str())?;
        tx.commit().await?;
        Ok(right)
    }
}

/// The time of a code that was not sent yet.
const NEVER: i64 = -COUNTED_MS;

impl Tx {
    async fn count_sending(&mut self, count: &SendingCount, now_ms: i64) -> Result<()> {
        let sql = "INSERT INTO code_sending (id, whom, at_ms) VALUES ($1, $2, $3)";
        tx!(self, |c| sqlx::query(sql)
            .bind(&count.id)
            .bind(&count.whom)
            .bind(now_ms)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    async fn wait_ms(&mut self, whom: &str, limit: Limit, now_ms: i64) -> Result<i64> {
        let sql = "SELECT at_ms FROM code_sending WHERE whom = $1 ORDER BY at_ms DESC LIMIT 1 OFFSET $2";
        let so_many_back: Option<i64> = tx!(self, |c| sqlx::query_scalar(sql)
            .bind(whom)
            .bind(limit.sendings - 1)
            .fetch_optional(&mut **c)
            .await)?;
        Ok(limit.wait_ms(so_many_back, now_ms))
    }
}
