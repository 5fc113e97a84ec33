//! Courses and classes for tests.

use domain::course::{DocumentPage, LessonKind, Level, Mode};
use domain::id::ClassId;
use store::Db;
use store::class::NewClass;
use store::course::{NewCourse, NewLesson, NewQuestion};

/// A small course: two videos of ten and five minutes and a document of two; ids and codes begin with `code`.
pub fn course(code: &str, title: &str) -> NewCourse {
    let video = |n: i64, title: &str, duration_ms: i64| NewLesson {
        id: format!("{code}-{n}").into(),
        code: format!("{code}-{n}"),
        kind: LessonKind::Video,
        title: title.into(),
        title_en: format!("Lesson {n}"),
        summary: "跟着老师一步一步做".into(),
        duration_ms,
        media_path: Some(format!("{code}-{n}.mp4")),
        media_bytes: 3_000_000,
        captions_path: Some(format!("{code}-{n}.vtt")),
        poster_path: None,
        pages: Vec::new(),
        questions: vec![NewQuestion {
            id: format!("{code}-{n}-q1").into(),
            at_ms: 60_000,
            prompt: "刚才讲了什么?".into(),
            options: vec!["对".into(), "错".into(), "不知道".into()],
            explanation: "老师讲过".into(),
        }],
    };
    NewCourse {
        id: code.into(),
        code: code.into(),
        title: title.into(),
        title_en: format!("{code} first steps"),
        summary: "从选塘到卖蟹,一步一步学".into(),
        summary_en: "Step by step".into(),
        outcomes: vec!["会选塘".into(), "会喂养".into()],
        outcomes_en: vec!["Choose a pond".into(), "Feed".into()],
        trade_code: format!("trade-{code}"),
        trade: "水产养殖工".into(),
        trade_en: "Aquaculture worker".into(),
        level: Level::Special,
        mode: Mode::Online,
        cover: format!("{code}.svg"),
        organisation: "school".into(),
        audience: vec!["rural_transfer".into(), "unemployed".into()],
        lessons: vec![
            video(1, "认识大闸蟹", 600_000),
            video(2, "放苗前的准备", 300_000),
            NewLesson {
                kind: LessonKind::Document,
                media_path: None,
                captions_path: None,
                media_bytes: 0,
                pages: vec![DocumentPage {
                    title: "第一页".into(),
                    seconds: 120,
                    body: "正文".into(),
                    ..DocumentPage::default()
                }],
                ..video(3, "防病手册", 120_000)
            },
        ],
    }
}

/// A class `{code}-k` of a course made by [`course`], from 1 November to 31 December 2026, with 30 seats.
pub fn class(code: &str) -> NewClass {
    NewClass {
        id: ClassId(format!("{code}-k")),
        code: format!("{code}-2026-1"),
        course: code.into(),
        organisation: "school".into(),
        region: "county".into(),
        teacher: None,
        title: "2026 年第 1 期".into(),
        starts_on: "2026-11-01".into(),
        ends_on: "2026-12-31".into(),
        capacity: 30,
        policy_version: "2026-01-01".into(),
        plan: (1..=3).map(|n| (format!("{code}-{n}").into(), format!("2026-11-{:02}", n * 7))).collect(),
    }
}

/// Publishes the course `crab` and opens its class `crab-k`.
pub async fn a_crab_class(db: &Db) {
    db.publish_course(&course("crab", "大闸蟹养殖入门"), 1_000).await.unwrap();
    db.open_class(&class("crab"), 1_000).await.unwrap();
}
