//! Standards and funds: recorded, ended, and which of them apply to a training.

mod import;

use domain::access::Role;
use domain::audit::AuditAction;
use domain::class_application::Programme;
use domain::course::Level;
use domain::standard::{Living, Pay, Standard, Training};
use domain::subsidy::Fen;
use store::audit::AuditEvent;
use store::standard::{Ended, FundSource, Recorded, StandardSearch};

use crate::institution::event;
use crate::site::{TestSite, on_both};
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
            let mut tx = db.begin().await.unwrap();
            let found = tx.standards_for(&training).await.unwrap();
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
            import::sends(&reader, "标准.csv", import::GOOD.as_bytes()).await.is(404);
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
