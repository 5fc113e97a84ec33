//! Standards and funds: recorded, ended, and which of them apply to a training.

use axum::body::Body;
use axum::http::Method;
use domain::access::Role;
use domain::audit::AuditAction;
use domain::class_application::Programme;
use domain::course::Level;
use domain::standard::{Living, Pay, Standard, Training};
use domain::subsidy::Fen;
use store::audit::AuditEvent;
use store::standard::{Ended, FundSource, Recorded, StandardSearch};

use crate::institution::event;
use crate::site::{Actor, Answer, TestSite, on_both};
use crate::store_fixture::city::{run, try_run};

/// The trade `t1`, the category `rural` and the fund `fund-1`, recorded by `zhou`.
pub async fn a_fund(site: &TestSite) {
    site.reviewer("zhou").await;
    run(
        &site.site.db,
        "INSERT INTO trade (code, name, valid_from) VALUES ('t1', '大闸蟹养殖', '2022-09-27'), ('t2', '焊工', '2022-09-27')
         ON CONFLICT (code) DO NOTHING;
         INSERT INTO person_category (code, name, name_en, valid_from, source)
         VALUES ('rural-x', '农村转移就业劳动者（测试）', 'Rural', '2020-01-01', 'test') ON CONFLICT (code) DO NOTHING",
    )
    .await;
    let fund = FundSource {
        id: "fund-1".into(),
        code: "ZJ-01".to_owned(),
        name: "就业补助资金".to_owned(),
        name_en: String::new(),
        year: 2026,
        budget_fen: 500_000_000,
    };
    let action =
        AuditAction::FundSourceRecord { fund: "fund-1".into(), code: fund.code.clone(), budget_fen: 5 };
    let said = event(site, "account-zhou", action, "");
    assert!(site.site.db.record_fund(&fund, &said).await.unwrap());
    let again = FundSource { id: "fund-2".into(), ..fund };
    let said = AuditEvent { id: site.site.new_id(), ..said };
    assert!(!site.site.db.record_fund(&again, &said).await.unwrap(), "one of this code is there");
}

/// 880 yuan for everybody of `t1` at level five, for the whole of 2026.
pub fn standard(id: &str) -> Standard {
    Standard {
        id: id.into(),
        trade: Some("t1".to_owned()),
        level: Some(Level::Five),
        category: None,
        programme: None,
        valid_from: "2026-01-01".to_owned(),
        valid_to: Some("2026-12-31".to_owned()),
        pay: Pay::PerPerson { fen: Fen(88_000) },
        partial_percent: 60,
        living: Some(Living { day_fen: Fen(2_000), max: Fen(30_000) }),
        fund: "fund-1".into(),
        source: "河人社〔2026〕7号".to_owned(),
    }
}

/// Records standards in the name of `zhou`.
pub async fn record(site: &TestSite, all: &[Standard]) -> Recorded {
    let with_events: Vec<_> = all
        .iter()
        .map(|one| {
            let action = AuditAction::StandardRecord { standard: one.id.clone(), source: one.source.clone() };
            (one.clone(), event(site, "account-zhou", action, ""))
        })
        .collect();
    site.site.db.record_standards(&with_events).await.unwrap()
}

async fn count(site: &TestSite) -> i64 {
    site.number("SELECT COUNT(*) FROM subsidy_standard").await
}

#[tokio::test]
async fn standards_are_recorded_all_or_none_and_never_two_that_could_both_apply() {
    on_both(async |site| {
        a_fund(site).await;
        let narrow = Standard { category: Some("rural-x".to_owned()), ..standard("s2") };
        let hourly = Standard {
            trade: Some("t2".to_owned()),
            valid_to: None,
            pay: Pay::PerCreditHour { fen: Fen(1_500), max: Fen(60_000) },
            living: None,
            programme: Some(Programme::Project),
            ..standard("s3")
        };
        let all = [standard("s1"), narrow, hourly];
        assert_eq!(record(site, &all).await, Recorded::Done { new: 3 });
        assert_eq!(site.site.db.all_standards().await.unwrap(), all, "as they were recorded");
        // The same again, under other ids, records nothing; with one that ties, nothing of it is recorded.
        let again: Vec<Standard> =
            all.iter().map(|one| Standard { id: format!("{}-again", one.id).into(), ..one.clone() }).collect();
        assert_eq!(record(site, &again).await, Recorded::Done { new: 0 });
        let late = Standard { valid_from: "2026-12-31".to_owned(), valid_to: None, ..standard("s5") };
        let fine = Standard { level: Some(Level::Four), ..standard("s4") };
        let tied = record(site, &[fine.clone(), late.clone()]).await;
        assert_eq!(tied, Recorded::Tie { at: 1, with: "s1".into() });
        // Two of one file tie as well.
        let other = Standard { id: "s6".into(), source: "另一个文号".to_owned(), ..fine.clone() };
        assert_eq!(record(site, &[fine, other]).await, Recorded::Tie { at: 1, with: "s4".into() });
        assert_eq!((count(site).await, site.audit_lines("standard.record").await.len()), (3, 3));
        // Nor does the database take it from whoever writes into it.
        let sql = "INSERT INTO subsidy_standard (id, trade_code, level, valid_from, pay, pay_fen, partial_percent, fund_id,
                       source, recorded_by, recorded_at)
                   VALUES ('s9', 't1', 'five', '2026-12-31', 'per_person', 1, 0, 'fund-1', 'x', 'account-zhou', 1)";
        let refused = try_run(&site.site.db, sql).await.unwrap_err().to_string();
        assert!(refused.contains("subsidy_standard_tie"), "{refused}");
        for sql in [
            "UPDATE subsidy_standard SET pay_fen = 99 WHERE id = 's1'",
            "UPDATE subsidy_standard SET valid_to = '2026-06-30' WHERE id = 's1'",
            "UPDATE subsidy_standard SET valid_to = '2027-06-30', ended_at = 1, ended_by = 'account-zhou' WHERE id = 's1'",
            "DELETE FROM subsidy_standard",
            "UPDATE fund_source SET budget_fen = 1",
            "DELETE FROM fund_source",
        ] {
            try_run(&site.site.db, sql).await.expect_err(sql);
        }
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_clerks_at_once_record_one_of_two_that_tie() {
    on_both(async |site| {
        a_fund(site).await;
        let other = Standard { source: "另一个文号".to_owned(), ..standard("s2") };
        let (one, two) =
            futures_util::future::join(record(site, &[standard("s1")]), record(site, &[other])).await;
        let ways = [&one, &two].map(|way| matches!(way, Recorded::Done { new: 1 }));
        assert!(ways == [true, false] || ways == [false, true], "{one:?} {two:?}");
        assert_eq!(count(site).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_standard_is_ended_once_and_the_next_follows_it() {
    on_both(async |site| {
        a_fund(site).await;
        record(site, &[standard("s1")]).await;
        let db = &site.site.db;
        let end = async |id: &str, day: &str| {
            let action = AuditAction::StandardEnd { standard: id.into(), valid_to: day.to_owned() };
            let said = event(site, "account-zhou", action, "新文件替代");
            db.end_standard(&id.into(), day, "2025-12-31", &said).await.unwrap()
        };
        assert_eq!(end("s1", "2026-12-31").await, Ended::WrongDay, "that is when it ends anyway");
        assert_eq!(end("s1", "2025-12-30").await, Ended::WrongDay);
        assert_eq!(end("s1", "2026-06-30").await, Ended::Done);
        assert_eq!(end("s1", "2026-05-31").await, Ended::Already);
        let next = Standard {
            valid_from: "2026-07-01".to_owned(),
            valid_to: None,
            pay: Pay::PerPerson { fen: Fen(100_000) },
            ..standard("s2")
        };
        assert_eq!(record(site, &[next]).await, Recorded::Done { new: 1 });
        let training = |starts_on: &str, level, programme| Training {
            trade: "t1".to_owned(),
            level,
            programme,
            starts_on: starts_on.to_owned(),
            ends_on: "2026-12-31".to_owned(),
        };
        let apply = async |training: Training| {
            let found = db.standards_for(&training).await.unwrap();
            let mut tx = db.begin().await.unwrap();
            assert_eq!(tx.standards_for(&training).await.unwrap(), found);
            tx.roll_back().await.unwrap();
            found.into_iter().map(|one| one.id.0).collect::<Vec<_>>()
        };
        assert_eq!(apply(training("2026-06-30", Level::Five, Programme::Project)).await, ["s1"]);
        assert_eq!(apply(training("2026-07-01", Level::Five, Programme::General)).await, ["s2"]);
        assert!(apply(training("2026-07-01", Level::Four, Programme::General)).await.is_empty());
        assert!(apply(training("2025-12-31", Level::Five, Programme::General)).await.is_empty());
        // One that should never have been is ended before it began, and is no obstacle to the right one.
        let wrong = Standard { level: Some(Level::Three), ..standard("s3") };
        assert_eq!(record(site, &[wrong]).await, Recorded::Done { new: 1 });
        assert_eq!(end("s3", "2025-12-31").await, Ended::Done);
        let right = Standard {
            level: Some(Level::Three),
            pay: Pay::PerPerson { fen: Fen(200_000) },
            ..standard("s4")
        };
        assert_eq!(record(site, &[right]).await, Recorded::Done { new: 1 });
        assert_eq!(apply(training("2026-01-01", Level::Three, Programme::General)).await, ["s4"]);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn standards_are_found_by_what_they_name_and_by_day() {
    on_both(async |site| {
        a_fund(site).await;
        let narrow = Standard { category: Some("rural-x".to_owned()), ..standard("s2") };
        let welder = Standard { trade: Some("t2".to_owned()), valid_to: None, ..standard("s3") };
        record(site, &[standard("s1"), narrow, welder]).await;
        let found = async |search: StandardSearch| {
            let search = StandardSearch { limit: 2, ..search };
            let (page, count) = site.site.db.standards(&search).await.unwrap();
            (page.into_iter().map(|one| one.rule.id.0).collect::<Vec<_>>(), count)
        };
        let any = StandardSearch::default;
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        assert_eq!(found(any()).await, (ids(&["s1", "s2"]), 3));
        assert_eq!(found(StandardSearch { offset: 2, ..any() }).await, (ids(&["s3"]), 3));
        assert_eq!(found(StandardSearch { trade: Some("焊".into()), ..any() }).await, (ids(&["s3"]), 1));
        assert_eq!(
            found(StandardSearch { trade: Some("t1".into()), ..any() }).await,
            (ids(&["s1", "s2"]), 2)
        );
        assert_eq!(
            found(StandardSearch { category: Some("rural-x".into()), ..any() }).await,
            (ids(&["s2"]), 1)
        );
        assert_eq!(found(StandardSearch { level: Some(Level::Four), ..any() }).await, (ids(&[]), 0));
        assert_eq!(
            found(StandardSearch { day: Some("2027-01-01".into()), ..any() }).await,
            (ids(&["s3"]), 1)
        );
        let one = site.site.db.standard(&"s2".into()).await.unwrap();
        assert_eq!((one.trade.as_str(), one.fund.as_str()), ("大闸蟹养殖", "就业补助资金"));
        assert_eq!(one.recorded_by.as_deref(), Some("学员zhou"));
    })
    .await;
}

/// A standard as the form sends it, with these fields instead.
fn typed<'a>(instead: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let right = [
        ("trade", "大闸蟹养殖"),
        ("level", "five"),
        ("category", ""),
        ("programme", ""),
        ("pay", "per_credit_hour"),
        ("sum", "15.5"),
        ("max", "600"),
        ("partial", "60"),
        ("living_day", ""),
        ("living_max", ""),
        ("fund", "ZJ-01"),
        ("from", "20260101"),
        ("until", ""),
        ("source", "河人社〔2026〕7号"),
    ];
    let of = |name: &str| instead.iter().find(|(one, _)| *one == name).map(|(_, value)| *value);
    right.into_iter().map(|(name, value)| (name, of(name).unwrap_or(value))).collect()
}

#[tokio::test]
async fn the_city_records_funds_and_standards_by_hand_and_ends_them() {
    on_both(async |site| {
        let clerk = site.actor("zhou", Role::CityFirstReviewer, None, None).await;
        let empty = clerk.get("/standards").await;
        assert!(
            empty.is(200).text().contains("还没有登记补贴标准") && empty.text().contains("先登记资金渠道")
        );
        assert!(clerk.get("/standards/new").await.is(200).text().contains("请先登记资金渠道"));
        let fund = [
            ("code", "ZJ-01"),
            ("name", "就业补助资金"),
            ("name_en", ""),
            ("year", "2026"),
            ("budget", "500万"),
        ];
        let back = clerk.post("/standards/funds", &fund).await;
        assert!(back.is(422).text().contains("单位是元") && back.text().contains("就业补助资金"));
        let fund = fund.map(|(name, value)| (name, if name == "budget" { "5,000,000" } else { value }));
        clerk.post("/standards/funds", &fund).await.is(303);
        assert!(clerk.get("/standards/funds").await.is(200).text().contains("¥5,000,000.00"));
        assert!(clerk.post("/standards/funds", &fund).await.is(422).text().contains("已经登记过"));
        run(
            &site.site.db,
            "INSERT INTO trade (code, name, valid_from) VALUES ('t1', '大闸蟹养殖', '2022-09-27')
             ON CONFLICT (code) DO NOTHING",
        )
        .await;

        for (field, value, says) in [
            ("trade", "大闸蟹", "没有正好叫这个的工种。是不是：t1 大闸蟹养殖"),
            ("sum", "十五", "请只填数字"),
            ("sum", "15.555", "最多两位小数"),
            ("max", "", "请填每人每班最多"),
            ("pay", "", "请填计发方式"),
            ("fund", "ZJ-02", "没有登记过这个资金渠道"),
            ("from", "20260230", "请填日期"),
            ("until", "20251231", "早于第一天"),
            ("source", "", "请填文号"),
        ] {
            let back = clerk.post("/standards/new", &typed(&[(field, value)])).await;
            let text = back.is(422).text();
            assert!(text.contains(says), "{field}: {text}");
            let kept = if field == "source" { "600" } else { "河人社〔2026〕7号" };
            assert!(text.contains(kept), "what was typed is kept: {text}");
        }
        assert_eq!(count(site).await, 0);
        let done = clerk.post("/standards/new", &typed(&[])).await;
        let there = done.is(303).location().unwrap().to_owned();
        let page = clerk.get(&there).await;
        let text = page.is(200).text();
        assert!(text.contains("每学时 ¥15.50，最多 ¥600.00") && text.contains("大闸蟹养殖 · 五级"), "{text}");
        // The same again, and one whose days overlap.
        let twice = clerk.post("/standards/new", &typed(&[])).await;
        assert!(twice.is(422).text().contains("已经登记过，一模一样"));
        let overlap = typed(&[("sum", "20"), ("source", "河人社〔2026〕9号"), ("from", "20260701")]);
        let back = clerk.post("/standards/new", &overlap).await;
        assert!(back.is(422).text().contains("和 河人社〔2026〕7号 的一条标准日期重叠"), "{}", back.text());
        assert_eq!(count(site).await, 1);

        for (form, says) in [
            ([("until", ""), ("reason", "新文件替代")], "请填最后一天"),
            ([("until", "20260630"), ("reason", "新")], "至少四个字"),
            ([("until", "20251230"), ("reason", "新文件替代")], "不能早于起始日的前一天"),
        ] {
            let back = clerk.post(&format!("{there}/end"), &form).await;
            assert!(back.is(422).text().contains(says), "{form:?}: {}", back.text());
        }
        let form = [("until", "20260630"), ("reason", "新文件替代")];
        clerk.post(&format!("{there}/end"), &form).await.is(303);
        let page = clerk.get(&there).await;
        assert!(page.is(200).text().contains("已停用") && page.text().contains("新文件替代"));
        assert!(!page.text().contains("停用这条标准"), "it is ended once");
        clerk.post(&format!("{there}/end"), &form).await.is(303);
        assert_eq!(site.audit_lines("standard.end").await.len(), 1);
        clerk.post("/standards/new", &overlap).await.is(303);
        assert_eq!(count(site).await, 2);

        let list = clerk.get("/standards?trade=蟹&level=five&day=20260801").await;
        let text = list.is(200).text();
        assert!(text.contains("河人社〔2026〕9号") && !text.contains("河人社〔2026〕7号"), "{text}");
        assert!(clerk.get("/standards?level=four").await.is(200).text().contains("清除条件"));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

/// The head of a table of standards.
const HEAD: &str = "工种编码,等级,人员类别,项目,计发方式,标准(元),最高(元),部分完成比例,生活费(元/天),\
    生活费最高(元),资金渠道,起始日,截止日,文号";
/// Two lines that can be recorded.
const GOOD: &str = "t1,五级/初级工,,,按人,\"1,880.00\",,60%,20,300,ZJ-01,2026-01-01,,河人社〔2026〕7号\n\
    焊工,四级,农村转移就业劳动者（测试）,项目制,按学时,15.5,600,,,,就业补助资金,20260301,20261231,河人社〔2026〕8号\n";

/// A form with a file, as a browser sends it.
async fn sends(actor: &Actor<'_>, name: &str, content: &[u8]) -> Answer {
    let head = "--b\r\ncontent-disposition: form-data; name=\"file\"";
    let mut body = format!("{head}; filename=\"{name}\"\r\n\r\n").into_bytes();
    body.extend(content);
    body.extend(b"\r\n--b--\r\n");
    let kind = Some("multipart/form-data; boundary=b");
    actor.ask(Method::POST, "/standards/import", kind, Body::from(body)).await
}

/// Presses the button of the page that shows a file.
async fn confirms(actor: &Actor<'_>, shown: &Answer) -> Answer {
    let file = shown.text().split("name=\"file\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let part = |name: &str, value: &str| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = format!("{}{}--b--\r\n", part("seen", "1"), part("file", file));
    let kind = Some("multipart/form-data; boundary=b");
    actor.ask(Method::POST, "/standards/import", kind, Body::from(body)).await
}

/// The rows of the tables of a page, each as its text.
fn rows(page: &str) -> Vec<String> {
    let text = |row: &str| {
        let parts = row.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
        parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    page.split("<tr").skip(1).map(|row| text(row.split("</tr>").next().unwrap())).collect()
}

#[tokio::test]
async fn a_file_without_a_fault_is_shown_and_then_recorded_once() {
    on_both(async |site| {
        let clerk = site.actor("wu", Role::CityFirstReviewer, None, None).await;
        assert!(clerk.get("/standards/import").await.is(200).text().contains("请先登记资金渠道"));
        a_fund(site).await;
        let page = clerk.get("/standards/import").await;
        assert!(
            page.is(200).text().contains("/standards/import/template/file")
                && page.text().contains("计发方式")
        );
        let template = clerk.get("/standards/import/template/file").await;
        template.is(200);
        assert!(sends(&clerk, "空.xlsx", &template.bytes).await.is(422).text().contains("表头下面没有标准"));

        let text = format!("补贴标准表\n单位：元\n{HEAD}\n{GOOD}注：按开班那天算\n");
        let shown = sends(&clerk, "标准.csv", text.as_bytes()).await;
        let page = shown.is(200).text();
        assert!(page.contains("登记这 2 条") && page.contains("第 6 行：注：按开班那天算"), "{page}");
        let says = rows(page);
        assert!(says[1].contains("第 4 行") && says[1].contains("大闸蟹养殖 · 五级"), "{says:?}");
        assert!(
            says[1].contains("每人 ¥1,880.00；没学完付 60%；生活费每天 ¥20.00、最多 ¥300.00"),
            "{says:?}"
        );
        assert!(says[2].contains("每学时 ¥15.50，最多 ¥600.00；没学完不付"), "{says:?}");
        assert_eq!(count(site).await, 0, "nothing is recorded before it was seen");

        let done = confirms(&clerk, &shown).await;
        assert_eq!(done.is(303).location(), Some("/standards"));
        let list = clerk.get("/standards").await;
        assert!(list.is(200).text().contains("河人社〔2026〕8号"), "{}", list.text());
        let all = site.site.db.all_standards().await.unwrap();
        let hourly = all.iter().find(|one| one.level == Some(Level::Four)).unwrap();
        assert_eq!((hourly.trade.as_deref(), hourly.programme), (Some("t2"), Some(Programme::Project)));
        assert_eq!(hourly.pay, Pay::PerCreditHour { fen: Fen(1_550), max: Fen(60_000) });
        assert_eq!(
            (hourly.category.as_deref(), hourly.valid_to.as_deref()),
            (Some("rural-x"), Some("2026-12-31"))
        );
        assert_eq!(site.audit_lines("standard.record").await.len(), 2);

        // The same file again, whether it is only sent or an old page of it is confirmed.
        let again = sends(&clerk, "标准.csv", text.as_bytes()).await;
        assert!(
            again.is(200).text().contains("都登记过") && !again.text().contains("登记这"),
            "{}",
            again.text()
        );
        confirms(&clerk, &again).await.is(303);
        // The same as a newer Excel and as an older one writes it, with a line that is new.
        let third = "t2,,,,按人,900,,,,,ZJ-01,20260101,,河人社〔2026〕9号\n";
        let (old, _, lost) = encoding_rs::GB18030.encode(&text);
        assert!(!lost);
        assert!(sends(&clerk, "标准.csv", &old).await.is(200).text().contains("都登记过"));
        let book = workbook(&format!("{HEAD}\n{GOOD}{third}{third}"));
        let shown = sends(&clerk, "标准.xlsx", &book).await;
        assert!(shown.is(200).text().contains("登记这 1 条"), "{}", shown.text());
        assert!(rows(shown.text())[4].contains("和第 4 行一样"), "{:?}", rows(shown.text()));
        confirms(&clerk, &shown).await.is(303);
        assert_eq!((count(site).await, site.audit_lines("standard.record").await.len()), (3, 3));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

/// A workbook of what a text says, cell by cell, days and sums as texts.
fn workbook(text: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for (row, record) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(record.unwrap().iter()) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn each_fault_of_a_file_is_said_at_its_cell_and_nothing_of_it_is_recorded() {
    on_both(async |site| {
        let clerk = site.actor("wu", Role::CityFirstReviewer, None, None).await;
        a_fund(site).await;
        record(site, &[standard("s1")]).await;
        let lines = [
            // 3: nothing is wrong with it.
            "t2,五级,,,按人,800,,,,,ZJ-01,20260101,,河人社〔2026〕8号",
            "t9,五级,,,按人,800,,,,,ZJ-01,20260101,,河人社〔2026〕8号",
            "t2,四级,,,按人,八百,600,,,,ZJ-01,20260101,,河人社〔2026〕8号",
            "t2,三级,,,按人,800,,1.5,,,ZJ-02,20260101,,河人社〔2026〕8号",
            "t2,,,,按人,800,,,,,ZJ-01,20260230,,河人社〔2026〕8号",
            // 8: what is recorded holds on these days; 9: the third row does.
            "t1,五级,,,按人,900,,,,,ZJ-01,20260701,,河人社〔2026〕9号",
            "焊工,五级,,,按人,900,,,,,ZJ-01,20260701,,河人社〔2026〕9号",
        ];
        let text = format!("补贴标准表\n{HEAD}\n{}\n", lines.join("\n"));
        let back = sends(&clerk, "标准.csv", text.as_bytes()).await;
        let page = back.is(422).text();
        let says = rows(page);
        let expected = [
            "第 4 行 A 工种编码 t9 职业目录里没有这个工种",
            "第 5 行 F 标准(元) 八百 请只填数字",
            "第 5 行 G 最高(元) 600 按人计发的不用填",
            "第 6 行 H 部分完成比例 1.5 请填 0 到 100 的整数",
            "第 6 行 K 资金渠道 ZJ-02 没有登记过这个资金渠道",
            "第 7 行 L 起始日 20260230 请填日期",
            "第 8 行 整行 — 和 河人社〔2026〕7号 的一条标准日期重叠",
            "第 9 行 整行 — 和第 3 行日期重叠",
        ];
        assert_eq!(says.len(), expected.len() + 1, "{says:?}");
        for (row, wanted) in says[1..].iter().zip(expected) {
            assert!(row.starts_with(wanted), "{row}");
        }
        assert!(page.contains("6 行里有 8 处要改") && !page.contains("name=\"seen\""), "{page}");
        assert_eq!(count(site).await, 1);

        // What is shown is judged again when it is confirmed.
        let text = format!("{HEAD}\nt2,五级,,,按人,800,,,,,ZJ-01,20260101,,河人社〔2026〕8号\n");
        let shown = sends(&clerk, "标准.csv", text.as_bytes()).await;
        shown.is(200);
        let other =
            Standard { trade: Some("t2".to_owned()), source: "另一个文号".to_owned(), ..standard("s2") };
        record(site, &[other]).await;
        let late = confirms(&clerk, &shown).await;
        assert!(late.is(422).text().contains("和 另一个文号 的一条标准日期重叠"), "{}", late.text());
        assert_eq!(count(site).await, 2);

        for (content, says) in [
            (&b"%PDF-1.4 no table \x00\x01"[..], "这不是 Excel 表格"),
            ("姓名,身份证号码\n王芳,1\n".as_bytes(), "没有找到表头，缺少的列：工种编码、"),
            (HEAD.replace("文号", "依据").as_bytes(), "缺少的列：文号。"),
            (b"", "这个文件是空的"),
        ] {
            let back = sends(&clerk, "标准.csv", content).await;
            assert!(back.is(422).text().contains(says), "{says}: {}", back.text());
        }
        let large = vec![b'x'; 1024 * 1024 + 1];
        assert!(sends(&clerk, "标准.csv", &large).await.is(422).text().contains("文件太大"));
        assert!(clerk.post("/standards/import", &[]).await.is(422).text().contains("请选择文件"));
    })
    .await;
}

#[tokio::test]
async fn others_read_the_standards_and_nobody_else_records_them() {
    on_both(async |site| {
        a_fund(site).await;
        record(site, &[standard("s1")]).await;
        for (login, role, organisation, region) in [
            ("sun", Role::CountyReviewer, None, Some("county")),
            ("wu", Role::CitySecondReviewer, None, None),
            ("feng", Role::FinanceOfficer, None, None),
            ("jia", Role::InstitutionAdmin, Some("school"), Some("county")),
        ] {
            let reader = site.actor(login, role, organisation, region).await;
            let list = reader.get("/standards").await;
            assert!(list.is(200).text().contains("河人社〔2026〕7号"), "{role:?}");
            assert!(!list.text().contains("/standards/new"), "{role:?}");
            let page = reader.get("/standards/s1").await;
            assert!(
                page.is(200).text().contains("¥880.00") && !page.text().contains("停用这条标准"),
                "{role:?}"
            );
            reader.get("/standards/new").await.is(404);
            reader.get("/standards/import").await.is(404);
            reader.get("/standards/import/template/file").await.is(404);
            sends(&reader, "标准.csv", format!("{HEAD}\n{GOOD}").as_bytes()).await.is(404);
            assert!(!list.text().contains("/standards/import"), "{role:?}");
            reader.post("/standards/new", &typed(&[])).await.is(404);
            reader
                .post("/standards/s1/end", &[("until", "20260630"), ("reason", "新文件替代")])
                .await
                .is(404);
            reader.post("/standards/funds", &[("code", "X")]).await.is(404);
        }
        site.teacher("qi").await.get("/standards").await.is(404);
        site.learner("wang").await.get("/standards").await.is(404);
        assert_eq!(count(site).await, 1);
    })
    .await;
}
