//! The parts of “my account”, each a page of its own.

use app::words::Words;
use leptos::prelude::*;
use web::parts::{Segment, Segments};

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is registered, and what was agreed to.
    Details,
    /// Every way in.
    Security,
    Devices,
    /// Papers that prove a category.
    Papers,
    /// One's own data, and closing the account.
    Data,
}

impl Part {
    const ALL: [Self; 5] = [Self::Details, Self::Security, Self::Devices, Self::Papers, Self::Data];

    pub fn address(self) -> &'static str {
        match self {
            Self::Details => "/account",
            Self::Security => "/account/security",
            Self::Devices => "/account/devices",
            Self::Papers => "/account/papers",
            Self::Data => "/account/my-data",
        }
    }

    pub fn name(self, w: Words) -> &'static str {
        match self {
            Self::Details => w.t("我的信息", "My details"),
            Self::Security => w.t("登录与安全", "Signing in"),
            Self::Devices => w.t("设备", "Devices"),
            Self::Papers => w.t("证明材料", "Supporting documents"),
            Self::Data => w.t("数据与注销", "Data and closing"),
        }
    }
}

/// Heading and list of the parts; papers are the learners'.
pub fn head(w: Words, here: Part, studies: bool) -> impl IntoView {
    let shown = Part::ALL.into_iter().filter(|part| studies || *part != Part::Papers);
    let segments = shown.map(|part| Segment {
        href: part.address().to_owned(),
        name: part.name(w).to_owned(),
        count: None,
        current: part == here,
    });
    view! {
        <h1>{w.t("我的账号", "My account")}</h1>
        <div class="account-parts">
            <Segments label=w.t("账号的各部分", "Parts of the account") segments=segments.collect() />
        </div>
    }
}

/// The way up from a page below a part.
pub fn above(w: Words, part: Part) -> Vec<(String, String)> {
    let mut above = vec![(Part::Details.address().to_owned(), w.t("我的账号", "My account").to_owned())];
    if part != Part::Details {
        above.push((part.address().to_owned(), part.name(w).to_owned()));
    }
    above
}
