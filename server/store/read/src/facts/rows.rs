//! The rows, as they are read, and what each says.

use domain::audit::AuditAction;
use domain::certificate::CertificateKind;
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use vault::Keys;

use super::keyed;

/// A row of a table whose key is `id`.
pub(super) trait FactRow:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
    /// How it is read; a condition follows.
    const SELECT: &'static str;

    /// What it says.
    fn action(self, keys: Option<&Keys>) -> AuditAction;
}

#[derive(FromRow)]
pub(super) struct OrganisationRow {
    id: String,
    kind: String,
    name: String,
    name_en: String,
    region_id: String,
    credit_code: String,
    phone: String,
}

impl FactRow for OrganisationRow {
    const SELECT: &'static str =
        "SELECT id, kind, name, name_en, region_id, credit_code, phone FROM organisation";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactOrganisation {
            organisation: self.id.into(),
            kind: self.kind,
            name: self.name,
            name_en: self.name_en,
            region: self.region_id.into(),
            credit_code: self.credit_code,
            phone: self.phone,
        }
    }
}

#[derive(FromRow)]
pub(super) struct FilingRow {
    id: String,
    organisation_id: String,
    trade_code: String,
    level: String,
    number: String,
    valid_from: String,
    valid_to: Option<String>,
    paper_sha256: Option<String>,
    recorded_by: String,
    recorded_at: i64,
    suspended_at: Option<i64>,
    suspended_by: Option<String>,
    suspended_reason: String,
    lifted_at: Option<i64>,
    lifted_by: Option<String>,
    lifted_reason: String,
}

impl FactRow for FilingRow {
    const SELECT: &'static str = "SELECT id, organisation_id, trade_code, level, number, valid_from, valid_to, \
                                  paper_sha256, recorded_by, recorded_at, suspended_at, suspended_by, \
                                  suspended_reason, lifted_at, lifted_by, lifted_reason FROM filing";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactFiling {
            filing: self.id.into(),
            organisation: self.organisation_id.into(),
            trade_code: self.trade_code,
            level: self.level,
            number: self.number,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            paper_sha256: self.paper_sha256,
            recorded_by: self.recorded_by.into(),
            recorded_at_ms: self.recorded_at,
            suspended_at_ms: self.suspended_at,
            suspended_by: self.suspended_by.map(Into::into),
            suspended_reason: self.suspended_reason,
            lifted_at_ms: self.lifted_at,
            lifted_by: self.lifted_by.map(Into::into),
            lifted_reason: self.lifted_reason,
        }
    }
}

#[derive(FromRow)]
pub(super) struct CourseRow {
    id: String,
    code: String,
    title: String,
    organisation_id: String,
    trade_code: String,
    trade: String,
    level: String,
    mode: String,
    published_at: i64,
    version: i64,
    replaces: Option<String>,
}

impl FactRow for CourseRow {
    const SELECT: &'static str = "SELECT id, code, title, organisation_id, trade_code, trade, level, mode, published_at, \
                                  version, replaces FROM course";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactCourse {
            course: self.id.into(),
            code: self.code,
            title: self.title,
            organisation: self.organisation_id.into(),
            trade_code: self.trade_code,
            trade: self.trade,
            level: self.level,
            mode: self.mode,
            published_at_ms: self.published_at,
            version: self.version,
            replaces: self.replaces.map(Into::into),
        }
    }
}

#[derive(FromRow)]
pub(super) struct LessonRow {
    id: String,
    course_id: String,
    code: String,
    position: i64,
    kind: String,
    duration_ms: i64,
    media_bytes: i64,
    media_sha256: Option<String>,
    pages: String,
}

impl FactRow for LessonRow {
    const SELECT: &'static str = "SELECT id, course_id, code, position, kind, duration_ms, media_bytes, media_sha256, \
                                  pages FROM lesson";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactLesson {
            lesson: self.id.into(),
            course: self.course_id.into(),
            code: self.code,
            position: self.position,
            kind: self.kind,
            duration_ms: self.duration_ms,
            media_bytes: self.media_bytes,
            media_sha256: self.media_sha256,
            pages_sha256: sha256(&[&self.pages]),
        }
    }
}

#[derive(FromRow)]
pub(super) struct QuestionRow {
    id: String,
    lesson_id: String,
    at_ms: i64,
    prompt: String,
    options: String,
    explanation: String,
}

impl FactRow for QuestionRow {
    const SELECT: &'static str = "SELECT id, lesson_id, at_ms, prompt, options, explanation FROM question";

    fn action(self, keys: Option<&Keys>) -> AuditAction {
        AuditAction::FactQuestion {
            item: keyed(keys, &["question", &self.id, &self.prompt, &self.options, &self.explanation]),
            question: self.id.into(),
            lesson: self.lesson_id.into(),
            at_ms: self.at_ms,
        }
    }
}

#[derive(FromRow)]
pub(super) struct ClassRow {
    id: String,
    code: String,
    course_id: String,
    organisation_id: String,
    region_id: String,
    teacher_id: Option<String>,
    title: String,
    starts_on: String,
    ends_on: String,
    capacity: i64,
    policy_version: String,
    opened_at: i64,
}

impl FactRow for ClassRow {
    const SELECT: &'static str = "SELECT id, code, course_id, organisation_id, region_id, teacher_id, title, \
                                  starts_on, ends_on, capacity, policy_version, opened_at FROM training_class";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactClass {
            class: self.id.into(),
            code: self.code,
            course: self.course_id.into(),
            organisation: self.organisation_id.into(),
            region: self.region_id.into(),
            teacher: self.teacher_id.map(Into::into),
            title: self.title,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            capacity: self.capacity,
            policy: self.policy_version,
            opened_at_ms: self.opened_at,
        }
    }
}

#[derive(FromRow)]
pub(super) struct PersonRow {
    id: String,
    name: String,
    sex: String,
    birth_date: String,
    document_type: String,
    document_digest: Vec<u8>,
    document_masked: String,
    phone_masked: String,
    region_id: String,
    category_code: Option<String>,
    category_since: Option<String>,
    category_paper_id: Option<String>,
    identity_seen_at: Option<i64>,
    identity_seen_by: Option<String>,
    fact_salt: Vec<u8>,
}

impl FactRow for PersonRow {
    const SELECT: &'static str = "SELECT id, name, sex, birth_date, document_type, document_digest, document_masked, \
                                  phone_masked, region_id, category_code, category_since, category_paper_id, \
                                  identity_seen_at, identity_seen_by, fact_salt FROM person";

    fn action(self, keys: Option<&Keys>) -> AuditAction {
        let salt = hex::encode(&self.fact_salt);
        let digest = hex::encode(&self.document_digest);
        let salted = |what: &str, texts: [&str; 3]| {
            keyed(keys, &["person", what, &self.id, &salt, texts[0], texts[1], texts[2]])
        };
        AuditAction::FactPerson {
            document: salted("document", [&self.document_type, &digest, &self.document_masked]),
            name: salted("name", [&self.name, "", ""]),
            birth: salted("birth", [&self.sex, &self.birth_date, ""]),
            phone: salted("phone", [&self.phone_masked, "", ""]),
            person: self.id.into(),
            category: self.category_code,
            category_since: self.category_since,
            category_paper: self.category_paper_id.map(Into::into),
            region: self.region_id.into(),
            identity_seen_at_ms: self.identity_seen_at,
            identity_seen_by: self.identity_seen_by.map(Into::into),
        }
    }
}

#[derive(FromRow)]
pub(super) struct EnrolmentRow {
    id: String,
    class_id: String,
    person_id: String,
    enrolled_at: i64,
}

impl FactRow for EnrolmentRow {
    const SELECT: &'static str = "SELECT id, class_id, person_id, enrolled_at FROM enrolment";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactEnrolment {
            enrolment: self.id.into(),
            class: self.class_id.into(),
            person: self.person_id.into(),
            enrolled_at_ms: self.enrolled_at,
        }
    }
}

#[derive(FromRow)]
pub(super) struct CertificateRow {
    id: String,
    #[sqlx(try_from = "String")]
    kind: CertificateKind,
    enrolment_id: String,
    until_entry: i64,
    language: String,
    content_digest: Vec<u8>,
    issued_at: i64,
    revoked_at: Option<i64>,
    revoked_by: Option<String>,
}

impl FactRow for CertificateRow {
    const SELECT: &'static str = "SELECT id, kind, enrolment_id, until_entry, language, content_digest, issued_at, \
                                  revoked_at, revoked_by FROM certificate";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactCertificate {
            certificate: self.id.into(),
            kind: self.kind,
            enrolment: self.enrolment_id.into(),
            until_entry: self.until_entry,
            language: self.language,
            content: hex::encode(&self.content_digest),
            issued_at_ms: self.issued_at,
            revoked_at_ms: self.revoked_at,
            revoked_by: self.revoked_by.map(Into::into),
        }
    }
}

#[derive(FromRow)]
pub(super) struct ClassClosingRow {
    id: String,
    account_id: String,
    person_id: String,
    role: String,
    note: String,
    people: i64,
    completed: i64,
    verified_ms: i64,
    ledger_size: i64,
    sha256: String,
    at_ms: i64,
}

impl FactRow for ClassClosingRow {
    const SELECT: &'static str = "SELECT id, account_id, person_id, role, note, people, completed, verified_ms, \
                                  ledger_size, sha256, at_ms \
                                  FROM (SELECT k.*, k.class_id AS id FROM class_closing k) AS k";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactClassClosing {
            class: self.id.into(),
            account: self.account_id.into(),
            person: self.person_id.into(),
            role: self.role,
            note: self.note,
            people: self.people,
            completed: self.completed,
            verified_ms: self.verified_ms,
            ledger_size: self.ledger_size,
            sha256: self.sha256,
            at_ms: self.at_ms,
        }
    }
}

#[derive(FromRow)]
pub(super) struct DeviceRow {
    id: String,
    account_id: String,
    created_at: i64,
    removed_at: Option<i64>,
}

impl FactRow for DeviceRow {
    const SELECT: &'static str = "SELECT id, account_id, created_at, removed_at FROM device_key";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactDevice {
            device: self.id.into(),
            account: self.account_id.into(),
            added_at_ms: self.created_at,
            removed_at_ms: self.removed_at,
        }
    }
}

/// The SHA-256 of texts, each with its length before it.
pub(super) fn sha256(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hex::encode(hash.finalize())
}
