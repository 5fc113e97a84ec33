//! From an empty database to officials at work: `xueshi init`, the link of the first officer, and whom they invite.

use domain::access::Role;
use domain::policy::Profile;
use server::config::Init;
use server::init::{again, set_up};
use server::serve::state_policies;
use store::Db;

use crate::site::{Actor, PASSWORD, TestSite};
use crate::store_fixture::city::{run, try_run};
use crate::store_fixture::databases;

fn options() -> Init {
    Init {
        division: Some("370500".to_owned()),
        bureau: Some("示范市人力资源和社会保障局".to_owned()),
        credit_code: Some("11000000000000001Y".to_owned()),
        phone: Some("0546-1234567".to_owned()),
        officer: Some("赵明".to_owned()),
        again: false,
        origin: None,
    }
}

fn once_more(officer: Option<&str>) -> Init {
    Init { again: true, officer: officer.map(str::to_owned), ..Init::default() }
}

/// On empty databases of both kinds.
async fn on_empty(test: impl AsyncFn(&TestSite)) {
    databases::on_both(async |db: &Db| test(&TestSite::bare(db.clone(), Profile::Standard)).await).await;
}

/// Somebody who has registered under a name of their own.
async fn registered<'a>(site: &'a TestSite, login: &str, name: &str) -> Actor<'a> {
    site.register(login, Role::Learner, None, Some("370502")).await;
    run(&site.site.db, &format!("UPDATE person SET name = '{name}' WHERE id = 'person-{login}'")).await;
    site.adopt_rows().await;
    site.signed_in(login).await
}

/// The path of the link on a page that shows one.
fn link(answer: &crate::site::Answer) -> String {
    answer.is(200).between("http://xueshi.test", "<").to_owned()
}

#[tokio::test]
async fn the_first_officer_comes_in_by_the_link_and_invites_the_others() {
    on_empty(async |site| {
        let made = set_up(&site.site, &options()).await.unwrap();
        state_policies(&site.site).await.unwrap();
        assert_eq!(site.number("SELECT COUNT(*) FROM region WHERE kind = 'county'").await, 5);
        assert_eq!(site.number("SELECT COUNT(*) FROM region WHERE kind = 'zone'").await, 2);
        assert_eq!(site.number("SELECT COUNT(*) FROM organisation").await, 1);
        assert!(site.number("SELECT COUNT(*) FROM trade").await > 1_600);
        assert!(site.number("SELECT COUNT(*) FROM person_category").await >= 6);
        site.verify(&[]).await.unwrap();

        // Whoever registers may choose a county or a zone; without an account nobody accepts.
        let stranger = site.stranger().get(&made.path).await;
        assert!(stranger.is(200).text().contains("赵明") && stranger.text().contains("建站的人"));
        let zhao = registered(site, "zhao", "赵明").await;
        let other = registered(site, "wang", "王五").await;
        other.post(&made.path, &[("password", PASSWORD)]).await.is(422);
        zhao.get("/people").await.is(404);
        zhao.post(&made.path, &[("password", PASSWORD)]).await.is(303);
        let page = zhao.get("/people").await;
        assert!(page.is(200).text().contains("赵明"), "{}", page.text());
        zhao.get("/institutions").await.is(200);
        // It opens once.
        other.post(&made.path, &[("password", PASSWORD)]).await.is(410);

        // A second administrator, then a county reviewer whom that one confirms.
        let bureau = page_of(&zhao, "/people/invite").await;
        let bureau = bureau.split("<option value=\"").map(|part| part.split('"').next().unwrap()).find(|id| id.len() == 36).unwrap().to_owned();
        let invite = async |name: &str, role: &str, region: &str| {
            let form = [("name", name), ("role", role), ("organisation", &bureau), ("region", region)];
            link(&zhao.post("/people/invite", &form).await)
        };
        let second = registered(site, "qian", "钱二").await;
        second.post(&invite("钱二", "system_administrator", "").await, &[("password", PASSWORD)]).await.is(303);
        second.get("/people").await.is(200);
        let county = registered(site, "sun", "孙三").await;
        county.post(&invite("孙三", "county_reviewer", "370505").await, &[("password", PASSWORD)]).await.is(303);
        county.get("/institutions").await.is(404);
        second.post("/people/account-sun/confirm", &[("role", "county_reviewer")]).await.is(303);
        let county = site.signed_in("sun").await;
        county.get("/papers").await.is(200);
        // The county registers its first institution and files it for a trade of the classification.
        let form = [
            ("name", "示范职业培训学校"),
            ("kind", "institution"),
            ("region", "370505"),
            ("credit_code", "91350100M000100Y43"),
            ("phone", "0546-1234568"),
        ];
        let there = county.post("/institutions/new", &form).await.is(303).location().unwrap().to_owned();
        assert!(county.get(&there).await.is(200).text().contains("示范职业培训学校"));
        site.verify(&[]).await.unwrap();

        // Nothing of this can be done twice.
        let refused = set_up(&site.site, &options()).await.unwrap_err().to_string();
        assert!(refused.contains("xueshi serve"), "{refused}");
        let refused = again(&site.site, &once_more(None)).await.unwrap_err().to_string();
        assert!(refused.contains("/people"), "{refused}");
        let forged = "INSERT INTO invitation (id, code_digest, name, role, organisation_id, region_id, made_at, expires_at)
                      SELECT 'forged', CAST('x' AS BLOB), '王五', 'system_administrator', id, region_id, 0, 9 FROM organisation LIMIT 1";
        let forged = if matches!(site.site.db, Db::Postgres(_)) { forged.replace("CAST('x' AS BLOB)", "CAST('x' AS BYTEA)") } else { forged.to_owned() };
        try_run(&site.site.db, &forged).await.expect_err("nobody else is invited by nobody");
    })
    .await;
}

async fn page_of(actor: &Actor<'_>, path: &str) -> String {
    actor.get(path).await.is(200).text().to_owned()
}

#[tokio::test]
async fn a_link_that_was_lost_is_made_anew_until_somebody_has_accepted() {
    on_empty(async |site| {
        let refused = again(&site.site, &once_more(None)).await.unwrap_err().to_string();
        assert!(refused.contains("without --again"), "{refused}");
        let first = set_up(&site.site, &options()).await.unwrap();
        state_policies(&site.site).await.unwrap();
        let twice = set_up(&site.site, &options()).await.unwrap_err().to_string();
        assert!(twice.contains("--again") && twice.contains("until"), "{twice}");
        assert_eq!(site.number("SELECT COUNT(*) FROM invitation").await, 1);
        site.clock.forward_s(8 * 24 * 3600);
        let twice = set_up(&site.site, &options()).await.unwrap_err().to_string();
        assert!(twice.contains("has expired") && twice.contains("--again"), "{twice}");
        let zhao = registered(site, "zhao", "赵明亮").await;
        zhao.get(&first.path).await.is(410);
        // The name was mistyped: another one is given.
        let wrong = again(&site.site, &once_more(None)).await.unwrap();
        assert_eq!(wrong.name, "赵明");
        let right = again(&site.site, &once_more(Some("赵明亮"))).await.unwrap();
        zhao.post(&wrong.path, &[("password", PASSWORD)]).await.is(422);
        zhao.post(&right.path, &[("password", PASSWORD)]).await.is(303);
        zhao.get("/people").await.is(200);
        // The other link opens nothing any more, even for somebody of its name.
        let other = registered(site, "wang", "赵明").await;
        other.post(&wrong.path, &[("password", PASSWORD)]).await.is(410);
        other.get("/people").await.is(404);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_will_not_do_is_refused_in_a_sentence_and_nothing_is_made() {
    on_empty(async |site| {
        let said = |text: &str| Some(text.to_owned());
        for (options, says) in [
            (Init { division: said("370502"), ..options() }, "did you mean 370500 东营市"),
            (Init { division: said("东营"), ..options() }, "did you mean 370500 东营市"),
            (Init { division: said("990000"), ..options() }, "looks like 370500"),
            (Init { credit_code: said("11000000000000001A"), ..options() }, "last character"),
            (Init { credit_code: said("1137"), ..options() }, "18 characters"),
            (Init { officer: said("Zhao Ming"), ..options() }, "Chinese characters"),
            (Init { officer: said(" "), ..options() }, "--officer"),
            (Init { bureau: said("局"), ..options() }, "--bureau"),
            (Init { phone: said("call us"), ..options() }, "--phone"),
        ] {
            let refused = set_up(&site.site, &options).await.unwrap_err().to_string();
            assert!(refused.contains(says), "{refused}");
        }
        assert_eq!(site.number("SELECT COUNT(*) FROM region").await, 1, "elsewhere");
        assert_eq!(site.number("SELECT COUNT(*) FROM audit_event").await, 0);
    })
    .await;
    // A city that is at work is no empty database.
    crate::site::on_both(async |site| {
        let refused = set_up(&site.site, &options()).await.unwrap_err().to_string();
        assert!(refused.contains("not empty") && refused.contains("--database"), "{refused}");
    })
    .await;
}
