//! The link between an account and an outside provider of sign-ins.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use leptos::prelude::*;
use web::error::AppError;
use web::form::{FormState, PasswordForm};
use web::page::{About, Page};
use web::parts::{Button, Crumbs, Field, Kind, LinkButton, NavItem, Username};
use web::{Site, Viewer, Visit};

use crate::account::parts::{Part, above};

pub fn routes() -> Router<Site> {
    Router::new().route("/account/identity", get(identity))
}

/// `GET /account/identity`: for whoever is signed in, about themselves only.
async fn identity(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    identity_page(&site, &viewer, &visit, FormState::default()).await
}

/// What stands on the account page, where there is a provider.
pub fn section(w: Words, label: &str) -> impl IntoView + use<> {
    let label = label.to_owned();
    view! {
        <section class="sheet">
            <h2>{label.clone()}</h2>
            <p>
                <a href="/account/identity">
                    {match w {
                        Words::Zh => format!("关联或取消关联{label}"),
                        Words::En => format!("Link or unlink {label}"),
                    }}
                </a>
            </p>
        </section>
    }
}

/// The page, with what was wrong with the password.
pub async fn identity_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<PasswordForm>,
) -> Result<Page, AppError> {
    let (w, zone) = (visit.words, site.zone());
    let provider = site.oidc.clone();
    let since = match &provider {
        Some(provider) => site.db.linked_since(&provider.issuer, &viewer.account).await?,
        None => None,
    };
    let login = viewer.login.clone();
    let title = w.t("关联的登录", "Linked sign-in");
    Ok(visit.page(About::new(title).narrow().at(NavItem::Account), move || {
        let Some(provider) = provider else {
            return view! {
                <h1>{title}</h1>
                <p>{w.t("这里没有开通其他登录方式。", "There is no other way to sign in here.")}</p>
            }
            .into_any();
        };
        let label = provider.label.clone();
        let (says, action, button, kind) = if let Some(at_ms) = since {
            let since = format::moment(w, &zone.minute(at_ms));
            let says = match w {
                Words::Zh => format!("{since}和{label}关联，可以用它登录。"),
                Words::En => format!("Linked with {label} since {since}: you can sign in with it."),
            };
            (says, "/account/identity/remove", w.t("取消关联", "Unlink"), Kind::Danger)
        } else {
            let says = match w {
                Words::Zh => format!("关联以后，可以用{label}登录这个账号，能做的事不会变。"),
                Words::En => {
                    format!("Once linked, {label} signs you in to this account; your rights stay the same.")
                }
            };
            (says, "/account/identity", w.t("去关联", "Link"), Kind::Primary)
        };
        view! {
            <Crumbs
                words=w
                above=above(w, Part::Security)
                here=title
            />
            <h1>{label}</h1>
            <form class="form sheet" method="post" action=action>
                <p>{says}</p>
                <Username value=login />
                <Field
                    name="password"
                    label=w.t("登录密码", "Password")
                    error=state.error("password")
                    kind="password"
                    autocomplete="current-password"
                />
                <div class="actions">
                    <Button kind=kind>{button}</Button>
                </div>
            </form>
        }
        .into_any()
    }))
}

/// The step before leaving for the provider.
pub fn going_page(visit: &Visit, label: &str, address: String) -> Page {
    let w = visit.words;
    let label = label.to_owned();
    visit.page(About::new(label.clone()).narrow(), move || {
        let (says, button) = match w {
            Words::Zh => (format!("下一步到{label}的网站上登录，然后会回到这里。"), format!("去{label}")),
            Words::En => (format!("You sign in at {label} next, and come back here."), format!("Go to {label}")),
        };
        view! {
            <h1>{label}</h1>
            <p class="lead">{says}</p>
            <div class="actions">
                <LinkButton href=address kind=Kind::Primary>{button}</LinkButton>
                <LinkButton href="/account/identity" kind=Kind::Quiet>{w.t("不关联了", "Not now")}</LinkButton>
            </div>
        }
    })
}
