//! Officials come by invitation, go with a reason and hand their work on; nobody becomes somebody else, and nobody who
//! runs the system reviews or pays.

use domain::access::Role;
use domain::audit::AuditAction;
use domain::id::AccountId;
use store::official::NewInvitation;
use web::Address;

use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::{run, try_run};

async fn system(site: &TestSite) -> Actor<'_> {
    site.actor("sys", Role::SystemAdministrator, Some("bureau"), Some("city")).await
}

async fn school(site: &TestSite) -> Actor<'_> {
    site.actor("head", Role::InstitutionAdmin, Some("school"), Some("county")).await
}

/// Gives somebody the name that invitations here are for.
async fn is_meant(site: &TestSite, actor: &Actor<'_>) {
    let sql = format!("UPDATE person SET name = '新来的人' WHERE id = '{}'", actor.person());
    run(&site.site.db, &sql).await;
    site.adopt_rows().await;
}

async fn invite(actor: &Actor<'_>, role: &str, organisation: &str) -> Answer {
    let form = [("name", "新来的人"), ("role", role), ("organisation", organisation), ("region", "")];
    actor.post("/people/invite", &form).await
}

/// The address in the answer that shows it once.
fn link(answer: &Answer) -> String {
    let text = answer.is(200).text();
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let at = text.find("/invitation/").unwrap();
    text[at..].chars().take_while(|c| *c != '<').collect()
}

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

async fn accept(actor: &Actor<'_>, link: &str) -> Answer {
    actor.post(link, &[("password", PASSWORD)]).await
}

#[tokio::test]
async fn an_invitation_opens_once_in_time_for_somebody_else_with_their_own_password() {
    on_both(async |site| {
        let head = school(site).await;
        let link_ = link(&invite(&head, "teacher", "school").await);
        assert!(head.get("/people").await.is(200).text().contains("新来的人"));
        // A stranger sees what it is and is led to sign in; a wrong password accepts nothing.
        assert!(site.stranger().get(&link_).await.is(200).text().contains("/sign-in?next=%2Finvitation"));
        // Somebody else is told whom it is for, and takes nothing.
        let li = site.learner("li").await;
        let shown = li.get(&link_).await;
        assert!(shown.is(200).text().contains("这个邀请是给“新来的人”的"), "{}", shown.text());
        assert!(!shown.text().contains("接受这个岗位"));
        assert!(accept(&li, &link_).await.is(422).text().contains("请让本人登录后接受"));
        let zhao = site.learner("zhao").await;
        is_meant(site, &zhao).await;
        assert!(zhao.get(&link_).await.is(200).text().contains("接受这个岗位"));
        zhao.post(&link_, &[("password", "wrong")]).await.is(422);
        zhao.get("/classes").await.is(404);
        // Nobody accepts their own.
        assert!(accept(&head, &link_).await.is(422).text().contains("自己发的邀请"));
        accept(&zhao, &link_).await.is(303);
        zhao.get("/classes").await.is(200);
        // Once.
        let wang = site.learner("wang").await;
        accept(&wang, &link_).await.is(410);
        wang.get(&link_).await.is(410);
        let accepted = site.audit_lines("official.accept").await;
        assert_eq!(accepted.len(), 1);
        assert_eq!(
            (
                accepted[0].login.as_deref(),
                accepted[0].before_value.as_str(),
                accepted[0].after_value.as_str()
            ),
            (Some("zhao"), "", "teacher school county")
        );
        // In time.
        let late = link(&invite(&head, "teacher", "school").await);
        site.clock.forward_s(7 * 24 * 3600);
        let wang = site.signed_in("wang").await;
        wang.get(&late).await.is(410);
        accept(&wang, &late).await.is(410);
        // The code itself stands nowhere, nor who was meant: the log is kept for ever.
        let code = late.trim_start_matches("/invitation/");
        for line in site.audit_lines("official.invite").await {
            let text = line.leaf().canonical();
            assert!(!text.contains(code) && !text.contains("新来的人"), "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_institution_invites_its_own_teachers_and_nobody_else() {
    on_both(async |site| {
        let head = school(site).await;
        for (role, organisation) in [
            ("teacher", "school2"),
            ("institution_admin", "school"),
            ("city_first_reviewer", "bureau"),
            ("system_administrator", "school"),
            ("learner", "school"),
            ("", "school"),
        ] {
            let refused = invite(&head, role, organisation).await;
            assert!(refused.is(422).text().contains("value=\"新来的人\""), "{role} {organisation}");
        }
        assert!(site.audit_lines("official.invite").await.is_empty());
        for login in ["zhou", "chen"] {
            let role = if login == "zhou" { Role::CityFirstReviewer } else { Role::Teacher };
            let actor = site.actor(login, role, Some("school"), Some("county")).await;
            for page in ["/people", "/people/invite", "/people/account-head"] {
                actor.get(page).await.is(404);
            }
            invite(&actor, "teacher", "school").await.is(404);
        }
        // It sees and ends its own only.
        site.actor("other", Role::Teacher, Some("school2"), Some("county2")).await;
        head.get("/people/account-other").await.is(404);
        assert!(!head.get("/people").await.text().contains("account-other"));
        head.post("/people/account-other/deactivate", &[("reason", "不再任教了")]).await.is(404);
        head.post("/people/account-head/deactivate", &[("reason", "不再任教了")]).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn a_post_belongs_to_its_kind_of_organisation_and_a_county_reviewer_to_a_county() {
    on_sqlite(async |site| {
        let sys = system(site).await;
        for (role, organisation) in
            [("teacher", "bureau"), ("city_second_reviewer", "school"), ("system_administrator", "school2")]
        {
            let refused = invite(&sys, role, organisation).await;
            assert!(refused.is(422).text().contains("这个单位没有这个岗位"), "{role} {organisation}");
        }
        assert!(invite(&sys, "county_reviewer", "bureau").await.is(422).text().contains("要选负责的地区"));
        for name in ["", "李", "王·", "Wang 方"] {
            let form = [("name", name), ("role", "teacher"), ("organisation", "school")];
            let answer = sys.post("/people/invite", &form).await;
            assert_eq!(answer.status == 200, name == "李", "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_runs_the_system_gets_no_role_that_reviews_or_pays() {
    on_both(async |site| {
        let (sys, sys2) = (system(site).await, site.actor("sys2", Role::SystemAdministrator, Some("bureau"), Some("city")).await);
        is_meant(site, &sys2).await;
        for role in ["city_first_reviewer", "finance_officer", "external_auditor"] {
            let link = link(&invite(&sys, role, "bureau").await);
            assert!(accept(&sys, &link).await.is(422).text().contains("自己发的邀请"), "{role}");
            assert!(accept(&sys2, &link).await.is(422).text().contains("不能是同一个人"), "{role}");
            let direct = format!(
                "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
                 VALUES ('account-sys', '{role}', 'bureau', 'city', 5)"
            );
            assert!(try_run(&site.site.db, &direct).await.is_err(), "{role}");
        }
        // Nor the other way round, nor by a second account of the same person.
        let zhou = site.reviewer("zhou").await;
        is_meant(site, &zhou).await;
        let link = link(&invite(&sys, "system_administrator", "bureau").await);
        assert!(accept(&zhou, &link).await.is(422).text().contains("不能是同一个人"));
        run(
            &site.site.db,
            "INSERT INTO account (id, person_id, login, password_hash, active, created_at)
             SELECT 'account-twin', person_id, 'twin', password_hash, active, 5 FROM account WHERE id = 'account-sys'",
        )
        .await;
        site.adopt_rows().await;
        let twin = "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
                    VALUES ('account-twin', 'finance_officer', 'bureau', 'city', 5)";
        assert!(try_run(&site.site.db, twin).await.is_err());
        // Raw SQL opens no invitation twice and for nobody's own self.
        for sql in [
            "UPDATE invitation SET accepted_at = 5, accepted_by = 'account-sys'",
            "UPDATE invitation SET role = 'teacher'",
            "DELETE FROM invitation",
        ] {
            assert!(try_run(&site.site.db, sql).await.is_err(), "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_post_that_reviews_or_pays_opens_nothing_before_a_second_administrator_has_confirmed_it() {
    on_both(async |site| {
        let sys = system(site).await;
        let zhou = site.learner("zhou").await;
        is_meant(site, &zhou).await;
        let invited = link(&invite(&sys, "city_first_reviewer", "bureau").await);
        let done = accept(&zhou, &invited).await;
        assert!(done.is(303).cookie("flash").unwrap().contains(&percent("要等另一位管理员确认")));
        let page = "/people/account-zhou";
        let confirm = async |actor: &Actor<'_>| {
            actor.post(&format!("{page}/confirm"), &[("role", "city_first_reviewer")]).await
        };
        zhou.get("/hours-ledger").await.is(404);
        // Neither who invited nor who is meant, nor who has no right to appoint.
        assert!(sys.get(page).await.is(200).text().contains("还没有生效"));
        assert!(!sys.get(page).await.text().contains("/confirm"));
        assert!(confirm(&sys).await.is(409).text().contains("另一位管理员"));
        confirm(&zhou).await.is(404);
        confirm(&school(site).await).await.is(404);
        zhou.get("/hours-ledger").await.is(404);
        let sys2 = site.actor("sys2", Role::SystemAdministrator, Some("bureau"), Some("city")).await;
        assert!(sys2.get(page).await.is(200).text().contains("/people/account-zhou/confirm"));
        confirm(&sys2).await.is(303);
        zhou.get("/hours-ledger").await.is(200);
        let line = &site.audit_lines("official.confirm").await[0];
        assert_eq!(
            (line.login.as_deref(), line.before_value.as_str(), line.after_value.as_str(), line.detail.as_str()),
            (Some("sys2"), "not confirmed", "confirmed", r#"{"role":"city_first_reviewer"}"#)
        );
        site.verify(&[]).await.unwrap();
        // By SQL neither: the row bears no mark, and a leaf written with it names who cannot be the second person.
        let forged = "UPDATE role_grant SET confirmed_by = 'account-head' WHERE account_id = 'account-zhou' AND role <> 'learner'";
        run(&site.site.db, forged).await;
        site.clock.forward_s(61);
        zhou.get("/hours-ledger").await.is(404);
        site.adopt_rows().await;
        let fault = site.verify(&[]).await.unwrap_err();
        assert!(fault.to_string().contains("who confirmed the post city_first_reviewer"), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_two_posts_that_exclude_each_other_is_named() {
    on_both(async |site| {
        system(site).await;
        let db = &site.site.db;
        site.verify(&[]).await.unwrap();
        // Past the trigger, as the owner of the database, with a leaf.
        match db {
            store::Db::Sqlite(_) => {
                run(db, "DROP TRIGGER role_grant_apart; DROP TRIGGER role_grant_apart_later").await;
            }
            store::Db::Postgres(_) => run(db, "ALTER TABLE role_grant DISABLE TRIGGER ALL").await,
        }
        run(
            db,
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
             VALUES ('account-sys', 'finance_officer', 'bureau', 'city', 5)",
        )
        .await;
        site.adopt_rows().await;
        let fault = site.verify(&[]).await.unwrap_err();
        assert_eq!(fault.what, "the posts of person person-sys", "{fault}");
        assert!(fault.to_string().contains("system_administrator and finance_officer"), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_is_signed_out_at_once_and_its_reason_is_in_the_log() {
    on_both(async |site| {
        let head = school(site).await;
        let chen = site.teacher("chen").await;
        chen.get("/classes").await.is(200);
        let page = "/people/account-chen";
        assert!(head.get(page).await.is(200).text().contains("停用账号"));
        let short = head.post(&format!("{page}/deactivate"), &[("reason", "走")]).await;
        assert!(short.is(422).text().contains("走</textarea>"));
        chen.get("/classes").await.is(200);
        head.post(&format!("{page}/deactivate"), &[("reason", "已经离职了")]).await.is(303);
        let out = chen.get("/classes").await;
        assert!(out.is(303).location().unwrap().starts_with("/sign-in"));
        let form = [("account", "chen"), ("password", PASSWORD)];
        assert_ne!(site.stranger().post("/sign-in", &form).await.status, 303);
        let said = site.audit_lines("official.deactivate").await;
        assert_eq!(
            (said[0].reason.as_str(), said[0].before_value.as_str(), said[0].after_value.as_str()),
            ("已经离职了", "active", "closed")
        );
        head.post(&format!("{page}/activate"), &[("reason", "又回来任教")]).await.is(303);
        site.signed_in("chen").await.get("/classes").await.is(200);
        // A learner who also teaches is not an institution's to close.
        run(
            &site.site.db,
            "INSERT INTO role_grant (account_id, role, region_id, granted_at) VALUES ('account-chen', 'learner', 'county', 5)",
        )
        .await;
        site.adopt_rows().await;
        head.post(&format!("{page}/deactivate"), &[("reason", "已经离职了")]).await.is(404);
        system(site).await.post(&format!("{page}/deactivate"), &[("reason", "已经离职了")]).await.is(303);
    })
    .await;
}

#[tokio::test]
async fn a_post_ends_on_its_day_and_open_appeals_go_to_the_successor_while_history_keeps_the_name() {
    on_both(async |site| {
        site.with_crab_class().await;
        let sys = system(site).await;
        let (zhou, sun) = (site.reviewer("zhou").await, site.reviewer("sun").await);
        let wu = site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;
        site.learner("li").await;
        site.enrol("li").await;
        for (id, lesson) in [("one", "crab-1"), ("two", "crab-2")] {
            let sql = format!(
                "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
                 VALUES ('e-li', '{lesson}', '2026-11-21', 'day_cap', 9000, 5);
                 INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason, made_at)
                 VALUES ('{id}', 'person-li', 'account-li', 'e-li', '{lesson}', '2026-11-21', 'day_cap', 9000, '那天停电了', 6)"
            );
            run(&site.site.db, &sql).await;
            zhou.post(&format!("/appeals/{id}/take"), &[]).await.is(303);
        }
        let form = [("verdict", "refuse"), ("ground", ""), ("reason", "当天确实满了")];
        zhou.post("/appeals/one/propose", &form).await.is(303);
        wu.post("/appeals/one/confirm", &[("reason", "当天确实满了")]).await.is(303);

        let page = "/people/account-zhou";
        assert!(sys.get(page).await.is(200).text().contains("换人接手"));
        let hand = async |successor: &str, day: &str, reason: &str| {
            let form = [("successor", successor), ("day", day), ("hand_reason", reason)];
            sys.post(&format!("{page}/hand-over"), &form).await
        };
        let right = "city_first_reviewer:account-sun";
        for (successor, day, reason) in [
            ("city_first_reviewer:account-wu", "2026-11-23", "调到别的科室"),
            ("city_first_reviewer:account-zhou", "2026-11-23", "调到别的科室"),
            ("", "2026-11-23", "调到别的科室"),
            (right, "2026-11-21", "调到别的科室"),
            (right, "soon", "调到别的科室"),
            (right, "2026-11-23", "调"),
        ] {
            hand(successor, day, reason).await.is(422);
        }
        hand(right, "2026-11-23", "调到别的科室").await.is(303);
        assert!(sys.get(page).await.text().contains("到 2026-11-23 为止"));
        let said = site.audit_lines("official.hand_over").await;
        assert!(said[0].before_value == "city_first_reviewer bureau city", "{}", said[0].before_value);
        assert!(said[0].after_value.ends_with("1 open appeals to account:account-sun"), "{}", said[0].after_value);
        // The open appeal has a new name on it, the decided one the old.
        assert!(sun.get("/appeals/two").await.is(200).text().contains("学员sun"));
        let one = sun.get("/appeals/one").await;
        assert!(one.is(200).text().contains("学员zhou") && !one.text().contains("学员sun</dd>"));
        // Until the day is over the post holds; then it does not, on the pages and in the database.
        zhou.get("/appeals").await.is(200);
        site.clock.forward_s(2 * 24 * 3600);
        let zhou = site.signed_in("zhou").await;
        zhou.get("/appeals").await.is(404);
        let late = format!(
            "INSERT INTO appeal_step (appeal_id, n, kind, account_id, person_id, role, verdict, reason, at_ms)
             VALUES ('two', 1, 'propose', 'account-zhou', 'person-zhou', 'city_first_reviewer', 'refuse', '情况属实', {})",
            site.site.now()
        );
        assert!(try_run(&site.site.db, &late).await.is_err());
        let sys = site.signed_in("sys").await;
        assert!(sys.get("/people").await.is(200).text().contains("已离任"));
    })
    .await;
}

#[tokio::test]
async fn a_password_that_does_for_a_learner_does_not_open_a_post() {
    on_both(async |site| {
        let head = school(site).await;
        let link_ = link(&invite(&head, "teacher", "school").await);
        let zhao = site.learner("zhao").await;
        is_meant(site, &zhao).await;
        let change = |old: &'static str, new: &'static str| [("old", old), ("password", new), ("again", new)];
        let short = zhao.post("/account/password", &change(PASSWORD, "7kmtohar")).await;
        let zhao =
            Actor::new(site, Some(("zhao".to_owned(), short.is(303).cookie("xueshi_session").unwrap())));
        let refused = zhao.post(&link_, &[("password", "7kmtohar")]).await;
        assert!(refused.is(422).text().contains("工作人员的密码要更难猜"), "{}", refused.text());
        assert!(refused.text().contains("至少 12 个字符"));
        zhao.get("/classes").await.is(404);
        let long = zhao.post("/account/password", &change("7kmtohar", "7kmto-harbour-w")).await;
        let zhao =
            Actor::new(site, Some(("zhao".to_owned(), long.is(303).cookie("xueshi_session").unwrap())));
        zhao.post(&link_, &[("password", "7kmto-harbour-w")]).await.is(303);
        zhao.get("/classes").await.is(200);
        // And in the post it cannot become short again.
        let again = zhao.post("/account/password", &change("7kmto-harbour-w", "7kmtohar")).await;
        assert!(again.is(422).text().contains("至少 12 个字符"), "{}", again.text());
        assert!(zhao.get("/account/security").await.text().contains("至少 12 个字符"));
    })
    .await;
}

#[tokio::test]
async fn of_two_posts_that_do_not_go_together_a_person_gets_one_however_fast_they_are() {
    on_both(async |site| {
        system(site).await;
        for n in 0..12_u8 {
            let login = format!("l{n}");
            site.register(&login, Role::Learner, None, None).await;
            let account = AccountId(format!("account-{login}"));
            let action = || AuditAction::OfficialAccept { invitation: "i".into() };
            let event = || site.site.event_of(&account, &Address::default(), action());
            let posts = [Role::SystemAdministrator, Role::CityFirstReviewer];
            for (place, role) in (0..).zip(posts) {
                let invitation = NewInvitation {
                    id: format!("invitation-{n}-{place}"),
                    code_digest: [2 * n + place; 32],
                    name: format!("学员{login}"),
                    role,
                    organisation: "bureau".into(),
                    region: "city".into(),
                    invited_by: Some("account-sys".into()),
                    expires_at: i64::MAX,
                };
                site.site.db.invite(&invitation, &event()).await.unwrap();
            }
            let accept = async |place: u8| {
                site.site.db.accept_invitation(&[2 * n + place; 32], &account, &event()).await
            };
            let both = futures_util::future::join(accept(0), accept(1)).await;
            let taken = [&both.0, &both.1].iter().filter(|one| matches!(one, Ok(Ok(())))).count();
            assert_eq!(taken, 1, "{both:?}");
        }
        let doubled = "SELECT COUNT(*) FROM role_grant a JOIN role_grant b ON b.account_id = a.account_id
                       WHERE a.role = 'system_administrator' AND b.role = 'city_first_reviewer'";
        assert_eq!(site.number(doubled).await, 0);
        // A post that ended is not opened again beside the other.
        let ended =
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at, ends_at)
                     VALUES ('account-sys', 'finance_officer', 'bureau', 'city', 1, 2)";
        let begun = "UPDATE role_grant SET granted_at = 1, ends_at = 2 WHERE account_id = 'account-sys'";
        run(&site.site.db, begun).await;
        run(&site.site.db, &ended.replace("1, 2)", "5, 6)")).await;
        let again = "UPDATE role_grant SET ends_at = NULL
                     WHERE account_id = 'account-sys' AND role = 'system_administrator'";
        try_run(&site.site.db, again).await.unwrap_err();
        run(
            &site.site.db,
            "UPDATE role_grant SET ends_at = 5 WHERE account_id = 'account-sys' AND role = 'finance_officer'",
        )
        .await;
    })
    .await;
}
