//! Courses that institutions make: written, looked over by the bureau, published as a version that never changes, followed by
//! another.

use axum::body::Body;
use axum::http::Method;
use domain::access::Role;
use store::course_draft::{NotWritten, WrittenDraft};

use crate::site::{Actor, TestSite, hidden, on_both, on_sqlite, with};
use crate::store_fixture::city::{run, try_run};

/// What is said of a course.
const ABOUT: [(&str, &str); 6] = [
    ("title", "稻田养蟹入门"),
    ("trade", "trade-crab|special"),
    ("mode", "online"),
    ("summary", "从放苗到起捕，一个养殖季怎么管。"),
    ("outcomes", "会看水色\n会投喂"),
    ("audience", ""),
];

/// The institution's administrator, its filing, and a film that can be used.
pub async fn a_school(site: &TestSite) -> Actor<'_> {
    site.with_crab_class().await;
    let head = site.actor("head", Role::InstitutionAdmin, Some("school"), Some("county")).await;
    run(
        &site.site.db,
        "INSERT INTO trade (code, name, valid_from) VALUES ('trade-crab', '水产养殖工', '2022-09-27');
         INSERT INTO filing (id, organisation_id, trade_code, level, number, valid_from, recorded_by, recorded_at)
         VALUES ('filing-of-crab', 'school', 'trade-crab', 'special', '7', '2026-01-01', 'account-head', 0);
         INSERT INTO film (id, organisation_id, name, bytes_total, bytes_received, state, sha256, duration_ms, made_by, made_at,
             changed_at)
         VALUES ('film-1', 'school', '放苗.mp4', 5000, 5000, 'ready',
             'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 120000, 'account-head', 0, 0)",
    )
    .await;
    site.adopt_rows().await;
    head
}

const FILM: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// A course with nothing but what is said of it; its address.
pub async fn begun(actor: &Actor<'_>) -> String {
    let page = actor.get("/own-courses/new").await;
    let id = hidden(page.is(200), "id");
    let done = actor.post("/own-courses/new", &with(&ABOUT, &[("id", &id)])).await;
    done.is(303).location().unwrap().to_owned()
}

/// Adds a lesson; its address.
async fn lesson(actor: &Actor<'_>, here: &str, kind: &str, fields: &[(&str, &str)]) -> String {
    let new = format!("{here}/lessons/new?kind={kind}");
    let version = hidden(actor.get(&new).await.is(200), "version");
    actor.post(&new, &with(fields, &[("version", &version)])).await.is(303);
    let page = actor.get(here).await;
    let lessons: Vec<&str> = page
        .text()
        .split(&format!("href=\"{here}/lessons/"))
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(id, _)| id))
        .filter(|id| !id.contains('/') && !id.contains('?'))
        .collect();
    format!("{here}/lessons/{}", lessons.last().unwrap())
}

/// Adds questions until none is missing.
async fn asked(actor: &Actor<'_>, lesson: &str, count: usize) {
    let here = format!("{lesson}/questions");
    for n in 0..count {
        let version = hidden(actor.get(&here).await.is(200), "version");
        let (at, prompt) = (format!("0:{:02}", 10 + n), format!("第 {n} 个问题？"));
        let fields = [
            ("version", &*version),
            ("n", "0"),
            ("at", &at),
            ("prompt", &prompt),
            ("right", "对的"),
            ("wrong_first", "错的"),
            ("explanation", "课里讲过。"),
        ];
        actor.post(&here, &fields).await.is(303);
    }
}

const FILM_LESSON: [(&str, &str); 4] =
    [("title", "放苗"), ("summary", "怎么放苗。"), ("film", FILM), ("press", "save")];
const READING: [(&str, &str); 9] = [
    ("title", "看水色"),
    ("summary", "怎么看水色。"),
    ("page-0-title", "好水"),
    ("page-0-time", "1:30"),
    ("page-0-body", "豆绿色。\n\n- 早上看"),
    ("page-1-title", ""),
    ("page-1-time", ""),
    ("page-1-body", ""),
    ("press", "save"),
];

/// A whole course that can be submitted; its address.
pub async fn whole(actor: &Actor<'_>) -> String {
    let here = begun(actor).await;
    for (kind, fields) in [("video", &FILM_LESSON[..]), ("document", &READING[..])] {
        let lesson = lesson(actor, &here, kind, fields).await;
        asked(actor, &lesson, 6).await;
    }
    here
}

pub async fn submitted(actor: &Actor<'_>, here: &str) {
    let address = format!("{here}/submit");
    let version = hidden(actor.get(&address).await.is(200), "version");
    let done = actor.post(&address, &[("version", &version)]).await;
    assert_eq!(done.is(303).location(), Some(here));
    assert!(done.cookie("flash").unwrap().starts_with("d."), "{:?}", done.cookie("flash"));
}

/// The same course for the bureau.
pub fn at_the_bureau(here: &str) -> String {
    here.replace("/own-courses/", "/course-reviews/")
}

pub async fn published(reviewer: &Actor<'_>, here: &str) {
    let there = at_the_bureau(here);
    let sha256 = hidden(reviewer.get(&there).await.is(200), "sha256");
    let done = reviewer.post(&format!("{there}/publish"), &[("sha256", &sha256)]).await;
    assert!(done.is(303).cookie("flash").unwrap().starts_with("d."), "{:?}", done.cookie("flash"));
}

#[tokio::test]
async fn a_course_is_written_returned_mended_published_and_taught() {
    on_both(async |site| {
        let head = a_school(site).await;
        assert!(head.get("/own-courses").await.is(200).text().contains("没有正在写的课"));
        let here = whole(&head).await;
        let page = head.get(&here).await;
        for part in ["放苗", "看水色", "齐了", "核对并提交审核"] {
            assert!(page.is(200).text().contains(part), "{part}: {}", page.text());
        }
        submitted(&head, &here).await;
        assert!(head.get(&here).await.text().contains("审核期间不能改"));
        let ji = site.county_reviewer("ji", "county").await;
        assert!(ji.get("/tasks").await.text().contains("待您审核的课程"));
        let there = at_the_bureau(&here);
        assert!(ji.get("/course-reviews").await.is(200).text().contains(&there));
        let page = ji.get(&there).await;
        for part in ["豆绿色", "第 0 个问题？", "/media/films/aaaa", "水产养殖工", "1 分 30 秒"] {
            assert!(page.is(200).text().contains(part), "{part}: {}", page.text());
        }
        let sha256 = hidden(&page, "sha256");
        let bare = ji.post(&format!("{there}/return"), &[("sha256", &sha256)]).await;
        assert!(bare.is(422).text().contains("请写明原因"));
        let why = [("sha256", &*sha256), ("why-about", "学完能做什么写得太少")];
        ji.post(&format!("{there}/return"), &why).await.is(303);
        let late = ji.post(&format!("{there}/publish"), &[("sha256", &sha256)]).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        assert!(head.get(&here).await.text().contains("学完能做什么写得太少"));
        assert!(head.get("/tasks").await.text().contains("/own-courses?at=returned"));

        let version = hidden(&head.get(&format!("{here}/about")).await, "version");
        let more = with(&ABOUT, &[("outcomes", "会看水色\n会投喂\n会防病"), ("version", &version)]);
        head.post(&format!("{here}/about"), &more).await.is(303);
        submitted(&head, &here).await;
        // A film in use is not deleted.
        head.post("/films/film-1/delete", &[]).await;
        assert_eq!(site.number("SELECT COUNT(*) FROM film WHERE deleted_at IS NULL").await, 1);
        let page = ji.get(&there).await;
        let changed = page.is(200).between("退回以后改了什么", "</section>");
        assert!(changed.contains("会防病") && !changed.contains("课程名称"), "{changed}");
        published(&ji, &here).await;

        // It is in the catalogue, its lessons in order with what the server measured, and a class can be applied for.
        let own = head.get(&here).await;
        let code = own.is(200).between("href=\"/courses/", "\"").to_owned();
        let course = head.get(&format!("/courses/{code}")).await;
        for part in ["稻田养蟹入门", "会防病", "看水色"] {
            assert!(course.is(200).text().contains(part), "{part}: {}", course.text());
        }
        let lengths = "SELECT CAST(SUM(l.duration_ms * l.position) AS BIGINT) FROM lesson l JOIN course c ON c.id = l.course_id
                       WHERE c.title = '稻田养蟹入门'";
        assert_eq!(site.number(lengths).await, 120_000 + 2 * 90_000);
        assert!(head.get("/applications/new").await.is(200).text().contains("稻田养蟹入门"));
        let line = site.audit_lines("course.publish").await.remove(0);
        assert!(line.detail.contains(&code), "{}", line.detail);
        // What is published changes no more, neither over the page nor by hand.
        head.post(&format!("{here}/about"), &more).await.is(303);
        assert!(try_run(&site.site.db, "UPDATE course_draft SET title = 'x'").await.is_err());
        assert!(try_run(&site.site.db, "DELETE FROM course_draft_step").await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_new_version_takes_the_place_of_the_old_one_and_classes_keep_theirs() {
    on_both(async |site| {
        let head = a_school(site).await;
        let ji = site.county_reviewer("ji", "county").await;
        let first = whole(&head).await;
        submitted(&head, &first).await;
        published(&ji, &first).await;
        let code = head.get(&first).await.between("href=\"/courses/", "\"").to_owned();
        let second = head.post(&format!("{first}/follow"), &[]).await.is(303).location().unwrap().to_owned();
        // Pressed again it is the same draft.
        assert_eq!(head.post(&format!("{first}/follow"), &[]).await.is(303).location(), Some(&*second));
        let version = hidden(&head.get(&format!("{second}/about")).await, "version");
        let other = with(&ABOUT, &[("title", "稻田养蟹提高"), ("version", &version)]);
        head.post(&format!("{second}/about"), &other).await.is(303);
        submitted(&head, &second).await;
        let changed = ji.get(&at_the_bureau(&second)).await;
        let changed = changed.is(200).between("和上架的那一版比，改了什么", "</section>").to_owned();
        assert!(changed.contains("稻田养蟹提高") && !changed.contains("第 1 课"), "{changed}");
        published(&ji, &second).await;

        let list = head.get("/applications/new").await;
        assert!(list.text().contains("稻田养蟹提高") && !list.text().contains("稻田养蟹入门"));
        let found = head.get("/courses").await;
        assert!(found.text().contains("稻田养蟹提高") && !found.text().contains("稻田养蟹入门"));
        // The page of the old one is there for the classes that have it.
        head.get(&format!("/courses/{code}")).await.is(200);
        head.get(&format!("/courses/{code}-v2")).await.is(200);
        assert!(head.get(&first).await.text().contains("已经有新版本"));
        assert!(
            head.post(&format!("{first}/follow"), &[])
                .await
                .is(303)
                .cookie("flash")
                .unwrap()
                .starts_with("n.")
        );
        assert_eq!(site.number("SELECT COUNT(*) FROM course WHERE replaces IS NOT NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_what_is_missing_before_it_is_submitted() {
    on_sqlite(async |site| {
        let head = a_school(site).await;
        let wrong =
            head.post("/own-courses/new", &with(&ABOUT, &[("title", "蟹"), ("trade", "x|special")])).await;
        for part in ["请填课程名称", "请选择工种和等级", "从放苗到起捕"] {
            assert!(wrong.is(422).text().contains(part), "{part}: {}", wrong.text());
        }
        let here = begun(&head).await;
        assert!(head.get(&format!("{here}/submit")).await.is(303).location() == Some(&*here));
        let new = format!("{here}/lessons/new?kind=document");
        let version = hidden(&head.get(&new).await, "version");
        let bad = with(&READING, &[("page-0-time", "一会儿"), ("version", &version)]);
        let page = head.post(&new, &bad).await;
        assert!(page.is(422).text().contains("请填这一页要看多久") && page.text().contains("豆绿色"));
        let long = "字".repeat(3_001);
        let bad = with(&READING, &[("page-0-body", &long), ("version", &version)]);
        assert!(head.post(&new, &bad).await.is(422).text().contains("再长就分成几页"));
        let lesson = lesson(&head, &here, "document", &READING).await;
        let page = head.get(&here).await;
        assert!(page.text().contains("还差这些才能提交") && page.text().contains("还差"), "{}", page.text());
        // A question after the end, twice the same answer.
        let questions = format!("{lesson}/questions");
        let version = hidden(&head.get(&questions).await, "version");
        let question = [
            ("version", &*version),
            ("n", "0"),
            ("at", "2:00"),
            ("prompt", "几点看水？"),
            ("right", "早上"),
            ("wrong_first", "早上"),
            ("explanation", "早上看得准"),
        ];
        let page = head.post(&questions, &question).await;
        assert!(page.is(422).text().contains("最晚填 1:29") && page.text().contains("几点看水？"));
        let page = head.post(&questions, &with(&question, &[("at", "0:30")])).await;
        assert!(page.is(422).text().contains("有两个答案一样"), "{}", page.text());
        // A film of another institution is none.
        let new = format!("{here}/lessons/new?kind=video");
        let version = hidden(&head.get(&new).await, "version");
        let other = with(&FILM_LESSON, &[("film", "bb"), ("version", &version)]);
        assert!(head.post(&new, &other).await.is(422).text().contains("这个视频已经不在了"));
        // A quiz needs one right answer, and its pages can be moved and taken out.
        let quiz = [
            ("version", &*version),
            ("title", "练一练"),
            ("summary", "三道小题。"),
            ("page-0-title", "一"),
            ("page-0-time", "1"),
            ("page-0-question", "蟹吃什么？"),
            ("page-0-option-0", "小鱼"),
            ("page-0-why-0", "对，荤素搭配"),
            ("page-0-option-1", "沙子"),
            ("page-0-why-1", "不吃"),
            ("press", "save"),
        ];
        let new = format!("{here}/lessons/new?kind=quiz");
        let page = head.post(&new, &quiz).await;
        assert!(page.is(422).text().contains("请选哪个答案是对的"), "{}", page.text());
        head.post(&new, &with(&quiz, &[("page-0-right", "0")])).await.is(303);
    })
    .await;
}

#[tokio::test]
async fn what_was_begun_already_is_not_begun_again() {
    on_both(async |site| {
        let head = a_school(site).await;
        let id = hidden(head.get("/own-courses/new").await.is(200), "id");
        let here = format!("/own-courses/{id}");
        head.post("/own-courses/new", &with(&ABOUT, &[("id", &id)])).await.is(303);
        // Back in the browser, something changed, and sent again.
        let again = head.post("/own-courses/new", &with(&ABOUT, &[("id", &id), ("title", "别的课")])).await;
        assert_eq!(again.is(303).location(), Some(&*here));
        assert!(again.cookie("flash").unwrap().starts_with("n."));
        assert!(head.get(&here).await.text().contains("稻田养蟹入门"));
        // A colleague of another school gets nothing of it.
        let other = site.actor("other", Role::InstitutionAdmin, Some("school2"), Some("county2")).await;
        run(
            &site.site.db,
            "INSERT INTO filing (id, organisation_id, trade_code, level, number, valid_from, recorded_by, recorded_at)
             VALUES ('filing-2', 'school2', 'trade-crab', 'special', '8', '2026-01-01', 'account-other', 0)",
        )
        .await;
        site.adopt_rows().await;
        let theirs = other.post("/own-courses/new", &with(&ABOUT, &[("id", &id)])).await;
        assert_eq!(theirs.is(303).location(), Some(&*here));
        other.get(&here).await.is(404);
        assert_eq!(site.number("SELECT COUNT(*) FROM course_draft").await, 1);

        // Two who begin a new version of the same course at the same moment: one draft.
        let content = site.site.db.course_draft(&id.as_str().into()).await.unwrap().content().unwrap();
        let begin = async |id: &str| {
            let written = WrittenDraft {
                id: id.into(),
                version: 0,
                region: "county".into(),
                content: &content,
                replaces: Some("crab".into()),
            };
            let by = ("account-head".into(), "person-head".into());
            site.site.db.write_course_draft(&written, (&by.0, &by.1), site.site.now()).await.unwrap()
        };
        assert_eq!(begin("v2-one").await, Ok(1));
        assert_eq!(begin("v2-other").await, Err(NotWritten::Changed));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_published_without_its_film() {
    on_both(async |site| {
        let head = a_school(site).await;
        let here = whole(&head).await;
        submitted(&head, &here).await;
        run(&site.site.db, "UPDATE film SET deleted_at = 5").await;
        let ji = site.county_reviewer("ji", "county").await;
        let there = at_the_bureau(&here);
        let sha256 = hidden(&ji.get(&there).await, "sha256");
        let refused = ji.post(&format!("{there}/publish"), &[("sha256", &sha256)]).await;
        assert_eq!(refused.is(303).location(), Some(&*there));
        assert_eq!(site.number("SELECT COUNT(*) FROM course").await, 1);
    })
    .await;
}

#[tokio::test]
async fn questions_go_out_as_a_workbook_and_come_back_with_each_fault_at_its_cell() {
    on_sqlite(async |site| {
        let head = a_school(site).await;
        let here = begun(&head).await;
        let lesson = lesson(&head, &here, "video", &FILM_LESSON).await;
        asked(&head, &lesson, 2).await;
        let questions = format!("{lesson}/questions");
        let workbook = head.get(&format!("{questions}/file")).await.is(200).bytes.clone();
        // What went out comes back as it was.
        let send = async |name: &str, bytes: &[u8]| {
            let mut body = format!("--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes();
            body.extend(bytes);
            body.extend(b"\r\n--b--\r\n");
            let import = format!("{questions}/import");
            head.ask(Method::POST, &import, Some("multipart/form-data; boundary=b"), Body::from(body)).await
        };
        send("题.xlsx", &workbook).await.is(303);
        let page = head.get(&questions).await;
        assert!(page.text().contains("第 0 个问题？") && page.text().contains("第 1 个问题？"));
        let csv = "出题时刻,题目,正确答案,错误答案1,错误答案2,错误答案3,讲解\n1:00,甲？,对,错,,,因为\n9:00,乙？,对,错,,,因为\n0:30,丙？,对,对,,,因为\n";
        let wrong = send("题.csv", csv.as_bytes()).await;
        for part in ["第 3 行", "最晚填 1:59", "第 4 行", "有两个答案一样", "有 2 处要改"] {
            assert!(wrong.is(422).text().contains(part), "{part}: {}", wrong.text());
        }
        assert!(head.get(&questions).await.text().contains("第 0 个问题？"), "nothing was changed");
        send("题.csv", "甲,乙\n1,2\n".as_bytes()).await.is(422);
        send("题.png", b"\x89PNG\r\n\x1a\n").await.is(422);
        let right = csv.replace("9:00", "1:30").replace("丙？,对,对", "丙？,对,错");
        send("题.csv", right.as_bytes()).await.is(303);
        let page = head.get(&questions).await;
        assert!(page.text().contains("丙？") && !page.text().contains("第 0 个问题？"));
    })
    .await;
}

#[tokio::test]
async fn nobody_reviews_what_they_wrote_and_nobody_else_sees_it() {
    on_both(async |site| {
        let head = a_school(site).await;
        let here = whole(&head).await;
        let there = at_the_bureau(&here);
        let ji = site.county_reviewer("ji", "county").await;
        // What was not submitted is nobody's business.
        ji.get(&there).await.is(404);
        submitted(&head, &here).await;
        head.get(&there).await.is(404);
        ji.get(&here).await.is(404);
        let other = site.actor("other", Role::InstitutionAdmin, Some("school2"), Some("county2")).await;
        other.get(&here).await.is(404);
        let far = site.county_reviewer("far", "county2").await;
        far.get(&there).await.is(404);
        // A hand in it, by whatever way, and the step is refused by rule and schema.
        let id = here.rsplit('/').next().unwrap();
        let hand = format!("INSERT INTO course_draft_hand (draft_id, person_id) VALUES ('{id}', 'person-ji')");
        run(&site.site.db, &hand).await;
        assert!(ji.get(&there).await.text().contains("一门课由谁写的"));
        let sha256 = {
            let second = site.reviewer("city").await;
            hidden(&second.get(&there).await, "sha256")
        };
        let refused = ji.post(&format!("{there}/publish"), &[("sha256", &sha256)]).await;
        assert!(refused.is(303).cookie("flash").unwrap().starts_with("n."));
        let step = format!(
            "INSERT INTO course_draft_step (draft_id, n, kind, account_id, person_id, role, reason, reasons, content, sha256, at_ms)
             VALUES ('{id}', 2, 'publish', 'account-ji', 'person-ji', 'county_reviewer', '', '[]', '', '{sha256}', 5)"
        );
        assert!(try_run(&site.site.db, &step).await.is_err());
        // A draft that comes with a state, or is put into one that no step leads to.
        let jump = format!("UPDATE course_draft SET state = 'published', course_id = 'crab' WHERE id = '{id}'");
        assert!(try_run(&site.site.db, &jump).await.is_err());
        assert!(try_run(&site.site.db, &format!("UPDATE course_draft SET content = '{{}}' WHERE id = '{id}'")).await.is_err());
        assert_eq!(site.number("SELECT COUNT(*) FROM course").await, 1);
    })
    .await;
}
