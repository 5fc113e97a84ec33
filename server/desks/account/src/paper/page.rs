//! My papers: what proves my category, how each stands, and the form for another.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::paper::{MEGABYTES_MAX, PaperStanding};
use domain::task::TaskKind;
use leptos::prelude::*;
use store::paper::Paper;
use store::register::Pick;
use store::sealed::PAPER_NAME;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Empty, ErrorSummary, Fact, Facts, Field, FileField, Kind, NavItem, Select};
use web::views::deadline::answer_by;
use web::views::paper::paper_chip;
use web::{Site, Viewer, Visit};

use crate::account::parts::{Part, head};

pub fn routes() -> Router<Site> {
    Router::new().route("/account/papers", get(papers))
}

/// What a paper proves and since when; a browser never lets its file come back.
#[derive(Clone, Debug, Default)]
pub struct PaperForm {
    pub category: String,
    pub since: String,
}

/// `GET /account/papers`: for learners, about themselves only.
async fn papers(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::Study)?;
    papers_page(&site, &viewer, &visit, FormState::default()).await
}

/// What stands on the account page.
pub fn section(w: Words) -> impl IntoView {
    view! {
        <section class="sheet" id="papers">
            <h2>{w.t("证明材料", "Supporting documents")}</h2>
            <p>
                {w.t(
                    "失业登记证、毕业证、低保证等，证明您属于哪一类人员。审核通过后，类别就改过来。",
                    "Certificates that prove which category you are of. Once accepted, the category is changed.",
                )}
            </p>
            <p>
                <a href="/account/papers">{w.t("交材料，看审核结果", "Send papers, see the decisions")}</a>
            </p>
        </section>
    }
}

/// The page, with what was typed and what was wrong with it.
pub async fn papers_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<PaperForm>,
) -> Result<Page, AppError> {
    let (w, zone) = (visit.words, site.zone());
    let categories = site.db.categories_on(&site.today()).await?;
    let mut lines = Vec::new();
    for paper in site.db.papers_of(&viewer.person).await? {
        let name = site.open(PAPER_NAME.of(&paper.id), &paper.name_sealed).await?.unwrap_or_default();
        let sent = format::moment(w, &zone.minute(paper.sent_at));
        let decided = paper.decided_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
        let open = paper.standing == PaperStanding::Open.as_str();
        let deadline = open.then(|| site.deadline(TaskKind::Paper, paper.sent_at)).flatten();
        let answer = deadline.map(|deadline| answer_by(w, &deadline));
        lines.push((paper, name, sent, decided, answer));
    }
    let title = w.t("证明材料", "Supporting documents");
    Ok(visit.page(About::new(title).narrow().at(NavItem::Account), move || {
        let nothing = lines.is_empty();
        let lines = lines.into_iter().map(|(paper, name, sent, decided, answer)| line(w, paper, name, sent, decided, answer));
        let lines = lines.collect_view();
        let list = if nothing {
            view! {
                <Empty title=w.t("还没有交过材料", "No papers yet")>
                    <p>{w.t("在上面选类别、选文件，就可以交。", "Choose category and file above to send one.")}</p>
                </Empty>
            }
            .into_any()
        } else {
            lines.into_any()
        };
        view! {
            {head(w, Part::Papers, true)}
            {form(w, categories, state)}
            <section class="stack">
                <h2>{w.t("交过的材料", "What was sent")}</h2>
                {list}
            </section>
        }
    }))
}

fn form(w: Words, categories: Vec<Pick>, state: FormState<PaperForm>) -> impl IntoView {
    let file_error = state.error("file");
    let mut options = vec![Choice::new("", w.t("请选择", "Please choose"))];
    options
        .extend(categories.into_iter().map(|one| Choice::new(one.code, w.either(&one.name, &one.name_en))));
    let hint = match w {
        Words::Zh => format!("照片（JPG、PNG）或 PDF，最大 {MEGABYTES_MAX} MB。字要看得清。"),
        Words::En => format!("A photograph (JPG, PNG) or PDF, at most {MEGABYTES_MAX} MB, and legible."),
    };
    view! {
        <form class="form sheet" method="post" action="/account/papers" enctype="multipart/form-data">
            <h2>{w.t("交一份材料", "Send a paper")}</h2>
            <ErrorSummary title=w.t("没有交上，请看这里", "Not sent, please look here") errors=state.errors() />
            <Select
                name="category"
                label=w.t("证明您是哪一类", "What it proves")
                error=state.error("category")
                options=options
                chosen=state.form.category.clone()
            />
            <Field
                name="since"
                label=w.t("从哪天起", "Since when")
                hint=w.t("材料上写的日期，8 个数字，如 20260301", "The date on the paper, eight digits, as 20260301")
                error=state.error("since")
                value=state.form.since.clone()
                autocomplete="off"
                inputmode="numeric"
                shape="input-short"
            />
            <FileField
                name="file"
                label=w.t("文件", "File")
                hint=hint
                error=file_error
                accept="image/jpeg,image/png,application/pdf"
            />
            <p class="soft">
                {w.t(
                    "文件加密保存，只有您自己和负责审核的工作人员能打开，每次打开都有记录。",
                    "Files are kept encrypted. Only you and the official who reviews them can open one, and each opening is recorded.",
                )}
            </p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("交材料", "Send")}</Button>
            </div>
        </form>
    }
}

fn line(
    w: Words,
    paper: Paper,
    name: String,
    sent: String,
    decided: Option<String>,
    answer: Option<String>,
) -> impl IntoView {
    let reason = (!paper.reason.is_empty()).then(|| {
        view! { <Fact term=w.t("审核意见", "What the official says")>{paper.reason}</Fact> }
    });
    let decided = decided.map(|when| view! { <Fact term=w.t("审核时间", "Decided")>{when}</Fact> });
    let withdraw = (paper.standing == PaperStanding::Open.as_str()).then(|| {
        let which = w.either(&paper.category, &paper.category_en);
        view! {
            <form method="post" action=format!("/account/papers/{}/withdraw", paper.id)>
                <Button kind=Kind::Danger>
                    {w.t("撤回", "Take it back")} <span class="visually-hidden">" " {which}</span>
                </Button>
            </form>
        }
    });
    view! {
        <article class="sheet">
            <div class="sheet-head">
                <h3>{w.either(&paper.category, &paper.category_en)}</h3>
                {paper_chip(w, &paper.standing)}
            </div>
            {answer.map(|answer| view! { <p>{answer}</p> })}
            <Facts>
                <Fact term=w.t("从哪天起", "Since")>{format::date(w, &paper.since)}</Fact>
                <Fact term=w.t("文件", "File")>
                    <a class="break-anywhere" href=format!("/account/papers/{}/file", paper.id)>
                        {name}
                    </a>
                    " " <span class="soft">{format::megabytes(paper.bytes)}</span>
                </Fact>
                <Fact term=w.t("交的时间", "Sent")>{sent}</Fact>
                {decided}
                {reason}
            </Facts>
            {withdraw}
        </article>
    }
}
