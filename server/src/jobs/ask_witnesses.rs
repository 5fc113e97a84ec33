//! Asking the witnesses to cosign what the ledger and the audit log have grown to (C2SP `tlog-witness`). Each witness is asked
//! by a task of its own, and nobody who studies waits for any of them.

use std::time::Duration;

use anyhow::{Context, Result};
use domain::ledger::WitnessTrouble;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use store::ledger::checkpoint::{Checkpoint, NoteSigner};
use store::tree::{AUDIT, LEDGER, Tree};
use store::witness::{Cosignature, Refused, refusal_line};
use translog::{Cosigner, SignedCheckpoint};
use web::Site;

/// How often a witness that answers is asked: as often as a checkpoint is signed.
const EVERY: Duration = Duration::from_mins(1);
/// The longest pause before a witness that does not answer is asked again.
const PAUSE_MAX: Duration = Duration::from_mins(16);
/// A witness that has not answered by then is away.
const ANSWER_SECONDS_MAX: Duration = Duration::from_secs(10);
/// More than a few signature lines.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// A tree that stands still is cosigned anew so often: whoever looks sees that its witness is awake.
const FRESH_S: i64 = 600;
/// A witness whose clock differs by more is not believed: its times bound those of the entries.
const CLOCK_DIFFERENCE_S_MAX: i64 = 120;
/// Another server may have asked in between; then it is asked again, from what it has seen by now.
const TRIES: u32 = 3;

/// A witness that is asked: where it is, and the key by which it signs.
#[derive(Clone, Debug)]
pub struct Witness {
    client: Client,
    add_checkpoint: Url,
    cosigner: Cosigner,
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// It cosigned, now or not long ago.
    Cosigned,
    /// It did not.
    InVain(WitnessTrouble),
    /// It speaks against the books.
    Refused(Refused),
}

impl Witness {
    /// Reads `URL=VKEY`.
    pub fn parse(text: &str) -> Result<Self> {
        let (url, key) =
            text.rsplit_once('=').context("a witness is named as https://witness.example=VKEY")?;
        let cosigner = Cosigner::parse(key).with_context(|| {
            format!("{key:?} is no key of a witness: it prints it when it starts, NAME+ID+KEY")
        })?;
        let url = format!("{}/add-checkpoint", url.trim_end_matches('/'));
        let add_checkpoint: Url = url.parse().with_context(|| format!("{url} is no address"))?;
        let client = Client::builder().timeout(ANSWER_SECONDS_MAX).redirect(Policy::none()).build()?;
        Ok(Self { client, add_checkpoint, cosigner })
    }

    /// Its public key, `name+id+base64`.
    pub fn public_key(&self) -> String {
        self.cosigner.public_key()
    }

    async fn post(&self, body: String) -> Option<(StatusCode, String)> {
        let answer = self.client.post(self.add_checkpoint.clone()).body(body).send().await.ok()?;
        let status = answer.status();
        Some((status, text(answer).await?))
    }
}

/// Asks a witness until the process ends: each minute while it answers, after longer and longer pauses while it does not.
pub async fn work(site: Site, witness: Witness) {
    let mut pause = EVERY;
    loop {
        pause = match once(&site, &witness).await {
            Ok(true) => EVERY,
            Ok(false) => (pause * 2).min(PAUSE_MAX),
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "a witness could not be asked");
                EVERY
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Asks about both trees as they stand, and keeps what came of it. Says whether it answered.
pub async fn once(site: &Site, witness: &Witness) -> Result<bool> {
    let ledger = about(site, witness, &LEDGER, &site.signer).await?;
    Ok(about(site, witness, &AUDIT, &site.signer.audit()).await? && ledger)
}

async fn about(site: &Site, witness: &Witness, tree: &'static Tree, signer: &NoteSigner) -> Result<bool> {
    let (key, name) = (witness.public_key(), witness.cosigner.name());
    match ask(site, witness, tree, signer).await? {
        Asked::Cosigned => return Ok(true),
        Asked::InVain(trouble) => {
            tracing::warn!(
                witness = name,
                log = signer.origin(),
                trouble = trouble.as_str(),
                "no cosignature"
            );
            site.db.keep_silence(tree, &key, trouble, site.now()).await?;
            // Whether its clock is set right is no reason to ask it less.
            return Ok(trouble == WitnessTrouble::Clock);
        }
        Asked::Refused(refused) => {
            let Refused { trouble, size, seen } = refused;
            tracing::error!(
                witness = name,
                log = signer.origin(),
                trouble = trouble.as_str(),
                size,
                seen,
                "a witness refuses the books"
            );
            let event = site.event_by_system(refusal_line(name, signer.origin(), refused));
            site.db.keep_refusal(tree, &key, refused, &site.new_id(), &event).await?;
        }
    }
    Ok(true)
}

async fn ask(site: &Site, witness: &Witness, tree: &'static Tree, signer: &NoteSigner) -> Result<Asked> {
    let key = witness.public_key();
    let last = site.db.last_cosigned(tree, &key).await?;
    let mut made = site.db.make_checkpoint_of(tree, signer, site.now()).await?;
    let now_s = site.now() / 1000;
    let fresh = |last: &Cosignature| last.size == made.size && now_s - last.at_s < FRESH_S;
    let awake =
        site.db.witnesses(tree).await?.iter().any(|one| one.public_key == key && one.silent.is_none());
    if awake && last.as_ref().is_some_and(fresh) {
        return Ok(Asked::Cosigned);
    }
    let mut seen = last.map_or(0, |last| last.size);
    for _ in 0..TRIES {
        if seen > made.size {
            made = site.db.make_checkpoint_of(tree, signer, site.now()).await?;
        }
        if seen > made.size {
            return Ok(Asked::Refused(Refused { trouble: WitnessTrouble::Shorter, size: made.size, seen }));
        }
        let Some((status, answer)) = witness.post(request(site, tree, seen, &made).await?).await else {
            return Ok(Asked::InVain(WitnessTrouble::Away));
        };
        match status {
            StatusCode::OK => return cosigned(site, witness, tree, &made, &answer).await,
            StatusCode::CONFLICT => match answer.trim_end().parse() {
                Ok(size) if size != seen => seen = size,
                _ => return Ok(Asked::InVain(WitnessTrouble::Away)),
            },
            StatusCode::UNPROCESSABLE_ENTITY => {
                let trouble = WitnessTrouble::Rewritten;
                return Ok(Asked::Refused(Refused { trouble, size: made.size, seen }));
            }
            StatusCode::NOT_FOUND | StatusCode::FORBIDDEN => {
                return Ok(Asked::InVain(WitnessTrouble::Unknown));
            }
            _ => return Ok(Asked::InVain(WitnessTrouble::Away)),
        }
    }
    Ok(Asked::InVain(WitnessTrouble::Away))
}

/// The body of a request: from where, the proof, and the checkpoint.
async fn request(site: &Site, tree: &'static Tree, seen: i64, made: &Checkpoint) -> Result<String> {
    let proof = site.db.consistency_in(tree, seen, made.size).await?;
    let head = proof.iter().fold(format!("old {seen}\n"), |head, hash| head + &hash.to_string() + "\n");
    Ok(head + "\n" + &made.note)
}

/// Keeps the cosignature in an answer, if there is one that holds.
async fn cosigned(
    site: &Site,
    witness: &Witness,
    tree: &'static Tree,
    made: &Checkpoint,
    answer: &str,
) -> Result<Asked> {
    let checkpoint = SignedCheckpoint::read(&made.note).context("a checkpoint of our own is none")?;
    let found = witness.cosigner.cosignatures(&checkpoint.text, answer).pop();
    let Some((line, at_s)) = found else { return Ok(Asked::InVain(WitnessTrouble::Away)) };
    let now_ms = site.now();
    if (at_s - now_ms / 1000).abs() > CLOCK_DIFFERENCE_S_MAX {
        return Ok(Asked::InVain(WitnessTrouble::Clock));
    }
    let said = Cosignature { size: made.size, public_key: witness.public_key(), at_s, line };
    site.db.keep_cosignature(tree, &said, now_ms).await?;
    Ok(Asked::Cosigned)
}

/// The body of an answer; `None` if it is no short text, or breaks off.
async fn text(mut answer: Response) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.ok()? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ANSWER_BYTES_MAX {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_witness_is_an_address_and_a_key_that_cosigns() {
        let key = "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv";
        let witness = Witness::parse(&format!("https://w.example/a?b=c/={key}")).unwrap();
        assert_eq!(witness.add_checkpoint.as_str(), "https://w.example/a?b=c/add-checkpoint");
        assert_eq!(witness.public_key(), key);
        for wrong in ["https://w.example", "https://w.example=w+00000000+BEqS", &format!("nowhere={key}")] {
            assert!(Witness::parse(wrong).is_err(), "{wrong}");
        }
    }
}
