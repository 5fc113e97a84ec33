//! Files for banks, and what comes back: nothing is paid twice, to nobody else, and no bytes make the reader fall over.

use domain::payee::{AccountNumber, PayeeKind};
use domain::roster::Unreadable;
use domain::subsidy::Fen;
use proptest::prelude::*;
use roster::bank::{
    AnswerColumn, AnswerFault, BankFault, BankLine, Expected, NoAnswer, Outcome, Profile, bank_files,
    profiles, read_answer,
};

fn profile(code: &str) -> &'static Profile {
    profiles().iter().find(|profile| profile.code == code).unwrap()
}

fn general() -> &'static Profile {
    profile("general-csv")
}

fn account(at: usize) -> AccountNumber {
    AccountNumber::read(&format!("90301060{at:05}"), PayeeKind::Passbook).unwrap()
}

fn line(at: usize, name: &str, fen: i64) -> BankLine {
    BankLine {
        reference: format!("XS000001-{:05}", at + 1),
        account: account(at),
        name: name.to_owned(),
        bank: "中国银行".to_owned(),
        amount: Fen(fen),
    }
}

fn lines(count: usize) -> Vec<BankLine> {
    (0..count).map(|at| line(at, "王芳", 10_000 + at as i64)).collect()
}

fn sent(lines: &[BankLine]) -> Vec<Expected> {
    let expected = |line: &BankLine| Expected {
        reference: line.reference.clone(),
        last_four: line.account.last_four().to_owned(),
        amount: line.amount,
    };
    lines.iter().map(expected).collect()
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// A row of an answer in CSV.
fn row(line: &BankLine, result: &str, reason: &str) -> String {
    format!("{},{},{},{result},{reason}", line.reference, line.account.digits(), yuan(line.amount.0))
}

fn answer(rows: &[String]) -> Vec<u8> {
    let text = format!("业务参考号,收款账号,金额(元),处理结果,失败原因\r\n{}\r\n", rows.join("\r\n"));
    encoding_rs::GBK.encode(&text).0.into_owned()
}

#[test]
fn the_same_lines_give_the_same_bytes_in_the_encoding_of_the_bank() {
    for profile in profiles() {
        let one = bank_files(profile, "培训补贴", &lines(3)).unwrap();
        assert_eq!(one, bank_files(profile, "培训补贴", &lines(3)).unwrap(), "{}", profile.code);
        assert_eq!(one.len(), 1);
    }
    let file = bank_files(general(), "培训补贴", &[line(0, "王芳", 88_050)]).unwrap().remove(0);
    let (text, _, damaged) = encoding_rs::GBK.decode(&file);
    assert!(!damaged);
    assert_eq!(
        text,
        "序号,业务参考号,收款账号,收款户名,收款银行,金额(元),用途\r\n1,XS000001-00001,9030106000000,王芳,中国银行,880.50,培训补贴\r\n"
    );
    // One row more than a file takes is a second file.
    let files = bank_files(general(), "培训补贴", &lines(general().rows_max + 1)).unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!(encoding_rs::GBK.decode(&files[1]).0.lines().count(), 2);
}

#[test]
fn a_file_is_refused_with_its_line_before_anything_leaves() {
    let long = "某".repeat(21);
    let all =
        [line(0, "王芳", 1), line(1, "𠮷田明", 1), line(2, &long, 1), line(3, "=A1", 1), line(4, "李", 0)];
    let faults = bank_files(general(), "x", &all).unwrap_err();
    assert_eq!(
        faults,
        [
            BankFault::NotInEncoding { line: 1, characters: "𠮷".to_owned() },
            BankFault::NameTooLong { line: 2, most: 20 },
            BankFault::NotAText { line: 3 },
            BankFault::NoAmount { line: 4 },
        ]
    );
    // GB18030 has every character; so has a workbook.
    let wide = Profile { encoding: roster_encoding("gb18030"), ..general().clone() };
    let file = bank_files(&wide, "x", &[line(1, "𠮷田明", 1)]).unwrap().remove(0);
    assert!(encoding_rs::GB18030.decode(&file).0.contains("𠮷田明"));
    bank_files(profile("treasury-xlsx"), "x", &[line(1, "𠮷田明", 1)]).unwrap();
}

fn roster_encoding(code: &str) -> roster::bank::Encoding {
    #[derive(serde::Deserialize)]
    struct One {
        encoding: roster::bank::Encoding,
    }
    toml::from_str::<One>(&format!("encoding = \"{code}\"")).unwrap().encoding
}

#[test]
fn each_row_that_comes_back_is_an_answer_or_says_why_it_is_none() {
    let all = lines(6);
    let other_account = row(&all[3], "成功", "").replace(account(3).digits(), account(4).digits());
    let rows = [
        row(&all[1], "失败", "户名不符"),
        row(&all[0], "成功", ""),
        row(&all[2], "成功", "").replace("100.02", "1000.20"),
        other_account,
        row(&all[4], "待处理", ""),
        row(&all[0], "成功", ""),
        row(&all[5], "成功", ""),
        row(&all[5], "退票", "账户已销户"),
        row(&line(77, "x", 5), "成功", ""),
    ];
    let read = read_answer(&answer(&rows), general(), &sent(&all)).unwrap();
    let answers: Vec<_> = read.answers.iter().map(|one| (one.line, one.outcome.clone())).collect();
    assert_eq!(answers, [(0, Outcome::Paid), (1, Outcome::Failed("户名不符".to_owned()))]);
    assert_eq!(
        read.faults,
        [
            (4, AnswerFault::OtherAmount { sent: Fen(10_002), says: Some(Fen(100_020)) }),
            (5, AnswerFault::OtherAccount),
            (6, AnswerFault::UnknownWords("待处理".to_owned())),
            (8, AnswerFault::Contradicts { other_row: 9 }),
            (9, AnswerFault::Contradicts { other_row: 8 }),
            (10, AnswerFault::UnknownReference("XS000001-00078".to_owned())),
        ]
    );
    // Masked but for its last digits, as many banks have it; sums at the foot are no line.
    let masked = row(&all[0], "成功", "").replace(account(0).digits(), "9030****0000");
    let read = read_answer(&answer(&[masked, "合计,,100.00,,".to_owned()]), general(), &sent(&all)).unwrap();
    assert_eq!(read.answers.len(), 1);
}

#[test]
fn what_is_no_answer_is_said() {
    let all = sent(&lines(1));
    assert_eq!(read_answer(b"", general(), &all), Err(NoAnswer::Unreadable(Unreadable::Empty)));
    assert_eq!(
        read_answer("业务参考号,金额\r\n1,2\r\n".as_bytes(), general(), &all),
        Err(NoAnswer::NoHeader(vec![AnswerColumn::Account, AnswerColumn::Result]))
    );
}

#[test]
fn the_workbook_for_the_treasury_comes_back_with_its_results() {
    let all = lines(2);
    let book = bank_files(profile("treasury-xlsx"), "培训补贴", &all).unwrap().remove(0);
    // As it was sent it says nothing of any line.
    assert_eq!(
        read_answer(&book, profile("treasury-xlsx"), &sent(&all)),
        Err(NoAnswer::NoHeader(vec![AnswerColumn::Result]))
    );
    let mut back = rust_xlsxwriter::Workbook::new();
    let sheet = back.add_worksheet();
    for (column, head) in
        ["明细编号", "收款人账号", "支付金额（元）", "支付结果", "失败原因"].into_iter().enumerate()
    {
        sheet.write_string(1, column as u16, head).unwrap();
    }
    for (at, (line, result)) in all.iter().zip(["已支付", "退回"]).enumerate() {
        let row = at as u32 + 2;
        sheet.write_string(row, 0, &line.reference).unwrap();
        sheet.write_string(row, 1, line.account.digits()).unwrap();
        sheet.write_number(row, 2, line.amount.0 as f64 / 100.0).unwrap();
        sheet.write_string(row, 3, result).unwrap();
    }
    let read = read_answer(&back.save_to_buffer().unwrap(), profile("treasury-xlsx"), &sent(&all)).unwrap();
    assert_eq!((read.answers.len(), read.faults.len()), (2, 0));
    assert_eq!(read.answers[1].outcome, Outcome::Failed(String::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Rows in any order, repeated, missing, of other lines, with other amounts, cut off anywhere.
    #[test]
    fn a_line_has_one_answer_at_most_and_it_is_what_its_rows_say(
        rows in prop::collection::vec((0_usize..8, 0_usize..4, any::<bool>()), 0..40),
        cut in 0_usize..3_000,
    ) {
        let known = lines(5);
        let all = lines(8);
        let words = ["成功", "失败", "处理中", ""];
        let said: Vec<(usize, usize, bool)> = rows;
        let texts: Vec<String> = said
            .iter()
            .map(|(at, word, right)| {
                let text = row(&all[*at], words[*word], "原因");
                if *right { text } else { text.replace(&yuan(all[*at].amount.0), "1.00") }
            })
            .collect();
        let bytes = answer(&texts);
        let whole = read_answer(&bytes, general(), &sent(&known)).unwrap();
        let mut seen = Vec::new();
        for one in &whole.answers {
            prop_assert!(one.line < known.len() && !seen.contains(&one.line));
            seen.push(one.line);
            let of_line: Vec<usize> = said
                .iter()
                .filter(|(at, word, right)| *at == one.line && *right && *word < 2)
                .map(|(_, word, _)| *word)
                .collect();
            prop_assert!(!of_line.is_empty() && of_line.iter().all(|word| *word == of_line[0]));
            prop_assert_eq!(matches!(one.outcome, Outcome::Paid), of_line[0] == 0);
        }
        // Every row is an answer, the same again, or a fault.
        prop_assert!(whole.faults.len() <= said.len());
        // Twice is the same, and a part of it names nothing that the whole does not, but for what contradicted itself.
        prop_assert_eq!(&read_answer(&bytes, general(), &sent(&known)).unwrap(), &whole);
        if let Ok(part) = read_answer(&bytes[..cut.min(bytes.len())], general(), &sent(&known)) {
            prop_assert!(part.answers.len() <= known.len());
            for one in &part.answers {
                prop_assert!(said.iter().any(|(at, _, right)| *at == one.line && *right));
            }
        }
    }

    #[test]
    fn no_bytes_make_the_reader_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..2_000), head in any::<bool>()) {
        let bytes = if head { [answer(&[]), bytes].concat() } else { bytes };
        for profile in profiles() {
            if let Ok(read) = read_answer(&bytes, profile, &sent(&lines(3))) {
                prop_assert!(read.answers.len() <= 3);
            }
        }
    }
}
