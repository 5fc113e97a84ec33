//! How people answer their checks, in the last two weeks.

use domain::signal::{self, Latencies, SignalKind};

use super::facts::{Found, Span};
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// Somebody's answers: how many, wrong, faster than reading, holds, passed, by a number.
type Answers = (String, i64, i64, i64, i64, i64, i64);

impl Db {
    /// Answers faster than reading, guesses, and passes that are mostly numbers.
    pub(super) async fn guesses(&self, span: Span) -> Result<Vec<Found>> {
        let rows: Vec<Answers> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT person_id, COUNT(*),
                        CAST(SUM(CASE WHEN outcome = 'passed' THEN 0 ELSE 1 END) AS BIGINT),
                        CAST(SUM(CASE WHEN hasty THEN 1 ELSE 0 END) AS BIGINT),
                        CAST(SUM(CASE WHEN outcome = 'hold' THEN 1 ELSE 0 END) AS BIGINT),
                        CAST(SUM(CASE WHEN outcome = 'passed' THEN 1 ELSE 0 END) AS BIGINT),
                        CAST(SUM(CASE WHEN outcome = 'passed' AND kind = 'number' AND given_answer IS NOT NULL
                                 THEN 1 ELSE 0 END) AS BIGINT)
                 FROM attendance_check
                 WHERE issued_at >= $1 AND outcome IN ('passed', 'wrong', 'hold') GROUP BY person_id",
            )
            .bind(span.from_ms)
            .fetch_all(pool)
            .await
        })?;
        let judge = |(person, answers, wrong, hasty, holds, passed, by_number): Answers| {
            let seen = [
                (SignalKind::HastyAnswers, signal::hasty_answers(answers, hasty)),
                (SignalKind::GuessedAnswers, signal::guessed_answers(answers, wrong, holds)),
                (SignalKind::NumberChecks, signal::number_checks(passed, by_number)),
            ];
            seen.into_iter()
                .filter_map(move |(kind, evidence)| Some(Found::of_person(kind, person.clone(), evidence?)))
        };
        Ok(rows.into_iter().flat_map(judge).collect())
    }

    pub(super) async fn steady_answers(&self, span: Span) -> Result<Vec<Found>> {
        let rows: Vec<(String, i64, i64, i64, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT person_id, COUNT(*), CAST(SUM(answered_at - shown_at) AS BIGINT),
                        CAST(SUM((answered_at - shown_at) * (answered_at - shown_at)) AS BIGINT),
                        CAST(MAX(answered_at - shown_at) AS BIGINT)
                 FROM attendance_check
                 WHERE issued_at >= $1 AND outcome = 'passed' AND shown_at IS NOT NULL GROUP BY person_id",
            )
            .bind(span.from_ms)
            .fetch_all(pool)
            .await
        })?;
        let judge = |(person, count, sum_ms, squares, slowest_ms)| {
            let evidence = signal::steady_answers(Latencies { count, sum_ms, squares, slowest_ms })?;
            Some(Found::of_person(SignalKind::SteadyAnswers, person, evidence))
        };
        Ok(rows.into_iter().filter_map(judge).collect())
    }

    pub(super) async fn avoided_checks(&self, span: Span) -> Result<Vec<Found>> {
        let rows: Vec<(String, i64, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT person_id, CAST(SUM(offer) AS BIGINT),
                        CAST(SUM(offer - 1 + CASE WHEN outcome = 'expired' THEN 1 ELSE 0 END) AS BIGINT)
                 FROM attendance_check WHERE issued_at >= $1 GROUP BY person_id",
            )
            .bind(span.from_ms)
            .fetch_all(pool)
            .await
        })?;
        let judge = |(person, offers, unanswered)| {
            let evidence = signal::avoided_checks(offers, unanswered)?;
            Some(Found::of_person(SignalKind::AvoidedChecks, person, evidence))
        };
        Ok(rows.into_iter().filter_map(judge).collect())
    }
}
