//! The audit log as people read it: names instead of ids, and sign-ins only where they are asked for.

use domain::access::Role;
use domain::audit::AuditAction;
use domain::export::ExportFormat;
use domain::id::AccountId;
use store::audit::AuditEvent;

use crate::site::{TestSite, on_both};
use crate::store_fixture::city::run;

async fn line(site: &TestSite, action: AuditAction) {
    let event = AuditEvent {
        id: site.site.new_id(),
        at_ms: site.site.now(),
        account: Some(AccountId("account-zhou".to_owned())),
        action,
        reason: "核对".to_owned(),
        address: "10.0.0.7".to_owned(),
    };
    site.site.db.write_audit(&event).await.unwrap();
}

#[tokio::test]
async fn lines_name_people_and_things_and_keep_ids_and_addresses_for_their_own_page() {
    on_both(async |site| {
        site.with_crab_class().await;
        site.learner("li").await;
        site.enrol("li").await;
        run(
            &site.site.db,
            "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
             VALUES ('e-li', 'crab-1', '2026-11-10', 'day_cap', 61000, 5);
             INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason, made_at)
             VALUES ('an-appeal', 'person-li', 'account-li', 'e-li', 'crab-1', '2026-11-10', 'day_cap', 61000,
                     '那天停电了', 6)",
        )
        .await;
        let zhou = site.reviewer("zhou").await;
        zhou.post("/appeals/an-appeal/take", &[]).await.is(303);
        let class = Some("crab-k".into());
        let format = ExportFormat::Csv;
        line(site, AuditAction::ExportRequest { export: "x1".into(), class, region: None, ended_from: String::new(), ended_until: String::new(), format, full_numbers: false })
            .await;
        line(site, AuditAction::AccountPhone { account: "account-li".into() }).await;

        let shen = site.actor("shen", Role::ExternalAuditor, Some("bureau"), Some("city")).await;
        let page = shen.get("/audit").await;
        let text = page.is(200).text();
        for part in ["申诉 学员li", "账号 学员li", ">学员zhou</span></td>", "班级 "] {
            assert!(text.contains(part), "{part}: {text}");
        }
        for id in ["account:account-zhou", ">account:", ">appeal:", "10.0.0.7"] {
            assert!(!text.contains(id), "{id}: {text}");
        }
        // The line's own page has all of it.
        let of_take = "SELECT f.leaf_index FROM audit_leaf f JOIN audit_event v ON v.id = f.event_id
                       WHERE v.action = 'account.phone'";
        let one = shen.get(&format!("/audit/{}", site.number(of_take).await)).await;
        for part in ["账号 学员li", "技术信息", "account:account-li", "10.0.0.7", "account.phone"] {
            assert!(one.is(200).text().contains(part), "{part}: {}", one.text());
        }
    })
    .await;
}

#[tokio::test]
async fn sign_ins_are_left_out_until_they_are_asked_for() {
    on_both(async |site| {
        site.reviewer("zhou").await;
        line(site, AuditAction::SignIn { account: "account-zhou".into() }).await;
        line(site, AuditAction::AccountPhone { account: "account-zhou".into() }).await;
        let shen = site.actor("shen", Role::ExternalAuditor, Some("bureau"), Some("city")).await;
        let count = async |query: &str| {
            let page = shen.get(&format!("/audit{query}")).await;
            let text = page.is(200).text().to_owned();
            let sign_ins = text.matches(">登录</a>").count();
            (sign_ins, text.contains("登录没有列出"))
        };
        assert_eq!(count("").await, (0, true));
        assert_eq!(count("?who=zhou").await, (0, true));
        assert_eq!(count("?what=sign-ins&who=zhou").await, (1, false));
        assert_eq!(count("?what=sign_in&who=zhou").await, (1, false));
        // Whoever follows an object sees everything that was done to it.
        let page = shen.get("/audit?who=zhou").await;
        let (_, after) = page.text().split_once("href=\"/audit?").unwrap();
        let address = after.split_once('"').unwrap().0.replace("&amp;", "&");
        assert_eq!(count(&format!("?{address}")).await, (1, false));
        // Only a list with something set advises to clear it.
        let nothing = shen.get("/audit?what=account.close").await;
        assert!(nothing.is(200).text().contains("没有符合条件的"));
    })
    .await;
}
