//! Publishing courses and finding them.

use domain::course::{Level, Mode};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use store::Db;
use store::course::search::{CourseQuery, PAGE_SIZE};

use crate::fixture::city::a_city;
use crate::fixture::courses::course;
use crate::fixture::databases::on_both;

async fn found(db: &Db, query: CourseQuery) -> Vec<String> {
    db.search_courses(&query).await.unwrap().courses.into_iter().map(|card| card.code).collect()
}

async fn found_for(db: &Db, text: &str) -> Vec<String> {
    found(db, CourseQuery { text: text.into(), ..CourseQuery::default() }).await
}

#[tokio::test]
async fn a_published_course_has_its_page() {
    on_both(async |db| {
        a_city(db, 0).await;
        db.publish_course(&course("crab", "大闸蟹养殖入门"), 1_000).await.unwrap();
        let (page, lessons) = db.course("crab").await.unwrap();
        assert_eq!((page.title.as_str(), page.organisation.as_str()), ("大闸蟹养殖入门", "渔丰学校"));
        assert_eq!(page.outcomes(), ["会选塘", "会喂养"]);
        let lengths: Vec<_> = lessons.iter().map(|l| (l.position, l.duration_ms, l.media_bytes)).collect();
        assert_eq!(lengths, [(1, 600_000, 3_000_000), (2, 300_000, 3_000_000), (3, 120_000, 0)]);
        assert_eq!(db.course_audience(&"crab".into()).await.unwrap().len(), 2);
        assert!(matches!(db.course("nothing").await, Err(store::StoreError::NotFound)));
        // A code is taken once; a refused course leaves nothing behind.
        assert!(db.publish_course(&course("crab", "别的"), 2_000).await.is_err());
        assert_eq!(found_for(db, "别的").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_word_in_the_title_comes_before_one_in_a_lesson() {
    on_both(async |db| {
        a_city(db, 0).await;
        let mut farming = course("farming", "水产养殖基础");
        farming.summary = "鱼虾蟹都讲".into();
        let mut selling = course("selling", "带货直播第一课");
        selling.trade = "互联网营销师".into();
        selling.summary = "把东西卖出去".into();
        selling.lessons[0].title = "养殖户怎么开播".into();
        let mut power = course("power", "安全用电常识");
        power.trade = "电工".into();
        for lesson in selling.lessons.iter_mut().chain(&mut power.lessons) {
            lesson.title = lesson.title.replace("大闸蟹", "手机");
        }
        for (course, at) in [(&farming, 1), (&selling, 2), (&power, 3)] {
            db.publish_course(course, at).await.unwrap();
        }
        assert_eq!(found_for(db, "养殖").await, ["farming", "selling"]);
        assert_eq!(found_for(db, "用电 常识").await, ["power"]);
        assert_eq!(found_for(db, "FARMING").await, ["farming"]);
        assert_eq!(found_for(db, "养殖 用电").await, Vec::<String>::new(), "every word must be there");
        assert_eq!(found_for(db, "电").await, ["power"]);
        // No words: everything, the newest first.
        assert_eq!(found_for(db, "  ").await, ["power", "selling", "farming"]);
        assert_eq!(found_for(db, "'; DROP TABLE course; --").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn filters_narrow_what_was_found() {
    on_both(async |db| {
        a_city(db, 0).await;
        let mut gold = course("gold", "养殖高级工");
        gold.level = Level::Three;
        gold.mode = Mode::Blended;
        gold.audience = vec!["employee".into()];
        db.publish_course(&course("crab", "大闸蟹养殖入门"), 1).await.unwrap();
        db.publish_course(&gold, 2).await.unwrap();
        let all = CourseQuery { text: "养殖".into(), ..CourseQuery::default() };
        assert_eq!(found(db, all.clone()).await, ["gold", "crab"]);
        assert_eq!(found(db, CourseQuery { level: "three".into(), ..all.clone() }).await, ["gold"]);
        assert_eq!(found(db, CourseQuery { mode: "online".into(), ..all.clone() }).await, ["crab"]);
        assert_eq!(found(db, CourseQuery { trade: "trade-crab".into(), ..all.clone() }).await, ["crab"]);
        assert_eq!(found(db, CourseQuery { category: "employee".into(), ..all.clone() }).await, ["gold"]);
        let card = &db.search_courses(&all).await.unwrap().courses[1];
        assert_eq!((card.lessons, card.duration_ms, card.media_bytes), (3, 1_020_000, 6_000_000));
        let audience: Vec<_> = card.audience.iter().map(|category| category.code.as_str()).collect();
        assert_eq!(audience, ["rural_transfer", "unemployed"]);
        assert_eq!(db.trades().await.unwrap().len(), 2);
        assert_eq!(db.audiences().await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_long_catalogue_has_pages() {
    on_both(async |db| {
        a_city(db, 0).await;
        for n in 0..=PAGE_SIZE {
            db.publish_course(&course(&format!("c{n}"), "大闸蟹养殖入门"), n).await.unwrap();
        }
        let page = |page| CourseQuery { text: "养殖".into(), page, ..CourseQuery::default() };
        let first = db.search_courses(&page(1)).await.unwrap();
        assert_eq!((first.courses.len(), first.total), (20, PAGE_SIZE + 1));
        assert_eq!(found(db, page(2)).await, ["c0"]);
    })
    .await;
}

/// Whatever two neighbouring characters of a title somebody types, the course is found.
#[tokio::test]
async fn every_two_characters_of_a_title_find_the_course() {
    on_both(async |db| {
        a_city(db, 0).await;
        let mut runner = TestRunner::default();
        let words = proptest::string::string_regex("[\u{4e00}-\u{9fa5}]{2,12}").unwrap();
        let titles: Vec<String> = (0..12).map(|_| words.new_tree(&mut runner).unwrap().current()).collect();
        for (n, title) in titles.iter().enumerate() {
            let code = format!("c{n}");
            db.publish_course(&course(&code, title), 1).await.unwrap();
            let chars: Vec<char> = title.chars().collect();
            for pair in chars.windows(2) {
                let pair: String = pair.iter().collect();
                assert!(found_for(db, &pair).await.contains(&code), "{pair} does not find {title}");
            }
        }
    })
    .await;
}
