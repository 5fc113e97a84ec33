//! A city at work: something of each kind that an address can name.

use app::words::Words;
use axum::http::Method;
use domain::access::{Action, Role, Scope, reach};
use domain::audit::AuditAction;
use domain::certificate::CertificateKind;
use domain::claim::ClaimContent;
use domain::class_application::{ApplicationPaperKind, Content, Programme, SubmittedPaper};
use domain::course::{DocumentPage, LessonKind, Level, Mode};
use domain::course_draft::{CourseContent, LessonContent};
use domain::document::DocumentKind;
use domain::id::{CertificateId, ClaimId};
use domain::paper::PaperKind;
use serde_json::{Value, json};
use server::jobs::work_once;
use store::audit::AuditEvent;
use store::certificate::NewCertificate;
use store::class_application::{NewApplicationPaper, WrittenApplication};
use store::course_draft::WrittenDraft;
use store::digest::Purpose;
use store::filing::{FilingPaper, NewFiling};
use store::roster_import::{Invited, NewClassInvitation, NewRoster, RosterSaid};
use store::sealed::{
    APPLICATION_FILE, APPLICATION_PAPER_NAME, CERTIFICATE_CONTENT, FILING_PAPER_CONTENT, FILING_PAPER_NAME,
    INVITED_NAME, INVITED_PHONE, ROSTER_FILE, SealedColumn,
};

use crate::site::{Actor, TestSite};
use crate::store_fixture::city::run;

/// Ids that stand in addresses.
pub struct Ids {
    pub paper: String,
    pub claim: String,
    pub record: String,
    pub run: String,
    pub session: String,
    pub check: String,
}

/// A roster that was sent, and an invitation of it.
pub const ROSTER_SENT: &str = "roster-1";
pub const INVITATION: &str = "invitation-1";
/// A filing of `school`, with its paper.
pub const FILING: &str = "filing-1";
/// A film of `school` that is ready, and one that cannot be used.
pub const FILM: &str = "film-1";
pub const UPLOAD: &str = "film-2";
/// A standard, with its fund.
pub const STANDARD: &str = "standard-1";
/// A signal that is there.
pub const SIGNAL: &str = "signal-1";
/// A list that is shown, and an objection to it.
pub const PUBLICATION: &str = "publication-1";
pub const OBJECTION: &str = "objection-1";
/// A class that is closed and claimed.
pub const CLAIMED_CLASS: &str = "done-k";
/// A course that is being written, with a lesson, and one that waits.
pub const DRAFT: &str = "draft-1";
pub const SUBMITTED_DRAFT: &str = "draft-2";
/// An application that waits, with a file.
pub const APPLICATION: &str = "application-1";

/// Class `crab-k` with learner `wang` in it; what `wang` has is what nobody else may touch.
pub async fn a_city_at_work(site: &TestSite) -> Ids {
    site.with_crab_class().await;
    run(
        &site.site.db,
        "INSERT INTO signal (id, kind, subject, found_at, evidence) VALUES ('signal-1', 'night_runs', 'person:x', 0, '[3,1,1]')",
    )
    .await;
    let wang = site.learner("wang").await;
    run(
        &site.site.db,
        "INSERT INTO class_exam (class_id, set_by, set_at) VALUES ('crab-k', 'account-wang', 1)",
    )
    .await;
    site.enrol("wang").await;
    sat(site, "e-wang").await;
    let (session, check) = studies(site, &wang, "wang").await;
    // An entry of the ledger, for its public proofs.
    let shown = wang.json(&format!("/api/study/checks/{check}/shown"), json!({})).await.is(200).json();
    let right = shown["options"].as_array().unwrap().iter().position(|option| option == "对").unwrap();
    let answer = json!({"answer": right.to_string()});
    site.clock.forward_s(10);
    let answered = wang.json(&format!("/api/study/checks/{check}/answer"), answer).await.is(200).json();
    assert_eq!(answered["result"], "passed");
    // An appeal that waits.
    run(
        &site.site.db,
        "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
         VALUES ('e-wang', 'crab-2', '2026-11-21', 'day_cap', 9000, 5);
         INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason, made_at)
         VALUES ('an-appeal', 'person-wang', 'account-wang', 'e-wang', 'crab-2', '2026-11-21', 'day_cap', 9000,
                 '那天停电了', 6)",
    )
    .await;
    a_roster(site).await;
    an_application(site).await;
    for draft in [DRAFT, SUBMITTED_DRAFT] {
        a_course_draft(site, draft).await;
    }
    a_filing(site).await;
    run(
        &site.site.db,
        "INSERT INTO film (id, organisation_id, name, bytes_total, bytes_received, state, sha256, duration_ms, refusal,
             made_by, made_at, changed_at)
         VALUES ('film-1', 'school', 'a.mp4', 9, 9, 'ready', 'ab', 6000, NULL, 'account-principal', 0, 0),
                ('film-2', 'school', 'b.mp4', 9, 9, 'refused', NULL, NULL, 'no_mp4', 'account-principal', 0, 0)",
    )
    .await;
    let claim = a_claim(site).await;
    a_publication(site).await;
    crate::standard::a_fund(site).await;
    crate::standard::record(site, &[crate::standard::standard(STANDARD)]).await;
    crate::payment::a_batch_without_lines(site).await;
    let owner = site.reviewer("owner").await;
    let run = export(site, &owner).await;
    let paper = paper(site, &wang).await;
    let record = record(site, "e-wang").await;
    Ids { paper, claim, record, run, session, check }
}

/// A final test that was handed in.
async fn sat(site: &TestSite, enrolment: &str) {
    let sql = format!(
        "INSERT INTO exam_paper (id, enrolment_id, n, seed, questions, count, started_at, ends_at)
         VALUES ('paper-of-{enrolment}', '{enrolment}', 1, '00', '[{{\"question\":\"crab-1-q1\",\"order\":[0,1,2]}}]', 1, 1, 2);
         UPDATE exam_paper SET submitted_at = 2, answers_sha256 = '', mark = 0, passed = FALSE
         WHERE id = 'paper-of-{enrolment}'"
    );
    run(&site.site.db, &sql).await;
}

/// A learning record of an enrolment.
async fn record(site: &TestSite, enrolment: &str) -> String {
    let site = &site.site;
    let id = CertificateId(format!("record-{enrolment}"));
    let statement = site.db.statement(&enrolment.into(), i64::MAX).await.unwrap();
    let content =
        web::certificate::content(site, Words::Zh, &statement, web::certificate::address(site, &id));
    let text = serde_json::to_string(&content).unwrap();
    let new = NewCertificate {
        kind: CertificateKind::LearningRecord,
        enrolment: enrolment.into(),
        until_entry: 0,
        language: "zh".to_owned(),
        content_sealed: site.seal(CERTIFICATE_CONTENT.of(id.as_str()), &text),
        content_digest: site.keys.digest(Purpose::Certificate, &text),
        id: id.clone(),
    };
    let action = AuditAction::CertificateIssue { certificate: id, enrolment: enrolment.into() };
    site.db.issue_certificate(&new, &site.event_by_system(action)).await.unwrap().0
}

/// An application that waits, with a file.
async fn an_application(site: &TestSite) {
    let db = &site.site.db;
    site.register("principal", Role::InstitutionAdmin, Some("school"), Some("county")).await;
    run(
        db,
        "INSERT INTO trade (code, name, valid_from) VALUES ('trade-crab', '水产养殖工', '2022-09-27');
         INSERT INTO filing (id, organisation_id, trade_code, level, number, valid_from, recorded_by, recorded_at)
         VALUES ('filing-of-crab', 'school', 'trade-crab', 'special', '7', '2026-01-01', 'account-principal', 0)",
    )
    .await;
    site.adopt_rows().await;
    let content = Content {
        organisation: "school".into(),
        region: "county".into(),
        course: "crab".into(),
        title: "2026 年第 2 期".to_owned(),
        starts_on: "2026-12-14".to_owned(),
        ends_on: "2027-01-29".to_owned(),
        capacity: 40,
        place: "线上".to_owned(),
        teacher: "account-principal".into(),
        assessment: "闭卷考试".to_owned(),
        programme: Programme::General,
        plan: Vec::new(),
        papers: vec![SubmittedPaper {
            id: "paper-1".to_owned(),
            kind: ApplicationPaperKind::Plan,
            sha256: "ab".to_owned(),
        }],
    };
    let written = WrittenApplication {
        id: APPLICATION.into(),
        version: 0,
        organisation: "school".into(),
        region: "county".into(),
        form: "{}".to_owned(),
        title: content.title.clone(),
        course: Some("crab".into()),
        starts_on: content.starts_on.clone(),
        ends_on: content.ends_on.clone(),
        papers: vec![NewApplicationPaper {
            id: "paper-1".to_owned(),
            kind: ApplicationPaperKind::Plan,
            name_sealed: site.site.seal(APPLICATION_PAPER_NAME.of("paper-1"), "计划.pdf"),
            file_kind: PaperKind::Pdf,
            bytes: 8,
            sha256: "ab".to_owned(),
            content_sealed: site.site.seal(APPLICATION_FILE.of("paper-1"), "%PDF-1.7"),
        }],
        removed: Vec::new(),
    };
    let (account, person) = ("account-principal".into(), "person-principal".into());
    db.write_application(&written, (&account, &person), site.site.now()).await.unwrap().unwrap();
    let action = AuditAction::ApplicationSubmit {
        application: APPLICATION.into(),
        sha256: String::new(),
        commitment: String::new(),
    };
    let event = AuditEvent { account: Some(account.clone()), ..site.site.event_by_system(action) };
    let actor = store::appeal::Actor { account, person, role: Role::InstitutionAdmin.as_str() };
    db.submit_application(&APPLICATION.into(), 1, &content, &actor, &event).await.unwrap().unwrap();
}

/// A course that the institution's administrator has written; the second one is submitted.
async fn a_course_draft(site: &TestSite, id: &str) {
    let (db, now_ms) = (&site.site.db, site.site.now());
    let content = CourseContent {
        organisation: "school".into(),
        title: "看水色".to_owned(),
        summary: "怎么看水色。".to_owned(),
        outcomes: vec!["会看水色".to_owned()],
        trade_code: "trade-crab".to_owned(),
        level: Level::Special,
        mode: Mode::Online,
        audience: Vec::new(),
        lessons: vec![LessonContent {
            id: "crab-1".into(),
            kind: LessonKind::Document,
            title: "好水".to_owned(),
            summary: "什么是好水。".to_owned(),
            film: None,
            pages: vec![DocumentPage { title: "一".to_owned(), seconds: 60, ..DocumentPage::default() }],
            questions: Vec::new(),
        }],
    };
    let (account, person) = ("account-principal".into(), "person-principal".into());
    let written = WrittenDraft {
        id: id.into(),
        version: 0,
        region: "county".into(),
        content: &content,
        replaces: None,
    };
    db.write_course_draft(&written, (&account, &person), now_ms).await.unwrap().unwrap();
    if id == SUBMITTED_DRAFT {
        let action = AuditAction::CourseSubmit { draft: id.into(), sha256: content.digest() };
        let event = AuditEvent { account: Some(account.clone()), ..site.site.event_by_system(action) };
        let actor = store::appeal::Actor { account, person, role: Role::InstitutionAdmin.as_str() };
        db.submit_course(&id.into(), (1, &content), &actor, &event).await.unwrap().unwrap();
    }
}

/// A claim that waits for the first review, by the institution's administrator.
async fn a_claim(site: &TestSite) -> String {
    let db = &site.site.db;
    site.register("done", Role::Learner, None, Some("county")).await;
    run(
        db,
        "INSERT INTO training_class (id, code, course_id, organisation_id, region_id, title, starts_on, ends_on, capacity,
             policy_version, opened_at)
         VALUES ('done-k', 'done-1', 'crab', 'school', 'county', '结了班的班', '2026-01-05', '2026-02-05', 9, '2026-01-01', 1);
         INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e-done', 'done-k', 'person-done', 1)",
    )
    .await;
    let at_ms = site.site.now();
    let closing = format!(
        "INSERT INTO class_closing (class_id, account_id, person_id, role, note, people, completed, verified_ms, ledger_size,
             sha256, at_ms)
         VALUES ('done-k', 'account-principal', 'person-principal', 'institution_admin', '', 1, 0, 0, 0, 'ab', {at_ms});
         INSERT INTO class_closing_line (class_id, n, enrolment_id, person_id, verified_ms, required_ms, credit_tenths,
             days_studied, completed, identity_seen, category_code, category_proved)
         VALUES ('done-k', 1, 'e-done', 'person-done', 0, 1020000, 0, 0, FALSE, FALSE, NULL, FALSE)"
    );
    run(db, &closing).await;
    site.adopt_rows().await;
    let class = CLAIMED_CLASS.into();
    let sha256 = db.claim_now(&class, &site.site.policies).await.unwrap().content.digest();
    let (account, person) = ("account-principal".into(), "person-principal".into());
    let actor = store::appeal::Actor { account, person, role: Role::InstitutionAdmin.as_str() };
    let event = |claim: &ClaimId, content: &ClaimContent| {
        let sums = content.sums();
        let action = AuditAction::ClaimSubmit {
            claim: claim.clone(),
            class: content.head.class.clone(),
            sha256: content.digest(),
            commitment: String::new(),
            people: sums.people,
            paid: sums.paid,
            amount: sums.amount,
        };
        AuditEvent { account: Some("account-principal".into()), ..site.site.event_by_system(action) }
    };
    let what = (sha256.as_str(), &*site.site.policies);
    let id = ClaimId("claim-1".to_owned());
    db.submit_claim(&id, &class, what, &actor, event).await.unwrap().unwrap().0
}

/// A list that is shown: of a claim that passed both reviews, to which somebody objects.
async fn a_publication(site: &TestSite) {
    site.actor("first", Role::CityFirstReviewer, Some("bureau"), Some("city")).await;
    site.actor("second", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;
    let at_ms = site.site.now();
    let step = |n: i64, kind: &str, login: &str, role: Role| {
        let role = role.as_str();
        format!(
            "INSERT INTO claim_step (claim_id, n, kind, account_id, person_id, role, reason, head, sha256, at_ms)
             VALUES ('shown', {n}, '{kind}', 'account-{login}', 'person-{login}', '{role}', '', '{{}}', 'ab', {at_ms});"
        )
    };
    let sql = format!(
        "INSERT INTO training_class (id, code, course_id, organisation_id, region_id, title, starts_on, ends_on, capacity,
             policy_version, opened_at)
         VALUES ('shown-k', 'shown-1', 'crab', 'school', 'county', '公示了的班', '2026-01-05', '2026-02-05', 9, '2026-01-01', 1);
         INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e-shown', 'shown-k', 'person-done', 1);
         INSERT INTO class_closing (class_id, account_id, person_id, role, note, people, completed, verified_ms, ledger_size,
             sha256, at_ms)
         VALUES ('shown-k', 'account-principal', 'person-principal', 'institution_admin', '', 1, 0, 0, 0, 'ab', {at_ms});
         INSERT INTO claim (id, class_id, organisation_id, region_id, state, submission, people, paid, amount_fen, made_by,
             made_at, submitted_at, since)
         VALUES ('shown', 'shown-k', 'school', 'county', 'draft', 0, 0, 0, 0, 'account-principal', 1, 1, 1);
         INSERT INTO claim_line (claim_id, submission, n, enrolment_id, person_id, amount_fen, line)
         VALUES ('shown', 1, 1, 'e-shown', 'person-done', 100, '{{}}');
         {}
         UPDATE claim SET state = 'submitted', submission = 1, people = 1, paid = 1, amount_fen = 100 WHERE id = 'shown';
         {} UPDATE claim SET state = 'reviewed' WHERE id = 'shown';
         {} UPDATE claim SET state = 'approved' WHERE id = 'shown'",
        step(1, "submit", "principal", Role::InstitutionAdmin),
        step(2, "pass", "first", Role::CityFirstReviewer),
        step(3, "confirm", "second", Role::CitySecondReviewer),
    );
    let (db, claim) = (&site.site.db, ClaimId("shown".to_owned()));
    run(db, &sql).await;
    site.adopt_rows().await;
    let role = Role::CityFirstReviewer.as_str();
    let actor = store::appeal::Actor { account: "account-first".into(), person: "person-first".into(), role };
    let made = AuditAction::PublicationMake {
        publication: PUBLICATION.into(),
        claims: vec![claim.clone()],
        people: 1,
        amount: domain::subsidy::Fen(100),
        sha256: String::new(),
    };
    let event = site.site.event_by_system(made);
    db.publish(&PUBLICATION.into(), std::slice::from_ref(&claim), &actor, |_| event).await.unwrap().unwrap();
    let filed = AuditAction::ObjectionFile {
        objection: OBJECTION.into(),
        publication: PUBLICATION.into(),
        claim: claim.clone(),
        n: None,
        sha256: String::new(),
    };
    let new = store::publication::NewObjection {
        id: &OBJECTION.into(),
        publication: &PUBLICATION.into(),
        claim: &claim,
        n: None,
        words: "这个班没有上过课",
        over_before: 0,
    };
    db.file_objection(&new, &site.site.event_by_system(filed)).await.unwrap().unwrap();
}

/// A roster with one invitation, sent by nobody in particular.
async fn a_roster(site: &TestSite) {
    let sealed =
        |column: SealedColumn, id: &str| site.site.seal(column.of(id), "姓名,身份证号,手机\n王芳,1,2");
    let said = RosterSaid {
        name_sealed: sealed(INVITED_NAME, INVITATION),
        phone_sealed: sealed(INVITED_PHONE, INVITATION),
        phone_masked: String::new(),
        category: None,
        row_digest: [0; 32],
    };
    let new = NewClassInvitation {
        id: INVITATION.into(),
        kind: DocumentKind::Resident,
        document_digest: [1; 32],
        document_masked: String::new(),
        said,
        code_digest: [2; 32],
        place: 0,
    };
    let roster = NewRoster {
        id: ROSTER_SENT.into(),
        class: "crab-k".into(),
        file_sealed: sealed(ROSTER_FILE, ROSTER_SENT),
        until_ms: i64::MAX,
        new: vec![new],
        changed: Vec::new(),
    };
    let event = |came: Invited| {
        let action = AuditAction::RosterImport {
            class: "crab-k".into(),
            class_code: "crab-2026-1".to_owned(),
            people: 1,
            invited: came.invited,
            changed: 0,
        };
        AuditEvent { account: Some("account-wang".into()), ..site.site.event_by_system(action) }
    };
    site.site.db.import_roster(&roster, event).await.unwrap();
}

/// A filing of `school`, recorded by nobody in particular.
async fn a_filing(site: &TestSite) {
    run(&site.site.db, "INSERT INTO trade (code, name, valid_from) VALUES ('t1', '养殖工', '2022-09-27')")
        .await;
    let paper = FilingPaper {
        kind: PaperKind::Pdf,
        bytes: 3,
        sha256: String::new(),
        name_sealed: site.site.seal(FILING_PAPER_NAME.of(FILING), "备案.pdf"),
        content_sealed: site.site.seal_bytes(FILING_PAPER_CONTENT.of(FILING), b"pdf"),
    };
    let new = NewFiling {
        id: FILING.into(),
        organisation: "school".into(),
        trade_code: "t1".to_owned(),
        level: Level::Special,
        number: "1".to_owned(),
        valid_from: "2026-01-01".to_owned(),
        valid_to: None,
        paper: Some(paper),
    };
    let action = AuditAction::FilingRecord {
        filing: FILING.into(),
        organisation: "school".into(),
        trade_code: "t1".to_owned(),
        level: Level::Special,
    };
    let event = AuditEvent { account: Some("account-wang".into()), ..site.site.event_by_system(action) };
    site.site.db.record_filing(&new, &event).await.unwrap();
}

/// Studies until a check is due.
async fn studies(site: &TestSite, learner: &Actor<'_>, login: &str) -> (String, String) {
    let open = json!({"enrolment": format!("e-{login}"), "lesson": "crab-1"});
    let opened = learner.json("/api/study/sessions", open).await;
    let session = opened.is(200).json()["session"].as_str().unwrap().to_owned();
    for n in 1..=20 {
        site.clock.forward_s(15);
        learner.json("/api/study/beats", beat(&session, n)).await.is(200);
    }
    let closed = learner.json(&format!("/api/study/sessions/{session}/close"), json!({})).await;
    let check = closed.is(200).json()["check"]["id"].as_str().unwrap().to_owned();
    (session, check)
}

pub fn beat(session: &str, n: i64) -> Value {
    json!({"session": session, "seq": n, "played": [[n * 15_000 - 15_000, n * 15_000]],
        "position_ms": n * 15_000, "state": "playing"})
}

/// Asks for an export and waits for it.
async fn export(site: &TestSite, actor: &Actor<'_>) -> String {
    let wish = [("scope", "all"), ("format", "csv"), ("numbers", "masked"), ("reason", "月度核对")];
    let asked = actor.post("/exports", &wish).await;
    assert!(work_once(&site.site).await.unwrap());
    asked.is(303).location().unwrap().trim_start_matches("/exports/").to_owned()
}

/// Somebody of this role, in the place where class `crab-k` is.
pub async fn somebody(site: &TestSite, role: Role) -> Actor<'_> {
    let (organisation, region) = match role {
        Role::Learner => (None, "county"),
        Role::Teacher | Role::InstitutionAdmin | Role::Enterprise => (Some("school"), "county"),
        Role::CountyReviewer => (Some("bureau"), "county"),
        _ => (Some("bureau"), "city"),
    };
    site.actor(&format!("one-{}", role.as_str()), role, organisation, Some(region)).await
}

/// The actor's own ids where the role may have any, else those of others.
pub async fn ids_of(site: &TestSite, actor: &Actor<'_>, role: Role, foreign: &Ids) -> Ids {
    let run = if reach(role, Action::ExportMasked) > Scope::None {
        export(site, actor).await
    } else {
        foreign.run.clone()
    };
    let (session, check) = if reach(role, Action::Study) > Scope::None {
        let enrolment = site.enrol(&actor.login).await;
        sat(site, &enrolment).await;
        studies(site, actor, &actor.login).await
    } else {
        (foreign.session.clone(), foreign.check.clone())
    };
    let paper = if reach(role, Action::Study) > Scope::None {
        paper(site, actor).await
    } else {
        foreign.paper.clone()
    };
    let record = if reach(role, Action::Study) > Scope::None {
        record(site, &format!("e-{}", actor.login)).await
    } else {
        foreign.record.clone()
    };
    Ids { paper, claim: foreign.claim.clone(), record, run, session, check }
}

/// Sends a paper.
async fn paper(site: &TestSite, learner: &Actor<'_>) -> String {
    let body = "--b\r\ncontent-disposition: form-data; name=\"category\"\r\n\r\nunemployed\r\n\
        --b\r\ncontent-disposition: form-data; name=\"since\"\r\n\r\n2026-03-01\r\n\
        --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n--b--\r\n";
    let kind = Some("multipart/form-data; boundary=b");
    learner.ask(Method::POST, "/account/papers", kind, body.into()).await.is(303);
    site.site.db.papers_of(&learner.person().as_str().into()).await.unwrap()[0].id.clone()
}
