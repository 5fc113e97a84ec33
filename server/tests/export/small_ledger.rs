//! A small book of hours: two counties, a class in each, four learners, one of them with a name made to do harm.

use std::sync::Arc;

use domain::check::DaySegment;
use domain::coverage::Ranges;
use domain::id::{CheckId, PersonId};
use domain::ledger::{Entry, EntryForm, Evidence, PassedCheck};
use domain::policy::Profile;
use domain::subsidy::{Facts, assess};
use domain::wire::CheckKind;
use store::digest::Purpose;
use store::ledger::checkpoint::NoteSigner;
use store::ledger::{NewEntry, append};
use store::sealed::{DOCUMENT, PHONE};
use store::{Db, read_db, write_db};
use vault::Keys;
use web::{Shared, Site};

use crate::site::{ManualClock, SeededRng, TestSite};
use crate::store_fixture::city::{a_city, run};
use crate::store_fixture::courses::policies;

/// The full numbers of learner `n`.
pub fn document(n: u32) -> String {
    let digits = format!("370503198001{n:02}{n:03}");
    let check = domain::person::check_character(&digits.as_bytes()[..17]);
    format!("{digits}{check}")
}

pub fn phone(n: u32) -> String {
    format!("13800000{n:03}")
}

pub const HARMFUL: &str = "=HYPERLINK(\"http://x\",\"y\")";

pub const NOW_MS: i64 = 1_795_276_800_000;

pub fn keys() -> Keys {
    Keys::from_master(&[7; 32])
}

/// A site over a database, its clock, and the folder it writes to.
pub fn site_over(db: &Db, exports: &std::path::Path) -> (Site, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(NOW_MS));
    let keys = Arc::new(keys());
    let site = Site::from(Shared {
        signer: NoteSigner::new("xueshi.test/ledger", keys.clone()).unwrap(),
        keys,
        policies: Arc::new(policies()),
        clock: clock.clone(),
        rng: Arc::new(SeededRng::default()),
        exports: exports.into(),
        ..Shared::clone(&TestSite::bare(db.clone(), Profile::Standard).site)
    });
    (site, clock)
}

/// Fills an empty database: class `k1` in `county` with learners 1 to 3, class `k2` in `far` with learner 4.
pub async fn fill_ledger(db: &Db) {
    a_city(db, 4).await;
    for statement in [
        "INSERT INTO region (id, name, name_en, kind, parent_id) VALUES ('far', '广饶县', 'Guangrao', 'county', 'city')",
        "INSERT INTO course (id, code, title, title_en, summary, summary_en, outcomes, outcomes_en, trade_code, trade,
             trade_en, level, mode, cover, organisation_id, published_at)
         VALUES ('c1', 'crab', '大闸蟹养殖入门', 'Crabs', '', '', '[]', '[]', '5-04-02-01', '水产养殖工', '', 'special', 'online', '',
             'school', 0)",
        "INSERT INTO lesson (id, course_id, code, position, kind, title, title_en, summary, duration_ms, media_bytes, pages)
         VALUES ('l1', 'c1', 'crab-1', 1, 'video', '选塘与清塘', 'One', '', 2700000, 0, '[]'),
                ('l2', 'c1', 'crab-2', 2, 'video', '放苗', 'Two', '', 2700000, 0, '[]')",
        "INSERT INTO training_class (id, code, course_id, organisation_id, region_id, title, starts_on, ends_on, capacity,
             policy_version, opened_at)
         VALUES ('k1', '2026-CRAB-01', 'c1', 'school', 'county', '大闸蟹养殖入门 第 1 期', '2026-11-01', '2026-12-31', 30,
             '2026-01-01', 0),
                ('k2', '2026-CRAB-02', 'c1', 'school', 'far', '大闸蟹养殖入门 第 2 期', '2026-11-01', '2026-12-31', 30,
             '2026-01-01', 0)",
        "INSERT INTO enrolment (id, class_id, person_id, enrolled_at)
         VALUES ('e1', 'k1', 'p1', 10), ('e2', 'k1', 'p2', 20), ('e3', 'k1', 'p3', 30), ('e4', 'k2', 'p4', 40)",
        "INSERT INTO study_session (id, person_id, enrolment_id, lesson_id, policy_version, opened_at)
         VALUES ('s1', 'p1', 'e1', 'l1', '2026-01-01', 0)",
        "INSERT INTO attendance_check (id, person_id, session_id, enrolment_id, lesson_id, kind, offer, issued_at,
             answered_at, outcome, ignored_at)
         VALUES ('c1', 'p1', 's1', 'e1', 'l1', 'question', 2, 0, 3, 'passed', '[2]')",
    ] {
        run(db, statement).await;
    }
    let keys = keys();
    for n in 1..=4u32 {
        write_db!(db, |pool| {
            sqlx::query(
                "UPDATE person SET document_sealed = $1, document_digest = $2, document_masked = $3, phone_sealed = $4,
                        phone_masked = $5 WHERE id = $6",
            )
            .bind(keys.seal(DOCUMENT.of(&format!("p{n}")), &document(n), [n as u8; 12]))
            .bind(keys.digest(Purpose::Document, &document(n)).to_vec())
            .bind(domain::person::masked_document(&document(n)))
            .bind(keys.seal(PHONE.of(&format!("p{n}")), &phone(n), [100 + n as u8; 12]))
            .bind(domain::person::masked_phone(&phone(n)))
            .bind(format!("p{n}"))
            .execute(pool)
            .await
            .map(drop)
        })
        .unwrap();
    }
    write_db!(db, |pool| {
        sqlx::query("UPDATE person SET name = $1 WHERE id = 'p2'").bind(HARMFUL).execute(pool).await.map(drop)
    })
    .unwrap();
    // Each was seen with their document by their neighbour.
    run(
        db,
        "UPDATE person SET identity_seen_at = 1, identity_seen_by = CASE id WHEN 'p1' THEN 'a2' ELSE 'a1' END",
    )
    .await;
    verify(db, 1, "k1", "l1", 0, 2_700_000).await;
    verify(db, 1, "k1", "l2", 0, 1_900_500).await;
    verify(db, 2, "k1", "l1", 0, 61_250).await;
    verify(db, 4, "k2", "l2", 0, 600_000).await;
}

/// Verifies a stretch of a lesson on 2026-11-20, as a passed check does: ledger, progress and subsidy record together.
pub async fn verify(db: &Db, n: u32, class: &str, lesson: &str, from_ms: i64, to_ms: i64) {
    let entry = Entry {
        v: EntryForm,
        person_digest: hex::encode(keys().digest(Purpose::LedgerPerson, &format!("p{n}"))),
        enrolment: format!("e{n}").into(),
        class: class.into(),
        lesson: lesson.into(),
        days: vec![DaySegment { day: "2026-11-20".into(), ranges: Ranges::union_of(vec![[from_ms, to_ms]]) }],
        ms: to_ms - from_ms,
        check: Some(PassedCheck {
            id: CheckId(format!("check-{n}-{lesson}-{from_ms}")),
            kind: CheckKind::Question,
            offer: 1,
            signed: domain::device::SignatureState::Unsigned,
        }),
        granted: None,
        policy: "2026-01-01".into(),
        at_ms: NOW_MS - 86_400_000 + to_ms,
        evidence: Evidence { record: 1, chain: "00".repeat(32) },
    };
    let mut tx = db.begin().await.unwrap();
    append(&mut tx, &[NewEntry { person: PersonId(format!("p{n}")), entry }]).await.unwrap();
    tx.commit().await.unwrap();
    run(
        db,
        &format!(
            "INSERT INTO lesson_progress (enrolment_id, lesson_id, covered, position_ms, credited_to_ms, waiting_ms,
                 verified_ms, updated_at)
             VALUES ('e{n}', '{lesson}', '[]', 0, 0, 0, {ms}, 0)
             ON CONFLICT (enrolment_id, lesson_id)
             DO UPDATE SET verified_ms = lesson_progress.verified_ms + excluded.verified_ms",
            ms = to_ms - from_ms
        ),
    )
    .await;
    let verified_ms: i64 = read_db!(db, |pool| {
        sqlx::query_scalar("SELECT CAST(SUM(ms) AS BIGINT) FROM ledger_line WHERE enrolment_id = $1")
            .bind(format!("e{n}"))
            .fetch_one(pool)
            .await
    })
    .unwrap();
    let policies = policies();
    let made = assess(
        &Facts { verified_ms, required_ms: 5_400_000, test_mark: None, identity_seen: true },
        policies.version("2026-01-01").unwrap(),
    );
    run(
        db,
        &format!(
            "INSERT INTO subsidy_record (enrolment_id, class_id, person_id, policy_version, verified_ms, required_ms,
                 credit_tenths, identity_seen, completed, pay_mode, amount_fen, reasoning, ledger_size, computed_at)
             VALUES ('e{n}', '{class}', 'p{n}', '2026-01-01', {verified_ms}, 5400000, {tenths}, TRUE, {completed}, '{mode}',
                 {fen}, '[]', 0, 0)
             ON CONFLICT (enrolment_id) DO UPDATE SET verified_ms = excluded.verified_ms,
                 credit_tenths = excluded.credit_tenths, completed = excluded.completed,
                 pay_mode = excluded.pay_mode, amount_fen = excluded.amount_fen",
            tenths = made.hours.tenths,
            completed = made.completed,
            mode = made.pay_mode.as_str(),
            fen = made.amount.0
        ),
    )
    .await;
}
