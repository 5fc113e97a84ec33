//! Working through cases one after another: which is before and which is next, and reasons that are used often.

use app::words::Words;
use leptos::prelude::*;

use super::field::{Choice, Choices};

/// Where a case stands among those that wait for the reader, in the order in which they wait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    ids: Vec<String>,
    /// Absent for a case that waits for somebody else, or for nobody.
    here: Option<usize>,
}

impl Queue {
    pub fn new(ids: Vec<String>, here: &str) -> Self {
        let here = ids.iter().position(|id| id == here);
        Self { ids, here }
    }

    /// The case before this one.
    pub fn previous(&self) -> Option<&str> {
        let before = self.here?.checked_sub(1)?;
        self.ids.get(before).map(String::as_str)
    }

    /// The case after this one; the first, from a case that does not wait.
    pub fn next(&self) -> Option<&str> {
        self.ids.get(self.here.map_or(0, |here| here + 1)).map(String::as_str)
    }

    /// Where to go once this case is done: to the next, and from the last to the first that is left.
    pub fn after(&self) -> Option<&str> {
        self.next().or_else(|| self.ids.first().filter(|_| self.here != Some(0)).map(String::as_str))
    }
}

/// Links through the cases that wait for the reader. Nothing where none does.
#[component]
pub fn CaseNav(
    words: Words,
    /// What the addresses of cases begin with: `/appeals/`.
    #[prop(into)]
    list: String,
    queue: Queue,
) -> impl IntoView {
    let (w, count) = (words, queue.ids.len());
    (count > 0).then(|| {
        let place = match (w, queue.here) {
            (Words::Zh, Some(here)) => format!("待您办的第 {} 件，共 {count} 件", here + 1),
            (Words::En, Some(here)) => format!("{} of {count} that wait for you", here + 1),
            (Words::Zh, None) => format!("待您办的还有 {count} 件"),
            (Words::En, None) => format!("{count} wait for you"),
        };
        let previous = queue.previous().map(|id| {
            view! {
                <a class="button" rel="prev" href=format!("{list}{id}")>
                    {w.t("上一件", "Previous")}
                </a>
            }
        });
        let next = queue.next().map(|id| {
            view! {
                <a class="button" rel="next" href=format!("{list}{id}")>
                    {w.t("下一件", "Next")}
                </a>
            }
        });
        view! {
            <nav class="case-nav" aria-label=w.t("待您办的", "What waits for you")>
                <span class="soft">{place}</span>
                {previous}
                {next}
                <label class="case-keys soft" data-keys hidden>
                    <input type="checkbox" />
                    {w.t("按 J 下一件，按 K 上一件", "J for the next, K for the previous")}
                </label>
            </nav>
        }
    })
}

/// A reason that is used often.
#[derive(Clone, Copy, Debug)]
pub struct ReadyReason {
    /// Sent with the form.
    pub code: &'static str,
    /// For which of the form's decisions it is a reason.
    pub decision: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

/// Reasons to choose from, each with the decision it is for; another can be typed.
#[component]
pub fn ReadyReasons(
    words: Words,
    #[prop(into)] name: String,
    /// The reasons that fit here.
    reasons: Vec<ReadyReason>,
    /// What a decision is called: its code and its name.
    decisions: Vec<(&'static str, &'static str)>,
    #[prop(default = None, into)] error: Option<String>,
    #[prop(optional, into)] chosen: String,
) -> impl IntoView {
    let w = words;
    let mut options: Vec<Choice> = reasons
        .iter()
        .map(|reason| {
            let decision = decisions.iter().find(|(code, _)| *code == reason.decision);
            let (said, colon) = (w.t(reason.zh, reason.en), w.t("：", ": "));
            Choice::new(
                reason.code,
                decision.map_or(said.to_owned(), |(_, name)| format!("{name}{colon}{said}")),
            )
        })
        .collect();
    options.push(Choice::new("", w.t("都不是，写在下面", "None of these: see below")));
    view! {
        <div class="ready">
            <Choices
                name=name
                label=w.t("常用的说法", "Reasons used often")
                error=error
                options=options
                chosen=vec![chosen]
            />
        </div>
    }
}

/// The reason of a decision: what was chosen, then what was typed; either alone will do, and the words are the reader's.
/// A sentence where what was chosen belongs to another decision.
pub fn reason_of(
    w: Words,
    reasons: &[ReadyReason],
    decision: &str,
    chosen: &str,
    typed: &str,
) -> Result<String, String> {
    let typed = typed.trim();
    let Some(ready) = reasons.iter().find(|reason| reason.code == chosen) else {
        return Ok(typed.to_owned());
    };
    if ready.decision != decision {
        let other = w.t(
            "选的这一条是另一种决定用的。请换一条，或者改决定。",
            "This reason belongs to another decision. Choose another reason or decide otherwise.",
        );
        return Err(other.to_owned());
    }
    let said = w.t(ready.zh, ready.en);
    Ok(if typed.is_empty() { said.to_owned() } else { format!("{said}{}{typed}", w.t("；", "; ")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(here: &str) -> Queue {
        Queue::new(["a", "b", "c"].map(str::to_owned).to_vec(), here)
    }

    #[test]
    fn a_case_knows_its_neighbours_and_where_to_go_when_it_is_done() {
        assert_eq!(
            (queue("a").previous(), queue("a").next(), queue("a").after()),
            (None, Some("b"), Some("b"))
        );
        assert_eq!(
            (queue("c").previous(), queue("c").next(), queue("c").after()),
            (Some("b"), None, Some("a"))
        );
        let elsewhere = queue("x");
        assert_eq!((elsewhere.previous(), elsewhere.next()), (None, Some("a")));
        let alone = Queue::new(vec!["a".to_owned()], "a");
        assert_eq!((alone.next(), alone.after()), (None, None));
    }

    #[test]
    fn a_reason_is_what_was_chosen_and_what_was_typed_and_fits_its_decision() {
        let reasons =
            [ReadyReason { code: "dark", decision: "refuse", zh: "照片看不清", en: "Too dark" }];
        let of = |decision, chosen, typed| reason_of(Words::Zh, &reasons, decision, chosen, typed);
        assert_eq!(of("refuse", "dark", " ").as_deref(), Ok("照片看不清"));
        assert_eq!(of("refuse", "dark", "请重拍").as_deref(), Ok("照片看不清；请重拍"));
        assert_eq!(of("accept", "", " 有效 ").as_deref(), Ok("有效"));
        assert_eq!(of("accept", "no-such", "").as_deref(), Ok(""));
        assert!(of("accept", "dark", "有效").is_err());
    }
}
