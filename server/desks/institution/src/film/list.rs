//! The films of the institution, and where they are uploaded.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::film::{FilmState, QUOTA_BYTES};
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::json;
use store::film::Film;
use web::error::AppError;
use web::page::{About, Fragment, Page, fragment};
use web::parts::{
    Cell, Chip, ColumnKind, DataTable, Flash, HeadCell, NavItem, Nothing, Pager, Row, RowMark, Status, Tone,
};
use web::{Site, Viewer, Visit};

use crate::maker_for;

pub fn routes() -> Router<Site> {
    Router::new().route("/films", get(films)).route("/films/list", get(list))
}

const FILMS_A_PAGE: i64 = 30;
const GIB: i64 = 1024 * 1024 * 1024;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<i64>,
}

/// A page of the list.
struct Listed {
    films: Vec<Film>,
    count: i64,
    page: i64,
    pages: i64,
}

async fn listed(site: &Site, viewer: &Viewer, query: &QueryParams) -> Result<Listed, AppError> {
    let organisation = maker_for(viewer)?;
    let page = query.page.unwrap_or(1).clamp(1, 10_000);
    let (films, count) = site.db.films(&organisation, FILMS_A_PAGE, (page - 1) * FILMS_A_PAGE).await?;
    Ok(Listed { films, count, page, pages: ((count + FILMS_A_PAGE - 1) / FILMS_A_PAGE).max(1) })
}

/// `GET /films`: for whoever makes courses of the institution.
async fn films(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let listed = listed(&site, &viewer, &query).await?;
    let kept = site.db.film_bytes(&maker_for(&viewer)?).await?;
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(NavItem::Films.name(w)).at(NavItem::Films).with_uploads();
    Ok(visit.page(about, move || view(w, zone, listed, kept)))
}

/// `GET /films/list`: the same rows, for the page that waits for a change; for whoever makes courses of the institution.
async fn list(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Fragment, AppError> {
    let listed = listed(&site, &viewer, &query).await?;
    let (w, zone) = (visit.words, site.zone());
    Ok(fragment(move || table(w, zone, listed.films)))
}

fn view(w: Words, zone: Zone, listed: Listed, kept: i64) -> impl IntoView + use<> {
    let Listed { films, count, page, pages } = listed;
    let used = match w {
        Words::Zh => format!("已用 {}，共 {} GB", size(kept), QUOTA_BYTES / GIB),
        Words::En => format!("{} of {} GB used", size(kept), QUOTA_BYTES / GIB),
    };
    view! {
        <div class="page-head is-wide">
            <div>
                <h1>{w.t("视频", "Films")}</h1>
                <p class="soft">{used}</p>
            </div>
        </div>
        {upload(w)}
        <div data-films=format!("/films/list?page={page}")>{table(w, zone, films)}</div>
        <Pager
            words=w
            page=page
            pages=pages
            list="/films"
            summary=match w {
                Words::Zh => format!("共 {count} 个"),
                Words::En => format!("{count} in all"),
            }
        />
    }
}

/// Where files are chosen. What the script says stands here, in the reader's language.
fn upload(w: Words) -> impl IntoView + use<> {
    let words = json!({
        "queued": w.t("排队中", "Waiting for its turn"),
        "preparing": w.t("正在准备……", "Preparing…"),
        "progress": w.t("{percent}% · 每秒 {speed} MB · {left}", "{percent}% · {speed} MB/s · {left}"),
        "begun": w.t("{percent}%", "{percent}%"),
        "minutes": w.t("还要约 {n} 分钟", "about {n} min left"),
        "seconds": w.t("还要不到 1 分钟", "less than a minute left"),
        "hours": w.t("还要约 {n} 小时", "about {n} h left"),
        "paused": w.t("已暂停，{percent}%", "Paused at {percent}%"),
        "offline": w.t("网络断了。恢复以后自己接着传，已传 {percent}%。", "The line is down. It goes on by itself when it is back; {percent}% is there."),
        "busy": w.t("同一个文件正在另一处上传，稍等再接着传。", "The same film is being uploaded elsewhere; it goes on in a moment."),
        "signedOut": w.t("登录已过期。请重新登录，再选同一个文件，会接着传。", "Your sign-in has ended. Sign in again and choose the same file: it goes on."),
        "whole": w.t("传完了，正在检查。", "All of it is there and is being checked."),
        "failed": w.t("没有传成。请再选一次这个文件。", "It was not uploaded. Please choose the file once more."),
        "unread": w.t("读不到这个文件，它可能被移走或者改过。请再选一次。", "The file cannot be read; it may have been moved or changed. Please choose it again."),
        "other": w.t("这不是同一个文件。要接着传，请选“{name}”（{size} MB）。", "This is another file. To go on, choose “{name}” ({size} MB)."),
        "said": w.t("{name}：{percent}%", "{name}: {percent}%"),
        "pause": w.t("暂停", "Pause"),
        "resume": w.t("接着传", "Go on"),
    });
    view! {
        <section class="sheet upload stack" data-upload=words.to_string() aria-labelledby="upload">
            <h2 id="upload">{w.t("上传视频", "Upload films")}</h2>
            <p>
                {w.t(
                    "要 MP4 文件（画面 H.264，声音 AAC），一个最大 2 GB。手机和剪辑软件导出的一般都行。断网、关机都不要紧，回来选同一个文件会接着传。",
                    "MP4 files (H.264 pictures, AAC sound) of 2 GB at most; what phones and editing programs export will do. If the line or the machine goes down, choose the same file again and it goes on.",
                )}
            </p>
            <noscript>
                <p class="upload-none">{w.t("上传视频需要浏览器运行脚本，现在没有打开。", "Uploading needs scripts, which this browser does not run.")}</p>
            </noscript>
            <div class="upload-drop" data-drop hidden>
                <label class="button button-primary upload-choose">
                    {w.t("选择视频文件", "Choose files")}
                    <input class="visually-hidden" type="file" accept="video/mp4,.mp4,.m4v,.mov" multiple data-choose />
                </label>
                <span class="soft upload-hint">{w.t("也可以把文件拖到这里", "or drop them here")}</span>
            </div>
            <input type="file" hidden data-choose-again aria-hidden="true" tabindex="-1" />
            <ul class="uploads" data-uploads></ul>
            <p class="visually-hidden" aria-live="polite" data-said></p>
            <template>
                <li class="upload-one">
                    <label class="progress">
                        <span class="progress-text">
                            <span class="film-name" data-name></span>
                            <span data-how></span>
                        </span>
                        <progress value="0" max="1"></progress>
                    </label>
                    <button class="button" type="button" data-pause></button>
                </li>
            </template>
        </section>
    }
}

fn table(w: Words, zone: Zone, films: Vec<Film>) -> AnyView {
    if films.is_empty() {
        return view! {
            <Nothing words=w yet=w.t("还没有视频", "No films yet")>
                <p>
                    {w.t(
                        "在上面选视频文件上传。系统检查以后，就可以放进课程。",
                        "Choose files above. Once the system has checked them they can go into courses.",
                    )}
                </p>
            </Nothing>
        }
        .into_any();
    }
    let refused = films.iter().filter_map(|film| Some((film.name.clone(), film.refusal()?)));
    let refused: Vec<_> = refused
        .map(|(name, why)| {
            view! {
                <Flash tone=Tone::Danger>
                    <b class="film-name">{name}</b>
                    {w.t("：", ": ")}
                    {w.film_refusal(why)}
                </Flash>
            }
        })
        .collect();
    let refused = (!refused.is_empty()).then(|| view! { <div class="stack-s film-refusals">{refused}</div> });
    let rows = films.into_iter().map(|film| row(w, zone, film)).collect_view();
    view! {
        {refused}
        <DataTable
            lines=true
            caption=w.t("本单位的视频", "Films of the organisation")
            columns=vec![
                (w.t("文件", "File").to_owned(), ColumnKind::Text),
                (w.t("状态", "State").to_owned(), ColumnKind::Short),
                (w.t("时长", "Length").to_owned(), ColumnKind::Short),
                (w.t("大小", "Size").to_owned(), ColumnKind::Short),
                (w.t("上传", "Uploaded").to_owned(), ColumnKind::Short),
                (w.t("操作", "Action").to_owned(), ColumnKind::Short),
            ]
        >
            {rows}
        </DataTable>
    }
    .into_any()
}

/// `3.8 MB`, and from a gigabyte on `1.2 GB`.
fn size(bytes: i64) -> String {
    if bytes < GIB {
        format::megabytes(bytes)
    } else {
        format!("{}.{} GB", bytes / GIB, bytes % GIB * 10 / GIB)
    }
}

fn row(w: Words, zone: Zone, film: Film) -> impl IntoView + use<> {
    let state = film.state();
    let status = match state {
        FilmState::Receiving | FilmState::Measuring => Status::Waiting,
        FilmState::Ready => Status::Verified,
        FilmState::Refused => Status::Refused,
    };
    let mark = if state == FilmState::Refused { RowMark::Behind } else { RowMark::None };
    let chip = match state {
        FilmState::Receiving => {
            format!("{} {}", w.film_state(state), format::percent(film.bytes_received, film.bytes_total))
        }
        _ => w.film_state(state).to_owned(),
    };
    let name = match &film.sha256 {
        Some(sha256) => view! {
            <a class="film-name" href=format!("/media/{}", domain::film::media_path(sha256))>{film.name.clone()}</a>
        }
        .into_any(),
        None => view! { <span class="film-name">{film.name.clone()}</span> }.into_any(),
    };
    let length = match film.duration_ms {
        Some(ms) => format::duration(w, ms).into_any(),
        None => view! { <span class="is-wide-only">"—"</span> }.into_any(),
    };
    let when = format!("{} {}", format::moment(w, &zone.minute(film.made_at)), film.made_by);
    let go_on = (state == FilmState::Receiving).then(|| {
        view! {
            <button
                class="button button-quiet"
                type="button"
                hidden
                data-go-on=film.id.0.clone()
                data-name=film.name.clone()
                data-bytes=film.bytes_total
            >
                {w.t("继续上传", "Go on")}
            </button>
        }
    });
    let delete = (state != FilmState::Measuring).then(|| {
        view! { <a href=format!("/films/{}/delete", film.id)>{w.t("删除", "Delete")}</a> }
    });
    view! {
        <Row mark=mark>
            <HeadCell>{name}</HeadCell>
            <Cell label=w.t("状态", "State") kind=ColumnKind::Short>
                <span data-measuring=(state == FilmState::Measuring).then_some("")>
                    <Chip status=status>{chip}</Chip>
                </span>
            </Cell>
            <Cell label=w.t("时长", "Length") kind=ColumnKind::Short>{length}</Cell>
            <Cell label=w.t("大小", "Size") kind=ColumnKind::Short>{size(film.bytes_total)}</Cell>
            <Cell label=w.t("上传", "Uploaded") kind=ColumnKind::Short>{when}</Cell>
            <Cell label=w.t("操作", "Action") kind=ColumnKind::Short>
                <span class="film-actions">{go_on} {delete}</span>
            </Cell>
        </Row>
    }
}
