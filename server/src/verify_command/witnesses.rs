//! What witnesses saw, from where it is kept: a running witness, or a file.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use sha2::{Digest, Sha256};
use store::ledger::checkpoint::AUDIT_ENDING;
use verify::VerifyError;
use verify::witness::{Seen, WitnessKey};

/// A witness that has not answered by then does not.
const ANSWER_SECONDS_MAX: Duration = Duration::from_secs(30);

/// What the witness that is named as `URL|FILE=VKEY` saw of a ledger and its audit log. Saying nothing of the ledger is an
/// error: an auditor would take the silence for a yes.
pub async fn seen(named: &str, ledger: &str) -> Result<Vec<Seen>> {
    let (place, key) = named.rsplit_once('=').context("--witness must look like URL=VKEY or FILE=VKEY")?;
    let key = WitnessKey::parse(key).map_err(|error| anyhow::anyhow!("--witness {named}: {error}"))?;
    let audit = format!("{ledger}{AUDIT_ENDING}");
    let mut all = Vec::new();
    if place.starts_with("http://") || place.starts_with("https://") {
        for origin in [ledger, &audit] {
            if let Some(note) = latest(place, origin).await? {
                all.extend(key.read(place, &note).map_err(VerifyError::from)?);
            }
        }
    } else {
        let text = std::fs::read_to_string(place).with_context(|| format!("{place} cannot be read"))?;
        all = key.read(place, &text).map_err(VerifyError::from)?;
        all.retain(|seen| seen.note.origin == ledger || seen.note.origin == audit);
    }
    if all.iter().all(|seen| seen.note.origin != ledger) {
        bail!("{place}: the witness {} has seen nothing of {ledger}", key.name());
    }
    Ok(all)
}

/// The checkpoint that a running witness cosigned last of a log, if there is one.
async fn latest(url: &str, origin: &str) -> Result<Option<String>> {
    let client = Client::builder().timeout(ANSWER_SECONDS_MAX).redirect(Policy::none()).build()?;
    let url = format!("{}/{}/checkpoint", url.trim_end_matches('/'), hex::encode(Sha256::digest(origin)));
    let answer = client.get(&url).send().await.with_context(|| format!("{url} does not answer"))?;
    match answer.status() {
        StatusCode::NOT_FOUND => Ok(None),
        StatusCode::OK => Ok(Some(answer.text().await.with_context(|| format!("{url} does not answer"))?)),
        status => bail!("{url} answers {status}"),
    }
}
