//! The audit log's own form: what is hashed once stands for ever.

use domain::access::Role;
use domain::appeal::Verdict;
use domain::audit::{
    AuditAction, AuditKind, AuditState, AuditSubject, Leaf, LinkFact, PasskeyFact, PostState, RoleFact,
};
use domain::class_application::ApplicationField;
use domain::consent::Purpose;
use domain::course::Level;
use domain::export::{ExportFailure, ExportFormat};
use domain::ledger::WitnessTrouble;
use domain::person::Number;
use domain::signal::SignalVerdict;

/// Actions of every shape, each with its three texts.
fn examples() -> Vec<(AuditAction, [&'static str; 3])> {
    vec![
        (AuditAction::SignIn { account: "a1".into() }, ["sign_in", "account:a1", "{}"]),
        (
            AuditAction::ConsentGive { person: "p1".into(), purpose: Purpose::RealName },
            ["consent.give", "person:p1", r#"{"purpose":"real_name"}"#],
        ),
        (
            AuditAction::ExportRequest {
                export: "x1".into(),
                class: None,
                region: Some("city".into()),
                ended_from: "2026-11".to_owned(),
                ended_until: String::new(),
                format: ExportFormat::Xlsx,
                full_numbers: false,
            },
            [
                "export.request",
                "export:x1",
                r#"{"class":null,"region":"city","ended_from":"2026-11","ended_until":"","format":"xlsx","full_numbers":false}"#,
            ],
        ),
        (
            AuditAction::ExportFailed {
                export: "x1".into(),
                failure: ExportFailure::EntryDamaged { index: 7 },
            },
            ["export.failed", "export:x1", r#"{"failure":{"code":"entry_damaged","index":7}}"#],
        ),
        (
            AuditAction::NumberReveal { enrolment: "e1".into(), number: Number::Document },
            ["number.reveal", "enrolment:e1", r#"{"number":"document"}"#],
        ),
        (
            AuditAction::SignalLook { signal: "s1".into(), verdict: SignalVerdict::FollowUp },
            ["signal.look", "signal:s1", r#"{"verdict":"follow_up"}"#],
        ),
        (
            AuditAction::ApplicationReturn {
                application: "q1".into(),
                sha256: "ab".to_owned(),
                fields: vec![ApplicationField::Dates, ApplicationField::Papers],
            },
            ["application.return", "application:q1", r#"{"sha256":"ab","fields":["dates","papers"]}"#],
        ),
        (
            AuditAction::CourseSubmit { draft: "c1".into(), sha256: "ab".to_owned() },
            ["course.submit", "course_draft:c1", r#"{"sha256":"ab"}"#],
        ),
        (
            AuditAction::CourseReturn { draft: "c1".into(), sha256: "ab".to_owned() },
            ["course.return", "course_draft:c1", r#"{"sha256":"ab"}"#],
        ),
        (
            AuditAction::CoursePublish {
                draft: "c1".into(),
                sha256: "ab".to_owned(),
                course: "k1".into(),
                course_code: "crab-v2".to_owned(),
            },
            ["course.publish", "course_draft:c1", r#"{"sha256":"ab","course":"k1","course_code":"crab-v2"}"#],
        ),
        (AuditAction::CourseWithdraw { draft: "c1".into() }, ["course.withdraw", "course_draft:c1", "{}"]),
        (
            AuditAction::FilmReady {
                film: "v1".into(),
                organisation: "school".into(),
                sha256: "ab".to_owned(),
                duration_ms: 6000,
                bytes: 602_177,
            },
            [
                "film.ready",
                "film:v1",
                r#"{"organisation":"school","sha256":"ab","duration_ms":6000,"bytes":602177}"#,
            ],
        ),
        (
            AuditAction::FilmDelete {
                film: "v1".into(),
                organisation: "school".into(),
                sha256: "ab".to_owned(),
            },
            ["film.delete", "film:v1", r#"{"organisation":"school","sha256":"ab"}"#],
        ),
        (AuditAction::OfficialInvite { invitation: "i1".into() }, ["official.invite", "invitation:i1", "{}"]),
        (
            AuditAction::AuditDownload {
                format: ExportFormat::Csv,
                lines_before: 12,
                search: "?who=wang".to_owned(),
            },
            ["audit.download", "audit:csv", r#"{"lines_before":12,"search":"?who=wang"}"#],
        ),
        (
            AuditAction::RetentionErase {
                rules: "2026-11-26".to_owned(),
                identities: 1,
                papers: 2,
                invitations: 0,
                signals: 3,
            },
            [
                "retention.erase",
                "retention:2026-11-26",
                r#"{"identities":1,"papers":2,"invitations":0,"signals":3}"#,
            ],
        ),
        (
            AuditAction::FilingRecord {
                filing: "f1".into(),
                organisation: "school".into(),
                trade_code: "6-29-02-06".to_owned(),
                level: Level::Five,
            },
            [
                "filing.record",
                "filing:f1",
                r#"{"organisation":"school","trade_code":"6-29-02-06","level":"five"}"#,
            ],
        ),
        (
            AuditAction::SiteInit {
                bureau: "bureau".into(),
                division: "370500".to_owned(),
                regions: 8,
                trades: 2,
                categories: 6,
            },
            [
                "site.init",
                "organisation:bureau",
                r#"{"division":"370500","regions":8,"trades":2,"categories":6}"#,
            ],
        ),
        (
            AuditAction::FactFiling {
                filing: "f1".into(),
                organisation: "school".into(),
                trade_code: "6-29-02-06".to_owned(),
                level: "five".to_owned(),
                number: "备〔2026〕7号".to_owned(),
                valid_from: "2026-01-01".to_owned(),
                valid_to: None,
                paper_sha256: None,
                recorded_by: "a1".into(),
                recorded_at_ms: 3,
                suspended_at_ms: Some(4),
                suspended_by: Some("a2".into()),
                suspended_reason: "核查".to_owned(),
                lifted_at_ms: None,
                lifted_by: None,
                lifted_reason: String::new(),
            },
            [
                "fact.filing",
                "filing:f1",
                concat!(
                    r#"{"organisation":"school","trade_code":"6-29-02-06","level":"five","number":"备〔2026〕7号","#,
                    r#""valid_from":"2026-01-01","valid_to":null,"paper_sha256":null,"recorded_by":"a1","#,
                    r#""recorded_at_ms":3,"suspended_at_ms":4,"suspended_by":"a2","suspended_reason":"核查","#,
                    r#""lifted_at_ms":null,"lifted_by":null,"lifted_reason":""}"#,
                ),
            ],
        ),
        (
            AuditAction::StandardRecord { standard: "s1".into(), source: "人社〔2026〕7号".to_owned() },
            ["standard.record", "standard:s1", r#"{"source":"人社〔2026〕7号"}"#],
        ),
        (
            AuditAction::PaymentMake {
                payment: "b1".into(),
                number: 7,
                fund: "m1".into(),
                people: 2,
                amount: domain::subsidy::Fen(300),
                sha256: "00ff".to_owned(),
            },
            [
                "payment.make",
                "payment:b1",
                r#"{"number":7,"fund":"m1","people":2,"amount":300,"sha256":"00ff"}"#,
            ],
        ),
        (
            AuditAction::PaymentFile {
                payment: "b1".into(),
                profile: "general-csv".to_owned(),
                part: 1,
                sha256: "00ff".to_owned(),
            },
            ["payment.file", "payment:b1", r#"{"profile":"general-csv","part":1,"sha256":"00ff"}"#],
        ),
        (
            AuditAction::PaymentAnswer {
                payment: "b1".into(),
                answer: "w1".to_owned(),
                file_sha256: "aa".to_owned(),
                paid: 1,
                failed: 1,
                sha256: "00ff".to_owned(),
            },
            [
                "payment.answer",
                "payment:b1",
                r#"{"answer":"w1","file_sha256":"aa","paid":1,"failed":1,"sha256":"00ff"}"#,
            ],
        ),
        (
            AuditAction::PayeeGive {
                account: "a1".into(),
                payee: "b1".into(),
                agreed: "2026-11-30".to_owned(),
            },
            ["payee.give", "account:a1", r#"{"payee":"b1","agreed":"2026-11-30"}"#],
        ),
        (
            AuditAction::FactPayee {
                payee: "b1".into(),
                person: "p1".into(),
                n: 2,
                number: "00ff".to_owned(),
                given_by: "a1".into(),
                given_at_ms: 3,
                ended_at_ms: None,
            },
            [
                "fact.payee",
                "payee:b1",
                r#"{"person":"p1","n":2,"number":"00ff","given_by":"a1","given_at_ms":3,"ended_at_ms":null}"#,
            ],
        ),
        (
            AuditAction::FactFundSource {
                fund: "m1".into(),
                code: "ZJ-01".to_owned(),
                name: "就业补助资金".to_owned(),
                name_en: String::new(),
                year: 2026,
                budget_fen: 5,
                recorded_by: "a1".into(),
                recorded_at_ms: 3,
            },
            [
                "fact.fund_source",
                "fund_source:m1",
                concat!(
                    r#"{"code":"ZJ-01","name":"就业补助资金","name_en":"","year":2026,"budget_fen":5,"#,
                    r#""recorded_by":"a1","recorded_at_ms":3}"#,
                ),
            ],
        ),
        (
            AuditAction::FactStandard {
                standard: "s1".into(),
                trade_code: Some("6-29-02-06".to_owned()),
                level: Some("five".to_owned()),
                category: None,
                programme: None,
                valid_from: "2026-01-01".to_owned(),
                valid_to: Some("2026-12-31".to_owned()),
                pay: "per_credit_hour".to_owned(),
                pay_fen: 1500,
                pay_max_fen: Some(60_000),
                partial_percent: 60,
                living_day_fen: None,
                living_max_fen: None,
                fund: "m1".into(),
                source: "人社〔2026〕7号".to_owned(),
                recorded_by: "a1".into(),
                recorded_at_ms: 3,
                ended_at_ms: Some(4),
                ended_by: Some("a2".into()),
                ended_reason: "新标准".to_owned(),
            },
            [
                "fact.standard",
                "standard:s1",
                concat!(
                    r#"{"trade_code":"6-29-02-06","level":"five","category":null,"programme":null,"valid_from":"2026-01-01","#,
                    r#""valid_to":"2026-12-31","pay":"per_credit_hour","pay_fen":1500,"pay_max_fen":60000,"#,
                    r#""partial_percent":60,"living_day_fen":null,"living_max_fen":null,"fund":"m1","#,
                    r#""source":"人社〔2026〕7号","recorded_by":"a1","recorded_at_ms":3,"ended_at_ms":4,"ended_by":"a2","#,
                    r#""ended_reason":"新标准"}"#,
                ),
            ],
        ),
        (
            AuditAction::FactAccount {
                account: "a1".into(),
                person: "p1".into(),
                active: true,
                sign_in: "5e".to_owned(),
                roles: vec![RoleFact {
                    role: "teacher".to_owned(),
                    organisation: Some("school".into()),
                    region: None,
                    granted_at_ms: 3,
                    ends_at_ms: None,
                    invited_by: Some("a2".into()),
                    confirmed_at_ms: None,
                    confirmed_by: None,
                }],
                passkeys: vec![PasskeyFact {
                    passkey: "k1".into(),
                    key_sha256: "ab".to_owned(),
                    added_at_ms: 4,
                    removed_at_ms: Some(5),
                }],
                links: vec![LinkFact { identity: "1d".to_owned(), linked_at_ms: 6 }],
                second_factor_since_ms: Some(7),
            },
            [
                "fact.account",
                "account:a1",
                concat!(
                    r#"{"person":"p1","active":true,"sign_in":"5e","roles":[{"role":"teacher","organisation":"school","#,
                    r#""region":null,"granted_at_ms":3,"ends_at_ms":null,"invited_by":"a2"}],"#,
                    r#""passkeys":[{"passkey":"k1","key_sha256":"ab","added_at_ms":4,"removed_at_ms":5}],"#,
                    r#""links":[{"identity":"1d","linked_at_ms":6}],"second_factor_since_ms":7}"#,
                ),
            ],
        ),
        (
            AuditAction::SigningKeyBegin {
                ledger: "example.org:8443/ledger".to_owned(),
                overlap_until_ms: 1_800_000_000_000,
            },
            ["signing_key.begin", "ledger:example.org:8443/ledger", r#"{"overlap_until_ms":1800000000000}"#],
        ),
        (
            AuditAction::WitnessRefuse {
                witness: "w.example/1".to_owned(),
                log: "xueshi.example/ledger/audit".to_owned(),
                trouble: WitnessTrouble::Shorter,
                size: 7,
                seen: 9,
            },
            [
                "witness.refuse",
                "witness:w.example/1",
                r#"{"log":"xueshi.example/ledger/audit","trouble":"shorter","size":7,"seen":9}"#,
            ],
        ),
    ]
}

#[test]
fn an_action_is_stored_as_three_texts_and_read_from_them() {
    for (action, texts) in examples() {
        let [code, subject, detail] = texts;
        assert_eq!((action.code(), action.subject().to_string(), action.detail()), {
            (code, subject.to_owned(), detail.to_owned())
        });
        assert_eq!(AuditAction::read(code, subject, detail).as_ref(), Some(&action));
    }
}

#[test]
fn a_state_is_stored_as_one_text_and_read_from_it() {
    let post = PostState {
        role: Role::CityFirstReviewer,
        organisation: Some("bureau".into()),
        region: None,
        ends_at_ms: None,
        handed_over: None,
    };
    let handed = PostState {
        ends_at_ms: Some(1_800_000_000_000),
        handed_over: Some((2, "account-sun".into())),
        ..post.clone()
    };
    for (state, text) in [
        (AuditState::Nothing, ""),
        (AuditState::NotGiven, "not given"),
        (AuditState::SentBack, "send_back"),
        (AuditState::Gone, "closed, nothing kept"),
        (AuditState::Sealed { until_ms: 7 }, "closed, name and document sealed until 7"),
        (AuditState::Proposed(Verdict::Grant), "propose grant"),
        (AuditState::Granted { ms: 300_000 }, "granted 300000 ms"),
        (AuditState::Holder("a1".into()), "account:a1"),
        (AuditState::Post(post), "city_first_reviewer bureau "),
        (
            AuditState::Post(handed),
            "city_first_reviewer bureau  until 1800000000000, 2 open appeals to account:account-sun",
        ),
    ] {
        assert_eq!(state.to_string(), text);
        assert_eq!(AuditState::read(text), Some(state));
    }
    for odd in ["granted x ms", "propose maybe", "king bureau city", "teacher school", "sealed"] {
        assert_eq!(AuditState::read(odd), None, "{odd}");
    }
}

#[test]
fn what_no_program_wrote_is_no_action() {
    for [code, subject, detail] in [
        ["exam.cheat", "account:a1", "{}"],
        ["sign_in", "person:a1", "{}"],
        ["sign_in", "a1", "{}"],
        ["sign_in", "account:a1", ""],
        ["sign_in", "account:a1", r#"{"more":1}"#],
        ["number.reveal", "enrolment:e1", r#"{"number":"shoe"}"#],
        ["number.reveal", "enrolment:e1", "{}"],
        ["audit.download", "audit:pdf", r#"{"lines_before":1,"search":""}"#],
    ] {
        assert_eq!(AuditAction::read(code, subject, detail), None, "{code} {subject} {detail}");
    }
    assert_eq!(AuditSubject::read("planet:mars"), None);
}

#[test]
fn every_kind_has_a_code_of_its_own() {
    for kind in AuditKind::ALL {
        assert_eq!(AuditKind::from_code(kind.code()), Some(*kind));
    }
    assert_eq!(AuditKind::from_code("exam.cheat"), None);
}

/// If this fails, the form that is hashed has changed: leaves that stand in trees would no longer be proved. A new form
/// needs a new version beside this one.
#[test]
fn the_hashed_form_of_a_leaf_is_kept_to_the_byte() {
    let leaf = |account: Option<&str>, action: &AuditAction| Leaf {
        id: "01940000-0000-7000-8000-000000000000".to_owned(),
        at_ms: 1_795_680_000_000,
        account: account.map(str::to_owned),
        action: action.code().to_owned(),
        subject: action.subject().to_string(),
        reason: "月度核对".to_owned(),
        detail: action.detail(),
        before: "off".to_owned(),
        after: "on".to_owned(),
        address: "10.0.0.7".to_owned(),
    };
    let ready = AuditAction::ExportReady { export: "x1".into(), rows: 3, sha256: "ab".to_owned() };
    assert_eq!(
        leaf(None, &ready).canonical(),
        concat!(
            r#"{"v":1,"id":"01940000-0000-7000-8000-000000000000","at_ms":1795680000000,"account":null,"#,
            r#""action":"export.ready","subject":"export:x1","reason":"月度核对","#,
            r#""detail":"{\"rows\":3,\"sha256\":\"ab\"}","before":"off","after":"on","address":"10.0.0.7"}"#,
        )
    );
    let on = AuditAction::SecondFactorOn { account: "a1".into() };
    assert_eq!(
        leaf(Some("a1"), &on).canonical(),
        concat!(
            r#"{"v":1,"id":"01940000-0000-7000-8000-000000000000","at_ms":1795680000000,"account":"a1","#,
            r#""action":"second_factor.on","subject":"account:a1","reason":"月度核对","detail":"{}","#,
            r#""before":"off","after":"on","address":"10.0.0.7"}"#,
        )
    );
}
