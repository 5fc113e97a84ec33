//! Standards out of a file: shown, recorded once they were seen, and with one fault none of them.

use axum::body::Body;
use axum::http::Method;
use domain::access::Role;
use domain::class_application::Programme;
use domain::course::Level;
use domain::standard::{Pay, Standard};
use domain::subsidy::Fen;

use super::{a_fund, count, record, standard};
use crate::site::{Actor, Answer, on_both};

/// The head of a table of standards.
const HEAD: &str = "工种编码,等级,人员类别,项目,计发方式,标准(元),最高(元),部分完成比例,生活费(元/天),\
    生活费最高(元),资金渠道,起始日,截止日,文号";
/// Two lines that can be recorded.
pub const GOOD: &str = "t1,五级/初级工,,,按人,\"1,880.00\",,60%,20,300,ZJ-01,2026-01-01,,河人社〔2026〕7号\n\
    焊工,四级,农村转移就业劳动者（测试）,项目制,按学时,15.5,600,,,,就业补助资金,20260301,20261231,河人社〔2026〕8号\n";

/// A form with a file, as a browser sends it.
pub async fn sends(actor: &Actor<'_>, name: &str, content: &[u8]) -> Answer {
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
            ("姓名,身份证号码\n王芳,1\n".as_bytes(), "没有找到表头。请照模板写列名"),
            (HEAD.replace("文号", "依据").as_bytes(), "没有找到表头，缺少的列：文号。"),
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
