//! The file that came back from the bank: shown first, and recorded once it was seen.

use std::collections::HashSet;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::PaymentId;
use domain::payment::{PaymentOutcome, reference};
use domain::subsidy::Fen;
use leptos::prelude::*;
use roster::bank::{
    AnswerColumn, AnswerFault, Answers, Expected, NoAnswer, Outcome, Profile, profiles, read_answer,
};
use sha2::{Digest, Sha256};
use store::payment::{Payment, SentLine};
use web::address::Address;
use web::error::AppError;
use web::file::{not_whole, place_to_receive};
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, ColumnKind, Crumbs, DataTable, Flash as Notice, HeadCell, KeyFigure, KeyFigures, Kind,
    LinkButton, NavItem, Row, Tone,
};
use web::received_file::{READ_BYTES_MAX, SentFile, receive};
use web::{Flash, Site, Viewer, Visit};

use super::detail::{QueryParams, payment_page};
use super::{actor, batch};

/// The largest file: it comes a second time with the page that shows it.
const BYTES_MAX: usize = 1024 * 1024;
/// So many faults are shown.
const FAULTS_SHOWN: usize = 200;

pub fn routes() -> Router<Site> {
    let limit = DefaultBodyLimit::max(READ_BYTES_MAX);
    Router::new().route("/payments/{id}/answer", post(send).layer(limit))
}

/// What a file says of a batch.
struct Judged {
    /// What is new, by line.
    new: Vec<PaymentOutcome>,
    /// Lines that have the same answer already.
    known: usize,
    /// Row, line, and whether it says that the line was paid, where something else is recorded.
    contradicted: Vec<(u32, i64)>,
    faults: Vec<(u32, AnswerFault)>,
    /// Lines without an answer, here or before.
    missing: usize,
}

/// `POST /payments/{id}/answer`: for who makes payments. A file is judged and shown; the same file, seen, is recorded.
async fn send(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    viewer.require(Action::MakePayments)?;
    let actor = actor(&viewer)?;
    let w = visit.words;
    let _place = place_to_receive()?;
    let (mut seen, mut code, mut sent) = (false, String::new(), SentFile::default());
    // What is no such form is taken as one in which nothing was chosen.
    if let Ok(form) = form {
        let typed = |name: &str, text: String| match name {
            "seen" => seen = true,
            "profile" => code = text,
            _ => {}
        };
        match receive(form, typed, &mut sent).await {
            Ok(()) => {}
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => sent.too_large = true,
            Err(_) => return Err(not_whole()),
        }
    }
    let payment = site.db.payment(&PaymentId(id)).await?;
    let profile = profiles().iter().find(|one| one.code == code);
    // A page gives the file back as text.
    let bytes =
        if seen { hex::decode(&sent.bytes).unwrap_or_default() } else { std::mem::take(&mut sent.bytes) };
    let refusal = if sent.too_large || bytes.len() > BYTES_MAX {
        Some(w.t("文件太大，最大 1 MB。", "The file is too large: 1 MB at most.").to_owned())
    } else if bytes.is_empty() {
        Some(w.t("请选择文件。", "Please choose a file.").to_owned())
    } else {
        None
    };
    let read = match (refusal, profile) {
        (Some(why), _) => Err(why),
        (None, None) => return Err(AppError::NotFound),
        (None, Some(profile)) => {
            let lines = site.db.sent_lines(&payment.id).await?;
            let expected = expected(&payment, &lines);
            let read = {
                let bytes = bytes.clone();
                tokio::task::spawn_blocking(move || read_answer(&bytes, profile, &expected))
                    .await
                    .map_err(anyhow::Error::from)?
            };
            read.map(|answers| (profile, judged(&lines, answers))).map_err(|why| unreadable(w, profile, &why))
        }
    };
    let (profile, found) = match read {
        Ok(found) => found,
        Err(why) => {
            let state = FormState::from(()).refused("file", why);
            let page = payment_page(&site, &viewer, &visit, payment, QueryParams::default(), state).await?;
            return Ok(page.refused().into_response());
        }
    };
    let here = format!("/payments/{}", payment.id);
    if !seen {
        return Ok(preview(&visit, &payment, profile, found, &hex::encode(bytes)).into_response());
    }
    let (answer, file_sha256) = (site.new_id(), hex::encode(Sha256::digest(&bytes)));
    let event = |paid, failed, sha256| {
        let action = AuditAction::PaymentAnswer {
            payment: payment.id.clone(),
            answer: answer.clone(),
            file_sha256: file_sha256.clone(),
            paid,
            failed,
            sha256,
        };
        site.event(&viewer, &from, action, "")
    };
    let done =
        site.db.answer_payment(&payment.id, (&answer, &file_sha256), &found.new, &actor, event).await?;
    if done.paid + done.failed == 0 {
        let says = w.t("没有新的答复：都记过了。", "Nothing new: all of it was recorded before.");
        return Ok(Flash::notice(says).then(&here));
    }
    let says = match w {
        Words::Zh => format!("记下了：发放 {} 人，没有发成 {} 人。", done.paid, done.failed),
        Words::En => format!("Recorded: {} paid, {} not paid.", done.paid, done.failed),
    };
    Ok(Flash::done(says).then(&here))
}

/// What the bank was asked for.
fn expected(payment: &Payment, lines: &[SentLine]) -> Vec<Expected> {
    let one = |line: &SentLine| Expected {
        reference: reference(payment.number, line.n),
        last_four: line.last_four.clone(),
        amount: Fen(line.amount_fen),
    };
    lines.iter().map(one).collect()
}

/// What of the answers is new, what was known, and what contradicts what is recorded.
fn judged(lines: &[SentLine], answers: Answers) -> Judged {
    let mut found =
        Judged { new: Vec::new(), known: 0, contradicted: Vec::new(), faults: answers.faults, missing: 0 };
    let mut answered: HashSet<i64> = HashSet::new();
    for one in answers.answers {
        let Some(line) = lines.get(one.line) else { continue };
        let failed = match one.outcome {
            Outcome::Paid => None,
            Outcome::Failed(why) => Some(why),
        };
        answered.insert(line.n);
        match (line.state.as_str(), &failed) {
            ("sent", _) => found.new.push(PaymentOutcome { n: line.n, failed }),
            ("paid", None) => found.known += 1,
            ("failed", Some(why)) if *why == line.reason => found.known += 1,
            _ => found.contradicted.push((one.row, line.n)),
        }
    }
    let open = |line: &&SentLine| line.state == "sent" && !answered.contains(&line.n);
    found.missing = lines.iter().filter(open).count();
    found
}

/// What a file says, before anything of it is recorded.
fn preview(visit: &Visit, payment: &Payment, profile: &'static Profile, found: Judged, file: &str) -> Page {
    let w = visit.words;
    let title = w.t("银行的答复", "The bank’s answer");
    let (number, here, file) = (payment.number, format!("/payments/{}", payment.id), file.to_owned());
    visit.page(About::new(title).at(NavItem::Payments), move || {
        let failed = found.new.iter().filter(|one| one.failed.is_some()).count();
        let paid = found.new.len() - failed;
        let count = |count: usize| format::count(i64::try_from(count).unwrap_or(i64::MAX));
        let troubles = found.faults.len() + found.contradicted.len();
        let warned = (troubles > 0).then(|| {
            let says = match w {
                Words::Zh => format!("文件里有 {troubles} 行没有采用，原因在下面；这些行不改变任何记录。请和银行核对。"),
                Words::En => format!("{troubles} rows of the file are not taken, for the reasons below; they change nothing. Please ask the bank."),
            };
            view! { <Notice tone=Tone::Warning>{says}</Notice> }
        });
        let mut rows: Vec<(u32, String)> =
            found.faults.iter().map(|(row, fault)| (*row, said(w, fault))).collect();
        rows.extend(found.contradicted.iter().map(|(row, n)| {
            let reference = reference(number, *n);
            let says = match w {
                Words::Zh => format!("{reference} 以前记的是另一个结果，保持不变。"),
                Words::En => format!("{reference} has another answer on record, which stays."),
            };
            (*row, says)
        }));
        rows.sort();
        let rows = rows.into_iter().take(FAULTS_SHOWN).map(|(row, says)| {
            view! {
                <Row>
                    <HeadCell>{row}</HeadCell>
                    <Cell label=w.t("为什么没有采用", "Why it is not taken")>{says}</Cell>
                </Row>
            }
        });
        let rows = rows.collect_view();
        let table = (troubles > 0).then(|| {
            view! {
                <DataTable
                    caption=w.t("没有采用的行", "Rows that are not taken")
                    columns=vec![
                        (w.t("行", "Row").to_owned(), ColumnKind::Short),
                        (w.t("为什么没有采用", "Why it is not taken").to_owned(), ColumnKind::Text),
                    ]
                >
                    {rows}
                </DataTable>
            }
        });
        let failures: Vec<_> = found
            .new
            .iter()
            .filter_map(|one| Some((reference(number, one.n), one.failed.clone()?)))
            .take(FAULTS_SHOWN)
            .map(|(reference, why)| view! { <li>{reference} " " <span class="soft">{why}</span></li> })
            .collect();
        let failures = (!failures.is_empty()).then(|| {
            view! {
                <section class="sheet">
                    <h2>{w.t("没有发成的", "Not paid")}</h2>
                    <ul>{failures}</ul>
                </section>
            }
        });
        let confirm = if found.new.is_empty() {
            view! {
                <p>{w.t("文件里没有新的答复，没有什么要记。", "The file has no new answer; there is nothing to record.")}</p>
                <LinkButton href=here.clone()>{w.t("回到这一批", "Back to the batch")}</LinkButton>
            }
            .into_any()
        } else {
            view! {
                <form class="form sheet" method="post" action=format!("{here}/answer") enctype="multipart/form-data">
                    <input type="hidden" name="seen" value="yes" />
                    <input type="hidden" name="profile" value=profile.code.clone() />
                    <input type="hidden" name="file" value=file.clone() />
                    <p class="soft">
                        {w.t(
                            "记下以后不能改。没有发成的，学员会看到原因，换了账户可以再付。",
                            "It cannot be changed once it is recorded. Those who were not paid see why, and can be paid to another account.",
                        )}
                    </p>
                    <div class="actions">
                        <Button kind=Kind::Primary>{w.t("记下这些答复", "Record these answers")}</Button>
                        <LinkButton href=here.clone() kind=Kind::Quiet>{w.t("取消", "Cancel")}</LinkButton>
                    </div>
                </form>
            }
            .into_any()
        };
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/payments".to_owned(), NavItem::Payments.name(w).to_owned()),
                    (here.clone(), batch(w, number)),
                ]
                here=title
            />
            <h1>{title}</h1>
            {warned}
            <KeyFigures>
                <KeyFigure label=w.t("发放成功", "Paid") value=count(paid) />
                <KeyFigure label=w.t("没有发成", "Not paid") value=count(failed) />
                <KeyFigure label=w.t("以前记过的", "Recorded before") value=count(found.known) />
                <KeyFigure label=w.t("还没有答复", "No answer yet") value=count(found.missing) />
            </KeyFigures>
            {confirm}
            {failures}
            {table}
        }
    })
}

/// Why a row is not taken.
fn said(w: Words, fault: &AnswerFault) -> String {
    match (fault, w) {
        (AnswerFault::UnknownReference(reference), Words::Zh) => format!("这一批里没有“{reference}”。"),
        (AnswerFault::UnknownReference(reference), Words::En) => format!("“{reference}” is not in this batch."),
        (AnswerFault::OtherAmount { sent, says }, _) => {
            let says = says.map_or_else(|| w.t("看不懂的金额", "no amount that can be read").to_owned(), |fen| format::money(fen.0));
            match w {
                Words::Zh => format!("金额不一样：送去的是 {}，文件里是 {says}。", format::money(sent.0)),
                Words::En => format!("Another amount: {} was sent, and it says {says}.", format::money(sent.0)),
            }
        }
        (AnswerFault::OtherAccount, _) => w
            .t("账号的后四位和送去的不一样，或者表格软件把账号变成了数字。", "The last digits of the account are not those that were sent, or a spreadsheet made a number of it.")
            .to_owned(),
        (AnswerFault::UnknownWords(words), Words::Zh) => format!("看不懂结果“{words}”，不知道付了没有。"),
        (AnswerFault::UnknownWords(words), Words::En) => format!("“{words}” does not say whether it was paid."),
        (AnswerFault::Contradicts { other_row }, Words::Zh) => {
            format!("和第 {other_row} 行说的不一样，两行都不算。")
        }
        (AnswerFault::Contradicts { other_row }, Words::En) => {
            format!("Row {other_row} says something else: neither counts.")
        }
    }
}

/// Why a file is no answer, and what to do.
fn unreadable(w: Words, profile: &Profile, why: &NoAnswer) -> String {
    match (why, w) {
        (NoAnswer::NoHeader(lacking), _) => {
            let name = |column: &AnswerColumn| match column {
                AnswerColumn::Reference => &profile.answer.reference,
                AnswerColumn::Account => &profile.answer.account,
                AnswerColumn::Amount => &profile.answer.amount,
                AnswerColumn::Result => &profile.answer.result,
            };
            let names: Vec<&str> =
                lacking.iter().filter_map(|column| name(column).first()).map(String::as_str).collect();
            match w {
                Words::Zh => format!("没有找到这些列：{}。请看格式选得对不对。", names.join("、")),
                Words::En => {
                    format!("These columns were not found: {}. Is it the right format?", names.join(", "))
                }
            }
        }
        (NoAnswer::Unreadable(_), _) => w
            .t(
                "这个文件打不开，不是 Excel 或者 CSV。请换一个。",
                "This file cannot be read as Excel or CSV. Please choose another.",
            )
            .to_owned(),
    }
}
