//! Films of institutions: their uploads, what was found in them, and their end. The bytes lie in a folder; what stands here is
//! the truth about them.

use domain::film::{self, FilmRefusal, FilmState, UploadRefusal};
use domain::id::{AccountId, FilmId, OrganisationId};

use crate::audit::{self, AuditEvent};
use crate::job::JobKind;
use crate::{Db, Result, execute, read_db, tx, write_db};

/// A film that is about to be uploaded.
#[derive(Clone, Debug)]
pub struct NewFilm {
    pub id: FilmId,
    pub organisation: OrganisationId,
    /// As it is shown.
    pub name: String,
    pub bytes: i64,
    pub by: AccountId,
}

/// A film as it stands.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Film {
    #[sqlx(try_from = "String")]
    pub id: FilmId,
    #[sqlx(try_from = "String")]
    pub organisation_id: OrganisationId,
    pub name: String,
    pub bytes_total: i64,
    /// So many are durable.
    pub bytes_received: i64,
    state: String,
    pub sha256: Option<String>,
    pub duration_ms: Option<i64>,
    refusal: Option<String>,
    /// The name of whoever uploads it.
    pub made_by: String,
    pub made_at: i64,
    pub changed_at: i64,
    /// When it goes by itself.
    pub expires_at: Option<i64>,
    pub deleted_at: Option<i64>,
}

impl Film {
    /// How it stands. The schema knows no other.
    pub fn state(&self) -> FilmState {
        FilmState::from_code(&self.state).unwrap_or(FilmState::Refused)
    }

    /// Why it cannot be used, where that is so.
    pub fn refusal(&self) -> Option<FilmRefusal> {
        self.refusal.as_deref().and_then(FilmRefusal::from_code)
    }

    /// Whether parts of it may still come.
    pub fn receives(&self, now_ms: i64) -> bool {
        self.state() == FilmState::Receiving && self.expires_at.is_none_or(|at_ms| now_ms < at_ms)
    }
}

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFilm {
    pub sha256: String,
    pub duration_ms: i64,
}

/// What became of a wish to delete a film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deleted {
    /// It is gone. The file of this digest may go where nothing else wants it.
    Done(Option<String>),
    /// It was gone already.
    Already,
    /// A lesson of the institution is made of it.
    Used,
    /// It is being looked at.
    Busy,
}

const FILM: &str = "SELECT f.id, f.organisation_id, f.name, f.bytes_total, f.bytes_received, f.state, f.sha256, f.duration_ms,
        f.refusal, p.name AS made_by, f.made_at, f.changed_at, f.expires_at, f.deleted_at
    FROM film f JOIN account a ON a.id = f.made_by JOIN person p ON p.id = a.person_id";
/// What an institution keeps, in bytes.
const KEPT: &str = "SELECT CAST(COALESCE(SUM(bytes_total), 0) AS BIGINT) FROM film
    WHERE organisation_id = $1 AND deleted_at IS NULL AND state <> 'refused'";

impl Db {
    /// Begins an upload, if there is room for it.
    pub async fn begin_film(&self, new: &NewFilm, now_ms: i64) -> Result<Result<(), UploadRefusal>> {
        let mut tx = self.begin().await?;
        // The organisation's row makes several at once stand in line.
        let lock = tx.text(
            "SELECT id FROM organisation WHERE id = $1",
            "SELECT id FROM organisation WHERE id = $1 FOR UPDATE",
        );
        execute!(&mut tx, lock, &new.organisation.0)?;
        let kept: i64 =
            tx!(&mut tx, |c| sqlx::query_scalar(KEPT).bind(&new.organisation.0).fetch_one(&mut **c).await)?;
        if let Err(why) = film::may_upload(new.bytes, kept) {
            return Ok(Err(why));
        }
        execute!(
            &mut tx,
            "INSERT INTO film (id, organisation_id, name, bytes_total, bytes_received, state, made_by, made_at, changed_at,
                 expires_at)
             VALUES ($1, $2, $3, $4, 0, 'receiving', $5, $6, $6, $7)",
            &new.id.0,
            &new.organisation.0,
            &new.name,
            new.bytes,
            &new.by.0,
            now_ms,
            now_ms + film::KEPT_MS
        )?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// One film, deleted or not.
    pub async fn film(&self, id: &FilmId) -> Result<Film> {
        let sql = format!("{FILM} WHERE f.id = $1");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(&id.0).fetch_one(p).await)?)
    }

    /// A page of an institution's films: what wants something first, then the newest; and how many there are.
    pub async fn films(&self, of: &OrganisationId, limit: i64, offset: i64) -> Result<(Vec<Film>, i64)> {
        let sql = format!(
            "{FILM} WHERE f.organisation_id = $1 AND f.deleted_at IS NULL
             ORDER BY CASE f.state WHEN 'refused' THEN 0 WHEN 'receiving' THEN 1 WHEN 'measuring' THEN 2 ELSE 3 END,
                 f.made_at DESC, f.id LIMIT $2 OFFSET $3"
        );
        let films = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(&of.0)
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?;
        let sql = "SELECT COUNT(*) FROM film WHERE organisation_id = $1 AND deleted_at IS NULL";
        let count = read_db!(self, |p| sqlx::query_scalar(sql).bind(&of.0).fetch_one(p).await)?;
        Ok((films, count))
    }

    /// The films of an institution that a lesson can be made of, the newest first.
    pub async fn films_ready(&self, of: &OrganisationId) -> Result<Vec<Film>> {
        let sql = format!(
            "{FILM} WHERE f.organisation_id = $1 AND f.deleted_at IS NULL AND f.state = 'ready'
             ORDER BY f.made_at DESC, f.id LIMIT 500"
        );
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(&of.0).fetch_all(p).await)?)
    }

    /// How many bytes of films an institution keeps.
    pub async fn film_bytes(&self, of: &OrganisationId) -> Result<i64> {
        Ok(read_db!(self, |p| sqlx::query_scalar(KEPT).bind(&of.0).fetch_one(p).await)?)
    }

    /// So much of a film is durable now, and that was all before; with its last byte it waits to be looked at. `false` if
    /// somebody else went on with it meanwhile.
    pub async fn film_received(&self, id: &FilmId, before: i64, now: i64, now_ms: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE film SET bytes_received = $1, changed_at = $2,
                       state = CASE WHEN bytes_total = $1 THEN 'measuring' ELSE 'receiving' END,
                       expires_at = CASE WHEN bytes_total = $1 THEN NULL ELSE CAST($3 AS BIGINT) END
                   WHERE id = $4 AND state = 'receiving' AND bytes_received = $5 RETURNING state";
        let state: Option<String> = tx!(&mut tx, |c| sqlx::query_scalar(sql)
            .bind(now)
            .bind(now_ms)
            .bind(now_ms + film::KEPT_MS)
            .bind(&id.0)
            .bind(before)
            .fetch_optional(&mut **c)
            .await)?;
        if state.as_deref() == Some(FilmState::Measuring.as_str()) {
            tx.add_job(JobKind::MeasureFilm, id.as_str(), now_ms).await?;
        }
        tx.commit().await?;
        Ok(state.is_some())
    }

    /// A film that was looked at can be used. `false` if it does not wait for that.
    pub async fn film_ready(&self, id: &FilmId, found: &FoundFilm, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE film SET state = 'ready', sha256 = $1, duration_ms = $2, changed_at = $3, expires_at = NULL
                   WHERE id = $4 AND state = 'measuring'";
        let done = execute!(&mut tx, sql, &found.sha256, found.duration_ms, event.at_ms, &id.0)?;
        if done == 1 {
            audit::write(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(done == 1)
    }

    /// A film that was looked at cannot be used; its line goes by itself after a while.
    pub async fn film_refused(&self, id: &FilmId, why: FilmRefusal, now_ms: i64) -> Result<bool> {
        let sql = "UPDATE film SET state = 'refused', refusal = $1, changed_at = $2, expires_at = $3
                   WHERE id = $4 AND state = 'measuring'";
        Ok(write_db!(self, |p| sqlx::query(sql)
            .bind(why.as_str())
            .bind(now_ms)
            .bind(now_ms + film::KEPT_MS)
            .bind(&id.0)
            .execute(p)
            .await
            .map(|done| done.rows_affected() == 1))?)
    }

    /// Ends an upload that is not whole, and its line with it. `false` if it is whole, or gone.
    pub async fn end_upload(&self, id: &FilmId) -> Result<bool> {
        let sql = "DELETE FROM film WHERE id = $1 AND state = 'receiving'";
        Ok(write_db!(self, |p| sqlx::query(sql)
            .bind(&id.0)
            .execute(p)
            .await
            .map(|done| done.rows_affected() == 1))?)
    }

    /// Deletes a film, unless a lesson of its institution is made of it. One that never was ready leaves nothing.
    pub async fn delete_film(&self, id: &FilmId, event: &AuditEvent) -> Result<Deleted> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM film WHERE id = $1 AND state IN ('receiving', 'refused')";
        if execute!(&mut tx, sql, &id.0)? == 1 {
            tx.commit().await?;
            return Ok(Deleted::Done(None));
        }
        let sql = "SELECT state FROM film WHERE id = $1 AND deleted_at IS NULL";
        let state: Option<String> =
            tx!(&mut tx, |c| sqlx::query_scalar(sql).bind(&id.0).fetch_optional(&mut **c).await)?;
        if state.as_deref() == Some(FilmState::Measuring.as_str()) {
            return Ok(Deleted::Busy);
        }
        let sql = "UPDATE film SET deleted_at = $1, changed_at = $1
                   WHERE id = $2 AND state = 'ready' AND deleted_at IS NULL AND NOT EXISTS (
                       SELECT 1 FROM lesson l JOIN course c ON c.id = l.course_id
                       WHERE c.organisation_id = film.organisation_id AND l.media_path = 'films/' || film.sha256 || '.mp4')
                   AND NOT EXISTS (
                       SELECT 1 FROM course_draft d WHERE d.organisation_id = film.organisation_id
                           AND d.state IN ('draft', 'submitted', 'returned')
                           AND d.content LIKE '%' || film.sha256 || '%')
                   RETURNING sha256";
        let gone: Option<String> = tx!(&mut tx, |c| sqlx::query_scalar(sql)
            .bind(event.at_ms)
            .bind(&id.0)
            .fetch_optional(&mut **c)
            .await)?;
        let Some(sha256) = gone else {
            return Ok(if state.is_some() { Deleted::Used } else { Deleted::Already });
        };
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Deleted::Done(Some(sha256)))
    }

    /// Whether the file of a digest is still of use to anybody.
    pub async fn film_file_is_wanted(&self, sha256: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM film WHERE sha256 = $1 AND deleted_at IS NULL)
                       OR EXISTS (SELECT 1 FROM lesson WHERE media_path = $2)";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql)
            .bind(sha256)
            .bind(film::media_path(sha256))
            .fetch_one(p)
            .await)?)
    }

    /// Whether what arrived of an upload is still of use.
    pub async fn film_part_is_wanted(&self, id: &FilmId) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM film WHERE id = $1 AND state IN ('receiving', 'measuring'))";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).bind(&id.0).fetch_one(p).await)?)
    }

    /// Takes away the lines of uploads that nobody went on with, and of films that could not be used, once their time is over.
    pub async fn forget_films(&self, now_ms: i64) -> Result<u64> {
        let sql = "DELETE FROM film WHERE expires_at <= $1 AND state IN ('receiving', 'refused')";
        Ok(write_db!(self, |p| sqlx::query(sql)
            .bind(now_ms)
            .execute(p)
            .await
            .map(|done| done.rows_affected()))?)
    }
}
