//! The end of a class in words: until when it is studied and made up, and what was closed.

use app::format;
use app::words::Words;
use domain::class_closing::{ClassClock, ClassStage, MAKE_UP_WORKING_DAYS};

use super::deadline::why_provisional;

/// How far a class has come and until when, for those who look after it.
pub fn stage_says(w: Words, clock: ClassClock<'_>, days: (&str, &str), closed_at: Option<i64>) -> String {
    let (starts, ends) = (format::date(w, days.0), format::date(w, days.1));
    let make_up = clock.make_up(days.1);
    let until = format::date(w, &make_up.day);
    let said = match (w, clock.stage(days, closed_at.is_some())) {
        (Words::Zh, ClassStage::NotBegun) => return format!("还没有开班，{starts}开始。"),
        (Words::En, ClassStage::NotBegun) => return format!("Not begun; it begins on {starts}."),
        (Words::Zh, ClassStage::Running) => {
            format!("在办，到 {ends}为止；之后还有 {MAKE_UP_WORKING_DAYS} 个工作日补学期，到 {until}。")
        }
        (Words::En, ClassStage::Running) => format!(
            "Under way until {ends}; then {MAKE_UP_WORKING_DAYS} working days of make-up, until {until}."
        ),
        (Words::Zh, ClassStage::MakeUp) => {
            format!("补学期：班级已在 {ends}结束，班里的学员还可以学到 {until}。")
        }
        (Words::En, ClassStage::MakeUp) => {
            format!("Make-up: the class ended on {ends}, and its learners may study until {until}.")
        }
        (Words::Zh, ClassStage::ToClose) => {
            return format!("补学期已在 {until}结束，可以办理结班。");
        }
        (Words::En, ClassStage::ToClose) => {
            return format!("Its make-up ended on {until}; it can be closed.");
        }
        (_, ClassStage::Closed) => {
            let day = format::date(w, &clock.zone.day(closed_at.unwrap_or_default()));
            return match w {
                Words::Zh => format!("已在 {day}结班。"),
                Words::En => format!("Closed on {day}."),
            };
        }
    };
    let why = why_provisional(w, &make_up);
    why.map_or_else(|| said.clone(), |why| format!("{said}{}{why}", w.t("", " ")))
}

/// The same for a learner, where there is something to say beside the days of the class: `hours` are in tenths.
pub fn learner_says(
    w: Words,
    clock: ClassClock<'_>,
    days: (&str, &str),
    closed: Option<(i64, i64)>,
) -> Option<String> {
    let make_up = clock.make_up(days.1);
    let until = format::date(w, &make_up.day);
    let said = match (w, clock.stage(days, closed.is_some())) {
        (_, ClassStage::NotBegun | ClassStage::Running) => return None,
        (Words::Zh, ClassStage::MakeUp) => format!("班级已经结束，补学到 {until}为止，学了照样算。"),
        (Words::En, ClassStage::MakeUp) => {
            format!("The class has ended. Make-up until {until}: what you study counts as before.")
        }
        (Words::Zh, ClassStage::ToClose) => {
            return Some(format!("补学期已在 {until}结束，不能再学了，等培训机构办理结班。"));
        }
        (Words::En, ClassStage::ToClose) => {
            return Some(format!(
                "Make-up ended on {until}. Nothing more counts; the institution is to close the class."
            ));
        }
        (_, ClassStage::Closed) => {
            let (at_ms, tenths) = closed.unwrap_or_default();
            let day = format::date(w, &clock.zone.day(at_ms));
            let hours = format::credit_hours(w, tenths);
            return Some(match w {
                Words::Zh => format!("班级已在 {day}结班，报上去申领补贴的是 {hours}。"),
                Words::En => {
                    format!("The class was closed on {day}; {hours} are handed in for the subsidy.")
                }
            });
        }
    };
    let why = why_provisional(w, &make_up);
    Some(why.map_or_else(|| said.clone(), |why| format!("{said}{}{why}", w.t("", " "))))
}
