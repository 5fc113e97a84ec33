//! The frame round every page: skip link, masthead, navigation by role, main, colophon.

use app::parts::{Drawing, Icon};
use app::words::Words;
use leptos::prelude::*;

/// Whose house the page belongs to; it decides the navigation and the size of type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Area {
    /// Nobody signed in.
    #[default]
    Visitor,
    /// Tabs at the thumb, large type.
    Learner,
    /// Institution, enterprise, college: a column at the side.
    Institution,
    /// Bureau, finance, audit: a column at the side.
    Bureau,
}

/// A place in the navigation. Address, name and drawing of each stand only here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavItem {
    Courses,
    /// My classes: where studying goes on.
    Learn,
    Hours,
    Subsidy,
    /// Everything about oneself.
    Account,
    Classes,
    /// Classes with verified hours, for the bureau.
    HoursLedger,
    /// Papers that wait for a decision.
    Papers,
    Exports,
    Signals,
    Appeals,
    /// Who holds which post.
    People,
    Audit,
    /// For the system administrator.
    SecondFactors,
    /// The work beside requests, for the system administrator.
    Jobs,
}

impl NavItem {
    pub fn address(self) -> &'static str {
        match self {
            Self::Courses => "/courses",
            Self::Learn => "/learn",
            Self::Hours => "/hours",
            Self::Subsidy => "/subsidy",
            Self::Account => "/account",
            Self::Classes => "/classes",
            Self::HoursLedger => "/hours-ledger",
            Self::Papers => "/papers",
            Self::Exports => "/exports",
            Self::Signals => "/signals",
            Self::Appeals => "/appeals",
            Self::People => "/people",
            Self::Audit => "/audit",
            Self::SecondFactors => "/second-factors",
            Self::Jobs => "/jobs",
        }
    }

    pub fn name(self, w: Words) -> &'static str {
        match self {
            Self::Courses => w.t("课程", "Courses"),
            Self::Learn => w.t("学习", "Study"),
            Self::Hours => w.t("学时", "Hours"),
            Self::Subsidy => w.t("补贴", "Subsidy"),
            Self::Account => w.t("我的", "Me"),
            Self::Classes => w.t("班级", "Classes"),
            Self::HoursLedger => w.t("班级学时", "Class hours"),
            Self::Papers => w.t("证明材料", "Papers"),
            Self::Exports => w.t("台账导出", "Exports"),
            Self::Signals => w.t("异常线索", "Signals"),
            Self::Appeals => w.t("学时申诉", "Appeals"),
            Self::People => w.t("人员", "People"),
            Self::Audit => w.t("操作记录", "Audit log"),
            Self::SecondFactors => w.t("二次验证", "Second factors"),
            Self::Jobs => w.t("后台工作", "Background work"),
        }
    }

    fn drawing(self) -> Drawing {
        match self {
            Self::Courses => Drawing::Book,
            Self::Learn => Drawing::PlayScreen,
            Self::Hours | Self::HoursLedger => Drawing::Clock,
            Self::Subsidy => Drawing::Coin,
            Self::Account => Drawing::Person,
            Self::Classes | Self::People => Drawing::Class,
            Self::Exports => Drawing::Download,
            Self::Signals => Drawing::Alert,
            Self::Appeals | Self::Audit | Self::Jobs => Drawing::List,
            Self::Papers | Self::SecondFactors => Drawing::Shield,
        }
    }
}

impl Area {
    /// What the navigation of a room offers, unless the page gives a shorter list by the reader's rights.
    pub fn places(self) -> &'static [NavItem] {
        match self {
            Self::Visitor => &[],
            Self::Learner => {
                &[NavItem::Learn, NavItem::Courses, NavItem::Hours, NavItem::Subsidy, NavItem::Account]
            }
            Self::Institution => &[NavItem::Classes, NavItem::Appeals, NavItem::People],
            Self::Bureau => &[
                NavItem::HoursLedger,
                NavItem::Classes,
                NavItem::Papers,
                NavItem::Exports,
                NavItem::Appeals,
                NavItem::Signals,
                NavItem::People,
                NavItem::Audit,
                NavItem::SecondFactors,
                NavItem::Jobs,
            ],
        }
    }

    /// Staff rooms have a column at the side and denser type on a wide screen.
    pub fn is_desk(self) -> bool {
        matches!(self, Self::Institution | Self::Bureau)
    }
}

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
    /// This page's own path and query, so that changing the language comes back to it.
    #[prop(default = "/".to_owned(), into)]
    here: String,
    /// One narrow column, for sign-in and single questions.
    #[prop(optional)]
    narrow: bool,
    children: Children,
) -> impl IntoView {
    let w = words;
    let places = places.unwrap_or_else(|| room.places().to_vec());
    let places = places.into_iter().map(|place| {
        view! {
            <li>
                <a href=place.address() aria-current=(at == Some(place)).then_some("page")>
                    <Icon of=place.drawing() />
                    {place.name(w)}
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
            <Masthead words=w who=who here=here />
            {body}
            <Colophon words=w />
        </div>
    }
}

/// Brand, language, who is signed in.
#[component]
fn Masthead(words: Words, who: String, here: String) -> impl IntoView {
    let w = words;
    let (other, name) = match w {
        Words::Zh => (Words::En, "English"),
        Words::En => (Words::Zh, "中文"),
    };
    let account = if who.is_empty() {
        view! {
            <a class="masthead-tool" href="/sign-in">
                {w.t("登录", "Sign in")}
            </a>
        }
        .into_any()
    } else {
        let mine = match w {
            Words::Zh => format!("{who},我的账号"),
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
                    <form method="post" action="/language">
                        <input type="hidden" name="back" value=here />
                        <button class="masthead-tool" name="lang" value=other.tag() lang=other.tag()>
                            {name}
                        </button>
                    </form>
                    {account}
                </div>
            </div>
        </header>
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
fn Colophon(words: Words) -> impl IntoView {
    let w = words;
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
                    <a href="/verify">{w.t("查验学时", "Check hours")}</a> " · "
                    <a href="/privacy">{w.t("个人信息保护", "Privacy")}</a>
                </p>
                <p>
                    {w.t("人社咨询电话", "Bureau hotline")} " " <a href="tel:12333">"12333"</a>
                </p>
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
    fn a_learner_is_not_offered_the_bureaus_rooms() {
        assert!(!shell(Area::Learner, None).contains("/exports"));
        assert!(!shell(Area::Learner, None).contains("/audit"));
        assert!(shell(Area::Bureau, None).contains("/exports"));
        assert!(!shell(Area::Visitor, None).contains("<nav"));
    }
}
