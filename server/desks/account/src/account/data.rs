//! One's own data to take away, and the way to closing the account.

use axum::Router;
use axum::routing::get;
use domain::access::Action;
use leptos::prelude::*;
use web::page::{About, Page};
use web::parts::NavItem;
use web::{Site, Viewer, Visit};

use super::parts::{Part, head};
use crate::close;

pub fn routes() -> Router<Site> {
    Router::new().route("/account/my-data", get(data))
}

/// `GET /account/my-data`: for whoever is signed in, about themselves only.
async fn data(viewer: Viewer, visit: Visit) -> Page {
    let (w, studies) = (visit.words, viewer.may(Action::Study));
    let about = About::new(Part::Data.name(w)).narrow().at(NavItem::Account);
    visit.page(about, move || {
        view! {
            {head(w, Part::Data, studies)}
            <section class="sheet">
                <h2>{w.t("我的数据", "My data")}</h2>
                <p>
                    {w.t(
                        "登记信息、同意记录、报的班和每天的学时，存成一个文件带走。",
                        "Registration, agreements, classes and the hours of each day, in one file to take away.",
                    )}
                </p>
                <p>
                    <a href="/account/data" download>{w.t("下载我的数据（JSON）", "Download my data (JSON)")}</a>
                </p>
                <p>
                    <a href="/privacy">{w.t("个人信息怎么保护", "How it is protected")}</a>
                </p>
            </section>
            {close::page::section(w)}
        }
    })
}
