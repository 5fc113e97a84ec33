//! Accounts for payment: a learner's own, checked, sealed, kept as versions, and nobody's twice.

use store::sealed::PAYEE_NUMBER;

use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both};
use crate::store_fixture::city::try_run;

pub const CARD: &str = "6222021001112223331";
pub const OTHER_CARD: &str = "6228480402564890018";

/// Sends the form, with what is right where nothing else is said.
pub async fn gives(actor: &Actor<'_>, number: &str, more: &[(&str, &str)]) -> Answer {
    let mut typed = vec![
        ("bank", "中国银行"),
        ("kind", "card"),
        ("number", number),
        ("agreed", "yes"),
        ("password", PASSWORD),
    ];
    for (name, value) in more {
        typed.retain(|(field, _)| field != name);
        typed.push((name, value));
    }
    actor.post("/subsidy/account", &typed).await
}

async fn living(site: &TestSite) -> i64 {
    site.number("SELECT COUNT(*) FROM payee WHERE ended_at IS NULL").await
}

#[tokio::test]
async fn a_learner_gives_an_account_of_their_own_and_sees_its_last_digits_only() {
    on_both(async |site| {
        site.with_crab_class().await;
        let li = site.learner("li").await;
        li.post("/classes/crab-k/enrol", &[]).await.is(303);
        let subsidy = li.get("/subsidy").await;
        assert!(subsidy.is(200).text().contains("还没有登记，没有账户打不了款"), "{}", subsidy.text());
        let page = li.get("/subsidy/account").await;
        for word in ["只能用本人账户", "学员li", "中国农业银行", "存折"] {
            assert!(page.is(200).text().contains(word), "{word}: {}", page.text());
        }
        let done = gives(&li, "6222 0210 0111 2223 331", &[]).await;
        assert_eq!(done.is(303).location(), Some("/subsidy"));
        assert!(li.get("/subsidy").await.text().contains("中国银行 尾号 3331"));
        let page = li.get("/subsidy/account").await;
        assert!(page.text().contains("尾号 3331") && !page.text().contains(CARD), "{}", page.text());
        // It can be opened with the key, and is in the log without any of its digits.
        let (id, sealed): (String, Vec<u8>) = store::read_db!(&site.site.db, |p| {
            sqlx::query_as("SELECT id, number_sealed FROM payee").fetch_one(p).await
        })
        .unwrap();
        assert_eq!(site.site.keys.open(PAYEE_NUMBER.of(&id), &sealed).as_deref(), Some(CARD));
        let lines = site.audit_lines("payee.give").await;
        assert_eq!(lines.len(), 1);
        assert!(!format!("{lines:?} {:?}", site.audit_lines("fact.payee").await).contains("3331"));
        assert!(li.get("/account/security").await.text().contains("登记收款账户"));
        assert_eq!(li.get("/account/data").await.json()["payees"][0]["last_four"], "3331");
        site.verify(&[]).await.unwrap();

        // Another one, no card, of a bank that is not in the list: the one before ends.
        let more = [("bank", "other"), ("other_bank", "河口区农村信用社"), ("kind", "passbook")];
        gives(&li, "9030106011234", &more).await.is(303);
        assert_eq!((living(site).await, site.number("SELECT COUNT(*) FROM payee").await), (1, 2));
        assert!(li.get("/subsidy").await.text().contains("河口区农村信用社 尾号 1234"));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_an_account_is_said_beside_its_field_and_nothing_is_recorded() {
    on_both(async |site| {
        site.with_crab_class().await;
        let li = site.learner("li").await;
        for (number, more, says) in [
            ("6222021001112223330", ("kind", "card"), "卡号里有一位不对"),
            ("622202100111222", ("kind", "card"), "您填了 15 位"),
            ("62220210011122233X1", ("kind", "card"), "账号里只能有数字"),
            ("12345678", ("kind", "passbook"), "存折账号是 9 到 30 位"),
            ("", ("kind", "card"), "请填账号"),
            (CARD, ("bank", "他的银行"), "请选择开户银行"),
            (CARD, ("bank", "other"), "请填银行的名称"),
            (CARD, ("agreed", ""), "要同意了才能登记"),
            (CARD, ("password", "guess"), "密码不对"),
        ] {
            let page = gives(&li, number, &[more]).await;
            assert!(page.is(422).text().contains(says), "{number}: {}", page.text());
        }
        assert_eq!(living(site).await, 0);
        // Officials have none.
        gives(&site.teacher("sun").await, CARD, &[]).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_paid_on_the_account_of_somebody_else() {
    on_both(async |site| {
        site.with_crab_class().await;
        let (li, wang) = (site.learner("li").await, site.learner("wang").await);
        // Of two at the same moment one has it.
        let (one, other) = tokio::join!(gives(&li, CARD, &[]), gives(&wang, CARD, &[]));
        let mut done = [one.status, other.status].map(|status| status.as_u16());
        let (has, has_not) = if done[0] == 303 { (&li, &wang) } else { (&wang, &li) };
        done.sort_unstable();
        assert_eq!((done, living(site).await), ([303, 422], 1));
        let page = gives(has_not, CARD, &[]).await;
        assert!(page.is(422).text().contains("已经有别人登记了它"), "{}", page.text());
        // Once it is used no more it is free.
        gives(has, OTHER_CARD, &[]).await.is(303);
        gives(has_not, CARD, &[]).await.is(303);
        // Somebody who tries many is stopped.
        for _ in 0..8 {
            gives(has_not, OTHER_CARD, &[]).await;
        }
        assert_eq!(gives(has_not, OTHER_CARD, &[]).await.status, 429);
        site.verify(&[]).await.unwrap();
        for sql in [
            "UPDATE payee SET person_id = 'person-wang'",
            "UPDATE payee SET ended_at = NULL",
            "UPDATE payee SET bank = '别的银行'",
            "DELETE FROM payee",
            "INSERT INTO payee (id, person_id, n, kind, bank, number_digest, number_sealed, last_four, salt, given_by, given_at)
             SELECT 'x', 'person-li', 9, kind, bank, salt, salt, last_four, salt, 'account-wang', 1 FROM payee WHERE n = 2",
        ] {
            assert!(try_run(&site.site.db, sql).await.is_err(), "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_account_goes_with_its_owner() {
    on_both(async |site| {
        site.with_crab_class().await;
        let (li, wang) = (site.learner("li").await, site.learner("wang").await);
        gives(&li, CARD, &[]).await.is(303);
        gives(&li, OTHER_CARD, &[]).await.is(303);
        li.post("/account/close", &[("password", PASSWORD), ("known", "yes")]).await.is(303);
        let left = "SELECT COUNT(*) FROM payee WHERE ended_at IS NULL OR last_four <> '' OR bank <> ''
                        OR LENGTH(number_sealed) > 0 OR LENGTH(number_digest) > 0 OR LENGTH(salt) > 0";
        assert_eq!(site.number(left).await, 0);
        site.verify(&[]).await.unwrap();
        gives(&wang, CARD, &[]).await.is(303);
        site.verify(&[]).await.unwrap();
    })
    .await;
}
