//! The final test of a class: given before anybody is in it, sat by whoever has the hours, saved answer by answer, and worth
//! what its papers say.

use domain::access::Role;
use domain::exam::StartRefusal;
use domain::id::ExamPaperId;
use store::exam::SaveRefusal;

use crate::class_closing::{admin, close};
use crate::site::{Actor, Answer, TestSite, on_both};
use crate::store_fixture::city::{run, try_run};
use crate::store_learner::StoreLearner;

const DAY_S: i64 = 24 * 3600;
/// What stands in no page before a paper is handed in: why an answer is right.
const WHY: &str = "老师讲过";

/// Class `crab-k` has a final test; `li` and `liu` are in it, and nearly all of it is one lesson of five minutes.
pub async fn a_class_with_exam(site: &TestSite) -> (Actor<'_>, StoreLearner<'_>) {
    site.with_crab_class().await;
    let head = admin(site).await;
    let given = head.post("/classes/crab-k/exam", &[]).await;
    assert!(given.is(303).cookie("flash").unwrap().starts_with("d."), "{:?}", given.cookie("flash"));
    let li = StoreLearner::enrolled(site, "li").await;
    site.learner("liu").await;
    site.teacher("zhang").await;
    let now_ms = site.site.now();
    let sql = format!(
        "UPDATE lesson SET duration_ms = 10000 WHERE id IN ('crab-1', 'crab-3');
         INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e-liu', 'crab-k', 'person-liu', {now_ms});
         UPDATE person SET identity_seen_at = {now_ms}, identity_seen_by = 'account-zhang' WHERE id = 'person-li'"
    );
    run(&site.site.db, &sql).await;
    site.adopt_rows().await;
    (head, li)
}

/// The hours of the class are all there.
pub async fn studies_all(li: &mut StoreLearner<'_>) {
    for _ in 0..5 {
        li.open("crab-2").await;
        li.watch(60).await;
        li.close().await;
        li.answer_check(true).await;
        li.site.clock.forward_s(60);
    }
}

/// The same, with the address of the test of `li`.
pub async fn ready(site: &TestSite) -> (Actor<'_>, StoreLearner<'_>, String) {
    let (head, mut li) = a_class_with_exam(site).await;
    studies_all(&mut li).await;
    let there = format!("/exam/{}", li.enrolment);
    (head, li, there)
}

async fn begin(li: &Actor<'_>, there: &str) {
    let begun = li.post(&format!("{there}/start"), &[]).await;
    assert_eq!(
        begun.is(303).location(),
        Some(&*format!("{there}/questions/1")),
        "{:?}",
        begun.cookie("flash")
    );
}

/// The value of the choice that bears this text.
fn value_of(page: &Answer, text: &str) -> String {
    let line =
        page.text().split("<label class=\"choice\">").find(|line| line.contains(&format!("<span>{text}")));
    let line = line.unwrap_or_else(|| panic!("{text} in {}", page.text()));
    line.split_once("value=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
}

/// Answers question `n` with this choice; where it leads.
async fn answers(li: &Actor<'_>, there: &str, n: i64, text: &str) -> String {
    let address = format!("{there}/questions/{n}");
    let page = li.get(&address).await;
    let paper = page.is(200).between("name=\"paper\" value=\"", "\"").to_owned();
    let choice = value_of(&page, text);
    let saved = li.post(&address, &[("paper", &paper), ("choice", &choice)]).await;
    saved.is(303).location().unwrap().to_owned()
}

async fn hands_in(li: &Actor<'_>, there: &str) -> Answer {
    let page = li.get(&format!("{there}/hand-in")).await;
    let paper = page.is(200).between("name=\"paper\" value=\"", "\"").to_owned();
    let done = li.post(&format!("{there}/hand-in"), &[("paper", &paper)]).await;
    li.get(done.is(303).location().unwrap()).await
}

/// Sits the test with this answer to every question; the page of the result.
pub async fn sits(li: &Actor<'_>, there: &str, text: &str) -> Answer {
    begin(li, there).await;
    for n in 1..=3 {
        answers(li, there, n, text).await;
    }
    hands_in(li, there).await
}

#[tokio::test]
async fn whoever_has_the_hours_sits_the_test_and_sees_why_only_afterwards() {
    on_both(async |site| {
        let (head, mut store_li) = a_class_with_exam(site).await;
        let li = site.signed_in("li").await;
        let there = format!("/exam/{}", store_li.enrolment);
        // Before the hours are there it is explained and practised, and cannot be begun.
        let door = li.get(&there).await;
        assert!(door.is(200).text().contains("认定的学时满 80% 就可以考"), "{}", door.text());
        assert!(!door.text().contains("开始考试</button>"));
        let early = li.post(&format!("{there}/start"), &[]).await;
        assert!(early.is(303).cookie("flash").unwrap().starts_with("n."));
        let practised = li.post(&format!("{there}/rehearsal"), &[("choice", "1")]).await;
        assert!(practised.is(200).text().contains("对了，就是这样"));
        li.post(&format!("{there}/rehearsal"), &[]).await.is(422);
        assert!(li.get("/learn").await.is(200).text().contains("这个班有线上结业考试"));
        assert_eq!(site.number("SELECT COUNT(*) FROM exam_paper").await, 0);

        studies_all(&mut store_li).await;
        assert!(li.get("/learn").await.is(200).text().contains("可以参加线上结业考试"));
        assert!(li.get("/subsidy").await.is(200).text().contains("还没有考"));
        assert!(li.get(&there).await.is(200).text().contains("开始考试</button>"));
        begin(&li, &there).await;
        // Wrong first, right afterwards: the last one counts. The second is left out, then made up for.
        assert_eq!(answers(&li, &there, 1, "错").await, format!("{there}/questions/2"));
        assert_eq!(answers(&li, &there, 3, "不知道").await, format!("{there}/hand-in"));
        let mut bodies = vec![li.get(&format!("{there}/hand-in")).await];
        assert!(bodies[0].text().contains("还有 1 道题没有答：第 2 题"), "{}", bodies[0].text());
        answers(&li, &there, 1, "对").await;
        answers(&li, &there, 2, "对").await;
        let nothing =
            li.post(&format!("{there}/questions/2"), &[("paper", &open_paper(&li, &there).await)]).await;
        assert!(nothing.is(422).text().contains("请先选一个答案"));
        li.get(&format!("{there}/questions/4")).await.is(404);
        li.get(&format!("{there}/questions/0")).await.is(404);
        // No page of an open paper says what is right.
        bodies.push(nothing);
        for path in ["", "/questions/1", "/questions/2", "/questions/3", "/hand-in"] {
            bodies.push(li.get(&format!("{there}{path}")).await);
        }
        li.get(&format!("{there}/results/1")).await.is(404);
        for body in &bodies {
            assert!(!body.text().contains(WHY) && !body.text().contains("正确答案"), "{}", body.text());
        }
        let watched = head.get("/classes/crab-k/exam").await;
        assert!(watched.is(200).text().contains("正在考"), "{}", watched.text());

        let result = hands_in(&li, &there).await;
        let text = result.is(200).text();
        assert!(text.contains("66") && text.contains("合格") && text.contains("2 / 3"), "{text}");
        assert_eq!((text.matches(WHY).count(), text.matches("答错了").count()), (3, 1), "{text}");
        assert!(text.contains("您选的：") && text.contains("不用再考"));
        // Nothing more to sit, and what it is worth is told.
        let again = li.post(&format!("{there}/start"), &[]).await;
        assert_eq!(again.is(303).location(), Some(&*there));
        assert!(li.get("/learn").await.text().contains("结业考试合格，66 分"));
        assert!(li.get("/subsidy").await.text().contains("66 分"));
        assert_eq!(site.number("SELECT COUNT(*) FROM subsidy_record WHERE completed").await, 1);
        let watched = head.get("/classes/crab-k/exam").await;
        assert!(watched.text().contains("66 分") && watched.text().contains("2 名学员，1 人考过，1 人合格"));
        let leaves = site.audit_lines("fact.exam_paper").await;
        assert_eq!(leaves.len(), 2, "begun and handed in");
        let report = site.verify(&[]).await.unwrap();
        assert_eq!(report.exams, (1, 1));
    })
    .await;
}

async fn open_paper(li: &Actor<'_>, there: &str) -> String {
    let page = li.get(&format!("{there}/questions/1")).await;
    page.is(200).between("name=\"paper\" value=\"", "\"").to_owned()
}

#[tokio::test]
async fn a_paper_is_gone_on_with_on_another_device_and_two_who_begin_at_once_are_one() {
    on_both(async |site| {
        let (_, store_li, there) = ready(site).await;
        let (phone, tablet) = (site.signed_in("li").await, site.signed_in("li").await);
        let start = format!("{there}/start");
        let (one, other) = tokio::join!(phone.post(&start, &[]), tablet.post(&start, &[]));
        for begun in [&one, &other] {
            assert_eq!(begun.is(303).location(), Some(&*format!("{there}/questions/1")));
        }
        assert_eq!(site.number("SELECT COUNT(*) FROM exam_paper").await, 1);
        answers(&phone, &there, 1, "对").await;
        answers(&phone, &there, 2, "错").await;
        // The network is gone for five minutes; the other device has the same paper with what was saved.
        site.clock.forward_s(300);
        let door = tablet.get(&there).await;
        assert!(door.is(200).text().contains("已经答了 2 题，共 3 题"), "{}", door.text());
        assert!(door.text().contains(&format!("href=\"{there}/questions/3\"")));
        for (n, text) in [(1, "对"), (2, "错")] {
            let (here, else_where) = (
                phone.get(&format!("{there}/questions/{n}")).await,
                tablet.get(&format!("{there}/questions/{n}")).await,
            );
            let value = value_of(&else_where, text);
            assert_eq!(value, value_of(&here, text), "the same order");
            let chosen =
                else_where.text().split("<label class=\"choice\">").find(|line| line.contains(" checked"));
            assert!(chosen.unwrap().contains(&format!("<span>{text}")), "{}", else_where.text());
            assert!(else_where.text().contains("还剩 35 分钟"), "{}", else_where.text());
        }
        answers(&tablet, &there, 2, "对").await;
        answers(&tablet, &there, 3, "对").await;
        assert!(hands_in(&tablet, &there).await.is(200).text().contains("100"));
        // The first device finds it handed in, and changes nothing any more.
        let late = phone.get(&format!("{there}/questions/3")).await;
        assert_eq!(late.is(303).location(), Some(&*format!("{there}/results/1")));
        let paper =
            site.site.db.my_exam(&store_li.person, &store_li.enrolment).await.unwrap().papers.remove(0);
        let late = phone
            .post(&format!("{there}/questions/3"), &[("paper", paper.id.as_str()), ("choice", "0")])
            .await;
        assert_eq!(late.is(303).location(), Some(&*format!("{there}/results/1")));
        let saved = site.site.db.save_exam_answer(&store_li.person, &paper.id, (3, 0), site.site.now()).await;
        assert_eq!(saved.unwrap(), Err(SaveRefusal::Over));
        assert_eq!(site.number("SELECT COUNT(*) FROM exam_answer").await, 4);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn when_the_time_is_over_the_server_hands_in_what_was_saved() {
    on_both(async |site| {
        let (head, store_li, there) = ready(site).await;
        let li = site.signed_in("li").await;
        begin(&li, &there).await;
        answers(&li, &there, 1, "对").await;
        let paper = open_paper(&li, &there).await;
        let right = value_of(&li.get(&format!("{there}/questions/2")).await, "对");
        let third = value_of(&li.get(&format!("{there}/questions/3")).await, "对");
        // An answer on its way when the time is over still counts, one later does not.
        site.clock.forward_s(40 * 60 + 20);
        let (db, now_ms) = (&site.site.db, site.site.now());
        let (person, id) = (&store_li.person, ExamPaperId(paper));
        let at: i64 = right.parse().unwrap();
        assert_eq!(db.save_exam_answer(person, &id, (2, at), now_ms).await.unwrap(), Ok(()));
        site.clock.forward_s(60);
        let at: i64 = third.parse().unwrap();
        let late = db.save_exam_answer(person, &id, (3, at), site.site.now()).await.unwrap();
        assert_eq!(late, Err(SaveRefusal::Over));
        assert_eq!(site.number("SELECT COUNT(*) FROM exam_paper WHERE submitted_at IS NULL").await, 1);
        // Whoever looks finds it handed in.
        let watched = head.get("/classes/crab-k/exam").await;
        assert!(watched.is(200).text().contains("66 分"), "{}", watched.text());
        assert!(li.get(&there).await.is(200).text().contains("第 1 次：66 分"));
        let page = li.get(&format!("{there}/questions/1")).await;
        assert_eq!(page.is(303).location(), Some(&*format!("{there}/results/1")));
        assert!(li.get(&format!("{there}/results/1")).await.is(200).text().contains("没有答"));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn whoever_fails_waits_and_has_three_tries_of_which_the_best_counts() {
    on_both(async |site| {
        let (_, store_li, there) = ready(site).await;
        let li = site.signed_in("li").await;
        begin(&li, &there).await;
        answers(&li, &there, 2, "对").await;
        let failed = hands_in(&li, &there).await;
        assert!(
            failed.is(200).text().contains("没有合格") && failed.text().contains("以后可以再考"),
            "{}",
            failed.text()
        );
        let subsidy = li.get("/subsidy").await;
        assert!(subsidy.text().contains("33 分") && subsidy.text().contains("考试还没有合格，先报学时"));
        assert_eq!(site.number("SELECT COUNT(*) FROM subsidy_record WHERE completed").await, 0);
        let soon = li.post(&format!("{there}/start"), &[]).await;
        assert_eq!(soon.is(303).location(), Some(&*there));
        site.clock.forward_s(DAY_S - 60);
        let li = site.signed_in("li").await;
        assert!(!li.get(&there).await.is(200).text().contains("开始考试</button>"));
        site.clock.forward_s(120);
        assert!(sits(&li, &there, "错").await.is(200).text().contains("没有合格"));
        site.clock.forward_s(DAY_S + 60);
        let li = site.signed_in("li").await;
        let head = site.signed_in("qian").await;
        assert!(head.get("/classes/crab-k/exam").await.is(200).text().contains("33 分"), "the best one");
        assert!(sits(&li, &there, "不知道").await.is(200).text().contains("3 次都用完了"));
        site.clock.forward_s(DAY_S + 60);
        let li = site.signed_in("li").await;
        let none = li.post(&format!("{there}/start"), &[]).await;
        assert!(none.is(303).cookie("flash").unwrap().contains('3'), "{:?}", none.cookie("flash"));
        assert_eq!(site.number("SELECT COUNT(*) FROM exam_paper").await, 3);
        let exam = site.site.db.my_exam(&store_li.person, &store_li.enrolment).await.unwrap();
        assert_eq!((exam.mark(), exam.passed()), (Some(33), false));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_paper_is_its_learners_alone_and_a_class_without_a_test_has_none() {
    on_both(async |site| {
        let (_, store_li, there) = ready(site).await;
        let (li, liu) = (site.signed_in("li").await, site.signed_in("liu").await);
        begin(&li, &there).await;
        let paper = open_paper(&li, &there).await;
        for path in ["", "/rehearsal", "/hand-in", "/questions/1", "/results/1"] {
            liu.get(&format!("{there}{path}")).await.is(404);
        }
        for path in ["/start", "/rehearsal", "/hand-in", "/questions/1"] {
            liu.post(&format!("{there}{path}"), &[("paper", &paper), ("choice", "0")]).await.is(404);
        }
        // Not by another address either.
        let other = liu.post("/exam/e-liu/questions/1", &[("paper", &paper), ("choice", "0")]).await;
        other.is(303);
        let (db, id, person) = (&site.site.db, ExamPaperId(paper), &"person-liu".into());
        assert!(db.save_exam_answer(person, &id, (1, 0), site.site.now()).await.is_err());
        assert!(db.hand_in_exam(person, &id, &site.site.policies, site.site.now()).await.is_err());
        assert_eq!(site.number("SELECT COUNT(*) FROM exam_answer").await, 0);
        assert_eq!(site.number("SELECT COUNT(*) FROM exam_paper WHERE submitted_at IS NULL").await, 1);
        li.get("/exam/no-such").await.is(404);
        drop(store_li);
        site.verify(&[]).await.unwrap();
    })
    .await;
    on_both(async |site| {
        site.with_crab_class().await;
        let li = StoreLearner::enrolled(site, "li").await;
        let head = admin(site).await;
        let actor = site.signed_in("li").await;
        actor.get(&format!("/exam/{}", li.enrolment)).await.is(404);
        actor.post(&format!("/exam/{}/start", li.enrolment), &[]).await.is(404);
        assert!(!actor.get("/learn").await.is(200).text().contains("结业考试"));
        // Whoever came without a test is given none.
        let none = head.get("/classes/crab-k/exam").await;
        assert!(none.is(200).text().contains("现在不能再加"), "{}", none.text());
        let late = head.post("/classes/crab-k/exam", &[]).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.number("SELECT COUNT(*) FROM class_exam").await, 0);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_institution_gives_a_class_its_test_once_and_nobody_else_does() {
    on_both(async |site| {
        site.with_crab_class().await;
        let (head, teacher) = (admin(site).await, site.teacher("zhang").await);
        let elsewhere = site.actor("sun", Role::InstitutionAdmin, Some("school2"), Some("county2")).await;
        assert!(head.get("/classes/crab-k").await.is(200).text().contains("加上结业考试"));
        assert!(!teacher.get("/classes/crab-k").await.is(200).text().contains("加上结业考试"));
        teacher.post("/classes/crab-k/exam", &[]).await.is(404);
        elsewhere.post("/classes/crab-k/exam", &[]).await.is(404);
        elsewhere.get("/classes/crab-k/exam").await.is(404);
        assert!(!teacher.get("/classes/crab-k/exam").await.is(200).text().contains("</button>加上"));
        let done = head.post("/classes/crab-k/exam", &[]).await;
        assert!(done.is(303).cookie("flash").unwrap().starts_with("d."));
        let again = head.post("/classes/crab-k/exam", &[]).await;
        assert!(again.is(303).cookie("flash").unwrap().starts_with("n."));
        let line = site.audit_lines("class.exam").await.remove(0);
        assert_eq!(line.account_id.as_deref(), Some("account-qian"));
        assert!(head.get("/classes/crab-k").await.text().contains("/classes/crab-k/exam\">结业考试"));
        assert!(head.get("/classes/crab-k/exam").await.is(200).text().contains("班里还没有学员"));
        // Whoever looks for a class learns of it before they enrol.
        let course = site.stranger().get("/courses/crab").await;
        assert!(course.is(200).text().contains("考试合格才算学完"), "{}", course.text());
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_closing_freezes_the_mark_and_only_a_pass_completes_the_class() {
    on_both(async |site| {
        let (_, store_li, there) = ready(site).await;
        run(&site.site.db, "UPDATE training_class SET ends_on = '2026-11-24' WHERE id = 'crab-k'").await;
        site.adopt_rows().await;
        // On the last evening of the make-up: what would end after it is not begun.
        site.clock.forward_s(5 * DAY_S);
        let midnight = site.site.zone().day_start_ms("2026-11-28").unwrap();
        site.clock.forward_ms(midnight - 41 * 60_000 - site.site.now());
        let li = site.signed_in("li").await;
        begin(&li, &there).await;
        answers(&li, &there, 1, "对").await;
        answers(&li, &there, 2, "对").await;
        site.clock.forward_s(DAY_S);
        let (li, head) = (site.signed_in("li").await, site.signed_in("qian").await);
        // Nobody looked; the closing sees what was saved.
        let shown = head.get("/classes/crab-k/closing").await;
        assert!(shown.is(200).text().contains("结业考试 66 分"), "{}", shown.text());
        assert!(shown.text().contains("没有参加结业考试"));
        let closing = close(site).await.unwrap();
        assert_eq!((closing.people, closing.completed), (2, 1));
        let lines = site.site.db.closing_lines(&"crab-k".into()).await.unwrap();
        let marks: Vec<_> = lines.iter().map(|line| (line.test_mark, line.completed)).collect();
        assert!(marks.contains(&(Some(Some(66)), true)) && marks.contains(&(Some(None), false)), "{marks:?}");
        let late = li.post(&format!("{there}/start"), &[]).await;
        assert_eq!(late.is(303).location(), Some(&*there));
        let exam = site.site.db.my_exam(&"person-liu".into(), &"e-liu".into()).await.unwrap();
        let policy = site.site.policies.version(&exam.policy_version).unwrap();
        assert_eq!(exam.may_start(policy, site.site.class_clock()), Err(StartRefusal::NotOpen));
        // The claim says it too.
        let there = crate::claim::claimed(&head).await.replace("/claims/", "/own-claims/");
        let why: Vec<Answer> = vec![
            head.get(&format!("{there}/learners/1")).await,
            head.get(&format!("{there}/learners/2")).await,
        ];
        assert!(why.iter().any(|page| page.is(200).text().contains("66 分")));
        assert!(why.iter().any(|page| page.is(200).text().contains("还没有考")));
        drop(store_li);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_what_no_test_allows() {
    on_both(async |site| {
        let (_, store_li, there) = ready(site).await;
        let li = site.signed_in("li").await;
        begin(&li, &there).await;
        answers(&li, &there, 1, "对").await;
        let (db, enrolment) = (&site.site.db, store_li.enrolment.as_str());
        let now = site.site.now();
        let paper = |id: &str, of: &str, n: i64| {
            format!(
                "INSERT INTO exam_paper (id, enrolment_id, n, seed, questions, count, started_at, ends_at)
                 VALUES ('{id}', '{of}', {n}, '00', '[]', 1, {now}, {})",
                now + 1
            )
        };
        let answer = |seq: i64, at: i64| {
            format!("INSERT INTO exam_answer (paper_id, seq, n, place, at_ms) SELECT id, {seq}, 1, 0, {at} FROM exam_paper")
        };
        for (sql, says) in [
            (paper("p2", enrolment, 2), "one is not handed in"),
            (paper("p2", "e-liu", 2), "not the next try"),
            (answer(9, now), "not the next one"),
            (answer(2, now + DAY_S * 1000), "its time is over"),
            ("UPDATE exam_answer SET place = 2".to_owned(), "append-only"),
            ("DELETE FROM exam_answer".to_owned(), "append-only"),
            ("DELETE FROM exam_paper".to_owned(), "append-only"),
            ("UPDATE exam_paper SET ends_at = ends_at + 1".to_owned(), "nothing else of it changes"),
            ("DELETE FROM class_exam".to_owned(), "append-only"),
            ("UPDATE class_exam SET set_at = 1".to_owned(), "append-only"),
        ] {
            let refused = try_run(db, &sql).await.unwrap_err().to_string();
            assert!(refused.contains(says), "{sql}: {refused}");
        }
        hands_in(&li, &there).await;
        for (sql, says) in [
            ("UPDATE exam_paper SET mark = 100".to_owned(), "nothing else of it changes"),
            (answer(2, now), "was handed in"),
            ("DELETE FROM exam_paper".to_owned(), "append-only"),
        ] {
            let refused = try_run(db, &sql).await.unwrap_err().to_string();
            // SQLite and PostgreSQL say the same but for how PostgreSQL names a table that only grows.
            assert!(refused.contains(says), "{sql}: {refused}");
        }
        site.verify(&[]).await.unwrap();
    })
    .await;
}
