//! The fewest rows that a ledger entry can refer to.

use store::{Db, write_db};

/// Person `p1` in enrolment `e1` of class `k1`, whose course has the one lesson `l1` of an hour.
pub async fn one_learner(db: &Db) {
    for statement in [
        "INSERT INTO region (id, name, name_en, kind) VALUES ('r1', '海河', 'Haihe', 'city')",
        "INSERT INTO organisation (id, kind, name, name_en, region_id, credit_code, phone)
         VALUES ('o1', 'institution', '学校', 'School', 'r1', '91370900000000000X', '')",
        "INSERT INTO course (id, code, title, title_en, summary, summary_en, outcomes, outcomes_en, trade_code, trade,
             trade_en, level, mode, cover, organisation_id, published_at)
         VALUES ('c1', 'crab', '养殖', 'Crabs', '', '', '[]', '[]', '', '', '', 'special', 'online', '', 'o1', 0)",
        "INSERT INTO lesson (id, course_id, code, position, kind, title, title_en, summary, duration_ms, media_bytes, pages)
         VALUES ('l1', 'c1', 'crab-1', 1, 'video', '一', 'One', '', 3600000, 0, '[]')",
        "INSERT INTO training_class (id, code, course_id, organisation_id, region_id, title, starts_on, ends_on, capacity,
             policy_version, opened_at)
         VALUES ('k1', 'k1', 'c1', 'o1', 'r1', '一班', '2026-01-01', '2026-12-31', 30, '2026-01-01', 0)",
    ] {
        write_db!(db, |pool| sqlx::query(statement).execute(pool).await.map(drop)).unwrap();
    }
    write_db!(db, |pool| {
        sqlx::query(
            "INSERT INTO person (id, name, sex, birth_date, document_type, document_digest, document_sealed,
                 document_masked, phone_sealed, phone_masked, region_id, created_at)
             VALUES ('p1', '王', 'f', '1976-01-01', 'id', $1, $2, '', $3, '', 'r1', 0)",
        )
        .bind(&b"d"[..])
        .bind(&b"s"[..])
        .bind(&b"s"[..])
        .execute(pool)
        .await
        .map(drop)
    })
    .unwrap();
    let enrolment =
        "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e1', 'k1', 'p1', 0)";
    write_db!(db, |pool| sqlx::query(enrolment).execute(pool).await.map(drop)).unwrap();
}
