//! Claims: a closed class is claimed, reviewed twice by two people, and nobody takes part on two sides.

use domain::access::Role;
use domain::audit::AuditAction;
use domain::claim::ClaimStep;
use domain::id::ClaimId;
use domain::standard::{Pay, Standard};
use domain::subsidy::Fen;
use store::appeal::Actor as OfStore;
use store::claim::{ClaimMove, ClaimRefusal};
use store::standard::Recorded;

use crate::class_closing::{admin, close, in_make_up};
use crate::institution::event;
use crate::site::{Actor, Answer, TestSite, hidden, on_both};
use crate::standard::{a_fund, record, standard};
use crate::store_fixture::city::{run, try_run};

const DAY_S: i64 = 24 * 3600;

/// `li` has completed class `crab-k`, with a document that a teacher saw; `liu` has only enrolled. The class is closed by `qian`.
pub async fn a_closed_class(site: &TestSite) -> Actor<'_> {
    let mut li = in_make_up(site).await;
    let db = &site.site.db;
    // Nearly all of the class is one lesson of five minutes.
    run(db, "UPDATE lesson SET duration_ms = 10000 WHERE id IN ('crab-1', 'crab-3')").await;
    site.register("liu", Role::Learner, None, Some("county")).await;
    site.teacher("zhang").await;
    let now_ms = site.site.now();
    let sql = format!(
        "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e-liu', 'crab-k', 'person-liu', {now_ms});
         UPDATE person SET identity_seen_at = {now_ms}, identity_seen_by = 'account-zhang' WHERE id = 'person-li'"
    );
    run(db, &sql).await;
    site.adopt_rows().await;
    for _ in 0..5 {
        li.open("crab-2").await;
        li.watch(60).await;
        li.close().await;
        li.answer_check(true).await;
        site.clock.forward_s(60);
    }
    site.clock.forward_s(4 * DAY_S);
    let head = admin(site).await;
    close(site).await.unwrap();
    head
}

/// Claims the class as it stands; the address of the claim.
pub async fn claimed(head: &Actor<'_>) -> String {
    let sha256 = hidden(head.get("/classes/crab-k/claim").await.is(200), "sha256");
    let done = head.post("/classes/crab-k/claim", &[("sha256", &sha256), ("commitment", "yes")]).await;
    assert!(done.is(303).cookie("flash").unwrap().starts_with("d."), "{:?}", done.cookie("flash"));
    done.location().unwrap().replace("/own-claims/", "/claims/")
}

/// Presses the button that passes a claim; whether it was taken.
pub async fn passes(who: &Actor<'_>, there: &str) -> bool {
    let sha256 = hidden(who.get(there).await.is(200), "sha256");
    let page = who.get(there).await;
    let step = page.between("name=\"step\" value=\"", "\"");
    let done = who.post(&format!("{there}/pass"), &[("sha256", &sha256), ("step", step)]).await;
    done.is(303).cookie("flash").unwrap().starts_with("d.")
}

async fn goes_back(who: &Actor<'_>, there: &str, step: &str, reason: &str) -> Answer {
    let sha256 = hidden(who.get(there).await.is(200), "sha256");
    who.post(&format!("{there}/return"), &[("sha256", &sha256), ("step", step), ("reason", reason)]).await
}

async fn second(site: &TestSite) -> Actor<'_> {
    site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await
}

#[tokio::test]
async fn a_claim_goes_back_and_forth_and_passes_both_reviews() {
    on_both(async |site| {
        let head = a_closed_class(site).await;
        assert!(head.get("/own-claims").await.is(200).text().contains("/classes/crab-k/claim"));
        assert!(head.get("/tasks").await.text().contains("还没有申领补贴的班级"));
        // Nothing is claimed without the commitment, and nothing that the page has not shown.
        let page = head.get("/classes/crab-k/claim").await;
        let sha256 = hidden(page.is(200), "sha256");
        assert!(
            page.text().contains("¥1.00") && page.text().contains("person-liu")
                || page.text().contains("liu")
        );
        // Before anything is submitted each name opens why, and nothing but learners of the class.
        let why = head.get("/classes/crab-k/claim/learners/1").await;
        assert!(why.is(200).text().contains("按学时算钱"), "{}", why.text());
        assert!(why.text().contains("农村转移就业劳动者") && !why.text().contains("rural_transfer"));
        let why = head.get("/classes/crab-k/claim/learners/2").await;
        assert!(why.is(200).text().contains("先只报学时"), "{}", why.text());
        for n in ["0", "-9223372036854775808", "3", "51", "9223372036854775807"] {
            head.get(&format!("/classes/crab-k/claim/learners/{n}")).await.is(404);
        }
        let not_yet = head.post("/classes/crab-k/claim", &[("sha256", &sha256)]).await;
        assert!(not_yet.is(422).text().contains("请看完承诺"));
        let other = head.post("/classes/crab-k/claim", &[("sha256", "00"), ("commitment", "yes")]).await;
        assert!(other.is(422).text().contains("金额有了变化"));
        assert_eq!(site.number("SELECT COUNT(*) FROM claim").await, 0);
        let there = claimed(&head).await;
        let line = site.audit_lines("claim.submit").await.remove(0);
        assert!(
            line.detail.contains(&sha256) && line.detail.contains("\"people\":2,\"paid\":1"),
            "{}",
            line.detail
        );
        // Whoever comes second is led to the claim.
        let again = head.get("/classes/crab-k/claim").await;
        assert_eq!(again.is(303).location(), Some(&*there.replace("/claims/", "/own-claims/")));

        let ji = site.county_reviewer("ji", "county").await;
        let wu = second(site).await;
        assert!(ji.get("/tasks").await.text().contains("待您初审的补贴申领"));
        assert!(!wu.get("/tasks").await.text().contains("补贴申领</"));
        assert!(ji.get("/claims").await.is(200).text().contains(&there));
        let learner = ji.get(&format!("{there}/learners/1")).await;
        assert!(learner.is(200).text().contains("按学时算钱"), "{}", learner.text());
        // A return says why, and keeps what was typed.
        let short = goes_back(&ji, &there, "return", "错").await;
        assert!(short.is(422).text().contains("请写明哪里不对") && short.text().contains(">错</textarea>"));
        goes_back(&ji, &there, "return", "名单和花名册不一致").await.is(303);
        assert!(head.get("/tasks").await.text().contains("退回来要补正的补贴申领"));
        assert!(head.get("/classes/crab-k/claim").await.is(200).text().contains("名单和花名册不一致"));
        let li = site.signed_in("li").await;
        let told = li.get("/subsidy").await;
        assert!(told.is(200).text().contains("名单和花名册不一致"), "why it went back, to the learner");
        assert_eq!(claimed(&head).await, there, "it is the same claim, submitted anew");

        assert!(passes(&ji, &there).await);
        assert!(li.get("/subsidy").await.text().contains("正在复核"));
        goes_back(&wu, &there, "send_back", "请再核对一遍学时").await.is(303);
        assert!(passes(&ji, &there).await);
        assert!(passes(&wu, &there).await);
        let found = li.get("/subsidy").await;
        assert!(found.is(200).text().contains("两次审核都通过了") && found.text().contains("¥1.00"));
        assert_eq!(site.number("SELECT COUNT(*) FROM claim WHERE state = 'approved'").await, 1);
        // What has passed changes no more.
        let sent = [("sha256", &*sha256), ("step", "refer"), ("reason", "再看一看")];
        let late = wu.post(&format!("{there}/return"), &sent).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.number("SELECT COUNT(*) FROM claim_step").await, 7);
        assert!(try_run(&site.site.db, "UPDATE claim SET since = 0").await.is_err());
        let report = site.verify(&[]).await.unwrap();
        assert_eq!(report.claims, (1, 100));
    })
    .await;
}

#[tokio::test]
async fn nobody_reviews_twice_their_own_or_out_of_reach() {
    on_both(async |site| {
        let head = a_closed_class(site).await;
        let there = claimed(&head).await;
        let own = there.replace("/claims/", "/own-claims/");
        let ji = site.county_reviewer("ji", "county").await;
        let wu = second(site).await;
        let sha256 = hidden(ji.get(&there).await.is(200), "sha256");
        let sent = |step| [("sha256", &*sha256), ("step", step), ("reason", "不让他过关")];
        // Another county, another school, the learner, the school itself, and who pays or audits.
        let away = site.county_reviewer("lu", "county2").await;
        let school2 = site.actor("hou", Role::InstitutionAdmin, Some("school2"), Some("county2")).await;
        let li = site.signed_in("li").await;
        let payer = site.actor("cai", Role::FinanceOfficer, Some("bureau"), Some("city")).await;
        let auditor = site.actor("shen", Role::ExternalAuditor, Some("bureau"), Some("city")).await;
        away.get(&there).await.is(404);
        school2.get(&own).await.is(404);
        school2.get("/classes/crab-k/claim").await.is(404);
        li.get(&there).await.is(404);
        for watches in [&payer, &auditor] {
            assert!(!watches.get(&there).await.is(200).text().contains("<textarea"), "they only look");
        }
        for who in [&away, &school2, &li, &payer, &auditor, &head] {
            for (button, step) in [("pass", "pass"), ("pass", "confirm"), ("return", "return"), ("return", "refer")] {
                who.post(&format!("{there}/{button}"), &sent(step)).await.is(404);
            }
        }
        // The second review is no first one, and the other way round; a step that passes goes nowhere back.
        for (button, step) in [("pass", "pass"), ("return", "return"), ("pass", "refer"), ("pass", "submit")] {
            wu.post(&format!("{there}/{button}"), &sent(step)).await.is(404);
        }
        assert!(passes(&ji, &there).await);
        for (button, step) in [("pass", "confirm"), ("return", "refer"), ("return", "send_back"), ("return", "pass")] {
            ji.post(&format!("{there}/{button}"), &sent(step)).await.is(404);
        }
        // Who did the first review holds the other post too, or stands on the list: the step is refused all the same.
        run(
            &site.site.db,
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at, mark)
             SELECT account_id, 'city_second_reviewer', 'bureau', 'city', 0, mark FROM role_grant
             WHERE account_id IN ('account-ji', 'account-li') AND role IN ('county_reviewer', 'learner')",
        )
        .await;
        site.adopt_rows().await;
        for login in ["ji", "li"] {
            let both = site.signed_in(login).await;
            assert!(both.get(&there).await.is(200).text().contains("由不同的人办"), "{login}");
            let done = both.post(&format!("{there}/pass"), &sent("confirm")).await;
            assert!(done.is(303).cookie("flash").unwrap().starts_with("n."), "{login}");
            let step = format!(
                "INSERT INTO claim_step (claim_id, n, kind, account_id, person_id, role, reason, head, sha256, at_ms)
                 SELECT claim_id, 3, 'confirm', 'account-{login}', 'person-{login}', 'city_second_reviewer', '', '', sha256,
                        at_ms FROM claim_step WHERE n = 1"
            );
            let refused = try_run(&site.site.db, &step).await.unwrap_err().to_string();
            assert!(refused.contains("two sides") || refused.contains("their own money"), "{refused}");
        }
        // Not even the database takes a step out of turn, of another post, or on something else.
        for (kind, login, role, sha256) in [
            ("pass", "ji", "county_reviewer", "sha256"),
            ("submit", "qian", "institution_admin", "sha256"),
            ("confirm", "wu", "county_reviewer", "sha256"),
            ("confirm", "wu", "city_second_reviewer", "'00'"),
        ] {
            let step = format!(
                "INSERT INTO claim_step (claim_id, n, kind, account_id, person_id, role, reason, head, sha256, at_ms)
                 SELECT claim_id, 3, '{kind}', 'account-{login}', 'person-{login}', '{role}', '', '', {sha256}, at_ms
                 FROM claim_step WHERE n = 1"
            );
            assert!(try_run(&site.site.db, &step).await.is_err(), "{kind} by {login}");
        }
        for sql in [
            "UPDATE claim SET state = 'approved'",
            "UPDATE claim SET amount_fen = amount_fen + 1",
            "UPDATE claim_line SET amount_fen = 999",
            "DELETE FROM claim_line",
            "DELETE FROM claim",
            "INSERT INTO claim (id, class_id, organisation_id, region_id, state, submission, people, paid, amount_fen, made_by,
                 made_at, submitted_at, since)
             SELECT 'other', class_id, organisation_id, region_id, 'draft', 0, 0, 0, 0, made_by, 1, 1, 1 FROM claim",
        ] {
            assert!(try_run(&site.site.db, sql).await.is_err(), "{sql}");
        }
        assert!(passes(&wu, &there).await);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_at_once_take_one_step() {
    on_both(async |site| {
        let head = a_closed_class(site).await;
        let sha256 = hidden(head.get("/classes/crab-k/claim").await.is(200), "sha256");
        let sent = [("sha256", &*sha256), ("commitment", "yes")];
        let (one, other) = tokio::join!(
            head.post("/classes/crab-k/claim", &sent),
            head.post("/classes/crab-k/claim", &sent)
        );
        one.is(303);
        other.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM claim").await, 1);
        assert_eq!(site.number("SELECT COUNT(*) FROM claim_step").await, 1);
        let there = format!(
            "/claims/{}",
            site.audit_lines("claim.submit").await[0].subject.split_once(':').unwrap().1
        );
        let (ji, lu) = (site.county_reviewer("ji", "county").await, site.reviewer("zhou").await);
        let (button, sent) = (format!("{there}/pass"), [("sha256", &*sha256), ("step", "pass")]);
        let (one, other) = tokio::join!(ji.post(&button, &sent), lu.post(&button, &sent));
        let taken = [one, other].map(|done| done.is(303).cookie("flash").unwrap().starts_with("d."));
        assert!(taken[0] ^ taken[1], "one of the two has passed it: {taken:?}");
        assert_eq!(site.number("SELECT COUNT(*) FROM claim_step").await, 2);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_was_returned_can_be_given_up_and_made_anew() {
    on_both(async |site| {
        let head = a_closed_class(site).await;
        let there = claimed(&head).await;
        let own = there.replace("/claims/", "/own-claims/");
        assert!(
            head.get(&format!("{own}/withdraw")).await.is(303).cookie("flash").unwrap().starts_with("n.")
        );
        head.post(&format!("{own}/withdraw"), &[]).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM claim WHERE state = 'submitted'").await, 1);
        let ji = site.county_reviewer("ji", "county").await;
        goes_back(&ji, &there, "return", "请先不要申领").await.is(303);
        assert!(head.get(&format!("{own}/withdraw")).await.is(200).text().contains("确定撤回"));
        let done = head.post(&format!("{own}/withdraw"), &[]).await;
        assert_eq!(done.is(303).location(), Some("/own-claims?at=withdrawn"));
        assert_ne!(claimed(&head).await, there, "another claim");
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_does_not_follow_any_more_cannot_pass() {
    on_both(async |site| {
        let head = a_closed_class(site).await;
        let there = claimed(&head).await;
        let (ji, wu) = (site.county_reviewer("ji", "county").await, second(site).await);
        assert!(passes(&ji, &there).await);
        // A standard for the class is recorded late: it would pay something else than what was submitted.
        let page = wu.get(&there).await;
        let sha256 = hidden(page.is(200), "sha256");
        a_standard(site).await;
        assert!(
            wu.get(&there).await.is(200).text().contains("金额已经对不上"),
            "told before the button is pressed"
        );
        let late = wu.post(&format!("{there}/pass"), &[("sha256", &sha256), ("step", "confirm")]).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.number("SELECT COUNT(*) FROM claim WHERE state = 'approved'").await, 0);
        goes_back(&wu, &there, "refer", "补贴标准补登记了，请重新提交").await.is(303);
        assert_eq!(claimed(&head).await, there);
        assert_eq!(site.number("SELECT CAST(amount_fen AS BIGINT) FROM claim").await, 80_000);
        assert!(passes(&ji, &there).await);
        // One that is ended for days to come moves nothing.
        let action =
            AuditAction::StandardEnd { standard: "standard-1".into(), valid_to: "2026-12-31".to_owned() };
        let said = event(site, "account-zhou", action, "明年另定");
        site.site.db.end_standard(&"standard-1".into(), "2026-12-31", "2025-12-31", &said).await.unwrap();
        assert!(passes(&wu, &there).await);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

/// A standard of 800 yuan for everybody who completes any training.
async fn a_standard(site: &TestSite) {
    a_fund(site).await;
    let pay = Pay::PerPerson { fen: Fen(80_000) };
    let one = Standard {
        trade: None,
        level: None,
        valid_to: None,
        pay,
        partial_percent: 0,
        living: None,
        ..standard("standard-1")
    };
    assert!(matches!(record(site, &[one]).await, Recorded::Done { .. }));
}

/// Signals about the class and about one of its learners.
async fn signals(site: &TestSite) {
    let now_ms = site.site.now();
    let sql = format!(
        "INSERT INTO signal (id, kind, subject, class_id, found_at, evidence)
             VALUES ('of-class', 'number_class', 'class:crab-k', 'crab-k', {now_ms}, '[30,29]');
         INSERT INTO signal (id, kind, subject, found_at, evidence)
             VALUES ('of-li', 'shared_device', 'device:x', {now_ms}, '[4,5]'),
                    ('of-another', 'night_runs', 'person:person-zhang', {now_ms}, '[3,1,1]');
         INSERT INTO signal_person (signal_id, person_id)
             VALUES ('of-li', 'person-li'), ('of-li', 'person-zhang'), ('of-another', 'person-zhang')"
    );
    run(&site.site.db, &sql).await;
}

#[tokio::test]
async fn what_is_not_cleared_up_asks_whoever_passes_it_for_a_reason() {
    on_both(async |site| {
        let head = a_closed_class(site).await;
        let there = claimed(&head).await;
        let ji = site.county_reviewer("ji", "county").await;
        assert!(!ji.get(&there).await.is(200).text().contains("异常线索"));
        let sha256 = hidden(ji.get(&there).await.is(200), "sha256");
        signals(site).await;

        // The reviewer sees what concerns this class, and of it nobody who is not in it.
        let page = ji.get(&there).await;
        let shown = page.is(200).text();
        for says in [
            "异常线索",
            "有 4 人在同一台设备上学习",
            "全班通过 30 次抽查",
            "有 2 条异常线索没有查清",
            "name=\"why\"",
        ] {
            assert!(shown.contains(says), "{says}: {shown}");
        }
        assert!(!shown.contains("学员zhang") && !shown.contains("连续深夜"), "{shown}");

        // Without a word it does not pass, on no way; what was typed stays.
        let button = format!("{there}/pass");
        for why in ["", "好"] {
            let refused = ji.post(&button, &[("sha256", &sha256), ("step", "pass"), ("why", why)]).await;
            assert!(refused.is(422).text().contains("请写明怎么核实的"), "{}", refused.text());
        }
        assert_eq!(site.number("SELECT COUNT(*) FROM claim_step").await, 1);
        let why = "电话问过学员和老师，教室里共用一台电脑";
        let done = ji.post(&button, &[("sha256", &sha256), ("step", "pass"), ("why", why)]).await;
        assert!(done.is(303).cookie("flash").unwrap().starts_with("d."), "{:?}", done.cookie("flash"));
        assert!(site.audit_lines("claim.pass").await[0].reason.contains("共用一台电脑"));

        // The second review reads why; the institution reads neither that nor the signals.
        let wu = second(site).await;
        assert!(wu.get(&there).await.is(200).text().contains("共用一台电脑"));
        let own = head.get(&there.replace("/claims/", "/own-claims/")).await;
        assert!(own.is(200).text().contains("初审通过"), "{}", own.text());
        assert!(!own.text().contains("共用一台电脑") && !own.text().contains("异常线索"), "{}", own.text());

        // What a controller has cleared up asks for nothing more; what is followed up does.
        let control = site.actor("jiao", Role::InternalController, Some("bureau"), Some("city")).await;
        for (signal, verdict) in [("of-class", "nothing"), ("of-li", "follow_up")] {
            let note = [("verdict", verdict), ("note", "看了设备和时间")];
            control.post(&format!("/signals/{signal}"), &note).await.is(303);
        }
        assert!(wu.get(&there).await.is(200).text().contains("有 1 条异常线索没有查清"));
        // What a controller wrote down may be about others: reviewers see that somebody looked.
        assert!(wu.get(&there).await.text().contains("要跟进"));
        assert!(!wu.get(&there).await.text().contains("看了设备和时间"));
        assert!(control.get(&there).await.is(200).text().contains("看了设备和时间"));
        let sent = [("sha256", &*sha256), ("step", "confirm"), ("why", "初审的核实属实，看过考勤")];
        let done = wu.post(&button, &sent).await;
        assert!(done.is(303).cookie("flash").unwrap().starts_with("d."), "{:?}", done.cookie("flash"));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_signal_that_comes_up_at_that_moment_is_not_passed_over() {
    on_both(async |site| {
        let head = a_closed_class(site).await;
        let there = claimed(&head).await;
        site.county_reviewer("ji", "county").await;
        signals(site).await;
        let claim = ClaimId(there.rsplit('/').next().unwrap().to_owned());
        let sha256 = site.site.db.claim_steps(&claim).await.unwrap()[0].sha256.clone();
        let actor =
            OfStore { account: "account-ji".into(), person: "person-ji".into(), role: "county_reviewer" };
        let action = AuditAction::ClaimPass { claim: claim.clone(), sha256: sha256.clone() };
        let event = event(site, "account-ji", action, "");
        let taken = ClaimMove { step: ClaimStep::Pass, sha256: &sha256, actor: &actor, event: &event };
        let refused = site.site.db.move_claim(&claim, &site.site.policies, &taken).await.unwrap();
        assert_eq!(refused, Err(ClaimRefusal::Unexplained));
    })
    .await;
}
