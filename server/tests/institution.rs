//! Institutions: registered, filed for trades, suspended and lifted, and who may do that where.

use axum::http::Method;
use domain::access::Role;
use domain::audit::AuditAction;
use domain::course::Level;
use domain::filing::Verdict;
use domain::id::FilingId;
use store::audit::AuditEvent;
use store::filing::{Changed, NewFiling, Recorded};

use crate::site::{Actor, Answer, TestSite, on_both};
use crate::store_fixture::city::run;

const CODE: &str = "91350100M000100Y43";

/// A line of the log.
pub fn event(site: &TestSite, account: &str, action: AuditAction, reason: &str) -> AuditEvent {
    AuditEvent {
        account: Some(account.into()),
        reason: reason.to_owned(),
        ..site.site.event_by_system(action)
    }
}

/// A filing of `school` for the trade `t1`, for the whole of 2026.
pub fn new(id: &str, level: Level) -> NewFiling {
    NewFiling {
        id: id.into(),
        organisation: "school".into(),
        trade_code: "t1".to_owned(),
        level,
        number: format!("备〔2026〕{id}"),
        valid_from: "2026-01-01".to_owned(),
        valid_to: Some("2026-12-31".to_owned()),
        paper: None,
    }
}

/// Trades `t1` and three of the national classification.
async fn trades(site: &TestSite) {
    run(
        &site.site.db,
        "INSERT INTO trade (code, name, valid_from) VALUES
             ('t1', '大闸蟹养殖', '2022-09-27'), ('4-10-01-05', '养老护理员', '2022-09-27'),
             ('4-14-02-03', '孤残儿童护理员', '2022-09-27'), ('6-18-02-04', '焊工', '2022-09-27')
         ON CONFLICT (code) DO NOTHING",
    )
    .await;
}

/// Records such a filing in the name of `account-zhou`.
pub async fn filing(site: &TestSite, id: &str, level: Level) {
    trades(site).await;
    let new = new(id, level);
    let action = AuditAction::FilingRecord {
        filing: new.id.clone(),
        organisation: new.organisation.clone(),
        trade_code: new.trade_code.clone(),
        level,
    };
    let recorded = site.site.db.record_filing(&new, &event(site, "account-zhou", action, "")).await.unwrap();
    assert_eq!(recorded, Recorded::Done);
}

async fn verdict(site: &TestSite, level: Level, day: &str) -> Verdict {
    let mut tx = site.site.db.begin().await.unwrap();
    let verdict = tx.filing_verdict(&"school".into(), "t1", level, day).await.unwrap();
    tx.roll_back().await.unwrap();
    verdict
}

/// Sends the form of a filing, with a file if there is one.
async fn record(actor: &Actor<'_>, fields: &[(&str, &str)], file: Option<&[u8]>) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
        );
    }
    let (name, bytes) = file.map_or(("", &b""[..]), |bytes| ("备案.pdf", bytes));
    body.extend(
        format!("--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .into_bytes(),
    );
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    let kind = Some("multipart/form-data; boundary=b");
    actor.ask(Method::POST, "/institutions/school/filings/new", kind, body.into()).await
}

const FILED: [(&str, &str); 5] = [
    ("trade", "养老护理员"),
    ("level", "five"),
    ("number", "河人社备〔2026〕7号"),
    ("from", "20260101"),
    ("until", "20261231"),
];

#[tokio::test]
async fn a_filing_covers_classes_until_it_is_suspended_and_again_once_that_is_lifted() {
    on_both(async |site| {
        site.reviewer("zhou").await;
        assert_eq!(verdict(site, Level::Five, "2026-06-01").await, Verdict::NotFiled);
        filing(site, "f1", Level::Five).await;
        assert_eq!(verdict(site, Level::Five, "2026-06-01").await, Verdict::Covered);
        assert_eq!(verdict(site, Level::Four, "2026-06-01").await, Verdict::OtherLevel);
        assert_eq!(verdict(site, Level::Five, "2027-01-01").await, Verdict::Expired);
        assert_eq!(verdict(site, Level::Five, "2025-12-31").await, Verdict::NotYet);

        // The same once more is refused, and another number stands beside it.
        let db = &site.site.db;
        let again = NewFiling { id: "f2".into(), ..new("f1", Level::Five) };
        let recorded = || {
            let action = AuditAction::FilingRecord {
                filing: "f2".into(),
                organisation: "school".into(),
                trade_code: "t1".to_owned(),
                level: Level::Five,
            };
            event(site, "account-zhou", action, "")
        };
        assert_eq!(db.record_filing(&again, &recorded()).await.unwrap(), Recorded::Already);

        let suspended = || {
            let action = AuditAction::FilingSuspend { filing: "f1".into(), organisation: "school".into() };
            event(site, "account-zhou", action, "场地不合格")
        };
        let lifted = || {
            let action = AuditAction::FilingLift { filing: "f1".into(), organisation: "school".into() };
            event(site, "account-zhou", action, "已整改")
        };
        let f1 = FilingId::from("f1");
        assert_eq!(db.lift_filing(&f1, &lifted()).await.unwrap(), Changed::Already);
        // Two clerks at once: one suspends it.
        let (one, other) = (suspended(), suspended());
        let both =
            futures_util::future::join(db.suspend_filing(&f1, &one), db.suspend_filing(&f1, &other)).await;
        let done = [both.0.unwrap(), both.1.unwrap()];
        assert!(done.contains(&Changed::Done) && done.contains(&Changed::Already), "{done:?}");
        assert_eq!(site.audit_lines("filing.suspend").await.len(), 1);
        let today = site.site.today();
        assert_eq!(verdict(site, Level::Five, &today).await, Verdict::Suspended);
        assert_eq!(
            verdict(site, Level::Five, "2026-06-01").await,
            Verdict::Covered,
            "before it was suspended"
        );
        assert_eq!(db.lift_filing(&f1, &lifted()).await.unwrap(), Changed::Done);
        assert_eq!(verdict(site, Level::Five, &today).await, Verdict::Covered);
        // What was suspended once can be suspended again; recorded anew meanwhile, it cannot be lifted.
        assert_eq!(db.suspend_filing(&f1, &suspended()).await.unwrap(), Changed::Done);
        assert_eq!(db.record_filing(&again, &recorded()).await.unwrap(), Recorded::Done);
        assert_eq!(db.lift_filing(&f1, &lifted()).await.unwrap(), Changed::RecordedAnew);
        assert_eq!(verdict(site, Level::Five, &today).await, Verdict::Covered);
        site.verify(&[]).await.unwrap();
        // Nothing else of it changes, whoever writes into the database.
        for sql in [
            "UPDATE filing SET valid_to = '2036-12-31'",
            "UPDATE filing SET valid_to = NULL WHERE id = 'f2'",
            "UPDATE filing SET suspended_reason = 'another' WHERE id = 'f1'",
            "UPDATE filing SET suspended_at = NULL, suspended_by = NULL WHERE id = 'f1'",
            "DELETE FROM filing",
        ] {
            crate::store_fixture::city::try_run(db, sql).await.expect_err(sql);
        }
    })
    .await;
}

#[tokio::test]
async fn a_clerk_registers_an_institution_of_their_county_and_no_other() {
    on_both(async |site| {
        let clerk = site.county_reviewer("sun", "county").await;
        let page = clerk.get("/institutions").await;
        let text = page.is(200).text();
        assert!(
            text.contains("渔丰学校") && !text.contains("新航学校") && !text.contains("/institutions/bureau"),
            "{text}"
        );
        assert!(text.contains("登记机构") && text.contains("未备案"));
        let nothing = clerk.get("/institutions?text=没有的").await;
        assert!(nothing.is(200).text().contains("清除条件"));

        let form = [
            ("name", "河口区渔家乐职业培训学校"),
            ("name_en", ""),
            ("kind", "institution"),
            ("region", "county"),
            ("credit_code", "9135 0100 m000100y43"),
            ("phone", "0546-1234567"),
        ];
        let with = |name: &str, value: &'static str| {
            form.map(|(field, old)| (field, if field == name { value } else { old }))
        };
        for (field, value, says) in [
            ("name", "校", "2 到 60 个字"),
            ("kind", "bureau", "请选择类型"),
            ("region", "county2", "请选择所在地"),
            ("credit_code", "91350100M000100Y34", "有一位写错了"),
            ("credit_code", "9135O100M000100Y43", "没有“O”"),
            ("phone", "电话", "请填电话号码"),
        ] {
            let back = clerk.post("/institutions/new", &with(field, value)).await;
            let text = back.is(422).text();
            assert!(text.contains(says), "{field}: {text}");
            let kept = if field == "name" { "0546-1234567" } else { "河口区渔家乐职业培训学校" };
            assert!(text.contains(kept), "what was typed is kept: {text}");
        }
        let done = clerk.post("/institutions/new", &form).await;
        let there = done.is(303).location().unwrap().to_owned();
        let page = clerk.get(&there).await;
        assert!(page.is(200).text().contains(CODE) && page.text().contains("还没有备案"));
        // The same code twice.
        let twice = clerk.post("/institutions/new", &form).await;
        assert!(twice.is(422).text().contains("已经登记过：河口区渔家乐职业培训学校"));
        let other = site.county_reviewer("qian", "county2").await;
        let elsewhere = with("region", "county2");
        let twice = other.post("/institutions/new", &elsewhere).await;
        assert!(
            twice.is(422).text().contains("已经在别的地区登记过")
                && !twice.text().contains("渔家乐职业培训学校：")
        );

        // Another county's clerk does not find it, nor anything of it.
        site.reviewer("zhou").await;
        filing(site, "f1", Level::Five).await;
        for path in [
            "/institutions/school",
            "/institutions/school/invite",
            "/institutions/school/filings/new",
            "/institutions/school/filings/f1",
        ] {
            other.get(path).await.is(404);
            clerk.get(path).await.is(200);
        }
        other.post("/institutions/school/filings/f1/suspend", &[("ready", "site")]).await.is(404);
        record(&other, &FILED, None).await.is(404);
        assert_eq!(site.number("SELECT COUNT(*) FROM filing").await, 1);
        // A filing under the address of another institution is not there either.
        clerk.get(&format!("{there}/filings/f1")).await.is(404);
        // Who sees and does not register: no button, no form.
        let finance = site.actor("caiwu", Role::FinanceOfficer, Some("bureau"), Some("city")).await;
        let page = finance.get("/institutions/school").await;
        assert!(!page.is(200).text().contains("filings/new") && !page.text().contains("/invite"));
        finance.get("/institutions/school/filings/new").await.is(404);
        // The city sees every county.
        let city = site.reviewer("zhao").await;
        let all = city.get("/institutions").await;
        assert!(all.is(200).text().contains("渔丰学校") && all.text().contains("新航学校"));
        let one = city.get("/institutions?region=county2").await;
        assert!(!one.is(200).text().contains("渔丰学校") && one.text().contains("新航学校"));
        assert_eq!(site.audit_lines("organisation.register").await.len(), 1);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_filing_is_recorded_with_its_paper_and_wrong_input_keeps_what_was_typed() {
    on_both(async |site| {
        trades(site).await;
        let clerk = site.county_reviewer("zhou", "county").await;
        let with = |name: &str, value: &'static str| {
            FILED.map(|(field, old)| (field, if field == name { value } else { old }))
        };
        for (field, value, says) in [
            ("trade", "", "请填工种"),
            ("trade", "月球车驾驶", "职业目录里没有"),
            ("trade", "护理员", "请在下面选一个"),
            ("level", "nine", "请选择等级"),
            ("number", " ", "请填备案文号"),
            ("from", "2026", "请填日期"),
            ("until", "20251231", "早于第一天"),
            ("until", "soon", "请填日期"),
        ] {
            let back = record(&clerk, &with(field, value), None).await;
            let text = back.is(422).text();
            assert!(text.contains(says), "{field}: {text}");
            let kept = if field == "number" { "20260101" } else { "河人社备〔2026〕7号" };
            assert!(text.contains(kept), "what was typed is kept: {text}");
        }
        // What is near is offered, and one of it can be chosen.
        let offered = record(&clerk, &with("trade", "护理员"), None).await;
        assert!(offered.is(422).text().contains("4-10-01-05") && offered.text().contains("4-14-02-03"));
        let odd = record(&clerk, &FILED, Some(b"MZ\x90\x00\x03 a program")).await;
        assert!(odd.is(422).text().contains("只收照片") && odd.text().contains("20261231"));
        assert_eq!(site.number("SELECT COUNT(*) FROM filing").await, 0);

        let mut picked = with("trade", "护理员").to_vec();
        picked.push(("pick", "4-10-01-05"));
        record(&clerk, &picked, Some(b"%PDF-1.7 the paper")).await.is(303);
        let again = record(&clerk, &FILED, None).await;
        assert!(again.is(422).text().contains("已经登记过了"));
        let page = clerk.get("/institutions/school").await;
        for part in
            ["养老护理员", "4-10-01-05", "五级", "河人社备〔2026〕7号", "2026-01-01 – 2026-12-31", "登记备案"]
        {
            assert!(page.is(200).text().contains(part), "{part}: {}", page.text());
        }
        let address = page.between("href=\"/institutions/school/filings/", "\"");
        let address = if address == "new" {
            page.text()
                .split("href=\"/institutions/school/filings/")
                .nth(2)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
        } else {
            address
        };
        let here = format!("/institutions/school/filings/{address}");
        let paper = clerk.get(&format!("{here}/paper")).await;
        assert_eq!(paper.is(200).bytes, b"%PDF-1.7 the paper");
        assert_eq!(paper.header("content-type"), Some("application/pdf"));
        assert_eq!(site.audit_lines("filing.paper").await.len(), 1);

        // Suspending takes a reason; two clerks at once are told.
        let unsaid = clerk.post(&format!("{here}/suspend"), &[("reason", "嗯")]).await;
        assert!(unsaid.is(422).text().contains("至少四个字") && unsaid.text().contains(">嗯</textarea>"));
        let colleague = site.reviewer("zhao").await;
        let reason = [("ready", "fraud"), ("reason", "群众举报")];
        clerk.post(&format!("{here}/suspend"), &reason).await.is(303);
        colleague.post(&format!("{here}/suspend"), &reason).await.is(303);
        assert_eq!(site.audit_lines("filing.suspend").await.len(), 1);
        let page = clerk.get(&here).await;
        for part in ["已暂停", "涉嫌虚报人数或学时，正在核查；群众举报", "学员zhou", "恢复备案"]
        {
            assert!(page.is(200).text().contains(part), "{part}: {}", page.text());
        }
        assert!(clerk.get("/institutions").await.text().contains("1 项暂停"));
        clerk.post(&format!("{here}/lift"), &[("ready", "mended")]).await.is(303);
        assert!(
            clerk.get(&here).await.text().contains("有效")
                && !clerk.get(&here).await.text().contains("已暂停")
        );
        site.verify(&[]).await.unwrap();
        // Readable for who audits.
        let auditor = site.actor("shen", Role::ExternalAuditor, None, None).await;
        let log = auditor.get("/audit").await;
        assert!(log.is(200).text().contains("备案 渔丰学校 · 河人社备〔2026〕7号"), "{}", log.text());
    })
    .await;
}

#[tokio::test]
async fn an_institution_sees_what_it_is_filed_for_and_what_ends_soon() {
    on_both(async |site| {
        let teacher = site.teacher("chen").await;
        let page = teacher.get("/institution").await;
        assert!(page.is(200).text().contains("还没有备案") && page.text().contains("机构备案"));
        site.reviewer("zhou").await;
        filing(site, "f1", Level::Five).await;
        filing(site, "f2", Level::Four).await;
        let action = AuditAction::FilingSuspend { filing: "f2".into(), organisation: "school".into() };
        let suspended = event(site, "account-zhou", action, "场地不合格");
        site.site.db.suspend_filing(&"f2".into(), &suspended).await.unwrap();
        let page = teacher.get("/institution").await;
        let text = page.is(200).text();
        assert!(text.contains("大闸蟹养殖") && text.contains("不能开新班。理由：场地不合格"), "{text}");
        assert!(!text.contains("天到期"), "{text}");
        // Thirty days before its end it is said.
        let days = |day: &str| domain::time::CHINA.day_start_ms(day).unwrap();
        let left = (days("2026-12-10") - days(&site.site.today())) / 1000;
        site.clock.forward_s(left);
        let teacher = site.signed_in("chen").await;
        let page = teacher.get("/institution").await;
        assert!(page.is(200).text().contains("还有 21 天到期"), "{}", page.text());
        // Nobody else's is shown to them, and no button.
        teacher.get("/institutions").await.is(404);
        teacher.get("/institutions/school").await.is(404);
        assert!(!page.text().contains("/institutions/"));
        site.learner("li").await.get("/institution").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn whoever_registers_an_institution_invites_who_runs_it() {
    on_both(async |site| {
        let clerk = site.county_reviewer("sun", "county").await;
        assert!(clerk.get("/institutions/school").await.is(200).text().contains("邀请机构负责人"));
        let odd = clerk.post("/institutions/school/invite", &[("name", "张 三丰")]).await;
        assert!(odd.is(422).text().contains("身份证上的姓名") && odd.text().contains("张 三丰"));
        site.register("li", Role::Learner, None, Some("county")).await;
        run(&site.site.db, "UPDATE person SET name = '李校长' WHERE id = 'person-li'").await;
        site.adopt_rows().await;
        let made = clerk.post("/institutions/school/invite", &[("name", "李校长")]).await;
        let link = made.is(200).between("http://xueshi.test", "<").to_owned();
        let page = clerk.get("/institutions/school").await;
        assert!(
            page.text().contains("李校长（培训机构管理员）") && page.text().contains("还没接受"),
            "{}",
            page.text()
        );
        let li = site.signed_in("li").await;
        assert!(li.get(&link).await.is(200).text().contains("渔丰学校"));
        li.post(&link, &[("password", crate::site::PASSWORD)]).await.is(303);
        li.get("/institution").await.is(200);
        li.get("/people").await.is(200);
        // A bureau is nobody's institution.
        clerk.get("/institutions/bureau/invite").await.is(404);
        let city = site.reviewer("zhao").await;
        city.get("/institutions/bureau/invite").await.is(404);
        site.verify(&[]).await.unwrap();
    })
    .await;
}
