//! The file for the bank.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::PaymentId;
use domain::payee::{AccountNumber, PayeeKind};
use domain::payment::reference;
use domain::subsidy::Fen;
use roster::bank::{BankFault, BankLine, Profile, bank_files, profiles};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use store::payment::Payment;
use store::sealed::PAYMENT_TO;
use web::address::Address;
use web::error::AppError;
use web::form::FormState;
use web::{Site, Viewer, Visit};

use super::detail::{QueryParams, payment_page};

pub fn routes() -> Router<Site> {
    Router::new().route("/payments/{id}/file", post(file))
}

/// What each line is paid for, as the bank writes it into the account.
const PURPOSE: &str = "职业技能培训补贴";
/// So many lines are named that cannot go into a file.
const FAULTS_SHOWN: usize = 20;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct FileForm {
    profile: String,
    part: String,
}

/// To whom a line goes, as it was frozen.
#[derive(Deserialize)]
struct To {
    name: String,
    bank: String,
    kind: String,
    number: String,
}

/// `POST /payments/{id}/file`: for who makes payments; each download is a line of the audit log.
async fn file(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<FileForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::MakePayments)?;
    let w = visit.words;
    let payment = site.db.payment(&PaymentId(id)).await?;
    let Some(profile) = profiles().iter().find(|one| one.code == form.profile) else {
        let state = FormState::from(()).refused("profile", w.t("请选择格式。", "Please choose the format."));
        let page = payment_page(&site, &viewer, &visit, payment, QueryParams::default(), state).await?;
        return Ok(page.refused().into_response());
    };
    let lines = bank_lines(&site, &payment).await?;
    let drawn = tokio::task::spawn_blocking(move || bank_files(profile, PURPOSE, &lines))
        .await
        .map_err(anyhow::Error::from)?;
    let mut files = match drawn {
        Ok(files) => files,
        Err(faults) => {
            let mut state = FormState::from(());
            for fault in faults.iter().take(FAULTS_SHOWN) {
                state.refuse("", said(w, payment.number, profile, fault));
            }
            let page = payment_page(&site, &viewer, &visit, payment, QueryParams::default(), state).await?;
            return Ok(page.refused().into_response());
        }
    };
    let part = form.part.parse::<usize>().unwrap_or(1).clamp(1, files.len().max(1));
    if files.is_empty() {
        return Err(AppError::NotFound);
    }
    let bytes = files.swap_remove(part - 1);
    let action = AuditAction::PaymentFile {
        payment: payment.id.clone(),
        profile: profile.code.clone(),
        part: i64::try_from(part).unwrap_or(i64::MAX),
        sha256: hex::encode(Sha256::digest(&bytes)),
    };
    site.db.write_audit(&site.event(&viewer, &from, action, "")).await?;
    let name = format!("xueshi-{:06}-{part}.{}", payment.number, profile.ending());
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(profile.media_type()));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// Every line of a batch, opened.
async fn bank_lines(site: &Site, payment: &Payment) -> Result<Vec<BankLine>, AppError> {
    let shut = |n: i64| AppError::Internal(anyhow::anyhow!("line {n} of payment {} is shut", payment.id));
    let mut lines = Vec::new();
    for line in site.db.sent_lines(&payment.id).await? {
        let opened = site.open(PAYMENT_TO.of(&line.id), &line.to_sealed).await?;
        let to: To = opened.and_then(|text| serde_json::from_str(&text).ok()).ok_or_else(|| shut(line.n))?;
        let kind = PayeeKind::from_code(&to.kind).ok_or_else(|| shut(line.n))?;
        lines.push(BankLine {
            reference: reference(payment.number, line.n),
            account: AccountNumber::read(&to.number, kind).map_err(|_| shut(line.n))?,
            name: to.name,
            bank: to.bank,
            amount: Fen(line.amount_fen),
        });
    }
    Ok(lines)
}

/// Why no file leaves, at its line.
fn said(w: Words, number: i64, profile: &Profile, fault: &BankFault) -> String {
    let line = |line: usize| reference(number, i64::try_from(line).map_or(i64::MAX, |line| line + 1));
    let bank = super::detail::name(w, profile);
    match (fault, w) {
        (BankFault::NotInEncoding { line: at, characters }, Words::Zh) => {
            format!("{}：“{characters}”这些字，{bank}的编码里没有，请换一种格式。", line(*at))
        }
        (BankFault::NotInEncoding { line: at, characters }, Words::En) => {
            format!(
                "{}: “{characters}” is not in the encoding of {bank}; please choose another format.",
                line(*at)
            )
        }
        (BankFault::NameTooLong { line: at, most }, Words::Zh) => {
            format!("{}：户名超过 {most} 个字，{bank}放不下，请换一种格式。", line(*at))
        }
        (BankFault::NameTooLong { line: at, most }, Words::En) => {
            format!("{}: the name has more than {most} characters; please choose another format.", line(*at))
        }
        (BankFault::NotAText { line: at }, Words::Zh) => {
            format!("{}：户名或者银行名称里有不能写进文件的符号。", line(*at))
        }
        (BankFault::NotAText { line: at }, Words::En) => {
            format!("{}: a name has signs in it that cannot go into a file.", line(*at))
        }
        (BankFault::NoAmount { line: at }, Words::Zh) => format!("{}：没有金额。", line(*at)),
        (BankFault::NoAmount { line: at }, Words::En) => format!("{}: no amount.", line(*at)),
        (BankFault::NotDrawn, _) => {
            w.t("文件没有做成，请再试一次。", "The file could not be drawn; please try again.").to_owned()
        }
    }
}
