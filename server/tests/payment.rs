//! Payments: what was published long enough is paid by a batch that is frozen once, to the account that its owner gave; the bank's
//! answer is taken once; and nobody is paid twice.

use axum::body::Body;
use axum::http::Method;
use domain::access::Role;
use domain::audit::AuditAction;
use domain::id::{ClaimId, PublicationId};
use domain::publication::digest;
use store::appeal::Actor as OfStore;
use store::audit::AuditEvent;

use crate::claim::{a_closed_class, claimed, passes};
use crate::payee::{CARD, OTHER_CARD, gives};
use crate::site::verification::without_triggers;
use crate::site::{Actor, Answer, TestSite, hidden, on_both};
use crate::standard::a_fund;
use crate::store_fixture::city::{run, try_run};

const DAY_S: i64 = 24 * 3600;
/// The fund of these tests with those whose entitlement names none.
const NEW: &str = "/payments/new?fund=fund-1&also=yes";

/// Takes a trigger away, as a database administrator can.
async fn without(site: &TestSite, table: &str, trigger: &str) {
    let sql = match &site.site.db {
        store::Db::Sqlite(_) => format!("DROP TRIGGER IF EXISTS {trigger}"),
        store::Db::Postgres(_) => format!("DROP TRIGGER IF EXISTS {trigger} ON {table}"),
    };
    run(&site.site.db, &sql).await;
}

/// A batch for the table of rights: `payment-1`.
pub async fn a_batch_without_lines(site: &TestSite) {
    without(site, "payment", "payment_begins").await;
    run(
        &site.site.db,
        "INSERT INTO payment (id, number, fund_id, people, amount_fen, sha256, account_id, person_id, role, at_ms)
         VALUES ('payment-1', 1, 'fund-1', 1, 100, '', 'account-zhou', 'person-zhou', 'finance_officer', 1)",
    )
    .await;
}

/// `li` is owed ¥1.00 by a list that was published by `zhou` and is over.
pub async fn a_list_that_is_over(site: &TestSite) {
    let head = a_closed_class(site).await;
    let there = claimed(&head).await;
    let ji = site.county_reviewer("ji", "county").await;
    let wu = site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;
    assert!(passes(&ji, &there).await && passes(&wu, &there).await);
    a_fund(site).await;
    let id = PublicationId("list-1".to_owned());
    let claim = ClaimId(there.rsplit('/').next().unwrap().to_owned());
    let actor = OfStore {
        account: "account-zhou".into(),
        person: "person-zhou".into(),
        role: Role::CityFirstReviewer.as_str(),
    };
    let event = |lines: &[domain::publication::PublishedLine]| {
        let (people, amount) = store::publication::sums(lines);
        let action = AuditAction::PublicationMake {
            publication: id.clone(),
            claims: vec![claim.clone()],
            people,
            amount,
            sha256: digest(lines),
        };
        AuditEvent { account: Some("account-zhou".into()), ..site.site.event_by_system(action) }
    };
    site.site.db.publish(&id, std::slice::from_ref(&claim), &actor, event).await.unwrap().unwrap();
    site.clock.forward_s(9 * DAY_S);
}

/// Whoever pays.
pub async fn payer<'a>(site: &'a TestSite, login: &str) -> Actor<'a> {
    site.actor(login, Role::FinanceOfficer, Some("bureau"), Some("city")).await
}

fn text_of(page: Answer) -> String {
    page.is(200).text().to_owned()
}

/// Makes a batch of what the page shows; its address.
pub async fn paid(who: &Actor<'_>) -> String {
    let sha256 = hidden(who.get(NEW).await.is(200), "sha256");
    let done = presses(who, &sha256).await;
    assert!(done.is(303).cookie("flash").unwrap().starts_with("d."), "{:?}", done.cookie("flash"));
    done.location().unwrap().to_owned()
}

async fn presses(who: &Actor<'_>, sha256: &str) -> Answer {
    who.post("/payments/new", &[("fund", "fund-1"), ("also", "yes"), ("sha256", sha256)]).await
}

async fn multipart(who: &Actor<'_>, path: &str, parts: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    for (name, content) in parts {
        let file = if *name == "file" && parts.len() == 2 { "; filename=\"back.csv\"" } else { "" };
        body.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    let kind = Some("multipart/form-data; boundary=b");
    who.ask(Method::POST, &format!("{path}/answer"), kind, Body::from(body)).await
}

/// What a bank sends back.
fn back(rows: &[String]) -> String {
    format!("业务参考号,收款账号,金额(元),处理结果,失败原因\r\n{}\r\n", rows.join("\r\n"))
}

/// Sends what came back: the page that shows it.
pub async fn comes_back(who: &Actor<'_>, batch: &str, rows: &[String]) -> Answer {
    multipart(who, batch, &[("profile", b"general-csv"), ("file", back(rows).as_bytes())]).await
}

/// Presses the button of that page.
pub async fn confirms(who: &Actor<'_>, batch: &str, shown: &Answer) -> Answer {
    let file = hidden(shown, "file");
    multipart(who, batch, &[("seen", b"yes"), ("profile", b"general-csv"), ("file", file.as_bytes())]).await
}

#[tokio::test]
async fn what_was_published_long_enough_is_paid_once_to_the_account_of_its_owner() {
    on_both(async |site| {
        a_list_that_is_over(site).await;
        let jin = payer(site, "jin").await;
        // Nothing is paid to whoever gave no account.
        let page = text_of(jin.get("/payments").await);
        assert!(page.contains("等学员登记账户") && page.contains("/payments/waiting"), "{page}");
        assert!(text_of(jin.get("/payments/waiting").await).contains("没有登记账户"));
        assert!(text_of(jin.get(NEW).await).contains("现在没有可以从这个渠道拨付的人"));
        // Its institution knows whom to remind, and neither account nor bank is shown to it.
        let head = site.signed_in("qian").await;
        let claim: String =
            store::read_db!(&site.site.db, |p| sqlx::query_scalar("SELECT id FROM claim").fetch_one(p).await)
                .unwrap();
        let claim = format!("/own-claims/{claim}");
        let stands = text_of(head.get(&claim).await);
        assert!(stands.contains("请提醒这些学员") && stands.contains("还没有登记收款账户"), "{stands}");
        let li = site.signed_in("li").await;
        gives(&li, CARD, &[]).await.is(303);
        let stands = text_of(head.get(&claim).await);
        assert!(!stands.contains("请提醒这些学员") && stands.contains("等公示期满、等拨付"), "{stands}");
        assert!(text_of(jin.get("/tasks").await).contains("待拨付的补贴"));
        // Without those of no fund there is nobody.
        assert!(text_of(jin.get("/payments/new?fund=fund-1").await).contains("现在没有可以"));
        let page = jin.get(NEW).await;
        assert!(page.is(200).text().contains("3331") && page.text().contains("¥1.00"), "{}", page.text());
        assert!(!page.text().contains(CARD) && !page.text().contains("学员li"));

        // What was not seen is not made.
        let other = presses(&jin, "00").await;
        assert!(other.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.number("SELECT COUNT(*) FROM payment").await, 0);
        let sha256 = hidden(&page, "sha256");
        let batch = paid(&jin).await;
        let line = site.audit_lines("payment.make").await.remove(0);
        assert!(
            line.detail.contains("\"number\":1,\"fund\":\"fund-1\",\"people\":1,\"amount\":100"),
            "{}",
            line.detail
        );
        presses(&jin, &sha256).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM payment").await, 1);
        assert!(!text_of(jin.get("/tasks").await).contains("待拨付的补贴"));
        assert!(text_of(jin.get("/tasks").await).contains("银行还没有答复"));
        let page = text_of(jin.get(&batch).await);
        assert!(page.contains("XS000001-00001") && page.contains("3331") && !page.contains(CARD), "{page}");
        assert!(text_of(li.get("/subsidy").await).contains("正在发放"));
        assert!(text_of(head.get(&claim).await).contains("银行处理中"));
        site.verify(&[]).await.unwrap();

        // The file of the bank: full, the same each time, and on record.
        let form = [("profile", "general-csv")];
        let file = jin.post(&format!("{batch}/file"), &form).await;
        let text = encoding_of_gbk(&file.is(200).bytes);
        assert!(text.contains(&format!("XS000001-00001,{CARD},学员li,中国银行,1.00,")), "{text}");
        assert_eq!(jin.post(&format!("{batch}/file"), &form).await.bytes, file.bytes);
        assert_eq!(site.audit_lines("payment.file").await.len(), 2);
        jin.post(&format!("{batch}/file"), &[]).await.is(422);

        // The bank could not pay it; what names nobody or another amount is told and changes nothing.
        let rows =
            [format!("XS000001-00001,{CARD},1.00,失败,账户已销户"), "XS000001-00002,1,1.00,成功,".to_owned()];
        let shown = comes_back(&jin, &batch, &rows).await;
        for word in ["账户已销户", "这一批里没有", "记下这些答复"] {
            assert!(shown.is(200).text().contains(word), "{word}: {}", shown.text());
        }
        assert_eq!(site.number("SELECT COUNT(*) FROM payment_line WHERE state = 'sent'").await, 1);
        let done = confirms(&jin, &batch, &shown).await;
        assert!(done.is(303).cookie("flash").unwrap().starts_with("d."));
        // Once more it changes nothing, and neither does what contradicts it.
        assert!(confirms(&jin, &batch, &shown).await.is(303).cookie("flash").unwrap().starts_with("n."));
        let paid_now = [format!("XS000001-00001,{CARD},1.00,成功,")];
        assert!(comes_back(&jin, &batch, &paid_now).await.text().contains("以前记的是另一个结果"));
        assert_eq!(site.number("SELECT COUNT(*) FROM payment_line WHERE state = 'failed'").await, 1);
        let subsidy = text_of(li.get("/subsidy").await);
        assert!(subsidy.contains("没有发成") && subsidy.contains("账户已销户"), "{subsidy}");
        let stands = text_of(head.get(&claim).await);
        assert!(stands.contains("要换一个账户") && !stands.contains("账户已销户"), "{stands}");
        site.verify(&[]).await.unwrap();

        // It is paid again to a newer account only.
        assert!(text_of(jin.get(NEW).await).contains("现在没有可以"));
        assert!(text_of(jin.get("/payments/waiting").await).contains("没有换账户"));
        gives(&li, OTHER_CARD, &[]).await.is(303);
        let batch = paid(&jin).await;
        let rows = [format!("XS000002-00001,{OTHER_CARD},1.00,成功,")];
        let shown = comes_back(&jin, &batch, &rows).await;
        confirms(&jin, &batch, &shown).await.is(303);
        let subsidy = text_of(li.get("/subsidy").await);
        assert!(subsidy.contains("已发放") && subsidy.contains("尾号 0018"), "{subsidy}");
        let stands = text_of(head.get(&claim).await);
        assert!(
            stands.contains("已发放") && !stands.contains("0018") && !stands.contains("请提醒"),
            "{stands}"
        );
        let report = site.verify(&[]).await.unwrap();
        assert_eq!(report.payments, (2, 100));
        // With the account of the person the number goes, and what was paid stays.
        assert!(text_of(jin.get("/payments").await).contains("全部发放"));
    })
    .await;
}

fn encoding_of_gbk(bytes: &[u8]) -> String {
    encoding_rs::GBK.decode(bytes).0.into_owned()
}

#[tokio::test]
async fn a_list_that_is_shown_or_objected_to_is_not_paid() {
    on_both(async |site| {
        a_list_that_is_over(site).await;
        let li = site.signed_in("li").await;
        gives(&li, CARD, &[]).await.is(303);
        let jin = payer(site, "jin").await;
        assert!(text_of(jin.get(NEW).await).contains("3331"));
        // An objection that nobody has answered.
        let sha256 = hidden(jin.get(NEW).await.is(200), "sha256");
        run(
            &site.site.db,
            "INSERT INTO objection (id, publication_id, claim_id, n, words, at_ms, state)
             SELECT 'o1', p.id, l.claim_id, NULL, '这个人没有上过课，一直在外地', p.at_ms + 1, 'open'
             FROM publication p JOIN publication_line l ON l.publication_id = p.id",
        )
        .await;
        assert!(text_of(jin.get(NEW).await).contains("现在没有可以"));
        assert!(presses(&jin, &sha256).await.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.number("SELECT COUNT(*) FROM payment").await, 0);
    })
    .await;
}

#[tokio::test]
async fn nobody_pays_what_they_had_a_part_in_and_two_at_once_pay_once() {
    on_both(async |site| {
        a_list_that_is_over(site).await;
        let li = site.signed_in("li").await;
        gives(&li, CARD, &[]).await.is(303);
        // A reviewer who pays as well; so does whoever published.
        run(
            &site.site.db,
            "INSERT INTO role_grant (account_id, role, granted_at) VALUES ('account-ji', 'finance_officer', 0),
                 ('account-zhou', 'finance_officer', 0)",
        )
        .await;
        site.adopt_rows().await;
        for login in ["ji", "zhou"] {
            let own = site.signed_in(login).await;
            assert!(text_of(own.get(NEW).await).contains("现在没有可以"), "{login}");
            assert!(text_of(own.get("/payments").await).contains("要由同事拨付"), "{login}");
        }
        let line = |person: &str| {
            format!(
                "INSERT INTO payment (id, number, fund_id, people, amount_fen, sha256, account_id, person_id, role, at_ms)
                 VALUES ('x', 1, 'fund-1', 0, 0, '', 'account-{person}', 'person-{person}', 'finance_officer', {now});
                 INSERT INTO payment_line (id, payment_id, n, publication_id, publication_n, claim_id, enrolment_id, person_id,
                     amount_fen, payee_id, last_four, to_sealed, state)
                 SELECT 'x1', 'x', 1, l.publication_id, l.n, l.claim_id, l.enrolment_id, l.person_id, l.amount_fen, y.id,
                     y.last_four, y.number_sealed, 'sent' FROM publication_line l JOIN payee y ON y.person_id = l.person_id",
                now = site.site.now()
            )
        };
        for person in ["ji", "zhou", "wu"] {
            assert!(try_run(&site.site.db, &line(person)).await.is_err(), "{person}");
            without_rows(site).await;
        }
        let (jin, cai) = (payer(site, "jin").await, payer(site, "cai").await);
        let (one, other) = (
            hidden(jin.get(NEW).await.is(200), "sha256"),
            hidden(cai.get(NEW).await.is(200), "sha256"),
        );
        tokio::join!(presses(&jin, &one), presses(&cai, &other));
        assert_eq!(site.number("SELECT COUNT(*) FROM payment").await, 1);
        assert_eq!(site.number("SELECT COUNT(*) FROM payment_line").await, 1);
        site.verify(&[]).await.unwrap();
        let db = &site.site.db;
        for sql in [
            "UPDATE payment SET amount_fen = 1",
            "UPDATE payment_line SET amount_fen = 1",
            "UPDATE payment_line SET last_four = '0000'",
            "UPDATE payment_line SET state = 'paid', answered_at = 1",
            "DELETE FROM payment_line",
            "DELETE FROM payment",
        ] {
            assert!(try_run(db, sql).await.is_err(), "{sql}");
        }
    })
    .await;
}

/// A batch that was begun and not written is nobody's.
async fn without_rows(site: &TestSite) {
    let begun = site.number("SELECT COUNT(*) FROM payment").await;
    if begun > 0 {
        without(site, "payment", "payment_kept").await;
        run(&site.site.db, "DELETE FROM payment").await;
    }
}

#[tokio::test]
async fn no_batch_comes_to_more_than_is_left_of_its_fund() {
    on_both(async |site| {
        a_list_that_is_over(site).await;
        let li = site.signed_in("li").await;
        gives(&li, CARD, &[]).await.is(303);
        let jin = payer(site, "jin").await;
        let sha256 = hidden(jin.get(NEW).await.is(200), "sha256");
        without_triggers(&site.site.db, &["fund_source"]).await;
        run(&site.site.db, "UPDATE fund_source SET budget_fen = 99").await;
        assert!(text_of(jin.get(NEW).await).contains("结余不够付下一个人"));
        presses(&jin, &sha256).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM payment").await, 0);
    })
    .await;
}
