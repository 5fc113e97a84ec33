//! Registering oneself, one question a page, without a line of script.

use domain::person::check_character;

use crate::site::{Actor, Answer, TestSite, on_both, on_sqlite};

const PHONE: &str = "10020260001";
const PASSWORD: &str = "chuntian-zhongyu";
/// Somebody who cannot be: the region code is assigned to no place.
const DOCUMENT: &str = "000000197403050021";

/// A browser that keeps the answers so far.
pub async fn sends(browser: &mut Actor<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = browser.post(path, fields).await;
    if let Some(draft) = answer.cookie("register") {
        browser.cookies = vec![format!("register={draft}")];
    }
    answer
}

/// Answers everything up to the password.
pub async fn tells<'a>(site: &'a TestSite, phone: &str, document: &str) -> Actor<'a> {
    let mut browser = site.stranger();
    let told = sends(&mut browser, "/register", &[("phone", phone)]).await;
    assert_eq!(told.is(303).location(), Some("/register/identity"));
    let told = sends(&mut browser, "/register/identity", &[("name", "王芳"), ("document", document)]).await;
    assert_eq!(told.is(303).location(), Some("/register/home"));
    let told =
        sends(&mut browser, "/register/home", &[("region", "county"), ("category", "unemployed")]).await;
    assert_eq!(told.is(303).location(), Some("/register/password"));
    browser
}

pub const AGREED: [(&str, &str); 4] =
    [("password", PASSWORD), ("again", PASSWORD), ("real_name", "yes"), ("subsidy", "yes")];

/// Registers; the page that answers leads in.
pub async fn registers(browser: &Actor<'_>) -> Answer {
    let page = browser.post("/register/password", &AGREED).await;
    assert!(page.is(200).text().contains("登记信息收到了"), "{}", page.text());
    let (phone, next) =
        (page.between("name=\"account\" value=\"", "\""), page.between("name=\"next\" value=\"", "\""));
    let typed = [("account", phone), ("password", PASSWORD), ("next", next)];
    browser.site().stranger().post("/sign-in", &typed).await
}

#[tokio::test]
async fn a_learner_registers_and_then_signs_in_with_the_phone() {
    on_both(async |site| {
        site.become_demo_city().await;
        let page = site.stranger().get("/register?next=%2Fcourses%2Fcrab").await;
        let mut browser = site.stranger();
        browser.cookies = vec![format!("register={}", page.is(200).cookie("register").unwrap())];
        // As a Chinese keyboard types it.
        sends(&mut browser, "/register", &[("phone", "100 2026-0001")]).await.is(303);
        let typed = [("name", " 王 芳 "), ("document", " ００００００ 19740305 0021 ")];
        sends(&mut browser, "/register/identity", &typed).await.is(303);
        sends(&mut browser, "/register/home", &[("region", "elsewhere"), ("category", "none")]).await.is(303);
        let last = browser.get("/register/password").await;
        let text = last.is(200).text();
        assert!(text.contains("女 · 1974 年 3 月 5 日") && text.contains("0000**********0021"), "{text}");
        assert!(!text.contains(DOCUMENT), "{text}");
        // Once, for the browser's keeper of passwords: it is what they will sign in with.
        assert_eq!(text.matches(PHONE).count(), 1, "{text}");

        let done = registers(&browser).await;
        assert_eq!(done.is(303).location(), Some("/courses/crab"));
        let token = done.cookie("xueshi_session").unwrap();
        let wang = Actor::new(site, Some((String::new(), token)));
        assert!(wang.get("/learn").await.is(200).text().contains("王芳"));

        for typed in [PHONE, "+86 100 2026 0001"] {
            let again = site.stranger().post("/sign-in", &[("account", typed), ("password", PASSWORD)]).await;
            assert_eq!(again.is(303).location(), Some("/learn"), "{typed}");
        }
        let search = store::audit::AuditSearch { until_ms: i64::MAX, ..Default::default() };
        let (lines, _) = site.site.db.search_audit(&search, 10, None).await.unwrap();
        assert_eq!(lines.iter().filter(|line| line.action == "person.register").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn every_mistake_has_its_own_sentence_and_nothing_typed_is_lost() {
    on_sqlite(async |site| {
        site.become_demo_city().await;
        let nobody = site.stranger();
        for (phone, sentence) in [
            ("", "请填手机号"),
            ("1380546220", "您填了 10 位"),
            ("1380546220l", "只能有数字"),
            ("12345678901", "没有这样开头的手机号"),
        ] {
            let page = nobody.post("/register", &[("phone", phone)]).await;
            let text = page.is(422).text();
            assert!(text.contains(sentence) && text.contains(&format!("value=\"{phone}\"")), "{text}");
            assert!(text.contains("phone-error"), "{text}");
        }
        let mut browser = site.stranger();
        sends(&mut browser, "/register", &[("phone", PHONE)]).await.is(303);
        assert!(browser.get("/register").await.text().contains(PHONE), "the way back shows what was typed");
        for (document, sentence) in [
            ("", "请填证件号"),
            ("37050219740305002", "18 位"),
            ("990502197403050024", "没有这个省份"),
            ("370502197413050024", "出生日期"),
            ("110105194912310021", "打错了"),
            (&of_birth("20200101"), "16 周岁"),
            (&of_birth("20990101"), "出生日期"),
        ] {
            let typed = [("name", "Wang"), ("document", document)];
            let page = sends(&mut browser, "/register/identity", &typed).await;
            let text = page.is(422).text();
            assert!(text.contains(sentence) && text.contains(&format!("value=\"{document}\"")), "{text}");
            assert!(text.contains("请用汉字填写") && text.contains("value=\"Wang\""), "{text}");
        }
        // The example printed in the standard: a real region.
        let typed = [("name", "王芳"), ("document", "11010519491231002x")];
        sends(&mut browser, "/register/identity", &typed).await.is(303);
        let page = sends(&mut browser, "/register/home", &[("region", "city"), ("category", "")]).await;
        assert!(page.is(422).text().contains("请选择户口") && page.text().contains("请选择一类"));
        let typed = [("region", "county"), ("category", "graduate")];
        sends(&mut browser, "/register/home", &typed).await.is(303);
        let home = browser.get("/register/home").await;
        assert!(home.is(200).text().contains("value=\"graduate\" checked"), "{}", home.text());

        for (password, again, sentence) in [
            ("short", "short", "至少 8 个字符"),
            ("a12345678", "a12345678", "最常见"),
            ("19491231ab", "19491231ab", "您自己的"),
            (PASSWORD, "something else", "两遍密码不一样"),
        ] {
            let typed = [("password", password), ("again", again), ("subsidy", "yes")];
            let page = browser.post("/register/password", &typed).await;
            let text = page.is(422).text();
            assert!(text.contains(sentence) && text.contains("需要您同意"), "{text}");
            assert!(!text.contains(&format!("\"{password}\"")), "a password never comes back: {text}");
            assert!(text.matches("checked").count() == 1, "what was ticked is kept: {text}");
        }
    })
    .await;
}

pub fn of_birth(day: &str) -> String {
    let seventeen = format!("000000{day}002");
    format!("{seventeen}{}", check_character(seventeen.as_bytes()))
}

/// All that a browser gets, but for the numbers of the forms.
fn said(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let headers = answer
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
    (answer.status.as_u16(), headers.collect(), answer.unnumbered())
}

#[tokio::test]
async fn one_person_registers_once_and_strangers_learn_nothing_of_it() {
    on_both(async |site| {
        site.become_demo_city().await;
        assert_eq!(registers(&tells(site, PHONE, DOCUMENT).await).await.is(303).location(), Some("/courses"));
        let other = of_birth("19800101");
        let phone = "10020260002";
        let known = tells(site, phone, DOCUMENT).await.post("/register/password", &AGREED).await;
        let typed = [("account", phone), ("password", PASSWORD)];
        site.stranger().post("/sign-in", &typed).await.is(422);
        let people = "SELECT COUNT(*) FROM person";
        assert_eq!(site.number(people).await, 1, "nothing of it was kept");
        assert_eq!(site.audit_lines("person.register").await.len(), 1);
        // The same phone with a document that nobody has: the answer is the same to the byte.
        let new = tells(site, phone, &other).await.post("/register/password", &AGREED).await;
        assert_eq!(said(&known), said(&new));
        assert!(new.text().contains("以前登记过") && new.text().contains("12333"));
        site.stranger().post("/sign-in", &typed).await.is(303);
        // A known phone: the same again.
        let new = tells(site, "10020260003", &of_birth("19800102")).await;
        let new = new.post("/register/password", &AGREED).await;
        let taken = tells(site, PHONE, &of_birth("19800103")).await.post("/register/password", &AGREED).await;
        let (status, headers, text) = said(&taken);
        assert_eq!((status, headers, text.replace(PHONE, "10020260003")), said(&new));
        assert_eq!(site.number(people).await, 3);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn only_the_owner_of_what_is_known_is_told_and_once_a_day() {
    on_both(async |site| {
        site.become_demo_city().await;
        registers(&tells(site, PHONE, DOCUMENT).await).await.is(303);
        let (site, outbox) = site.with_codes();
        let tries = async |phone: &str, document: &str| {
            site.clock.forward_s(61);
            let mut browser = site.stranger();
            sends(&mut browser, "/register", &[("phone", phone)]).await.is(303);
            let code = outbox.letters()[0].code.clone();
            sends(&mut browser, "/register/code", &[("code", &code)]).await.is(303);
            let typed = [("name", "李四"), ("document", document)];
            sends(&mut browser, "/register/identity", &typed).await.is(303);
            let typed = [("region", "county"), ("category", "none")];
            sends(&mut browser, "/register/home", &typed).await.is(303);
            browser.post("/register/password", &AGREED).await.is(200);
            outbox.notices().into_iter().map(|notice| notice.phone).collect::<Vec<_>>()
        };
        // Somebody with the document of another: its owner is told, whoever typed it is not.
        assert_eq!(tries("10020260002", DOCUMENT).await, [PHONE]);
        assert_eq!(tries("10020260002", DOCUMENT).await, [PHONE], "once a day");
        // Somebody new: nobody.
        assert_eq!(tries("10020260002", &of_birth("19800101")).await, [PHONE]);
        site.clock.forward_s(24 * 3600);
        assert_eq!(tries("10020260003", DOCUMENT).await, [PHONE, PHONE]);
        // The phone that opens an account already.
        assert_eq!(tries("10020260002", &of_birth("19800102")).await, ["10020260002", PHONE, PHONE]);
    })
    .await;
}

#[tokio::test]
async fn no_question_is_skipped_and_the_answers_fade() {
    on_sqlite(async |site| {
        site.become_demo_city().await;
        let nobody = site.stranger();
        for path in ["/register/identity", "/register/birth", "/register/home", "/register/password"] {
            assert_eq!(nobody.get(path).await.is(303).location(), Some("/register"), "{path}");
            assert_eq!(nobody.post(path, &AGREED).await.is(303).location(), Some("/register"), "{path}");
        }
        let browser = tells(site, PHONE, DOCUMENT).await;
        // What the browser keeps cannot be read there, nor changed.
        let sealed = browser.cookies[0].clone();
        let mut forged = site.stranger();
        let (from, to) = if sealed.contains('A') { ("A", "B") } else { ("B", "A") };
        forged.cookies = vec![sealed.replacen(from, to, 1)];
        assert_eq!(forged.get("/register/password").await.location(), Some("/register"));
        site.clock.forward_s(30 * 60);
        assert_eq!(browser.get("/register/password").await.location(), Some("/register"));
    })
    .await;
}

#[tokio::test]
async fn numbers_of_made_up_people_are_for_the_demo_city_only() {
    on_sqlite(async |site| {
        let nobody = site.stranger();
        assert!(nobody.post("/register", &[("phone", PHONE)]).await.is(422).text().contains("没有这样开头"));
        let mut browser = site.stranger();
        sends(&mut browser, "/register", &[("phone", "13805462201")]).await.is(303);
        let typed = [("name", "王芳"), ("document", DOCUMENT)];
        let page = sends(&mut browser, "/register/identity", &typed).await;
        assert!(page.is(422).text().contains("没有这个省份"));
    })
    .await;
}

/// Answers everything with this document; the browser stands before the password.
pub async fn with_document<'a>(
    site: &'a TestSite,
    phone: &str,
    identity: [(&str, &str); 3],
    birth: Option<[(&str, &str); 3]>,
) -> Actor<'a> {
    let mut browser = site.stranger();
    sends(&mut browser, "/register", &[("phone", phone)]).await.is(303);
    let told = sends(&mut browser, "/register/identity", &identity).await;
    let next = if birth.is_some() { "/register/birth" } else { "/register/home" };
    assert_eq!(told.is(303).location(), Some(next));
    if let Some(birth) = birth {
        assert_eq!(browser.get("/register/home").await.location(), Some("/register/birth"));
        assert!(browser.get("/register/birth").await.is(200).text().contains("第 2 步，共 4 步"));
        for wrong in [
            [("birth", "1980-02-30"), ("sex", ""), ("country", "ABC")],
            [("birth", "2020-01-01"), ("sex", "x"), ("country", "CHN")],
        ] {
            let page = sends(&mut browser, "/register/birth", &wrong).await;
            assert!(page.is(422).text().contains("请选择性别") && page.text().contains("birth-error"));
            assert!(page.text().contains(&format!("value=\"{}\"", wrong[0].1)), "what was typed is kept");
            assert_eq!(page.text().contains("country-error"), identity[0].1 == "passport");
        }
        let told = sends(&mut browser, "/register/birth", &birth).await;
        assert_eq!(told.is(303).location(), Some("/register/home"));
    }
    sends(&mut browser, "/register/home", &[("region", "elsewhere"), ("category", "none")]).await.is(303);
    browser
}

#[tokio::test]
async fn other_documents_register_one_person_each() {
    on_both(async |site| {
        let permit = format!("81000019900307453{}", check_character(b"81000019900307453"));
        let renewed = format!("93770419800501002{}", check_character(b"93770419800501002"));
        let born = Some([("birth", "1980年5月1日"), ("sex", "f"), ("country", "")]);
        let of =
            |country: &'static str| Some([("birth", "1980年5月1日"), ("sex", "f"), ("country", country)]);
        let people = [
            ("13805462201", "hong_kong_macau", "陳大文", "h 1234 5678", born, "H*****678"),
            ("13805462202", "taiwan", "林美玲", "０１２３４５６７", born, "0****567"),
            ("13805462203", "residence", "李小龙", &permit, None, "8100**********4537"),
            ("13805462204", "passport", "O'Brien Mary", "c01x00t47", of("d<<"), "DEU-C*****T47"),
            ("13805462205", "passport", "Kim Mary", "m01x00t47", of("Kor"), "KOR-M*****T47"),
            ("13805462206", "permanent_resident", "Nguyen An", "vnm 3705-800501 01", born, "V***********101"),
        ];
        for (phone, kind, name, number, birth, masked) in people {
            let identity = [("kind", kind), ("name", name), ("document", number)];
            let browser = with_document(site, phone, identity, birth).await;
            let page = browser.get("/register/password").await;
            let says =
                if birth.is_some() { "女 · 1980 年 5 月 1 日" } else { "男 · 1990 年 3 月 7 日" };
            let masked = masked.replace("4537", &permit[14..]);
            assert!(page.is(200).text().contains(says) && page.text().contains(&masked), "{}", page.text());
            let done = registers(&browser).await;
            let token = done.is(303).cookie("xueshi_session").unwrap();
            let account = Actor::new(site, Some((String::new(), token))).get("/account").await;
            let kind = domain::document::DocumentKind::from_code(kind).unwrap();
            assert!(account.is(200).text().contains(kind.name_zh()) && account.text().contains(&masked));
        }
        // Once more, as renewed, or with the eighteen digits under the other kind: the same person.
        for (kind, name, number, birth) in [
            ("hong_kong_macau", "陈大文", "H1234567802", born),
            ("resident", "李小龙", &*permit, None),
            ("passport", "MARY OBRIEN", "C01X00T47", of("DEU")),
            // The new card of a permanent resident has another number, and is chosen as what it looks like.
            ("resident", "nguyen  an", &*renewed, None),
            // One number under three countries is one person, whatever name is typed.
            ("passport", "Mary Kim", "C01X00T47", of("KOR")),
            ("passport", "Nguyen Mary", "M01X00T47", of("VNM")),
        ] {
            let identity = [("kind", kind), ("name", name), ("document", number)];
            let browser = with_document(site, "13805462209", identity, birth).await;
            registers(&browser).await.is(422);
            assert_eq!(site.number("SELECT COUNT(*) FROM person").await, 6, "{kind}");
            site.clock.forward_s(900);
        }
        // Nor does a passport that was kept before its country was asked for become a second person.
        let old = site.site.keys.digest(store::digest::Purpose::Document, "E1234567");
        let sql = "UPDATE person SET document_digest = $1 WHERE document_masked = 'KOR-M*****T47'";
        store::write_db!(&site.site.db, |p| sqlx::query(sql).bind(&old[..]).execute(p).await.map(drop))
            .unwrap();
        let identity = [("kind", "passport"), ("name", "Kim Mary"), ("document", "E1234567")];
        let browser = with_document(site, "13805462209", identity, of("KOR")).await;
        registers(&browser).await.is(422);
        assert_eq!(site.number("SELECT COUNT(*) FROM person").await, 6);
    })
    .await;
}

#[tokio::test]
async fn a_number_of_another_kind_is_told_so_and_the_choice_is_kept() {
    on_sqlite(async |site| {
        let mut browser = site.stranger();
        sends(&mut browser, "/register", &[("phone", "13805462201")]).await.is(303);
        for (kind, name, number, sentence) in [
            ("hong_kong_macau", "陳大文", "12345678", "H 或 M"),
            ("taiwan", "林美玲", "H12345678", "8 位数字"),
            ("residence", "李小龙", "11010519491231002X", "810000"),
            ("passport", "Mary", "!!", "字母和数字"),
            ("passport", "Mary 玛丽", "E12345678", "不要混着写"),
        ] {
            let typed = [("kind", kind), ("name", name), ("document", number)];
            let page = sends(&mut browser, "/register/identity", &typed).await;
            assert!(page.is(422).text().contains(sentence), "{kind}: {}", page.text());
            assert!(page.text().contains(&format!("value=\"{kind}\" checked")), "{}", page.text());
            assert!(page.text().contains(&format!("value=\"{number}\"")), "{}", page.text());
        }
    })
    .await;
}

#[tokio::test]
async fn guessing_by_phone_and_by_account_is_one_count() {
    on_both(async |site| {
        site.become_demo_city().await;
        tells(site, PHONE, DOCUMENT).await.post("/register/password", &AGREED).await.is(200);
        let digest = site.site.keys.digest(store::digest::Purpose::Phone, PHONE);
        let login = site.site.db.login_of_phone(&digest).await.unwrap().unwrap();
        let nobody = site.stranger();
        for account in [PHONE, &login, PHONE, &login, PHONE] {
            nobody.post("/sign-in", &[("account", account), ("password", "guess")]).await.is(422);
        }
        nobody.post("/sign-in", &[("account", &login), ("password", PASSWORD)]).await.is(429);
    })
    .await;
}

#[tokio::test]
async fn finding_out_in_bulk_who_is_registered_is_slowed_down() {
    on_both(async |site| {
        site.become_demo_city().await;
        tells(site, PHONE, DOCUMENT).await.post("/register/password", &AGREED).await.is(200);
        let browser = tells(site, PHONE, DOCUMENT).await;
        let from = web::Address::default();
        // As if ninety-nine others from this network had been refused.
        for _ in 0..99 {
            web::sign_in::begin_registration(&site.site, &from).await.unwrap();
        }
        browser.post("/register/password", &AGREED).await.is(200);
        let waits = browser.post("/register/password", &AGREED).await;
        assert_eq!(waits.is(429).header("retry-after"), Some("30"));
        assert!(waits.text().contains("请等 30 秒"), "{}", waits.text());
        // A registration that works ends the row: a whole classroom goes on.
        site.clock.forward_s(31);
        let other = of_birth("19800101");
        tells(site, "10020260002", &other).await.post("/register/password", &AGREED).await.is(200);
        browser.post("/register/password", &AGREED).await.is(200);
    })
    .await;
}

#[tokio::test]
async fn the_privacy_page_is_open_to_everybody_and_says_what_is_agreed_to() {
    on_sqlite(async |site| {
        let page = site.stranger().get("/privacy").await;
        assert!(page.is(200).text().contains("敏感个人信息") && page.text().contains("12333"));
        assert!(site.stranger().get("/").await.text().contains("href=\"/privacy\""));
        assert!(site.stranger().in_english().get("/privacy").await.text().contains("encrypted"));
    })
    .await;
}
