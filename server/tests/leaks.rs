//! One whole journey, with everything it leaves behind looked through: the database file, the log, the export and every
//! page. No identity number, phone or password stands there in clear.

use std::path::PathBuf;

use domain::access::Role;
use serde_json::json;
use server::jobs::work_once;
use web::one_time_code::Outbox;

use crate::own_process::Log;
use crate::site::actor::between;
use crate::site::{Actor, Answer, TestSite, on_both, on_sqlite};

const PHONE: &str = "10020260001";
const DOCUMENT: &str = "000000197403050021";
const PASSWORD: &str = "chuntian-zhongyu";
const NEW_PASSWORD: &str = "qiutian-yizhidao";
const CARD: &str = "6222021001112223331";
const SECRETS: [&str; 5] = [PHONE, DOCUMENT, PASSWORD, NEW_PASSWORD, CARD];

/// Whoever sends this, sees this. Keeps every answer, and the cookies as a browser does.
struct Browser<'a> {
    actor: Actor<'a>,
    seen: Vec<(String, Answer)>,
}

impl<'a> Browser<'a> {
    fn new(site: &'a TestSite) -> Self {
        Self { actor: site.stranger(), seen: Vec::new() }
    }

    async fn get(&mut self, path: &str) -> String {
        let answer = self.actor.get(path).await;
        self.keep(path, answer)
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.actor.post(path, fields).await;
        self.keep(path, answer)
    }

    async fn json(&mut self, path: &str, body: serde_json::Value) -> serde_json::Value {
        let answer = self.actor.json(path, body).await;
        serde_json::from_str(&self.keep(path, answer)).unwrap()
    }

    fn keep(&mut self, path: &str, answer: Answer) -> String {
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text());
        if let Some(draft) = answer.cookie("register") {
            self.actor.cookies = vec![format!("register={draft}")];
        }
        if let Some(token) = answer.cookie("xueshi_session") {
            self.actor.token = Some(token).filter(|token| !token.is_empty());
        }
        let text = answer.text().to_owned();
        self.seen.push((path.to_owned(), answer));
        text
    }
}

/// Registers, with mistakes; enrols, studies, passes a check; looks at everything; signs out and in again.
async fn journey<'a>(site: &'a TestSite, outbox: &Outbox) -> Browser<'a> {
    let code = || outbox.letters()[0].code.clone();
    let mut li = Browser::new(site);
    for path in ["/", "/register", "/privacy", "/sign-in"] {
        li.get(path).await;
    }
    li.post("/register", &[("phone", PHONE)]).await;
    li.get("/register/code").await;
    li.post("/register/code", &[("code", "000000")]).await;
    li.post("/register/code/again", &[]).await;
    li.post("/register/code", &[("code", &*code())]).await;
    li.post("/register/identity", &[("name", "王芳"), ("document", DOCUMENT)]).await;
    li.post("/register/home", &[("region", "county"), ("category", "unemployed")]).await;
    li.get("/register/password").await;
    li.post("/register/password", &[("password", PASSWORD), ("again", NEW_PASSWORD)]).await;
    let agreed = [("password", PASSWORD), ("again", PASSWORD), ("real_name", "yes"), ("subsidy", "yes")];
    li.post("/register/password", &agreed).await;
    li.post("/sign-in", &[("account", PHONE), ("password", PASSWORD)]).await;
    li.post("/classes/crab-k/enrol", &[]).await;

    let enrolments = li.json_of("/api/study/enrolments").await;
    let enrolment = enrolments[0]["enrolment"].as_str().unwrap().to_owned();
    let opened = li.json("/api/study/sessions", json!({"enrolment": enrolment, "lesson": "crab-1"})).await;
    let session = opened["session"].as_str().unwrap().to_owned();
    for n in 1..=20 {
        site.clock.forward_s(15);
        let beat = json!({"session": session, "seq": n, "played": [[n * 15_000 - 15_000, n * 15_000]],
            "position_ms": n * 15_000, "state": "playing"});
        li.json("/api/study/beats", beat).await;
    }
    let closed = li.json(&format!("/api/study/sessions/{session}/close"), json!({})).await;
    let check = closed["check"]["id"].as_str().unwrap().to_owned();
    let shown = li.json(&format!("/api/study/checks/{check}/shown"), json!({})).await;
    let right = shown["options"].as_array().unwrap().iter().position(|option| option == "对").unwrap();
    // Nobody reads and answers at once.
    site.clock.forward_s(10);
    let answer = json!({"answer": right.to_string()});
    let answered = li.json(&format!("/api/study/checks/{check}/answer"), answer).await;
    assert_eq!(answered["result"], "passed");
    // A password where none is asked for.
    li.json("/api/study/identity", json!({"password": PASSWORD})).await;

    li.post("/account/password", &[("old", PASSWORD), ("password", NEW_PASSWORD), ("again", NEW_PASSWORD)])
        .await;
    li.post("/account/consents", &[("purpose", "subsidy"), ("action", "withdraw")]).await;
    let lesson = format!("/learn/{enrolment}/crab-1");
    for path in
        ["/account", "/account/data", "/account/second-factor", "/learn", "/hours", "/subsidy", &lesson]
    {
        li.get(path).await;
    }
    let own = [("bank", "中国银行"), ("kind", "card"), ("number", CARD), ("agreed", "yes")];
    for password in ["guess", NEW_PASSWORD] {
        li.post("/subsidy/account", &[&own[..], &[("password", password)]].concat()).await;
    }
    assert!(li.get("/subsidy/account").await.contains("尾号 3331"));
    let asked = li.post("/account/phone", &[("phone", PHONE), ("password", NEW_PASSWORD)]).await;
    li.post("/account/phone/code", &[("ticket", &*ticket(&asked)), ("code", &*code())]).await;
    li.post("/sign-out", &[]).await;
    // In by a code, and the way of those who forgot their password.
    let asked = li.post("/sign-in/phone", &[("phone", PHONE)]).await;
    li.post("/sign-in/phone", &[("ticket", &*ticket(&asked))]).await;
    li.post("/sign-in/phone/code", &[("ticket", &*ticket(&asked)), ("code", &*code())]).await;
    assert!(li.get("/account").await.contains("王芳"));
    li.post("/sign-out", &[]).await;
    let asked = li.post("/recover", &[("phone", PHONE), ("last", "0021")]).await;
    let asked = li.post("/recover/code", &[("ticket", &*ticket(&asked)), ("code", &*code())]).await;
    let typed = [("ticket", &*ticket(&asked)), ("password", DOCUMENT), ("again", DOCUMENT)];
    li.post("/recover/password", &typed).await;
    // People mix the fields up.
    for (account, password) in [(DOCUMENT, NEW_PASSWORD), (NEW_PASSWORD, PHONE), (PHONE, DOCUMENT)] {
        let body = json!({"account": account, "password": password});
        li.json("/api/sign-in", body).await;
        site.stranger().post("/sign-in", &[("account", account), ("password", password)]).await.is(422);
    }
    // Somebody who is registered already.
    let mut again = Browser::new(site);
    site.clock.forward_s(61);
    again.post("/register", &[("phone", PHONE)]).await;
    again.post("/register/code", &[("code", &*code())]).await;
    again.post("/register/identity", &[("name", "王芳"), ("document", DOCUMENT)]).await;
    again.post("/register/home", &[("region", "county"), ("category", "none")]).await;
    again.post("/register/password", &agreed).await;
    li.seen.extend(again.seen);
    li.post("/sign-in", &[("account", PHONE), ("password", NEW_PASSWORD)]).await;
    assert!(li.get("/account").await.contains("王芳"));
    li
}

fn ticket(page: &str) -> String {
    between(page, "name=\"ticket\" value=\"", "\"").to_owned()
}

impl Browser<'_> {
    async fn json_of(&mut self, path: &str) -> serde_json::Value {
        serde_json::from_str(&self.get(path).await).unwrap()
    }
}

/// Teacher, reviewer and auditor look at what there is; answers what they saw.
async fn officials(site: &TestSite) -> Vec<(String, Answer)> {
    let mut seen = Vec::new();
    let teacher = site.teacher("chen").await;
    let reviewer = site.reviewer("zhao").await;
    let auditor = site.actor("audit", Role::ExternalAuditor, None, None).await;
    let wish = [("scope", "all"), ("format", "csv"), ("numbers", "masked"), ("reason", "月度核对")];
    let run = reviewer.post("/exports", &wish).await.is(303).location().unwrap().to_owned();
    assert!(work_once(&site.site).await.unwrap());
    let (file, manifest) = (format!("{run}/file"), format!("{run}/manifest"));
    for (who, paths) in [
        (&teacher, vec!["/classes", "/classes/crab-k", "/classes/crab-k/wall"]),
        (&reviewer, vec!["/hours-ledger", "/classes/crab-k", "/exports", &run, &file, &manifest]),
        (&auditor, vec!["/audit", "/hours-ledger", "/api/ledger/entries"]),
    ] {
        for path in paths {
            let answer = who.get(path).await;
            answer.is(200);
            seen.push((path.to_owned(), answer));
        }
    }
    assert!(
        seen.iter().any(|(path, file)| path.ends_with("/file") && file.text().contains("0000**********0021"))
    );
    seen
}

#[track_caller]
fn clean(what: &str, bytes: &[u8]) {
    for secret in SECRETS {
        let at = bytes.windows(secret.len()).position(|part| part == secret.as_bytes());
        let around =
            at.map(|at| String::from_utf8_lossy(&bytes[at.saturating_sub(80)..at + 20]).into_owned());
        assert!(around.is_none(), "{secret} stands in {what}: {around:?}");
    }
}

async fn a_city(site: &TestSite) {
    site.with_crab_class().await;
    site.become_demo_city().await;
}

/// Bodies, addresses and cookies of every answer. The phone is due in the form that sets the password: the browser keeps the two
/// together; and the number of an account in its own form, where it was just typed.
fn pages_are_clean(seen: &[(String, Answer)]) {
    for (path, answer) in seen {
        let due = if matches!(path.as_str(), "/register/password" | "/recover/code" | "/recover/password") {
            format!("value=\"{PHONE}\"")
        } else if path == "/subsidy/account" {
            format!("value=\"{CARD}\"")
        } else {
            String::new()
        };
        clean(path, answer.text().replacen(&due, "", 1).as_bytes());
        clean(path, format!("{path} {:?}", answer.headers).as_bytes());
    }
}

#[tokio::test]
async fn nothing_a_journey_leaves_behind_holds_a_number_or_a_password_in_clear() {
    let Some(log) =
        Log::of_own_process("leaks::nothing_a_journey_leaves_behind_holds_a_number_or_a_password_in_clear")
    else {
        return;
    };
    on_sqlite(async |site| {
        a_city(site).await;
        let (site, outbox) = &site.with_codes();
        let browser = journey(site, outbox).await;
        assert!(browser.seen.len() > 30, "{}", browser.seen.len());
        pages_are_clean(&browser.seen);
        pages_are_clean(&officials(site).await);

        let store::Db::Sqlite(pools) = &site.site.db else { return };
        let whole = bytes_of(site).await.unwrap();
        clean("the database file", &whole);
        // The same look finds what is there: the masked number, and the numbers are there for those with the key.
        let masked = "0000**********0021".as_bytes();
        assert!(whole.windows(masked.len()).any(|part| part == masked));
        let sealed: Vec<(String, Vec<u8>)> =
            sqlx::query_as("SELECT id, document_sealed FROM person").fetch_all(&pools.readers).await.unwrap();
        assert!(
            sealed.iter().any(|(id, sealed)| site
                .site
                .keys
                .open(store::sealed::DOCUMENT.of(id), sealed)
                .as_deref()
                == Some(DOCUMENT))
        );
    })
    .await;
    let said = log.bytes();
    assert!(String::from_utf8_lossy(&said).contains("/register/password"), "the log was heard");
    clean("the log", &said);
}

/// What the database's files hold, the log that is not yet copied into the file among it.
async fn bytes_of(site: &TestSite) -> Option<Vec<u8>> {
    let store::Db::Sqlite(pools) = &site.site.db else { return None };
    let path: String =
        sqlx::query_scalar("SELECT file FROM pragma_database_list").fetch_one(&pools.readers).await.unwrap();
    let mut whole = Vec::new();
    for file in ["", "-wal", "-shm"] {
        whole.extend(std::fs::read(PathBuf::from(format!("{path}{file}"))).unwrap_or_default());
    }
    Some(whole)
}

#[tokio::test]
async fn a_closed_account_leaves_neither_name_nor_masked_number_in_the_file() {
    on_sqlite(async |site| {
        a_city(site).await;
        let (site, outbox) = &site.with_codes();
        let mut li = journey(site, outbox).await;
        let login = li.get("/account/data").await;
        let login: serde_json::Value = serde_json::from_str(&login).unwrap();
        let login = login["account"].as_str().unwrap().to_owned();
        let traces = ["王芳", "0000**********0021", "100****0001", "1974-03-05", &login];
        let finds =
            |whole: &[u8], trace: &str| whole.windows(trace.len()).any(|part| part == trace.as_bytes());
        let before = bytes_of(site).await.unwrap();
        assert!(traces[..4].iter().all(|trace| finds(&before, trace)), "the look finds what is there");
        let closed = li.post("/account/close", &[("known", "yes"), ("password", NEW_PASSWORD)]).await;
        assert!(closed.is_empty(), "{closed}");
        let after = bytes_of(site).await.unwrap();
        for trace in traces {
            assert!(!finds(&after, trace), "{trace} is still in the file");
        }
        clean("the database file", &after);
    })
    .await;
}

#[tokio::test]
async fn the_tables_of_both_databases_hold_nothing_in_clear() {
    on_both(async |site| {
        a_city(site).await;
        let (site, outbox) = &site.with_codes();
        pages_are_clean(&journey(site, outbox).await.seen);
        officials(site).await;
        // What an export job keeps is a file of its own.
        for entry in std::fs::read_dir(site.exports.path()).unwrap() {
            clean("an export", &std::fs::read(entry.unwrap().path()).unwrap());
        }
        let text = store_text(site).await;
        assert!(text.contains("0000**********0021"));
        clean("a table", text.as_bytes());
    })
    .await;
}

/// The tables in which texts of people stand, as text.
async fn store_text(site: &TestSite) -> String {
    let mut all = String::new();
    for (table, columns) in [
        ("person", "id || name || document_masked || phone_masked || birth_date"),
        ("account", "id || login || password_hash"),
        ("login_failure", "login"),
        ("audit_event", "action || subject || reason || detail || address"),
        ("consent", "id || purpose || text_version"),
        ("setting", "name || value"),
        ("one_time_code", "purpose"),
        ("code_sending", "id || whom"),
        ("category_paper", "id || person_id || since || reason"),
    ] {
        let sql = format!("SELECT {columns} FROM {table}");
        let rows: Vec<String> = store::read_db!(&site.site.db, |p| {
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql.clone())).fetch_all(p).await.unwrap()
        });
        all.extend(rows);
    }
    all
}
