//! The audit log as a tree: what was done is found, and whoever changes, takes out or slips in a line is found out.

use domain::access::Role;
use domain::audit::AuditAction;
use domain::export::ExportFormat;
use domain::id::AccountId;
use server::jobs::make_checkpoint;
use store::Db;
use store::audit::{AuditEvent, AuditSearch};
use tlog_tiles::Hash;
use verify::keys::Chain;
use verify::note::{Note, PublicKey};
use verify::tree::Kept;

use crate::site::verification::without_triggers;
use crate::site::{Actor, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::{run, try_run};

async fn line(site: &TestSite, login: &str, action: AuditAction, reason: &str) {
    let event = AuditEvent {
        id: site.site.new_id(),
        at_ms: site.site.now(),
        account: Some(AccountId(format!("account-{login}"))),
        action,
        reason: reason.to_owned(),
        address: "10.0.0.7".to_owned(),
    };
    site.site.db.write_audit(&event).await.unwrap();
}

fn request() -> AuditAction {
    AuditAction::ExportRequest {
        export: "x1".into(),
        class: None,
        region: None,
        ended_from: String::new(),
        ended_until: String::new(),
        format: ExportFormat::Csv,
        full_numbers: true,
    }
}

async fn auditor(site: &TestSite) -> Actor<'_> {
    site.actor("shen", Role::ExternalAuditor, Some("bureau"), Some("city")).await
}

/// Seven lines of one official.
async fn seven_lines(site: &TestSite) {
    site.reviewer("zhou").await;
    for n in 0..7 {
        line(site, "zhou", request(), &format!("第 {n} 次核对")).await;
        site.clock.forward_s(1);
    }
}

/// How many lines there are.
async fn size(site: &TestSite) -> i64 {
    site.number("SELECT size FROM audit_head").await
}

#[tokio::test]
async fn a_changed_deleted_or_inserted_line_is_found_and_named() {
    on_both(async |site| {
        seven_lines(site).await;
        site.audit_checkpoint().await;
        let report = site.verify(&[]).await.unwrap();
        let size = size(site).await;
        assert_eq!((report.audit.entries, report.audit.checkpoints, report.audit.signatures), (size, 1, 1));
        // The fourth of seven, after what stands on record.
        let fourth = size - 4;

        let db = &site.site.db;
        let third = db.audit_line(fourth).await.unwrap().id;
        let update = format!("UPDATE audit_event SET reason = '别的' WHERE id = '{third}'");
        let delete = format!("DELETE FROM audit_event WHERE id = '{third}'");
        // While the triggers stand, the tables refuse.
        for change in
            [update.as_str(), delete.as_str(), "DELETE FROM audit_leaf", "UPDATE audit_node SET hash = hash"]
        {
            assert!(try_run(db, change).await.is_err(), "{change}");
        }
        without_triggers(db, &["audit_event", "audit_leaf", "audit_node"]).await;
        if matches!(db, Db::Sqlite(_)) {
            run(db, "PRAGMA foreign_keys = OFF").await;
        }
        run(db, &update).await;
        let fault = site.verify(&[]).await.unwrap_err().to_string();
        assert!(fault.contains(&format!("audit line {fourth}: the hash of its bytes")), "{fault}");
        run(db, &format!("UPDATE audit_event SET reason = '第 3 次核对' WHERE id = '{third}'")).await;
        site.verify(&[]).await.unwrap();

        run(
            db,
            "INSERT INTO audit_event (id, at_ms, action, subject, reason, detail, address)
             VALUES ('slipped', 5, 'identity.confirm', 'enrolment:e', 'x', '{}', '')",
        )
        .await;
        let fault = site.verify(&[]).await.unwrap_err().to_string();
        assert!(fault.contains("audit event slipped: its leaf in the tree"), "{fault}");
        run(db, "DELETE FROM audit_event WHERE id = 'slipped'").await;

        run(db, &delete).await;
        let fault = site.verify(&[]).await.unwrap_err().to_string();
        assert!(fault.contains(&format!("audit line {fourth}: its event")), "{fault}");
        // Taking the leaf out as well leaves a gap.
        run(db, &format!("DELETE FROM audit_leaf WHERE leaf_index = {fourth}")).await;
        let fault = site.verify(&[]).await.unwrap_err().to_string();
        assert!(fault.contains(&format!("audit line {}: its number", fourth + 1)), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn a_kept_checkpoint_of_the_log_shows_a_fork_and_a_log_cut_off() {
    on_both(async |site| {
        seven_lines(site).await;
        let kept =
            |note: &str| [Kept { name: "the kept checkpoint".to_owned(), note: Note::parse(note).unwrap() }];
        let (old, size) = (site.audit_checkpoint().await, size(site).await);
        line(site, "zhou", request(), "以后").await;
        let report = site.verify(&kept(&old)).await.unwrap();
        assert_eq!(report.kept, [("xueshi.example/test/audit".to_owned(), size)]);

        let signer = site.site.signer.audit();
        let fork = site.verify(&kept(&signer.sign(size, Hash([7; 32])).unwrap())).await.unwrap_err();
        assert!(fork.what.contains("fork"), "{fork}");
        let cut = site.verify(&kept(&signer.sign(size + 2, Hash([7; 32])).unwrap())).await.unwrap_err();
        assert!(cut.found.contains("cut off"), "{cut}");
        // A checkpoint of the ledger is none of the log: another name, so another key.
        let ledger = site.site.signer.sign(size, Hash([7; 32])).unwrap();
        let ledger = ledger.replace("xueshi.example/test", "xueshi.example/test/audit");
        let wrong = site.verify(&kept(&ledger)).await.unwrap_err();
        assert_eq!(wrong.what, "the signature");
    })
    .await;
}

#[tokio::test]
async fn no_line_without_its_leaf() {
    on_both(async |site| {
        let db = &site.site.db;
        let stray = "INSERT INTO audit_event (id, at_ms, action, subject, reason, detail, address)
                     VALUES ('stray', 3, 'demo.load', 'demo:city', '', '', '')";
        // Several programs share a PostgreSQL database, which looks after this itself.
        if let Db::Postgres(_) = db {
            assert!(try_run(db, stray).await.is_err());
            run(db, "ALTER TABLE audit_event DISABLE TRIGGER audit_event_has_leaf").await;
        }
        run(db, stray).await;
        let fault = site.verify(&[]).await.unwrap_err().to_string();
        assert!(fault.contains("audit event stray: its leaf in the tree"), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn many_events_at_once_each_get_their_own_place() {
    on_both(async |site| {
        site.reviewer("zhou").await;
        let before = size(site).await;
        let events = (0..24).map(|n| async move { line(site, "zhou", request(), &n.to_string()).await });
        futures_util::future::join_all(events).await;
        assert_eq!(site.verify(&[]).await.unwrap().audit.entries, before + 24);
    })
    .await;
}

#[tokio::test]
async fn a_line_is_found_by_who_what_when_where_and_why_and_opens() {
    on_both(async |site| {
        seven_lines(site).await;
        site.clock.forward_s(24 * 3600);
        let other = site.actor("qian", Role::FinanceOfficer, Some("bureau"), Some("city")).await;
        let download = AuditAction::ExportDownload { export: "x1".into(), sha256: "5e4a".to_owned() };
        line(site, "qian", download, "对账").await;
        let shen = auditor(site).await;
        let found = async |query: &str| {
            let page = shen.get(&format!("/audit?{query}")).await;
            page.is(200).text().matches("href=\"/audit/").count()
                - page.text().matches("href=\"/audit/file").count()
        };
        assert_eq!(found("").await, 8);
        let of_facts = "SELECT COUNT(*) FROM audit_event WHERE action LIKE 'fact.%'";
        assert_eq!(found("what=all").await, 8 + usize::try_from(site.number(of_facts).await).unwrap());
        assert_eq!(found("what=fact.account").await, 3);
        assert_eq!(found("who=qian").await, 1);
        assert_eq!(found("what=export.request").await, 7);
        assert_eq!(found("what=export").await, 0);
        assert_eq!(found("text=%E5%AF%B9%E8%B4%A6").await, 1);
        assert_eq!(found("place=10.0.0").await, 8);
        assert_eq!(found("place=10.9").await, 0);
        assert_eq!(found("until=2026-11-22").await, 7);
        assert_eq!(found("from=2026-11-23").await, 1);
        assert_eq!(found("text=%25").await, 0, "a wildcard is a letter like any other");

        let of_download = "SELECT f.leaf_index FROM audit_leaf f JOIN audit_event v ON v.id = f.event_id
                           WHERE v.action = 'export.download'";
        let download = format!("/audit/{}", site.number(of_download).await);
        let one = shen.get(&download).await;
        assert!(one.is(200).text().contains("对账") && one.text().contains("xueshi.example/test/audit"));
        // The list leaves hashes to the line's own page.
        assert!(
            one.text().contains("SHA-256 5e4a") && !shen.get("/audit").await.text().contains("SHA-256 5e4a")
        );
        let after = format!("/audit/{}", size(site).await);
        for nowhere in [after.as_str(), "/audit/-1", "/audit/x", "/audit/99999999999999999999"] {
            shen.get(nowhere).await.is(404);
        }
        other.get(&download).await.is(404);
        other.get("/audit/file").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_has_its_line_once() {
    on_both(async |site| {
        let once = async || make_checkpoint::once(&site.site, None).await.unwrap();
        site.clock.forward_s(60);
        once().await;
        assert!(site.audit_lines("clock.back").await.is_empty());
        site.clock.is_set_back_s(3600);
        site.site.now();
        once().await;
        once().await;
        let lines = site.audit_lines("clock.back").await;
        assert_eq!(
            lines.iter().map(|line| line.detail.as_str()).collect::<Vec<_>>(),
            [r#"{"behind_ms":3600000}"#]
        );
        let shen = auditor(site).await;
        let page = shen.get("/audit").await;
        assert!(page.is(200).text().contains("服务器时钟被调慢") && page.text().contains("按真实时间继续"));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_to_find_somebody_is_not_kept() {
    on_both(async |site| {
        let shen = auditor(site).await;
        shen.get("/audit/file?who=%E7%8E%8B%E8%8A%B3&text=%E7%8E%8B%E8%8A%B3&from=2026-11-01").await.is(200);
        let line = &site.audit_lines("audit.download").await[0];
        assert!(line.detail.contains("?text=*&who=*&from=2026-11-01"), "{}", line.detail);
    })
    .await;
}

#[tokio::test]
async fn the_download_holds_every_line_found_and_ends_with_its_checkpoint() {
    on_both(async |site| {
        site.reviewer("zhou").await;
        for n in 0..620 {
            line(site, "zhou", request(), if n == 3 { "=1+1" } else { "核对，\"引号\"" }).await;
        }
        let shen = auditor(site).await;
        let size = size(site).await;
        let file = shen.get("/audit/file?what=export.request").await;
        assert_eq!(file.is(200).header("cache-control"), Some("no-store"));
        let mut reader = csv::Reader::from_reader(file.text().trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 621);
        assert_eq!(&rows[3][7], "'=1+1");
        assert_eq!(&rows[0][10], "权限内全部班级，CSV，完整号码");
        assert_eq!(&rows[0][11], request().detail());
        let note = Note::parse(&rows[620][1]).unwrap();
        assert_eq!(note.size, size);
        Chain::of(PublicKey::parse(&site.site.signer.public_key()).unwrap()).signed(&note).unwrap();
        let search =
            AuditSearch { until_ms: i64::MAX, action: "audit.download".into(), ..Default::default() };
        assert_eq!(site.site.db.search_audit(&search, 10, None).await.unwrap().1, 1);
        // A long list has its pages.
        let (mut address, mut pages, mut lines) = ("/audit?what=export.request".to_owned(), 0, 0);
        loop {
            let page = shen.get(&address).await;
            let text = page.is(200).text();
            assert!(text.contains("共 620 条"), "{text}");
            (pages, lines) = (pages + 1, lines + text.matches("href=\"/audit/").count() - 1);
            let Some((before, _)) = text.split_once("\">更早的</a>") else { break };
            address = before.rsplit_once("href=\"").unwrap().1.replace("&amp;", "&");
        }
        assert_eq!((pages, lines), (13, 620), "no line twice, none left out");
        assert!(shen.get(&address).await.text().contains("最新的"));
        shen.get("/audit?before=odd").await.is(200);
        // What was done to one object is one step away.
        let one = shen.get("/audit?object=audit%3Acsv").await;
        assert!(
            one.is(200).text().contains("共 1 条") && one.text().contains("value=\"audit:csv\""),
            "{}",
            one.text()
        );
    })
    .await;
}

#[tokio::test]
async fn an_action_of_another_program_is_shown_as_it_is_stored() {
    on_both(async |site| {
        let db = &site.site.db;
        if let Db::Postgres(_) = db {
            run(db, "ALTER TABLE audit_event DISABLE TRIGGER audit_event_has_leaf").await;
        }
        run(
            db,
            "INSERT INTO audit_event (id, at_ms, action, subject, reason, detail, address)
             VALUES ('later', 3, 'exam.mark', 'exam:7', '', '{\"points\":61}', ''),
                    ('older', 4, 'number.reveal', 'enrolment:e1', '', 'phone', '')",
        )
        .await;
        let shen = auditor(site).await;
        let page = shen.get("/audit").await;
        let text = page.is(200).text();
        for part in ["exam.mark", "exam:7", "points", "61", "查看完整号码", "phone"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(shen.get("/audit?what=exam.mark").await.is(200).text().contains("共 1 条"));
    })
    .await;
}

#[tokio::test]
async fn anybody_can_keep_a_checkpoint_and_have_it_proved_that_the_log_only_grew() {
    on_sqlite(async |site| {
        seven_lines(site).await;
        let (stranger, size) = (site.stranger(), size(site).await);
        let made = stranger.get("/api/audit/checkpoint").await.is(200).json();
        assert_eq!(
            (made["size"].as_i64(), made["origin"].as_str()),
            (Some(size), Some("xueshi.example/test/audit"))
        );
        let key = PublicKey::parse(made["public_key"].as_str().unwrap()).unwrap();
        let note = Note::parse(made["note"].as_str().unwrap()).unwrap();
        assert_eq!(key.vouches(&note.signed), Some(true));
        line(site, "zhou", request(), "以后").await;
        let grown = stranger.get(&format!("/api/audit/proof/consistency?from={size}")).await.is(200).json();
        assert_eq!((&grown["from_root"], grown["to"].as_i64()), (&made["root"], Some(size + 1)));
        stranger.get(&format!("/api/audit/proof/consistency?from={}", size + 2)).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn what_changes_a_value_says_what_stood_there_before() {
    on_both(async |site| {
        let li = site.learner("li").await;
        let purpose = domain::consent::Purpose::ALL[0].as_str();
        for decision in ["give", "withdraw"] {
            li.post("/account/consents", &[("purpose", purpose), ("action", decision)]).await.is(303);
        }
        let search = AuditSearch { until_ms: i64::MAX, text: "not given".into(), ..Default::default() };
        let (lines, _) = site.site.db.search_audit(&search, 10, None).await.unwrap();
        let changes: Vec<_> =
            lines.iter().map(|line| (line.before_value.as_str(), line.after_value.as_str())).collect();
        assert_eq!(changes, [("given", "not given")]);
    })
    .await;
}
