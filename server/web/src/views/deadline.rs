//! By when something is to be done, in words. What presses has a mark beside its words, never a colour alone.

use app::format;
use app::words::Words;
use domain::working_day::{Deadline, Standing};
use leptos::prelude::*;

use crate::parts::{Chip, Status};

/// A deadline in few words: `12 月 4 日到期`, `今天到期`, `已超期 2 个工作日`.
pub fn due(w: Words, deadline: &Deadline) -> String {
    let day = format::short_day(w, &deadline.day);
    let said = match (w, deadline.standing) {
        (Words::Zh, Standing::Ahead) => format!("{day}到期"),
        (Words::En, Standing::Ahead) => format!("due {day}"),
        (_, Standing::Today) => w.t("今天到期", "due today").to_owned(),
        (_, Standing::Overdue { working_days: 0 }) => w.t("已超期", "late").to_owned(),
        (_, Standing::Overdue { working_days }) => overdue(w, working_days),
    };
    if deadline.provisional() { format!("{said}{}", w.t("（暂定）", " (provisional)")) } else { said }
}

fn overdue(w: Words, working_days: u32) -> String {
    match (w, working_days) {
        (Words::Zh, days) => format!("已超期 {days} 个工作日"),
        (Words::En, 1) => "1 working day late".to_owned(),
        (Words::En, days) => format!("{days} working days late"),
    }
}

/// The same with a mark where it presses.
pub fn due_mark(w: Words, deadline: &Deadline) -> AnyView {
    mark(due(w, deadline), deadline)
}

/// Words about a deadline, with a mark where it presses.
pub fn mark(said: String, deadline: &Deadline) -> AnyView {
    match deadline.standing {
        Standing::Ahead => view! { <span class="nowrap">{said}</span> }.into_any(),
        Standing::Today => view! { <Chip status=Status::Waiting>{said}</Chip> }.into_any(),
        Standing::Overdue { .. } => view! { <Chip status=Status::Refused>{said}</Chip> }.into_any(),
    }
}

/// Why a deadline is provisional, if it is.
pub fn why_provisional(w: Words, deadline: &Deadline) -> Option<String> {
    deadline.unannounced_year.map(|year| match w {
        Words::Zh => format!("暂定：{year} 年的节假日安排还没有公布，公布后日期可能变动。"),
        Words::En => {
            format!(
                "Provisional: the holidays of {year} are not published yet; the day may change once they are."
            )
        }
    })
}

/// The same below a list, once.
pub fn provisional_note<'a>(w: Words, shown: impl IntoIterator<Item = &'a Deadline>) -> Option<AnyView> {
    let says = shown.into_iter().find_map(|deadline| why_provisional(w, deadline));
    says.map(|says| view! { <p class="soft">{says}</p> }.into_any())
}

/// To a learner: until when they get an answer.
pub fn answer_by(w: Words, deadline: &Deadline) -> String {
    let day = format::day(w, &deadline.day);
    let said = match (w, deadline.standing) {
        (Words::Zh, Standing::Ahead | Standing::Today) => format!("最晚 {day}告诉您结果。"),
        (Words::En, Standing::Ahead | Standing::Today) => format!("You get an answer by {day}."),
        (Words::Zh, Standing::Overdue { .. }) => {
            let late = due(w, &Deadline { unannounced_year: None, ..deadline.clone() });
            format!("应在 {day}前告诉您结果，{late}，可以打 12333 询问。")
        }
        (Words::En, Standing::Overdue { .. }) => {
            format!("The answer was due by {day} and is late. You can ask at 12333.")
        }
    };
    let why = why_provisional(w, deadline);
    why.map_or_else(|| said.clone(), |why| format!("{said}{}{why}", w.t("", " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(standing: Standing) -> Deadline {
        Deadline { day: "2027-01-05".to_owned(), unannounced_year: None, standing }
    }

    #[test]
    fn a_deadline_is_told_in_few_words_and_says_when_it_is_provisional() {
        for (standing, zh, en) in [
            (Standing::Ahead, "1 月 5 日到期", "due 5 Jan"),
            (Standing::Today, "今天到期", "due today"),
            (Standing::Overdue { working_days: 0 }, "已超期", "late"),
            (Standing::Overdue { working_days: 1 }, "已超期 1 个工作日", "1 working day late"),
            (Standing::Overdue { working_days: 12 }, "已超期 12 个工作日", "12 working days late"),
        ] {
            let sure = at(standing);
            assert_eq!((due(Words::Zh, &sure).as_str(), due(Words::En, &sure).as_str()), (zh, en));
            assert_eq!(why_provisional(Words::Zh, &sure), None);
            let unsure = Deadline { unannounced_year: Some(2027), ..sure };
            assert_eq!(due(Words::Zh, &unsure), format!("{zh}（暂定）"));
            assert_eq!(due(Words::En, &unsure), format!("{en} (provisional)"));
            assert!(
                why_provisional(Words::En, &unsure)
                    .unwrap()
                    .contains("the holidays of 2027 are not published yet")
            );
            assert!(answer_by(Words::Zh, &unsure).contains("2027 年的节假日安排还没有公布"));
        }
        let late = answer_by(Words::Zh, &at(Standing::Overdue { working_days: 2 }));
        assert_eq!(late, "应在 1 月 5 日 星期二前告诉您结果，已超期 2 个工作日，可以打 12333 询问。");
    }
}
