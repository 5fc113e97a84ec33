//! Inviting somebody to a post: the code of the link, and the one answer on which it stands.

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leptos::prelude::*;
use store::digest::Purpose;

use crate::page::{About, Page};
use crate::parts::{LinkButton, NavItem};
use crate::{Site, Visit};

impl Site {
    /// A fresh code for an invitation, and the digest by which it is known.
    pub fn new_invitation_code(&self) -> (String, [u8; 32]) {
        let code = URL_SAFE_NO_PAD.encode(self.random::<18>());
        let digest = self.keys.digest(Purpose::Invitation, &code);
        (code, digest)
    }
}

/// The link, on this answer only.
pub fn link_page(
    visit: &Visit,
    headers: &HeaderMap,
    at: NavItem,
    (name, code): (String, &str),
    (back, back_name): (String, String),
) -> Page {
    let w = visit.words;
    let link = format!("{}/invitation/{code}", visit.site.origin_of(headers));
    let about = About::new(w.t("邀请链接", "The link")).at(at);
    visit.page(about, move || {
        view! {
            <h1>{w.t("邀请链接", "The link")}</h1>
            <section class="sheet stack">
                <p>{w.t("交给：", "For: ")} {name}</p>
                <p class="figure break-anywhere" id="link">{link}</p>
                <p class="soft">
                    {w.t(
                        "只显示这一次，请现在抄下或复制。七天内有效，用过就作废。",
                        "Shown this once: copy it now. It works once within seven days.",
                    )}
                </p>
                <div class="actions">
                    <button class="button button-primary" type="button" data-copy="link" data-done=w.t("已复制", "Copied") hidden>
                        {w.t("复制链接", "Copy the link")}
                    </button>
                    <LinkButton href=back>{back_name}</LinkButton>
                </div>
            </section>
        }
    })
}
