//! What the schema refuses: a conflict that has a name where a person can meet it, else an internal error.

use store::{Constraint, Db, StoreError};

use crate::fixture::city::{a_city, run, try_run};
use crate::fixture::courses::a_crab_class;
use crate::fixture::databases::on_both;

/// What stands in the database before, and the statement that is refused.
fn violation(constraint: Constraint) -> (&'static str, &'static str) {
    match constraint {
        Constraint::PersonDocumentOnce => (
            "",
            "INSERT INTO person (id, name, sex, birth_date, document_type, document_digest, document_sealed,
                 document_masked, phone_sealed, phone_masked, region_id, created_at)
             SELECT 'other', name, sex, birth_date, document_type, document_digest, document_sealed, document_masked,
                 phone_sealed, phone_masked, region_id, created_at FROM person WHERE id = 'p1'",
        ),
        Constraint::AccountLoginOnce => (
            "",
            "INSERT INTO account (id, person_id, login, password_hash, active, created_at)
             VALUES ('other', 'p2', 'learner1', '-', TRUE, 0)",
        ),
        Constraint::PasskeyCredentialOnce => (
            "INSERT INTO passkey (id, account_id, credential_id, name, public_key, counter, created_at)
             VALUES ('k1', 'a1', 'device', '', '', 0, 0)",
            "INSERT INTO passkey (id, account_id, credential_id, name, public_key, counter, created_at)
             VALUES ('k2', 'a2', 'device', '', '', 0, 0)",
        ),
        Constraint::PersonSeenByAnother => (
            "UPDATE person SET identity_seen_at = 1, identity_seen_by = 'a2' WHERE id = 'p1'",
            "UPDATE person SET identity_seen_at = 1, identity_seen_by = 'a1' WHERE id = 'p1'",
        ),
        Constraint::IdentityLinkSubjectOnce => (
            "INSERT INTO identity_link (issuer, subject, account_id, linked_at) VALUES ('city', 's1', 'a1', 0)",
            "INSERT INTO identity_link (issuer, subject, account_id, linked_at) VALUES ('city', 's1', 'a2', 0)",
        ),
        Constraint::IdentityLinkAccountOnce => (
            "INSERT INTO identity_link (issuer, subject, account_id, linked_at) VALUES ('county', 's1', 'a1', 0)",
            "INSERT INTO identity_link (issuer, subject, account_id, linked_at) VALUES ('county', 's2', 'a1', 0)",
        ),
        Constraint::RoleGrantApart => (
            "INSERT INTO role_grant (account_id, role, granted_at) VALUES ('a1', 'system_administrator', 0)",
            "INSERT INTO role_grant (account_id, role, granted_at) VALUES ('a1', 'finance_officer', 1)",
        ),
        Constraint::RoleGrantByTwo => (
            "INSERT INTO role_grant (account_id, role, granted_at, invited_by) VALUES ('a2', 'county_reviewer', 0, 'a1')",
            "UPDATE role_grant SET confirmed_at = 1, confirmed_by = 'a1' WHERE role = 'county_reviewer'",
        ),
        Constraint::OrganisationCreditCodeOnce => (
            "",
            "INSERT INTO organisation (id, kind, name, name_en, region_id, credit_code, phone)
             VALUES ('other', 'institution', '渔丰学校', '', 'county', 'C1', '')",
        ),
        Constraint::FilingOnce => (
            "INSERT INTO trade (code, name, valid_from) VALUES ('t1', '养殖工', '2022-09-27');
             INSERT INTO filing (id, organisation_id, trade_code, level, number, valid_from, recorded_by, recorded_at)
             VALUES ('f1', 'school', 't1', 'five', 'No. 7', '2026-01-01', 'a1', 0)",
            "INSERT INTO filing (id, organisation_id, trade_code, level, number, valid_from, recorded_by, recorded_at)
             VALUES ('f2', 'school', 't1', 'five', 'No. 7', '2026-06-01', 'a2', 1)",
        ),
        Constraint::FundSourceCodeOnce => (
            "INSERT INTO fund_source (id, code, name, year, budget_fen, recorded_by, recorded_at)
             VALUES ('m1', 'ZJ-01', '就业补助资金', 2026, 1, 'a1', 0)",
            "INSERT INTO fund_source (id, code, name, year, budget_fen, recorded_by, recorded_at)
             VALUES ('m2', 'ZJ-01', '失业保险基金', 2026, 1, 'a2', 0)",
        ),
        Constraint::SubsidyStandardTie => (
            "INSERT INTO fund_source (id, code, name, year, budget_fen, recorded_by, recorded_at)
             VALUES ('m3', 'ZJ-03', '就业补助资金', 2026, 1, 'a1', 0);
             INSERT INTO subsidy_standard (id, level, valid_from, valid_to, pay, pay_fen, partial_percent, fund_id, source,
                 recorded_by, recorded_at)
             VALUES ('s1', 'five', '2026-01-01', '2026-12-31', 'per_person', 1, 0, 'm3', 'No. 7', 'a1', 0)",
            "INSERT INTO subsidy_standard (id, programme, valid_from, pay, pay_fen, partial_percent, fund_id, source,
                 recorded_by, recorded_at)
             VALUES ('s2', 'project', '2026-12-31', 'per_person', 1, 0, 'm3', 'No. 8', 'a1', 0)",
        ),
        Constraint::PayeeNumberOnce => (
            "INSERT INTO payee (id, person_id, n, kind, bank, number_digest, number_sealed, last_four, salt, given_by, given_at)
             SELECT 'b1', 'p1', 1, 'card', '中国银行', document_digest, document_sealed, '3331', document_digest, 'a1', 0
             FROM person WHERE id = 'p1'",
            "INSERT INTO payee (id, person_id, n, kind, bank, number_digest, number_sealed, last_four, salt, given_by, given_at)
             SELECT 'b2', a.person_id, 1, 'card', '中国银行', p.document_digest, p.document_sealed, '3331', p.document_digest,
                 a.id, 0
             FROM account a, person p WHERE a.id = 'a2' AND p.id = 'p1'",
        ),
        Constraint::AppealOncePerSpan => (
            "",
            "INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason,
                 made_at)
             SELECT 'other', person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason, made_at
             FROM appeal",
        ),
        Constraint::AppealHolderOnce => (
            "INSERT INTO appeal_holder (appeal_id, n, account_id, since) VALUES ('q1', 1, 'a2', 0)",
            "INSERT INTO appeal_holder (appeal_id, n, account_id, since) VALUES ('q1', 1, 'a1', 0)",
        ),
        Constraint::AppealStepInPost => (
            "INSERT INTO role_grant (account_id, role, granted_at, ends_at) VALUES ('a2', 'city_first_reviewer', 0, 5)",
            "INSERT INTO appeal_step (appeal_id, n, kind, account_id, person_id, role, verdict, reason, at_ms)
             VALUES ('q1', 1, 'propose', 'a2', 'p2', 'city_first_reviewer', 'refuse', 'no such power cut', 5)",
        ),
        Constraint::LedgerEntryOfSomebody => (
            "INSERT INTO ledger_entry_group (enrolment_id, class_id, person_id, person_digest, policy)
             VALUES ('e1', 'crab-k', 'p1', '', '');
             INSERT INTO ledger_lesson (lesson_id) VALUES ('crab-1');
             UPDATE person SET closed_at = 1 WHERE id = 'p1'",
            "INSERT INTO ledger_entry (entry_index, at_ms, entry_group, lesson, ms, body)
             SELECT 0, 1, g.entry_group, l.lesson, 1, '' FROM ledger_entry_group g, ledger_lesson l",
        ),
        Constraint::LedgerKeyNoteOnce => (
            "INSERT INTO ledger_key_note (n, note, made_at) VALUES (0, 'one', 0)",
            "INSERT INTO ledger_key_note (n, note, made_at) VALUES (0, 'another', 0)",
        ),
    }
}

/// Two learners, of whom the first is in a class and appeals against refused time.
async fn an_appeal(db: &Db) {
    a_city(db, 2).await;
    a_crab_class(db).await;
    for statement in [
        "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e1', 'crab-k', 'p1', 0)",
        "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
         VALUES ('e1', 'crab-1', '2026-11-02', 'day_cap', 60000, 0)",
        "INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason, made_at)
         VALUES ('q1', 'p1', 'a1', 'e1', 'crab-1', '2026-11-02', 'day_cap', 60000, 'a power cut', 0)",
    ] {
        run(db, statement).await;
    }
}

async fn refused(db: &Db, statement: &str) -> StoreError {
    try_run(db, statement).await.expect_err(statement).into()
}

#[tokio::test]
async fn each_constraint_is_known_by_its_name() {
    on_both(async |db| {
        an_appeal(db).await;
        for constraint in Constraint::ALL {
            let (before, statement) = violation(*constraint);
            if !before.is_empty() {
                run(db, before).await;
            }
            let error = refused(db, statement).await;
            assert!(
                matches!(error, StoreError::Conflict(met) if met == *constraint),
                "{constraint}: {error:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_only_a_defect_could_violate_is_internal() {
    on_both(async |db| {
        an_appeal(db).await;
        for statement in [
            // A key, a check, a reference, a column, a rule of another trigger, and a table that never changes.
            "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e2', 'crab-k', 'p1', 0)",
            "INSERT INTO region (id, name, name_en, kind) VALUES ('r', '', '', 'village')",
            "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e2', 'crab-k', 'nobody', 0)",
            "INSERT INTO enrolment (id, class_id, person_id) VALUES ('e2', 'crab-k', 'p2')",
            "INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason,
                 made_at)
             VALUES ('q2', 'p2', 'a2', 'e1', 'crab-1', '2026-11-02', 'day_cap', 60000, 'a power cut', 0)",
            "UPDATE appeal SET reason = 'another one'",
        ] {
            let error = refused(db, statement).await;
            assert!(matches!(error, StoreError::Internal(_)), "{statement}: {error:?}");
        }
    })
    .await;
}
