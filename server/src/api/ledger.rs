//! The ledger for everybody: signed checkpoints, entries without personal data, and proofs. Public and read-only, so
//! that an auditor needs nobody's leave.

mod bundle;
mod keys;

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use store::ledger::checkpoint::NoteSigner;
use store::tree::{LEDGER, Tree};
use store::witness::Cosignature;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::Site;
use web::error::AppError;

/// The most entries one answer holds.
const ENTRIES_MAX: i64 = 1000;

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(checkpoint))
        .routes(routes!(entries))
        .routes(routes!(inclusion))
        .routes(routes!(consistency))
        .merge(keys::routes())
        .merge(bundle::routes())
}

/// A signed checkpoint. Hashes are base64 everywhere below `/api/ledger`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CheckpointAnswer {
    /// The signed note (C2SP tlog-checkpoint): keep it, and no later rewriting goes unseen.
    note: String,
    /// The ledger's name.
    origin: String,
    /// How many entries it covers.
    size: i64,
    /// Root of the RFC 6962 tree over them.
    root: String,
    /// The key that checks the signature: `name+id+base64`. While one key hands over to the next, both have signed.
    public_key: String,
    /// When it was signed, unix milliseconds.
    made_at: i64,
    /// Who outside has seen it; their lines stand in the note too.
    cosignatures: Vec<CosignatureAnswer>,
    /// The newest checkpoint that anybody outside has seen: as a rule this one, or that of a minute before.
    witnessed: Option<WitnessedAnswer>,
}

/// That a witness saw a checkpoint, and that it continues all the witness had seen before.
#[derive(Debug, Serialize, ToSchema)]
struct CosignatureAnswer {
    /// The key that checks it: `name+id+base64`.
    public_key: String,
    /// When, by its own clock, in unix seconds.
    at: i64,
    /// The signature line (C2SP tlog-cosignature).
    line: String,
}

/// A checkpoint that witnesses cosigned.
#[derive(Debug, Serialize, ToSchema)]
struct WitnessedAnswer {
    /// How many entries it covers.
    size: i64,
    /// The signed note with every cosignature.
    note: String,
}

/// The newest checkpoint.
///
/// Covers every entry there is: one is signed now if the ledger grew. Witnesses outside are asked for it within a minute. With `Accept: text/plain` the note alone.
#[utoipa::path(
    get,
    path = "/api/ledger/checkpoint",
    tag = "ledger",
    responses((
        status = 200,
        description = "The signed checkpoint",
        content((CheckpointAnswer = "application/json"), (String = "text/plain"))
    ))
)]
async fn checkpoint(State(site): State<Site>, headers: HeaderMap) -> Result<Response, AppError> {
    newest(&site, &LEDGER, &site.signer, &headers).await
}

/// The newest checkpoint of a tree; one is signed now if it grew.
pub(super) async fn newest(
    site: &Site,
    tree: &'static Tree,
    signer: &NoteSigner,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    let made = site.db.make_checkpoint_of(tree, signer, site.now()).await?;
    let cosignatures = site.db.cosignatures(tree, made.size).await?;
    let note = with_lines(made.note, &cosignatures);
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.starts_with("text/plain") {
        return Ok(note.into_response());
    }
    let witnessed = match site.db.newest_cosigned(tree).await? {
        Some(size) if size == made.size => Some(WitnessedAnswer { size, note: note.clone() }),
        Some(size) => {
            let (found, lines) =
                (site.db.checkpoint_of(tree, size).await?, site.db.cosignatures(tree, size).await?);
            Some(WitnessedAnswer { size, note: with_lines(found.note, &lines) })
        }
        None => None,
    };
    let cosignatures = cosignatures
        .into_iter()
        .map(|one| CosignatureAnswer { public_key: one.public_key, at: one.at_s, line: one.line })
        .collect();
    Ok(Json(CheckpointAnswer {
        note,
        origin: signer.origin().to_owned(),
        size: made.size,
        root: STANDARD.encode(made.root),
        public_key: signer.public_key(),
        made_at: made.made_at,
        cosignatures,
        witnessed,
    })
    .into_response())
}

/// A note with the lines of those who cosigned it: who does not know them passes them over.
fn with_lines(note: String, cosignatures: &[Cosignature]) -> String {
    cosignatures.iter().fold(note, |note, one| note + &one.line)
}

#[derive(Debug, Deserialize)]
struct Span {
    from: Option<i64>,
    to: Option<i64>,
}

/// Entries of the ledger.
#[derive(Debug, Serialize, ToSchema)]
struct EntriesAnswer {
    from: i64,
    /// The first index not in this answer.
    to: i64,
    /// How many entries there are in all.
    size: i64,
    entries: Vec<EntryAnswer>,
}

/// One entry.
#[derive(Debug, Serialize, ToSchema)]
struct EntryAnswer {
    index: i64,
    /// RFC 6962 leaf hash of the body's bytes.
    hash: String,
    /// The hashed bytes, canonical JSON. People appear as keyed digests only.
    body: String,
}

/// Entries by their place, at most 1000 at once.
#[utoipa::path(
    get,
    path = "/api/ledger/entries",
    tag = "ledger",
    params(
        ("from" = Option<i64>, Query, description = "First index, 0 if absent"),
        ("to" = Option<i64>, Query, description = "Index after the last; 100 more than `from` if absent"),
    ),
    responses(
        (status = 200, description = "The entries there are in the span", body = EntriesAnswer),
        (status = 400, description = "`malformed`: not two indexes in order"),
    )
)]
async fn entries(
    State(site): State<Site>,
    span: Result<Query<Span>, QueryRejection>,
) -> Result<Json<EntriesAnswer>, AppError> {
    let span = span.map_err(|_| malformed())?.0;
    let size = site.db.ledger_size().await?;
    let from = span.from.unwrap_or(0);
    let to = span.to.unwrap_or(from.saturating_add(100));
    if from < 0 || to < from {
        return Err(malformed());
    }
    let from = from.min(size);
    let to = to.min(size).min(from + ENTRIES_MAX);
    let entries = site.db.ledger_entries(from, to).await?;
    let entries = entries
        .into_iter()
        .map(|entry| EntryAnswer {
            index: entry.index,
            hash: translog::leaf_hash(entry.body.as_bytes()).to_string(),
            body: entry.body.0,
        })
        .collect();
    Ok(Json(EntriesAnswer { from, to, size, entries }))
}

#[derive(Debug, Deserialize)]
struct InTree {
    size: Option<i64>,
}

/// That an entry lies in the tree of a size.
#[derive(Debug, Serialize, ToSchema)]
struct InclusionAnswer {
    index: i64,
    size: i64,
    /// Root of the tree of that size.
    root: String,
    /// RFC 6962 leaf hash of the entry.
    hash: String,
    /// The audit path from the leaf to the root.
    proof: Vec<String>,
}

/// Proof that an entry is in the ledger.
#[utoipa::path(
    get,
    path = "/api/ledger/proof/inclusion/{index}",
    tag = "ledger",
    params(
        ("index" = i64, Path, description = "Place of the entry"),
        ("size" = Option<i64>, Query, description = "Size of the tree, that of a checkpoint; today's if absent"),
    ),
    responses(
        (status = 200, description = "The audit path", body = InclusionAnswer),
        (status = 400, description = "`malformed`: not numbers"),
        (status = 404, description = "`not_found`: no such entry in a tree of that size"),
    )
)]
async fn inclusion(
    State(site): State<Site>,
    index: Result<Path<i64>, PathRejection>,
    query: Result<Query<InTree>, QueryRejection>,
) -> Result<Json<InclusionAnswer>, AppError> {
    let index = index.map_err(|_| malformed())?.0;
    let size = match query.map_err(|_| malformed())?.0.size {
        Some(size) => size,
        None => site.db.ledger_size().await?,
    };
    let proof = site.db.inclusion_proof(index, size).await?;
    let root = site.db.ledger_root(size).await?;
    let entry = site.db.ledger_entries(index, index + 1).await?.pop().ok_or(AppError::NotFound)?;
    Ok(Json(InclusionAnswer {
        index,
        size,
        root: root.to_string(),
        hash: translog::leaf_hash(entry.body.as_bytes()).to_string(),
        proof: proof.iter().map(ToString::to_string).collect(),
    }))
}

#[derive(Debug, Deserialize)]
pub(super) struct Growth {
    from: i64,
    to: Option<i64>,
}

/// That a smaller tree is the beginning of a larger one.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConsistencyAnswer {
    from: i64,
    to: i64,
    from_root: String,
    to_root: String,
    proof: Vec<String>,
}

/// Proof that the ledger only grew.
#[utoipa::path(
    get,
    path = "/api/ledger/proof/consistency",
    tag = "ledger",
    params(
        ("from" = i64, Query, description = "Size of the older checkpoint"),
        ("to" = Option<i64>, Query, description = "Size of the newer one; today's if absent"),
    ),
    responses(
        (status = 200, description = "The RFC 6962 consistency proof", body = ConsistencyAnswer),
        (status = 400, description = "`malformed`: not numbers"),
        (status = 404, description = "`not_found`: the ledger never had these sizes in this order"),
    )
)]
async fn consistency(
    State(site): State<Site>,
    query: Result<Query<Growth>, QueryRejection>,
) -> Result<Json<ConsistencyAnswer>, AppError> {
    growth(&site, &LEDGER, query).await
}

/// That a tree only grew.
pub(super) async fn growth(
    site: &Site,
    tree: &'static Tree,
    query: Result<Query<Growth>, QueryRejection>,
) -> Result<Json<ConsistencyAnswer>, AppError> {
    let Growth { from, to } = query.map_err(|_| malformed())?.0;
    let to = match to {
        Some(to) => to,
        None => site.db.tree_size(tree).await?,
    };
    let proof = site.db.consistency_in(tree, from, to).await?;
    Ok(Json(ConsistencyAnswer {
        from,
        to,
        from_root: site.db.tree_root(tree, from).await?.to_string(),
        to_root: site.db.tree_root(tree, to).await?.to_string(),
        proof: proof.iter().map(ToString::to_string).collect(),
    }))
}

fn malformed() -> AppError {
    AppError::invalid(
        "malformed",
        "参数须为不小于 0 的整数，且先小后大。",
        "The parameters must be whole numbers from 0 on, the smaller one first.",
    )
}
