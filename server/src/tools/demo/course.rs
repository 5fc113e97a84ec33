//! A course of the demo city, measured and ready to publish.

use std::io::Cursor;

use anyhow::{Context, Result, bail, ensure};
use assets::Files;
use domain::check::questions_missing;
use domain::course::{DocumentPage, Exercise, LessonKind, Level, Mode};
use domain::course_draft::BEFORE_END_MS;
use domain::id::{CourseId, LessonId, QuestionId};
use domain::policy::Profile;
use domain::question::Bank;
use store::course::{NewCourse, NewLesson, NewQuestion};
use web::Site;

use super::format::{self, Course, Lesson};
use crate::media::measure;

/// The codes of the courses.
pub fn codes() -> Vec<String> {
    format::course_codes()
}

/// Reads a course and measures its media.
pub fn read(site: &Site, code: &str, organisation: &str, public: &Files) -> Result<NewCourse> {
    let course = format::course(code)?;
    let lessons = course.lesson.iter().map(|lesson| {
        read_lesson(site, &course, lesson, public).with_context(|| format!("the lesson {}", lesson.code))
    });
    let lessons = lessons.collect::<Result<_>>()?;
    Ok(NewCourse {
        id: CourseId(site.new_id()),
        lessons,
        level: Level::from_code(&course.level).with_context(|| format!("no level {}", course.level))?,
        mode: Mode::from_code(&course.mode).with_context(|| format!("no mode {}", course.mode))?,
        organisation: organisation.into(),
        code: course.code,
        title: course.title,
        title_en: course.title_en,
        summary: course.summary,
        summary_en: course.summary_en,
        outcomes: course.outcomes,
        outcomes_en: course.outcomes_en,
        trade_code: course.trade_code,
        trade: course.trade,
        trade_en: course.trade_en,
        cover: course.cover,
        audience: course.audience,
        version: 1,
        replaces: None,
    })
}

fn read_lesson(site: &Site, course: &Course, lesson: &Lesson, public: &Files) -> Result<NewLesson> {
    let kind = LessonKind::from_code(&lesson.kind).with_context(|| format!("no kind {}", lesson.kind))?;
    let pages = pages(lesson);
    for page in &pages {
        page.checked(kind).with_context(|| format!("the page {:?}", page.title))?;
    }
    let (duration_ms, media_bytes, media_sha256, ends) = match (&lesson.media, kind) {
        (Some(file), LessonKind::Video) => {
            let video = public.read(&format!("media/{file}"));
            let measured =
                measure(Cursor::new(video.with_context(|| file.clone())?))?.with_context(|| file.clone())?;
            let slides = format::timings(&course.code)?.remove(&lesson.code).context("it has no timings")?;
            let ends = slides.into_iter().skip(1).collect();
            (measured.duration_ms, measured.bytes, Some(measured.sha256), ends)
        }
        (None, LessonKind::Document | LessonKind::Quiz) => {
            let ends: Vec<i64> = pages
                .iter()
                .scan(0, |end, page| {
                    *end += page.seconds * 1000;
                    Some(*end)
                })
                .collect();
            let bytes: usize = pages.iter().map(|page| page.title.len() + page.body.len()).sum();
            if pages.is_empty() {
                bail!("it has no pages");
            }
            (ends.last().copied().unwrap_or(0), i64::try_from(bytes)?, None, ends)
        }
        _ => bail!("a video has a media file, a document or quiz has none"),
    };
    let beside = |end: &str| {
        let name = format!("{}.{end}", lesson.code);
        public.holds(&format!("media/{name}")).then_some(name)
    };
    let is_video = kind == LessonKind::Video;
    let questions = questions(site, course, lesson, &ends, duration_ms)?;
    // A lesson that cannot be checked is not published.
    if let Some(policy) = site.policies.on(Profile::Standard, &site.today()) {
        let missing = questions_missing(duration_ms, i64::try_from(questions.len())?, policy);
        ensure!(missing == 0, "questions that its checks still need: {missing}");
    }
    Ok(NewLesson {
        id: LessonId(site.new_id()),
        code: lesson.code.clone(),
        kind,
        title: lesson.title.clone(),
        title_en: lesson.title_en.clone(),
        summary: lesson.summary.clone(),
        duration_ms,
        media_path: lesson.media.clone(),
        media_bytes,
        media_sha256,
        captions_path: beside("vtt").filter(|_| is_video),
        poster_path: beside("jpg").filter(|_| is_video),
        questions,
        pages,
    })
}

/// The pages of a document, or the items of a quiz.
fn pages(lesson: &Lesson) -> Vec<DocumentPage> {
    let pages = lesson.page.iter().map(|page| DocumentPage {
        title: page.title.clone(),
        seconds: page.seconds,
        body: page.body.trim().to_owned(),
        ..DocumentPage::default()
    });
    let items = lesson.item.iter().map(|item| DocumentPage {
        title: item.title.clone(),
        seconds: item.seconds,
        seconds_min: item.seconds_min,
        body: item.body.trim().to_owned(),
        exercise: Some(Exercise { question: item.question.clone(), options: item.options.clone() }),
    });
    pages.chain(items).collect()
}

fn questions(
    site: &Site,
    course: &Course,
    lesson: &Lesson,
    ends: &[i64],
    duration_ms: i64,
) -> Result<Vec<NewQuestion>> {
    let mine = course.question.iter().filter(|question| question.lesson == lesson.code);
    mine.map(|question| {
        let end = question.slide.checked_sub(1).and_then(|slide| ends.get(slide));
        let end =
            end.with_context(|| format!("no slide or page {} for: {}", question.slide, question.prompt))?;
        let bank =
            Bank { prompt: &question.prompt, options: &question.options, explanation: &question.explain };
        bank.checked().with_context(|| question.prompt.clone())?;
        Ok(NewQuestion {
            id: QuestionId(site.new_id()),
            at_ms: (*end).min(duration_ms - BEFORE_END_MS).max(0),
            prompt: question.prompt.clone(),
            options: question.options.clone(),
            explanation: question.explain.clone(),
        })
    })
    .collect()
}
