//! Every route of the site × every role. The routes are read from the source and from the open
//! API's own description, so that a route nobody put into the table fails the test.

use std::collections::BTreeSet;
use std::path::Path;

use app::words::Words;
use axum::http::Method;
use domain::access::{Action, Role, Scope, reach};
use domain::audit::AuditAction;
use domain::certificate::CertificateKind;
use domain::class_application::{ApplicationPaperKind, Content, Programme, SubmittedPaper};
use domain::course::Level;
use domain::document::DocumentKind;
use domain::id::CertificateId;
use domain::paper::PaperKind;
use serde_json::{Value, json};
use server::jobs::work_once;
use store::audit::AuditEvent;
use store::certificate::NewCertificate;
use store::class_application::{NewApplicationPaper, WrittenApplication};
use store::digest::Purpose;
use store::filing::{FilingPaper, NewFiling};
use store::roster_import::{Invited, NewClassInvitation, NewRoster, RosterSaid};
use store::sealed::{
    APPLICATION_FILE, APPLICATION_PAPER_NAME, CERTIFICATE_CONTENT, FILING_PAPER_CONTENT, FILING_PAPER_NAME,
    INVITED_NAME, INVITED_PHONE, ROSTER_FILE, SealedColumn,
};

use crate::signing_device::public_key;
use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;

/// Whom a route opens to.
enum Access {
    /// To everybody, signed in or not.
    Everybody,
    /// To whoever is signed in.
    SignedIn,
    /// To nobody who comes over the network.
    Nobody,
    /// To whoever works here, in whichever role.
    Official,
    /// To whoever has one of these rights, by the table of `domain::access`.
    Right(&'static [Action]),
}
use Access::{Everybody, Nobody, Official, Right, SignedIn};

/// Ids that stand in addresses.
struct Ids {
    paper: String,
    record: String,
    run: String,
    session: String,
    check: String,
}

/// A roster that was sent, and an invitation of it.
const ROSTER_SENT: &str = "roster-1";
const INVITATION: &str = "invitation-1";
/// A filing of `school`, with its paper.
const FILING: &str = "filing-1";
/// A signal that is there.
const SIGNAL: &str = "signal-1";
/// An application that waits, with a file.
const APPLICATION: &str = "application-1";
const STUDY: Access = Right(&[Action::Study]);
const EXPORT: Access = Right(&[Action::ExportMasked]);
const APPEALS: Access = Right(&[Action::CommentAppeal, Action::ProposeAppeal, Action::ConfirmAppeal]);
const OFFICIALS: Access = Right(&[Action::ManageOfficials]);
const ROSTER: Access = Right(&[Action::ManageRoster]);
const APPLY: Access = Right(&[Action::ApplyForClass]);
const REVIEW_CLASS: Access = Right(&[Action::ReviewApplications]);
const SEE_INSTITUTIONS: Access = Right(&[Action::SeeInstitutions]);
const MANAGE_INSTITUTIONS: Access = Right(&[Action::ManageInstitutions]);
const SEE_CLASS: Access = Right(&[Action::WatchClass, Action::SeeHours]);

/// The table. Ids in addresses are those of what the actor has, or of somebody else where the role has none.
const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/", Everybody),
    ("GET", "/account", SignedIn),
    ("GET", "/account/close", SignedIn),
    ("POST", "/account/close", SignedIn),
    ("GET", "/account/data", SignedIn),
    ("POST", "/account/consents", SignedIn),
    ("POST", "/account/devices/{name}/end", SignedIn),
    ("POST", "/account/devices/end-others", SignedIn),
    ("POST", "/account/signing/{key}/remove", SignedIn),
    ("GET", "/account/papers", STUDY),
    ("POST", "/account/papers", STUDY),
    ("GET", "/account/papers/{id}/file", STUDY),
    ("POST", "/account/papers/{id}/withdraw", STUDY),
    ("POST", "/account/password", SignedIn),
    ("GET", "/account/identity", SignedIn),
    ("POST", "/account/identity", SignedIn),
    ("POST", "/account/identity/remove", SignedIn),
    ("GET", "/account/passkeys", SignedIn),
    ("POST", "/account/passkeys", SignedIn),
    ("POST", "/account/passkeys/add", SignedIn),
    ("GET", "/account/passkeys/{id}/remove", SignedIn),
    ("POST", "/account/passkeys/{id}/remove", SignedIn),
    ("GET", "/account/security", SignedIn),
    ("GET", "/account/devices", SignedIn),
    ("GET", "/account/my-data", SignedIn),
    ("GET", "/account/document", SignedIn),
    ("POST", "/account/document", SignedIn),
    ("GET", "/account/phone", SignedIn),
    ("POST", "/account/phone", SignedIn),
    ("GET", "/account/phone/code", SignedIn),
    ("POST", "/account/phone/code", SignedIn),
    ("GET", "/account/second-factor", SignedIn),
    ("POST", "/account/second-factor", SignedIn),
    ("POST", "/account/second-factor/remove", SignedIn),
    ("GET", "/appeals", APPEALS),
    ("GET", "/appeals/{id}", APPEALS),
    ("POST", "/appeals/{id}/take", Right(&[Action::ProposeAppeal, Action::ConfirmAppeal])),
    ("POST", "/appeals/{id}/comment", Right(&[Action::CommentAppeal])),
    ("POST", "/appeals/{id}/propose", Right(&[Action::ProposeAppeal])),
    ("POST", "/appeals/{id}/confirm", Right(&[Action::ConfirmAppeal])),
    ("POST", "/appeals/{id}/send-back", Right(&[Action::ConfirmAppeal])),
    ("GET", "/applications", APPLY),
    ("POST", "/applications", APPLY),
    ("GET", "/applications/new", APPLY),
    ("GET", "/applications/{id}", APPLY),
    ("POST", "/applications/{id}", APPLY),
    ("GET", "/applications/{id}/papers/{paper}/file", APPLY),
    ("GET", "/applications/{id}/submit", APPLY),
    ("POST", "/applications/{id}/submit", APPLY),
    ("GET", "/applications/{id}/withdraw", APPLY),
    ("POST", "/applications/{id}/withdraw", APPLY),
    ("GET", "/audit", Right(&[Action::ReadAudit])),
    ("GET", "/audit/file", Right(&[Action::ReadAudit])),
    ("GET", "/audit/{index}", Right(&[Action::ReadAudit])),
    ("GET", "/class-applications", REVIEW_CLASS),
    ("GET", "/class-applications/{id}", REVIEW_CLASS),
    ("POST", "/class-applications/{id}/approve", REVIEW_CLASS),
    ("POST", "/class-applications/{id}/return", REVIEW_CLASS),
    ("GET", "/class-applications/{id}/papers/{paper}/file", REVIEW_CLASS),
    ("GET", "/classes", Right(&[Action::WatchClass])),
    ("GET", "/classes/{id}", SEE_CLASS),
    ("GET", "/classes/{id}/enrol", STUDY),
    ("POST", "/classes/{id}/enrol", STUDY),
    ("GET", "/classes/{id}/learners/{enrolment}", SEE_CLASS),
    ("POST", "/classes/{id}/learners/{enrolment}/confirm", Right(&[Action::ConfirmIdentity])),
    ("GET", "/classes/{id}/documents", Right(&[Action::ConfirmIdentity])),
    ("POST", "/classes/{id}/learners/{enrolment}/seen", Right(&[Action::ConfirmIdentity])),
    ("POST", "/classes/{id}/learners/{enrolment}/unseen", Right(&[Action::ConfirmIdentity])),
    ("POST", "/classes/{id}/learners/{enrolment}/reveal", Right(&[Action::RevealNumber])),
    ("GET", "/classes/{id}/roster", ROSTER),
    ("POST", "/classes/{id}/roster", ROSTER),
    ("GET", "/classes/{id}/roster/template", ROSTER),
    ("GET", "/classes/{id}/roster/sent/{roster}", ROSTER),
    ("GET", "/classes/{id}/roster/sent/{roster}/copy", ROSTER),
    ("GET", "/classes/{id}/roster/links", ROSTER),
    ("GET", "/classes/{id}/roster/withdraw/{invitation}", ROSTER),
    ("POST", "/classes/{id}/roster/withdraw/{invitation}", ROSTER),
    ("POST", "/classes/{id}/roster/restore/{invitation}", ROSTER),
    ("GET", "/classes/{id}/questions", Right(&[Action::WatchClass])),
    ("GET", "/classes/{id}/wall", Right(&[Action::WatchClass])),
    ("GET", "/courses", Everybody),
    ("GET", "/courses/{code}", Everybody),
    ("GET", "/dev/outbox", Nobody),
    ("GET", "/exports", EXPORT),
    ("POST", "/exports", EXPORT),
    ("GET", "/exports/{id}", EXPORT),
    ("GET", "/exports/{id}/file", EXPORT),
    ("GET", "/exports/{id}/manifest", EXPORT),
    ("GET", "/healthz", Everybody),
    ("GET", "/hours", STUDY),
    ("GET", "/hours/appeal", STUDY),
    ("POST", "/hours/appeal", STUDY),
    ("GET", "/hours/appeals", STUDY),
    ("GET", "/hours/statement/{enrolment}", Right(&[Action::Study, Action::SeeHours])),
    ("POST", "/hours/statement/{enrolment}/record", STUDY),
    ("GET", "/hours/records/{id}/file", Right(&[Action::Study, Action::SeeHours])),
    ("GET", "/hours/records/{id}/revoke", Right(&[Action::RevokeCertificate])),
    ("POST", "/hours/records/{id}/revoke", Right(&[Action::RevokeCertificate])),
    ("GET", "/hours-ledger", Right(&[Action::SeeHours])),
    ("POST", "/language", Everybody),
    ("POST", "/text-size", Everybody),
    ("GET", "/jobs", Right(&[Action::SeeJobs])),
    ("GET", "/join/{code}", Everybody),
    ("POST", "/join/{code}", STUDY),
    ("GET", "/learn", STUDY),
    ("GET", "/learn/{enrolment}/{lesson}", STUDY),
    ("GET", "/institution", Right(&[Action::SeeOwnInstitution])),
    ("GET", "/institutions", SEE_INSTITUTIONS),
    ("GET", "/institutions/new", MANAGE_INSTITUTIONS),
    ("POST", "/institutions/new", MANAGE_INSTITUTIONS),
    ("GET", "/institutions/{organisation}", SEE_INSTITUTIONS),
    ("GET", "/institutions/{organisation}/invite", MANAGE_INSTITUTIONS),
    ("POST", "/institutions/{organisation}/invite", MANAGE_INSTITUTIONS),
    ("GET", "/institutions/{organisation}/filings/new", MANAGE_INSTITUTIONS),
    ("POST", "/institutions/{organisation}/filings/new", MANAGE_INSTITUTIONS),
    ("GET", "/institutions/{organisation}/filings/{filing}", SEE_INSTITUTIONS),
    ("GET", "/institutions/{organisation}/filings/{filing}/paper", SEE_INSTITUTIONS),
    ("POST", "/institutions/{organisation}/filings/{filing}/suspend", MANAGE_INSTITUTIONS),
    ("POST", "/institutions/{organisation}/filings/{filing}/lift", MANAGE_INSTITUTIONS),
    ("GET", "/invitation/{code}", Everybody),
    ("POST", "/invitation/{code}", SignedIn),
    ("GET", "/people", OFFICIALS),
    ("GET", "/people/invite", OFFICIALS),
    ("POST", "/people/invite", OFFICIALS),
    ("GET", "/people/{account}", OFFICIALS),
    ("POST", "/people/{account}/deactivate", OFFICIALS),
    ("POST", "/people/{account}/activate", OFFICIALS),
    ("POST", "/people/{account}/confirm", OFFICIALS),
    ("POST", "/people/{account}/hand-over", OFFICIALS),
    ("GET", "/papers", Right(&[Action::ReviewPapers])),
    ("GET", "/papers/{id}", Right(&[Action::ReviewPapers])),
    ("POST", "/papers/{id}/decide", Right(&[Action::ReviewPapers])),
    ("GET", "/papers/{id}/file", Right(&[Action::ReviewPapers])),
    ("POST", "/papers/{id}/file", Right(&[Action::ReviewPapers])),
    ("GET", "/policies", Everybody),
    ("GET", "/privacy", Everybody),
    ("GET", "/recover", Everybody),
    ("POST", "/recover", Everybody),
    ("GET", "/recover/code", Everybody),
    ("POST", "/recover/code", Everybody),
    ("GET", "/recover/password", Everybody),
    ("POST", "/recover/password", Everybody),
    ("GET", "/register", Everybody),
    ("POST", "/register", Everybody),
    ("GET", "/register/birth", Everybody),
    ("POST", "/register/birth", Everybody),
    ("GET", "/register/code", Everybody),
    ("POST", "/register/code", Everybody),
    ("POST", "/register/code/again", Everybody),
    ("GET", "/register/home", Everybody),
    ("POST", "/register/home", Everybody),
    ("GET", "/register/identity", Everybody),
    ("POST", "/register/identity", Everybody),
    ("GET", "/register/password", Everybody),
    ("POST", "/register/password", Everybody),
    ("GET", "/rules", Everybody),
    ("GET", "/second-factors", Right(&[Action::ResetSecondFactor])),
    ("POST", "/second-factors", Right(&[Action::ResetSecondFactor])),
    ("GET", "/sign-in", Everybody),
    ("POST", "/sign-in", Everybody),
    ("GET", "/sign-in/code", Everybody),
    ("POST", "/sign-in/code", Everybody),
    ("GET", "/sign-in/oidc", Everybody),
    ("GET", "/sign-in/oidc/back", Everybody),
    ("POST", "/sign-in/passkey", Everybody),
    ("POST", "/sign-in/passkey/challenge", Everybody),
    ("GET", "/sign-in/phone", Everybody),
    ("POST", "/sign-in/phone", Everybody),
    ("GET", "/sign-in/phone/code", Everybody),
    ("POST", "/sign-in/phone/code", Everybody),
    ("GET", "/sign-in/phone/document", Everybody),
    ("POST", "/sign-in/phone/document", Everybody),
    ("POST", "/sign-out", Everybody),
    ("GET", "/signals", Right(&[Action::SeeSignals])),
    ("GET", "/signals/{id}", Right(&[Action::SeeSignals])),
    ("POST", "/signals/{id}", Right(&[Action::JudgeSignal])),
    ("GET", "/subsidy", STUDY),
    ("GET", "/tasks", Official),
    ("GET", "/verify", Everybody),
    ("GET", "/verify/record/{id}/{mark}", Everybody),
    ("GET", "/verify/statement/{enrolment}/{until}/{mark}", Everybody),
    ("POST", "/verify", Everybody),
    ("GET", "/api/audit/checkpoint", Everybody),
    ("GET", "/api/audit/proof/consistency", Everybody),
    ("GET", "/api/ledger/bundle/{enrolment}", Right(&[Action::Study, Action::SeeHours])),
    ("GET", "/api/ledger/checkpoint", Everybody),
    ("GET", "/api/ledger/entries", Everybody),
    ("GET", "/api/ledger/keys", Everybody),
    ("GET", "/api/ledger/proof/consistency", Everybody),
    ("GET", "/api/ledger/proof/inclusion/{index}", Everybody),
    ("GET", "/api/openapi.json", Everybody),
    ("POST", "/api/sign-in", Everybody),
    ("GET", "/api/study/enrolments", STUDY),
    ("GET", "/api/study/hours", STUDY),
    ("POST", "/api/study/beats", STUDY),
    ("POST", "/api/study/beats/batch", STUDY),
    ("POST", "/api/study/checks/{id}/shown", STUDY),
    ("POST", "/api/study/checks/{id}/extend", STUDY),
    ("POST", "/api/study/checks/{id}/answer", STUDY),
    ("POST", "/api/study/checks/{id}/passkey", STUDY),
    ("POST", "/api/study/checks/{id}/passkey/answer", STUDY),
    ("POST", "/api/study/identity", STUDY),
    ("POST", "/api/study/identity/passkey", STUDY),
    ("POST", "/api/study/identity/passkey/answer", STUDY),
    ("POST", "/api/study/devices", STUDY),
    ("POST", "/api/study/sessions", STUDY),
    ("POST", "/api/study/sessions/{id}/close", STUDY),
    // The last: it ends the sign-in.
    ("POST", "/api/sign-out", SignedIn),
];

#[tokio::test]
async fn every_route_is_in_the_table_and_every_line_of_the_table_is_a_route() {
    on_sqlite(async |site| {
        let known: BTreeSet<String> =
            ROUTES.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
        assert_eq!(known.len(), ROUTES.len(), "a line stands twice");
        let mut there = BTreeSet::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for folder in ["app", "server"] {
            routes_written_in(&root.join(folder), &mut there);
        }
        let description = site.stranger().get("/api/openapi.json").await.json();
        for (path, methods) in description["paths"].as_object().unwrap() {
            for method in methods.as_object().unwrap().keys() {
                there.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        let unknown: Vec<_> = there.difference(&known).collect();
        assert!(unknown.is_empty(), "say in ROUTES whom these open to: {unknown:#?}");
        let gone: Vec<_> = known.difference(&there).collect();
        assert!(gone.is_empty(), "these are no routes any more: {gone:#?}");
    })
    .await;
}

#[tokio::test]
async fn every_route_opens_to_those_with_the_right_and_to_nobody_else() {
    on_both(async |site| {
        let foreign = a_city_at_work(site).await;
        let mut wrong = Vec::new();
        let stranger = site.stranger();
        for (method, path, access) in ROUTES {
            let answer = request(&stranger, method, path, &foreign).await;
            let kept_out = answer.status == 401
                || (answer.status == 303
                    && answer.location().unwrap_or_default().starts_with("/sign-in?next="));
            if !kept_out && answer.header("cache-control") != Some("no-store") {
                wrong.push(format!("{method} {path} leaves a copy"));
            }
            let refused = kept_out || (matches!(access, Nobody) && answer.status == 404);
            if matches!(access, Everybody) == refused {
                wrong.push(format!("{method} {path} for a stranger: {}", answer.status));
            }
        }
        for role in Role::ALL {
            let actor = somebody(site, role).await;
            let ids = ids_of(site, &actor, role, &foreign).await;
            for (method, path, access) in ROUTES {
                let opens = match access {
                    Everybody | SignedIn => true,
                    Nobody => false,
                    Official => role != Role::Learner,
                    Right(actions) => actions.iter().any(|action| reach(role, *action) > Scope::None),
                };
                let answer = request(&actor, method, path, &ids).await;
                if opens && answer.header("cache-control") != Some("no-store") {
                    wrong.push(format!("{method} {path} leaves a copy with {}", role.as_str()));
                }
                // The page, and the page that comes back for a form with nothing in it.
                for id in ids_that_stand_twice(&answer) {
                    wrong.push(format!("{method} {path} for {} has two of #{id}", role.as_str()));
                }
                let opened = !matches!(answer.status.as_u16(), 401 | 404 | 405 | 500..);
                // A refusal looks like what is not there; it never says that something is.
                if opens != opened || (!opens && answer.status != 404) {
                    wrong.push(format!("{method} {path} for {}: {}", role.as_str(), answer.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

#[test]
fn nobody_who_judges_can_earn_and_whoever_runs_the_system_sees_nobody() {
    let may = |role, action| reach(role, action) > Scope::None;
    for action in Action::ALL {
        // Who works here, by what they prove it and what the machine does is the system's business; what anybody studied
        // or earned is not.
        let runs = matches!(
            action,
            Action::ManageOfficials | Action::ResetSecondFactor | Action::SeeJobs | Action::SeeInstitutions
        );
        assert_eq!(may(Role::SystemAdministrator, action), runs, "{action:?}: sees nobody's records");
        assert!(!may(Role::PartnerDepartment, action), "{action:?}: nothing is theirs yet");
    }
    for role in Role::ALL {
        // Seconds are earned by the one who studies; nobody who judges or looks after them can.
        let studies = may(role, Action::Study);
        assert_eq!(studies, role == Role::Learner, "{role:?}");
        if may(role, Action::ReadAudit) {
            assert!(!may(role, Action::ConfirmIdentity) && !may(role, Action::ExportFull), "{role:?}");
            assert!(!may(role, Action::RevealNumber), "{role:?}");
        }
    }
}

/// Class `crab-k` with learner `wang` in it; what `wang` has is what nobody else may touch.
async fn a_city_at_work(site: &TestSite) -> Ids {
    site.with_crab_class().await;
    run(
        &site.site.db,
        "INSERT INTO signal (id, kind, subject, found_at, evidence) VALUES ('signal-1', 'night_runs', 'person:x', 0, '[3,1,1]')",
    )
    .await;
    let wang = site.learner("wang").await;
    site.enrol("wang").await;
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
    a_filing(site).await;
    let owner = site.reviewer("owner").await;
    let run = export(site, &owner).await;
    let paper = paper(site, &wang).await;
    let record = record(site, "e-wang").await;
    Ids { paper, record, run, session, check }
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

fn beat(session: &str, n: i64) -> Value {
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
async fn somebody(site: &TestSite, role: Role) -> Actor<'_> {
    let (organisation, region) = match role {
        Role::Learner => (None, "county"),
        Role::Teacher | Role::InstitutionAdmin | Role::Enterprise => (Some("school"), "county"),
        Role::CountyReviewer => (Some("bureau"), "county"),
        _ => (Some("bureau"), "city"),
    };
    site.actor(&format!("one-{}", role.as_str()), role, organisation, Some(region)).await
}

/// The actor's own ids where the role may have any, else those of others.
async fn ids_of(site: &TestSite, actor: &Actor<'_>, role: Role, foreign: &Ids) -> Ids {
    let run = if reach(role, Action::ExportMasked) > Scope::None {
        export(site, actor).await
    } else {
        foreign.run.clone()
    };
    let (session, check) = if reach(role, Action::Study) > Scope::None {
        site.enrol(&actor.login).await;
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
    Ids { paper, record, run, session, check }
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

/// Sends the request in its right form, so that nothing but a missing right can refuse it.
async fn request(actor: &Actor<'_>, method: &str, route: &str, ids: &Ids) -> Answer {
    let learner = if actor.login == "one-learner" { "one-learner" } else { "wang" };
    let path = route
        .replace("/exports/{id}", &format!("/exports/{}", ids.run))
        .replace("/sessions/{id}", &format!("/sessions/{}", ids.session))
        .replace("/checks/{id}", &format!("/checks/{}", ids.check))
        .replace("/records/{id}", &format!("/records/{}", ids.record))
        .replace("/record/{id}", &format!("/record/{}", ids.record))
        .replace("/signals/{id}", &format!("/signals/{SIGNAL}"))
        .replace("/papers/{id}", &format!("/papers/{}", ids.paper))
        .replace("/appeals/{id}", "/appeals/an-appeal")
        .replace("/applications/{id}", &format!("/applications/{APPLICATION}"))
        .replace("/class-applications/{id}", &format!("/class-applications/{APPLICATION}"))
        .replace("{paper}", "paper-1")
        .replace("{organisation}", "school")
        .replace("{filing}", FILING)
        .replace("{roster}", ROSTER_SENT)
        .replace("{invitation}", INVITATION)
        .replace("{id}", "crab-k")
        .replace("{enrolment}", &format!("e-{learner}"))
        .replace("{lesson}", "crab-1")
        .replace("{account}", "account-one-teacher")
        .replace("{code}", "crab")
        .replace("{name}", "no-such")
        .replace("{key}", "no-such")
        .replace("{index}", "0");
    match (method, route) {
        ("GET", _) => actor.get(&path).await,
        (_, "/api/study/devices") => {
            let key = public_key(&p256::ecdsa::SigningKey::from_slice(&[3; 32]).unwrap());
            actor.json(&path, json!({"public_key": key})).await
        }
        (_, "/api/study/sessions") => {
            let body = json!({"enrolment": format!("e-{learner}"), "lesson": "crab-1"});
            actor.json(&path, body).await
        }
        (_, "/api/study/beats") => actor.json(&path, beat(&ids.session, 1)).await,
        (_, "/api/study/beats/batch") => actor.json(&path, json!([])).await,
        (_, "/api/study/checks/{id}/answer") => actor.json(&path, json!({"answer": "0"})).await,
        (_, "/api/study/identity") => actor.json(&path, json!({"password": PASSWORD})).await,
        // Signing in is open to everybody who knows a password.
        (_, "/api/sign-in") => actor.json(&path, json!({"account": "wang", "password": PASSWORD})).await,
        (_, route) if route.starts_with("/api/") => actor.json(&path, json!({})).await,
        // A form with nothing in it comes back as its page; who has no right does not get so far.
        (_, "/language") => actor.post(&path, &[("lang", "zh")]).await,
        (_, "/text-size") => actor.post(&path, &[("text", "large")]).await,
        (_, "/sign-out") => Actor::new(actor.site(), None).post(&path, &[]).await,
        _ => actor.post(&path, &[]).await,
    }
}

/// Ids that a page has more than once: labels and links would lead to the wrong one.
fn ids_that_stand_twice(answer: &Answer) -> Vec<&str> {
    if !answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        return Vec::new();
    }
    let mut ids: Vec<&str> = answer
        .text()
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(id, _)| id))
        .collect();
    ids.sort_unstable();
    let mut twice: Vec<&str> =
        ids.windows(2).filter_map(|pair| (pair[0] == pair[1]).then_some(pair[0])).collect();
    twice.dedup();
    twice
}

/// `.route("/path", get(…).post(…))` wherever it is written under a folder, but for tests.
pub fn routes_written_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // A witness is no part of the site, and knows nobody.
        if path.ends_with("tests") || path.ends_with("server/witness") {
            continue;
        }
        if path.is_dir() {
            routes_written_in(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for piece in text.split(".route(").skip(1) {
                let Some((route, handlers)) =
                    piece.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'))
                else {
                    // The measurement's own server has one route more, which no other server has.
                    assert!(
                        path.ends_with("bench/beats.rs"),
                        "{}: a route without a literal path",
                        path.display()
                    );
                    continue;
                };
                // Up to the bracket that closes `.route(`.
                let mut depth = 1;
                let handlers: String = handlers
                    .chars()
                    .take_while(|c| {
                        depth += i32::from(*c == '(') - i32::from(*c == ')');
                        depth > 0
                    })
                    .collect();
                let before = found.len();
                for method in ["get", "post", "put", "patch", "delete", "any"] {
                    if handlers.contains(&format!(" {method}(")) || handlers.contains(&format!(").{method}("))
                    {
                        found.insert(format!("{} {route}", method.to_uppercase()));
                    }
                }
                assert!(found.len() > before, "{}: no method of {route}", path.display());
            }
        }
    }
}
