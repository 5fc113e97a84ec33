//! A class in words.

/// The name of a class beside its course: without the course's name, with which it often begins.
pub fn class_name(course_title: &str, class_title: &str) -> String {
    let rest = class_title.strip_prefix(course_title).unwrap_or(class_title).trim();
    if rest.is_empty() { class_title.to_owned() } else { rest.to_owned() }
}
