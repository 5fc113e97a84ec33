//! My account: consents, devices, password, my data.

use axum::body::Body;
use axum::http::Request;
use domain::access::Role;
use domain::audit::AuditAction;
use serde_json::json;

use crate::site::{Actor, PASSWORD, TestSite, on_both};

const NEW: &str = "chuntian-zhongyu";

/// A further sign-in of somebody who is registered, from this kind of browser.
async fn another_device<'a>(site: &'a TestSite, login: &str, agent: &str) -> Actor<'a> {
    let request = Request::post("/api/sign-in")
        .header("content-type", "application/json")
        .header("user-agent", agent)
        .body(Body::from(json!({"account": login, "password": PASSWORD}).to_string()))
        .unwrap();
    let token = site.ask(request).await.is(200).json()["token"].as_str().unwrap().to_owned();
    Actor::new(site, Some((login.to_owned(), token)))
}

#[tokio::test]
async fn everybody_sees_what_is_registered_of_them_with_masked_numbers() {
    on_both(async |site| {
        let li = site.learner("li").await;
        let page = li.get("/account").await;
        let text = page.is(200).text();
        for word in
            ["学员li", "0000**********0000", "1990 年 1 月 1 日", "农村转移就业劳动者", "在培训机构签的"]
        {
            assert!(text.contains(word), "{word} is missing in {text}");
        }
        assert!(!text.contains("000000199001010000"), "{text}");
        let reviewer = site.reviewer("zhao").await;
        reviewer.get("/account").await.is(200);
        let stranger = site.stranger().get("/account").await;
        assert_eq!(stranger.is(303).location(), Some("/sign-in?next=%2Faccount"));
    })
    .await;
}

#[tokio::test]
async fn what_was_agreed_to_is_taken_back_and_then_no_class_takes_the_person() {
    on_both(async |site| {
        site.with_crab_class().await;
        let li = site.learner("li").await;
        let said = [("purpose", "subsidy"), ("action", "withdraw")];
        assert_eq!(li.post("/account/consents", &said).await.is(303).location(), Some("/account"));
        assert!(li.get("/account").await.text().contains("没有同意"));
        let refused = li.post("/classes/crab-k/enrol", &[]).await;
        assert_eq!(refused.is(303).location(), Some("/classes/crab-k/enrol"));
        // Asked on the spot; whoever does not agree is not enrolled, and who does goes on from there.
        let question = "/classes/crab-k/enrol";
        assert!(li.get(question).await.is(200).text().contains("同意并报名"));
        let unticked = li.post(question, &[("asked", "yes")]).await;
        assert!(unticked.is(422).text().contains("不同意就不能报名"), "{}", unticked.text());
        assert!(site.site.db.my_classes(&li.person().into()).await.unwrap().is_empty());

        site.clock.forward_s(1);
        let agreed = li.post(question, &[("asked", "yes"), ("subsidy", "yes")]).await;
        assert_eq!(agreed.is(303).location(), Some("/learn"));
        assert_eq!(site.site.db.my_classes(&li.person().into()).await.unwrap().len(), 1);
        assert_eq!(li.get(question).await.is(303).location(), Some("/courses/crab"));
        let lines = site.audit_lines("consent.give").await;
        assert_eq!(lines.iter().filter(|line| line.login.as_deref() == Some("li")).count(), 1);
        li.post("/account/consents", &[("purpose", "no-such"), ("action", "give")]).await.is(404);
        let records = site.site.db.consents(&li.person().into()).await.unwrap();
        assert_eq!(records.iter().map(|record| record.given).collect::<Vec<_>>(), [false, true]);
    })
    .await;
}

#[tokio::test]
async fn one_device_or_all_others_are_signed_out_from_here() {
    on_both(async |site| {
        let here = site.learner("li").await;
        let phone = another_device(site, "li", "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8").await;
        let laptop = another_device(site, "li", "Mozilla/5.0 (Windows NT 10.0) Firefox/130").await;
        let wang = site.learner("wang").await;
        let page = here.get("/account/devices").await;
        let text = page.is(200).text();
        assert!(text.contains("安卓手机 · 微信") && text.contains("Windows 电脑 · Firefox"), "{text}");
        assert_eq!(text.matches("这台设备").count(), 1, "{text}");

        let logins = site.site.db.open_logins(&here.account().into(), site.site.now()).await.unwrap();
        assert_eq!(logins.len(), 3);
        let of_phone = logins.iter().find(|login| login.device == "android/wechat").unwrap().name();
        // Somebody else's sign-in cannot be ended, nor found out.
        wang.post(&format!("/account/devices/{of_phone}/end"), &[]).await.is(303);
        phone.get("/account").await.is(200);
        here.post(&format!("/account/devices/{of_phone}/end"), &[]).await.is(303);
        phone.get("/account").await.is(303);

        laptop.get("/account").await.is(200);
        here.post("/account/devices/end-others", &[]).await.is(303);
        laptop.get("/account").await.is(303);
        here.get("/account").await.is(200);
        wang.get("/account").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_every_other_sign_in() {
    on_both(async |site| {
        let here = site.learner("li").await;
        let other = another_device(site, "li", "").await;
        for (old, password, again, sentence) in [
            ("guess", NEW, NEW, "现在的密码不对"),
            (PASSWORD, "a12345678", "a12345678", "最常见"),
            (PASSWORD, "19900101x", "19900101x", "您自己的"),
            (PASSWORD, NEW, "other", "两遍密码不一样"),
            (PASSWORD, PASSWORD, PASSWORD, "和现在的一样"),
        ] {
            let typed = [("old", old), ("password", password), ("again", again)];
            let page = here.post("/account/password", &typed).await;
            assert!(page.is(422).text().contains(sentence), "{sentence}: {}", page.text());
        }
        other.get("/account").await.is(200);
        let typed = [("old", PASSWORD), ("password", NEW), ("again", NEW)];
        let done = here.post("/account/password", &typed).await;
        assert_eq!(done.is(303).location(), Some("/account/security"));
        let anew = Actor::new(site, Some(("li".to_owned(), done.cookie("xueshi_session").unwrap())));
        anew.get("/account").await.is(200);
        // The token before the change is worth nothing either.
        here.get("/account").await.is(303);
        other.get("/account").await.is(303);
        let stranger = site.stranger();
        stranger.post("/sign-in", &[("account", "li"), ("password", PASSWORD)]).await.is(422);
        stranger.post("/sign-in", &[("account", "li"), ("password", NEW)]).await.is(303);
    })
    .await;
}

#[tokio::test]
async fn guessing_the_present_password_is_slowed_down_as_at_sign_in() {
    on_both(async |site| {
        let li = site.learner("li").await;
        let typed = [("old", "guess"), ("password", NEW), ("again", NEW)];
        for _ in 0..5 {
            li.post("/account/password", &typed).await.is(422);
        }
        assert_eq!(li.post("/account/password", &typed).await.is(429).header("retry-after"), Some("30"));
    })
    .await;
}

#[tokio::test]
async fn ones_own_data_is_a_file_and_holds_nobody_elses() {
    on_both(async |site| {
        site.with_crab_class().await;
        let (li, wang) = (site.learner("li").await, site.learner("wang").await);
        for learner in [&li, &wang] {
            learner.post("/classes/crab-k/enrol", &[]).await.is(303);
        }
        let file = li.get("/account/data").await;
        assert!(file.is(200).header("content-disposition").unwrap().contains("attachment"));
        assert_eq!(file.header("cache-control"), Some("no-store"));
        let data = file.json();
        assert_eq!(data["person"]["document"], "0000**********0000");
        assert_eq!(data["classes"][0]["course"], "大闸蟹养殖入门");
        assert!(!file.text().contains("wang"), "{}", file.text());
        let auditor = site.actor("audit", Role::ExternalAuditor, None, None).await;
        assert!(auditor.get("/audit").await.text().contains("下载自己的数据"));
    })
    .await;
}

#[tokio::test]
async fn who_signs_in_is_told_once_what_changed_in_the_ways_into_the_account() {
    on_both(async |site| {
        let li = site.learner("li").await;
        assert!(li.get("/account/security").await.is(200).text().contains("都没有改过"));
        let typed = [("old", PASSWORD), ("password", NEW), ("again", NEW)];
        li.post("/account/password", &typed).await.is(303);
        site.clock.forward_s(60);
        let sign_in = async || {
            let answer = site.stranger().post("/sign-in", &[("account", "li"), ("password", NEW)]).await;
            assert_eq!(answer.is(303).location(), Some("/learn"));
            let flash = answer.cookie("flash").unwrap_or_default();
            let token = answer.cookie("xueshi_session").unwrap();
            let said = percent_encoding::percent_decode_str(&flash).decode_utf8().unwrap().into_owned();
            (Actor::new(site, Some(("li".to_owned(), token))), said)
        };
        let (li, said) = sign_in().await;
        assert!(said.contains("修改密码") && said.contains("不是您自己改的"), "{said}");
        let page = li.get("/account/security").await;
        assert!(
            page.text().contains("登录方式的改动") && page.text().contains("修改密码</li>"),
            "{}",
            page.text()
        );
        let (_, said) = sign_in().await;
        assert_eq!(said, "", "told once");
        // What an administrator did is told too, and by whom.
        site.clock.forward_s(60);
        let event = store::audit::AuditEvent {
            id: site.site.new_id(),
            at_ms: site.site.now(),
            account: Some("account-li".into()),
            action: AuditAction::SecondFactorReset { account: "account-li".into() },
            reason: "手机丢了".to_owned(),
            address: String::new(),
        };
        site.register("root", Role::SystemAdministrator, Some("bureau"), Some("city")).await;
        let event = store::audit::AuditEvent { account: Some("account-root".into()), ..event };
        site.site.db.reset_second_factor(&"account-li".into(), &event).await.unwrap();
        site.clock.forward_s(60);
        let (_, said) = sign_in().await;
        assert!(said.contains("重置二次验证（管理员办理）") && !said.contains("修改密码"), "{said}");
        // Somebody else's changes are nobody else's business.
        let wang = site.learner("wang").await;
        assert!(wang.get("/account/security").await.text().contains("都没有改过"));
    })
    .await;
}
