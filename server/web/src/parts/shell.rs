//! The frame round every page: skip link, masthead, navigation by role, main, colophon.

use std::sync::Arc;

use app::words::Words;
use leptos::prelude::*;

use super::nav::{Area, NavIcon, NavItem};
use crate::Publisher;

/// The page. `children` is what stands in `<main>`: begin with `Crumbs` or the `<h1>`.
#[component]
pub fn Shell(
    words: Words,
    #[prop(optional)] room: Area,
    /// The place that is lit in the navigation.
    #[prop(default = None, into)]
    at: Option<NavItem>,
    /// What the navigation offers, where the reader's rights allow less than the whole room.
    #[prop(optional, into)]
    places: Option<Vec<NavItem>>,
    /// Name of who is signed in; empty for nobody.
    #[prop(optional, into)]
    who: String,
    /// Their organisation, above the staff navigation.
    #[prop(optional, into)]
    organisation: String,
    /// How much waits for them, by place.
    #[prop(optional)]
    waiting: Vec<(NavItem, i64)>,
    /// This page's own path and query, so that changing the language comes back to it.
    #[prop(default = "/".to_owned(), into)]
    here: String,
    /// One narrow column, for sign-in and single questions.
    #[prop(optional)]
    narrow: bool,
    /// Whether the reader chose large type.
    #[prop(optional)]
    large: bool,
    /// Whose site it is.
    #[prop(optional)]
    publisher: Arc<Publisher>,
    children: Children,
) -> impl IntoView {
    let w = words;
    let places = places.unwrap_or_else(|| room.places().to_vec());
    let places = places.into_iter().map(|place| {
        let waits = waiting.iter().find(|(known, _)| *known == place).map(|(_, count)| count_of(w, *count));
        view! {
            <li class=(at == Some(place)).then_some("is-here")>
                <a href=place.address() aria-current=(at == Some(place)).then_some("page")>
                    <NavIcon of=place />
                    {place.name(w)}
                    {waits}
                </a>
            </li>
        }
    });
    let places = places.collect_view();
    let organisation =
        (!organisation.is_empty()).then(|| view! { <p class="sidenav-title">{organisation}</p> });
    let label = w.t("主导航", "Main navigation");
    let main = view! {
        <main id="main" class=if narrow { "main main-narrow" } else { "main" } tabindex="-1">
            {children()}
        </main>
    };
    let body = match room {
        Area::Visitor => main.into_any(),
        Area::Learner => view! {
            <nav class="tabbar" aria-label=label>
                <ul>{places}</ul>
            </nav>
            {main}
        }
        .into_any(),
        Area::Institution | Area::Bureau => view! {
            <div class="desk">
                <nav class="sidenav" aria-label=label>
                    {organisation}
                    <ul>{places}</ul>
                </nav>
                {main}
            </div>
        }
        .into_any(),
    };
    let class = match room {
        Area::Visitor => "page",
        Area::Learner => "page page-with-tabs",
        Area::Institution | Area::Bureau => "page page-of-desk",
    };
    view! {
        <div class=class>
            <a class="skip" href="#main">
                {w.t("跳到正文", "Skip to content")}
            </a>
            <Masthead words=w who=who.clone() here=here.clone() large=large />
            {body}
            <Colophon words=w here=(!who.is_empty()).then_some(here) publisher=publisher />
        </div>
    }
}

/// How much waits behind a place; beyond two figures that it is much.
fn count_of(w: Words, count: i64) -> impl IntoView {
    let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
    let said = match w {
        Words::Zh => format!("，{count} 件待办"),
        Words::En => format!(", {count} waiting"),
    };
    view! {
        <span class="nav-count" aria-hidden="true">{shown}</span>
        <span class="visually-hidden">{said}</span>
    }
}

/// Brand, language, who is signed in.
#[component]
fn Masthead(words: Words, who: String, here: String, large: bool) -> impl IntoView {
    let w = words;
    // A phone has no room for all of it beside a name: there the language stands at the foot of the page.
    let language = if who.is_empty() { "" } else { "wide-only" };
    let (size, size_name) =
        if large { ("", w.t("标准版", "Standard")) } else { ("large", w.t("长辈版", "Large type")) };
    let account = if who.is_empty() {
        view! {
            <a class="masthead-tool" href="/sign-in">
                {w.t("登录", "Sign in")}
            </a>
        }
        .into_any()
    } else {
        let mine = match w {
            Words::Zh => format!("{who}，我的账号"),
            Words::En => format!("{who}, my account"),
        };
        view! {
            <a class="masthead-tool" href="/account" aria-label=mine>
                <span class="masthead-who">{who.clone()}</span>
            </a>
            <form method="post" action="/sign-out">
                <button class="masthead-tool">{w.t("退出", "Sign out")}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <header class="masthead">
            <div class="masthead-inner">
                <a class="brand" href="/">
                    <Mark />
                    {w.t("学时", "Xueshi")}
                    <span class="brand-place">
                        {w.t("互联网 + 职业培训", "Online vocational training")}
                    </span>
                </a>
                <div class="masthead-tools">
                    <form method="post" action="/text-size">
                        <input type="hidden" name="back" value=here.clone() />
                        <button class="masthead-tool" name="text" value=size>
                            {size_name}
                        </button>
                    </form>
                    <Language words=w here=here form=language button="masthead-tool" />
                    {account}
                </div>
            </div>
        </header>
    }
}

/// The way to the other language.
#[component]
fn Language(words: Words, here: String, form: &'static str, button: &'static str) -> impl IntoView {
    let (other, name) = match words {
        Words::Zh => (Words::En, "English"),
        Words::En => (Words::Zh, "中文"),
    };
    view! {
        <form class=form method="post" action="/language">
            <input type="hidden" name="back" value=here />
            <button class=button name="lang" value=other.tag() lang=other.tag()>
                {name}
            </button>
        </form>
    }
}

/// 日, the sun in 时, filling with hours: verified below, waiting above.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="5" fill="#fffdf8"></rect>
            <path d="M8 16h16v11H8z" fill="#0e5a5c"></path>
            <path
                d="m9.3 14 7.7-7.7M12.5 15 22 5.5M17.7 15 23 9.7"
                stroke="#b9770e"
                stroke-width="1.8"
            ></path>
            <path d="M8 16h16M8 5h16v22H8z" fill="none" stroke="#0a3a3e" stroke-width="2.6"></path>
        </svg>
    }
}

#[component]
fn Colophon(words: Words, here: Option<String>, publisher: Arc<Publisher>) -> impl IntoView {
    let w = words;
    let Publisher { organiser, icp, police } = (*publisher).clone();
    let named = |name: &str, text: String| (!text.is_empty()).then(|| format!("{name}{text}"));
    let whose = [named(w.t("主办单位：", "Run by "), organiser), named("", icp), named("", police)];
    let whose: Vec<String> = whose.into_iter().flatten().collect();
    let whose = (!whose.is_empty()).then(|| view! { <p class="colophon-whose">{whose.join(" · ")}</p> });
    view! {
        <footer class="colophon">
            <div class="colophon-inner">
                <p>
                    {w.t(
                        "每一个补贴学时都有据可查，每一分钟学习都不白费。",
                        "Every paid hour can be proven, and no honest minute is lost.",
                    )}
                </p>
                <p>
                    <a href="/rules">{w.t("学习认定规则", "Rules")}</a> " · "
                    <a href="/policies">{w.t("各项数字和来源", "Policies and sources")}</a> " · "
                    <a href="/verify">{w.t("查验学时", "Check hours")}</a> " · "
                    <a href="/publications">{w.t("补贴公示", "Publications")}</a> " · "
                    <a href="/privacy">{w.t("个人信息保护", "Privacy")}</a>
                </p>
                <p>
                    {w.t("人社咨询电话", "Bureau hotline")} " " <a href="tel:12333">"12333"</a>
                </p>
                {whose}
                {here.map(|here| view! { <Language words=w here=here form="phone-only" button="button" /> })}
            </div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(room: Area, at: Option<NavItem>) -> String {
        Owner::new().with(|| {
            view! {
                <Shell words=Words::Zh room=room at=at who="王建国">
                    <h1>"课程"</h1>
                </Shell>
            }
            .to_html()
        })
    }

    #[test]
    fn the_place_where_the_reader_is_is_lit_once() {
        let html = shell(Area::Learner, Some(NavItem::Hours));
        assert_eq!(html.matches("aria-current").count(), 1, "{html}");
        assert!(html.contains(r#"href="/hours" aria-current="page""#), "{html}");
    }

    #[test]
    fn what_waits_stands_beside_its_place_and_is_said_in_words() {
        let html = Owner::new().with(|| {
            let waiting = vec![(NavItem::Tasks, 120), (NavItem::Papers, 2)];
            view! {
                <Shell words=Words::Zh room=Area::Bureau organisation="海河口市人社局" waiting=waiting>
                    <h1>"待办"</h1>
                </Shell>
            }
            .to_html()
        });
        assert!(html.contains("海河口市人社局"), "{html}");
        assert_eq!(html.matches("class=\"nav-count\"").count(), 2, "{html}");
        assert!(
            html.contains(">99+<") && html.contains("，120 件待办") && html.contains("，2 件待办"),
            "{html}"
        );
    }

    #[test]
    fn the_foot_says_whose_site_it_is_where_that_is_configured() {
        let publisher = Publisher {
            organiser: "海河口市人社局".to_owned(),
            icp: "鲁ICP备00000000号".to_owned(),
            ..Publisher::default()
        };
        let html = Owner::new().with(|| {
            view! {
                <Shell words=Words::Zh publisher=Arc::new(publisher)>
                    <h1>"课程"</h1>
                </Shell>
            }
            .to_html()
        });
        assert!(html.contains("主办单位：海河口市人社局 · 鲁ICP备00000000号"), "{html}");
        assert!(!shell(Area::Learner, None).contains("主办单位"));
    }

    #[test]
    fn a_learner_is_not_offered_the_bureaus_rooms() {
        assert!(!shell(Area::Learner, None).contains("/exports"));
        assert!(!shell(Area::Learner, None).contains("/audit"));
        assert!(shell(Area::Bureau, None).contains("/exports"));
        assert!(!shell(Area::Visitor, None).contains("<nav"));
    }
}
