//! A certificate to test with.

use certificate::{Attachment, Content, Date, Field, Fonts};

/// The font that the tests' machine has: Debian's fonts-noto-cjk.
pub fn noto() -> Fonts {
    Fonts::read(&["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc#2"]).unwrap()
}

/// The record of somebody with so many lessons.
pub fn record(name: &str, lessons: usize) -> Content {
    let field = |term: &str, value: &str| Field { term: term.into(), value: value.into() };
    Content {
        language: "zh-CN".into(),
        title: "学习记录".into(),
        issuer: "海河口市人力资源和社会保障局".into(),
        fields: vec![
            field("姓名", name),
            field("证件号", "0000**********0021"),
            field("课程", "中华绒螯蟹池塘生态养殖与越冬管理（含病害防治、水质调控和捕捞运输）实用技术培训"),
            field("认定学时", "34.5 学时"),
            field("学习日期", "2026年9月1日 – 2026年11月3日"),
        ],
        columns: vec!["课".into(), "时长".into(), "已认定".into()],
        lines: (1..=lessons)
            .map(|n| vec![format!("第 {n} 课 水质与底质"), "45 分钟".into(), "40 分钟".into()])
            .collect(),
        notes: vec!["认定学时是抽查答对以后确认的学习时间。".into()],
        link: "https://xueshi.example.gov.cn/verify/certificate/0190-abc/XyZ".into(),
        link_says: "扫一扫核验".into(),
        seal: "（盖章）".into(),
        page: "第 {page} 页，共 {pages} 页".into(),
        issued: Date { year: 2026, month: 11, day: 30, hour: 9, minute: 30, offset_hours: 8 },
    }
}

/// A proof to travel inside.
pub fn proof() -> Attachment {
    Attachment {
        name: "xueshi-hours.json",
        mime_type: "application/json",
        description: "学时证明".into(),
        bytes: br#"{"form":"xueshi bundle 1"}"#.to_vec(),
    }
}
