//! Applications to open a class: from a draft to a class, back and forth, and nobody else's business.

use axum::body::Body;
use axum::http::Method;
use domain::access::Role;
use domain::class_application::COMMITMENT_VERSION;

use crate::papers::{PDF, PNG};
use crate::site::{Actor, Answer, TestSite, hidden, on_both, on_sqlite, with};
use crate::store_fixture::city::{run, try_run};

/// A form that can be submitted as it is.
pub const GOOD: [(&str, &str); 9] = [
    ("course", "crab"),
    ("title", "2026 年第 2 期"),
    ("starts_on", "20261214"),
    ("ends_on", "2027-01-29"),
    ("capacity", "40"),
    ("place", "线上"),
    ("teacher", "account-head"),
    ("assessment", "学完后在线闭卷考试，60 分合格"),
    ("programme", "general"),
];

/// A form as a browser sends it, with a file where one is given.
async fn sends(
    actor: &Actor<'_>,
    path: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, &str, &[u8])>,
) -> Answer {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend(
            format!("--b\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    if let Some((field, name, content)) = file {
        body.extend(
            format!("--b\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n")
                .bytes(),
        );
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    actor.ask(Method::POST, path, Some("multipart/form-data; boundary=b"), Body::from(body)).await
}

/// The institution's administrator, its filing for the trade and level of the course, and course `crab` to apply for.
async fn a_school(site: &TestSite) -> Actor<'_> {
    site.with_crab_class().await;
    let head = site.actor("head", Role::InstitutionAdmin, Some("school"), Some("county")).await;
    run(
        &site.site.db,
        "INSERT INTO trade (code, name, valid_from) VALUES ('trade-crab', '水产养殖工', '2022-09-27');
         INSERT INTO filing (id, organisation_id, trade_code, level, number, valid_from, recorded_by, recorded_at)
         VALUES ('filing-of-crab', 'school', 'trade-crab', 'special', '7', '2026-01-01', 'account-head', 0)",
    )
    .await;
    site.adopt_rows().await;
    head
}

/// A draft with these fields; its address.
async fn drafted(actor: &Actor<'_>, fields: &[(&str, &str)]) -> String {
    let done = sends(actor, "/applications", fields, None).await;
    done.is(303).location().unwrap().to_owned()
}

/// Saves a draft over its page as it is now.
async fn saved(actor: &Actor<'_>, here: &str, fields: &[(&str, &str)]) -> Answer {
    let version = hidden(actor.get(here).await.is(200), "version");
    sends(actor, here, &with(fields, &[("version", &version)]), None).await
}

/// Commits to a draft that is whole, and submits it.
async fn submitted(actor: &Actor<'_>, here: &str) {
    let address = format!("{here}/submit");
    let page = actor.get(&address).await;
    let sha256 = hidden(page.is(200), "sha256");
    let done = actor.post(&address, &[("sha256", &sha256), ("commitment", "yes")]).await;
    assert_eq!(done.is(303).location(), Some(here));
    assert!(done.cookie("flash").unwrap().starts_with("d."), "{:?}", done.cookie("flash"));
}

/// The same application for the bureau.
fn at_the_bureau(here: &str) -> String {
    here.replace("/applications/", "/class-applications/")
}

#[tokio::test]
async fn an_application_is_returned_mended_approved_and_is_a_class_with_its_plan() {
    on_both(async |site| {
        let head = a_school(site).await;
        assert!(head.get("/applications").await.is(200).text().contains("还没有开班申请"));
        let here = drafted(&head, &GOOD).await;
        // The plan is spread over working days: by a third, two thirds and the last of them.
        let page = head.get(&here).await;
        let due =
            |lesson: &str| page.is(200).between(&format!("name=\"due-{lesson}\" value=\""), "\"").to_owned();
        let days = ["crab-1", "crab-2", "crab-3"].map(due);
        assert!(days[0] < days[1] && days[1] < days[2] && days[2] == "2027-01-29", "{days:?}");
        assert!(!page.text().contains("离开班只有"), "it is 22 days ahead");
        let version = hidden(&page, "version");
        let fields = with(
            &GOOD,
            &[
                ("version", &version),
                ("due-crab-1", "20261218"),
                ("due-crab-2", &days[1]),
                ("due-crab-3", &days[2]),
            ],
        );
        sends(&head, &here, &fields, Some(("file-plan", "计划.pdf", PDF))).await.is(303);
        // Nothing is submitted without the commitment.
        let address = format!("{here}/submit");
        let page = head.get(&address).await;
        assert!(
            page.is(200).text().contains("我代表本单位承诺") && page.text().contains("还没有交：师资证明")
        );
        let sha256 = hidden(&page, "sha256");
        let not_yet = head.post(&address, &[("sha256", &sha256)]).await;
        assert!(not_yet.is(422).text().contains("请看完承诺"));
        assert_eq!(site.audit_lines("application.submit").await.len(), 0);
        submitted(&head, &here).await;
        let line = site.audit_lines("application.submit").await.remove(0);
        assert!(line.detail.contains(&sha256) && line.detail.contains(COMMITMENT_VERSION), "{}", line.detail);
        assert!(head.get(&here).await.text().contains("审核期间不能改"));

        let ji = site.county_reviewer("ji", "county").await;
        let there = at_the_bureau(&here);
        let list = ji.get("/class-applications").await;
        assert!(list.is(200).text().contains(&there) && list.text().contains("到期"), "{}", list.text());
        let page = ji.get(&there).await;
        for part in [
            "2026 年第 2 期",
            "渔丰学校",
            "水产养殖工",
            "专项职业能力",
            "12 月 18 日",
            "计划.pdf",
            "<iframe src=",
        ] {
            assert!(page.is(200).text().contains(part), "{part}: {}", page.text());
        }
        let file = page.between("<iframe src=\"", "#").to_owned();
        assert_eq!(ji.get(&file).await.is(200).bytes, PDF);
        assert_eq!(site.audit_lines("application.look").await.len(), 1);
        let sha256 = hidden(&page, "sha256");
        // Not without a reason.
        let bare = ji.post(&format!("{there}/return"), &[("sha256", &sha256)]).await;
        assert!(bare.is(422).text().contains("退回要写明哪一项"));
        let typed = [("sha256", &*sha256), ("ready", "missing"), ("why-dates", "和春节撞上了，请提前结束")];
        let done = ji.post(&format!("{there}/return"), &typed).await;
        assert_eq!(done.is(303).location(), Some("/class-applications"));
        // A returned one is not approved.
        let late = ji.post(&format!("{there}/approve"), &[("sha256", &sha256)]).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.number("SELECT COUNT(*) FROM training_class").await, 1);

        let page = head.get(&here).await;
        for part in ["和春节撞上了，请提前结束", "附件不全，请补齐", "有 2 项要改"] {
            assert!(page.is(200).text().contains(part), "{part}: {}", page.text());
        }
        assert!(head.get("/tasks").await.text().contains("/applications?at=returned"));
        let version = hidden(&page, "version");
        let mended = with(&GOOD, &[("ends_on", "20270122"), ("spread", "1"), ("version", &version)]);
        sends(&head, &here, &mended, Some(("file-teachers", "证书.png", PNG))).await.is(303);
        submitted(&head, &here).await;

        let page = ji.get(&there).await;
        let changes = page.is(200).between("退回以后改了什么", "</section>");
        for part in ["2027 年 1 月 29 日", "2027 年 1 月 22 日", "证书.png", "第 1 课"] {
            assert!(changes.contains(part), "{part}: {changes}");
        }
        assert!(!changes.contains("名额"), "{changes}");
        let sha256 = hidden(&page, "sha256");
        let done = ji.post(&format!("{there}/approve"), &[("sha256", &sha256)]).await;
        assert_eq!(done.is(303).location(), Some("/class-applications"));
        let line = site.audit_lines("application.approve").await.remove(0);
        assert!(line.detail.contains(&sha256) && line.detail.contains("crab-2026-12"), "{}", line.detail);
        let facts = site.audit_lines("fact.class").await;
        assert!(facts.iter().any(|fact| fact.detail.contains("crab-2026-12")), "a class has its leaf");

        // The class is there with its plan; both sides find it, and its roster can be sent.
        let planned = "SELECT COUNT(*) FROM class_plan p JOIN training_class k ON k.id = p.class_id
                       WHERE k.code = 'crab-2026-12' AND p.due_on BETWEEN '2026-12-14' AND '2027-01-22'";
        assert_eq!(site.number(planned).await, 3);
        let own = head.get(&here).await;
        let class = own.is(200).between("href=\"/classes/", "\"").to_owned();
        assert!(own.text().contains("班级已经开好"));
        assert!(ji.get(&there).await.text().contains(&format!("/classes/{class}")));
        assert!(head.get(&format!("/classes/{class}")).await.is(200).text().contains("2026 年第 2 期"));
        let roster = "姓名,身份证号码,联系电话\n王芳,370502198001011239,13805462201\n";
        let path = format!("/classes/{class}/roster");
        run(&site.site.db, "DELETE FROM course_audience").await;
        sends(&head, &path, &[], Some(("file", "名单.csv", roster.as_bytes()))).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM class_invitation").await, 1);
        // What is approved changes no more.
        assert_eq!(saved_blindly(&head, &here).await.is(303).location(), Some(&*here));
        assert!(try_run(&site.site.db, "UPDATE class_application SET title = 'x'").await.is_err());
    })
    .await;
}

async fn saved_blindly(actor: &Actor<'_>, here: &str) -> Answer {
    sends(actor, here, &with(&GOOD, &[("version", "9")]), None).await
}

#[tokio::test]
async fn an_application_that_was_begun_already_is_not_begun_again() {
    on_both(async |site| {
        let head = a_school(site).await;
        let id = hidden(head.get("/applications/new").await.is(200), "id");
        let here = format!("/applications/{id}");
        let fields = with(&GOOD, &[("id", &id)]);
        assert_eq!(sends(&head, "/applications", &fields, None).await.is(303).location(), Some(&*here));
        // Back in the browser, and sent again.
        let again = with(&fields, &[("place", "二号教室")]);
        assert_eq!(sends(&head, "/applications", &again, None).await.is(303).location(), Some(&*here));
        assert_eq!(site.number("SELECT COUNT(*) FROM class_application").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_wrong_keeps_everything_typed_and_is_saved_as_a_draft() {
    on_both(async |site| {
        let head = a_school(site).await;
        let none = sends(&head, "/applications", &[("course", ""), ("action", "next")], None).await;
        assert!(none.is(422).text().contains("还什么都没有填"));
        let wrong = with(
            &GOOD,
            &[
                ("starts_on", "20260101"),
                ("capacity", "许多"),
                ("place", "一"),
                ("teacher", ""),
                ("action", "next"),
            ],
        );
        let page = sends(&head, "/applications", &wrong, None).await;
        let text = page.is(422).text();
        for part in [
            "开班日期已经过了",
            "名额填 1 到 500",
            "请填培训地点",
            "请选择老师",
            "value=\"许多\"",
            "2026 年第 2 期",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let here = page.between("action=\"/applications/", "\"").to_owned();
        let again = head.get(&format!("/applications/{here}")).await;
        assert!(again.is(200).text().contains("value=\"许多\""), "it is kept as a draft");
        // A file of another kind is told at its field, and nothing typed is lost.
        let version = hidden(&again, "version");
        let fields = with(&GOOD, &[("version", &version), ("title", "还在这里")]);
        let file = Some(("file-materials", "表.docx", &b"PK\x03\x04 a text"[..]));
        let page = sends(&head, &format!("/applications/{here}"), &fields, file).await;
        assert!(page.is(422).text().contains("只收照片") && page.text().contains("还在这里"));
        assert_eq!(site.number("SELECT COUNT(*) FROM class_application_paper").await, 0);
        // Saved from a page that is out of date: said, and what was typed stands in the page.
        sends(&head, &format!("/applications/{here}"), &with(&fields, &[("title", "同事改的")]), None)
            .await
            .is(303);
        let page = sends(&head, &format!("/applications/{here}"), &fields, None).await;
        assert!(page.is(422).text().contains("同事改过这份申请") && page.text().contains("还在这里"));
        // A day outside the class.
        let fields = with(&GOOD, &[("due-crab-1", "20270301"), ("action", "next")]);
        let page = saved(&head, &format!("/applications/{here}"), &fields).await;
        assert!(page.is(422).text().contains("不在开班和结束日期之间"), "{}", page.text());
        // Nothing is submitted outside what the institution is filed for.
        run(&site.site.db, "UPDATE course SET level = 'four'").await;
        let whole = with(&GOOD, &[("action", "next")]);
        let page = saved(&head, &format!("/applications/{here}"), &whole).await;
        assert!(page.is(422).text().contains("课程是“水产养殖工 · 四级（中级工）”"), "{}", page.text());
        assert!(page.text().contains("但不是这个等级"));
        let address = format!("/applications/{here}/submit");
        let sha256 = hidden(head.get(&address).await.is(200), "sha256");
        let late = head.post(&address, &[("sha256", &sha256), ("commitment", "yes")]).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.audit_lines("application.submit").await.len(), 0);
        // Somebody else's course is none to choose.
        run(&site.site.db, "UPDATE course SET organisation_id = 'school2'").await;
        let page = saved(&head, &format!("/applications/{here}"), &with(&GOOD, &[("action", "next")])).await;
        assert!(page.is(422).text().contains("请选择课程"));
    })
    .await;
}

#[tokio::test]
async fn another_institution_another_county_and_whoever_applied_are_kept_out() {
    on_both(async |site| {
        let head = a_school(site).await;
        let here = drafted(&head, &GOOD).await;
        let there = at_the_bureau(&here);
        let ji = site.county_reviewer("ji", "county").await;
        // A draft is nobody's business but the institution's.
        ji.get(&there).await.is(404);
        submitted(&head, &here).await;
        let sha256 = hidden(ji.get(&there).await.is(200), "sha256");
        let others = [
            site.actor("other", Role::InstitutionAdmin, Some("school2"), Some("county2")).await,
            site.county_reviewer("far", "county2").await,
            site.teacher("chen").await,
            site.actor("second", Role::CitySecondReviewer, Some("bureau"), Some("city")).await,
            site.learner("li").await,
        ];
        for other in &others {
            for page in [here.clone(), format!("{here}/submit"), format!("{here}/withdraw"), there.clone()] {
                other.get(&page).await.is(404);
            }
            sends(other, &here, &GOOD, None).await.is(404);
            other.post(&format!("{here}/withdraw"), &[]).await.is(404);
            other.post(&format!("{there}/approve"), &[("sha256", &sha256)]).await.is(404);
            other.post(&format!("{there}/return"), &[("sha256", &sha256), ("ready", "missing")]).await.is(404);
        }
        // The administrator is a reviewer of the county as well, by another post: never of their own.
        run(
            &site.site.db,
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
             VALUES ('account-head', 'county_reviewer', 'bureau', 'county', 0)",
        )
        .await;
        site.adopt_rows().await;
        let both = site.signed_in("head").await;
        let list = both.get("/class-applications").await;
        assert!(!list.is(200).text().contains(&there), "{}", list.text());
        let page = both.get(&there).await;
        assert!(page.is(200).text().contains("请同事来办") && !page.text().contains("同意开班</button>"));
        let done = both.post(&format!("{there}/approve"), &[("sha256", &sha256)]).await;
        assert!(done.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.number("SELECT COUNT(*) FROM training_class").await, 1);
        // Nor beside the program.
        let sql = format!(
            "INSERT INTO class_application_step (application_id, n, kind, account_id, person_id, role, reason, reasons, content,
                 sha256, at_ms)
             VALUES ('{}', 2, 'approve', 'account-head', 'person-head', 'county_reviewer', '', '[]', '', '{sha256}', 9)",
            here.rsplit('/').next().unwrap()
        );
        assert!(try_run(&site.site.db, &sql).await.is_err());
        let begins = "INSERT INTO class_application SELECT 'x', organisation_id, region_id, form, title, course_id, starts_on,
                          ends_on, state, version, made_by, made_at, changed_at, submitted_at, class_id FROM class_application";
        assert!(try_run(&site.site.db, begins).await.is_err(), "it begins as a draft");
        for sql in ["DELETE FROM class_application_step", "UPDATE class_application_step SET reason = 'x'", "DELETE FROM class_application"] {
            assert!(try_run(&site.site.db, sql).await.is_err(), "{sql}");
        }
        assert!(try_run(&site.site.db, "UPDATE class_application SET state = 'returned'").await.is_err());
    })
    .await;
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_does_and_the_other_is_told() {
    on_both(async |site| {
        let head = a_school(site).await;
        let here = drafted(&head, &GOOD).await;
        submitted(&head, &here).await;
        let there = at_the_bureau(&here);
        let (ji, zhou) = (site.county_reviewer("ji", "county").await, site.reviewer("zhou").await);
        let sha256 = hidden(ji.get(&there).await.is(200), "sha256");
        // What was not shown is not approved.
        let odd = zhou.post(&format!("{there}/approve"), &[("sha256", "abc")]).await;
        assert!(odd.is(303).cookie("flash").unwrap().starts_with("n."));
        let approve = format!("{there}/approve");
        let typed = [("sha256", &*sha256)];
        let (one, other) = tokio::join!(ji.post(&approve, &typed), zhou.post(&approve, &typed));
        let mut said = [&one, &other].map(|answer| answer.is(303).cookie("flash").unwrap()[..2].to_owned());
        said.sort();
        assert_eq!(said, ["d.", "n."]);
        let (won, lost) =
            if one.cookie("flash").unwrap().starts_with("d.") { (&one, &other) } else { (&other, &one) };
        assert_eq!((won.location(), lost.location()), (Some("/class-applications"), Some(&*there)));
        assert_eq!(site.number("SELECT COUNT(*) FROM training_class").await, 2, "one class, once");
        assert_eq!(site.audit_lines("application.approve").await.len(), 1);
        assert!(zhou.get(&there).await.text().contains("班级已经开好"));
        let filed = zhou.get("/class-applications?at=others&state=approved&organisation=school").await;
        assert!(filed.is(200).text().contains(&there));
        let none = zhou.get("/class-applications?at=others&state=returned").await;
        assert!(none.is(200).text().contains("清除条件") && !none.text().contains(&there));
        // A second class of the same course and month has a code of its own.
        let here = drafted(&head, &GOOD).await;
        submitted(&head, &here).await;
        let there = at_the_bureau(&here);
        let sha256 = hidden(zhou.get(&there).await.is(200), "sha256");
        zhou.post(&format!("{there}/approve"), &[("sha256", &sha256)]).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM training_class WHERE code = 'crab-2026-12-2'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_given_up_after_a_question_and_what_waits_is_not() {
    on_both(async |site| {
        let head = a_school(site).await;
        let here = drafted(&head, &GOOD).await;
        assert!(head.get(&format!("{here}/withdraw")).await.is(200).text().contains("确定撤回"));
        submitted(&head, &here).await;
        let late = head.post(&format!("{here}/withdraw"), &[]).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        let here = drafted(&head, &GOOD).await;
        let done = head.post(&format!("{here}/withdraw"), &[]).await;
        assert_eq!(done.is(303).location(), Some("/applications?at=withdrawn"));
        assert!(head.get("/applications?at=withdrawn").await.is(200).text().contains(&here));
        assert!(head.get(&here).await.is(200).text().contains("已经撤回"));
        assert_eq!(site.audit_lines("application.withdraw").await.len(), 1);
        // What comes late is told so, and refused nothing.
        let here = drafted(&head, &with(&GOOD, &[("starts_on", "20261201")])).await;
        assert!(head.get(&here).await.is(200).text().contains("离开班只有 9 天"));
        head.get(&format!("{here}/submit")).await.is(200);
        // Taken out of a draft a file goes; what a submission names stays for the record.
        let here = drafted(&head, &GOOD).await;
        let version = hidden(head.get(&here).await.is(200), "version");
        let fields = with(&GOOD, &[("version", &version)]);
        sends(&head, &here, &fields, Some(("file-plan", "计划.pdf", PDF))).await.is(303);
        let page = head.get(&here).await;
        let paper = page.between("name=\"remove\" value=\"", "\"").to_owned();
        assert_eq!(head.get(&format!("{here}/papers/{paper}/file")).await.is(200).bytes, PDF);
        saved(&head, &here, &with(&GOOD, &[("remove", &paper)])).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM class_application_file").await, 0);
        head.get(&format!("{here}/papers/{paper}/file")).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn lists_show_thirty_in_pages_and_english_readers_their_own_words() {
    on_sqlite(async |site| {
        let head = a_school(site).await;
        for n in 0..31 {
            drafted(&head, &with(&GOOD, &[("title", &format!("第 {n} 期"))])).await;
        }
        let page = head.get("/applications").await;
        assert_eq!(page.is(200).text().matches("role=\"rowheader\"").count(), 30);
        let second = head.get("/applications?at=draft&page=2").await;
        assert_eq!(second.is(200).text().matches("role=\"rowheader\"").count(), 1);
        let english = head.in_english().get("/applications").await;
        assert!(english.is(200).text().contains("Apply for a class"));
    })
    .await;
}
