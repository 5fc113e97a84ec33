//! One line of the audit log, whole, with its place in the tree.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::Action;
use leptos::prelude::*;
use store::audit::AuditLine;
use store::tree::AUDIT;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Crumbs, Fact, Facts, NavItem};
use web::{Site, Viewer, Visit};

use super::naming::{Naming, dash};

pub fn routes() -> Router<Site> {
    Router::new().route("/audit/{index}", get(line))
}

/// How the line is proved: under which checkpoint, and by which hashes.
struct Proof {
    size: i64,
    note: String,
    leaf_hash: String,
    path: Vec<String>,
}

/// `GET /audit/{index}`: for controllers and auditors.
async fn line(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(index): Path<String>,
) -> Result<Page, AppError> {
    viewer.require(Action::ReadAudit)?;
    let index: i64 = index.parse().map_err(|_| AppError::NotFound)?;
    let line = site.db.audit_line(index).await?;
    let checkpoint = site.db.make_checkpoint_of(&AUDIT, &site.signer.audit(), site.now()).await?;
    let path = site.db.inclusion_in(&AUDIT, index, checkpoint.size).await?;
    let proof = Proof {
        size: checkpoint.size,
        note: checkpoint.note,
        leaf_hash: store::audit::leaf_hash(&line.leaf()),
        path: path.iter().map(ToString::to_string).collect(),
    };
    let names = site.db.audit_names(std::slice::from_ref(&line)).await?;
    let w = visit.words;
    let naming = Naming { words: w, zone: site.zone(), names };
    let about = About::new(w.t("一条操作记录", "A line of the audit log")).at(NavItem::Audit);
    Ok(visit.page(about, move || view(&naming, index, line, proof)))
}

fn view(naming: &Naming, index: i64, line: AuditLine, proof: Proof) -> impl IntoView + use<> {
    let w = naming.words;
    let number = match w {
        Words::Zh => format!("第 {index} 条"),
        Words::En => format!("Line {index}"),
    };
    let body = line.leaf().canonical();
    let who = line.name.clone().unwrap_or_else(|| w.t("系统", "The system").to_owned());
    let who = format!("{who} {}", line.login.clone().unwrap_or_default());
    let (before, after) = (naming.value(&line.before_value), naming.value(&line.after_value));
    let changed = (before != after).then(|| {
        view! {
            <Fact term=w.t("改动前", "Before")><span class="break-anywhere">{dash(before)}</span></Fact>
            <Fact term=w.t("改动后", "After")><span class="break-anywhere">{dash(after)}</span></Fact>
        }
    });
    let (subject, detail) = (dash(naming.subject(&line.subject)), dash(naming.detail(&line)));
    let all = super::list::all_of(&line.subject);
    let when = format::moment(w, &naming.zone.minute(line.at_ms));
    let (exactly, title, code) =
        (naming.zone.second(line.at_ms), w.action(&line.action), line.action.clone());
    let (id, address) = (dash(line.subject.clone()), dash(line.address.clone()));
    let path = proof.path.into_iter().map(|hash| view! { <li><code class="bytes">{hash}</code></li> });
    let covered = match w {
        Words::Zh => format!(
            "它在前 {} 条的签名检查点里。拿这张检查点和下面的哈希，谁都能算出它原样在那里。",
            proof.size
        ),
        Words::En => format!(
            "It lies under the signed checkpoint of the first {} lines: with it and the hashes below anybody can reckon that it stands there unchanged.",
            proof.size
        ),
    };
    view! {
        <Crumbs
            words=w
            above=vec![("/audit".to_owned(), w.t("操作记录", "Audit log").to_owned())]
            here=number.clone()
        />
        <h1>{title.clone()} " " <small class="nowrap">{number}</small></h1>
        <section class="sheet">
            <Facts>
                <Fact term=w.t("谁", "Who")>{who}</Fact>
                <Fact term=w.t("时间", "When")>{when}</Fact>
                <Fact term=w.t("做了什么", "What")>{title}</Fact>
                <Fact term=w.t("对象", "Subject")><span class="break-anywhere">{subject}</span></Fact>
                <Fact term=w.t("理由", "Reason")>{dash(line.reason)}</Fact>
                {changed}
                <Fact term=w.t("补充", "Detail")><span class="break-anywhere">{detail}</span></Fact>
            </Facts>
            <p>
                <a class="tap" href=all>{w.t("看这个对象的全部记录", "Everything that was done to it")}</a>
            </p>
            <details>
                <summary>{w.t("技术信息", "Technical information")}</summary>
                <Facts>
                    <Fact term=w.t("精确时间", "To the second")>{exactly}</Fact>
                    <Fact term=w.t("操作代码", "Code")><code>{code}</code></Fact>
                    <Fact term=w.t("对象编号", "Id")><code class="break-anywhere">{id}</code></Fact>
                    <Fact term=w.t("来自", "From")>{address}</Fact>
                </Facts>
            </details>
        </section>
        <section class="sheet stack">
            <h2>{w.t("证明", "Proof")}</h2>
            <p>{covered}</p>
            <details>
                <summary>{w.t("检查点、原文和哈希（给审计人员）", "Checkpoint, bytes and hashes (for auditors)")}</summary>
                <div class="stack">
                    <pre class="bytes">{proof.note}</pre>
                    <p><code class="bytes">{body}</code></p>
                    <p><code class="bytes">{proof.leaf_hash}</code></p>
                    <ol>{path.collect_view()}</ol>
                </div>
            </details>
        </section>
    }
}
