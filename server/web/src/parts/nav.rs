//! The places of the navigation: address, name and drawing of each, and which a room offers.

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
    /// What waits for whoever works here.
    Tasks,
    Courses,
    /// My classes: where studying goes on.
    Learn,
    Hours,
    Subsidy,
    /// Everything about oneself.
    Account,
    Classes,
    /// The courses that an institution makes.
    OwnCourses,
    /// Courses that wait for the bureau.
    CourseReviews,
    /// An institution's applications to open classes.
    Applications,
    /// The same for the bureau.
    ClassApplications,
    /// An institution's films.
    Films,
    /// An institution's claims.
    OwnClaims,
    /// Claims, for the bureau.
    Claims,
    /// Published lists of who is to be paid.
    Publications,
    /// Payments of what was published.
    Payments,
    /// Objections to them.
    Objections,
    /// Classes with verified hours, for the bureau.
    HoursLedger,
    /// Papers that wait for a decision.
    Papers,
    Exports,
    Signals,
    Appeals,
    /// Institutions and what they are filed for.
    Institutions,
    /// What one's own institution is filed for.
    Filings,
    /// What training pays, and out of which money.
    Standards,
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
            Self::Tasks => "/tasks",
            Self::Courses => "/courses",
            Self::Learn => "/learn",
            Self::Hours => "/hours",
            Self::Subsidy => "/subsidy",
            Self::Account => "/account",
            Self::Classes => "/classes",
            Self::OwnCourses => "/own-courses",
            Self::CourseReviews => "/course-reviews",
            Self::Applications => "/applications",
            Self::ClassApplications => "/class-applications",
            Self::Films => "/films",
            Self::OwnClaims => "/own-claims",
            Self::Claims => "/claims",
            Self::Publications => "/publications",
            Self::Payments => "/payments",
            Self::Objections => "/objections",
            Self::HoursLedger => "/hours-ledger",
            Self::Papers => "/papers",
            Self::Exports => "/exports",
            Self::Signals => "/signals",
            Self::Appeals => "/appeals",
            Self::Institutions => "/institutions",
            Self::Filings => "/institution",
            Self::Standards => "/standards",
            Self::People => "/people",
            Self::Audit => "/audit",
            Self::SecondFactors => "/second-factors",
            Self::Jobs => "/jobs",
        }
    }

    pub fn name(self, w: Words) -> &'static str {
        match self {
            Self::Tasks => w.t("待办", "To do"),
            Self::Courses => w.t("课程", "Courses"),
            Self::Learn => w.t("学习", "Study"),
            Self::Hours => w.t("学时", "Hours"),
            Self::Subsidy => w.t("补贴", "Subsidy"),
            Self::Account => w.t("我的", "Me"),
            Self::Classes => w.t("班级", "Classes"),
            Self::OwnCourses => w.t("课程制作", "Make courses"),
            Self::CourseReviews => w.t("课程审核", "Course reviews"),
            Self::Applications => w.t("开班申请", "Applications"),
            Self::ClassApplications => w.t("开班审核", "Class applications"),
            Self::Films => w.t("视频", "Films"),
            Self::OwnClaims => w.t("补贴申领", "Claims"),
            Self::Claims => w.t("补贴审核", "Claims"),
            Self::Publications => w.t("补贴公示", "Publications"),
            Self::Payments => w.t("补贴拨付", "Payments"),
            Self::Objections => w.t("公示异议", "Objections"),
            Self::HoursLedger => w.t("班级学时", "Class hours"),
            Self::Papers => w.t("证明材料", "Supporting documents"),
            Self::Exports => w.t("台账导出", "Exports"),
            Self::Signals => w.t("异常线索", "Signals"),
            Self::Appeals => w.t("学时申诉", "Appeals"),
            Self::Institutions => w.t("培训机构", "Institutions"),
            Self::Filings => w.t("机构备案", "Filings"),
            Self::Standards => w.t("补贴标准", "Standards"),
            Self::People => w.t("人员", "People"),
            Self::Audit => w.t("操作记录", "Audit log"),
            Self::SecondFactors => w.t("二次验证", "Second factors"),
            Self::Jobs => w.t("后台工作", "Background work"),
        }
    }

    /// A drawing that other parts of pages use too, or the lines of one of its own, in a box of 24 by 24.
    fn drawing(self) -> Result<Drawing, &'static str> {
        match self {
            Self::Courses => Ok(Drawing::Book),
            Self::Learn => Ok(Drawing::PlayScreen),
            Self::Hours => Ok(Drawing::Clock),
            Self::Subsidy | Self::OwnClaims | Self::Claims => Ok(Drawing::Coin),
            Self::Account => Ok(Drawing::Person),
            Self::Classes => Ok(Drawing::Class),
            Self::Exports => Ok(Drawing::Download),
            Self::Signals => Ok(Drawing::Alert),
            Self::Tasks => Err("M8 3.5h8v3.5H8zM8 5H5v16h14V5h-3M8.5 13.5l2.4 2.4 4.6-4.9"),
            Self::Applications | Self::ClassApplications => {
                Err("M5 3h10l4 4v14H5zM14.5 3.3V8h4.3M12 11v7M8.5 14.5h7")
            }
            Self::OwnCourses | Self::CourseReviews => Err("M4 20h4L19.5 8.5l-4-4L4 16zM13 7l4 4M13 20.5h7.5"),
            Self::Films => Err("M3.5 6h12v12h-12zM15.5 10.5l5-3v9l-5-3"),
            Self::HoursLedger => Err("M3.5 20.5h17M7 17v-5M12 17V5M17 17V9"),
            Self::Publications => {
                Err("M3.5 10v4.5h3.5L15 19V5.5L7 10zM18 9.5a4 4 0 0 1 0 5.5M8.5 14.5v5h3v-3.5")
            }
            Self::Papers => Err("M6 3h8.5L19 7.5V21H6zM14 3.3V8h4.7M9 12.5h7M9 16.5h5"),
            Self::Payments => Err("M3.5 7h17v11h-17zM3.5 10.5h17M7 14.5h4"),
            Self::Objections => Err("M6 21V4M6 4.5h11l-2.5 4 2.5 4H6M3.5 21h5"),
            Self::Appeals => Err("M4 4.5h16V16h-8.5L6.5 20.5V16H4zM8 8.5h8M8 12h5"),
            Self::Institutions | Self::Filings => Err(
                "M3.5 20.5h17M5.5 20.5v-11M18.5 20.5v-11M3.5 9.5 12 3.5l8.5 6zM10 20.5v-5.5h4v5.5M9 11.5h6",
            ),
            Self::Standards => Err("M4 5h16v14H4zM4 9.7h16M9.5 9.7V19M12.5 13h5M12.5 16h5"),
            Self::People => Err(
                "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20c.6-3.7 3-5.5 6.5-5.5s5.9 1.8 6.5 5.5M15.5 5a3.3 3.3 0 0 1 0 6.3M17.5 14.9c2.4.6 3.6 2.3 4 5.1",
            ),
            Self::Audit => Err(
                "M4 5.5h15M4 11h5M4 16.5h5M15.5 9.5a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM18.6 16.8l2.9 3.2",
            ),
            Self::SecondFactors => {
                Err("M8 11.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11.3 12.8 20.5 3.5M16.3 7.7l3 3")
            }
            Self::Jobs => Err(
                "M20 10.5A8 8 0 0 0 5.3 7.6L4 9.3M4 4v5.3h5.3M4 13.5a8 8 0 0 0 14.7 2.9l1.3-1.7M20 20v-5.3h-5.3",
            ),
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
            Self::Institution => &[
                NavItem::Tasks,
                NavItem::Classes,
                NavItem::OwnCourses,
                NavItem::Films,
                NavItem::Applications,
                NavItem::OwnClaims,
                NavItem::Appeals,
                NavItem::Filings,
                NavItem::Standards,
                NavItem::People,
                NavItem::Courses,
            ],
            Self::Bureau => &[
                NavItem::Tasks,
                NavItem::HoursLedger,
                NavItem::Classes,
                NavItem::CourseReviews,
                NavItem::ClassApplications,
                NavItem::Claims,
                NavItem::Publications,
                NavItem::Payments,
                NavItem::Objections,
                NavItem::Papers,
                NavItem::Exports,
                NavItem::Appeals,
                NavItem::Signals,
                NavItem::Institutions,
                NavItem::Standards,
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

/// The drawing of a place; decoration, its name stands beside.
#[component]
pub fn NavIcon(of: NavItem) -> impl IntoView {
    match of.drawing() {
        Ok(drawing) => view! { <Icon of=drawing /> }.into_any(),
        Err(lines) => view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d=lines></path>
            </svg>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_places_of_a_room_look_alike() {
        for room in [Area::Learner, Area::Institution, Area::Bureau] {
            let drawn: Vec<_> = room.places().iter().map(|place| format!("{:?}", place.drawing())).collect();
            for (n, one) in drawn.iter().enumerate() {
                assert!(!drawn[..n].contains(one), "{:?} has the drawing of another place", room.places()[n]);
            }
        }
    }
}
