//! A lesson as it is typed: title, summary, its film or its pages.

use app::words::Words;
use domain::course::{DocumentPage, EXERCISE_OPTIONS, Exercise, ExerciseOption, LessonKind};
use domain::course_draft::{
    BODY_CHARS_MAX, LessonContent, LessonFilm, PAGE_SECONDS, PAGES_MAX, SUMMARY_CHARS, TITLE_CHARS,
    read_clock, typed_clock,
};
use store::film::Film;
use web::form::{FormState, text};

/// As it was typed.
#[derive(Clone, Debug, Default)]
pub struct LessonForm {
    pub version: i64,
    pub title: String,
    pub summary: String,
    /// The digest of a film.
    pub film: String,
    pub pages: Vec<PageForm>,
    /// Which button was pressed.
    pub press: String,
}

/// A page or an item as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageForm {
    pub title: String,
    pub time: String,
    pub body: String,
    pub question: String,
    pub options: Vec<OptionForm>,
    /// The number of the right answer, from 0.
    pub right: String,
}

/// An answer as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionForm {
    pub text: String,
    pub why: String,
}

/// The name of a field of a page.
pub fn page_field(n: usize, of: &str) -> String {
    format!("page-{n}-{of}")
}

impl PageForm {
    fn is_empty(&self) -> bool {
        let Self { title, time, body, question, options, .. } = self;
        [title, time, body, question].iter().all(|text| text.trim().is_empty())
            && options.iter().all(|option| option.text.trim().is_empty() && option.why.trim().is_empty())
    }

    fn kept(page: &DocumentPage) -> Self {
        let exercise = page.exercise.clone();
        let right = exercise.as_ref().and_then(|one| one.options.iter().position(|option| option.right));
        let options = exercise.as_ref().map(|one| one.options.clone()).unwrap_or_default();
        Self {
            title: page.title.clone(),
            time: typed_clock(page.seconds * 1000),
            body: page.body.clone(),
            question: exercise.map(|one| one.question).unwrap_or_default(),
            options: options.into_iter().map(|one| OptionForm { text: one.text, why: one.why }).collect(),
            right: right.map(|right| right.to_string()).unwrap_or_default(),
        }
    }
}

impl LessonForm {
    /// From the fields of a form.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "version" => form.version = value.parse().unwrap_or(0),
                "title" => form.title = value,
                "summary" => form.summary = value,
                "film" => form.film = value,
                "press" => form.press = value,
                name => form.set_page(name, value),
            }
        }
        form
    }

    fn set_page(&mut self, name: &str, value: String) {
        let Some((n, of)) = name.strip_prefix("page-").and_then(|rest| rest.split_once('-')) else { return };
        let Some(n) = n.parse::<usize>().ok().filter(|n| *n < PAGES_MAX) else { return };
        if self.pages.len() <= n {
            self.pages.resize(n + 1, PageForm::default());
        }
        let page = &mut self.pages[n];
        match of {
            "title" => page.title = value,
            "time" => page.time = value,
            "body" => page.body = value,
            "question" => page.question = value,
            "right" => page.right = value,
            of => {
                let Some((part, k)) = of.split_once('-') else { return };
                let Some(k) = k.parse::<usize>().ok().filter(|k| *k < *EXERCISE_OPTIONS.end()) else {
                    return;
                };
                if page.options.len() <= k {
                    page.options.resize(k + 1, OptionForm::default());
                }
                match part {
                    "option" => page.options[k].text = value,
                    "why" => page.options[k].why = value,
                    _ => {}
                }
            }
        }
    }

    /// As a lesson was kept.
    pub fn kept(version: i64, lesson: &LessonContent) -> Self {
        Self {
            version,
            title: lesson.title.clone(),
            summary: lesson.summary.clone(),
            film: lesson.film.as_ref().map(|film| film.sha256.clone()).unwrap_or_default(),
            pages: lesson.pages.iter().map(PageForm::kept).collect(),
            press: String::new(),
        }
    }

    /// Does what a button beside a page says: takes it out, or moves it.
    pub fn arrange(&mut self) {
        let Some((what, n)) = self.press.split_once('-') else { return };
        let Some(n) = n.parse::<usize>().ok().filter(|n| *n < self.pages.len()) else { return };
        match what {
            "out" => {
                self.pages.remove(n);
            }
            "up" if n > 0 => self.pages.swap(n, n - 1),
            "down" if n + 1 < self.pages.len() => self.pages.swap(n, n + 1),
            _ => {}
        }
    }
}

/// Puts what was typed into the lesson, or keeps each fault beside its field.
pub fn read(
    w: Words,
    state: &mut FormState<LessonForm>,
    films: &[Film],
    lesson: &mut LessonContent,
) -> Option<()> {
    let form = state.form.clone();
    let title = w.t("请填这一课的名称，2 到 60 个字。", "Please name the lesson, in 2 to 60 characters.");
    let title = state.check("title", text(&form.title, TITLE_CHARS, title));
    let summary =
        w.t("请写这一课讲什么，4 到 500 个字。", "Please say what it is about, in 4 to 500 characters.");
    let summary = state.check("summary", text(&form.summary, SUMMARY_CHARS, summary));
    if lesson.kind == LessonKind::Video {
        let film = match (form.film.as_str(), &lesson.film) {
            ("", _) => Ok(None),
            (sha256, Some(before)) if before.sha256 == sha256 => Ok(Some(before.clone())),
            (sha256, _) => films
                .iter()
                .find(|film| film.sha256.as_deref() == Some(sha256))
                .and_then(|film| {
                    let (sha256, duration_ms) = (film.sha256.clone()?, film.duration_ms?);
                    Some(LessonFilm { sha256, duration_ms, bytes: film.bytes_total })
                })
                .map(Some)
                .ok_or(w.t("这个视频已经不在了，请另选一个。", "That film is gone. Please choose another.")),
        };
        lesson.film = state.check("film", film)?;
    } else {
        lesson.pages = pages(w, state, &form.pages, lesson.kind)?;
    }
    (lesson.title, lesson.summary) = (title?, summary?);
    lesson.settle();
    Some(())
}

fn pages(
    w: Words,
    state: &mut FormState<LessonForm>,
    forms: &[PageForm],
    kind: LessonKind,
) -> Option<Vec<DocumentPage>> {
    let mut pages = Vec::new();
    for (n, form) in forms.iter().enumerate().filter(|(_, form)| !form.is_empty()) {
        let field = |of: &str| page_field(n, of);
        let title = w.t("请填标题，1 到 60 个字。", "Please give it a title of 1 to 60 characters.");
        let title = state.check(&field("title"), text(&form.title, 1..=*TITLE_CHARS.end(), title));
        let seconds =
            read_clock(&form.time).map(|ms| ms / 1000).filter(|seconds| PAGE_SECONDS.contains(seconds));
        let flaw = w.page_flaw(domain::course::PageFlaw::NoTime);
        let seconds = state.check(&field("time"), seconds.ok_or(flaw));
        // A quiz needs no text besides its question.
        let least = usize::from(kind == LessonKind::Document);
        let body = form.body.trim().replace("\r\n", "\n");
        let says = match w {
            Words::Zh => format!("请写内容，最多 {BODY_CHARS_MAX} 个字；再长就分成几页。"),
            Words::En => {
                format!("Please write it, {BODY_CHARS_MAX} characters at most; make more pages of more.")
            }
        };
        let fits = (least..=BODY_CHARS_MAX).contains(&body.chars().count());
        let body = state.check(&field("body"), if fits { Ok(body) } else { Err(says) });
        let exercise =
            if kind == LessonKind::Quiz { exercise(w, state, n, form).map(Some) } else { Some(None) };
        if let (Some(title), Some(seconds), Some(body), Some(exercise)) = (title, seconds, body, exercise) {
            pages.push(DocumentPage { title, seconds, seconds_min: None, body, exercise });
        }
    }
    state.is_valid().then_some(pages)
}

fn exercise(w: Words, state: &mut FormState<LessonForm>, n: usize, form: &PageForm) -> Option<Exercise> {
    let question = w.t("请写题目，1 到 300 个字。", "Please write what is asked, in 1 to 300 characters.");
    let question = state.check(&page_field(n, "question"), text(&form.question, 1..=300, question));
    let options: Vec<ExerciseOption> = form
        .options
        .iter()
        .enumerate()
        .filter(|(_, option)| !option.text.trim().is_empty() || !option.why.trim().is_empty())
        .map(|(k, option)| ExerciseOption {
            text: option.text.trim().to_owned(),
            why: option.why.trim().to_owned(),
            right: form.right == k.to_string(),
        })
        .collect();
    let exercise = Exercise { question: question?, options };
    let page = DocumentPage { seconds: 1, exercise: Some(exercise.clone()), ..DocumentPage::default() };
    let field = |flaw| match flaw {
        domain::course::PageFlaw::Right => page_field(n, "right"),
        _ => page_field(n, "option-0"),
    };
    match page.checked(LessonKind::Quiz) {
        Ok(()) => Some(exercise),
        Err(flaw) => {
            state.refuse(&field(flaw), w.page_flaw(flaw));
            None
        }
    }
}
