//! A class at this moment, for the wall of its page.

use app::error::AppError;
use app::islands::monitor_wall::Wall;
use app::pages::classes::{Wish, wall_of};
use app::request::{Site, Viewer};
use app::words::Words;
use axum::Json;
use axum::extract::{Path, Query, State};
use domain::access::Action;
use domain::id::ClassId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(live))
}

/// Who studies now, who is being asked, who has fallen behind
///
/// `?show=now|behind|held` chooses learners, `?page` a page of thirty, `?all=1` everyone. Texts are in the caller's
/// language (cookie `lang`).
#[utoipa::path(
    get, path = "/api/classes/{id}/live", tag = "classes",
    params(("id" = String, Path, description = "The class")),
    responses(
        (status = 200, body = serde_json::Value, example = json!({"at": "10:32:05", "learners": 30, "studying": 11, "asked": 2, "held": 0, "behind": 4, "verified_tenths": 1643, "lines": []})),
        (status = 404, description = "Not a class you may watch"),
    )
)]
async fn live(
    viewer: Viewer,
    State(site): State<Site>,
    words: Words,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Result<Json<Wall>, AppError> {
    viewer.must(Action::WatchClass)?;
    let id = ClassId(id);
    let class = site.db.watched_class(&id, &site.today()).await?;
    viewer.must_in(Action::WatchClass, &class.organisation_id, &class.region_id)?;
    Ok(Json(wall_of(&site, words, &id, &wish).await?.wall))
}
