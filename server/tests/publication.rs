//! Publications and objections: what passed both reviews is shown to everybody, masked; whoever sees a fault may say so without a
//! name; and nobody with a part in a claim answers for it.

use domain::access::Role;

use crate::claim::{a_closed_class, claimed, passes};
use crate::site::{Actor, Answer, TestSite, on_both};
use crate::store_fixture::city::{run, try_run};

const DAY_S: i64 = 24 * 3600;

/// A claim that passed both reviews: its address. `li` is owed ¥1.00 by it.
async fn an_approved_claim(site: &TestSite) -> String {
    let head = a_closed_class(site).await;
    let there = claimed(&head).await;
    let ji = site.county_reviewer("ji", "county").await;
    let wu = site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;
    assert!(passes(&ji, &there).await && passes(&wu, &there).await);
    there
}

/// Publishes the claim at this address; the address of the list.
async fn published(who: &Actor<'_>, claim: &str) -> String {
    let id = claim.rsplit('/').next().unwrap();
    let done = who.post("/publications/new", &[("claims", id)]).await;
    assert!(done.is(303).cookie("flash").unwrap().starts_with("d."), "{:?}", done.cookie("flash"));
    done.location().unwrap().to_owned()
}

/// A published list, and `zhou` who published it.
pub async fn a_list(site: &TestSite) -> (Actor<'_>, String) {
    let claim = an_approved_claim(site).await;
    let zhou = site.reviewer("zhou").await;
    let list = published(&zhou, &claim).await;
    (zhou, list)
}

/// Whoever answers objections.
pub async fn controller(site: &TestSite) -> Actor<'_> {
    site.actor("jian", Role::InternalController, Some("bureau"), Some("city")).await
}

/// A stranger objects: the address of the answer.
pub async fn objected(site: &TestSite, list: &str, n: &str) -> String {
    let sent = [("class", &*claim_of(site).await), ("n", n), ("words", "这个人十一月一直在外地，没有上过课")]
        .map(|(name, value)| (name, value.to_owned()));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = site.stranger().post(&format!("{list}/objection"), &sent).await;
    assert!(done.is(303).cookie("flash").unwrap().starts_with("d."), "{:?}", done.cookie("flash"));
    done.location().unwrap().to_owned()
}

async fn claim_of(site: &TestSite) -> String {
    site.audit_lines("claim.submit").await[0].subject.split_once(':').unwrap().1.to_owned()
}

/// The objection behind an address.
pub fn objection(address: &str) -> String {
    let id = address.strip_prefix("/objections/").unwrap().split('/').next().unwrap();
    format!("/objections/{id}")
}

fn text_of(page: Answer) -> String {
    page.is(200).text().to_owned()
}

#[tokio::test]
async fn what_passed_is_shown_to_everybody_masked_until_it_is_over() {
    on_both(async |site| {
        let claim = an_approved_claim(site).await;
        let zhou = site.reviewer("zhou").await;
        let li = site.signed_in("li").await;
        assert!(text_of(li.get("/subsidy").await).contains("由人社局公示 5 个工作日"));
        assert!(text_of(zhou.get("/tasks").await).contains("审核通过、还没有公示的补贴申领"));
        assert!(text_of(zhou.get("/publications/new").await).contains("¥1.00"));
        let none = zhou.post("/publications/new", &[]).await;
        assert!(none.is(422).text().contains("请至少选一个班级"));
        let unknown = zhou.post("/publications/new", &[("claims", "no-such")]).await;
        assert!(unknown.is(422).text().contains("名单没有发布"));
        let list = published(&zhou, &claim).await;
        let line = site.audit_lines("publication.make").await.remove(0);
        assert!(line.detail.contains("\"people\":1,\"amount\":100"), "{}", line.detail);
        // It is published once, and no task any more.
        let again = zhou.post("/publications/new", &[("claims", claim.rsplit('/').next().unwrap())]).await;
        assert!(again.is(422).text().contains("名单没有发布"));
        assert!(!text_of(zhou.get("/tasks").await).contains("还没有公示"));
        assert!(text_of(zhou.get(&claim).await).contains(&list));

        // Everybody reads it, and nobody reads more than they may: `li` is called 李 and more, with a number.
        run(&site.site.db, "UPDATE person SET name = '欧阳建国' WHERE id = 'person-li'").await;
        site.adopt_rows().await;
        let stranger = site.stranger();
        assert!(text_of(stranger.get("/publications").await).contains(&list));
        let page = stranger.get(&list).await;
        assert!(page.header("x-robots-tag").is_some_and(|says| says.contains("noindex")));
        let text = text_of(page);
        assert!(text.contains("欧阳**") && text.contains("¥1.00"), "{text}");
        assert!(!text.contains("欧阳建国") && !text.contains("13800000000") && !text.contains("person-li"));
        assert!(text.contains("经办人") && text.contains("政策依据") && text.contains("12333"));
        assert!(text_of(li.get("/subsidy").await).contains("您是第 1 号"));
        site.verify(&[]).await.unwrap();

        // The fifth working day is the last; then only the bureau reads it, and nobody objects any more.
        site.clock.forward_s(9 * DAY_S);
        let gone = text_of(stranger.get(&list).await);
        assert!(gone.contains("公示已结束") && !gone.contains("欧阳"), "{gone}");
        assert!(!text_of(stranger.get("/publications").await).contains(&list));
        assert!(!text_of(stranger.get("/publications?at=all").await).contains(&list));
        let late =
            [("class", &*claim_of(site).await), ("n", "1"), ("words", "这个人十一月一直在外地，没有上过课")]
                .map(|(name, value)| (name, value.to_owned()));
        let late: Vec<(&str, &str)> = late.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = stranger.post(&format!("{list}/objection"), &late).await;
        assert!(refused.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.number("SELECT COUNT(*) FROM objection").await, 0);
        let zhou = site.signed_in("zhou").await;
        assert!(text_of(zhou.get(&list).await).contains("欧阳**"));
        assert!(text_of(zhou.get("/publications?at=all").await).contains(&list));
        assert!(text_of(site.signed_in("li").await.get("/subsidy").await).contains("公示结束"));
    })
    .await;
}

#[tokio::test]
async fn whoever_sees_a_fault_says_so_without_a_name_and_reads_the_answer() {
    on_both(async |site| {
        let (_, list) = a_list(site).await;
        let stranger = site.stranger();
        let there = format!("{list}/objection");
        assert!(text_of(stranger.get(&there).await).contains("不用留姓名"));
        let claim = claim_of(site).await;
        let words = "这个人十一月一直在外地，没有上过课";
        for (class, n, said, says) in [
            (&*claim, "1", "不对", "写清楚哪里不对"),
            (&*claim, "一", words, "序号是数字"),
            (&*claim, "2", words, "名单上没有这个序号"),
            (&*claim, "-9223372036854775809", words, "序号是数字"),
            ("another", "", words, "请选一个班级"),
        ] {
            let refused = stranger.post(&there, &[("class", class), ("n", n), ("words", said)]).await;
            assert!(refused.is(422).text().contains(says), "{says}");
            assert!(refused.text().contains(&format!(">{said}</textarea>")), "what was typed is there");
        }
        let answer = objected(site, &list, "1").await;
        let objection = objection(&answer);
        // Neither who nor from where.
        let line = site.audit_lines("objection.file").await.remove(0);
        assert!(line.account_id.is_none() && line.address.is_empty() && !line.detail.contains("外地"));
        stranger.get(&format!("{objection}/AAAAAAAAAAAAAAAA")).await.is(404);
        stranger.get(&objection).await.is(303);
        assert!(text_of(stranger.get(&answer).await).contains("等待答复"));
        let li = site.signed_in("li").await;
        assert!(text_of(li.get("/subsidy").await).contains("有人提出异议"));
        li.get(&objection).await.is(404);

        let jian = controller(site).await;
        assert!(text_of(jian.get("/tasks").await).contains("等您答复的公示异议"));
        assert!(text_of(jian.get("/objections").await).contains(&objection));
        assert!(text_of(jian.get(&objection).await).contains("十一月一直在外地"));
        let button = format!("{objection}/answer");
        let short = jian.post(&button, &[("step", "uphold"), ("reason", "是")]).await;
        assert!(short.is(422).text().contains("至少四个字"));
        let done =
            jian.post(&button, &[("step", "uphold"), ("reason", "电话和单位都核实过，确实不在本地")]).await;
        assert!(done.is(303).cookie("flash").unwrap().starts_with("d."));
        let told = text_of(stranger.get(&answer).await);
        assert!(told.contains("查实") && told.contains("确实不在本地"), "{told}");
        assert!(text_of(stranger.get(&list).await).contains("异议查实，不发放"));
        assert!(text_of(li.get("/subsidy").await).contains("确实不在本地"));
        // It is answered once.
        let twice = jian.post(&button, &[("step", "dismiss"), ("reason", "再看看也没有问题")]).await;
        assert!(twice.is(303).cookie("flash").unwrap().starts_with("n."));
        // Whoever was struck off is so once.
        let whole = objection_id(&objected(site, &list, "").await);
        let again = [("step", "uphold"), ("struck", "1"), ("reason", "又查了一遍，还是不在本地")];
        let says = jian.post(&format!("/objections/{whole}/answer"), &again).await;
        assert!(says.is(422).text().contains("已经因为别的异议取消"));
        for (struck, says) in [("", "请填查实的人"), ("三", "看不懂这个序号"), ("2", "不在这个班里")]
        {
            let sent = [("step", "uphold"), ("struck", struck), ("reason", "又查了一遍，还是不在本地")];
            let refused = jian.post(&format!("/objections/{whole}/answer"), &sent).await;
            assert!(refused.is(422).text().contains(says), "{says}");
        }
        let sent = [("step", "dismiss"), ("reason", "其余的人都查过，没有问题")];
        jian.post(&format!("/objections/{whole}/answer"), &sent).await.is(303);
        assert!(text_of(jian.get("/objections").await).contains("现在没有等您答复的异议"));
        let report = site.verify(&[]).await.unwrap();
        assert_eq!(report.publications, (1, 1));
    })
    .await;
}

fn objection_id(address: &str) -> String {
    objection(address).rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn nobody_with_a_part_in_it_publishes_or_answers() {
    on_both(async |site| {
        let claim = an_approved_claim(site).await;
        let id = claim.rsplit('/').next().unwrap().to_owned();
        let zhou = site.reviewer("zhou").await;
        // Whoever reviews in a county or the second time, runs the school, pays or audits publishes nothing.
        for login in ["ji", "wu", "qian", "li"] {
            site.signed_in(login).await.post("/publications/new", &[("claims", &id)]).await.is(404);
        }
        // `li` holds the post too: not their own money, over HTTP and in the database.
        run(
            &site.site.db,
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at, mark)
             SELECT account_id, 'city_first_reviewer', 'bureau', 'city', 0, mark FROM role_grant WHERE account_id = 'account-li'",
        )
        .await;
        site.adopt_rows().await;
        let li = site.signed_in("li").await;
        let own = li.post("/publications/new", &[("claims", &id)]).await;
        assert!(own.is(422).text().contains("您本人在名单上"));
        let list = published(&zhou, &claim).await;
        let answer = objected(site, &list, "1").await;
        let button = format!("{}/answer", objection(&answer));
        let sent = [("step", "dismiss"), ("reason", "没有问题，照常发放")];
        for login in ["ji", "wu", "qian", "zhou", "li"] {
            site.signed_in(login).await.post(&button, &sent).await.is(404);
        }
        run(
            &site.site.db,
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at, mark)
             SELECT account_id, 'internal_controller', 'bureau', 'city', 0, mark FROM role_grant
             WHERE account_id IN ('account-ji', 'account-li', 'account-zhou')
               AND role IN ('county_reviewer', 'learner', 'city_first_reviewer')
               AND NOT (account_id = 'account-li' AND role <> 'learner')",
        )
        .await;
        site.adopt_rows().await;
        for login in ["ji", "li", "zhou"] {
            let both = site.signed_in(login).await;
            let done = both.post(&button, &sent).await;
            assert!(done.is(303).cookie("flash").unwrap().starts_with("n."), "{login}");
            let sql = format!(
                "UPDATE objection SET state = 'dismissed', account_id = 'account-{login}', person_id = 'person-{login}',
                     role = 'internal_controller', reason = '没有问题', answered_at = at_ms"
            );
            let refused = try_run(&site.site.db, &sql).await.unwrap_err().to_string();
            assert!(refused.contains("their own part"), "{refused}");
        }
        // Not even the database shows less, more, other sums, or strikes anybody off by itself.
        for sql in [
            "UPDATE publication SET amount_fen = 5",
            "UPDATE publication SET at_ms = 0",
            "DELETE FROM publication",
            "UPDATE publication_line SET amount_fen = 5",
            "DELETE FROM publication_line",
            "INSERT INTO publication_line (publication_id, n, claim_id, enrolment_id, person_id, amount_fen)
             SELECT publication_id, 2, claim_id, 'e-liu', 'person-liu', 5 FROM publication_line",
            "INSERT INTO objection_struck (publication_id, n, objection_id) SELECT publication_id, 2, id FROM objection",
            "UPDATE objection SET words = 'x'",
            "UPDATE objection SET state = 'dismissed'",
            "DELETE FROM objection",
        ] {
            assert!(try_run(&site.site.db, sql).await.is_err(), "{sql}");
        }
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_at_once_publish_and_answer_once() {
    on_both(async |site| {
        let claim = an_approved_claim(site).await;
        let id = claim.rsplit('/').next().unwrap();
        let (zhou, sun) = (site.reviewer("zhou").await, site.reviewer("sun").await);
        let sent = [("claims", id)];
        let (one, other) =
            tokio::join!(zhou.post("/publications/new", &sent), sun.post("/publications/new", &sent));
        let mut answers = [one.status.as_u16(), other.status.as_u16()];
        answers.sort_unstable();
        assert_eq!(answers, [303, 422], "one of the two has published it");
        assert_eq!(site.number("SELECT COUNT(*) FROM publication").await, 1);
        let list =
            site.audit_lines("publication.make").await[0].subject.replace("publication:", "/publications/");
        let button = format!("{}/answer", objection(&objected(site, &list, "1").await));
        let (jian, cha) = (
            controller(site).await,
            site.actor("cha", Role::InternalController, Some("bureau"), Some("city")).await,
        );
        let (one, other) = tokio::join!(
            jian.post(&button, &[("step", "uphold"), ("reason", "核实过，情况属实")]),
            cha.post(&button, &[("step", "dismiss"), ("reason", "核实过，没有问题")])
        );
        let taken = [one, other].map(|done| done.is(303).cookie("flash").unwrap().starts_with("d."));
        assert!(taken[0] ^ taken[1], "one of the two has answered: {taken:?}");
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_machine_that_objects_in_bulk_is_slowed_down() {
    on_both(async |site| {
        let (_, list) = a_list(site).await;
        let claim = claim_of(site).await;
        let stranger = site.stranger();
        let sent = [("class", &*claim), ("n", ""), ("words", "这个班从来没有上过课，全是假的")];
        let mut taken = 0;
        while stranger.post(&format!("{list}/objection"), &sent).await.status == 303 {
            taken += 1;
            assert!(taken <= 30, "nothing holds it");
        }
        let refused = stranger.post(&format!("{list}/objection"), &sent).await;
        assert!(refused.is(429).text().contains("提得太多了"));
        assert_eq!(site.number("SELECT COUNT(*) FROM objection").await, taken);
    })
    .await;
}
