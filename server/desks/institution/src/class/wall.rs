//! A class at one moment, from the roster: who studies now, who is being asked, who has fallen behind. The same for the
//! page and for the call that keeps it up to date.

mod draw;
mod order;

use app::format;
use app::words::Words;
use domain::class::STOPPED_AFTER_MS;
use domain::id::ClassId;
use domain::policy::Policy;
use domain::subsidy::CreditHours;
use domain::time::Zone;
use serde::Deserialize;
use store::roster::{RosterLine, WatchedClass};
use web::Site;
use web::error::AppError;
use web::parts::Hours;

pub use draw::wall_view;
use order::Order;

/// Without a sign of life for so long, nobody is taken for studying: three beats.
const SILENT_AFTER_MS: i64 = 45_000;
/// For so long somebody who fell silent is shown as gone offline, not as away.
const OFFLINE_SHOWN_MS: i64 = 30 * 60_000;
/// Less than this behind is no reason to call anybody.
const BEHIND_TENTHS_MIN: i64 = 1;
/// Learners a page of the list.
pub const LEARNERS_A_PAGE: usize = 30;

/// A class at one context. Texts are in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct Wall {
    /// Local time of the moment, `10:32:05`.
    pub at: String,
    pub learners: i64,
    pub studying: i64,
    /// Learners with an open check.
    pub asked: i64,
    pub behind: i64,
    /// Learners whose study is held until somebody confirms who they are.
    pub held: i64,
    /// Learners who have stopped.
    pub stopped: i64,
    /// Verified tenths of a credit hour, over everyone.
    pub verified_tenths: i64,
    /// The learners of this page of the list.
    pub lines: Vec<WallLine>,
}

/// One learner at one context.
#[derive(Clone, Debug)]
pub struct WallLine {
    pub href: String,
    pub name: String,
    /// Masked.
    pub document: String,
    pub now: Doing,
    pub now_text: String,
    pub lesson_text: String,
    /// In tenths of a credit hour.
    pub hours: Hours,
    pub plan: Pace,
    pub plan_text: String,
    pub last_text: String,
    /// Has studied nothing for days, while the class goes on.
    pub stopped: bool,
    /// Since when they have studied nothing here.
    pub idle_since: i64,
    /// How far behind the plan, in tenths of a credit hour.
    pub behind_tenths: i64,
}

/// What a learner does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Studying,
    /// A check waits for the answer.
    CheckOpen,
    /// Identity must be confirmed first.
    Held,
    /// Was here a moment ago.
    Offline,
    Away,
}

/// How a learner stands to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Completed,
    OnPlan,
    /// What is due today is still open.
    Today,
    Behind,
}

/// Whom the list shows.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct QueryParams {
    /// `now`, `asked`, `behind`, `held`, `stopped`; everyone otherwise.
    #[serde(default)]
    pub show: String,
    /// `name`, `hours`, `last`; by need otherwise.
    #[serde(default)]
    pub sort: String,
    #[serde(default)]
    pub page: Option<usize>,
    /// Anything here puts everyone on one page.
    #[serde(default)]
    pub all: Option<String>,
}

impl QueryParams {
    /// Where the list of these learners stands, in this order.
    pub fn list_of(class: &ClassId, show: &str, sort: &str) -> String {
        let query = Self { show: show.to_owned(), sort: sort.to_owned(), ..Self::default() }.query();
        format!("/classes/{class}{query}")
    }

    /// The query of this page of the list; empty for the first of everyone.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("show", &self.show), ("sort", &self.sort)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(page) = self.page.filter(|page| *page > 1) {
            query.append_pair("page", &page.to_string());
        }
        if self.all.is_some() {
            query.append_pair("all", "1");
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    fn wants(&self, line: &WallLine) -> bool {
        match self.show.as_str() {
            "now" => line.now == Doing::Studying,
            "asked" => line.now == Doing::CheckOpen,
            "behind" => line.plan == Pace::Behind,
            "held" => line.now == Doing::Held,
            "stopped" => line.stopped,
            _ => true,
        }
    }
}

/// A class, its wall, and how many learners the list has before it is cut into pages.
pub struct Seen {
    pub class: WatchedClass,
    pub wall: Wall,
    pub listed: usize,
    pub pages: usize,
    pub page: usize,
    /// Learners whose identity document nobody has seen.
    pub unseen: usize,
}

/// Reads a class as it is now.
pub async fn wall_of(site: &Site, w: Words, class: &ClassId, query: &QueryParams) -> Result<Seen, AppError> {
    let class = site.db.watched_class(class, &site.today()).await?;
    let roster = site.db.roster(&class.id).await?;
    let unseen = roster.iter().filter(|line| line.unseen).count();
    let policy = site.policies.version(&class.policy_version);
    let context = WallContext { w, now_ms: site.now(), zone: site.zone(), policy };
    let lines: Vec<WallLine> = roster.iter().map(|line| context.line(&class, line)).collect();
    let count = |is: fn(&WallLine) -> bool| lines.iter().filter(|line| is(line)).count() as i64;
    let mut wall = Wall {
        at: context.clock(context.now_ms),
        learners: lines.len() as i64,
        studying: count(|line| line.now == Doing::Studying),
        asked: count(|line| line.now == Doing::CheckOpen),
        behind: count(|line| line.plan == Pace::Behind),
        held: count(|line| line.now == Doing::Held),
        stopped: count(|line| line.stopped),
        verified_tenths: lines.iter().map(|line| line.hours.verified).sum(),
        lines: Vec::new(),
    };
    let mut listed: Vec<WallLine> = lines.into_iter().filter(|line| query.wants(line)).collect();
    Order::of(&query.sort).sort(&mut listed);
    let a_page = if query.all.is_some() { listed.len().max(1) } else { LEARNERS_A_PAGE };
    let pages = listed.len().div_ceil(a_page).max(1);
    let page = query.page.unwrap_or(1).clamp(1, pages);
    let count = listed.len();
    wall.lines = listed.into_iter().skip((page - 1) * a_page).take(a_page).collect();
    Ok(Seen { class, wall, listed: count, pages, page, unseen })
}

struct WallContext<'a> {
    w: Words,
    now_ms: i64,
    zone: Zone,
    policy: Option<&'a Policy>,
}

impl WallContext<'_> {
    fn tenths(&self, ms: i64) -> i64 {
        self.policy.map_or(0, |policy| CreditHours::of_ms(ms, policy).tenths)
    }

    /// `10:32:05`.
    fn clock(&self, at_ms: i64) -> String {
        let seconds = at_ms.div_euclid(1000).rem_euclid(60);
        let minute = self.zone.minute(at_ms);
        format!("{}:{seconds:02}", minute.split_once(' ').map_or("", |(_, time)| time))
    }

    fn line(&self, class: &WatchedClass, line: &RosterLine) -> WallLine {
        let w = self.w;
        let (now, now_text) = self.doing(line);
        let (plan, plan_text) = self.pace(class, line);
        let lesson = line.live_lesson.filter(|_| line.live_here).or(line.last_lesson);
        WallLine {
            href: format!("/classes/{}/learners/{}", class.id, line.enrolment),
            name: line.name.clone(),
            document: line.document_masked.clone(),
            now,
            now_text,
            lesson_text: lesson.map_or_else(
                || "—".to_owned(),
                |position| match w {
                    Words::Zh => format!("第 {position} 课"),
                    Words::En => format!("Lesson {position}"),
                },
            ),
            hours: Hours {
                required: self.tenths(class.required_ms),
                verified: self.tenths(line.verified_ms),
                waiting: self.tenths(line.waiting_ms),
                refused: self.tenths(line.refused_ms),
            },
            plan,
            plan_text,
            last_text: self.last(line, now),
            stopped: self.has_stopped(class, line),
            idle_since: line.idle_since,
            behind_tenths: self.tenths(class.due_before_ms - line.verified_ms - line.waiting_ms),
        }
    }

    fn doing(&self, line: &RosterLine) -> (Doing, String) {
        let w = self.w;
        let silent_ms = self.now_ms - line.last_beat_at;
        let is_live = line.live_here && silent_ms <= SILENT_AFTER_MS;
        // A hold stops the person everywhere; it is shown where it can be seen that they study.
        if line.held_here {
            (Doing::Held, w.t("需核对身份", "Confirm identity").to_owned())
        } else if line.check_here && is_live {
            let since = line.check_shown_at.map(|shown_ms| format::clock(self.now_ms - shown_ms));
            let text = w.t("抽查待答", "Being asked");
            (Doing::CheckOpen, since.map_or_else(|| text.to_owned(), |since| format!("{text} {since}")))
        } else if is_live {
            (Doing::Studying, w.t("正在学习", "Studying").to_owned())
        } else if line.check_here {
            (Doing::CheckOpen, w.t("离开，有抽查未答", "Away, check open").to_owned())
        } else if line.live_here && silent_ms <= OFFLINE_SHOWN_MS {
            let since = self.zone.minute(line.last_beat_at);
            let since = since.split_once(' ').map_or("", |(_, time)| time);
            (Doing::Offline, format!("{since} {}", w.t("起离线", "went offline")))
        } else {
            (Doing::Away, w.t("未在学习", "Not studying").to_owned())
        }
    }

    fn has_stopped(&self, class: &WatchedClass, line: &RosterLine) -> bool {
        let since_ms = self.now_ms - STOPPED_AFTER_MS;
        let under_way =
            class.starts_on <= self.zone.day(since_ms) && self.zone.day(self.now_ms) <= class.ends_on;
        under_way && !line.completed && line.idle_since <= since_ms
    }

    fn pace(&self, class: &WatchedClass, line: &RosterLine) -> (Pace, String) {
        let w = self.w;
        let done_ms = line.verified_ms + line.waiting_ms;
        let behind = self.tenths(class.due_before_ms - done_ms);
        if line.completed {
            (Pace::Completed, w.t("已完成", "Completed").to_owned())
        } else if behind >= BEHIND_TENTHS_MIN {
            let hours = format::tenths(behind);
            let text = match w {
                Words::Zh => format!("落后 {hours} 学时"),
                Words::En => format!("{hours} behind"),
            };
            (Pace::Behind, text)
        } else if done_ms < class.due_by_ms {
            (Pace::Today, w.t("今天要学", "Due today").to_owned())
        } else {
            (Pace::OnPlan, w.t("跟上计划", "On plan").to_owned())
        }
    }

    fn last(&self, line: &RosterLine, now: Doing) -> String {
        let w = self.w;
        if now == Doing::Studying {
            return w.t("刚刚", "just now").to_owned();
        }
        let beat_ms = Some(line.last_beat_at).filter(|_| line.live_here);
        let Some(at_ms) = line.last_study_at.max(beat_ms).filter(|at_ms| *at_ms > 0) else {
            return w.t("还没开始", "not yet").to_owned();
        };
        let minute = self.zone.minute(at_ms);
        match minute.split_once(' ') {
            Some((day, time)) if day == self.zone.day(self.now_ms) => {
                format!("{} {time}", w.t("今天", "today"))
            }
            _ => format::moment(w, &minute),
        }
    }
}
