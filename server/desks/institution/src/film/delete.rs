//! Deleting a film, with a question first.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::audit::AuditAction;
use domain::film::FilmState;
use leptos::prelude::*;
use store::film::Deleted;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::page::About;
use web::parts::{Button, Crumbs, Kind, LinkButton, NavItem};
use web::{Site, Viewer, Visit};

use super::film_of;

pub fn routes() -> Router<Site> {
    Router::new().route("/films/{id}/delete", get(question).post(delete))
}

const LIST: &str = "/films";

/// `GET /films/{id}/delete`: for whoever makes courses of the institution.
async fn question(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let film = film_of(&site, &viewer, id).await?;
    let w = visit.words;
    if film.deleted_at.is_some() {
        return Ok(already(w));
    }
    let title = w.t("删除视频", "Delete a film");
    let says = match film.state() {
        FilmState::Receiving => w.t(
            "已经传上来的部分会删掉，以后要从头上传。",
            "What has arrived of it is deleted; it would have to be uploaded anew.",
        ),
        FilmState::Refused => {
            w.t("从列表里去掉这个不能用的文件。", "It is taken off the list; it cannot be used anyway.")
        }
        FilmState::Measuring | FilmState::Ready => w.t(
            "删除以后不能恢复，要用得重新上传。已经用在课程里的视频不会被删除。",
            "It cannot be brought back. A film that a lesson uses is not deleted.",
        ),
    };
    let (name, action) = (film.name.clone(), format!("{LIST}/{}/delete", film.id));
    let page = visit.page(About::new(title).at(NavItem::Films).narrow(), move || {
        view! {
            <Crumbs words=w above=vec![(LIST.to_owned(), NavItem::Films.name(w).to_owned())] here=title />
            <h1>{title}</h1>
            <form class="form sheet" method="post" action=action>
                <p>
                    <b class="film-name">{name}</b>
                </p>
                <p>{says}</p>
                <div class="actions">
                    <Button kind=Kind::Danger>{w.t("确定删除", "Delete it")}</Button>
                    <LinkButton href=LIST>{w.t("取消", "Cancel")}</LinkButton>
                </div>
            </form>
        }
    });
    Ok(page.into_response())
}

/// `POST /films/{id}/delete`: for whoever makes courses of the institution.
async fn delete(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let film = film_of(&site, &viewer, id).await?;
    let w = visit.words;
    let busy = w.t(
        "这个视频正在上传或者检查，请过一会儿再删。",
        "The film is being uploaded or checked just now; please delete it in a moment.",
    );
    let Some(_held) = site.films.receive(&film.id) else { return Ok(Flash::notice(busy).then(LIST)) };
    let action = AuditAction::FilmDelete {
        film: film.id.clone(),
        organisation: film.organisation_id.clone(),
        sha256: film.sha256.clone().unwrap_or_default(),
    };
    let event = site.event(&viewer, &from, action, "");
    let _alone = site.films.placing.lock().await;
    let says = match site.db.delete_film(&film.id, &event).await? {
        Deleted::Already => return Ok(already(w)),
        Deleted::Busy => return Ok(Flash::notice(busy).then(LIST)),
        Deleted::Used => {
            w.t("这个视频用在课程里，不能删除。", "A lesson uses this film; it cannot be deleted.")
        }
        Deleted::Done(sha256) => {
            let path = match sha256 {
                None => Some(site.films.part(&film.id)),
                Some(sha256) if !site.db.film_file_is_wanted(&sha256).await? => {
                    Some(site.films.file(&sha256))
                }
                Some(_) => None,
            };
            if let Some(path) = path {
                // What stays behind is found by the job that tidies up.
                drop(tokio::fs::remove_file(path).await);
            }
            return Ok(Flash::done(w.t("视频已删除。", "The film is deleted.")).then(LIST));
        }
    };
    Ok(Flash::notice(says).then(LIST))
}

fn already(w: app::words::Words) -> Response {
    Flash::notice(w.t("这个视频已经删除。", "This film is deleted already.")).then(LIST)
}
