//! Checking for strangers: a learner's evidence or a checkpoint is brought, and the page says in plain words what holds.

use app::format;
use app::words::Words;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Extension, Router};
use domain::ledger::{Claim, Examined, Exhibit, KeyList, ListedKey, ProofError};
use domain::time::Zone;
use leptos::prelude::*;
use store::StoreError;
use store::tree::{AUDIT, LEDGER};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Button, Chip, Fact, Facts, FileField, Flash, Kind, Status, TextArea, Tone};
use web::{Site, Visit};

mod record;
mod statement;
mod witness;

use record::FileFound;
use witness::{Witness, watchers};

/// A bundle of a hundred hours with all their beats is some six megabytes.
const BUNDLE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Examines what was brought against a public key and the hand-overs of the ledger's keys; `None` if it is nothing that can
/// be examined. The examiner is the second opinion of the server, which shares nothing with the code that writes the books.
#[derive(Clone, Copy)]
pub struct Examiner(pub fn(&str, &str, &[String]) -> Option<Examined>);

pub fn routes() -> Router<Site> {
    let limit = DefaultBodyLimit::max(BUNDLE_BYTES_MAX);
    Router::new()
        .route("/verify", get(verify).post(examine).layer(limit))
        .route("/verify/record/{id}/{mark}", get(record::record))
        .route("/verify/statement/{enrolment}/{until}/{mark}", get(statement::statement))
}

/// What came of it.
enum Outcome {
    /// The form alone.
    Nothing,
    /// It was neither a bundle nor a checkpoint.
    Unreadable,
    Found(Examined),
    /// It was the file of a learning record, or looked like one.
    File(FileFound),
}

/// `GET /verify`: open to everybody.
async fn verify(State(site): State<Site>, visit: Visit) -> Result<Page, AppError> {
    let keys = site.db.key_list(&site.signer).await?;
    let witnesses = Witness::all(&site).await?;
    Ok(verify_page(&site, &visit, (keys, witnesses), String::new(), Outcome::Nothing))
}

/// `POST /verify`: open to everybody; nothing is kept.
async fn examine(
    State(site): State<Site>,
    visit: Visit,
    Extension(examiner): Extension<Examiner>,
    form: Multipart,
) -> Result<Page, AppError> {
    let (file, text) = brought(form).await.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
        _ => AppError::invalid(
            "malformed",
            "文件没有传完整，请再试一次。",
            "The file did not arrive whole. Try again.",
        ),
    })?;
    let keys = site.db.key_list(&site.signer).await?;
    let proven = |text: &str| (examiner.0)(text, &site.signer.public_key(), &keys.notes);
    let outcome = if record::is_pdf(&file) {
        Outcome::File(record::examine(&site, file, proven).await?)
    } else {
        let file = String::from_utf8_lossy(&file);
        let from_file = !file.trim().is_empty();
        match proven(if from_file { &file } else { &text }) {
            None => Outcome::Unreadable,
            Some(mut examined) => {
                examined.claims.push((Claim::Continues, continues(&site, &examined).await?));
                Outcome::Found(examined)
            }
        }
    };
    let status = match &outcome {
        Outcome::Unreadable | Outcome::File(FileFound::Unreadable | FileFound::NotOurs) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        _ => StatusCode::OK,
    };
    let witnesses = Witness::all(&site).await?;
    Ok(verify_page(&site, &visit, (keys, witnesses), text, outcome).status(status))
}

/// The file and the pasted text; of a text bytes that are none are shown as such and examined as nothing.
async fn brought(mut form: Multipart) -> Result<(Vec<u8>, String), MultipartError> {
    let (mut file, mut text) = (Vec::new(), String::new());
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let content = field.bytes().await?;
        match name.as_str() {
            "file" => file = content.to_vec(),
            "text" => text = String::from_utf8_lossy(&content).into_owned(),
            _ => {}
        }
    }
    Ok((file, text))
}

/// Whether today's tree begins with that of the checkpoint.
async fn continues(site: &Site, examined: &Examined) -> Result<Result<(), ProofError>, AppError> {
    let (size, of_audit) = (examined.size, examined.exhibit == Exhibit::AuditCheckpoint);
    Ok(match site.db.tree_root(if of_audit { &AUDIT } else { &LEDGER }, size).await {
        Ok(root) if root.0 == examined.root[..] => Ok(()),
        Ok(_) => Err(ProofError::OtherRoot { size }),
        Err(StoreError::NotFound) => Err(ProofError::Shorter { size }),
        Err(error) => return Err(error.into()),
    })
}

fn verify_page(
    site: &Site,
    visit: &Visit,
    (keys, witnesses): (KeyList, Vec<Witness>),
    text: String,
    outcome: Outcome,
) -> Page {
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("查验学时", "Check hours"));
    visit.page(about, move || {
        let error = matches!(outcome, Outcome::Unreadable).then(|| {
            w.t(
                "这不是学时证明，也不是账本检查点。请选从“我的学时”下载的文件，或把内容从头到尾整个贴进来。",
                "This is neither evidence of hours nor a checkpoint. Choose the file from \u{201c}My hours\u{201d}, or paste all of its text.",
            )
            .to_owned()
        });
        let result = match outcome {
            Outcome::Found(examined) => Some(result(w, &examined).into_any()),
            Outcome::File(found) => Some(record::outcome(w, zone, found)),
            _ => None,
        };
        view! {
            <div class="page-head">
                <div>
                    <h1>{w.t("查验学时", "Check hours")}</h1>
                    <p>
                        {w.t(
                            "谁都可以查，不用登录。交上来的内容查完就丢，不保存。",
                            "Open to everybody, without signing in. What you bring is checked and not kept.",
                        )}
                    </p>
                </div>
            </div>
            {result}
            <form class="form sheet" method="post" action="/verify" enctype="multipart/form-data">
                <FileField
                    name="file"
                    label=w.t("学习记录、结业证明或学时证明的文件", "File of a learning record, of a certificate, or of evidence")
                    hint=w.t(
                        "学员给您的学习记录、结业证明（PDF），或者在“我的学时”里下载的 xueshi-hours.json",
                        "The learning record or certificate (PDF) that you were given, or xueshi-hours.json from \u{201c}My hours\u{201d}",
                    )
                    accept=".pdf,.json,.txt"
                />
                <TextArea
                    name="text"
                    label=w.t("或者贴上内容", "Or paste the text")
                    hint=w.t("学时证明，或以前留下的账本检查点", "Evidence, or a checkpoint kept from before")
                    error=error
                    value=text
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("查验", "Check")}</Button>
                </div>
            </form>
            <section class="stack measure">
                <h2>{w.t("这里查得出什么", "What this can show")}</h2>
                <p>
                    {w.t(
                        "查得出：这些学时是不是本平台记下的，有没有被人改过、加过、删过。查不出：这份证明是不是这位学员的全部学时；屏幕前坐的是不是本人，这要靠学习时的抽查和身份确认。",
                        "It shows whether these hours were recorded here and whether anybody changed, added or removed any. It cannot show whether this is all of the learner's hours, nor who sat before the screen: checks and identity are for that.",
                    )}
                </p>
                <p>
                    {w.t(
                        "不想相信这个网页？用 xueshi verify --bundle 文件名 在自己的电脑上查，不联网也行。",
                        "You need not trust this page: run xueshi verify --bundle FILE on your own machine, offline.",
                    )}
                </p>
            </section>
            {watchers(w, zone, witnesses)}
            {listed_keys(w, zone, &keys)}
        }
    })
}

fn result(w: Words, examined: &Examined) -> impl IntoView + use<> {
    let holds = examined.holds();
    let (tone, verdict) = match (holds, &examined.exhibit) {
        (true, Exhibit::Bundle { .. }) => (
            Tone::Done,
            w.t(
                "这份学时证明是真的，一个字都没有改过。",
                "This evidence is genuine: nothing in it was changed.",
            ),
        ),
        (true, Exhibit::AuditCheckpoint) => (
            Tone::Done,
            w.t(
                "这个操作记录的检查点是真的，今天的记录接着它往下记。",
                "This checkpoint of the audit log is genuine, and today's log continues it.",
            ),
        ),
        (true, Exhibit::Checkpoint) => (
            Tone::Done,
            w.t(
                "这个检查点是真的，今天的账本接着它往下记。",
                "This checkpoint is genuine, and today's ledger continues it.",
            ),
        ),
        (false, _) => (
            Tone::Danger,
            w.t("对不上，不能作数。下面写着哪里不对。", "It does not hold. Below is what is wrong."),
        ),
    };
    let facts = match &examined.exhibit {
        Exhibit::Bundle { entries, verified_ms } => {
            let (entries, time) = (entries.to_string(), format::duration(w, *verified_ms));
            Some(view! {
                <Facts>
                    <Fact term=w.t("认定时长", "Verified time")>{time}</Fact>
                    <Fact term=w.t("账目", "Entries")>{entries}</Fact>
                </Facts>
            })
        }
        Exhibit::Checkpoint | Exhibit::AuditCheckpoint => None,
    };
    let lines = examined.claims.iter().map(|(claim, found)| {
        let (status, word) = match found {
            Ok(()) => (Status::Verified, w.t("对得上", "ColumnKind")),
            Err(_) => (Status::Refused, w.t("对不上", "Does not hold")),
        };
        let why = found.as_ref().err().map(|flaw| view! { <p class="faint small">{w.proof_error(flaw)}</p> });
        view! {
            <li>
                <p>
                    <Chip status=status>{word}</Chip>
                    " "
                    {w.claim(*claim)}
                </p>
                {why}
            </li>
        }
    });
    view! {
        <section class="sheet stack">
            <Flash tone=tone>{verdict}</Flash>
            {facts}
            <ul class="stack-s">{lines.collect_view()}</ul>
        </section>
    }
}

/// The public keys with their times, so that whoever kept an old one finds it.
fn listed_keys(w: Words, zone: Zone, list: &KeyList) -> impl IntoView + use<> {
    let keys = list.keys.iter().map(|key| {
        let public_key = key.public_key.clone();
        view! {
            <li class="stack-s">
                <p>{since(w, zone, key)}</p>
                <p>
                    <code class="small">{public_key}</code>
                </p>
            </li>
        }
    });
    view! {
        <section class="stack measure">
            <h2>{w.t("账本的签名公钥", "The public keys of the ledger")}</h2>
            <p>
                {w.t(
                    "账本每隔一会儿签一次名。换钥匙时新旧两把一起签一段时间，旧钥匙签字把账本交给新钥匙，所以手里有旧公钥的人也能一路查到今天。",
                    "The ledger is signed again and again. When its key changes, both keys sign for a while, and the old one signs the hand-over: whoever knows an old key can follow to today's.",
                )}
            </p>
            <ul class="stack">{keys.collect_view()}</ul>
            <p>
                <a href="/api/ledger/keys">{w.t("公钥和交接单（给程序读的）", "Keys and hand-overs, for programs")}</a>
            </p>
        </section>
    }
}

/// From when until when a key signs.
fn since(w: Words, zone: Zone, key: &ListedKey) -> String {
    let day = |at_ms: i64| format::date(w, &zone.day(at_ms));
    let from = match key.from_ms {
        Some(at_ms) => w.either(&format!("{}起", day(at_ms)), &format!("From {}", day(at_ms))),
        None => w.t("从开账起", "From the beginning").to_owned(),
    };
    let until = match (key.ended, key.until_ms) {
        (Some(end), _) => w.either(
            &format!("，{}停用，那时账本有 {} 条", day(end.at_ms), end.ledger),
            &format!(" until {}, when the ledger had {} entries", day(end.at_ms), end.ledger),
        ),
        (None, Some(until_ms)) => w.either(
            &format!("，和新钥匙一起签到{}", day(until_ms)),
            &format!(", beside the next one until {}", day(until_ms)),
        ),
        (None, None) => w.t("，现在用着", ", in use").to_owned(),
    };
    from + &until
}
